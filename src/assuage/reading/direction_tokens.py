"""The tokens of a sentence as the reading of directions needs them: stems, classes, figures.

A sentence is read once, whatever is then asked of it. P values are one token each, with whether they
are below .05 (the bound that the labelled articles use for "significant"); a ratio of hazards, odds
or risks is kept as above or below 1, an interval as holding the null value or not.
"""

import re
from dataclasses import dataclass, field

from assuage.reading.direction_words import CLASSES

TOKEN = re.compile(
    r"(?P<p>\b[Pp](?:[- ]?values?)?(?:[- ]?(?:for|of|trend|interaction))?[ \u2009\u00a0]*"
    r"(?:(?P<sign>[=<>≤≥⩽⩾]|&lt;|&gt;|was|of|:)+[ \u2009\u00a0]*(?:(?P<pv>0?[.·,]\d+|0/\d+|[01]\b)|(?P<ns>[Nn]\.?[Ss]\b))|(?P<bare>0?[.·]\d+)))"
    r"|(?P<w>[^\W\d_](?:[\w'’-]*\w)?)"
    r"|(?P<n>[-−–+]?(?<![\w.])\d+(?:[.·,]\d+)*)"
    r"|(?P<x>±|\+/-|[;:,()\[\]%])"
)
ENDINGS = re.compile(
    r"(?:ations?|ments?|ings?|ities|ity|ness|ically|ical|ies|ied|ers?|ed|es|ly|al|ic|ive|s|e|y)$"
)
GROUPS = frozenset(str.split("group groups arm arms grp gp cohort"))
LABEL = re.compile(r"(?:[A-Z][A-Z0-9]{0,3}|[A-Z][a-z]?|[ivx]{1,3})$")
BREAKS = frozenset(
    str.split(
        "but while whereas although though however except nevertheless yet whilst moreover furthermore"
    )
)
RATIO = re.compile(
    r"\b(?:[aA]?[HORI]RR?|hazards? ratio|odds ratio|relative risk|risk ratio|rate ratio)\b[^0-9;]{0,30}?(\d+[.·]\d+)"
)
INTERVAL = re.compile(
    r"(?:CI|confidence interval|CrI|interval)\b[^0-9;−-]{0,12}(?:95%)?[^0-9;−-]{0,6}"
    r"([-−–+]?\d+(?:[.·]\d+)?)\s*%?\s*(?:-|–|−|to|,|;|and|‐|—)\s*([-−–+]?\d+(?:[.·]\d+)?)"
)
DIFFERENCE = re.compile(
    r"\b(?:difference|differential|W?MD|SMD|effect|β|coefficient)", re.IGNORECASE
)
_BESIDE = 60
"""Characters before an interval within which its ratio or the word *difference* stands."""
_LABEL_FIGURES = frozenset("123456")
_STEMS: dict[str, str] = {}
_MOST_STEMS = 50_000
"""Words whose stems are kept (some 5 MB); then the shelf is emptied."""


def stem(word: str) -> str:
    """A crude stem for comparing the words of a prompt with those of a sentence."""
    found = _STEMS.get(word)
    if found is None:
        found = word.replace("ae", "e").replace("oe", "e").replace("our", "or")
        if len(found) > 4:
            cut = ENDINGS.sub("", found)
            found = cut if len(cut) >= 3 else found
        if len(_STEMS) > _MOST_STEMS:
            _STEMS.clear()
        _STEMS[word] = found
    return found


@dataclass(slots=True, frozen=True)
class _Word:
    """What holds of a word wherever it stands. ``label``: it may be the name of a group."""

    word: str
    stem: str
    kind: str | None
    breaks: bool
    label: bool
    group: bool
    plain: bool


_WORDS: dict[str, _Word] = {}


def _word(raw: str) -> _Word:
    word = raw.lower()
    breaks, label, group = word in BREAKS, LABEL.match(raw) is not None, word in GROUPS
    plain = not (breaks or label or group)
    found = _Word(word, stem(word), CLASSES.get(word), breaks, label, group, plain)
    if len(_WORDS) > _MOST_STEMS:
        _WORDS.clear()
    _WORDS[raw] = found
    return found


@dataclass(slots=True)
class Tokens:
    """Words of one sentence: places in the text, stems, classes (None for most), clauses, figures.

    ``closes``: whether it ends its paragraph. ``p``: by place of a P value, whether it is below .05. ``ratios``: places in the text and 1 above,
    -1 below one. ``intervals`` of ratios and differences: places and 1 above, -1 below the null value,
    0 where they hold it.
    """

    start: int
    end: int
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    numbers: dict[int, float] = field(default_factory=dict)
    p: dict[int, bool] = field(default_factory=dict)
    closes: bool = False
    ratios: list[tuple[int, int]] = field(default_factory=list)
    intervals: list[tuple[int, int]] = field(default_factory=list)


def _number(text: str) -> float:
    try:
        return float(
            text.replace("−", "-").replace("–", "-").replace("·", ".").replace(",", "").lstrip("+")
        )
    except ValueError:
        return 0.0


def _labelled(words: list[str], stems: list[str]) -> bool:
    """Whether what follows is a group's label: ``group``, or ``group A and``."""
    if not words:
        return False
    last = words[-1]
    return last in GROUPS or (
        len(words) > 1
        and last in ("and", "or", ",", "versus", "vs", "than")
        and stems[-2].startswith("group:")
    )


def tokens(text: str, start: int, end: int) -> Tokens:
    """The words of ``text[start:end]``."""
    out = Tokens(start, end)
    out.closes = end >= len(text) or "\n" in text[end : end + 2]
    words, stems, kinds, clauses = out.words, out.stems, out.kinds, out.clauses
    clause = 0
    depth = 0
    for match in TOKEN.finditer(text, start, end):
        group = match.lastgroup
        out.starts.append(match.start())
        if group == "p":
            if match["ns"]:
                low = False
            else:
                value = _number((match["pv"] or match["bare"]).replace(",", ".").replace("/", "."))
                sign = match["sign"] or "="
                low = value < 0.05 or (value == 0.05 and sign in "<≤⩽&lt;")
                if sign in (">", "≥", "⩾", "&gt;") and value >= 0.01:
                    low = False
            out.p[len(words)] = low
            words.append("p<" if low else "p>")
            stems.append(words[-1])
            kinds.append("psig" if low else "pns")
            clauses.append(clause)
            continue
        if group == "w":
            raw = match.group()
            known = _WORDS.get(raw) or _word(raw)
            root = known.stem
            if known.plain:
                pass
            elif known.breaks:
                if words:
                    clause += 1
            elif known.label and _labelled(words, stems):
                root = "group:" + known.word
            elif known.group and words and len(words[-1]) < 3 and words[-1][0].isalpha():
                stems[-1] = "group:" + words[-1]
            words.append(known.word)
            stems.append(root)
            kinds.append(known.kind)
            clauses.append(clause)
            continue
        token = match.group()
        if group == "n":
            out.numbers[len(words)] = _number(token)
            labelled = token in _LABEL_FIGURES and _labelled(words, stems)
            words.append(token)
            stems.append("group:" + token if labelled else "#")
            if labelled:
                del out.numbers[len(words) - 1]
            kinds.append("num")
            clauses.append(clause)
            continue
        if token == ";" and not depth:
            clause += 1
        elif token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        words.append(token)
        stems.append(token)
        kinds.append("pct" if token == "%" else "pm" if token in ("±", "+/-") else token)
        clauses.append(clause)
    part = text[start:end]
    if "." in part or "·" in part or "CI" in part or "interval" in part:
        for found in RATIO.finditer(part):
            value = _number(found[1])
            out.ratios.append((start + found.start(1), 1 if value > 1 else -1 if value < 1 else 0))
        for found in INTERVAL.finditer(part):
            place = start + found.start()
            low_end, high_end = _number(found[1]), _number(found[2])
            left = max(0, found.start() - _BESIDE)
            by_ratio = max((at for at, _ in out.ratios if start + left < at <= place), default=-1)
            named = [start + m.start() for m in DIFFERENCE.finditer(part, left, found.start())]
            by_difference = named[-1] if named else -1
            if by_ratio > by_difference:
                null = 1.0
            elif by_difference >= 0 or low_end < 0:
                null = 0.0
            else:
                continue
            side = 1 if low_end > null else -1 if high_end < null else 0
            out.intervals.append((place, side))
    return out
