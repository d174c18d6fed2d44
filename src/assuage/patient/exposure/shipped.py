"""What ships with the model: estimates, observed ratios, interval widths; read once, on first use."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import StringIO

import msgspec

from assuage.terms.exposure import Observation

FOLDER = "parameters"


class VictimOn(msgspec.Struct, frozen=True):
    """A victim's share of clearance through one pathway, and of its gut wall."""

    contribution: float
    contribution_sd_logit: float
    gut_ratio: float
    pairs: int


class PerpetratorOn(msgspec.Struct, frozen=True):
    """What a perpetrator does to one pathway at its usual dose."""

    induces: bool
    strength: float
    strength_sd_ln: float
    gut_to_liver: float
    gut_only: bool
    pairs: int
    usual_mg_per_day: float | None = None


class Middle(msgspec.Struct, frozen=True):
    """Middles of the priors: what stands in for a drug that was not estimated."""

    contribution: float
    gut_ratio: float
    gut_per_ln_availability: float
    typical_availability: float
    gut_to_liver: dict[str, float]
    strength: dict[str, float]
    half_of_usual_dose: float
    turnover_per_h: float
    dose_exponent: float


class Pathway(msgspec.Struct, frozen=True):
    """One pathway: estimates of victims and perpetrators by id, priors, and their spreads."""

    victims: dict[str, VictimOn]
    perpetrators: dict[str, PerpetratorOn]
    middle: Middle
    spreads: dict[str, float]


class OrganPull(msgspec.Struct, frozen=True):
    """ln ratio = middle of the class + slope x (mechanistic ln ratio - centre of the class)."""

    middle: dict[str, float]
    centre: dict[str, float]
    slope: float

    def ln(self, grade: str, mechanism: float) -> float:
        """ln AUC ratio of a class, from the ln ratio that the equations give."""
        return self.middle[grade] + self.slope * (mechanism - self.centre[grade])


class Width(msgspec.Struct, frozen=True):
    """Half-width on the log scale: ``half_ln`` x (1 + ``stretch`` x |ln ratio|)."""

    half_ln: float
    stretch: float
    points: int


class Without(msgspec.Struct, frozen=True):
    """What the model says of an observed pair when that pair was left out of the estimate."""

    victim: str
    perpetrator: str
    route: str
    tier: str
    ratio: float | None = None
    """``None``: the model knows nothing of the drug without this pair."""


class Inputs(msgspec.Struct, frozen=True):
    """Of a drug: renal fraction, hepatic extraction, unbound and available fraction, enzymes."""

    cas: str
    renal: float | None = None
    extraction: float | None = None
    unbound: float | None = None
    bioavailability: float | None = None
    enzymes: tuple[str, ...] = ()
    kidney_clears: str = ""
    clearance_share_of_liver_flow: float | None = None


class Parameters(msgspec.Struct, frozen=True):
    """``parameters.json`` as ``evaluation/exposure_fit.py`` wrote it. ``card``: how it was made."""

    card: dict[str, object]
    pathways: dict[str, Pathway]
    organs: dict[str, OrganPull]
    intervals: dict[str, Width]
    without_pair: tuple[Without, ...]
    drugs: dict[str, Inputs]


class Classes(msgspec.Struct, frozen=True):
    """FDA's classes of CYP3A inhibitors and inducers, by name."""

    strong_inhibitors: frozenset[str]
    moderate_inhibitors: frozenset[str]
    strong_inducers: frozenset[str]
    moderate_inducers: frozenset[str]
    gut_only: frozenset[str]

    def of(self, name: str) -> str | None:
        """``strong inhibitor`` … ``moderate inducer``; ``None``: in no list."""
        for field in ("strong_inhibitors", "moderate_inhibitors", "strong_inducers"):
            if name in getattr(self, field):
                return field[:-1].replace("_", " ")
        return "moderate inducer" if name in self.moderate_inducers else None


def _text(name: str) -> str:
    return files("assuage.patient.exposure").joinpath(FOLDER, name).read_text("utf-8")


@cache
def parameters() -> Parameters:
    """The estimates that ship."""
    return msgspec.json.decode(_text("parameters.json"), type=Parameters)


@cache
def classes() -> Classes:
    """FDA's lists that ship."""
    import tomli  # compiled, and needed for this one file

    return msgspec.convert(tomli.loads(_text("perpetrators.toml")), Classes)


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(StringIO(_text(name)))


@cache
def observed_interactions() -> dict[tuple[str, tuple[str, ...], str], tuple[Observation, ...]]:
    """Shipped ratios by victim, perpetrators (sorted) and route."""
    found: dict[tuple[str, tuple[str, ...], str], list[Observation]] = {}
    for row in _rows("observed_curated.csv"):
        key = (row["victim"], tuple(sorted(row["perpetrators"].split("+"))), row["route"])
        found.setdefault(key, []).append(
            Observation(
                ratio=float(row["ratio"]),
                source=row["source"],
                checked=True,
                where=row["where"],
                printed=row["printed"],
                moiety=row["moiety"] or None,
                low=float(row["low"]) if row["low"] else None,
                high=float(row["high"]) if row["high"] else None,
            )
        )
    for row in _rows("observed_compiled.csv"):
        key = (row["victim"], (row["perpetrator"],), row["route"])
        found.setdefault(key, []).append(
            Observation(ratio=float(row["ratio"]), source=row["source"], checked=False)
        )
    return {key: tuple(value) for key, value in found.items()}


@cache
def observed_organs() -> dict[tuple[str, str], tuple[tuple[str, Observation], ...]]:
    """Shipped organ ratios by drug and organ: the route and the observation with its grade."""
    found: dict[tuple[str, str], list[tuple[str, Observation]]] = {}
    for name, checked in (("observed_organs_curated.csv", True), ("observed_organs.csv", False)):
        for row in _rows(name):
            reference = row["source"]
            source = f"pmid:{reference}" if reference.isdigit() else reference
            found.setdefault((row["drug"], row["organ"]), []).append(
                (
                    row["route"],
                    Observation(
                        ratio=float(row["ratio"]),
                        source=source,
                        checked=checked,
                        grade=row["grade"],
                        where=row.get("where"),
                    ),
                )
            )
    return {key: tuple(value) for key, value in found.items()}


@cache
def observed_genes() -> dict[tuple[str, str], tuple[tuple[str, Observation], ...]]:
    """Shipped ratios between phenotypes by drug and gene: the route and the observation."""
    found: dict[tuple[str, str], list[tuple[str, Observation]]] = {}
    for row in _rows("observed_genes.csv"):
        found.setdefault((row["drug"], row["gene"]), []).append(
            (
                row["route"],
                Observation(
                    ratio=float(row["ratio"]),
                    source=row["source"],
                    checked=True,
                    where=row["where"],
                    printed=row["printed"],
                ),
            )
        )
    return {key: tuple(value) for key, value in found.items()}
