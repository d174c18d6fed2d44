"""Words that negate or hedge, and what around them makes them something else.

Negation: the lists of NegEx (Chapman, J Biomed Inform 2001;34:301-10) and ConText (Harkema, J
Biomed Inform 2009;42:839-51) for clinical text, without those that only fit a report on one patient.
Hedges: the classes of Hyland (Hedging in scientific research articles, 1998: modal verbs, epistemic
verbs, adjectives, adverbs and nouns) and the words of Light (BioLINK 2004:17-24). What disambiguates
them is general knowledge of English. BioScope was never read for it: it only measures.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

NEGATION, SPECULATION = "negation", "speculation"


class Rule(NamedTuple):
    """``not_before``, ``not_after``: what must not stand there; ``after``: what must.

    ``takes``: words after it that belong to the cue. ``reach``: how its scope is found, ``clause``
    (from the cue to the end of the clause), ``phrase`` (to the next comma) or ``whole`` (all of it).
    """

    kind: str
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    takes: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    reach: str = "clause"


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{words})\b", re.IGNORECASE)


def _before(words: str) -> re.Pattern[str]:
    """Matched against the thirty characters before the cue."""
    return re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE)


_FOUND = (
    "detected|observed|found|demonstrated|shown|identified|obtained|measured|achieved|performed|seen|"
    "confirmed|established|assessed|evaluated|determined|recorded|distinguished|calculated|isolated|"
    "recovered|included|analy[sz]ed|reached|completed|traced|separated|purified"
)
"""After ``could be`` these tell what was able to be done, not what may be so."""

_ASKED = (
    "determine|determined|determining|examine|examined|test|tested|testing|assess|assessed|see|know|"
    "known|ask|asked|investigate|investigated|investigating|evaluate|evaluated|clear|unclear|unknown|"
    "question|establish|established|ascertain|explore|explored|find out|study|learn|decide|clarify"
)

_LEADS = "is|are|was|were|be|been|remain|remains|remained|being"

RULES: dict[str, tuple[Rule, ...]] = {}
"""By word in small letters: the rules in the order in which they are tried."""


def _add(words: str, rule: Rule) -> None:
    for word in words.split():
        RULES[word] = (*RULES.get(word, ()), rule)


_UNKNOWN = _after(
    "(?:(?:yet|fully|well|completely|been|be|currently|entirely|precisely) )*(?:known|clear|understood|"
    "elucidated|established)"
)
_add(
    "not poorly little incompletely",
    Rule(SPECULATION, after=_UNKNOWN, takes=_UNKNOWN, reach="whole"),
)
_OPEN = _after(
    r"to be (?:\w+ly )?(?:determined|established|elucidated|clarified|seen|shown|investigated|tested|"
    "proven|explored|identified|defined)"
)
_add("remain remains", Rule(SPECULATION, after=_OPEN, takes=_OPEN, reach="whole"))

_add("none never cannot can't", Rule(NEGATION))
_add(
    "didn't doesn't don't isn't aren't wasn't weren't couldn't hasn't haven't won't", Rule(NEGATION)
)
_add("neither nor", Rule(NEGATION, reach="phrase"))
_add(
    "no",
    Rule(
        NEGATION,
        not_after=re.compile(r"\.\s?\d|\s+\d|\s+(?:doubt|matter)\b"),
        takes=_after("longer"),
    ),
)
_add(
    "not",
    Rule(
        NEGATION,
        not_after=_after(r"only|just|necessarily|merely|least|to mention|surprisingly"),
        not_before=_before("whether or|if"),
    ),
)
_add("without", Rule(NEGATION, not_before=_before("with or|with and|and/or"), reach="phrase"))
_add("absence", Rule(NEGATION, reach="phrase"))
_add("absent", Rule(NEGATION, reach="whole"))
_add("lack lacks lacked lacking", Rule(NEGATION, reach="phrase"))
_add("fail fails failed failing", Rule(NEGATION, after=_after("to|in")))
_add(
    "failure",
    Rule(
        NEGATION,
        after=_after("to|of"),
        not_before=_before(
            r"heart|renal|liver|hepatic|kidney|respiratory|cardiac|organ|treatment|therapy|therapeutic|virological"
        ),
    ),
)
_add("unable inability", Rule(NEGATION))
_add(
    "rather instead",
    Rule(NEGATION, after=_after("than|of"), takes=_after("than|of"), reach="phrase"),
)
_add("except", Rule(NEGATION, reach="phrase"))
_add("exception", Rule(NEGATION, after=_after("of"), before=_before("with the"), reach="phrase"))
_add("negative", Rule(NEGATION, after=_after("for")))
_add("denied denies", Rule(NEGATION))

_add(
    "may",
    Rule(
        SPECULATION,
        not_after=re.compile(r"\s+(?:\d|to\b|and (?:june|july)|through\b)", re.IGNORECASE),
        not_before=_before("in|since|until|during|from|between|of|late|early|mid"),
    ),
)
_add("might perhaps maybe", Rule(SPECULATION))
_add(
    "could",
    Rule(
        SPECULATION,
        not_after=re.compile(
            rf"\s+(?:not\b|only be\b|also be (?:{_FOUND})\b|be (?:\w+ly )?(?:{_FOUND})\b)"
        ),
    ),
)
_add(
    "suggest suggests suggested suggesting suggestive suggestion",
    Rule(SPECULATION),
)
_add("indicate indicates indicating", Rule(SPECULATION, takes=_after("that")))
_add(
    "indicated",
    Rule(
        SPECULATION,
        not_before=_before(f"{_LEADS}|as|if|when|not|the|otherwise"),
        not_after=_after("for|in|by|with"),
        takes=_after("that"),
    ),
)
_add("imply implies implied implying", Rule(SPECULATION))
_add(
    "hypothesize hypothesise hypothesized hypothesised hypothesizes hypothesises hypothesizing",
    Rule(SPECULATION),
)
_add("hypothesis hypotheses hypothetical", Rule(SPECULATION, not_before=_before("null")))
_add(
    "postulate postulated postulates speculate speculated speculates speculation",
    Rule(SPECULATION),
)
_add("propose proposed proposes proposing", Rule(SPECULATION))
_add(
    "assume assumed assumes assuming assumption presume presumed presumes",
    Rule(SPECULATION),
)
_add("suspect suspects suspected suspicion", Rule(SPECULATION))
_add("believe believed believes", Rule(SPECULATION))
_add("thought", Rule(SPECULATION, after=_after("to|that|about|of")))
_add("think", Rule(SPECULATION))
_add(
    "appear appears appeared appearing",
    Rule(
        SPECULATION,
        after=_after(
            "to|that|as though|as if|not|rather|quite|more|less|most|likely|safe|effective|normal|unlikely|well|unaffected|independent"
        ),
        reach="whole",
    ),
)
_add("seem seems seemed seeming seemingly", Rule(SPECULATION, reach="whole"))
_add(
    "apparently presumably probably possibly potentially likelihood plausibly conceivably putatively supposedly",
    Rule(SPECULATION),
)
_add(
    "putative presumptive plausible conceivable supposed purported alleged uncertain tentative",
    Rule(SPECULATION),
)
_add("probable improbable", Rule(SPECULATION))
_add(
    "possible",
    Rule(
        SPECULATION,
        not_after=_after("to|for"),
        not_before=_before(
            "as|if|if at all|whenever|wherever|when|where|makes|make|made|makes it|made it|make it|become|became|it is now|the (?:best|lowest|highest|earliest|maximum)"
        ),
    ),
)
_add("possibility possibilities", Rule(SPECULATION))
_add(
    "potential",
    Rule(
        SPECULATION,
        after=re.compile(
            r"\s+(?!of\b|to\b|for\b|in\b|and\b|was\b|is\b|were\b|are\b|by\b|at\b|with\b|difference|differences|changes|energy|through\b|as\b|when\b|between\b)[a-z]"
        ),
        not_before=_before(
            r"membrane|action|redox|electrical|evoked|field|resting|synaptic|full|great|high|much|growth|clinical|electrode|electrochemical|postsynaptic|receptor|zeta|transmembrane|mitochondrial|proliferative|metastatic|differentiation|malignant|reduction|water|chemical|a high|more|its|their"
        ),
    ),
)
_add(
    "likely",
    Rule(
        SPECULATION,
        not_before=_before(
            "more|less|as|equally|twice|times|times more|times less|significantly more|significantly less"
        ),
    ),
)
_add("unlikely", Rule(SPECULATION, reach="whole"))
_add("unclear unknown elusive undetermined", Rule(SPECULATION, reach="whole"))
_add("whether", Rule(SPECULATION, takes=_after("or not")))
_add("if", Rule(SPECULATION, before=_before(_ASKED)))
_add("implicated implicate implicates", Rule(SPECULATION))
_add("consider considered", Rule(SPECULATION, after=_after("to be|as a possible"), reach="whole"))
_add("predicted", Rule(SPECULATION, after=_after("to|that")))


@cache
def matcher() -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """Finds the words, with their first letter small or capital: start, end and the word in small
    letters, in order. No two of them overlap."""
    # Imported here: only reading needs the automaton, and `assuage --help` must stay fast.
    from ahocorasick_rs import AhoCorasick, Implementation

    words = [each for word in sorted(RULES) for each in (word, word[0].upper() + word[1:])]
    find = AhoCorasick(words, implementation=Implementation.DFA).find_matches_as_indexes
    small = [word.lower() for word in words]

    def found(text: str) -> Iterator[tuple[int, int, str]]:
        last = len(text)
        for which, start, end in find(text, overlapping=True):
            if (start and _in_word(text[start - 1])) or (end < last and _in_word(text[end])):
                continue
            yield start, end, small[which]

    return found


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
