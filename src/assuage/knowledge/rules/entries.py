"""Rules over entries: names, references, closed words, withdrawal."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rapidfuzz import process

from assuage.knowledge.references import references
from assuage.knowledge.rules.shelf import Shelf
from assuage.terms.errors import Problem
from assuage.terms.source import source_key


def file_name_is_id(shelf: Shelf) -> Iterator[Problem]:
    for shown, key, entry in shelf.each():
        if entry.id != key:
            yield shelf.problem(
                shown,
                "id",
                "file-name-is-id",
                f"id {entry.id!r} is not the file's name",
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
                    shown,
                    path.removeprefix("$."),
                    "references-resolve",
                    f"{value!r} is not in {targets.replace('|', ' or ')}",
                    f"Write one that is ({', '.join(near)} …), or add the entry first.",
                )


def citations_are_whole(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, entry in shelf.each("sources", "studies", "guidance", "trials"):
        c = entry.citation
        if not (c.pmid or c.doi or c.nct or c.url):
            yield shelf.problem(
                shown,
                "citation",
                "citations-are-whole",
                "no identifier",
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
                    shown,
                    f"citation.{name}",
                    "citations-are-whole",
                    f"{value!r} does not look like a {name}",
                    "Write a doi in lower case from 10., a pmid in digits, an NCT in 8 digits.",
                )
        if not re.match(r"https?://", entry.read.url):
            yield shelf.problem(
                shown,
                "read.url",
                "citations-are-whole",
                f"{entry.read.url!r} is no address",
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
                    shown,
                    "citation",
                    "one-paper-one-entry",
                    f"{public} is also {seen[public]}",
                    "Keep one entry and refer to it by its id.",
                )
            seen.setdefault(public, shown)


ENUMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "organ": ("organ_guidance", ("liver", "kidney")),
    "carries": ("active_metabolites", ("effect", "shared", "minor")),
    "level": ("contraindications", ("contraindicated", "avoid", "caution")),
    "role": ("interactions", ("victim", "perpetrator", "pharmacodynamic")),
    "basis": ("links", ("human", "animal", "in-vitro", "review")),
    "strength": ("recommendations", ("strong", "conditional", "consensus", "ungraded")),
}


ENTRY_ENUMS: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("drugs", "kind"): (
        "small-molecule",
        "antibody",
        "fusion-protein",
        "peptide",
        "toxin",
        "polysaccharide",
        "polymer",
        "herbal",
    ),
    ("drugs", "depth"): ("full", "short"),
    ("sources", "kind"): (
        "label",
        "reference-work",
        "review",
        "regulator",
        "article",
        "web",
        "register",
    ),
    ("guidance", "kind"): ("guideline", "consensus", "position", "expert-review"),
    ("studies", "masking"): (None, "open", "single-blind", "double-blind"),
    ("studies", "status"): ("single-read", "double-read", "unverified", "withdrawn"),
    ("guidance", "status"): ("single-read", "double-read", "unverified", "withdrawn"),
    ("markers", "modality"): (
        "blood",
        "tissue",
        "gene",
        "csf",
        "questionnaire",
        "fmri",
        "pet",
        "mri",
        "ct",
        "eeg",
    ),
}


def closed_words(shelf: Shelf) -> Iterator[Problem]:
    for (name, attribute), allowed in ENTRY_ENUMS.items():
        for shown, _, entry in shelf.each(name):
            if getattr(entry, attribute) not in allowed:
                yield shelf.problem(
                    shown,
                    attribute,
                    "closed-words",
                    f"{getattr(entry, attribute)!r} is not allowed",
                    f"Write one of: {', '.join(str(a) for a in allowed if a)}.",
                )
    for shown, _, entry in shelf.each():
        for attribute, (group, words) in ENUMS.items():
            for index, item in enumerate(getattr(entry, group, ())):
                if getattr(item, attribute) not in words:
                    yield shelf.problem(
                        shown,
                        f"{group}[{index}].{attribute}",
                        "closed-words",
                        f"{getattr(item, attribute)!r} is not allowed",
                        f"Write one of: {', '.join(words)}.",
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
                        shown,
                        "names.decoys",
                        "names-are-apart",
                        f"{decoy!r} is a decoy and a name",
                        "A decoy is a near name of something else; take it out of one list.",
                    )
        for name, shown_list in sorted(owners.items()):
            for shown in shown_list[1:]:
                yield shelf.problem(
                    shown,
                    "names",
                    "names-are-apart",
                    f"{name!r} also names {shown_list[0]}",
                    "Give the name to one entry, and list it as a decoy in the other.",
                )


def withdrawn_has_reason(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, entry in shelf.each():
        status = getattr(entry, "status", "")
        reason = getattr(entry, "withdrawn", None)
        if (
            (status == "withdrawn") != bool(reason)
            and hasattr(entry, "status")
            and (status == "withdrawn" or reason)
            and not shown.startswith("trials/")
        ):
            yield shelf.problem(
                shown,
                "status",
                "withdrawn-has-reason",
                "withdrawn without a reason, or a reason alone",
                'Write both status = "withdrawn" and withdrawn = "the reason".',
            )


def terms_are_unique(shelf: Shelf) -> Iterator[Problem]:
    for shown, _, vocabulary in shelf.each("vocabulary"):
        seen: set[str] = set()
        for index, term in enumerate(vocabulary.terms):
            if term.id in seen:
                yield shelf.problem(
                    shown,
                    f"terms[{index}].id",
                    "terms-are-unique",
                    f"{term.id!r} stands twice",
                    "Keep one.",
                )
            seen.add(term.id)


def outcomes_have_sides(shelf: Shelf) -> Iterator[Problem]:
    """Every outcome says which direction helps the patient, and which section it belongs to."""
    outcomes: Any = shelf.entries["vocabulary"].get("outcomes")
    for index, term in enumerate(outcomes.terms if outcomes else ()):
        if term.better not in ("higher", "lower", "none") or not term.domain:
            yield shelf.problem(
                "vocabulary/outcomes.toml",
                f"terms[{index}]",
                "outcomes-have-sides",
                f"{term.id} has no better or no domain",
                'Write better = "higher", "lower" or "none", and domain = "benefit" or another.',
            )


def sources_are_used(shelf: Shelf) -> Iterator[Problem]:
    """References resolve both ways: a source file that nothing cites is clutter."""
    used: set[str] = set()
    for _, _, entry in shelf.each():
        used |= {value for _, targets, value in references(entry) if targets == "sources"}
    for shown, key, entry in shelf.each("sources"):
        if not entry.withdrawn and source_key(entry.citation, key) not in used:
            yield shelf.problem(
                shown,
                "",
                "sources-are-used",
                f"nothing cites {source_key(entry.citation, key)}",
                "Cite it from a fact, or move it to excluded/ with the reason.",
            )


def members_know_their_class(shelf: Shelf) -> Iterator[Problem]:
    """A class has members or parts."""
    for shown, _, group in shelf.each("classes"):
        if not (group.members or group.parts):
            yield shelf.problem(
                shown,
                "members",
                "members-know-their-class",
                "the class is empty",
                "List its drugs in members, or its narrower classes in parts.",
            )
