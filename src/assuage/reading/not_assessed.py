"""Sentences that say that something was not assessed, measured or reported in the study."""

import re
from collections.abc import Sequence

from assuage.terms.reading import Sentence, Span

_DONE = (
    r"assessed|measured|reported|evaluated|recorded|studied|examined|investigated|analy[sz]ed|collected|determined|"
    r"addressed|documented|monitored|tested|quantified|estimated|compared|available|stated|described|ascertained|considered"
)
_DO = (
    r"assess|measure|report|evaluate|record|study|examine|investigate|analy[sz]e|collect|determine|address|document|"
    r"monitor|test|quantify|estimate|state|describe|ascertain|provide data"
)
_NOT_DONE = re.compile(
    rf"\b(?:was|were|is|are|be|been|being)\s(?:also\s)?not\s(?:\w+ly\s)?(?:{_DONE})\b"
    rf"|\b(?:did|does|do|could)\snot\s(?:\w+ly\s)?(?:{_DO})\b"
    rf"|\bnot\s(?:\w+ly\s)?(?:been\s)?(?:{_DONE})\b(?=[^.;]{{0,40}}(?:in (?:this|our|the present|any)|[.;,]|$))"
    rf"|\b(?:none|neither|no (?:study|studies|trials?|authors?))\b[^.;]{{0,60}}\b(?:{_DO}|{_DONE})(?:s|d)?\b"
    r"|\b[Nn]o (?:data|information|results|details)\s(?:on|about|regarding|concerning|for|of|were|was|are|is)\b"
    r"|\b(?:data|information|results)\b[^.;]{0,40}\b(?:were|was|are) (?:lacking|missing|unavailable|not (?:available|given|shown|provided))"
)
_QUICK = (" not ", "o data", "o information", "o results", "o details", "lacking", "missing",
          "unavailable", "None of", "none of", "either of", "o stud", "o trial", "o author")  # fmt: skip
_OTHERS = ("background", "aim")
"""Roles of sentences that speak of what was known before."""
_FOUND = re.compile(
    r"\bnot (?:significantly |statistically )?(?:different|associated|affected|changed)\b"
    r"|\bnot (?:reported|recorded) (?:any|to)\b|\bnone of the (?:patients|subjects|participants|women|children)\b"
)
"""Sentences that tell a finding in like words."""


def not_assessed(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The places of these sentences, first to last; none of the title, background or aim."""
    if not any(mark in text for mark in _QUICK):
        return ()
    made = []
    for sentence in sentences:
        if sentence.role in _OTHERS or sentence.role == "title":
            continue
        start, end = sentence.span.start, sentence.span.end
        match = _NOT_DONE.search(text, start, end)
        if match and not _FOUND.search(text, start, end):
            made.append(sentence.span)
    return tuple(made)
