"""Trials of the register: real records in three shapes, and small broken ones of our own words."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing import trials_json, trials_xml
from assuage.parsing.problem import ParseProblem
from assuage.parsing.trials_words import code, iso_date, plain, unwrapped
from assuage.terms.record import Record
from assuage.terms.trial_record import EventCount, Trial
from tests.shared_data import shared

AACT = ("trials", "aact", "support")


def _json(name: str) -> list[Record | ParseProblem]:
    path = shared(*AACT, "json_data", name)
    return list(trials_json.records(path.read_bytes(), path.name))


def _xml(*parts: str) -> list[Record | ParseProblem]:
    path = shared(*parts)
    return list(trials_xml.records(path.read_bytes(), path.name))


def _one(found: list[Record | ParseProblem]) -> Record:
    (record,) = found
    assert isinstance(record, Record), record
    return record


def _trial(found: list[Record | ParseProblem]) -> Trial:
    trial = _one(found).trial
    assert trial is not None
    return trial


# Text of the XML is wrapped and keeps the signs of lists, which the former API dropped.
_SIGN = re.compile(r"(^|\n)\s*(?:[-*]|\d+\.|[a-z]\.)\s+")


def _flat(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s+", " ", _SIGN.sub(r"\1", value)).strip()
    if isinstance(value, list | tuple):
        return [_flat(v) for v in value]
    if isinstance(value, dict):
        return {k: _flat(v) for k, v in value.items()}
    return value


def _facts(trial: Trial) -> dict[str, Any]:
    facts: dict[str, Any] = _flat(msgspec.to_builtins(trial))
    facts["events"] = sorted(facts["events"], key=lambda e: json.dumps(e, sort_keys=True))
    return facts


def test_v1_and_xml_of_a_trial_give_the_same_facts() -> None:
    former, legacy = (
        _facts(_trial(found))
        for found in (_json("NCT00023673.json"), _xml(*AACT, "xml_data", "NCT00023673.xml"))
    )
    # The two files are of the same day; the XML alone has the limitations, and an older word for
    # the measure of age.
    assert legacy.pop("limitations") and "limitations" not in former
    assert former["baseline"][0].pop("title") == "Age, Continuous"
    assert legacy["baseline"][0].pop("title") == "Age"
    assert former == legacy
    assert len(former["events"]) == 164
    assert len(former["measured"]) == 6


def test_v1_and_xml_of_arrow_differ_only_where_the_files_do() -> None:
    former, legacy = (
        _facts(_trial(found))
        for found in (_json("NCT02028676.json"), _xml(*AACT, "xml_data", "NCT02028676.xml"))
    )
    # The API file is younger: one publication more, sex told as categories, NA written out.
    for facts in (former, legacy):
        facts.pop("publications")
        facts.pop("baseline")
    assert former["measured"][18]["analyses"][0].pop("ci_percent") == "0"
    assert former == legacy
    assert len(former["events"]) == 37
    assert len(former["measured"]) == 58


def test_adverse_event_numbers_equal_those_printed_in_the_file() -> None:
    """Read once more with nothing of ours: every count of every row of every v2 study."""
    rows = 0
    for path in sorted(shared(*AACT, "json_data").glob("NCT*.json")):
        study = json.loads(path.read_bytes(), parse_int=str, parse_float=str)
        module = study.get("resultsSection", {}).get("adverseEventsModule", {})
        found = _json(path.name)
        if not module:
            continue
        trial = _trial(found)
        printed = [
            (
                row["term"],
                kind == "seriousEvents",
                tuple(
                    EventCount(
                        s["groupId"], s.get("numAffected"), s.get("numAtRisk"), s.get("numEvents")
                    )
                    for s in row["stats"]
                ),
            )
            for kind in ("seriousEvents", "otherEvents")
            for row in module.get(kind, [])
        ]
        assert [(e.term, e.serious, e.counts) for e in trial.events] == printed
        totals = [
            (g["id"], g["seriousNumAffected"], g["otherNumAffected"], g["deathsNumAffected"])
            for g in module["eventGroups"]
        ]
        assert totals == [
            (g.id, g.serious_affected, g.other_affected, g.deaths) for g in trial.event_groups
        ]
        rows += len(printed)
    assert rows > 50


def _json_leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _json_leaves(inner)]
    if isinstance(value, list | tuple):
        return [leaf for inner in value for leaf in _json_leaves(inner)]
    if isinstance(value, bool):
        return []
    return [value] if isinstance(value, str) and value else []


def _held(record: Record) -> set[str]:
    return set(_json_leaves(msgspec.to_builtins(record)))


def _counted(leaves: Any, *forms: Any) -> Counter[str]:
    """How often a text stands there, in a form in which the shapes agree."""
    counted: Counter[str] = Counter()
    for leaf in leaves:
        for form in forms:
            leaf = form(leaf)
        counted[leaf.lower()] += 1
    return counted


def test_every_leaf_of_every_v2_study_is_held() -> None:
    leaves = 0
    for path in sorted(shared(*AACT, "json_data").glob("*.json")):
        if not path.stat().st_size:
            continue
        tree = json.loads(path.read_bytes(), parse_int=str, parse_float=str)
        if "protocolSection" not in tree:
            continue
        for record in _json(path.name):
            if isinstance(record, Record):
                printed = _counted(_json_leaves(tree), plain)
                held = _counted(_json_leaves(msgspec.to_builtins(record)), plain)
                assert not printed - held
                leaves += printed.total()
    assert leaves > 5000


def test_every_leaf_of_every_v1_study_is_held() -> None:
    for name in ("NCT00023673.json", "NCT02028676.json", "results_2.json"):
        tree = json.loads(shared(*AACT, "json_data", name).read_bytes(), parse_int=str)
        studies = [s["Study"] for s in tree["FullStudiesResponse"]["FullStudies"]]
        for study, record in zip(studies, _json(name), strict=True):
            assert isinstance(record, Record)
            printed = _counted(_json_leaves(study), iso_date, code)
            held = _counted(_json_leaves(msgspec.to_builtins(record)), iso_date, code)
            lost = printed - held
            # Whether healthy people may take part is a boolean of the record.
            assert set(lost) <= {"yes", "no"} and lost.total() <= 1


def _other_letters(text: str) -> str:
    """Id of a group in the XML to that of the APIs."""
    if not re.fullmatch(r"[OPBE]\d+", text):
        return text
    return f"{text[0].replace('P', 'F')}G{int(text[1:]) - 1:03}"


def test_every_text_and_attribute_of_every_xml_study_is_held() -> None:
    texts = 0
    for path in sorted(shared(*AACT, "xml_data").glob("NCT*.xml")):
        root = etree.fromstring(path.read_bytes())
        record = _one(_xml(*AACT, "xml_data", path.name))
        held = {" ".join(h.split()) for h in _held(record)}
        # Group ids are held too, but once for both totals of a group's adverse events.
        attributes = [
            str(v)
            for e in root.iter(etree.Element)
            for k, v in e.attrib.items()
            if v and k != "group_id"
        ]
        inside = _counted(_json_leaves(msgspec.to_builtins(record)), code)
        assert not _counted(attributes, code) - inside
        printed = [t for e in root.iter(etree.Element) for t in (e.text, e.tail)]
        printed += [v for e in root.iter(etree.Element) for v in e.attrib.values()]
        for text in (t.strip() for t in printed if t and t.strip()):
            forms = {" ".join(text.split()), code(text), code(text).lower(), iso_date(text)}
            forms.add(_other_letters(text))
            masked = re.fullmatch(r"(Single|Double|Triple|Quadruple) \((.*)\)", text)
            if masked:
                forms |= {code(masked[1])}
            if text not in ("Accepts Healthy Volunteers", "No", "Yes", "Total") and not (
                text.startswith("Total, ") or text == "Phase 1/Phase 2" or "/Phase" in text
            ):
                assert forms & held, (path.name, text)
            texts += 1
    assert texts > 20000


def test_known_facts_of_a_v2_trial() -> None:
    """NCT00763412 as the register shows it: 31 people, four masked roles, stopped early or not."""
    record = _one(_json("NCT00763412.json"))
    trial = record.trial
    assert trial is not None
    assert (record.id, record.ncts, record.kind) == ("nct:NCT00763412", ("NCT00763412",), "trial")
    assert (record.source, record.version, record.year) == ("clinicaltrials", "2017-06-05", 2008)
    assert (trial.enrollment, trial.enrollment_kind) == ("31", "ACTUAL")
    assert (trial.masking, len(trial.masked)) == ("QUADRUPLE", 4)
    assert (trial.started, trial.completed) == ("2006-11", "2013-01")
    assert trial.eligibility is not None
    assert (trial.eligibility.minimum_age, trial.eligibility.maximum_age) == (
        "12 Years",
        "24 Years",
    )
    assert trial.has_results
    assert record.abstracts[0].passages[0].text == trial.summary


def test_comparison_signs_are_not_escaped() -> None:
    trial = _trial(_json("NCT03630471.json"))
    text = json.dumps(msgspec.to_builtins(trial), ensure_ascii=False)
    assert "\\\\>" not in text and "\\\\<" not in text and "\\\\&" not in text


def test_every_file_ends_in_records_or_one_clear_problem() -> None:
    studies = 0
    for folder, read in (("json_data", trials_json.records), ("xml_data", trials_xml.records)):
        for path in sorted(shared(*AACT, folder).glob("*.*")):
            found = list(read(path.read_bytes(), path.name))
            records = [f for f in found if isinstance(f, Record)]
            problems = [f for f in found if isinstance(f, ParseProblem)]
            assert bool(records) != bool(problems), path.name
            assert len(problems) <= 1
            studies += len({r.id for r in records})
    assert studies > 280


def test_all_trec_studies_are_read() -> None:
    files = sorted(shared("trials", "trec", "data").rglob("*.xml"))
    assert len(files) == 65
    for path in files:
        (record,) = trials_xml.records(path.read_bytes(), path.name)
        assert isinstance(record, Record)
        assert record.id == f"nct:{path.stem}"
        assert record.trial is not None and record.trial.eligibility is not None


def _study(**more: object) -> dict[str, object]:
    identification = {"nctId": "NCT00000001", "briefTitle": "Morphine for breathlessness"}
    return {"protocolSection": {"identificationModule": identification}, **more}


def test_json_lines_lists_and_answers() -> None:
    line = json.dumps(_study())
    for content in (
        line,
        f"[{line}, {line}]",
        f'{{"studies": [{line}], "totalCount": 1}}',
        f"{line}\n{line}\n",
        f"\ufeff{line}",
    ):
        found = list(trials_json.records(content.encode(), "a.json"))
        assert {r.id for r in found if isinstance(r, Record)} == {"nct:NCT00000001"}
        assert not [p for p in found if isinstance(p, ParseProblem)]
    assert list(trials_json.records(b'{"studies": [], "totalCount": 0}', "a.json")) == []


def test_a_broken_line_costs_no_other() -> None:
    line = json.dumps(_study())
    first, problem, last = trials_json.records(f"{line}\n{{oops\n{line}".encode(), "a.jsonl")
    assert isinstance(first, Record) and isinstance(last, Record)
    assert isinstance(problem, ParseProblem)
    assert (problem.item, problem.offset) == ("line 2", len(line) + 1)


def test_numbers_keep_their_digits() -> None:
    content = (
        b'{"protocolSection": {"identificationModule": {"nctId": "NCT00000001"},'
        b'"designModule": {"enrollmentInfo": {"count": 40}}},'
        b'"resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Pain",'
        b'"analyses": [{"paramValue": 1.40, "pValue": "<0.001"}]}]}},'
        b'"extra": {"dose": 2.50, "big": 12345678901234567890, "said": false}}'
    )
    record = _one(list(trials_json.records(content, "a.json")))
    assert record.trial is not None
    assert record.trial.enrollment == "40"
    (analysis,) = record.trial.measured[0].analyses
    assert (analysis.value, analysis.p_value) == ("1.40", "<0.001")
    assert [tuple(o) for o in map(msgspec.to_builtins, record.others)] == [
        ("extra.dose", "2.50"),
        ("extra.big", "12345678901234567890"),
        ("extra.said", "false"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"studies": [{"protocolSection"', "not JSON"),
        (b"[" * 100_000, "too deep"),
        (b"\xff\xfe\x00", "not UTF-16"),
        (b'{"a": "\xe9"}', "not UTF-8"),
        (b'"text"', "object in braces"),
        (b'{"protocolSection": []}', "no NCT number"),
        (b'{"protocolSection": {"identificationModule": {"nctId": 7}}}', "NCT number '7'"),
    ],
)
def test_broken_json_is_one_problem(content: bytes, words: str) -> None:
    (problem,) = trials_json.records(content, "a.json")
    assert isinstance(problem, ParseProblem)
    assert words in str(problem) and str(problem).startswith("a.json")


_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<clinical_study><id_info><nct_id>NCT00000001</nct_id></id_info>"
    b"<brief_title>&b;</brief_title></clinical_study>"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<clinical_study><id_info>", "does not end"),
        (b"<clinical_study><id_info></clinical_study>", "broken"),
        (_BOMB, "broken"),
        (b"<other/>", "no study"),
        (b"<clinical_study><brief_title>A</brief_title></clinical_study>", "no NCT number"),
        (b'<?xml version="1.0" encoding="UTF-8"?><clinical_study>\xe9</clinical_study>', "UTF-8"),
    ],
)
def test_broken_xml_is_one_problem(content: bytes, words: str) -> None:
    (problem,) = trials_xml.records(content, "a.xml")
    assert isinstance(problem, ParseProblem)
    assert words in str(problem)


def _legacy(number: int, more: str = "") -> str:
    return (
        f"<clinical_study><id_info><nct_id>NCT0000000{number}</nct_id></id_info>"
        f"<brief_title>Baclofen &lt;10 mg</brief_title>{more}</clinical_study>"
    )


def test_a_concatenation_keeps_the_whole_ones() -> None:
    text = (
        '<?xml version="1.0"?>\n<search_results>'
        + _legacy(1)
        + "<clinical_study><id_info>"
        + _legacy(2)
        + _legacy(3, "<b>")
        + _legacy(4)
    )
    found = list(trials_xml.records(text.encode(), "a.xml"))
    assert [f.id for f in found if isinstance(f, Record)] == [
        "nct:NCT00000001",
        "nct:NCT00000002",
        "nct:NCT00000004",
    ]
    cut, broken = (f for f in found if isinstance(f, ParseProblem))
    assert cut.offset == text.index("<clinical_study><id_info><clinical")
    assert broken.item == "nct:NCT00000003"
    assert found[0].title == "Baclofen <10 mg" if isinstance(found[0], Record) else False


def test_what_is_nested_deep_is_held_or_told() -> None:
    for depth in (300, 5000):
        nested = f'"deep": {"[" * depth}"end"{"]" * depth}'
        content = json.dumps(_study())[:-1] + f", {nested}}}"
        (found,) = trials_json.records(content.encode(), "a.json")
        if isinstance(found, Record):
            assert found.others[-1].text == "end"
        else:
            assert "too deep" in str(found)


def test_counts_without_cells_stay_among_the_others() -> None:
    flow = {"periods": [{"title": "Overall", "milestones": [{"type": "STARTED"}]}]}
    content = json.dumps(_study(resultsSection={"participantFlowModule": flow}))
    record = _one(list(trials_json.records(content.encode(), "a.json")))
    assert record.trial is not None and record.trial.flow == ()
    assert {o.text for o in record.others} == {"Overall", "STARTED"}


def test_latin_1_and_utf_16_are_read() -> None:
    for encoding in ("iso-8859-1", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + _legacy(1).replace("10", "10 µ")
        record = _one(list(trials_xml.records(text.encode(encoding), "a.xml")))
        assert record.title == "Baclofen <10 µ mg"


def test_words_of_the_three_shapes() -> None:
    assert code("Placebo Comparator") == code("PLACEBO_COMPARATOR") == "PLACEBO_COMPARATOR"
    assert code("Active, not recruiting") == "ACTIVE_NOT_RECRUITING"
    assert code("Non-Randomized") == "NON_RANDOMIZED"
    assert code("Superiority or Other (legacy)") == "SUPERIORITY_OR_OTHER_LEGACY"
    assert iso_date("November 3, 1999") == "1999-11-03"
    assert iso_date("August 2006") == "2006-08"
    assert iso_date("2006-08") == "2006-08"
    assert plain(r"\>=18 \[a\] 2\^3 C:\new") == r">=18 [a] 2^3 C:\new"
    assert unwrapped("\n    a\n    b\n\n      -  c <5\n") == "a b\n\n-  c <5"


def test_the_same_bytes_give_the_same_record() -> None:
    path: Path = shared(*AACT, "json_data", "NCT02210780.json")
    first, second = (
        msgspec.json.encode(list(trials_json.records(path.read_bytes(), "a"))) for _ in range(2)
    )
    assert first == second
