"""What a dossier says of one person: each item is computed from the person and curated facts."""

from msgspec import Struct

from assuage.terms.additive import Alert, Ask, Met, PairFact
from assuage.terms.exposure import Advice, Exposure, Factor
from assuage.terms.patient import Medicine, Patient
from assuage.terms.pump import PumpPlan
from assuage.terms.score import Score, ScoreCaveat


class PersonHead(Struct, frozen=True, kw_only=True):
    """Who it is about: the scores that decide doses, and the medicines."""

    patient: Patient
    scores: tuple[Score, ...]
    met: tuple[Met, ...] = ()
    """Measured values that make an alert graver or fire."""


class PersonScore(Struct, frozen=True, kw_only=True):
    """One score of the person."""

    patient: Patient
    score: Score


class PersonCaveat(Struct, frozen=True, kw_only=True):
    """What a source found wrong with a score, in people like this one."""

    caveat: ScoreCaveat


class PersonExposure(Struct, frozen=True, kw_only=True):
    """Exposure to a drug by a route, all factors together."""

    exposure: Exposure


class PersonFactor(Struct, frozen=True, kw_only=True):
    """One thing that changes exposure to a drug."""

    drug: str
    route: str
    factor: Factor


class PersonAdvice(Struct, frozen=True, kw_only=True):
    """What published guidance says for this organ function.

    ``region`` is the person's; ``taken`` the drug as the person takes it, where the advice names a
    dose; ``risk_unknown``: the strictest advice, and what following it would risk is not held.
    """

    drug: str
    routes: tuple[str, ...]
    advice: Advice
    region: str | None = None
    taken: Medicine | None = None
    risk_unknown: bool = False


class PersonAlert(Struct, frozen=True, kw_only=True):
    """One effect that adds up; ``short`` leaves out mechanism and reasons; ``beside``: none of the
    asked drugs is part of it."""

    alert: Alert
    short: bool = False
    beside: bool = False


class PersonPair(Struct, frozen=True, kw_only=True):
    """What the knowledge holds of two of the medicines."""

    pair: PairFact


class PersonWatch(Struct, frozen=True, kw_only=True):
    """What to watch because of an alert; ``steps`` are those that are watching themselves."""

    effect: str
    watch: tuple[str, ...]
    medicines: tuple[str, ...]
    steps: tuple[str, ...] = ()


class PersonAsk(Struct, frozen=True, kw_only=True):
    """Values that were not given, and what they would change."""

    liver: tuple[str, ...] = ()
    """Fields of ``Patient`` without which the function of the liver is not known."""
    kidney: tuple[str, ...] = ()
    """Those without which the function of the kidneys is not known."""
    asks: tuple[Ask, ...] = ()


class PersonDoubt(Struct, frozen=True, kw_only=True):
    """A value that was kept, but is unusual, or words that are not known: to be looked at."""

    field: str
    stated: str
    meant: str | None = None
    near: tuple[str, ...] = ()


class PersonUnknown(Struct, frozen=True, kw_only=True):
    """Medicines of the person that the knowledge does not have, allergies to none of the medicines,
    and medicines on whose use in pregnancy nothing is held: these were not checked. ``partial``:
    medicines without a file of their own."""

    names: tuple[str, ...]
    partial: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    pregnancy: tuple[str, ...] = ()


class PersonNoNumber(Struct, frozen=True, kw_only=True):
    """Medicines of which nothing is held on the exposure to a drug."""

    drug: str
    others: tuple[str, ...]


class PersonPump(Struct, frozen=True, kw_only=True):
    """The person's pump, in numbers. ``part``: ``first`` (what the bottom line says), ``sums``,
    ``bridge``, ``check`` (measured against expected volume) or ``titration``."""

    plan: PumpPlan
    part: str


About = (
    PersonHead
    | PersonScore
    | PersonCaveat
    | PersonExposure
    | PersonFactor
    | PersonAdvice
    | PersonAlert
    | PersonPair
    | PersonWatch
    | PersonAsk
    | PersonDoubt
    | PersonUnknown
    | PersonNoNumber
    | PersonPump
)
"""Every kind of item."""
