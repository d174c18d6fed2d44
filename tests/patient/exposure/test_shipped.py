"""What ships is what the script makes of the data that its card names."""

import hashlib
import json
from pathlib import Path

import pytest

from assuage.patient.exposure import cirrhosis, shipped, static
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[3]
PARAMETERS = Path(static.__file__).parent / "parameters"


def same_data() -> bool:
    """Whether the shared files are those that the card names; with others the estimates differ."""
    made_from = shipped.parameters().card["made_from"]
    assert isinstance(made_from, dict)
    return all(
        hashlib.sha256(shared("exposure", name).read_bytes()).hexdigest()[:16] == digest
        for name, digest in made_from.items()
    )


def test_canonical_bytes() -> None:
    text = (PARAMETERS / "parameters.json").read_text("utf-8")
    again = json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert text == again


def test_organs_are_made_again() -> None:
    from exposure_fit import organ_pulls

    pulls, observed, _ = organ_pulls()
    if same_data():
        held = shipped.parameters().organs
        for organ, pull in pulls.items():
            assert pull["slope"] == held[organ].slope
            assert pull["middle"] == held[organ].middle
    assert len(observed) >= 500


def test_one_estimate_is_made_again() -> None:
    """CYP1A2, the smallest of the shipped pathways, from its rows to the last shipped digit."""
    from exposure import teaching
    from exposure_data import rows
    from exposure_fit import pathway
    from exposure_static import estimated, gathered, inducers, usual_doses

    some = [r for r in rows() if r.ratio and r.ratio > 0 and r.pathway == "CYP1A2"]
    acts = inducers(some)
    more = teaching(some, acts)
    usual = usual_doses(more)
    made = pathway(estimated(gathered(more), usual, acts, classes=False, gut=False), more, usual)
    if same_data():
        held = shipped.parameters().pathways["cyp1a2"].victims
        for name, victim in held.items():
            assert made["victims"][name]["contribution"] == pytest.approx(
                victim.contribution, rel=1e-3
            )
    assert set(made["victims"]) >= {"caffeine", "tizanidine"}


def test_estimates_are_possible() -> None:
    for pathway_ in shipped.parameters().pathways.values():
        for victim in pathway_.victims.values():
            assert 0 < victim.contribution < 1 and victim.gut_ratio >= 0
        for perpetrator in pathway_.perpetrators.values():
            assert perpetrator.strength > 0 and perpetrator.pairs >= 1


def test_strengths_are_in_fda_s_order() -> None:
    """Strong above moderate above other, though the classes were only the middles of priors."""
    held = shipped.parameters().pathways["cyp3a4"].perpetrators
    strong = min(held[n].strength for n in ("ketoconazole", "itraconazole", "clarithromycin"))
    moderate = [held[n].strength for n in ("erythromycin", "fluconazole", "verapamil")]
    other = max(held[n].strength for n in ("cimetidine", "fluvoxamine", "paroxetine"))
    assert strong > max(moderate) >= min(moderate) > other


def test_three_sets() -> None:
    assert [s.name for s in cirrhosis.SETS] == ["pk-sim", "li-2015", "koenig"]
