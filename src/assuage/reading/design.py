"""The design of a study from its publication types and its words.

Types that an indexer set come first; where they say only *Journal Article* or *Clinical Trial*, the
words decide. Ids are those of ``knowledge/vocabulary/designs.toml``; beside them ``guideline``,
``protocol``, ``editorial``, ``letter`` and ``review`` forms as in ``library.designs``.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from assuage.library.not_this_study import NOTICE, NOTICE_TYPES
from assuage.reading.design_forms import (
    ANIMALS,
    CASE_TITLE,
    CLUSTER,
    CROSSOVER,
    DOUBLE,
    FORMS,
    IN_VITRO,
    LABORATORY,
    MASKED_STUDY,
    OPEN,
    OWN_ANIMALS,
    OWN_CASES,
    OWN_PEOPLE,
    PEOPLE,
    PERSONS,
    PROTOCOL,
    REVIEW_TITLE,
    REVIEWING,
    SEARCHED,
    SECONDARY,
    SINGLE,
    STUDIED,
    SYNTHESIS,
    TEST_DOSES,
    WITHDRAWAL,
)
from assuage.reading.design_words import signs
from assuage.terms.reading import DesignRead, Sentence, Span

_TYPES = (
    ("network meta-analysis", "network-meta-analysis"),
    ("meta-analysis", "meta-analysis"),
    ("systematic review", "systematic-review"),
    ("practice guideline", "guideline"),
    ("guideline", "guideline"),
    ("consensus development conference", "guideline"),
    ("clinical trial protocol", "protocol"),
    ("scoping review", "narrative-review"),
    ("review", "narrative-review"),
    ("randomized controlled trial", "rct"),
    ("equivalence trial", "rct"),
    ("case reports", "case-report"),
    ("editorial", "editorial"),
    ("letter", "letter"),
    ("comment", "comment"),
    ("news", "news"),
)
"""Publication types in lower case, the one that decides first."""


def design(
    text: str, sentences: Sequence[Sentence] = (), publication_types: Sequence[str] = ()
) -> DesignRead | None:
    """The design with its words or types; None where nothing tells of one.

    ``text`` is the reading text: its first line is the title. ``publication_types`` are PubMed's
    names. ``sentences`` may be empty; where they have roles, *blind* and *placebo* told as
    background count for others' work (*random* does not: that lost more trials than it spared,
    evaluation/reading_records.md).
    """
    low = text.lower()
    if len(low) != len(text):
        # A few letters change their length in lower case; places would shift.
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    title = low.partition("\n")[0]
    types = {name.casefold(): name for name in publication_types}
    if NOTICE.search(title) or not NOTICE_TYPES.isdisjoint(types):
        return None
    for name, typed in _TYPES:
        if name in types:
            read = (types[name],)
            if typed == "rct":
                return _randomised(low, _spans(low, title, sentences), read)
            return DesignRead(design=_named(typed, title, low), from_types=read)
    return _from_words(low, title, sentences)


def _named(typed: str, title: str, low: str) -> str:
    """A type made narrower by the title: reviews that are systematic, syntheses that are networks."""
    if typed == "meta-analysis" and "network" in title:
        return "network-meta-analysis"
    if typed == "narrative-review" and "systematic" in low:
        searched = SEARCHED.search(low) is not None
        if searched or ("systematic" in title and SYNTHESIS.search(title)):
            return "systematic-review"
    return typed


def _from_words(low: str, title: str, sentences: Sequence[Sentence]) -> DesignRead | None:
    if found := _review(low, title):
        return found
    if ("protocol" in title or "rationale" in title) and (match := PROTOCOL.search(title)):
        return DesignRead(design="protocol", spans=(Span(*match.span()),))
    preclinical = _preclinical(low, title)
    if preclinical is None:
        spans = _spans(low, title, sentences)
        if spans and not SECONDARY.search(title):
            found = _randomised(low, spans, ())
            if "random" not in low and TEST_DOSES.search(low):
                # Each person is tested before an implant: masked, but nobody was assigned an arm.
                return replace(found, design="trial-nonrandomised")
            return found
    for sign, name, pattern, anywhere in FORMS:
        where = low if anywhere else title
        if preclinical is None and sign in where and (match := pattern.search(where)):
            return DesignRead(design=name, spans=(Span(*match.span()),))
    return preclinical or _laboratory(low)


def _laboratory(low: str) -> DesignRead | None:
    """Animals or cells of the study's own where people are named too and nothing else was read."""
    if OWN_PEOPLE.search(low):
        return None
    if match := OWN_ANIMALS.search(low):
        return DesignRead(design="animal", spans=(Span(*match.span()),))
    places: dict[str, Span] = {}
    for match in LABORATORY.finditer(low):
        places.setdefault(match[0], Span(*match.span()))
    if len(places) > 1:
        return DesignRead(design="in-vitro", spans=tuple(places.values())[:2])
    return None


def _review(low: str, title: str) -> DesignRead | None:
    """Works on others' work; before them cases of the text's own, which often review the literature."""
    if match := SYNTHESIS.search(title):
        meta = "meta" in match[0] or "meta-analy" in title or "metaanaly" in title
        name = "network-meta-analysis" if meta and "network" in title else "meta-analysis"
        return DesignRead(
            design=name if meta else "systematic-review", spans=(Span(*match.span()),)
        )
    if match := CASE_TITLE.search(title):
        return DesignRead(design="case-report", spans=(Span(*match.span()),))
    if match := OWN_CASES.search(low):
        return DesignRead(
            design="case-report" if match["one"] else "case-series", spans=(Span(*match.span()),)
        )
    searched = "search" in low or "selection" in low or "sources" in low
    if searched and (match := SEARCHED.search(low)):
        return DesignRead(design="systematic-review", spans=(Span(*match.span()),))
    if "review" in low or "discuss" in low or "summari" in low:
        match = REVIEWING.search(low)
        if match and not OWN_PEOPLE.search(low):
            return DesignRead(design="narrative-review", spans=(Span(*match.span()),))
    match = REVIEW_TITLE.search(title) if "random" not in title else None
    if match and not OWN_PEOPLE.search(low):
        return DesignRead(design="narrative-review", spans=(Span(*match.span()),))
    return None


def _preclinical(low: str, title: str) -> DesignRead | None:
    animal, glass = ANIMALS.search(title), IN_VITRO.search(title)
    if (animal or glass) and not PEOPLE.search(title):
        match = animal or glass
        if match is None:
            return None
        both = animal and glass
        name = "animal-and-in-vitro" if both else "animal" if animal else "in-vitro"
        return DesignRead(design=name, spans=(Span(*match.span()),))
    if any(word in low for word in PERSONS):
        return None
    match = ANIMALS.search(low) or IN_VITRO.search(low)
    if match:
        name = "animal" if ANIMALS.match(low, match.start()) else "in-vitro"
        return DesignRead(design=name, spans=(Span(*match.span()),))
    return None


def _spans(low: str, title: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Words that tell of a randomised study of the text's own; none where they do not suffice."""
    found = signs(low)
    if not found:
        return ()
    found.sort()
    strong = [f for f in found if f[2] == "random"]
    if not strong:
        behind = [x.span for x in sentences if x.role == "background"]
        found = [f for f in found if not any(b.start <= f[0] < b.end for b in behind)]
        kinds = {kind for _, _, kind in found}
        # Treatments are hidden where they are compared; what half A types otherwise among the masked
        # alone are mostly controlled clinical trials (evaluation/reading_records.md).
        masked = "given" in kinds or (
            "blind" in kinds
            and (kinds & {"controlled", "placebo", "crossover"} or MASKED_STUDY.search(low))
        )
        titled = any(k in ("blind", "controlled") and end <= len(title) for _, end, k in found)
        if not (masked or titled) or not STUDIED.search(low):
            return ()
        strong = [f for f in found if f[2] in ("blind", "controlled", "given", "crossover")]
    return tuple(Span(start, end) for start, end, _ in strong)


def _randomised(low: str, spans: tuple[Span, ...], types: tuple[str, ...]) -> DesignRead:
    kind = "rct-parallel"
    if WITHDRAWAL.search(low) and "withdrawal" in low:
        kind = "rct-enriched"
    elif (
        "cluster" in low
        or "practices" in low
        or "villages" in low
        or "clinics" in low
        or "schools" in low
        or "communities" in low
    ):
        kind = "rct-cluster" if CLUSTER.search(low) else kind
    if kind == "rct-parallel" and CROSSOVER.search(low):
        kind = "rct-crossover"
    return DesignRead(design=kind, masking=_masking(low), spans=spans, from_types=types)


def _masking(low: str) -> str | None:
    """Of the study's own: a trial that is wanted or was done by others says nothing of it."""
    if "blind" in low or "mask" in low or "dummy" in low:
        others = [at for at, _, kind in signs(low) if kind == "others"]
        if _own(DOUBLE, low, others):
            return "double"
        if _own(SINGLE, low, others):
            return "single"
    return "open" if "open" in low and OPEN.search(low) else None


def _own(pattern: re.Pattern[str], low: str, others: list[int]) -> bool:
    return any(
        not any(". " not in low[min(at, m.start()) : max(at, m.start())] for at in others)
        for m in pattern.finditer(low)
    )
