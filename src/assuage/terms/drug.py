"""Drugs and classes, and the kinds of fact that a drug file holds."""

from msgspec import Struct

from assuage.terms.fact import Amount, Dose, Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import (
    ActionId,
    ClassId,
    ConditionId,
    DirectionId,
    DrugActionId,
    DrugId,
    EffectId,
    FeatureId,
    FrequencyId,
    InteractantId,
    InteractionId,
    MetaboliteId,
    MonitorId,
    OrganGradeId,
    ParameterId,
    PathwayId,
    PropertyId,
    RegionId,
    RoleId,
    RouteId,
    SourceId,
    StateId,
    StatusId,
    StrengthId,
    TargetId,
    TimingId,
    UseId,
)


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names in both languages. The Chinese name has its own source."""

    en: str
    zh: str
    zh_source: SourceId
    en_synonyms: tuple[str, ...] = ()
    zh_synonyms: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()
    """Near names that must never match this entry."""


class Identifier(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="identifier"):
    """A code in a public scheme: atc, rxnorm, unii, chembl, mesh, cas, drugbank."""

    scheme: str
    code: str


class DrugAction(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="drug-action"):
    """What the drug does at a molecular target."""

    target: TargetId
    action: DrugActionId


class Regulatory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="regulatory"):
    """Regulatory state in one region. ``not-checked`` needs no source, and shows as such."""

    region: RegionId
    status: StatusId
    use: UseId | None = None
    route: RouteId | None = None
    year: int | None = None
    source: SourceId | None = None
    where: str | None = None
    withdrawn: str | None = None


class AdverseEffect(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="adverse-effect"
):
    """An adverse effect that a source attributes to the drug."""

    effect: EffectId
    frequency: FrequencyId | None = None
    percent: Printed | None = None
    percent_high: Printed | None = None
    comparator_percent: Printed | None = None
    route: RouteId | None = None
    context: UseId | None = None
    timing: TimingId | None = None


class BoxedWarning(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="boxed-warning"
):
    """A risk named in a regulator's boxed warning."""

    region: RegionId
    risk: EffectId
    route: RouteId | None = None


class Contraindication(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="contraindication"
):
    """A state of the patient in which a source says not to use, or to use with caution.

    ``level``: ``contraindicated``, ``avoid`` (advised against) or ``caution``.
    """

    state: StateId
    level: str
    region: RegionId | None = None
    route: RouteId | None = None


class Monitoring(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="monitoring"):
    """What a source says to watch, when, and for which harm."""

    what: MonitorId
    when: TimingId | None = None
    harm: EffectId | None = None
    every: Amount | None = None


class OrganGuidance(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="organ-guidance"
):
    """What a source advises in liver or kidney impairment. Conflicts stand side by side."""

    organ: str
    grade: OrganGradeId
    action: ActionId
    region: RegionId | None = None
    low: Printed | None = None
    """Lower limit of creatinine clearance or eGFR, in mL/min, where the grade is a range."""
    high: Printed | None = None
    dose: Amount | None = None
    reduce_percent: Printed | None = None
    exposure_ratio: Printed | None = None
    """Observed AUC relative to normal organ function, where the source prints it."""
    route: RouteId | None = None
    use: UseId | None = None
    """The use that it is advised for, where the source says so for that use alone."""


class Pharmacokinetic(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="pharmacokinetic"
):
    """One pharmacokinetic value with its unit and the people it was measured in."""

    parameter: ParameterId
    amount: Amount
    route: RouteId | None = None
    population: FeatureId | None = None
    condition: ConditionId | None = None
    moiety: DrugId | None = None


class Elimination(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="elimination"):
    """A pathway by which the drug is cleared, and how much it matters."""

    pathway: PathwayId
    role: RoleId
    percent: Printed | None = None
    percent_high: Printed | None = None


class ActiveMetabolite(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="active-metabolite"
):
    """A metabolite by which the drug acts.

    ``carries``: ``effect`` where the drug does little without it (codeine), ``shared`` where the drug
    acts too, ``minor`` where a source found that it does not decide the effect.
    """

    metabolite: MetaboliteId
    carries: str
    made_by: PathwayId | None = None
    removed_by: tuple[PathwayId, ...] = ()
    """Enzymes that inactivate it: the less of them, the more of it."""
    cleared_by: str | None = None
    """The organ that clears it: ``kidney`` or ``liver``."""


class MetaboliteChange(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="metabolite-change"
):
    """Which way a source says that an active metabolite goes: in a phenotype (``gene`` and
    ``phenotype``), with a medicine (``other``), or where an ``organ`` is ill."""

    metabolite: MetaboliteId
    direction: DirectionId
    gene: str | None = None
    phenotype: str | None = None
    other: InteractantId | None = None
    organ: str | None = None


class GeneGuidance(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="gene-guidance"
):
    """What a source advises for a phenotype of a gene, in CPIC's terms."""

    gene: str
    phenotype: str
    action: ActionId
    region: RegionId | None = None
    dose: Amount | None = None
    use: UseId | None = None


class Property(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="property"):
    """A pharmacodynamic property that adds up between drugs."""

    property: PropertyId
    strength: StrengthId | None = None


class Interaction(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="interaction"):
    """What another drug, class or food does to this drug, or this drug to it.

    ``role``: ``victim`` where this drug's exposure changes, ``perpetrator`` where the
    other's does, ``pharmacodynamic`` where effects add up or oppose.
    """

    other: InteractantId
    kind: InteractionId
    role: str
    auc_ratio: Printed | None = None
    auc_ratio_interval: tuple[Printed, Printed] | None = None
    cmax_ratio: Printed | None = None
    moiety: DrugId | None = None
    """The drug that was measured, where it is another than the entry's (an enantiomer)."""
    route: RouteId | None = None
    action: ActionId | None = None


class Drug(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A drug. ``kind``: small-molecule, antibody, fusion-protein, peptide, toxin,
    polysaccharide, polymer, herbal.
    ``depth``: ``full``, or ``short`` for an entry that holds little yet."""

    id: str
    names: Names
    kind: str
    depth: str = "full"
    withdrawn: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    actions: tuple[DrugAction, ...] = ()
    regulatory: tuple[Regulatory, ...] = ()
    adverse_effects: tuple[AdverseEffect, ...] = ()
    boxed_warnings: tuple[BoxedWarning, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    organ_guidance: tuple[OrganGuidance, ...] = ()
    pharmacokinetics: tuple[Pharmacokinetic, ...] = ()
    elimination: tuple[Elimination, ...] = ()
    active_metabolites: tuple[ActiveMetabolite, ...] = ()
    metabolite_changes: tuple[MetaboliteChange, ...] = ()
    gene_guidance: tuple[GeneGuidance, ...] = ()
    properties: tuple[Property, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    doses: tuple[Dose, ...] = ()


class DrugClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class and its members; ``parts`` are narrower classes."""

    id: str
    names: Names
    members: tuple[DrugId, ...] = ()
    parts: tuple[ClassId, ...] = ()
    withdrawn: str | None = None
