"""Evidence Inference as shared: prompts, merged labels, evidence found in abstracts, the split.

Labels: majority of the readers of a prompt; where they are even, the majority of those labels that
the set marks valid; still even: left out. The set's offsets are of the full text, so the evidence is
looked for in the abstract itself, letter case, white space and punctuation aside.
"""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assuage.reading.roles import roles
from assuage.reading.sentences import sentences
from assuage.terms.reading import Sentence

TEST_FIFTHS = 1
"""Of five parts of the articles, by SHA-256 of their PMC number, this many are held out."""
FOLDS = 5


def _part(salt: str, pmcid: str) -> int:
    return int(hashlib.sha256(f"{salt} {pmcid}".encode()).hexdigest()[:8], 16) % 5


def held_out(pmcid: str) -> bool:
    """Whether the article is of the part that only measures."""
    return _part("direction", pmcid) < TEST_FIFTHS


def fold(pmcid: str) -> int:
    """The article's fold of cross-validation."""
    return _part("fold", pmcid)


def plain(text: str) -> str:
    """Letters and figures of a text, single spaces between words."""
    return re.sub(r"\W+", " ", text.lower()).strip()


@dataclass
class Prompt:
    """A labelled prompt. ``label``: 0 lower, 1 no-difference, 2 higher (as ``DIRECTIONS``)."""

    id: str
    pmcid: str
    licence: str
    intervention: str
    comparator: str
    outcome: str
    label: int
    evidence: list[str]
    """Evidence texts of the readers who gave the label, each once."""
    in_abstract: list[str]
    """Evidence texts of any reader that the abstract holds, each once."""
    text: str
    """Reading text of the article's abstract."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences with roles."""
        return roles(self.text, sentences(self.text))

    def holds_evidence(self, sentence: Sentence) -> bool:
        """Whether the sentence holds evidence, or evidence holds it."""
        here = plain(self.text[sentence.span.start : sentence.span.end])
        for evidence in map(plain, self.in_abstract):
            if evidence in here or (len(here) > 20 and here in evidence):
                return True
            if len(here) > 40 and (here[-40:] in evidence or evidence[:40] in here):
                return True
        return False


def articles(shared: Path) -> dict[str, dict[str, object]]:
    """Articles by PMC number."""
    path = shared / "data/corpora/evidence_inference/articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return {str(article["pmcid"]): article for article in found}


def reading_text(article: dict[str, object]) -> str:
    """Title, line end, sections with their headings, one a line."""
    sections = article["abstract_sections"]
    assert isinstance(sections, list)
    lines = [
        (f"{heading.upper().rstrip(': ')}: " if heading else "") + body
        for heading, body in sections
    ]
    return f"{article['title']}\n" + "\n".join(lines)


def _majority(votes: list[int]) -> int | None:
    common = Counter(votes).most_common(2)
    if not common or (len(common) == 2 and common[0][1] == common[1][1]):
        return None
    return common[0][0]


def prompts(shared: Path) -> list[Prompt]:
    """Every labelled prompt that has a merged label, by article and id."""
    folder = shared / "data/corpora/evidence_inference"
    known = articles(shared)
    with (folder / "prompts.csv").open(encoding="utf-8", newline="") as file:
        asked = {row["PromptID"]: row for row in csv.DictReader(file)}
    labels: dict[str, list[dict[str, str]]] = {}
    with (folder / "annotations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels.setdefault(row["PromptID"], []).append(row)
    found = []
    for id_, rows in labels.items():
        ask = asked[id_]
        article = known[ask["PMCID"]]
        label = _majority([int(row["Label Code"]) for row in rows])
        if label is None:
            label = _majority([int(r["Label Code"]) for r in rows if r["Valid Label"] == "True"])
        if label is None:
            continue
        abstract = plain(str(article["abstract"]))
        texts = [
            (re.sub(r"\s+", " ", r["Annotations"]).strip(), int(r["Label Code"])) for r in rows
        ]
        found.append(
            Prompt(
                id=id_,
                pmcid=ask["PMCID"],
                licence=str(article["license"]),
                intervention=ask["Intervention"],
                comparator=ask["Comparator"],
                outcome=ask["Outcome"],
                label=label + 1,
                evidence=list(dict.fromkeys(t for t, code in texts if t and code == label)),
                in_abstract=list(
                    dict.fromkeys(t for t, _ in texts if plain(t) and plain(t) in abstract)
                ),
                text=reading_text(article),
            )
        )
    return sorted(found, key=lambda p: (int(p.pmcid), int(p.id)))
