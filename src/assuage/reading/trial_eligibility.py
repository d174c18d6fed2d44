"""Age limits, and what the criteria of a trial ask of the liver.

Rules over the wording that registers carry; which test a limit belongs to is told by place: the run
of tests just before it (``ALT and AST <= 2.5 x ULN``), else the one just after (``> 3 x ULN SGOT``),
within one sentence. Infection with a hepatitis virus is no liver function and is not read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

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
_SIGN = (
    r"<\s*/?\s*=|=\s*<|>\s*/?\s*=|=\s*>|[≤≦⩽]|[≥≧⩾]|<|>|"
    r"(?:not?\s+|must\s+not\s+(?:be\s+)?)?(?:less|lower|fewer|greater|more|higher)\s+than(?:\s+or\s+equal\s+to)?"
    r"|(?:not\s+|must\s+not\s+)?exceed(?:s|ing)?|above|below|over|under|up\s+to|at\s+most|at\s+least|within"
)
_UNIT = (
    r"(?:mg|g|µmol|μmol|umol|micromol|mmol|U|IU|units?)\s*/\s*(?:d?L|dl|l|100\s*ml)\b|µmol/l|mg\s*%"
)
_LIMIT = re.compile(
    rf"(?P<sign>{_SIGN})?\s*(?:(?P<n>{_NUMBER})\s*(?:[-–]\s*)?"
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
_CHILD = re.compile(
    r"\bchilds?(?:[\s\-–—]*turcotte)?(?:[\s\-–—/]*pugh(?:['’]s)?)(?:\s*\(?(?:liver\s+)?(?:cirrhosis|liver\s+function)\)?)?"
    r"|\bchild(?=\s+(?:class\s+)?[ABC]\b(?![a-z]))",
    re.I,
)
_CHILD_AFTER = re.compile(
    r"[\s:'’(\-–—]*(?:(?:class(?:es)?|classification|grade|stage|score[sd]?|category|status|of|is|points?|liver|cirrhosis|hepatic|impairment|as|with|a\s+total)\b[\s:(\-–—]*){0,4}"
    rf"(?P<sign>{_SIGN})?\s*(?P<classes>[ABC]\b(?:\s*\d+)?(?:\s*(?:,|/|&|\bor\b|\band\b|\bto\b|\bthrough\b|[-–—])+\s*(?:class\s+|child[\s-]*pugh\s+)?[ABC]\b)*|[ABC](?P<inner>\d{{1,2}})\b)?"
    r"(?:[\s(]*(?P<scored>score)?[\s:]*(?:of\s+)?(?P<score>(?<![A-Za-z.\d])\d{1,2}\b(?!\s*(?:%|mg|years|days|months)))(?:\s*(?:-|–|to)\s*(?P<high>\d{1,2})\b)?)?",
)
_CHILD_BEFORE = re.compile(
    r"class(?:es)?\s+(?P<classes>[ABC](?:\s*(?:,|/|or|and|to|[-–])\s*(?:class\s+)?[ABC])*)"
    r"(?:\s+(?:cirrhosis|liver\s+disease|hepatic\s+impairment))?[\s,(]*(?:(?:by|according\s+to|per|on|of|in|as\s+defined\s+by)\s+)?(?:the\s+)?$",
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
_STOP = re.compile(r"[;\n•]|\.(?=\s+[A-Z(])|\.(?=\s*$)|(?<=\s)\d{1,2}\.\s")
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

    found = [*_child_pugh(text), *_tested(text)]
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


def _sign(words: str | None, late: str | None = None) -> str:
    said = " ".join((words or late or "").lower().split())
    if not said:
        return "="
    negated = said.startswith(("no ", "not ", "must not"))
    equal = "=" in said or "equal" in said or said in ("up to", "at most", "at least", "within")
    below = (
        said[0] in "<≤≦⩽"
        or said.startswith("=<")
        or any(
            w in said
            for w in ("less", "lower", "fewer", "below", "under", "up to", "at most", "within")
        )
    )
    equal = equal or said[0] in "≤≦⩽≥≧⩾"
    if negated:
        below, equal = not below, not equal
    return ("<" if below else ">") + ("=" if equal else "")


def _number(printed: str) -> Decimal:
    return Decimal(_WORDS.get(printed.lower(), printed.replace(",", ".")))


def _child_pugh(text: str) -> Iterator[LiverCriterion]:
    for match in _CHILD.finditer(text):
        after = _CHILD_AFTER.match(text, match.end())
        start, end = match.span()
        classes: tuple[str, ...] = ()
        limit = high = None
        if after and (after["classes"] or after["score"]):
            end = after.end()
            classes = _classes(after["classes"] or "")
            score = after["score"] or after["inner"]
            if not score and after["classes"] and (inner := re.search(r"\d+", after["classes"])):
                score = inner[0]
            # A score runs from 5 to 15 (Pugh 1973); another number is not one.
            if score and 5 <= int(score) <= 15:
                limit = Printed(Decimal(score), _sign(after["sign"]))
                high = Printed(Decimal(after["high"])) if after["high"] else None
            elif classes and after["sign"]:
                classes = _from_sign(classes, _sign(after["sign"]))
        elif before := _CHILD_BEFORE.search(text, max(0, start - 80), start):
            classes, start = _classes(before["classes"]), before.start()
        yield LiverCriterion(
            kind="child-pugh", span=Span(start, end), classes=classes, limit=limit, high=high
        )


def _classes(printed: str) -> tuple[str, ...]:
    letters = re.findall(r"\b([ABCabc])(?=\b|\d)", printed)
    named = sorted({letter.upper() for letter in letters})
    if len(named) == 2 and re.search(r"\bto\b|through|[-–—]", printed):
        named = [c for c in "ABC" if named[0] <= c <= named[1]]
    return tuple(named)


def _from_sign(classes: tuple[str, ...], sign: str) -> tuple[str, ...]:
    if len(classes) != 1 or sign == "=":
        return classes
    here = "ABC".index(classes[0])
    rest = "ABC"[here + 1 :] if sign[0] == ">" else "ABC"[:here]
    return tuple(sorted(set(rest) | (set(classes) if "=" in sign else set())))


def _tested(text: str) -> Iterator[LiverCriterion]:
    begin = 0
    for stop in [*(m.start() for m in _STOP.finditer(text)), len(text)]:
        if stop > begin:
            yield from _in_sentence(text, begin, stop)
        begin = stop


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
        _number(told) if told else Decimal(1), _sign(limit["sign"], limit["late"] or limit["late2"])
    )
    seen: set[str] = set()
    for start, end, kind in tests:
        # ``AST (SGOT)`` and a spelt name before its short form are one test.
        if kind not in seen:
            seen.add(kind)
            span = Span(min(start, limit.start()), max(end, limit.end()))
            yield LiverCriterion(kind=kind, span=span, limit=value, unit=" ".join(unit.split()))
