"""Devices and procedures."""

from msgspec import Struct

from assuage.terms.drug import AdverseEffect, Contraindication, Monitoring, Names
from assuage.terms.fact import Amount, Dose, Fact
from assuage.terms.reference import (
    ActionId,
    DrugId,
    EffectId,
    InteractantId,
    NodeId,
    ParameterId,
    RouteId,
    TimingId,
)


class Specification(
    Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="specification"
):
    """One number of a device, as its maker or a regulator states it."""

    parameter: ParameterId
    amount: Amount


class Rescue(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="rescue"):
    """What a source says to do when a harm happens (withdrawal, overdose, pump failure)."""

    harm: EffectId
    action: ActionId
    drug: DrugId | None = None
    """The drug whose withdrawal or overdose is meant; absent for the device's own harms."""
    agent: InteractantId | None = None
    amount: Amount | None = None
    route: RouteId | None = None
    timing: TimingId | None = None


class Device(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A device through which drugs are given. Complication rates stand in studies."""

    id: str
    names: Names
    drugs: tuple[DrugId, ...] = ()
    route: RouteId | None = None
    specifications: tuple[Specification, ...] = ()
    adverse_effects: tuple[AdverseEffect, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    doses: tuple[Dose, ...] = ()
    rescues: tuple[Rescue, ...] = ()
    withdrawn: str | None = None


class Procedure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An interventional procedure against pain. Effects stand in studies."""

    id: str
    names: Names
    targets: tuple[NodeId, ...] = ()
    adverse_effects: tuple[AdverseEffect, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    withdrawn: str | None = None
