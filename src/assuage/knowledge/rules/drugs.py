"""Rules over drugs: what a full entry holds, and what not-checked may say."""

from collections.abc import Iterator

from assuage.knowledge.rules.shelf import Shelf, place_problem
from assuage.terms.errors import Problem


def not_checked_is_bare(shelf: Shelf) -> Iterator[Problem]:
    """A regulatory state has a source, unless it is not-checked, which has none."""
    for shown, _, drug in shelf.each("drugs"):
        for index, item in enumerate(drug.regulatory):
            checked = item.status != "not-checked"
            if checked and not (item.source and item.where):
                yield shelf.problem(
                    shown,
                    f"regulatory[{index}]",
                    "not-checked-is-bare",
                    f"status {item.status!r} has no source",
                    'Give source and where, or write status = "not-checked".',
                )
            if not checked and (item.source or item.year or item.use):
                yield shelf.problem(
                    shown,
                    f"regulatory[{index}]",
                    "not-checked-is-bare",
                    "not-checked, and yet it states something",
                    "Leave only region and status.",
                )
            if checked and item.source in shelf.sources and item.where:
                yield from place_problem(
                    shelf,
                    shown,
                    f"regulatory[{index}].where",
                    item.where,
                    shelf.sources[item.source],
                )


_SECTION_OF = {
    "monitoring": "monitoring",
    "organ_guidance": "organ-function-and-dose",
    "pharmacokinetics": "organ-function-and-dose",
    "elimination": "organ-function-and-dose",
}


def full_drugs_are_full(shelf: Shelf) -> Iterator[Problem]:
    """A drug of depth full says something in each of its parts, or a recorded search for the
    part found nothing."""
    always = ("identifiers", "actions", "regulatory", "adverse_effects", "monitoring", "doses")
    systemic = ("organ_guidance", "pharmacokinetics", "elimination", "properties")
    for shown, _, drug in shelf.each("drugs"):
        if drug.depth == "full":
            # A toxin injected into a muscle has no kinetics that a label prints.
            needed = always if drug.kind == "toxin" else (*always, *systemic)
            sought = {
                section
                for search in shelf.entries["searches"].values()
                if search.agent == drug.id and search.relevant == 0
                for section in search.sections
            }
            missing = [
                name
                for name in needed
                if not getattr(drug, name) and _SECTION_OF.get(name) not in sought
            ]
            if missing:
                yield shelf.problem(
                    shown,
                    "depth",
                    "full-drugs-are-full",
                    f"nothing in {', '.join(missing)}",
                    'Curate these parts, or write depth = "short".',
                )
            if not any(item.region == "cn" for item in drug.regulatory):
                yield shelf.problem(
                    shown,
                    "regulatory",
                    "full-drugs-are-full",
                    "nothing on China",
                    'Add [[regulatory]] with region = "cn" and, if unread, status = "not-checked".',
                )


def device_doses_name_their_drug(shelf: Shelf) -> Iterator[Problem]:
    """A dose through a device is of one drug: on another drug's page it would mislead."""
    for shown, _, device in shelf.each("devices"):
        for index, dose in enumerate(device.doses):
            if dose.drug not in device.drugs:
                yield shelf.problem(
                    shown,
                    f"doses[{index}]",
                    "device-doses-name-their-drug",
                    f"drug is {dose.drug!r}",
                    f"Write drug = one of: {', '.join(device.drugs)}.",
                )
