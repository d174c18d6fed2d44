"""What was understood of a person, line by line, so that a misreading can be seen."""

from types import ModuleType

from assuage.prose.lexicon import Lexicon
from assuage.terms.patient import Medicine, Patient


def read_back(patient: Patient, lex: Lexicon, say: ModuleType) -> list[str]:
    """Values, illnesses, tumour, genes, then each medicine. ``say``: ``patient_read`` of a language."""
    lines: list[str] = []
    held = [(s.field, _value(patient, s.field, s.text, say)) for s in patient.stated]
    if patient.region:
        held.append(("region", lex.term("regions", patient.region)))
    if held:
        lines.append(say.values(held))
    if patient.tumour is not None:
        lines.append(say.named(say.field("tumour"), say.tumour(patient.tumour)))
    genes = [f"{g.gene} {g.phenotype}" for g in patient.genotypes]
    for heading, items in (
        (say.CONDITIONS, [_condition(c, lex) for c in patient.conditions]),
        (say.ALLERGIES, list(patient.allergies)),
        (say.GENES, genes),
    ):
        if items:
            lines.append(say.named(heading, items))
    return [*lines, *(_medicine(m, lex, say) for m in patient.medicines)]


def _value(patient: Patient, field: str, text: str, say: ModuleType) -> str:
    value = getattr(patient, field, None)
    return str(say.yes(value)) if isinstance(value, bool) else text


def _condition(name: str, lex: Lexicon) -> str:
    return lex.condition(name) if name in lex.knowledge.conditions else lex.first(name, "states")


def _medicine(held: Medicine, lex: Lexicon, say: ModuleType) -> str:
    entry = held.drug or held.drug_class or held.agent
    parts: list[str] = []
    if held.dose is not None:
        parts.append(say.dose(format(held.dose.amount, "f"), held.dose.unit))
    if held.route is not None:
        parts.append(lex.term("routes", held.route))
    if held.every_h is not None:
        parts.append(say.every(format(held.every_h, "f")))
    for told, words in (
        (held.as_needed, say.AS_NEEDED),
        (held.planned, say.PLANNED),
        (held.stopping, say.STOPPING),
    ):
        parts += [words] if told else []
    for value, tell in (
        (held.since_days, say.since),
        (held.stopped_days_ago, say.stopped),
    ):
        parts += [tell(format(value, "f"))] if value is not None else []
    if held.purpose:
        parts.append(say.purpose(held.purpose))
    known = lex.agent(entry) if entry else say.NOT_HELD
    return str(say.medicine(held.name, known, parts))
