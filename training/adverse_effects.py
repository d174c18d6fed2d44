"""Train the regression of adverse effects; writes reading/weights/adverse_effects.tsv.gz.

    pip install scikit-learn==1.9.1
    nice python training/adverse_effects.py ../shared/data/corpora

Pairs of a drug and an effect in one sentence, as reading itself finds them (``training/names.py``
comes first), of PHEE train and dev (MIT) and BC5CDR Training and Development (Apache-2.0). A pair is
positive where PHEE has it in one adverse event, or where BC5CDR relates the two identifiers
(chemical-induced disease); every other pair is negative: PHEE's therapeutic events and indications,
and the sentences of BC5CDR that name a chemical and a disease that it does not relate. The word lists
(last words of effects, triggers of adverse and of therapeutic events) are counted in PHEE train. L1
logistic regression (liblinear, fixed seed). The threshold is the lowest whose F1 of sentences of both
development parts, negatives weighted to four a positive (as in case reports), is within ``NEAR_BEST``
of the best, after training on the training parts alone: below it precision goes, and PHEE, nearly all
positive, gains by recall. What ships is then trained on all four. ADE-Corpus-V2 is not read here.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from names import Abstract, abstracts

from assuage.knowledge.load import load
from assuage.reading.abbreviations import abbreviations
from assuage.reading.adverse_candidates import DRUGS, EFFECTS, WORD
from assuage.reading.adverse_effects import SCALE, Words, pairs
from assuage.reading.chemicals_diseases import chemicals_diseases, merged
from assuage.reading.names import Names
from assuage.reading.sentences import sentences
from assuage.terms.reading import Mention, Sentence, Span

TARGET = Path(__file__).parents[1] / "src/assuage/reading/weights/adverse_effects.tsv.gz"
INVERSE_PENALTY = 0.4
"""C of the regression; .2, .3, .4, .6 and L2 were tried on the development parts: F1 moved by .01."""
NEGATIVES = 4
"""Sentences that report none to one that does."""
NEAR_BEST = 0.005


class Example(NamedTuple):
    """One sentence: its pairs' features, which are positive, and whether the sentence is."""

    pairs: list[list[str]]
    positive: list[bool]
    reports: bool


class Reader:
    """The reading that pairs come from."""

    def __init__(self) -> None:
        self.knowledge = load()
        self.names = Names(self.knowledge)

    def mentions(self, text: str, parts: tuple[Sentence, ...]) -> tuple[Mention, ...]:
        """All mentions of a text."""
        short = abbreviations(text, parts)
        return merged(
            self.names.mentions(text, parts, short), chemicals_diseases(text, parts, short)
        )


def _overlap(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in places)


def _places(argument: dict[str, Any]) -> list[tuple[int, int]]:
    return [
        (start, start + len(text))
        for texts, starts in zip(argument.get("text", []), argument.get("start", []), strict=True)
        for text, start in zip(texts, starts, strict=True)
    ]


def phee_events(row: dict[str, Any]) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """Places of the drug (else of the treatment) and of the effect of each adverse event."""
    found = []
    for group in row["annotations"]:
        for event in group["events"]:
            if event["event_type"] == "Adverse_event":
                treatment = event.get("Treatment", {})
                found.append(
                    (
                        _places(treatment.get("Drug", treatment)),
                        _places(event.get("Effect", {})),
                    )
                )
    return found


def phee_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a part of PHEE."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def phee(path: Path, reader: Reader, words: Words) -> Iterator[Example]:
    """Each text of PHEE as one sentence."""
    for row in phee_rows(path):
        text = row["context"]
        whole = (Sentence(Span(0, len(text))),)
        events = phee_events(row)
        found = pairs(text, whole[0].span, reader.mentions(text, whole), words)
        yield Example(
            [pair.features for pair in found],
            [
                any(
                    _overlap(pair.drug.span, drug) and _overlap(pair.effect.span, effect)
                    for drug, effect in events
                )
                for pair in found
            ],
            bool(events),
        )


def _identifiers(each: Abstract, span: Span, kind: str) -> set[str]:
    return {
        identifier
        for start, end, label, joined in each.mentions
        if label == kind and span.start < end and start < span.end
        for identifier in joined.split("|")
    }


def bc5cdr_reports(each: Abstract, part: Sentence) -> tuple[bool, bool]:
    """Whether a sentence names a chemical and a disease, and both parts of one relation."""
    chemicals = _identifiers(each, part.span, "Chemical")
    diseases = _identifiers(each, part.span, "Disease")
    related = any(a in chemicals and b in diseases for a, b in each.pairs)
    return bool(chemicals and diseases), related


def bc5cdr(path: Path, reader: Reader, words: Words) -> Iterator[Example]:
    """Each sentence of BC5CDR; it reports where it names both parts of a relation."""
    for each in abstracts(path):
        parts = sentences(each.text)
        mentions = reader.mentions(each.text, parts)
        for part in parts:
            _, reports = bc5cdr_reports(each, part)
            found = pairs(each.text, part.span, mentions, words)
            yield Example(
                [pair.features for pair in found],
                [
                    any(
                        (a, b) in each.pairs
                        for a in _identifiers(each, pair.drug.span, "Chemical")
                        for b in _identifiers(each, pair.effect.span, "Disease")
                    )
                    for pair in found
                ],
                reports,
            )


def word_lists(path: Path, reader: Reader) -> Words:
    """Last words of effects that no mention covers (twice or more, and in 2 of 5 places where the
    word stands), triggers of adverse events (three or more, a quarter of the sentences with the word)
    and of therapeutic events (three or more, a twentieth: such events are few)."""
    last: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    triggers: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    texts: Counter[str] = Counter()
    for row in phee_rows(path):
        text = row["context"].lower()
        texts.update(set(WORD.findall(text)))
        ends = {place for _, effect in phee_events(row) for place in effect}
        named = [
            m.span
            for m in reader.mentions(row["context"], (Sentence(Span(0, len(text))),))
            if m.kind in DRUGS | EFFECTS
        ]
        for match in WORD.finditer(text):
            if not _overlap(Span(*match.span()), [(s.start, s.end) for s in named]):
                seen[match[0]] += 1
                last[match[0]] += any(a <= match.start() and match.end() == b for a, b in ends)
        for group in row["annotations"]:
            for event in group["events"]:
                said = event.get("Trigger", {}).get("text", [])
                held = {word for parts in said for part in parts for word in _words(part)}
                triggers[event["event_type"] == "Adverse_event"].update(held)
    return Words(
        frozenset(w for w, n in last.items() if n >= 2 and len(w) > 3 and n >= 0.4 * seen[w]),
        frozenset(w for w, n in triggers[True].items() if n >= 3 and n > 0.25 * texts[w]),
        frozenset(w for w, n in triggers[False].items() if n >= 3 and n > 0.05 * texts[w]),
    )


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word.isalpha()]


def main(corpora: Path) -> None:
    """Choose the threshold, train on all, write."""
    reader = Reader()
    cdr = corpora / "bc5cdr/data/cdr"
    events = corpora / "phee/data/json"
    words = word_lists(events / "train.json", reader)
    training = [
        *phee(events / "train.json", reader, words),
        *bc5cdr(cdr / "CDR_TrainingSet.PubTator.txt.gz", reader, words),
    ]
    seen = list(phee(events / "dev.json", reader, words))
    others = list(bc5cdr(cdr / "CDR_DevelopmentSet.PubTator.txt.gz", reader, words))
    threshold = _threshold(seen, others, *_fit(training))
    bias, held = _fit([*training, *seen, *others])
    lines = [
        f"{bias}\t{threshold}",
        *(" ".join(sorted(each)) for each in words),
        *(f"{name}\t{held[name]}" for name in sorted(held)),
    ]
    TARGET.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), 9, mtime=0))
    print(f"{len(held)} features, threshold {threshold}, {TARGET.stat().st_size} bytes")


def _fit(examples: list[Example]) -> tuple[int, dict[str, int]]:
    """Bias and weights in units of 1/SCALE."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [dict.fromkeys(names, 1) for each in examples for names in each.pairs]
    vectors = DictVectorizer(sort=True)
    matrix = vectors.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("i4"), matrix.indptr.astype("i4")
    model = LogisticRegression(
        C=INVERSE_PENALTY, l1_ratio=1, solver="liblinear", random_state=0, max_iter=300
    )
    model.fit(matrix, [target for each in examples for target in each.positive])
    held = {
        name: round(weight * SCALE)
        for name, weight in zip(vectors.feature_names_, model.coef_[0], strict=True)
        if round(weight * SCALE)
    }
    return round(float(model.intercept_[0]) * SCALE), held


def _threshold(
    events: list[Example], abstracts_: list[Example], bias: int, held: dict[str, int]
) -> float:
    pharmacovigilance = _scored(events, bias, held)
    reports = [*pharmacovigilance, *_scored(abstracts_, bias, held)]
    positive = sum(reporting for _, reporting in reports)
    weight = NEGATIVES * positive / (len(reports) - positive)
    cuts = [step / 100 for step in range(10, 91, 2)]
    found = {cut: _f1(reports, cut, weight) for cut in cuts}
    cut = min(cut for cut in cuts if found[cut] >= max(found.values()) - NEAR_BEST)
    own = _f1(pharmacovigilance, cut, 1)
    print(f"Development at {cut}: F1 {found[cut]:.3f} of case reports, {own:.3f} of PHEE")
    return cut


def _scored(examples: list[Example], bias: int, held: dict[str, int]) -> list[tuple[float, bool]]:
    return [
        (
            max(
                (
                    1 / (1 + exp(-(bias + sum(held.get(name, 0) for name in names)) / SCALE))
                    for names in each.pairs
                ),
                default=0.0,
            ),
            each.reports,
        )
        for each in examples
    ]


def _f1(scored: list[tuple[float, bool]], cut: float, weight: float) -> float:
    true = sum(p >= cut and reports for p, reports in scored)
    false = weight * sum(p >= cut and not reports for p, reports in scored)
    return 2 * true / (true + false + sum(reports for _, reports in scored))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
