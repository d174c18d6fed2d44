"""How much of a drug a person is exposed to, relative to a usual person: the nouns.

Every ratio is AUC in this person over AUC in the usual adult with healthy liver and kidneys,
without the other medicines. Intervals are 90 %: where a further study's mean would be expected;
one person differs from a study's mean by more than that.
"""

from typing import Final

from msgspec import Struct

TIERS: Final = (
    "observed",
    "both estimated",
    "victim not estimated",
    "perpetrator not estimated",
    "other pathway",
    "liver",
    "kidney",
)
REASONS: Final = (
    "observed-leads",
    "conflict",
    "model-contradicted",
    "no-observation",
    "contribution-from-role",
    "strength-from-class",
    "no-shared-pathway",
    "beyond-tested",
    "one-pair-only",
    "organ-without-number",
    "acts-without-number",
    "acts-through-metabolite",
    "not-in-children",
    "not-in-pregnancy",
    "seen-in-others",
    "strength-unknown",
    "contribution-unknown",
    "pathways-unknown",
    "biologic",
    "local-route",
    "no-first-pass-route",
    "gene-not-a-pathway",
    "gene-share-unknown",
    "phenotype-not-quantified",
    "high-extraction-severe",
    "other-grade-only",
    "normal-function",
    "renal-fraction-unknown",
    "several-perpetrators",
    "same-pathway",
)
"""Why a number leads, stands back, or is not given. The words are in ``prose``."""


class Span(Struct, frozen=True, kw_only=True):
    """A ratio with its 90 % interval."""

    ratio: float
    low: float
    high: float


class Observation(Struct, frozen=True, kw_only=True):
    """One published ratio. ``checked``: we read its text; else it was read in a compilation."""

    ratio: float
    source: str
    """``pmid:…``, ``doi:…``, ``web:…``, or the reference as the compilation gives it."""
    checked: bool
    where: str | None = None
    printed: str | None = None
    """As the source words it, where the ratio was worked out from that."""
    moiety: str | None = None
    low: float | None = None
    high: float | None = None
    grade: str | None = None


class Pooled(Struct, frozen=True, kw_only=True):
    """Observations of one thing, pooled on the log scale with the spread between studies."""

    span: Span
    studies: tuple[Observation, ...]


class Modelled(Struct, frozen=True, kw_only=True):
    """What the model says. ``tier`` says which held-out errors its interval comes from."""

    span: Span
    tier: str
    inputs: tuple[tuple[str, float], ...] = ()
    """Name and value of what went in: contributions, strengths, fractions."""
    sets: tuple[tuple[str, float], ...] = ()
    """Cirrhosis: each published parameter set's own ratio."""


class Factor(Struct, frozen=True, kw_only=True):
    """One thing that changes exposure. ``kind``: interaction, liver, kidney, gene."""

    kind: str
    what: tuple[str, ...]
    """Perpetrators, or the class of the organ, or gene and phenotype."""
    observed: Pooled | None = None
    modelled: Modelled | None = None
    leads: str | None = None
    """``observed`` or ``modelled``; ``None``: abstained."""
    reasons: tuple[str, ...] = ()
    directions: tuple[tuple[str, str, str], ...] = ()
    """What sources say without a ratio: kind of interaction, source, with whom or which class."""
    acts: bool = False
    """A medicine that acts on the drug, by a source or by a shared pathway, and has no number."""

    @property
    def span(self) -> Span | None:
        """The leading ratio."""
        if self.leads == "observed" and self.observed:
            return self.observed.span
        if self.leads == "modelled" and self.modelled:
            return self.modelled.span
        return None


class MetaboliteNote(Struct, frozen=True, kw_only=True):
    """What is to be said of an active metabolite beside a factor: the ratio is the drug's alone.

    ``kind`` and ``what`` are those of the factor; ``carries`` as in the drug's file; ``direction``
    is ``higher`` or ``lower`` where a source says it, else ``None``.
    """

    metabolite: str
    carries: str
    kind: str
    what: tuple[str, ...]
    direction: str | None
    sources: tuple[str, ...]
    pathways: tuple[str, ...] = ()
    """The changed pathways that make or remove it; none beside an ill organ."""
    made: bool = False
    """Whether the pathways make it; else they remove it."""
    cleared: bool = False
    """Whether the ill organ clears it."""


class Advice(Struct, frozen=True, kw_only=True):
    """One published recommendation that applies. ``leads``: shown first; ``strictest``: beside it.

    ``organ`` is ``liver``, ``kidney`` or ``gene``; of a gene, ``grade`` is the phenotype."""

    organ: str
    grade: str
    action: str
    source: str
    where: str
    region: str | None
    year: int | None
    leads: bool = False
    strictest: bool = False
    dose: str | None = None
    limits: str | None = None
    gene: str | None = None
    estimate: str | None = None
    """The estimate of renal function by which it applies, where that is not the first."""
    stricter: bool = False
    """It applies by a lower estimate only: it never leads."""
    use: str | None = None
    """The use that it is advised for, where that is not this person's: it never leads."""
    risks: tuple[tuple[str, str], ...] = ()
    """What following it would risk, each with the source of the drug's fact."""


class KidneyUsed(Struct, frozen=True, kw_only=True):
    """Which estimates of renal function there are, by what they rest on, in mL/min: the first is
    gone by, except where guidance names another. ``apart``: they fall in different classes of the
    studies; ``advised``: a lower one brings stricter advice."""

    estimates: tuple[tuple[str, float], ...]
    apart: bool = False
    advised: bool = False


class Exposure(Struct, frozen=True, kw_only=True):
    """The answer for one drug by one route. ``together`` is the product of what leads; ``None`` where
    observation and model conflict, where an organ that is ill or a medicine that acts has no number,
    where the drug acts through a metabolite, in children and in pregnancy: ``reasons`` say which."""

    drug: str
    route: str
    factors: tuple[Factor, ...] = ()
    together: Span | None = None
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Fields of ``Patient`` that would change the answer."""
    advice: tuple[Advice, ...] = ()
    kidney: KidneyUsed | None = None
    """``None`` on dialysis and where nothing of the kidneys is known."""
    metabolites: tuple[MetaboliteNote, ...] = ()
    """What acts beside the drug, or in its place, and is not in any ratio."""
