"""Age limits, and what the criteria of a trial ask of the liver.

Rules over the wording that registers carry; which test a limit belongs to is told by place: the run
of tests just before it (``ALT and AST <= 2.5 x ULN``), else the one just after (``> 3 x ULN SGOT``),
within one sentence. Infection with a hepatitis virus is no liver function and is not read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from assuage.reading.child_pugh import SIGN, child_pugh, sign_of
from assuage.terms.printed import Printed
from assuage.terms.reading import Span
from assuage.terms.reading_records import AgeLimit, LiverCriterion
from assuage.terms.trial_record import Eligibility

_AGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(Year|Month|Week|Day|Hour|Minute)s?\s*$", re.I)

_WORDS = {
    "one": "1",
    "two": "2",
    "twice": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "eight": "8",
    "ten": "10",
}
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})"
_NORMAL = (
    r"(?:(?:the|of|institutional|institution'?s|laboratory|local|its|their|age-adjusted)\s+){0,4}"
    r"(?:upper\s+(?:institutional\s+)?limits?\s*(?:of\s+)?(?:the\s+)?(?:institutional\s+|laboratory\s+)?normals?(?:\s+(?:range|values?))?"
    r"|upper\s+normal\s+limits?|(?:the\s+)?normal\s+upper\s+limits?|upper\s+limits?\s+of\s+(?:the\s+)?(?:normal|reference)\s+range"
    r"|U\.?L\.?N\b\.?|UNL\b|LSN\b|(?:institutional\s+)?normal(?:\s+(?:range|limits?|values?))?\b)"
)
_UNIT = (
    r"(?:mg|g|µmol|μmol|umol|micromol|mmol|U|IU|units?)\s*/\s*(?:d?L|dl|l|100\s*ml)\b|µmol/l|mg\s*%"
)
_LIMIT = re.compile(
    rf"(?P<sign>{SIGN})?\s*(?:(?P<n>{_NUMBER})\s*(?:[-–]\s*)?"
    rf"(?:(?:x|X|×|\*|times|fold|-fold)\s*)(?:\(?x\)?\s*)?(?:(?P<late>above|greater\s+than|higher\s+than|more\s+than|over)\s+)?{_NORMAL}"
    rf"|(?P<m>{_NUMBER})\s*(?P<late2>above|over)?\s*(?:the\s+)?(?:institutional\s+)?(?:ULN\b|upper\s+limits?\s+of\s+(?:the\s+)?normal|UNL\b)"
    rf"|(?P<v>\d+(?:[.,]\d+)?)\s*(?P<unit>{_UNIT})"
    rf"|(?P<bare>(?<=\S)\s*(?:the\s+)?(?:institutional\s+)?(?:ULN\b|UNL\b|upper\s+limits?\s+of\s+(?:the\s+)?normal)))",
    re.I,
)
_TESTS = re.compile(
    r"(?P<alt>alanine\s+(?:amino\s*)?transaminase|alanine\s+aminotransferase|\bALA?T\b|\bS?GPT\b|(?:serum\s+)?glutam(?:ic|ate)[\s-]*pyruv(?:ate|ic)\s+transaminase)"
    r"|(?P<ast>aspartate\s+(?:amino\s*)?transaminase|aspartate\s+aminotransferase|\bASA?T\b|\bS?GOT\b|(?:serum\s+)?glutam(?:ic|ate)[\s-]*oxalo-?acetic\s+transaminase)"
    r"|(?P<bilirubin>(?:total\s+|serum\s+|direct\s+|conjugated\s+)*bilirubin\w*|\bT-?BIL[IL]?\b)"
    r"|(?P<alp>alkaline\s+phosphatase|\bALK?P\b|\bALK\s*phos\b)"
    r"|(?P<ggt>gamma[\s-]*glutamyl\s*trans\w+|\b[gγ]-?GTP?\b)"
    r"|(?P<albumin>(?:serum\s+)?albumin\b|\bAlb\b)"
    r"|(?P<transaminases>(?:serum\s+|liver\s+|hepatic\s+)?(?:trans|aminotransfer)(?:aminases?|ases?)(?:\s+enzymes)?|liver\s+enzymes|liver\s+function\s+tests?|\bLFTs?\b)",
    re.I,
)
_OTHER_TESTS = re.compile(
    r"\bcreatinine|\bserum\s+Cr\b|\blipase|\bamylase|\bINR\b|prothrombin|\bPT\b|\bPTT\b|\bAPTT\b|platelets?\b|\bPLT\b"
    r"|neutrophil|\bANC\b|h[a]?emoglobin|\bHB\b|\bH[bB]\b|\bCPK?\b|creatine\s+kinase|\bGFR\b|clearance|glucose|troponin|\bTSH\b"
    r"|\bLDH\b|potassium|calcium|uric|urea|\bBUN\b|cholesterol|triglyceride|\bPSA\b",
    re.I,
)
_DISEASE = re.compile(
    r"\bcirrho(?:sis|tic)\b|\b(?:liver|hepatic|hepatocellular)\s+(?:(?:or|and|and/or)\s+(?:renal|kidney)\s+|kidney\s+)?"
    r"(?:diseases?|failure|dysfunctions?|impairment|insufficienc(?:y|ies)|injury|damage|decompensation|encephalopathy|transplant\w*|functions?)\b"
    r"|\b(?:renal|kidney)(?:,?\s+(?:or|and|and/or)\s+)(?:liver|hepatic)\s+(?:diseases?|failure|dysfunctions?|impairment|insufficienc(?:y|ies)|functions?)\b",
    re.I,
)
_HEADING = re.compile(
    r"(?P<no>\bnon[\s-]*)?\b(?:(?P<ex>exclusion|ineligibility)|inclusion)"
    r"\s*(?:criteri(?:a|on))?(?:\s*\([^)\n]{0,80}\)|[ \t]+[\w/ \t-]{0,60})?[ \t]*(?=:|\n|$)"
    r"|(?P<ex2>\b(?:ineligible|not\s+(?:be\s+)?eligible|excluded)\b[^.\n]{0,40}:)",
    re.I,
)
_STOP = re.compile(r"[;\n•]|\.(?=\s+[A-Z(])|\.(?=\s*$)|(?<=\s)\d{1,2}\.\s|\s{30,}|\d{20,}")
"""Runs of blanks or digits that no one prints end a sentence too: patterns stay linear."""
_LINK = 60
"""Most characters between a test and its limit: room for a spelt name in brackets."""


def age_limit(printed: str | None) -> AgeLimit | None:
    """``18 Years`` as number and unit; other words as printed; None for none or ``N/A``."""
    if printed is None or not printed.strip() or printed.strip().upper() in ("N/A", "NA", "NONE"):
        return None
    found = _AGE.match(printed)
    if not found:
        return AgeLimit(printed)
    return AgeLimit(printed, Printed(Decimal(found[1])), found[2].capitalize() + "s")


def liver_criteria(eligibility: Eligibility | None) -> tuple[LiverCriterion, ...]:
    """Criteria on the liver in the order of their places in ``eligibility.criteria``."""
    text = (eligibility.criteria if eligibility else None) or ""
    headings = [
        (m.start(), "exclusion" if m["no"] or m["ex"] or m["ex2"] else "inclusion")
        for m in _HEADING.finditer(text)
    ]

    def side(at: int) -> str | None:
        told = [s for start, s in headings if start <= at]
        return told[-1] if told else None

    found = [
        LiverCriterion(
            kind="child-pugh", span=c.span, classes=c.classes, limit=c.score, high=c.high
        )
        for c in child_pugh(text)
    ]
    found += _tested(text)
    taken = [c.span for c in found]
    for match in _DISEASE.finditer(text):
        if not any(s.start <= match.start() < s.end for s in taken):
            found.append(LiverCriterion(kind="liver-disease", span=Span(*match.span())))
    found.sort(key=lambda c: (c.span.start, c.span.end, c.kind))
    return tuple(
        LiverCriterion(
            kind=c.kind,
            span=c.span,
            side=side(c.span.start),
            classes=c.classes,
            limit=c.limit,
            high=c.high,
            unit=c.unit,
        )
        for c in found
    )


def _number(printed: str) -> Decimal:
    return Decimal(_WORDS.get(printed.lower(), printed.replace(",", ".")))


def _tested(text: str) -> Iterator[LiverCriterion]:
    begin = 0
    for stop in _STOP.finditer(text):
        yield from _in_sentence(text, begin, stop.start())
        begin = stop.end()
    yield from _in_sentence(text, begin, len(text))


def _in_sentence(text: str, begin: int, stop: int) -> Iterator[LiverCriterion]:
    tests = [(m.start(), m.end(), m.lastgroup or "") for m in _TESTS.finditer(text, begin, stop)]
    if not tests:
        return
    others = [(m.start(), m.end(), "") for m in _OTHER_TESTS.finditer(text, begin, stop)]
    limits = list(_LIMIT.finditer(text, begin, stop))
    last_end = begin
    run: list[tuple[int, int, str]] = []
    for number, limit in enumerate(limits):
        between = sorted(t for t in (*tests, *others) if last_end <= t[0] < limit.start())
        if between:
            run = _run(text, between, limit.start())
        following = limits[number + 1].start() if number + 1 < len(limits) else stop
        mine = run
        if not mine and not between:
            near = [t for t in tests if limit.end() <= t[0] < min(limit.end() + 15, following)]
            mine = _joined(text, [t for t in tests if near and near[0][0] <= t[0] < following])
        last_end = limit.end()
        yield from _criteria(mine, limit)


def _run(text: str, between: list[tuple[int, int, str]], limit: int) -> list[tuple[int, int, str]]:
    """The tests of one list that ends at the limit; none where the last is no test of the liver."""
    run = [between[-1]]
    if limit - between[-1][1] > _LINK:
        return []
    for test in reversed(between[:-1]):
        gap = text[test[1] : run[0][0]]
        if len(gap) > _LINK or re.search(r"[;.]\s|\d|≤|≥|<|>", gap):
            break
        run.insert(0, test)
    return [t for t in run if t[2]]


def _joined(text: str, tests: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept = tests[:1]
    for test in tests[1:]:
        if re.fullmatch(r"[\s/,()]*(?:and|or|and/or)?[\s/,()]*", text[kept[-1][1] : test[0]]):
            kept.append(test)
    return kept


def _criteria(tests: list[tuple[int, int, str]], limit: re.Match[str]) -> Iterator[LiverCriterion]:
    told = limit["n"] or limit["m"] or limit["v"]
    if not told and not limit["sign"]:
        return
    unit = limit["unit"] or "xULN"
    value = Printed(
        _number(told) if told else Decimal(1),
        sign_of(limit["sign"], limit["late"] or limit["late2"]),
    )
    seen: set[str] = set()
    for start, end, kind in tests:
        # ``AST (SGOT)`` and a spelt name before its short form are one test.
        if kind not in seen:
            seen.add(kind)
            span = Span(min(start, limit.start()), max(end, limit.end()))
            yield LiverCriterion(kind=kind, span=span, limit=value, unit=" ".join(unit.split()))
