"""What adds up between medicines: the curated rule, and the alert that it gives for a person.

A rule (``Combination``) says which medicines together, in whom, do what, how grave it is and what
to do; each part names its source. An ``Alert`` is one effect for one person: all rules of that
effect that fire, put together, so that three sedatives are one alert and not three.
"""

from typing import Final

from msgspec import Struct

from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.reference import (
    CombinationMechanismId,
    CombinedEffectId,
    GroundId,
    InteractantId,
    MeasureOfPersonId,
    MonitorId,
    PropertyId,
    RegionId,
    RouteId,
    SeverityId,
    StateOrConditionId,
    StepId,
)

SEVERITIES: Final = ("minor", "moderate", "major", "contraindicated")
"""From the least to the gravest; see ``docs/interactions.md`` for what each rests on."""

GROUNDS: Final = {
    "contraindication": "contraindicated",
    "boxed-warning": "major",
    "advises-against": "major",
    "warning": "moderate",
    "mention": "minor",
}
"""What a source says, and the gravest severity that it bears."""


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Medicines that count towards a rule: those named, those of a class, those with a property.

    ``least`` different ones are needed. ``state`` is ``stopping`` where only a medicine that is
    being stopped counts; ``purpose`` is ``immune-toxicity`` or ``other`` where what the medicine
    is given for decides.
    """

    of: tuple[InteractantId, ...] = ()
    properties: tuple[PropertyId, ...] = ()
    unless: tuple[InteractantId, ...] = ()
    least: int = 1
    not_mild: bool = False
    """Only a property that is not marked as mild counts."""
    route: RouteId | None = None
    state: str | None = None
    purpose: str | None = None


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A threshold on the person: a measure below, from, or among; or an illness or state."""

    measure: MeasureOfPersonId | None = None
    """The closed list gives its unit."""
    below: Printed | None = None
    at_least: Printed | None = None
    among: tuple[str, ...] = ()
    state: StateOrConditionId | None = None


class Ground(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="ground"):
    """What a source says of the combination; it bounds the severity."""

    says: GroundId
    region: RegionId | None = None
    of: tuple[InteractantId, ...] = ()
    """The medicines that the source speaks of; all that the rule concerns where empty."""


class CombinationMechanism(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="combination-mechanism"
):
    """How the medicines add up."""

    mechanism: CombinationMechanismId


class Step(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="step"):
    """One thing to do; ``watch`` names what to follow."""

    step: StepId
    watch: MonitorId | None = None
    amount: Printed | None = None
    of: tuple[InteractantId, ...] = ()
    """As in a ground: what the source says of one medicine is not said of another."""


class Raised(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="raised"):
    """A threshold beyond which the combination is graver."""

    limit: Limit
    severity: SeverityId


class Combination(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. It fires where every group has its medicines, each medicine counted once, and,
    if ``when`` is given, at least one of its limits holds."""

    id: str
    effect: CombinedEffectId
    severity: SeverityId
    groups: tuple[Group, ...]
    grounds: tuple[Ground, ...]
    mechanisms: tuple[CombinationMechanism, ...] = ()
    management: tuple[Step, ...] = ()
    when: tuple[Limit, ...] = ()
    spared_by: tuple[InteractantId, ...] = ()
    """Taken too, these keep the rule from firing (an antiviral, where hepatitis B is the risk)."""
    raised: tuple[Raised, ...] = ()
    withdrawn: str | None = None


class Taken(Struct, frozen=True, kw_only=True):
    """A medicine as the rules see it: an entry of the knowledge, and what is known of its use."""

    id: str
    """A drug, class or other agent of the knowledge."""
    name: str
    """As typed."""
    route: str | None = None
    stopping: bool = False
    gone: bool = False
    """Stopped already: counts only for what stopping does."""
    purpose: str | None = None
    usual: bool = False
    """Not taken: a usual treatment of the condition."""


DIALYSIS: Final = "dialysis"
"""The value of a ``Met`` that stands for an eGFR below every limit."""


class Met(Struct, frozen=True, kw_only=True):
    """A limit that holds, with the value that meets it."""

    limit: Limit
    value: str


class Fired(Struct, frozen=True, kw_only=True):
    """One rule that fired: its medicines in the order given, and why it is as grave as it is.

    ``rule`` is ``drug:<id>`` where a drug's own file says it of the two medicines.
    """

    rule: str
    severity: str
    medicines: tuple[str, ...]
    route: str | None = None
    """The route that a drug's file speaks of."""
    because: tuple[Met, ...] = ()
    raised: tuple[Met, ...] = ()
    says: str | None = None
    """The strongest ground that concerns these medicines; none where only their own properties
    are known."""
    grounds: tuple[str, ...] = ()
    """Sources of that ground."""
    sources: tuple[str, ...] = ()
    """All sources: grounds, mechanisms, limits, and the medicines' properties."""


class Note(Struct, frozen=True, kw_only=True):
    """A mechanism or a step of an alert, once, with every source that says so."""

    id: str
    sources: tuple[str, ...]
    watch: str | None = None
    amount: str | None = None
    of: tuple[str, ...] = ()
    """The medicines of the alert that the sources speak of; all where empty."""
    rules: tuple[str, ...] = ()
    """The rules that hold it; empty where a drug's file says it of the two in ``of``."""


class Ask(Struct, frozen=True, kw_only=True):
    """A value of the person that was not given, and what it could change."""

    measure: str
    effect: str
    severity: str
    """The severity that the effect would have."""


class Alert(Struct, frozen=True, kw_only=True):
    """One effect that adds up in this person, gravest rule first."""

    effect: str
    severity: str
    medicines: tuple[str, ...]
    usual: tuple[str, ...]
    """Those of the medicines that are not taken: usual treatments of the condition."""
    fired: tuple[Fired, ...]
    mechanisms: tuple[Note, ...]
    management: tuple[Note, ...]
    sources: tuple[str, ...]


class PairFact(Struct, frozen=True, kw_only=True):
    """What the knowledge holds of two medicines, from whichever drug's file.

    Of exposure: ``drug`` is the one whose concentration changes, ``other`` the one that changes
    it. Of an effect that adds up: the order of the list. ``through`` is the class by which one of
    them is meant, ``None`` where both are named.
    """

    drug: str
    other: str
    kind: str
    sources: tuple[str, ...]
    where: str
    """The place in the first source."""
    through: str | None = None
    auc_ratio: str | None = None
    auc_ratio_interval: tuple[str, str] | None = None
    cmax_ratio: str | None = None
    route: str | None = None
    action: str | None = None
    severity: str = "minor"
    """What the advice bears."""
    advised: tuple[str, ...] = ()
    """Those of the sources that give the advice."""


class Expected(Struct, frozen=True, kw_only=True):
    """A change of exposure that an engine computed for a pair, beside what was observed.

    ``ratio`` is the AUC of ``drug`` with ``other`` over that without, with its 90% interval.
    """

    drug: str
    other: str
    route: str | None
    ratio: float
    low: float
    high: float
    basis: str
    """``observed`` or ``modelled``."""
    sources: tuple[str, ...] = ()
    """Of the observations that were pooled."""


class Together(Struct, frozen=True, kw_only=True):
    """Everything on a list of medicines: alerts, then facts of exposure, then what is missing."""

    medicines: tuple[Taken, ...]
    conditions: tuple[str, ...]
    alerts: tuple[Alert, ...]
    with_usual: tuple[Alert, ...]
    """Alerts that a usual treatment of ``with_usual_list`` would add."""
    exposure: tuple[PairFact, ...]
    exposure_usual: tuple[PairFact, ...]
    asks: tuple[Ask, ...]
    rules: int
    """How many rules were looked at."""
    without_facts: tuple[str, ...]
    """Medicines of which the knowledge holds no property and no interaction."""
    with_usual_list: tuple[str, ...] = ()
    """Those of the conditions of which usual treatments are held, their own or a broader one's."""
    partial: tuple[str, ...] = ()
    """Medicines without a file of their own: only rules that name them or their class see them."""
    unknown: tuple[str, ...] = ()
    """Names in a patient's file that the knowledge does not have: not checked."""
    expected: tuple[Expected, ...] = ()
    pregnancy_unheld: tuple[str, ...] = ()
    """Of a pregnant person: medicines on whose use in pregnancy nothing is held."""
    allergies_met: tuple[str, ...] = ()
    """Stated allergies that are to one of the medicines."""
