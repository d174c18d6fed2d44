"""Changes of exposure that a label prints: AUC and Cmax with another drug, or a failing organ.

``N-fold`` is read as the ratio with over without, as labels define it where they do (a footnote of
atorvastatin's: 1-fold is no change), also in ``3-fold higher``; a percentage as the difference from
without. The factor is computed from these, the printed words are kept beside it.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from assuage.reading.label_organs import HEPATIC_STATE, RENAL_STATE, classes, severity
from assuage.reading.label_sections import (
    DOSAGE,
    INTERACTIONS,
    KINETICS,
    POPULATIONS,
    WARNINGS,
    Part,
    sentences,
)
from assuage.terms.reading_records import ExposureChange, LabelPlace

_PLACES = INTERACTIONS | KINETICS | POPULATIONS | WARNINGS | {DOSAGE, "34070-3"}
MEASURE = re.compile(
    r"(?P<auc>\bAUC\w*(?:\s*\([^()]{1,20}\))?|\barea\s+under\s+the\s+(?:\w+[\s-]+){0,4}curve(?:\s*\(AUC\))?)"
    r"|(?P<cmax>\bC\s?max\b|\b(?:peak|maximum)\s+(?:plasma\s+|serum\s+)?(?:concentrations?|levels?))"
    r"|(?P<cmin>\bC\s?min\b|\btrough\s+(?:plasma\s+|serum\s+)?(?:concentrations?|levels?))"
    r"|(?P<halflife>\b(?:elimination\s+|terminal\s+)*half[\s-]li(?:fe|ves)\b|\bt\s?1/2\b)"
    r"|(?P<clearance>\b(?:apparent\s+|oral\s+|plasma\s+|systemic\s+|renal\s+|total\s+|body\s+)*clearance\b|\bCL/F\b)"
    r"|(?P<exposure>\b(?:systemic\s+)?exposures?\b|\b(?:plasma|serum|blood)\s+(?:concentrations?|levels?)\b|\bbioavailability\b)",
    re.I,
)
_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SIZE = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|{'|'.join(_WORDS)})(?:\s*%?\s*(?:-|–|—|\bto\b)\s*(?P<m>\d+(?:\.\d+)?|{'|'.join(_WORDS)}))?"
    r"(?:\s*(?P<percent>%|percent\b)|[\s-]*(?P<fold>fold\b|times\b(?!\s+(?:daily|a\s|per\s|week|each|every))))"
    r"|(?P<word>\bdoubl(?:ed|ing|es)\b|\btripl(?:ed|ing|es)\b|\bhalved\b|\btwice\b(?!\s+(?:daily|a\s|per\s|week|each|every)))",
    re.I,
)
_UP = re.compile(
    r"\bincreas\w*|\bhigher\b|\bgreater\b|\belevat\w*|\braised?\b|\brise\b|\brose\b|↑|\bdoubl\w+|\btripl\w+|\blonger\b|\bprolong\w*|\btwice\b",
    re.I,
)
_DOWN = re.compile(
    r"\bdecreas\w*|\blower\w*\b|\breduc(?!tase)\w*|\bless\b|\bdeclin\w*|\bfell\b|\bdiminish\w*|↓|\bhalved\b|\bshorter\b",
    re.I,
)
_FOR = re.compile(
    r"\s*(?:\(?(?:increase|decrease|reduction|rise|higher|lower|greater)s?\)?\s+)?(?:for|in|of)\s+(?:the\s+|mean\s+|its\s+|plasma\s+|dose-normalized\s+)*",
    re.I,
)
_JOIN = re.compile(r"[\s,]*(?:and|or|,|/|&)[\s,]*(?:the\s+|mean\s+)*$", re.I)
_ANIMAL = re.compile(
    r"\b(?:rats?|mice|mouse|dogs?|rabbits?|monkeys?|human\s+AUC|MRHD|maximum\s+(?:recommended\s+)?human\s+dose)\b",
    re.I,
)
_TO = re.compile(r"\bto\s+(?:approximately\s+|about\s+)?$", re.I)
_CAUSE = re.compile(
    r"\b(?:co-?administ\w+|concomitant(?:ly)?(?:\s+(?:use|administration|treatment))?|combin\w+|given|taken|together|presence|addition|doses?|use)\s+(?:of|with)\s+"
    r"(?P<cause>[^,.;()]{3,70}?)(?=[,.;()]|\s+(?:and\s+)?(?:increas|decreas|reduc|result|produc|caus|led|had|did|was|were|is|are|has|have|to\s)|$)",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?P<cause>[A-Z][\w -]{2,50}?)(?:,?\s+(?:an?|the)\s[^,]{3,60},)?(?:\s*\([^()]*\))?\s+(?:significantly\s+|substantially\s+|markedly\s+)?(?:increas|decreas|reduc|rais|lower|doubl|inhibit|induc)\w*\b",
)
_NO_SUBJECT = re.compile(
    r"\b(?:are|is|was|were|has|have|in|concentrations?|levels?|exposures?|AUC|C\s?max|clearance)\b|^(?:The|This|These|No|It|A|An|There)\b",
    re.I,
)
_WHOSE = re.compile(
    r"\s+of\s+(?:the\s+|total\s+|unbound\s+|oral\s+)*(?P<drug>[A-Za-z][\w-]{3,40}(?:\s+acid)?)"
)
_GENERIC_TITLE = re.compile(
    r"interaction|inhibitor|inducer|effect|pharmaco|impair|general|other|drug|special|population|substrate|agent",
    re.I,
)


_REACH = 120
"""A sentence that names drug, doses and measures before the size is about as long."""


class _Named(Struct, frozen=True):
    measure: str
    start: int
    end: int


def changes(part: Part) -> Iterator[ExposureChange]:
    """Changes of exposure in the sentences of a section, in their order."""
    if not part.within(_PLACES):
        return
    text = part.section.text
    for start, end in sentences(text):
        if MEASURE.search(text, start, end) and not _ANIMAL.search(text, start, end):
            yield from _in_sentence(part, text, start, end)


def _measures(text: str, start: int, end: int) -> list[_Named]:
    names = {"halflife": "half-life"}
    return [
        _Named(names.get(m.lastgroup or "", m.lastgroup or ""), m.start(), m.end())
        for m in MEASURE.finditer(text, start, end)
    ]


def _in_sentence(part: Part, text: str, start: int, end: int) -> Iterator[ExposureChange]:
    measures = _measures(text, start, end)
    sizes = [s for s in _SIZE.finditer(text, start, end) if _is_change(text, s, start, end)]
    last = start
    position = 0
    while position < len(sizes):
        run = _joined(text, sizes, position)
        position += len(run)
        for named, size in _pairs(text, measures, run, last, end):
            yield _change(part, text, (start, end), named, size)
        last = run[-1].end()


def _is_change(text: str, size: re.Match[str], start: int, end: int) -> bool:
    """Whether a word of direction stands near: no percentage of patients, dose or binding is one."""
    if re.match(
        r"\s*(?:confidence|CI\b|of\s+(?:patients|subjects|the\s+dose|an?\s|elimination)|protein|bound|oral)",
        text[size.end() : size.end() + 30],
        re.I,
    ):
        return False
    return _direction(text, size, start, end) is not None


def _direction(text: str, size: re.Match[str], start: int, end: int) -> str | None:
    """The nearest word of direction, at most 120 characters before the size or 40 after it."""
    low, high = max(start, size.start() - _REACH), min(end, size.end() + 40)
    best: tuple[int, str] | None = None
    for name, words in (("increase", _UP), ("decrease", _DOWN)):
        for found in words.finditer(text, low, high):
            if found.start() < size.start():
                away = size.start() - found.end()
            else:
                # ``16-fold increased`` belongs together as closely as ``increased 16-fold``.
                away = max(0, found.start() - size.end())
            if best is None or away < best[0]:
                best = (away, name)
    return best[1] if best else None


def _joined(text: str, sizes: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """Sizes of one list: ``33% and 38%``."""
    run = [sizes[at]]
    for size in sizes[at + 1 :]:
        if not re.fullmatch(r"[\s,]*(?:and|,)[\s,]*(?:by\s+)?", text[run[-1].end() : size.start()]):
            break
        run.append(size)
    return run


def _pairs(
    text: str, measures: list[_Named], run: list[re.Match[str]], last: int, end: int
) -> Iterator[tuple[_Named, re.Match[str]]]:
    follow = _FOR.match(text, run[-1].end(), end)
    if follow and len(run) == 1:
        after = _list_from(text, measures, follow.end())
        if after:
            yield from ((named, run[0]) for named in after)
            return
    before = [m for m in measures if last <= m.start and m.end <= run[0].start()]
    listed = _list_to(text, before)
    if not listed:
        near = [m for m in measures if run[-1].end() <= m.start < run[-1].end() + 40]
        listed = _list_from(text, measures, near[0].start) if near else []
    if not listed:
        return
    if len(run) == 1:
        yield from ((named, run[0]) for named in listed)
    elif len(run) == len(listed):
        yield from zip(listed, run, strict=True)
    elif len(listed) == 1:
        # Two sizes of one measure: two doses or times.
        yield from ((listed[0], size) for size in run)


def _list_from(text: str, measures: list[_Named], at: int) -> list[_Named]:
    found = [m for m in measures if m.start == at]
    for named in measures:
        if (
            found
            and named.start > found[-1].end
            and _JOIN.fullmatch(text[found[-1].end : named.start])
        ):
            found.append(named)
    return found


def _list_to(text: str, measures: list[_Named]) -> list[_Named]:
    found = measures[-1:]
    for named in reversed(measures[:-1]):
        if not _JOIN.fullmatch(text[named.end : found[0].start]):
            break
        found.insert(0, named)
    return found


def factor_of(
    size: re.Match[str], direction: str, reached: bool = False
) -> tuple[float | None, float | None]:
    """With over without, and the other end of a range; ``reached``: ``reduced to 40%``."""
    if size["word"]:
        word = size["word"].lower()
        return (0.5 if word == "halved" else 3.0 if word.startswith("tripl") else 2.0), None
    ends = [_number(n) for n in (size["n"], size["m"]) if n]
    if size["percent"]:
        if reached:
            told = [n / 100 for n in ends]
        elif direction == "increase":
            told = [1 + n / 100 for n in ends]
        else:
            told = [1 - n / 100 for n in ends]
    else:
        told = [n if direction == "increase" else 1 / n if n else -1 for n in ends]
    if any(n < 0 for n in told):
        return None, None
    # Rounded to six digits: a quotient of floats is no more exact than what was printed.
    told = [round(n, 6) for n in told]
    return told[0], told[1] if len(told) > 1 else None


def _number(printed: str) -> float:
    return float(_WORDS.get(printed.lower(), printed[:12]))


def _change(
    part: Part, text: str, sentence: tuple[int, int], named: _Named, size: re.Match[str]
) -> ExposureChange:
    start, end = sentence
    direction = _direction(text, size, start, end) or "increase"
    reached = bool(_TO.search(text, max(start, size.start() - 25), size.start()))
    factor, high = factor_of(size, direction, reached)
    hepatic = bool(HEPATIC_STATE.search(text, start, end))
    renal = bool(RENAL_STATE.search(text, start, end)) and named.measure != "clearance"
    cause = None if hepatic or renal else _cause(part, text[start:end])
    topic = "hepatic" if hepatic else "renal" if renal else "interaction"
    if topic == "interaction" and not cause and not part.within(INTERACTIONS):
        # Age, sex, race or time of day.
        topic = "other"
    span: LabelPlace = part.place(min(named.start, size.start()), max(named.end, size.end()))
    return ExposureChange(
        measure=named.measure,
        place=span,
        printed=text[size.start() : size.end()],
        direction=direction,
        factor=factor,
        high=high,
        cause=cause,
        affected=_affected(text, named, end),
        topic=topic,
        child_pugh=classes(text, start, end) if hepatic else (),
        severity=severity(text, start, end) if hepatic or renal else (),
    )


def _cause(part: Part, sentence: str) -> str | None:
    """The other drug in the label's words: of the sentence, else the title of its subsection."""
    found = _SUBJECT.match(sentence)
    if found and not _NO_SUBJECT.search(found["cause"]) and not _CAUSE.search(found["cause"]):
        return re.sub(r"^(?:Although|While|When|Since)\s+", "", found["cause"].strip())
    if found := _CAUSE.search(sentence):
        return " ".join(found["cause"].split())
    title = re.sub(r"^[\d.\s]+", "", part.section.title or "").strip()
    if title and part.within(INTERACTIONS) and not _GENERIC_TITLE.search(title):
        return title
    return None


def _affected(text: str, named: _Named, end: int) -> str | None:
    found = _WHOSE.match(text, named.end, end)
    if found:
        return found["drug"]
    before = re.search(
        r"\b([A-Za-z][\w-]{4,40})(?:['’]s)?\s+(?:mean\s+)?$",
        text[max(0, named.start - 60) : named.start],
    )
    if before and not re.match(
        r"(?:mean|plasma|steady|state|systemic|values?|increas\w+|decreas\w+|reduc\w+|their|which|these|average|higher|lower|total|serum|changes?|effect|peak|oral)$",
        before[1],
        re.I,
    ):
        return before[1]
    return None
