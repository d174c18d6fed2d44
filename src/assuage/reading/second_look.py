"""What a whole record says against what one part of the reading took its words for."""

import re

from msgspec.structs import replace

from assuage.terms.reading import Amounts, DesignRead, Mention

_TO_TREAT = re.compile(
    r"[^.;]{0,60}?\b(?:(?:would|will|must|should)\s+)?(?:need(?:ed|s)?|ha(?:ve|s|d))\s+to\s+(?:be\s+treated|take|receive|undergo)\b"
    r"|[^.;]{0,40}?\b(?:treated|to\s+be\s+treated)\s+to\s+prevent\s+(?:one|a)\b"
)
"""*Five patients would need to be treated*: a number needed to treat, nobody's number."""
_OF_A_SCORE = re.compile(
    r"[\s)]*(?:\([^()]{0,60}\)\s*)?(?:of|for)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:scores?|pain|questionnaire|tolerance|VAS|NRS|visual|intensity"
    r"|quality|symptoms?|mood|relief|glucose|insulin|glyc\w+|receiver|viral|bod(?:y|ily))\b",
    re.I,
)
_SCORE_BEFORE = re.compile(
    r"\b(?:quality[\w\s-]{0,20}|scores?|pain[\w\s-]{0,20}|ROC|receiver[\s-]+operating[\w\s()-]{0,40}|glucose|insulin|VAS|NRS|SPID|TOTPAR|survival[\w\s-]{0,12})[\s(-]{1,3}$",
    re.I,
)
_KINETICS = re.compile(
    r"pharmacokinetic|concentration|clearance|half-li|bioavailab|c\(?max|plasma|serum|\bng\b|exposure|kinetics",
    re.I,
)
"""A text that says none of these measured no drug."""
_AREA = "exposure-auc"


def people(text: str, found: tuple[Amounts, ...], design: DesignRead | None) -> tuple[Amounts, ...]:
    """Numbers of people but for numbers needed to treat; randomised only where the study was."""
    randomised = design is not None and design.design.startswith("rct")
    return tuple(
        a if randomised or a.kind != "randomised" else replace(a, kind="enrolled")
        for a in found
        if not _TO_TREAT.match(text, a.span.end)
    )


def without_other_areas(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions but for areas under a curve of scores, which are no exposure to a drug."""
    if not any(m.id == _AREA for m in mentions):
        return mentions
    measured = _KINETICS.search(text) is not None
    return tuple(
        m
        for m in mentions
        if m.id != _AREA
        or (
            measured
            and not _OF_A_SCORE.match(text, m.span.end)
            and not _SCORE_BEFORE.search(text, max(0, m.span.start - 60), m.span.start)
        )
    )
