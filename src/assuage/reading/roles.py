"""What a sentence is for: background, aim, methods, results or conclusion.

Where a passage carries a heading, the heading decides (one that names two roles leaves the choice
between them). Elsewhere a linear-chain conditional random field (Lafferty 2001) reads the words of
the sentence, of the one before and the one after, and its place (``role_model.py``; the card of its
weights is ``weights/roles.md``). Sentences about registration, funding or copyright have no role
(None).
"""

import re
from functools import lru_cache

from assuage.reading.role_model import ANY, STATES, decoded
from assuage.terms.reading import Sentence

_NONE = len(STATES) - 1
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z/&,()'’ -]{2,70}?)(?P<mark>:|\.(?=\s))\s*")

_HEADINGS = (
    (
        "background",
        r"background|introduction|context|rationale|importance|what is (?:already )?known",
    ),
    ("aim", r"aims?|objectives?|purpose|goals?|hypothes[ie]s|questions?"),
    (
        "methods",
        r"methods?|methodology|design|settings?|participants?|patients?|subjects?|population|samples?"
        r"|interventions?|measure(?:s|ments?)|materials?|outcomes?|procedures?|sources?|eligibility"
        r"|analys[ie]s|extraction|selection|experimental|animals|randomi[sz]ation|blinding|protocol"
        r"|exposures?|dissemination",
    ),
    ("results", r"results?|findings?|observations?|synthesis"),
    (
        "conclusion",
        r"conclusions?|discussion|interpretations?|implications?|significance|relevance|limitations?"
        r"|comments?|perspectives?|summary|recommendations?",
    ),
    (
        "",
        r"regist\w+|registry|funding|funded|identifiers?|supplementary|keywords?|copyright"
        r"|clinicaltrials|trials? number|level of evidence|trail registration|isrctn|support",
    ),
)
_HEADING = tuple((role, re.compile(rf"\b(?:{words})\b")) for role, words in _HEADINGS)


_PLAIN = re.compile(
    rf"\b(?:{'|'.join(words for _, words in _HEADINGS)}|and|of|or|main|study|trial|primary|secondary"
    r"|outcome|clinical|statistical|data|research|key|principal|number|no)\b"
)
"""What a label in small letters may be made of: else it is the beginning of a sentence."""


def roles(text: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with their roles; the title's stays ``title``, none is left out or moved."""
    body = [number for number, item in enumerate(sentences) if item.role != "title"]
    if not body:
        return sentences
    pieces, allowed = _labelled(text, [sentences[number] for number in body])
    read = decoded(pieces, allowed)
    found = list(sentences)
    for number, state in zip(body, read, strict=True):
        found[number] = Sentence(sentences[number].span, STATES[state] or None)
    return tuple(found)


def _labelled(text: str, body: list[Sentence]) -> tuple[list[str], list[frozenset[int]]]:
    """The sentences without their labels, and the states that the label in force leaves to each.

    A label holds to the next one or to the end of its line. Where an abstract has only one, inside a
    line it is not believed, and in an abstract of one line it holds for its own sentence.
    """
    pieces = [text[item.span.start : item.span.end] for item in body]
    opens = [
        not text[text.rfind("\n", 0, item.span.start) + 1 : item.span.start].strip()
        for item in body
    ]
    heads = [_label(piece, line) for piece, line in zip(pieces, opens, strict=True)]
    several = sum(head is not None for head in heads) > 1
    lines = sum(opens) > 1
    force = ANY
    allowed = []
    for place, (head, line) in enumerate(zip(heads, opens, strict=True)):
        if head is not None and (several or line):
            force, length = head
            pieces[place] = pieces[place][length:]
        elif line or not (several or lines):
            force = ANY
        allowed.append(force)
    return pieces, allowed


@lru_cache(maxsize=4096)
def heading_states(label: str) -> frozenset[int]:
    """The states that a heading names; all where it names none that is known."""
    lower = label.lower()
    named = frozenset(state for state, (_, words) in enumerate(_HEADING) if words.search(lower))
    if _NONE in named:
        return frozenset((_NONE,))
    return named or ANY


def _label(piece: str, opens_line: bool) -> tuple[frozenset[int], int] | None:
    """The states of the label that a sentence opens with, and its length; None without a label."""
    head = _LABEL.match(piece)
    if head is None:
        return None
    label = head["label"]
    states = heading_states(label)
    if label.isupper():
        known = states != ANY or (opens_line and head["mark"] == ":")
    else:
        known = states != ANY and not _PLAIN.sub("", label.lower()).strip(" /&,()-")
    return (states, head.end()) if known else None
