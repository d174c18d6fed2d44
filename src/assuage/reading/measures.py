"""Words of effect measures in a text, as ids of the knowledge's ``measures``.

A specific word (*odds ratio*, ``HR``) names the measure wherever it stands near; a general one
(*difference*, *mean*, *incidence*) only where no specific word stands between the last effect and
this one.
"""

import re
from typing import NamedTuple

_SPECIFIC = (
    ("reporting-odds-ratio", r"\bROR\b", r"\breporting odds ratios?"),
    ("odds-ratio", r"\b[aAcCpDu]?ORs?(?:adj)?\b", r"\bodds[\s-]ratios?|\bodds of\b"),
    ("hazard-ratio", r"\b[aAcsu]?HRs?\b", r"\bhazards?[\s-]ratios?|\b(?:relative )?hazards?\b"),
    (
        "incidence-rate-ratio",
        r"\b[aA]?IRRs?\b",
        r"\bincidence[\s-](?:rate[\s-])?ratios?|\brate[\s-]ratios?",
    ),
    (
        "nnh",
        r"\bNNTHs?\b|\bNNHs?\b",
        r"\bnumbers?[\s-]+(?:of[\s-]+(?:people|patients)[\s-]+)?need(?:ed)?[\s-]+(?:to|for)[\s-]+"
        r"(?:treat[\s-]+(?:for|to)[\s-]+)?(?:an?[\s-]+)?(?:additional[\s-]+)?(?:cause[\s-]+)?harm",
    ),
    (
        "nnt",
        r"\bNNTs?B?\b",
        r"\bnumbers?[\s-]+need(?:ed)?[\s-]+to[\s-]+treat|\bnumbers?[\s-]needed",
    ),
    (
        "standardised-mean-difference",
        r"\bSMDs?\b|\bES\b",
        r"\bstandardi[sz]ed[\s-]+(?:weighted[\s-]+)?(?:mean[\s-]+)?(?:differences?|effects?)"
        r"|\beffect[\s-]sizes?|\bhedges|\bcohen",
    ),
    (
        "risk-difference",
        r"\bRDs?\b|\bARRs?\b|\bARDs?\b|\bARIs?\b",
        r"\b(?:absolute[\s-]+)?(?:risk|rate)[\s-]+differences?"
        r"|\babsolute[\s-]+(?:risk[\s-]+)?(?:differences?|reductions?|increases?|benefits?)"
        r"|\bdifferences? (?:in|between) (?:the )?(?:average )?(?:proportions?|rates?|incidences?|risks?|"
        r"percentages?|frequenc)",
    ),
    (
        "risk-ratio",
        r"\b[aA]?RRs?\b|\bPRs?\b|\bRRRs?\b|\bRBs?\b",
        r"\brelative[\s-]+(?:risk|benefit|rate|success)s?|\brisk[\s-]+ratios?"
        r"|\bprevalence[\s-]ratios?|\bbenefit ratio",
    ),
    (
        "mean-difference",
        r"\bW?MDs?\b|\bLSMDs?\b",
        r"\b(?:weighted[\s-]+|least[\s-]squares?[\s-]+|ls[\s-]+)*"
        r"mean[\s-]+(?:group[\s-]+|treatment[\s-]+|between[\s-]group[\s-]+|vas[\s-]+|pain[\s-]+|score[\s-]+)*differences?"
        r"|\bdifferences? in (?:the )?adjusted means?|\bdifferences? in (?:the )?means?\b",
    ),
    (
        "median-difference",
        r"\bHodges",
        r"\bmedian differences?|\bdifferences? in (?:the )?medians?",
    ),
    (
        "ratio-of-means",
        r"\bGMRs?\b|\b(?:AUC|C\(?max\)?)[\s\w-]{0,12}ratios?",
        r"\bgeometric[\s-]+(?:least[\s-]squares?[\s-]+)?means?[\s-]+ratios?"
        r"|\bratios? of [\w\s-]{0,40}?\bmeans?\b|\bmeans?[\s-]+ratios?|\btreatment ratios?"
        r"|\bratios? (?:for|of) (?:the )?(?:auc|c\(?max|area)|\bratios? of [\w-]+\s?/\s?[\w-]+"
        r"|\b[\w-]+[\s-]to[\s-][\w-]+ ratios?\b|\bfor (?:the )?ratios?\b",
    ),
    ("correlation", r"\bICCs?\b|\br\s?=", r"\bcorrelat\w+|\bkappa|\bintraclass|\brho\b|\bκ"),
    (
        "auroc",
        r"\bAUROCs?\b|\bROC\b",
        r"\bc[\s-](?:statistic|index)|\barea under the (?:receiver|roc|curve \(auc\) for)",
    ),
    ("sensitivity", r"(?!)", r"\bsensitivit(?:y|ies)\b"),
    ("specificity", r"(?!)", r"\bspecificit(?:y|ies)\b"),
)
"""Measure; its abbreviations, whose case counts; its words, whose case does not."""
_GENERAL = (
    (
        "mean-difference",
        r"\b[Dd]ifferences?\b|\b[Dd]iffered\b|\b[Dd]elta\b|\b(?:more|less|fewer|longer|"
        r"shorter|greater|lower|higher|faster|slower)\b[^.;]{0,80}\bthan\b|\b[Bb]eta\s?=|β\s?=|\bcompared",
    ),
    (
        "mean-change",
        r"\b[Cc]hanges?\b|\b(?:increase|decrease|reduction|improvement|decline)s?\b"
        r"|\b(?:increased|decreased|reduced|improved|declined|fell|rose)\b",
    ),
    ("rate", r"\bper (?:100|1,?000|10,?000|100,?000)\b|\bincidence (?:rate|density)"),
    (
        "percent",
        r"\b[Pp]roportions?|\b[Pp]revalence|\b[Ii]ncidences?|\brates?\b|\b[Pp]ercentages?"
        r"|\bresponders?\b|\b[Rr]isks?\b|\bprobabilit",
    ),
    ("median", r"\b[Mm]edians?\b"),
    ("mean", r"\b[Mm]eans?\b|\b[Aa]verages?\b|\bgeometric mean"),
)


def _pattern(kinds: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<m{i}>{words})" for i, (_, words) in enumerate(kinds)))


_SPECIFIC_WORDS = _pattern(
    tuple((measure, f"{short}|(?i:{words})") for measure, short, words in _SPECIFIC)
)
_GENERAL_WORDS = _pattern(_GENERAL)
_EXPOSURE = (
    (
        "cmax-ratio",
        re.compile(r"\bC\(?[Mm]ax|\bpeak (?:plasma )?conc|\bmaxim\w+ (?:\w+ )?(?:plasma )?conc"),
    ),
    (
        "auc-ratio",
        re.compile(r"\bAUC|\barea under the (?:\w+[\s-])*(?:concentration|curve|plasma)"),
    ),
)


class MeasureWord(NamedTuple):
    """A word of a measure and its place."""

    start: int
    end: int
    measure: str


def specific(text: str, start: int, end: int) -> list[MeasureWord]:
    """Words that name a measure, within ``text[start:end]``."""
    return [
        MeasureWord(m.start(), m.end(), _SPECIFIC[int((m.lastgroup or "m0")[1:])][0])
        for m in _SPECIFIC_WORDS.finditer(text, start, end)
    ]


def general(text: str, start: int, end: int) -> list[MeasureWord]:
    """Words that go with a measure, within ``text[start:end]``."""
    return [
        MeasureWord(m.start(), m.end(), _GENERAL[int((m.lastgroup or "m0")[1:])][0])
        for m in _GENERAL_WORDS.finditer(text, start, end)
    ]


def exposure(text: str, start: int, end: int) -> str | None:
    """``auc-ratio`` or ``cmax-ratio`` by the word that stands last in ``text[start:end]``."""
    last: tuple[int, str] | None = None
    for measure, words in _EXPOSURE:
        for match in words.finditer(text, start, end):
            if last is None or match.start() > last[0]:
                last = (match.start(), measure)
    return last[1] if last else None
