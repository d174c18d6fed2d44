"""Each rule is broken once, and its message seen."""

from pathlib import Path

import pytest

from assuage.knowledge.load import load
from assuage.knowledge.rules import RULES, check

STUDY, DRUG = "studies/one-2020-alpha.toml", "drugs/alpha.toml"
RULE = "combinations/alpha-alcohol.toml"

# rule, file, what is written, what is written instead, words of the message
BREAKS = [
    ("file-name-is-id", STUDY, 'id = "one-2020-alpha"', 'id = "two"', "not the file's name"),
    (
        "references-resolve",
        STUDY,
        'design = "rct-parallel"',
        'design = "rct-paralel"',
        "rct-parallel",
    ),
    ("result-arms-resolve", STUDY, 'versus = "placebo"', 'versus = "sham"', "no arm 'sham'"),
    (
        "places-were-read",
        STUDY,
        'where = "abstract, results"',
        'where = "Table 2"',
        "part that was read",
    ),
    ("citations-are-whole", STUDY, 'doi = "10.1000/one"', 'doi = "10.1000/ONE"', "lower case"),
    (
        "one-paper-one-entry",
        "guidance/body-2021-alpha.toml",
        "10.1000/body",
        "10.1000/one",
        "is also",
    ),
    ("intervals-are-in-order", STUDY, "[-2.10, -0.70]", "[-0.70, -2.10]", "is not between"),
    ("intervals-are-in-order", "markers/marker-a.toml", "value = 1.5", "value = 2.5", "not inside"),
    (
        "direction-agrees",
        STUDY,
        'direction = "lower"',
        'direction = "higher"',
        "wholly on one side",
    ),
    ("direction-agrees", STUDY, "[-2.10, -0.70]", "[-2.10, 0.70]", "includes 0"),
    ("percents-agree", STUDY, "percent = 25", "percent = 52", "not 52%"),
    ("percents-agree", STUDY, "events = 25, n = 100", "events = 125, n = 100", "more than all"),
    ("closed-words", DRUG, 'organ = "liver"', 'organ = "spleen"', "liver, kidney"),
    ("closed-words", DRUG, 'kind = "small-molecule"', 'kind = "pill"', "small-molecule, antibody"),
    (
        "not-checked-is-bare",
        DRUG,
        'status = "not-checked"',
        'status = "not-checked"\nyear = 2001',
        "states something",
    ),
    (
        "not-checked-is-bare",
        DRUG,
        'use = "anaesthesia"\nsource = "web:label-us-alpha"\n',
        'use = "anaesthesia"\n',
        "has no source",
    ),
    ("names-are-apart", DRUG, 'decoys = ["isoalpha"]', 'decoys = ["alpha"]', "a decoy and a name"),
    ("names-are-apart", "drugs/beta.toml", 'en = "beta"', 'en = "Alpha"', "also names"),
    (
        "full-drugs-are-full",
        "drugs/beta.toml",
        'depth = "short"',
        'depth = "full"',
        "nothing in identifiers",
    ),
    (
        "full-drugs-are-full",
        DRUG,
        '[[regulatory]]\nregion = "cn"\nstatus = "not-checked"\n',
        "",
        "nothing on China",
    ),
    (
        "withdrawn-has-reason",
        STUDY,
        'design = "rct',
        'status = "withdrawn"\ndesign = "rct',
        "without a reason",
    ),
    (
        "outcomes-have-sides",
        "vocabulary/outcomes.toml",
        'better = "lower"\ndomain = "benefit"',
        'domain = "benefit"',
        "has no better",
    ),
    (
        "terms-are-unique",
        "vocabulary/strengths.toml",
        'id = "mild"',
        'id = "marked"',
        "stands twice",
    ),
    ("numbers-are-plausible", STUDY, 'p = "<0.001"', "p = 3", "P as a proportion"),
    (
        "sources-are-used",
        "sources/label-us-alpha.toml",
        'title = "Alpha',
        'pmid = "9"\ntitle = "Alpha',
        "nothing cites",
    ),
    (
        "members-know-their-class",
        "classes/greeks.toml",
        'members = ["alpha", "beta"]',
        "members = []",
        "class is empty",
    ),
    (
        "bias-needs-the-full-text",
        STUDY,
        "[population]",
        '[bias]\nrandomisation = "low"\n\n[population]',
        "only the abstract",
    ),
    (
        "device-doses-name-their-drug",
        "devices/pump.toml",
        'drug = "alpha"',
        'drug = "beta"',
        "one of: alpha",
    ),
    ("combinations-can-fire", RULE, 'of = ["alpha"]', "least = 2", "the group is empty"),
    ("combinations-can-fire", RULE, "least = 1", "least = 0", "1 or more"),
    ("combinations-can-fire", RULE, "least = 1", 'state = "new"', "stopping"),
    ("combinations-can-fire", RULE, "at_least = 65", "at_least = 65, below = 80", "single"),
    ("combinations-can-fire", RULE, '"contraindicated"', '"minor"', "it lowers"),
    ("severity-has-grounds", RULE, '"boxed-warning"', '"warning"', "bears 'moderate'"),
    ("schema", STUDY, "n = 200", 'n = "many"', "Expected `int"),
    ("schema", STUDY, "p = ", "pvalue = ", "unknown field `pvalue`"),
    ("schema", STUDY, "effect = -1.40", 'effect = "less"', "expected a number"),
    ("toml", STUDY, 'design = "rct-parallel"', "design = rct-parallel", "not valid TOML"),
]


def test_the_small_knowledge_is_sound(small: Path) -> None:
    assert [str(p) for p in check(small)] == []


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "words"),
    BREAKS,
    ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)],
)
def test_a_broken_rule_says_what_to_write(
    small: Path, rule: str, file: str, old: str, new: str, words: str
) -> None:
    path = small / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [p for p in check(small) if p.rule == rule]
    assert found, f"{rule} did not notice"
    assert any(words in str(p) for p in found), [str(p) for p in found]
    assert all(p.message and p.repair.endswith(".") for p in found)


def test_every_rule_is_broken_here() -> None:
    broken = {rule for rule, *_ in BREAKS}
    assert {r.__name__.replace("_", "-") for r in RULES} <= broken


def test_a_broken_file_names_its_line(small: Path) -> None:
    path = small / STUDY
    path.write_text(
        path.read_text(encoding="utf-8").replace("effect = -1.40", 'effect = "less"'),
        encoding="utf-8",
    )
    problem = next(p for p in check(small) if p.rule == "schema")
    line = path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert line == 'effect = "less"'


def test_a_broken_file_is_left_out_and_the_rest_loads(small: Path) -> None:
    (small / "drugs/beta.toml").write_text("id = beta\n", encoding="utf-8")
    knowledge = load(small)
    assert set(knowledge.drugs) == {"alpha"}
    assert [p.path for p in knowledge.left_out] == ["drugs/beta.toml"]


def test_an_unknown_term_leaves_its_file_out(small: Path) -> None:
    path = small / STUDY
    path.write_text(
        path.read_text(encoding="utf-8").replace('outcome = "pain-intensity"', 'outcome = "mood"'),
        encoding="utf-8",
    )
    knowledge = load(small)
    assert knowledge.studies == {}
    assert knowledge.left_out[0].key == "results[0].outcome"


def test_withdrawn_entries_stay_out_and_unverified_are_never_shown(small: Path) -> None:
    path = small / STUDY
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("design =", 'status = "unverified"\ndesign =', 1), encoding="utf-8"
    )
    assert load(small).studies == {}
