"""What of a work is indexed, and how its words are cut.

One document a work. ``text`` holds everything that is searched by default (title, abstracts,
keywords, MeSH names, and a trial's or label's own words); ``title`` holds the title again, so that
words of the title can count more. Both are stemmed (Snowball English). ``words`` holds the same
words whole, for ``random*``. Filters are exact fields; the year and the number are columns.

Chinese, Japanese and Korean text has no spaces: every such character is a word of its own, and a
name is found as the phrase of its characters, which needs no dictionary and misses nothing.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain

from tantivy import Document, Filter, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder
from tantivy import Tokenizer as Cutter

from assuage.library.mesh import Mesh, mesh
from assuage.library.ranking import weight
from assuage.terms.library import Work
from assuage.terms.record import Author, Record

STEMMED = "assuage_stemmed_1"
WHOLE = "assuage_whole_1"
"""Names of the analysers. The digit rises when their output changes: an index of another digit
has another schema, and is refused instead of searched wrongly."""

OPENING = 200
"""Characters of title and text that are kept for finding related works (``related``): as good there
as the whole text (evaluation/retrieval.md), in a tenth of the space."""

_LONGEST = 80
"""Longer words are sequences or addresses; nobody types them and they swell the dictionary."""

_GREEK = str.maketrans(
    {
        "α": " alpha ",
        "β": " beta ",
        "γ": " gamma ",
        "δ": " delta ",
        "Δ": " delta ",
        "ε": " epsilon ",
        "ζ": " zeta ",
        "η": " eta ",
        "θ": " theta ",
        "κ": " kappa ",
        "λ": " lambda ",
        "μ": " mu ",
        "µ": " mu ",
        "π": " pi ",
        "σ": " sigma ",
        "τ": " tau ",
        "φ": " phi ",
        "χ": " chi ",
        "ψ": " psi ",
        "ω": " omega ",
        "Ω": " omega ",
    }
)
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff])")

_LANGUAGES = {
    "english": "eng",
    "chinese": "chi",
    "zho": "chi",
    "french": "fre",
    "fra": "fre",
    "german": "ger",
    "deu": "ger",
    "spanish": "spa",
    "italian": "ita",
    "japanese": "jpn",
    "en": "eng",
    "zh": "chi",
    "fr": "fre",
    "de": "ger",
    "es": "spa",
    "it": "ita",
    "ja": "jpn",
    "pt": "por",
    "ru": "rus",
    "ko": "kor",
    "nl": "dut",
    "pl": "pol",
    "tr": "tur",
}
"""Forms in which sources write a language, to PubMed's code (ISO 639-2/B)."""


def language(name: str) -> str:
    """A language as it is filtered by: ISO 639-2/B where known, else as written, lower case."""
    folded = name.strip().casefold()
    return _LANGUAGES.get(folded, folded)


def known_languages() -> tuple[str, ...]:
    """The codes that are told by name; records may have others of three letters."""
    return tuple(sorted(set(_LANGUAGES.values())))


def plain(text: str) -> str:
    """Text before it is cut: Greek letters by name, ideographs set apart."""
    if text.isascii():
        return text
    return _IDEOGRAPH.sub(r" \1 ", text.translate(_GREEK))


def whole_analyser() -> TextAnalyzer:
    """Words in lower case without accents."""
    return _builder().build()


def stemmed_analyser() -> TextAnalyzer:
    """Words in lower case without accents, reduced to their Snowball stem."""
    return _builder().filter(Filter.stemmer("english")).build()


def _builder() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Cutter.simple())
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


@cache
def schema() -> Schema:
    """The fields of the index."""
    build = SchemaBuilder()
    # Signed: tantivy-py 0.27 makes a signed term of an int, which never meets an unsigned field.
    build.add_integer_field("number", indexed=True, fast=True)
    build.add_text_field("opening", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_unsigned_field("year", fast=True)
    build.add_float_field("weight", fast=True)
    for name in ("text", "title"):
        build.add_text_field(name, tokenizer_name=STEMMED)
    for name in ("author", "journal"):
        build.add_text_field(name, tokenizer_name=WHOLE)
    build.add_text_field("words", tokenizer_name=WHOLE, index_option="basic")
    for name in (
        "slot",
        "identifier",
        "mesh",
        "mesh_tree",
        "mesh_major",
        "type",
        "design",
        "language",
        "source",
        "kind",
    ):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return build.build()


def document(work: Work, slot: str | None = None) -> Document:
    """The document of a work. ``slot`` names it for ``Writer.remove_slot``."""
    lead = work.lead
    tree = mesh()
    title = plain(_title(lead))
    text = plain("\n".join((_title(lead), *_texts(lead, tree))))
    doc = Document()
    doc.add_integer("number", work.number)
    if lead.year is not None and lead.year > 0:
        doc.add_unsigned("year", lead.year)
    doc.add_float("weight", weight(work.designs, lead.year, work.retracted))
    doc.add_text("title", title)
    doc.add_text("text", text)
    doc.add_text("words", text)
    doc.add_text("opening", text[:OPENING])
    for author in chain(lead.authors, lead.investigators):
        doc.add_text("author", _author(author))
    if lead.journal is not None:
        for name in (lead.journal.title, lead.journal.abbreviation):
            if name:
                doc.add_text("journal", name)
    if slot is not None:
        doc.add_text("slot", slot)
    _exact(doc, "identifier", _identifiers(work))
    _headings(doc, lead, tree)
    _exact(doc, "type", (t.name.casefold() for t in lead.publication_types))
    _exact(doc, "design", work.designs)
    _exact(doc, "language", (language(name) for name in lead.languages))
    _exact(doc, "source", work.sources)
    _exact(doc, "kind", (lead.kind,))
    return doc


def _exact(doc: Document, name: str, values: Iterable[str]) -> None:
    for value in dict.fromkeys(values):
        doc.add_text(name, value)


def _title(record: Record) -> str:
    return " ".join(t for t in (record.title, record.vernacular_title) if t)


def _author(author: Author) -> str:
    if author.collective:
        return author.collective
    return " ".join(p for p in (author.last, author.initials, author.fore) if p)


def _texts(record: Record, tree: Mesh) -> list[str]:
    found = [a.text for a in record.abstracts]
    found += [k.name for k in record.keywords]
    found += [h.name for h in record.mesh if not tree.is_check_tag(h.name)]
    found += [c.name for c in record.chemicals]
    found += [c.name for c in record.supplementary_mesh]
    trial = record.trial
    if trial is not None:
        parts = (trial.acronym, trial.official_title, trial.summary, trial.description)
        found += [p for p in parts if p]
        found += [*trial.conditions, *trial.keywords]
        for drug in trial.interventions:
            found += [drug.name, *drug.other_names]
        found += [o.measure for o in trial.outcomes]
    label = record.label
    if label is not None:
        for product in label.products:
            found += [p for p in (product.name, product.generic) if p]
            found += [active[0] for active in product.active]
        for section in label.sections:
            found += [p for p in (section.title, section.text) if p]
    return found


def _identifiers(work: Work) -> list[str]:
    lead = work.lead
    found = [member.casefold() for member in (lead.id, *work.members)]
    for scheme, value in (("pmid", lead.pmid), ("pmcid", lead.pmcid), ("doi", lead.doi)):
        if value:
            found.append(f"{scheme}:{value.casefold()}")
    found += [f"nct:{nct.casefold()}" for nct in lead.ncts]
    return found


def _headings(doc: Document, record: Record, tree: Mesh) -> None:
    own: dict[str, None] = {}
    major: dict[str, None] = {}
    above: dict[str, None] = {}
    for heading in record.mesh:
        key = tree.key(heading.ui, heading.name)
        own[key] = None
        if heading.major or any(q.major for q in heading.qualifiers):
            major[key] = None
        above.update(dict.fromkeys(tree.ancestors(key)))
    _exact(doc, "mesh", own)
    _exact(doc, "mesh_major", major)
    _exact(doc, "mesh_tree", {**own, **above})
