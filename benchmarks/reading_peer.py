"""The peer of ``benchmarks/reading.py``: medSpaCy on a blank English pipeline, in its own process.

Needs only ``pip install medspacy scispacy`` (no model, no download); Assuage need not be installed
for this Python. Reads the file that the benchmark wrote (texts and names), prints one line of JSON.

What it does: tokens, sentences (spaCy's rules; with ``--pyrush`` medSpaCy's own splitter, which
takes several times as long as all the rest), names of the same dictionary (spaCy's PhraseMatcher on
small letters), negation, hypotheticals and the like by ConText, abbreviations (scispaCy's detector,
Schwartz and Hearst). What it does not do: roles of sentences, names that no dictionary knows, numbers
randomised, effects, risks, levels, directions, adverse effects, the design.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from loguru import logger  # noqa: E402

logger.remove()  # PyRuSH tells of every token: writing that would be most of its time

import medspacy  # noqa: E402
import spacy  # noqa: E402
from scispacy.abbreviation import AbbreviationDetector  # noqa: E402, F401
from spacy.language import Language  # noqa: E402
from spacy.matcher import PhraseMatcher  # noqa: E402
from spacy.util import filter_spans  # noqa: E402


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    pyrush = given["pyrush"]
    parts = ["medspacy_tokenizer"] + (["medspacy_pyrush"] if pyrush else [])
    nlp = medspacy.load(spacy.blank("en"), medspacy_enable=parts)
    if not pyrush:
        nlp.add_pipe("sentencizer")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("NAME", [nlp.make_doc(name) for name in given["names"]])

    @Language.component("names")
    def names(doc):
        doc.ents = filter_spans(matcher(doc, as_spans=True))
        return doc

    nlp.add_pipe("names")
    nlp.add_pipe("medspacy_context")
    nlp.add_pipe("abbreviation_detector")
    for text in given["warm"]:
        nlp(text)
    counts = [0, 0, 0, 0]
    cpu, wall = time.process_time(), time.perf_counter()
    for text in given["texts"]:
        doc = nlp(text)
        counts[0] += sum(1 for _ in doc.sents)
        counts[1] += len(doc.ents)
        counts[2] += sum(e._.is_negated for e in doc.ents)
        counts[3] += len(doc._.abbreviations)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(json.dumps({"cpu": cpu, "wall": wall, "items": sum(counts), "counts": counts}))


if __name__ == "__main__":
    main()
