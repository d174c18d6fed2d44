"""The JSON keeps its schema, and every id in it resolves."""

import json
from pathlib import Path

import jsonschema

from assuage import runs
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.render import json as json_render

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "dossier.schema.json"


def page(knowledge: Knowledge, lang: str = "en") -> dict:  # type: ignore[type-arg]
    question = questions(knowledge, "ketamine", "liver cancer")[0]
    return json.loads(json_render.render(runs.page(knowledge, question, lang)))


def test_the_schema_on_disk_is_the_one_generated() -> None:
    generated = json.loads(json.dumps(json_render.schema()))
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == generated, (
        "write it anew with: python -m assuage.render.json > docs/dossier.schema.json"
    )


def test_a_page_keeps_the_schema(knowledge: Knowledge) -> None:
    jsonschema.validate(page(knowledge), json_render.schema())


def test_what_others_build_on_is_there(knowledge: Knowledge) -> None:
    got = page(knowledge)
    assert {
        "schema_version",
        "lang",
        "question",
        "as_of",
        "knowledge_version",
        "bottom_line",
        "sections",
        "findings",
        "sources",
    } <= set(got)
    assert {"kind", "drug", "class", "condition", "route", "aspect"} <= set(got["question"])
    assert {"text", "certainty", "benefit", "harm", "statements"} <= set(got["bottom_line"])
    assert got["sections"][0]["id"] == "bottom-line"
    assert {"id", "kind", "values", "unit", "source", "where", "read", "checked_on"} <= set(
        got["findings"][0]
    )
    assert {"id", "pmid", "doi", "nct", "url", "title", "year", "kind"} <= set(got["sources"][0])


def test_every_id_resolves(knowledge: Knowledge) -> None:
    got = page(knowledge, "zh")
    findings = {f["id"] for f in got["findings"]}
    sources = {s["id"] for s in got["sources"]}
    statements = {s["id"] for section in got["sections"] for s in section["statements"]}
    for section in got["sections"]:
        for item in (*section["statements"], *(r for t in section["tables"] for r in t["rows"])):
            assert set(item["findings"]) <= findings
            assert set(item["sources"]) <= sources
    assert set(got["bottom_line"]["statements"]) <= statements
    assert {f["source"] for f in got["findings"] if f["source"]} <= sources


def test_printed_digits_survive(knowledge: Knowledge) -> None:
    got = page(knowledge)
    hardy = [f for f in got["findings"] if f["owner"] == "hardy-2012-ketamine"]
    effects = {f["values"].get("effect") for f in hardy}
    assert "1.95" in effects and "0.04" in effects
