"""Directions of our own knowledge as prompts: what its studies' results say of two arms.

A result of ``knowledge/studies`` with a direction and a comparator, whose study's abstract is in
``../shared/data/pubmed/records.jsonl.gz``, is a labelled prompt without evidence sentence. Outcomes
for which the study gives several directions (doses, times) are left out.
"""

import gzip
import json
from pathlib import Path

import tomli
from evidence_inference import Prompt

from assuage.reading.direction_model import DIRECTIONS


def knowledge_prompts(root: Path, shared: Path, without: set[str]) -> list[Prompt]:
    """The prompts, by study; ``without``: PMIDs that may not teach (held-out articles)."""
    with gzip.open(shared / "data/pubmed/records.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = {str(r["pmid"]): r for r in map(json.loads, lines) if r.get("abstract")}
    found = []
    for path in sorted((root / "knowledge/studies").glob("*.toml")):
        study = tomli.loads(path.read_text(encoding="utf-8"))
        pmid = str(study.get("citation", {}).get("pmid", ""))
        if pmid not in records or pmid in without:
            continue
        names = {
            arm["id"]: f"{arm.get('agent') or arm.get('control') or ''} {arm['id']}".replace(
                "-", " "
            )
            for arm in study.get("arms", [])
        }
        told: dict[tuple[str, str, str], set[str]] = {}
        for result in study.get("results", []):
            if result.get("direction") in DIRECTIONS and "versus" in result and "arm" in result:
                key = (result["outcome"], result["arm"], result["versus"])
                told.setdefault(key, set()).add(result["direction"])
        for (outcome, arm, versus), directions in sorted(told.items()):
            if len(directions) == 1:
                found.append(
                    Prompt(
                        id=f"{path.stem} {outcome} {arm} {versus}",
                        pmcid="",
                        licence="own",
                        intervention=names.get(arm, arm.replace("-", " ")),
                        comparator=names.get(versus, versus.replace("-", " ")),
                        outcome=outcome.replace("-", " "),
                        label=DIRECTIONS.index(directions.pop()),
                        evidence=[],
                        in_abstract=[],
                        text=f"{records[pmid]['title']}\n{records[pmid]['abstract']}",
                    )
                )
    return found
