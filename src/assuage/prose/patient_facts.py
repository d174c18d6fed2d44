"""Findings beside a computation, as the dossier says them: one sentence a group, with its source."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final

from assuage.knowledge.shelves import Knowledge
from assuage.prose.lexicon import Lexicon
from assuage.prose.write import language
from assuage.terms.finding import Finding
from assuage.terms.statement import Statement

# Kind of finding: kind of statement, and what the findings of one sentence have in common.
_GROUPS: Final[dict[str, tuple[str, Callable[[Any], Hashable]]]] = {
    "regulatory": ("regulatory", lambda r: (r.region, r.status)),
    "dose": ("doses", lambda d: (d.use, d.route, d.population, d.drug)),
    "specification": ("specifications", lambda s: None),
    "adverse-effect": ("adverse-effects", lambda a: (a.frequency, a.route, a.context, a.timing)),
    "contraindication": ("contraindications", lambda c: (c.level, c.region, c.route)),
    "monitoring": ("monitoring", lambda m: (m.when, m.harm)),
    "boxed-warning": ("boxed-warnings", lambda b: (b.region, b.route)),
    "recommendation": ("recommendation", id),
    "rescue": ("rescues", lambda r: (r.harm, r.drug)),
}


def cited(
    findings: Iterable[Finding], knowledge: Knowledge, lang: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Sentences with the public id of their source and the ids of their findings, in order.

    Kinds of finding that have no sentence of their own here are left out.
    """
    words = language(lang)
    lex = Lexicon(knowledge, lang)
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        if finding.kind in _GROUPS:
            _, key = _GROUPS[finding.kind]
            place = (finding.kind, finding.owner, finding.source, key(finding.fact))
            groups.setdefault(place, []).append(finding)
    said = []
    for held in groups.values():
        kind, _ = _GROUPS[held[0].kind]
        ids = tuple(f.id for f in held)
        source = held[0].source or ""
        statement = Statement(
            id="", kind=kind, findings=ids, sources=(source,), directness=held[0].directness
        )
        said.append((str(words.REALISERS[kind](statement, tuple(held), lex)), source, ids))
    return said
