"""Words of the trial register in its three shapes, brought to those of API v2.

The enumerations are those of the register's study data structure
(https://clinicaltrials.gov/data-api/about-api/study-data-structure): each lists the word of the
former API and XML (``Placebo Comparator``) beside its own (``PLACEBO_COMPARATOR``). Most follow
from the letters; those that do not are in ``EXCEPTIONS``.
"""

import re

EXCEPTIONS = {
    "N/A": "NA",
    "None (Open Label)": "NONE",
    "Open Label": "NONE",
    "Both": "ALL",
    "Anticipated": "ESTIMATED",
    "Estimate": "ESTIMATED",
    "Unknown status": "UNKNOWN",
    "Educational/Counseling/Training": "ECT",
    "Single Group Assignment": "SINGLE_GROUP",
    "Parallel Assignment": "PARALLEL",
    "Crossover Assignment": "CROSSOVER",
    "Factorial Assignment": "FACTORIAL",
    "Sequential Assignment": "SEQUENTIAL",
    "1-Sided": "ONE_SIDED",
    "2-Sided": "TWO_SIDED",
    "Standard Error of the Mean": "STANDARD_ERROR_OF_MEAN",
    "Standard Error of the mean": "STANDARD_ERROR_OF_MEAN",
    "80% Confidence Interval": "CONFIDENCE_80",
    "90% Confidence Interval": "CONFIDENCE_90",
    "95% Confidence Interval": "CONFIDENCE_95",
    "97.5% Confidence Interval": "CONFIDENCE_975",
    "99% Confidence Interval": "CONFIDENCE_99",
    "Other Confidence Interval Level": "CONFIDENCE_OTHER",
    "Geometric Coefficient of Variation": "GEOMETRIC_COEFFICIENT",
    "Observational [Patient Registry]": "OBSERVATIONAL",
    "Early Phase 1": "EARLY_PHASE1",
    "Phase 1": "PHASE1",
    "Phase 2": "PHASE2",
    "Phase 3": "PHASE3",
    "Phase 4": "PHASE4",
    "Phase 1/Phase 2": "PHASE1/PHASE2",
    "Phase 2/Phase 3": "PHASE2/PHASE3",
}

_MONTHS = {
    month: number
    for number, month in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}
_DATE = re.compile(r"([A-Z][a-z]+)(?: (\d{1,2}),)? (\d{4})$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def code(word: str) -> str:
    """``Placebo Comparator`` → ``PLACEBO_COMPARATOR``; words of API v2 stay as they are."""
    return EXCEPTIONS.get(word) or re.sub(r"[^A-Za-z0-9/]+", "_", word).strip("_").upper()


def iso_date(printed: str) -> str:
    """``November 3, 1999`` → ``1999-11-03``, ``August 2006`` → ``2006-08``; others unchanged."""
    found = _DATE.match(printed)
    if not found or found[1] not in _MONTHS:
        return printed
    month = f"{found[3]}-{_MONTHS[found[1]]:02}"
    return f"{month}-{int(found[2]):02}" if found[2] else month


def plain(marked: str) -> str:
    r"""Text of API v2 without the escapes of its Markdown: ``\>=18`` → ``>=18``.

    A backslash before ASCII punctuation is the escape of CommonMark 0.31, section 2.4.
    """
    return _ESCAPE.sub(r"\1", marked) if "\\" in marked else marked


def unwrapped(block: str) -> str:
    """Text of the XML, whose paragraphs are indented, wrapped at 80 columns, parted by a blank line.

    Lines are joined within a paragraph; no other character is changed.
    """
    if "\n" not in block:
        return block.strip()
    paragraphs = re.split(r"\n[ \t\r]*\n", block)
    joined = (" ".join(line.strip() for line in p.splitlines()).strip() for p in paragraphs)
    return "\n\n".join(p for p in joined if p)
