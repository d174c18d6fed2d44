"""Designs of a work from what its record says: publication types, MeSH, cautious words.

A filter for finding, not an appraisal: a study's level is settled where it is read. Ids are those
of ``knowledge/vocabulary/designs.toml`` where it has one; ``rct`` stands for all randomised trials,
``review`` for every review, the systematic ones included. Words count only where the sources have
set no type that says otherwise, and only in forms that authors use of their own study ("were
randomly assigned"), not of others' ("randomised trials were included"). How often that is right is
measured in evaluation/designs.py.
"""

import re
from collections.abc import Iterable

from assuage.library.not_this_study import NOTICE, NOTICE_TYPES, is_to_come
from assuage.terms.record import Record

_TYPES = {
    "randomized controlled trial": ("rct",),
    "equivalence trial": ("rct",),
    "pragmatic clinical trial": ("clinical-trial",),
    "adaptive clinical trial": ("clinical-trial",),
    "controlled clinical trial": ("clinical-trial", "trial-nonrandomised"),
    "clinical trial": ("clinical-trial",),
    "clinical trial, phase i": ("clinical-trial",),
    "clinical trial, phase ii": ("clinical-trial",),
    "clinical trial, phase iii": ("clinical-trial",),
    "clinical trial, phase iv": ("clinical-trial",),
    "clinical trial protocol": ("protocol",),
    "meta-analysis": ("meta-analysis",),
    "network meta-analysis": ("network-meta-analysis", "meta-analysis"),
    "systematic review": ("systematic-review", "review"),
    "review": ("review",),
    "scoping review": ("review",),
    "practice guideline": ("guideline",),
    "guideline": ("guideline",),
    "consensus development conference": ("guideline",),
    "observational study": ("observational",),
    "case reports": ("case-report",),
    "editorial": ("editorial",),
    "letter": ("letter",),
    "comment": ("comment",),
    "preprint": ("preprint",),
    "news": ("news",),
    "twin study": ("observational",),
    "validation study": ("diagnostic",),
}
"""PubMed's publication types in lower case, to designs."""

_HEADINGS = {
    "cohort studies": ("cohort",),
    "prospective studies": ("prospective",),
    "retrospective studies": ("retrospective",),
    "follow-up studies": (),
    "longitudinal studies": ("cohort",),
    "case-control studies": ("case-control",),
    "cross-sectional studies": ("cross-sectional",),
    "cross-over studies": ("crossover",),
    "surveys and questionnaires": ("survey",),
    "registries": ("registry",),
    "pharmacokinetics": ("pharmacokinetic",),
    "area under curve": ("pharmacokinetic",),
    "biological availability": ("pharmacokinetic",),
    "metabolic clearance rate": ("pharmacokinetic",),
    "drug interactions": ("pharmacokinetic-interaction",),
}
"""MeSH headings in lower case that name a design (not those that end in "as Topic"), to designs."""

_OTHERS_WORK = frozenset(
    {"meta-analysis", "systematic-review", "review", "guideline", "editorial", "letter", "comment"}
    | {"news", "protocol", "case-report"}
)
"""Types whose text may tell of trials that are not their own."""

_RANDOMISED = re.compile(
    r"""
    random(?:ly|i[sz]ed)\s+(?:\w+\s+){0,2}?(?:assign|allocat|divid|select(?:ed)?\s+to\b|distribut|receiv|placed|took|given|treated)
    | (?:assigned|allocated|divided|selected|treated|received)\s+(?:\w+\s+){0,2}?(?:randomly|at\s+random)\b
    | (?:were|was|are|being|been)\s+(?:\w+\s+){0,3}?randomi[sz]ed\b(?!\s+(?:controlled\s+)?trials)
    | randomi[sz]ed\s+(?:\d+[:\d]*\s+)?(?:in(?:to)?\s+(?:a\s+\w+|\w+\s+(?:groups|arms))|to:?\s+(?:\d|receive|\w+ing\b|either|one\s+of|\w+\s+(?:or|group|arm)))
    | (?:we|investigators)\s+(?:\w+\s+){0,2}?randomi[sz]ed\b
    | randomi[sz]ed\s+\d+\s+(?:patients|subjects|participants|volunteers|women|men|children|adults)
    | random(?:i[sz]ed)?\s+(?:allocation|assignment|order)\b
    | (?:patients|subjects|participants|volunteers|women|men|children|adults|individuals|infants)
      \s+(?:\w+\s+){0,3}?randomi[sz]ed\b
    | \b(?:this|a|an|our|in|the|present|on|two|both)\s+(?:[\w-]+,?\s+){0,6}?
      randomi[sz]ed,?\s*(?:[\w-]+,?\s+){0,9}?(?:trial|study|comparison|evaluation|investigation|design|fashion|manner|basis|cross-?over|order|sequence)\b
    | design(?:\s+and\s+\w+)?:\s+(?:[\w-]+,?\s+){0,4}?randomi[sz]ed\b
    | double[\s-]blind(?:ed)?,?\s+(?:[\w-]+,?\s+){0,5}?(?:placebo|cross-?over|randomi[sz]ed|comparison|fashion)\b
    | placebo[\s-]controlled,?\s+(?:[\w-]+,?\s+){0,5}?(?:trial|study|cross-?over|double)\b
    """,
    re.X,
)
_RANDOMISED_TITLE = re.compile(
    r"\brandomi[sz]ed\b(?!,?\s+(?:controlled\s+|clinical\s+)*(?:trials|studies))|\bdouble[\s-]blind\b"
    r"|\bplacebo[\s-]controlled\b"
)
_SYNTHESIS = re.compile(
    r"\bmeta-?analys[ei]s\b|\bsystematic(?:ally)?\s+(?:literature\s+)?review|\bcochrane\s+(?:review|database)"
    r"|\b(?:we|was|were)\s+search(?:ed)?\b.{0,60}?\b(?:medline|pubmed|embase|cochrane)\b"
    r"|\b(?:medline|pubmed|embase)\b.{0,80}?\bsearch",
    re.S,
)
_META = re.compile(r"\bmeta-?analys[ei]s\b")
_NETWORK = re.compile(r"\bnetwork\s+meta-?analys[ei]s\b")
_SYSTEMATIC = re.compile(r"\bsystematic(?:\s+\w+)?\s+review\b")
_REVIEWING = re.compile(
    r"\b(?:this|the\s+present)\s+(?:article|paper|review|chapter)\s+(?:\w+\s+)?(?:review|discuss|summari|describ|provides\s+an\s+overview)"
    r"|\bthis\s+review\b|\bwe\s+review\b|\b(?:is|are)\s+reviewed\b|\ba\s+(?:critical|narrative|literature)\s+review\b"
)
_PROTOCOL = re.compile(
    r"\b(?:study|trial|review)\s+protocol\b|\bprotocol\s+(?:for|of)\s+an?\b|\brationale\s+and\s+design\b"
)
_POST_HOC = re.compile(
    r"\b(?:post[\s-]hoc|secondary|pooled|subgroup)\s+analys[ei]s\b|\bdata\s+from\s+(?:\w+\s+){0,3}trials\b"
)
_TITLE_WORDS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (sign, re.compile(pattern), design)
    for sign, pattern, design in (
        ("cohort", r"\bcohort\b", "cohort"),
        ("control", r"\bcase[\s-]control(?:led)?\b", "case-control"),
        ("sectional", r"\bcross[\s-]sectional\b", "cross-sectional"),
        ("series", r"\bcase\s+series\b", "case-series"),
        (
            "case",
            r"\bcase\s+reports?\b|\breport\s+of\s+(?:a|one|two|three)\s+cases?\b",
            "case-report",
        ),
        ("pharmacokin", r"\bpharmacokinetics?\b", "pharmacokinetic"),
        ("bioavail", r"\bbioavailability\b", "pharmacokinetic"),
        ("bioequiv", r"\bbioequivalence\b", "pharmacokinetic"),
        ("population", r"\bpopulation\s+pharmacokinetics?\b", "population-pk"),
        ("guideline", r"\b(?:practice|clinical|consensus|treatment)\s+guidelines?\b", "guideline"),
        ("consensus", r"\bconsensus\s+statement\b", "guideline"),
        ("survey", r"\bsurvey\b", "survey"),
        ("registry", r"\bregistry\b", "registry"),
        ("review", r"\b(?:narrative|literature|scoping)\s+review\b|:\s*a\s+review\b", "review"),
    )
)
"""Words of a title that name its design; the first column is looked for first, being cheap."""

_SIGNS = ("random", "blind", "placebo")
"""Without one of these a sentence cannot tell of a randomised trial."""

_ANIMALS = re.compile(
    r"\b(?:rats?|mice|mouse|murine|rabbits?|dogs?|canine|porcine|piglets?|sheep|monkeys?|guinea\s+pigs?)\b"
)
_IN_VITRO = re.compile(r"\bin\s+vitro\b|\bcell\s+lines?\b|\bcultured\s+\w+\s+cells\b")
_PEOPLE = re.compile(
    r"\b(?:patients?|volunteers?|participants?|subjects?|women|men|children|infants?|neonates?|newborns?|adults?|humans?|people|persons?|mothers?|smokers?|users)\b",
    re.I,
)


DESIGNS = tuple(
    sorted(
        {d for table in (_TYPES, _HEADINGS) for found in table.values() for d in found}
        | {design for _, _, design in _TITLE_WORDS}
        | {"trial-record", "label", "animal", "in-vitro", "narrative-review"}
    )
)
"""Every id that ``designs`` can give: what a filter may ask for."""


def designs(record: Record) -> tuple[str, ...]:
    """Ids of the designs that the record shows, sorted."""
    found: set[str] = set()
    for kind, design in (("trial", "trial-record"), ("label", "label"), ("preprint", "preprint")):
        if record.kind == kind:
            found.add(design)
    if record.trial is not None and (record.trial.allocation or "").upper() == "RANDOMIZED":
        found.add("rct")
    found |= _from_types(t.name for t in record.publication_types)
    headings = {h.name.casefold() for h in record.mesh}
    for name in headings:
        found.update(_HEADINGS.get(name, ()))
    if any(q.name.casefold() == "pharmacokinetics" for h in record.mesh for q in h.qualifiers):
        found.add("pharmacokinetic")
    if record.kind in ("article", "preprint", "book"):
        found |= _from_words(record, found, headings)
    if "network-meta-analysis" in found:
        found.add("meta-analysis")
    if "review" in found and not found & {"systematic-review", "meta-analysis"}:
        found.add("narrative-review")
    if "rct" in found:
        found -= {"trial-nonrandomised"}
        found.add("clinical-trial")
    return tuple(sorted(found))


def _from_types(names: Iterable[str]) -> set[str]:
    return {design for name in names for design in _TYPES.get(name.casefold(), ())}


def _from_words(record: Record, typed: set[str], headings: set[str]) -> set[str]:
    title, text = record.title.lower(), record.abstract.lower()
    if NOTICE.search(title) or any(
        t.name.casefold() in NOTICE_TYPES for t in record.publication_types
    ):
        return set()
    found: set[str] = set()
    if not typed & {"editorial", "letter", "comment", "news", "rct"}:
        where = title if typed else f"{title}\n{text}"
        if "systematic" in where and _SYSTEMATIC.search(where):
            found |= {"systematic-review", "review"}
        if "analys" in title and _META.search(title):
            found.add("meta-analysis")
            if "network" in title and _NETWORK.search(title):
                found.add("network-meta-analysis")
    synthesis = bool(found) or bool(typed & {"meta-analysis", "systematic-review"})
    if "protocol" in title and _PROTOCOL.search(title):
        found.add("protocol")
    animal = _is_animal(title, headings)
    if animal:
        found.add("animal")
    if _IN_VITRO.search(title) and not ("humans" in headings and _PEOPLE.search(title)):
        found.add("in-vitro")
    own = not typed & (_OTHERS_WORK | {"rct"})
    if own and not (synthesis or animal or found) and _says_randomised(title, text, headings):
        found.add("rct")
    elif own:
        found |= {d for sign, p, d in _TITLE_WORDS if sign in title and p.search(title)}
    return found


def _is_animal(title: str, headings: set[str]) -> bool:
    if headings:
        return "animals" in headings and "humans" not in headings
    return bool(_ANIMALS.search(title)) and not _PEOPLE.search(title)


def _says_randomised(title: str, text: str, headings: set[str]) -> bool:
    if "random allocation" in headings or "double-blind method" in headings:
        return not _SYNTHESIS.search(title)
    claims = [s for s in text.split(". ") if any(sign in s for sign in _SIGNS)]
    if not claims and not any(sign in title for sign in _SIGNS):
        return False
    if _SYNTHESIS.search(title) or _POST_HOC.search(title):
        return False
    if _RANDOMISED_TITLE.search(title):
        return True
    return (
        any(_claims(claim) for claim in claims)
        and _PEOPLE.search(f"{title} {text}") is not None
        and not _SYNTHESIS.search(text)
        and not _REVIEWING.search(text)
    )


def _claims(sentence: str) -> bool:
    """Whether a sentence tells of the text's own randomised trial, not of one that is to come."""
    return any(
        not _A_TRIAL.search(found[0])
        or not is_to_come(sentence[: _word(found)], sentence[found.end() :])
        for found in _RANDOMISED.finditer(sentence)
    )


def _word(found: re.Match[str]) -> int:
    """Where the word itself begins that tells of chance."""
    places = [found[0].find(sign) for sign in _SIGNS]
    return found.start() + min((at for at in places if at >= 0), default=0)


_A_TRIAL = re.compile(r"\b(?:trial|study|comparison|evaluation|investigation)$")
