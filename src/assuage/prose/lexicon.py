"""Names and numbers in one language, all from the knowledge: no drug or term is named here."""

from collections.abc import Iterable

from assuage.knowledge.shelves import Knowledge
from assuage.terms.drug import Names
from assuage.terms.fact import Amount
from assuage.terms.printed import Printed
from assuage.terms.vocabulary import Term


class Lexicon:
    """Looks identifiers up in the knowledge and prints numbers as the language does."""

    def __init__(self, knowledge: Knowledge, lang: str) -> None:
        self.knowledge = knowledge
        self.lang = lang

    def _names(self, names: Names) -> str:
        return names.zh if self.lang == "zh" else names.en

    def _term(self, term: Term) -> str:
        return term.zh if self.lang == "zh" else term.en

    def term(self, vocabulary: str, term_id: str) -> str:
        """The name of a term of a closed list."""
        return self._term(self.knowledge.term(vocabulary, term_id))

    def first(self, term_id: str, *vocabularies: str) -> str:
        """The name of a term in the first list that has it."""
        for vocabulary in vocabularies:
            term = self.knowledge.vocabulary.get(vocabulary, {}).get(term_id)
            if term is not None:
                return self._term(term)
        return term_id

    def agent(self, agent: str) -> str:
        """A drug, class, device, procedure, other agent, or mechanism node."""
        k = self.knowledge
        for shelf in (k.drugs, k.classes, k.devices, k.procedures):
            entry = shelf.get(agent)
            if entry is not None:
                return self._names(entry.names)
        return self.first(agent, "agents", "nodes")

    def condition(self, condition: str) -> str:
        entry = self.knowledge.conditions.get(condition)
        return self._names(entry.names) if entry else condition

    def outcome(self, outcome: str) -> str:
        return self.first(outcome, "outcomes", "effects")

    def better(self, outcome: str) -> str | None:
        """Which direction of an outcome helps the patient."""
        term = self.knowledge.vocabulary["outcomes"].get(outcome)
        return term.better if term else "lower"

    def use(self, use: str) -> str:
        entry = self.knowledge.conditions.get(use)
        return self._names(entry.names) if entry else self.first(use, "uses")

    def marker(self, marker: str) -> str:
        entry = self.knowledge.markers[marker]
        return entry.zh if self.lang == "zh" else entry.en

    def study(self, study: str) -> str:
        """Author and year, as the field names a study."""
        k = self.knowledge
        entry = k.studies.get(study) or k.guidance.get(study) or k.trials.get(study)
        if entry is None:
            return study
        c = entry.citation
        who = getattr(entry, "organisation", None) or c.first_author
        if not who:
            short = " ".join(c.title.split()[:5])
            who = f"PMID {c.pmid}" if c.pmid else c.nct or f"“{short} …”"
        if who.startswith(("PMID", "“", "NCT")):
            return f"{who}, {c.year}" if c.year else str(who)
        return f"{who} {c.year}" if c.year else str(who)

    def number(self, printed: Printed) -> str:
        """Printed digits with a true minus sign and the sign of comparison in words of the page."""
        text = str(printed).replace("-", "−").replace("inf", "∞")
        for plain, shown in (("<=", "≤"), (">=", "≥"), ("~", "≈")):
            text = text.replace(plain, shown)
        return text

    def p(self, printed: Printed) -> str:
        """P as the field prints it: P = 0.55, P < 0.001."""
        sign = {"=": "=", "<=": "≤", ">=": "≥", "~": "≈"}.get(printed.sign, printed.sign)
        return f"P {sign} {format(printed.digits, 'f')}"

    def range(self, low: Printed, high: Printed) -> str:
        joint = "至" if self.lang == "zh" else " to "
        return f"{self.number(low)}{joint}{self.number(high)}"

    def unit(self, unit: str | None) -> str:
        return self.term("units", unit) if unit else ""

    def with_unit(self, text: str, unit: str | None) -> str:
        shown = self.unit(unit)
        if not shown:
            return text
        tight = shown in ("%",) or (self.lang == "zh" and not shown[0].isascii())
        if self.lang == "en" and text == "1" and shown.endswith("s") and shown.isalpha():
            shown = shown[:-1]
        return f"{text}{shown}" if tight else f"{text} {shown}"

    def amount(self, amount: Amount) -> str:
        """A value or a range with its unit."""
        if amount.value is not None:
            text = self.number(amount.value)
            if amount.low is not None and amount.high is not None:
                inner = self.range(amount.low, amount.high)
                text += f"（{inner}）" if self.lang == "zh" else f" ({inner})"
        elif amount.low is not None and amount.high is not None:
            text = self.range(amount.low, amount.high)
        elif amount.low is not None:
            text = f"≥{self.number(amount.low)}"
        elif amount.high is not None:
            text = f"≤{self.number(amount.high)}"
        else:
            return self.unit(amount.unit)
        return self.with_unit(text, amount.unit)

    def join(self, items: Iterable[str]) -> str:
        """A list in words: a, b and c."""
        held = list(dict.fromkeys(items))
        if self.lang == "zh":
            return "、".join(held)
        if len(held) < 2:
            return "".join(held)
        return f"{', '.join(held[:-1])} and {held[-1]}"
