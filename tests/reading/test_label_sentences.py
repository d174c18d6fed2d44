"""Frequencies in sentences of a label: each number with its own effect and arm."""

import pytest

from assuage.reading.label import read_label
from assuage.terms.label_record import Label, LabelSection, Product


def _read(text: str) -> list[tuple[str, str, str | None]]:
    section = LabelSection(code="34084-4", title="6 ADVERSE REACTIONS", text=text)
    label = Label(
        setid="x", products=(Product(name="Examplin", generic="examplin"),), sections=(section,)
    )
    return [(f.effect, str(f.percent), f.arm) for f in read_label(label).frequencies]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The most common reactions were site pain and site redness (19% and 16%, respectively).",
            [("site pain", "19", None), ("site redness", "16", None)],
        ),
        (
            "ALT elevations ≥ 3 x ULN occurred in 3.5% of Examplin-treated patients and 1.5% of control-treated patients.",
            [
                ("ALT elevations ≥ 3 x ULN", "3.5", "Examplin-treated patients"),
                ("ALT elevations ≥ 3 x ULN", "1.5", "control-treated patients"),
            ],
        ),
        (
            "Approximately 5% (58 of 1062) of patients receiving Examplin developed low-titer antibodies.",
            [("low-titer antibodies", "5", "patients receiving Examplin")],
        ),
        (
            "The rate of antibody development with Examplin monotherapy was 8%.",
            [("antibody development", "8", "Examplin monotherapy")],
        ),
    ],
)
def test_each_number_has_its_effect(text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert _read(text) == wanted
