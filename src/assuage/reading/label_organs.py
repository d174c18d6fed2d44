"""What a label says of a liver or kidneys that work badly: state, class, advice, dose.

Read are sentences that name the impaired organ, in the parts of a label that speak of patients:
dosing, contraindications, warnings, specific populations, kinetics, and subsections 8.6 and 8.7.
"""

import re
from collections.abc import Iterator

from assuage.reading.child_pugh import child_pugh
from assuage.reading.label_sections import (
    CONTRAINDICATIONS,
    DOSAGE,
    HEPATIC,
    KINETICS,
    POPULATIONS,
    RENAL,
    WARNINGS,
    Part,
    sentences,
)
from assuage.terms.reading_records import OrganAdvice, Statement

_STATE = r"(?:impair\w*|dysfunction|insufficienc\w+|failure|disease|cirrhosis|disorders?)"
HEPATIC_STATE = re.compile(
    rf"\b(?:hepatic(?:ally)?|liver)\s+(?:(?:and|or|and/or)\s+(?:renal|kidney)\s+|or\s+)?{_STATE}\b|\bhepatically[\s-]impaired\b"
    rf"|\b(?:renal|kidney)\s*(?:,|and|or|and/or)+\s*(?:hepatic|liver)\s+{_STATE}\b"
    r"|\bcirrho(?:sis|tic)\b|\b(?:impaired|reduced|decreased|abnormal|poor|normal)\s+(?:hepatic|liver)\s+function\b(?!\s+tests?)|\bchilds?[\s-]*(?:turcotte[\s-]*)?pugh\b",
    re.I,
)
RENAL_STATE = re.compile(
    rf"\b(?:renal(?:ly)?|kidney)\s+(?:(?:and|or|and/or)\s+(?:hepatic|liver)\s+)?{_STATE}\b|\brenally[\s-]impaired\b"
    rf"|\b(?:hepatic|liver)\s*(?:,|and|or|and/or)+\s*(?:renal|kidney)\s+{_STATE}\b"
    r"|\b(?:impaired|reduced|decreased|abnormal|poor|normal)\s+(?:renal|kidney)\s+function\b|\bend[\s-]stage\s+renal\b|\bESRD\b|\bh[a]?emodialysis\b"
    r"|\bcreatinine\s+clearance\b|\bCr?C[Ll](?:cr)?\b|\be?GFR\b",
    re.I,
)
_TITLES = (
    (
        "hepatic",
        re.compile(
            r"\b(?:hepatic|liver)\b(?!\s+(?:enzymes?|tests?|effects|failure|injury|toxicity))", re.I
        ),
    ),
    ("renal", re.compile(r"\b(?:renal|kidney)\b(?!\s+(?:effects|toxicity))", re.I)),
)
_ADVICE = (
    ("contraindicated", re.compile(r"\bcontra-?indicat", re.I)),
    (
        "avoid",
        re.compile(
            r"\bavoid|\bnot\s+(?:be\s+)?(?:recommended|used|given|administered|indicated)\b|\bdo\s+not\s+(?:use|administer|start)\b",
            re.I,
        ),
    ),
    (
        "no-change",
        re.compile(
            r"\bno\s+(?:starting\s+|initial\s+)?(?:dos\w+\s+)?(?:adjustments?|modifications?|changes?)\b(?:\s+(?:of|in|to)\s+\w+)?"
            r"|\bdos\w+\s+(?:adjustments?|modifications?|changes?|reductions?)\b[^.;]{0,60}?\b(?:is|are)\s+not\s+(?:necessary|required|needed|recommended|warranted)"
            r"|\bnot\s+(?:require|necessitate|need)\b[^.;]{0,40}\b(?:dos\w+|adjust\w+)|\bneed\s+not\s+be\s+adjusted|\bno\s+(?:dos\w+\s+)reduction",
            re.I,
        ),
    ),
    (
        "reduce-dose",
        re.compile(
            r"\breduc\w+\s+(?:\w+\s+){0,4}dos\w+|\bdos\w+\s+(?:\w+\s+){0,3}(?:should|must|may\s+need\s+to|is|are)?\s*(?:to\s+)?be\s+(?:reduced|decreased|lowered|halved|adjusted|limited)"
            r"|\b(?:lower|reduced|smaller)\s+(?:\w+\s+){0,3}dos\w+|\bdos\w+\s+reductions?\b|\bnot\s+(?:to\s+)?exceed\b"
            r"|\bdos\w+\s+(?:adjustments?|modifications?)\b|\badjust\w*\s+(?:the\s+)?dos\w+|\bmaximum\s+(?:recommended\s+)?(?:daily\s+)?dos\w+"
            r"|\b(?:recommended|starting|initial|initiate|start|begin)\b[^.;]{0,60}\b(?:dos\w+|\d+(?:\.\d+)?\s*(?:mg|mcg))\b",
            re.I,
        ),
    ),
    ("caution", re.compile(r"\bcaution|\bcareful", re.I)),
    ("monitor", re.compile(r"\bmonitor", re.I)),
    (
        "not-studied",
        re.compile(
            r"\bnot\s+(?:been\s+)?(?:adequately\s+|formally\s+|specifically\s+)?(?:studied|evaluated|established|conducted|performed|investigated|assessed|known)\b"
            r"|\bno\s+(?:\w+\s+){0,3}(?:data|studies|information|experience)\b|\bunknown\b",
            re.I,
        ),
    ),
)
_STATE_TITLE = re.compile(r"impair|insufficien|dysfunction|failure|disease", re.I)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:patients?|subjects?|individuals?|persons?|people|adults|those|volunteers|population)\s+(?:[\w,-]+\s+){0,8}?(?:with|who\s+have|have|having|had)\b[^.;]*$"
    r"|\b(?:in|with|of|for)\s+(?:(?:the|a|an|active|known|pre-?existing|chronic|severe|moderate|mild|significant|clinically|alcoholic|and|or|to|presence|history|cases|of|degree|varying|degrees|any|impaired|decompensated|advanced)[\s,]+)*$",
    re.I,
)
_HEADING_LENGTH = 3
"""A sentence that starts with the state (after an article) is about it."""
_REFERENCE = re.compile(r"\[[^\]]*\]|\(\s*see\b[^)]*\)", re.I)
_SEVERITY = re.compile(r"\b(mild|moderate|severe|end[\s-]stage)(?:ly)?\b", re.I)
_DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:mg|mcg|µg|μg|g|mL|units?|IU)(?:\s*/\s*(?:kg|m2|m²|day|d|h|hr|hour|dose))*"
    r"(?:\s+(?:once|twice|three\s+times|four\s+times|every\s+other)\s+(?:a\s+|per\s+)?(?:daily|day|week|weekly)|\s+(?:daily|QD|BID|TID|weekly)|\s+every\s+\d+\s+(?:hours|days|weeks))?"
    r"|\bby\s+(?:approximately\s+|about\s+|at\s+least\s+)?\d+(?:\s*(?:-|–|to)\s*\d+)?\s*%|\bone[\s-](?:half|third|quarter|fourth)\b|\bhalf\b|\b\d+\s*%\s+of\s+the\b",
    re.I,
)
_PLACES = frozenset({DOSAGE, CONTRAINDICATIONS, HEPATIC, RENAL}) | WARNINGS | POPULATIONS | KINETICS


def concerns(part: Part) -> bool:
    """Whether a section speaks of how patients are treated or how their bodies handle the drug."""
    return part.within(_PLACES)


def organ(part: Part, text: str, start: int, end: int) -> tuple[str, ...]:
    """Which impaired organs a sentence is about: by its words, else by its subsection.

    The words count where they tell of people who have the state; an injury that the drug may cause
    is none. Subsections on impairment count whole, but for those of the warnings.
    """
    found = [
        name
        for name, state in (("hepatic", HEPATIC_STATE), ("renal", RENAL_STATE))
        if any(_is_of_people(text, start, end, m) for m in state.finditer(text, start, end))
    ]
    if found:
        return tuple(found)
    code = part.section.code
    if code in (HEPATIC, RENAL):
        return ("hepatic",) if code == HEPATIC else ("renal",)
    title = part.section.title or ""
    if not part.within(WARNINGS) and _STATE_TITLE.search(title):
        return tuple(name for name, words in _TITLES if words.search(title))
    return ()


def _is_of_people(text: str, start: int, end: int, state: re.Match[str]) -> bool:
    if _PEOPLE_BEFORE.search(text, max(start, state.start() - 120), state.start()):
        return True
    # ``Hepatic impairment: …`` at the start, and ``… contraindicated in liver disease``.
    return state.start() - start < _HEADING_LENGTH or bool(_ADVICE[0][1].search(text, start, end))


def severity(text: str, start: int, end: int) -> tuple[str, ...]:
    """Degrees named: mild, moderate, severe, end-stage; ``mild to severe`` names all three."""
    named = [re.sub(r"\s+", "-", m[1].lower()) for m in _SEVERITY.finditer(text, start, end)]
    if re.search(r"\bmild\s+(?:to|through|-|–)\s+severe\b", text[start:end], re.I):
        named.append("moderate")
    order = ("mild", "moderate", "severe", "end-stage")
    return tuple(s for s in order if s in named)


def classes(text: str, start: int, end: int) -> tuple[str, ...]:
    """Child-Pugh classes named."""
    return tuple(sorted({c for found in child_pugh(text, start, end) for c in found.classes}))


def organ_advice(part: Part) -> Iterator[OrganAdvice]:
    """Sentences of a section on impaired organs, with what they advise."""
    if not concerns(part):
        return
    text = part.section.text
    for start, end in sentences(text):
        for name in organ(part, text, start, end):
            advice = _advice(part, text[start:end])
            degrees = severity(text, start, end)
            stages = classes(text, start, end) if name == "hepatic" else ()
            if advice is None and not degrees and not stages:
                continue
            dose = None
            if advice == "reduce-dose":
                dose = "; ".join(dict.fromkeys(m[0] for m in _DOSE.finditer(text, start, end)))
            yield OrganAdvice(
                organ=name,
                place=part.place(start, end),
                advice=advice,
                child_pugh=stages,
                severity=degrees,
                dose=dose or None,
            )


def _advice(part: Part, sentence: str) -> str | None:
    # A reference to section 4 or 5 is no advice of this sentence.
    sentence = _REFERENCE.sub(" ", sentence)
    for name, words in _ADVICE:
        if words.search(sentence):
            return name
    return "contraindicated" if CONTRAINDICATIONS in part.codes else None


def organ_titles(part: Part) -> Iterator[Statement]:
    """A contraindication that is told by its heading alone."""
    section = part.section
    if section.text.strip() or CONTRAINDICATIONS not in part.codes or not section.title:
        return
    for name, state in (("hepatic", HEPATIC_STATE), ("renal", RENAL_STATE)):
        if state.search(section.title):
            yield Statement(topic=name, place=part.place())
