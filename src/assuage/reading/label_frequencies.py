"""Frequencies of adverse effects in the sentences of a label.

Three wordings: ``nausea (5.5%), headache (4.7%)``; ``the most common adverse reactions (>=10%) were
fatigue, headache and nausea``, where every name of the list has the bound; ``diarrhea occurred in
12% of patients on X and 8% on placebo``. A percentage whose effect is not named beside it is not
read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from assuage.reading.label_sections import Part, sentences
from assuage.terms.printed import Printed
from assuage.terms.reading import Span
from assuage.terms.reading_records import Frequency, LabelPlace

_SIGN = r"(?P<sign>[<>≤≥~]\s*=?|=\s*[<>]|less\s+than|more\s+than|greater\s+than(?:\s+or\s+equal\s+to)?|at\s+least|up\s+to|fewer\s+than)"
_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_BRACKET = re.compile(
    rf"\(\s*{_SIGN}?\s*(?P<p>{_NUMBER})\s*%(?P<arm>[^()%,;]{{0,40}}?)"
    rf"(?:\s*(?:,|;|/|vs\.?|versus|compared\s+(?:to|with)|and)\s*(?P<p2>{_NUMBER})\s*%(?P<arm2>[^()%]{{0,40}}))?"
    r"[^()]{0,40}\)",
    re.I,
)
_BOUND = re.compile(
    r"\b(?:adverse\s+(?:drug\s+)?(?:reactions?|events?|effects?|experiences?)|side\s+effects?|laboratory\s+abnormalit\w+|toxicit\w+)\b"
    rf"[^.;:()]{{0,80}}\([^()]{{0,60}}?{_SIGN}\s*(?P<p>{_NUMBER})\s*%[^()]{{0,120}}\)"
    r"(?P<link>[^.;:]{0,160}?(?:\b(?:are|were|is|was|includ(?:e[sd]?|ing))\b\s*:?|:))\s*(?P<list>[^.]+)",
    re.I,
)
_OCCURRED = re.compile(
    r"(?P<effect>[A-Za-z][A-Za-z ,'’/-]{2,90}?)(?P<limit>\s*[≥>]\s*=?\s*\d{1,2}(?:\.\d)?\s*(?:x|×|times)?\s*(?:the\s+)?ULN)?\s+(?:(?:has|have|had)\s+(?:also\s+)?(?:been\s+)?|was\s+|were\s+|also\s+)*"
    r"(?:occurr(?:ed|ing)|reported|observed|seen|noted|experienced|developed|identified|detected)\s+(?:by|in)\s+(?:approximately\s+|about\s+|an?\s+estimated\s+)?"
    rf"{_SIGN}?\s*(?P<p>{_NUMBER})\s*%",
    re.I,
)
_DEVELOPED = re.compile(
    rf"(?P<p>{_NUMBER})\s*%\s+(?:\(\s*\d+\s*(?:/|of)\s*\d+\s*\)\s+)?(?P<arm>of\s[^.;,%()]{{0,90}}?)\s+(?:developed|experienced|reported)\s+"
    r"(?P<effect>[a-z][a-z /-]{2,70}?)(?=\s*(?:[.;,(]|$)|\s(?:compared|versus|vs|which|that|at\s+least|during|while|after|but|to)\b)",
    re.I,
)
_RATE = re.compile(
    rf"\b(?:rate|incidence|frequency)\s+of\s+(?P<effect>[a-z][a-z /-]{{2,60}}?)\s+(?P<arm>(?:in|with|for)\s[^.;,%]{{0,80}}?\s)?was\s+{_SIGN}?\s*(?P<p>{_NUMBER})\s*%",
    re.I,
)
"""``5% of patients on X developed antibodies``; ``the rate of antibody development was 3%``."""
_ARMS = re.compile(
    r"\s*(?:\(\s*\d+\s*(?:/|of)\s*\d+\s*\)\s*)?(?P<arm>(?:of|in|for)\s[^.;,%\d]{0,90}?)?"
    rf",?\s*\b(?:and|versus|vs\.?|(?:as\s+)?compared\s+(?:to|with))\s+(?:in\s+)?(?P<p2>{_NUMBER})\s*%(?P<arm2>[^.;,%\d]{{0,90}})",
    re.I,
)
_ARM = re.compile(
    r"\s*(?:\(\s*\d+\s*(?:/|of)\s*\d+\s*\)\s*)?(?P<arm>(?:of|in|for)\s[^.;,%\d]{0,90}?)(?=[.;,%\d(]|\s(?:and|but|compared|versus|while|which)\b|$)",
    re.I,
)
_BEFORE = re.compile(
    r"[,;:()\[\]]|\b(?:and|or|were|was|are|is|includ(?:e[sd]?|ing)|of|as|by|with|to|for|from|had|have|experienced|reported|like|e\.g\.|i\.e\.|than|were:)\s",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|;\s*(?:and\s+)?|\s(?:and|or)\s)\s*")
_NO_EFFECT = re.compile(
    r"\b(?:patients?|subjects?|participants?|women|men|males?|females?|age|aged|years?|mean|median|range|white|black|caucasians?|asians?|hispanic"
    r"|blood|stud(?:y|ies)|trials?|placebo|groups?|arms?|treated|receiving|mg|days?|weeks?|months?|table|section|see|confidence|respectively|dose[sd]?|total|rate|incidence|infants|children|adults|them|these|those|which|who|placebo-treated|following|one|two|three|four|five|six|seven|eight|nine|ten|controls?|ULN|cases|adverse|side\s+effects?|most\s+(?:common|frequent)\w*|commonly|laboratory\s+abnormalit\w+)\b|\d"
    r"|^\W*(?:were|was|are|is|that|and|an?|all|severe|mild|moderate|normal|serious|total|higher|lower|levels?|overall|treatment|other|others|events?|reactions?|discontinu\w+|withdr\w+|grade|intensity|severe\s+intensity)\W*$",
    re.I,
)
_LEADING = re.compile(
    r"\s*(?:in|the|a|an|any|also|both|either|mainly|primarily|mostly|increased\s+incidence\s+of)\s+",
    re.I,
)
_DEMOGRAPHIC = re.compile(
    r"\b(?:caucasian|race|mean\s+age|median\s+age|female|hispanic|years\s+of\s+age)\b", re.I
)
_COMPARATOR = re.compile(r"\bplacebo\b|\bvehicle\b|\bcontrol\b|\bcomparator\b", re.I)
_NO_ARM = re.compile(
    r"(?:the\s+)?(?:all\s+)?(?:patients|subjects|respectively|each|both|\W*)", re.I
)
_MOST_WORDS = 9


def in_sentences(part: Part, own: re.Pattern[str]) -> Iterator[Frequency]:
    """The frequencies told in the text of a section; ``own`` finds the names of the label's drug."""
    text = part.section.text
    if "%" not in text:
        return
    for start, end in sentences(text):
        if "%" not in text[start:end] or _DEMOGRAPHIC.search(text, start, end):
            continue
        taken: list[tuple[int, int]] = []
        for found in _bounds(part, text, start, end):
            taken.append(_reach(found))
            yield found
        for found in _occurred(part, text, start, end, own):
            taken.append(_reach(found))
            yield found
        for found in _of_people(part, text, start, end, own):
            taken.append(_reach(found))
            yield found
        for found in _brackets(part, text, start, end, own):
            low, high = _reach(found)
            if not any(a < high and low < b for a, b in taken):
                yield found


def _reach(found: Frequency) -> tuple[int, int]:
    span, other = found.place.span, found.effect_place.span
    if span is None or other is None:
        return 0, 0
    return other.start, other.end


def _brackets(
    part: Part, text: str, start: int, end: int, own: re.Pattern[str]
) -> Iterator[Frequency]:
    begin = start
    alone = None if _COMPARATOR.search(text, start, end) else _own_role(own, text[start:end])
    for match in _BRACKET.finditer(text, start, end):
        effect = _effect_before(text, begin, match.start())
        begin = match.end()
        if effect is None:
            continue
        two = match["p2"] is not None
        if two and "respectively" in match[0].lower():
            yield from _in_turn(part, text, start, effect, match)
            continue
        yield from _told(part, text, effect, match, "p", "arm", own, None if two else alone)
        if two:
            yield from _told(part, text, effect, match, "p2", "arm2", own, None)


def _in_turn(
    part: Part, text: str, start: int, second: Span, match: re.Match[str]
) -> Iterator[Frequency]:
    """``pain and swelling (19% and 16%, respectively)``: each number is of its own effect."""
    joined = _AND.search(text, start, second.start)
    first = _effect_before(text, start, joined.start()) if joined else None
    for effect, number in ((first, "p"), (second, "p2")):
        percent = _printed(match[number], None)
        if first and effect and percent:
            at = Span(*match.span(number))
            yield _frequency(part, text, effect, at, percent, None, None)


_AND = re.compile(r"\s+(?:and|or)\s+$")


def _of_people(
    part: Part, text: str, start: int, end: int, own: re.Pattern[str]
) -> Iterator[Frequency]:
    for pattern in (_DEVELOPED, _RATE):
        for match in pattern.finditer(text, start, end):
            effect = _phrase(text, *match.span("effect"))
            if effect:
                sign = match["sign"] if pattern is _RATE else None
                percent, at = _printed(match["p"], sign), Span(*match.span("p"))
                yield from _armed(part, text, effect, at, percent, match["arm"], own)


def _effect_before(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends at the bracket."""
    begin = start
    for stop in _BEFORE.finditer(text, start, end):
        begin = stop.end()
    return _phrase(text, begin, end)


def _phrase(text: str, start: int, end: int) -> Span | None:
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    words = text[start:end]
    start += len(words) - len(words.lstrip(" \t\n\xa0-–•*"))
    end -= len(words) - len(words.rstrip(" \t\n\xa0:,;"))
    phrase = text[start:end]
    if not phrase or len(phrase.split()) > _MOST_WORDS or not re.search(r"[A-Za-z]{3}", phrase):
        return None
    return None if _NO_EFFECT.search(phrase) else Span(start, end)


def _bounds(part: Part, text: str, start: int, end: int) -> Iterator[Frequency]:
    for match in _BOUND.finditer(text, start, end):
        percent = _printed(match["p"], match["sign"])
        at = Span(match.start("sign"), match.end("p"))
        begin = match.start("list")
        stops = [*(_SPLIT.finditer(text, begin, match.end("list"))), None]
        for stop in stops:
            effect = _phrase(text, begin, stop.start() if stop else match.end("list"))
            if stop:
                begin = stop.end()
            if effect and percent and "(" not in text[effect.start : effect.end]:
                yield _frequency(part, text, effect, at, percent, None, None)


def _occurred(
    part: Part, text: str, start: int, end: int, own: re.Pattern[str]
) -> Iterator[Frequency]:
    for match in _OCCURRED.finditer(text, start, end):
        effect = _effect_before(text, match.start("effect"), match.end("effect"))
        if effect is None:
            continue
        if match["limit"]:
            effect = Span(effect.start, match.end("limit"))
        two = _ARMS.match(text, match.end(), end)
        arms = two or _ARM.match(text, match.end(), end)
        percent = _printed(match["p"], match["sign"])
        at = Span(*match.span("p"))
        yield from _armed(part, text, effect, at, percent, arms["arm"] if arms else None, own)
        if two:
            other, there = _printed(two["p2"], None), Span(*two.span("p2"))
            yield from _armed(part, text, effect, there, other, two["arm2"], own)


def _told(
    part: Part,
    text: str,
    effect: Span,
    match: re.Match[str],
    number: str,
    arm: str,
    own: re.Pattern[str],
    role: str | None,
) -> Iterator[Frequency]:
    percent = _printed(match[number], match["sign"] if number == "p" else None)
    at = Span(*match.span(number))
    yield from _armed(part, text, effect, at, percent, match[arm], own, role)


def _armed(
    part: Part,
    text: str,
    effect: Span,
    at: Span,
    percent: Printed | None,
    arm: str | None,
    own: re.Pattern[str],
    role: str | None = None,
) -> Iterator[Frequency]:
    if percent is None:
        return
    words = re.sub(r"^(?:of|in|for|with|on)\s+", "", " ".join((arm or "").split()).strip(" ,;)("))
    if _NO_ARM.fullmatch(words):
        words = ""
    if words:
        comparator = _COMPARATOR.search(words)
        role = "comparator" if comparator else _own_role(own, words) or role
    yield _frequency(part, text, effect, at, percent, words or None, role)


def _frequency(
    part: Part,
    text: str,
    effect: Span,
    at: Span,
    percent: Printed,
    arm: str | None,
    role: str | None,
) -> Frequency:
    place: LabelPlace = part.place(at.start, at.end)
    return Frequency(
        effect=" ".join(text[effect.start : effect.end].split()),
        place=place,
        effect_place=part.place(effect.start, effect.end),
        arm=arm,
        role=role,
        percent=percent,
    )


def _own_role(own: re.Pattern[str], words: str) -> str | None:
    return "drug" if own.search(words) else None


def _printed(digits: str, sign: str | None) -> Printed | None:
    value = Decimal(digits)
    if value > 100:
        return None
    said = "".join((sign or "").lower().split())
    if said in ("", "="):
        shown = "="
    elif said[0] in "<≤" or said in ("=<",) or said.startswith(("less", "fewer", "up")):
        shown = "<=" if "=" in said or said[0] == "≤" or said.startswith("up") else "<"
    elif said[0] == "~":
        shown = "~"
    else:
        equal = "=" in said or said[0] == "≥" or "equal" in said or said.startswith("atleast")
        shown = ">=" if equal else ">"
    return Printed(value, shown)
