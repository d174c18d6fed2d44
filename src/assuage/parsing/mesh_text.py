"""MeSH headings as MEDLINE text writes them: ``Pain/*drug therapy``, ``*Morphine``."""

from assuage.terms.record import Heading, Qualifier


def heading(text: str) -> Heading:
    """A heading with its subheadings; an asterisk marks the major ones."""
    name, *qualifiers = text.strip().split("/")
    return Heading(
        name=name.lstrip("*").strip(),
        major=name.startswith("*"),
        qualifiers=tuple(
            Qualifier(q.lstrip("*").strip(), None, q.strip().startswith("*")) for q in qualifiers
        ),
    )
