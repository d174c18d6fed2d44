"""The rules that curated files keep. Each is one function; each message says what to write.

A rule takes the whole set of entries and yields problems. ``RULES`` is the list that
``assuage knowledge check`` runs; a test breaks each of them once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec import Struct
from rapidfuzz import process

from assuage.knowledge.load import read_entries
from assuage.knowledge.references import references
from assuage.knowledge.toml_files import line_of
from assuage.terms.errors import Problem
from assuage.terms.fact import Fact
from assuage.terms.printed import Printed
from assuage.terms.source import Source, source_key

PLACE = re.compile(r"^[^\s].{1,79}$")


@dataclass(frozen=True)
class Shelf:
    """All entries under check, with the indexes that the rules share."""

    root: Path
    entries: dict[str, dict[str, Any]]
    texts: dict[str, str]
    ids: dict[str, set[str]] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)

    def each(self, *shelves: str) -> Iterator[tuple[str, str, Any]]:
        """(shown path, id, entry) over the named shelves, or over all."""
        for shelf in shelves or tuple(self.entries):
            for key, entry in self.entries[shelf].items():
                yield f"{shelf}/{key}.toml", key, entry

    def problem(self, shown: str, key: str, rule: str, message: str, repair: str) -> Problem:
        line = line_of(self.texts.get(shown, ""), "$." + key) if key else 0
        return Problem(shown, line, key, rule, message, repair)


Rule = Callable[[Shelf], Iterator[Problem]]


def gather(root: Path) -> tuple[Shelf, list[Problem]]:
    """Read a knowledge folder for checking."""
    entries, texts, problems = read_entries(root)
    ids: dict[str, set[str]] = {shelf: set(found) for shelf, found in entries.items()}
    for key, vocabulary in entries["vocabulary"].items():
        terms: Any = vocabulary
        ids[key] = {t.id for t in terms.terms}
    sources: dict[str, Any] = {}
    for shelf in ("sources", "studies", "guidance", "trials"):
        for key, entry in entries[shelf].items():
            held: Any = entry
            sources[source_key(held.citation, key)] = held
    ids["sources"] = set(sources)
    return Shelf(root, entries, texts, ids, sources), problems


def file_name_is_id(shelf: Shelf) -> Iterator[Problem]:
    for shown, key, entry in shelf.each():
        if entry.id != key:
            yield shelf.problem(
                shown, "id", "file-name-is-id", f"id {entry.id!r} is not the file's name",
                f'Write id = "{key}", or rename the file to {entry.id}.toml.',
            )


def references_resolve(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, entry in shelf.each():
        for path, targets, value in references(entry):
            allowed: set[str] = set()
            for target in targets.split("|"):
                allowed |= shelf.ids.get(target, set())
            if value not in allowed:
                near = [m[0] for m in process.extract(value, sorted(allowed), limit=3)]
                yield shelf.problem(
                    shown, path.removeprefix("$."), "references-resolve",
                    f"{value!r} is not in {targets.replace('|', ' or ')}",
                    f"Write one that is ({', '.join(near)} …), or add the entry first.",
                )


def result_arms_resolve(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, study in shelf.each("studies"):
        arms = {arm.id for arm in study.arms}
        named = [(f"results[{i}].arm", r.arm) for i, r in enumerate(study.results)]
        named += [
            (f"results[{i}].versus", r.versus)
            for i, r in enumerate(study.results)
            if r.versus not in (None, "baseline")
        ]
        named += [(f"results[{i}].values", v.arm) for i, r in enumerate(study.results) for v in r.values]
        named += [(f"conclusions[{i}].arm", c.arm) for i, c in enumerate(study.conclusions)]
        for key, arm in named:
            if arm not in arms:
                yield shelf.problem(
                    shown, key, "result-arms-resolve", f"no arm {arm!r} in this study",
                    f"Write one of: {', '.join(sorted(arms))}; versus may also be \"baseline\".",
                )


def _facts(entry: Struct, path: str = "") -> Iterator[tuple[str, Any]]:
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Fact):
                yield f"{path}{name}[{index}]", item


def places_were_read(shelf: Shelf) -> Iterator[Problem]:
    """A fact stands in a part of its source that was seen; a study's results likewise."""
    for shown, _, entry in shelf.each():
        for key, fact in _facts(entry):
            source = shelf.sources.get(fact.source)
            if source is not None:
                yield from _place(shelf, shown, f"{key}.where", fact.where, source)
        for name in ("results", "conclusions", "recommendations"):
            for index, item in enumerate(getattr(entry, name, ())):
                yield from _place(shelf, shown, f"{name}[{index}].where", item.where, entry)


def _place(shelf: Shelf, shown: str, key: str, where: str, source: Any) -> Iterator[Problem]:
    parts = source.read.parts
    if not any(where.startswith(part) for part in parts):
        yield shelf.problem(
            shown, key, "places-were-read",
            f"{where!r} is not in a part that was read ({', '.join(parts)})",
            "Begin `where` with one of these, or read that part and add it to read.parts.",
        )


def citations_are_whole(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, entry in shelf.each("sources", "studies", "guidance", "trials"):
        c = entry.citation
        if not (c.pmid or c.doi or c.nct or c.url):
            yield shelf.problem(
                shown, "citation", "citations-are-whole", "no identifier",
                "Give pmid, doi, nct or url, as looked up; never from memory.",
            )
        for name, value, form in (
            ("pmid", c.pmid, r"\d{1,8}"),
            ("doi", c.doi, r"10\.\d{4,9}/[^\sA-Z]+"),
            ("nct", c.nct, r"NCT\d{8}"),
            ("pmcid", c.pmcid, r"PMC\d+"),
        ):
            if value is not None and not re.fullmatch(form, value):
                yield shelf.problem(
                    shown, f"citation.{name}", "citations-are-whole",
                    f"{value!r} does not look like a {name}",
                    "Write a doi in lower case from 10., a pmid in digits, an NCT in 8 digits.",
                )
        if not re.match(r"https?://", entry.read.url):
            yield shelf.problem(
                shown, "read.url", "citations-are-whole", f"{entry.read.url!r} is no address",
                "Write the public address of the page that was read, with https://.",
            )


def one_paper_one_entry(shelf: Shelf) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for shown, key, entry in shelf.each("sources", "studies", "guidance", "trials"):
        own = {source_key(entry.citation, key)}
        if entry.citation.doi:
            own.add(f"doi:{entry.citation.doi}")
        for public in sorted(own):
            if public in seen and seen[public] != shown:
                yield shelf.problem(
                    shown, "citation", "one-paper-one-entry", f"{public} is also {seen[public]}",
                    "Keep one entry and refer to it by its id.",
                )
            seen.setdefault(public, shown)


def _numbers(result: Any) -> tuple[float, float, float] | None:
    if result.effect is None or result.interval is None:
        return None
    return float(result.interval[0]), float(result.effect), float(result.interval[1])


def intervals_are_in_order(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            numbers = _numbers(result)
            if numbers and not numbers[0] <= numbers[1] <= numbers[2]:
                yield shelf.problem(
                    shown, f"results[{index}].interval", "intervals-are-in-order",
                    f"the effect {numbers[1]} is not between {numbers[0]} and {numbers[2]}",
                    "Copy the signs and digits as printed; lower limit first.",
                )
    for shown, _, marker in shelf.each("markers"):
        for index, f in enumerate(marker.findings):
            if f.value and f.interval and not (
                float(f.interval[0]) <= float(f.value) <= float(f.interval[1])
            ):
                yield shelf.problem(
                    shown, f"findings[{index}].interval", "intervals-are-in-order",
                    "the value is not inside its interval", "Copy the digits as printed.",
                )


RATIO_NULL = {"ratio": 1.0, "difference": 0.0, "standardised": 0.0, "proportion-difference": 0.0}


def direction_agrees(shelf: Shelf) -> Iterator[Problem]:
    """A 95% interval clear of the null means higher or lower, on the side of the effect."""
    measures: Any = shelf.entries["vocabulary"].get("measures")
    domains = {t.id: t.domain for t in measures.terms} if measures else {}
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            numbers = _numbers(result)
            null = RATIO_NULL.get(domains.get(result.measure) or "")
            if numbers is None or null is None or result.versus == "baseline":
                continue
            low, effect, high = numbers
            if low > null or high < null:
                side = "higher" if effect > null else "lower"
                if result.direction != side:
                    yield shelf.problem(
                        shown, f"results[{index}].direction", "direction-agrees",
                        f"the interval {low} to {high} lies wholly on one side of {null:g}, but "
                        f"direction is {result.direction!r}",
                        f'Write direction = "{side}", or give the interval of {result.arm} '
                        f"relative to {result.versus} as printed.",
                    )
            elif low < null < high and result.direction in ("higher", "lower"):
                yield shelf.problem(
                    shown, f"results[{index}].direction", "direction-agrees",
                    f"the interval {low} to {high} includes {null:g}, but direction is "
                    f"{result.direction!r}",
                    'Write direction = "no-difference", or "unclear".',
                )


def percents_agree(shelf: Shelf) -> Iterator[Problem]:
    """Events over n reproduce the printed percentage, to its last digit and one more."""
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            for value in result.values:
                if value.events is None or not value.n:
                    continue
                if value.events > value.n:
                    yield shelf.problem(
                        shown, f"results[{index}].values", "percents-agree",
                        f"{value.events} of {value.n} is more than all", "Copy events and n as printed.",
                    )
                elif value.percent is not None:
                    computed = 100 * value.events / value.n
                    if abs(computed - float(value.percent)) > 2 * float(value.percent.half_step()):
                        yield shelf.problem(
                            shown, f"results[{index}].values", "percents-agree",
                            f"{value.events} of {value.n} is {computed:.2f}%, not {value.percent}%",
                            "Copy the three numbers as printed, or leave out the one that differs.",
                        )


ENUMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "organ": ("organ_guidance", ("liver", "kidney")),
    "level": ("contraindications", ("contraindicated", "caution")),
    "role": ("interactions", ("victim", "perpetrator", "pharmacodynamic")),
    "basis": ("links", ("human", "animal", "in-vitro", "review")),
    "strength": ("recommendations", ("strong", "conditional", "consensus", "ungraded")),
}
ENTRY_ENUMS: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("drugs", "kind"): ("small-molecule", "antibody", "fusion-protein", "peptide", "toxin"),
    ("drugs", "depth"): ("full", "short"),
    ("sources", "kind"): ("label", "reference-work", "review", "regulator", "article", "web", "register"),
    ("guidance", "kind"): ("guideline", "consensus", "position", "expert-review"),
    ("studies", "masking"): (None, "open", "single-blind", "double-blind"),
    ("studies", "status"): ("single-read", "double-read", "unverified", "withdrawn"),
    ("guidance", "status"): ("single-read", "double-read", "unverified", "withdrawn"),
    ("markers", "modality"): (
        "blood", "tissue", "gene", "csf", "questionnaire", "fmri", "pet", "mri", "ct", "eeg",
    ),
}


def closed_words(shelf: Shelf) -> Iterator[Problem]:
    for (name, attribute), allowed in ENTRY_ENUMS.items():
        for shown, _, entry in shelf.each(name):
            if getattr(entry, attribute) not in allowed:
                yield shelf.problem(
                    shown, attribute, "closed-words", f"{getattr(entry, attribute)!r} is not allowed",
                    f"Write one of: {', '.join(str(a) for a in allowed if a)}.",
                )
    for shown, _, entry in shelf.each():
        for attribute, (group, words) in ENUMS.items():
            for index, item in enumerate(getattr(entry, group, ())):
                if getattr(item, attribute) not in words:
                    yield shelf.problem(
                        shown, f"{group}[{index}].{attribute}", "closed-words",
                        f"{getattr(item, attribute)!r} is not allowed",
                        f"Write one of: {', '.join(words)}.",
                    )


def not_checked_is_bare(shelf: Shelf) -> Iterator[Problem]:
    """A regulatory state has a source, unless it is not-checked, which has none."""
    for shown, _, drug in shelf.each("drugs"):
        for index, item in enumerate(drug.regulatory):
            checked = item.status != "not-checked"
            if checked and not (item.source and item.where):
                yield shelf.problem(
                    shown, f"regulatory[{index}]", "not-checked-is-bare",
                    f"status {item.status!r} has no source",
                    'Give source and where, or write status = "not-checked".',
                )
            if not checked and (item.source or item.year or item.use):
                yield shelf.problem(
                    shown, f"regulatory[{index}]", "not-checked-is-bare",
                    "not-checked, and yet it states something", "Leave only region and status.",
                )
            if checked and item.source in shelf.sources and item.where:
                yield from _place(
                    shelf, shown, f"regulatory[{index}].where", item.where, shelf.sources[item.source]
                )


def names_are_apart(shelf: Shelf) -> Iterator[Problem]:
    """No name belongs to two entries of a shelf, and no decoy is a name of the entry."""
    for group in ("drugs", "conditions", "classes", "devices", "procedures"):
        owners: dict[str, list[str]] = defaultdict(list)
        for shown, key, entry in shelf.each(group):
            n = entry.names
            own = {x.casefold() for x in (n.en, n.zh, *n.en_synonyms, *n.zh_synonyms, key)}
            for name in sorted(own):
                owners[name].append(shown)
            for decoy in n.decoys:
                if decoy.casefold() in own:
                    yield shelf.problem(
                        shown, "names.decoys", "names-are-apart", f"{decoy!r} is a decoy and a name",
                        "A decoy is a near name of something else; take it out of one list.",
                    )
        for name, shown_list in sorted(owners.items()):
            for shown in shown_list[1:]:
                yield shelf.problem(
                    shown, "names", "names-are-apart", f"{name!r} also names {shown_list[0]}",
                    "Give the name to one entry, and list it as a decoy in the other.",
                )


def full_drugs_are_full(shelf: Shelf) -> Iterator[Problem]:
    """A drug of depth full says something, or says not-checked, in each of its parts."""
    always = ("identifiers", "actions", "regulatory", "adverse_effects", "monitoring", "doses")
    systemic = ("organ_guidance", "pharmacokinetics", "elimination", "properties")
    for shown, _, drug in shelf.each("drugs"):
        if drug.depth == "full":
            # A toxin injected into a muscle has no kinetics that a label prints.
            needed = always if drug.kind == "toxin" else (*always, *systemic)
            missing = [name for name in needed if not getattr(drug, name)]
            if missing:
                yield shelf.problem(
                    shown, "depth", "full-drugs-are-full", f"nothing in {', '.join(missing)}",
                    'Curate these parts, or write depth = "short".',
                )
            if not any(item.region == "cn" for item in drug.regulatory):
                yield shelf.problem(
                    shown, "regulatory", "full-drugs-are-full", "nothing on China",
                    'Add [[regulatory]] with region = "cn" and, if unread, status = "not-checked".',
                )


def withdrawn_has_reason(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, entry in shelf.each():
        status = getattr(entry, "status", "")
        reason = getattr(entry, "withdrawn", None)
        if (status == "withdrawn") != bool(reason) and hasattr(entry, "status") and (
            status == "withdrawn" or reason
        ) and not shown.startswith("trials/"):
            yield shelf.problem(
                shown, "status", "withdrawn-has-reason", "withdrawn without a reason, or a reason alone",
                'Write both status = "withdrawn" and withdrawn = "the reason".',
            )


def outcomes_have_sides(shelf: Shelf) -> Iterator[Problem]:
    """Every outcome says which direction helps the patient, and which section it belongs to."""
    outcomes: Any = shelf.entries["vocabulary"].get("outcomes")
    for index, term in enumerate(outcomes.terms if outcomes else ()):
        if term.better not in ("higher", "lower", "none") or not term.domain:
            yield shelf.problem(
                "vocabulary/outcomes.toml", f"terms[{index}]", "outcomes-have-sides",
                f"{term.id} has no better or no domain",
                'Write better = "higher", "lower" or "none", and domain = "benefit" or another.',
            )


def terms_are_unique(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, vocabulary in shelf.each("vocabulary"):
        seen: set[str] = set()
        for index, term in enumerate(vocabulary.terms):
            if term.id in seen:
                yield shelf.problem(
                    shown, f"terms[{index}].id", "terms-are-unique", f"{term.id!r} stands twice",
                    "Keep one.",
                )
            seen.add(term.id)


def numbers_are_plausible(shelf: Shelf) -> Iterator[Problem]:
    """Percentages lie in 0 to 100; a P value in 0 to 1."""
    for shown, _, study in shelf.each("studies"):
        for index, result in enumerate(study.results):
            p: Printed | None = result.p
            if p is not None and not 0 <= float(p) <= 1:
                yield shelf.problem(
                    shown, f"results[{index}].p", "numbers-are-plausible", f"P = {p}",
                    'Write P as a proportion: 0.003, or "<0.001".',
                )
            for value in result.values:
                if value.percent is not None and not 0 <= float(value.percent) <= 100:
                    yield shelf.problem(
                        shown, f"results[{index}].values", "numbers-are-plausible",
                        f"{value.percent}%", "Write a percentage between 0 and 100.",
                    )


def sources_are_used(shelf: Shelf) -> Iterator[Problem]:
    """References resolve both ways: a source file that nothing cites is clutter."""
    used: set[str] = set()
    for _, _, entry in shelf.each():
        used |= {value for _, targets, value in references(entry) if targets == "sources"}
    for shown, key, entry in shelf.each("sources"):
        if not entry.withdrawn and source_key(entry.citation, key) not in used:
            yield shelf.problem(
                shown, "", "sources-are-used", f"nothing cites {source_key(entry.citation, key)}",
                "Cite it from a fact, or move it to excluded/ with the reason.",
            )


def members_know_their_class(shelf: Shelf) -> Iterator[Problem]:
    """A class has members or parts."""
    for shown, _, group in shelf.each("classes"):
        if not (group.members or group.parts):
            yield shelf.problem(
                shown, "members", "members-know-their-class", "the class is empty",
                "List its drugs in members, or its narrower classes in parts.",
            )


RULES: tuple[Rule, ...] = (
    file_name_is_id, references_resolve, result_arms_resolve, places_were_read,
    citations_are_whole, one_paper_one_entry, intervals_are_in_order, direction_agrees,
    percents_agree, closed_words, not_checked_is_bare, names_are_apart, full_drugs_are_full,
    withdrawn_has_reason, outcomes_have_sides, terms_are_unique, numbers_are_plausible,
    sources_are_used, members_know_their_class,
)


def check(root: Path) -> list[Problem]:
    """Every rule over every file of a knowledge folder, in the order of path and line."""
    shelf, problems = gather(root)
    for rule in RULES:
        problems.extend(rule(shelf))
    return sorted(problems)


__all__ = ["RULES", "Source", "check", "gather"]
