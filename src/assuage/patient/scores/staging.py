"""BCLC stage of a liver cancer.

After the 2022 update (Reig 2022, J Hepatol 76:681) as a Canadian cirrhosis pathway prints it: 0 one
nodule of at most 2 cm; A one nodule above 2 cm, or up to three of at most 3 cm; B more than that,
without vascular invasion, spread or symptoms; performance status 0 in all three; C vascular
invasion, spread, or performance status 1-2. D after Pons 2005: performance status 3-4 or Child-Pugh
C; a person with Child-Pugh C who can be transplanted stays with the stage of the tumour.
"""

from decimal import Decimal

from assuage.patient.scores.child_pugh import child_pugh
from assuage.terms.patient import Patient
from assuage.terms.score import Score

STAGES = ("0", "A", "B", "C", "D")


def bclc(patient: Patient) -> Score | None:
    """The stage, the stages that are possible, or what is missing; None without a liver cancer."""
    tumour = patient.tumour
    if tumour is None and "liver-cancer" not in patient.conditions:
        return None
    needs: list[str] = []
    extent = {"0", "A", "B"}
    if tumour is None or tumour.number is None:
        needs.append("tumour.number")
    if tumour is None or tumour.largest_cm is None:
        needs.append("tumour.largest")
    if tumour is not None:
        extent = _extent(tumour.number, tumour.largest_cm)
    spread = _either(
        tumour.vascular_invasion if tumour else None, tumour.extrahepatic if tumour else None
    )
    if spread is None:
        needs += [
            name
            for name, held in (
                ("tumour.vascular_invasion", tumour and tumour.vascular_invasion is not None),
                ("tumour.extrahepatic", tumour and tumour.extrahepatic is not None),
            )
            if not held
        ]
    if patient.ecog is None:
        needs.append("ecog")
    stages: set[str] = set()
    for ecog in (0, 1, 3) if patient.ecog is None else (patient.ecog,):
        for spreads in (True, False) if spread is None else (spread,):
            for ends in _end_stage(patient, needs):
                stages |= _stages(ecog, spreads, ends, extent)
    possible = tuple(s for s in STAGES if s in stages)
    by_liver = possible == ("D",) and patient.ecog is not None and patient.ecog < 3
    if len(possible) == 1:
        needs = []
    return Score(
        id="bclc",
        grade=possible[0] if len(possible) == 1 else None,
        grades=possible,
        inputs=tuple(name for name in ("tumour", "ecog") if getattr(patient, name) is not None),
        needs=tuple(dict.fromkeys(needs)),
        notes=("end-stage-liver",) if by_liver else (),
    )


def _stages(ecog: int, spreads: bool, ends: bool, extent: set[str]) -> set[str]:
    if ecog >= 3 or ends:
        return {"D"}
    if spreads or ecog >= 1:
        return {"C"}
    return extent


def _extent(number: int | None, largest: Decimal | None) -> set[str]:
    """Stages that number and size allow."""
    numbers = (1, 3, 4) if number is None else (number,)
    sizes = (Decimal(2), Decimal(3), Decimal(4)) if largest is None else (largest,)
    found = set()
    for count in numbers:
        for size in sizes:
            if count == 1:
                found.add("0" if size <= 2 else "A")
            else:
                found.add("A" if count <= 3 and size <= 3 else "B")
    return found


def _either(first: bool | None, second: bool | None) -> bool | None:
    if first or second:
        return True
    return False if first is False and second is False else None


def _end_stage(patient: Patient, needs: list[str]) -> tuple[bool, ...]:
    """Whether the liver is at its end and cannot be replaced: each answer that is possible."""
    score = child_pugh(patient)
    classes = {score.grade} if score.grade else set(score.grades)
    if "C" not in classes:
        return (False,)
    if patient.transplant_candidate:
        return (False,)
    if classes == {"C"}:
        if patient.transplant_candidate is None:
            needs.append("transplant_candidate")
            return (True, False)
        return (True,)
    needs.append("child_pugh")
    return (True, False)
