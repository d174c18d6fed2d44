"""Every kind of statement has a realiser in both languages, and both languages the same labels."""

import re
from pathlib import Path

from assuage.prose import chinese, english

SOURCE = Path(__file__).resolve().parents[2] / "src" / "assuage" / "dossier"


def test_both_languages_have_the_same_kinds_and_labels() -> None:
    assert set(english.REALISERS) == set(chinese.REALISERS)
    assert set(english.LABELS) == set(chinese.LABELS)


def test_every_kind_that_a_section_can_say_has_a_realiser() -> None:
    said = set()
    for path in SOURCE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r'\.(?:say|grouped|each|compute)\(\s*"([\w-]+)"', text))
        said |= set(re.findall(r'kind="([\w-]+)"', text))
    figures = {"forest", "benefit-harm", "mechanism-map", "exposure", "property"}
    assert said - figures <= set(english.REALISERS)
    assert len(said) > 25


def test_every_reason_of_certainty_is_worded_in_both_languages() -> None:
    from assuage.prose.chinese import computed as zh
    from assuage.prose.english import computed as en

    assert set(en._REASONS) == set(zh._REASONS)
    code = (SOURCE.parent / "synthesis" / "certainty.py").read_text(encoding="utf-8")
    for reason in re.findall(r'reason="([\w-]+)"', code):
        assert reason in {r for _, r in en._REASONS}
