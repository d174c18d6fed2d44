"""The query text for each source, from the names of a drug and of a condition.

Names are put as quoted phrases, joined by OR, the two sides by AND, in each source's own syntax.
Labels are asked for by the first drug name alone: they are filed under the generic name, and hold
every condition. PubTator3 is not planned: it is asked for the PMIDs that PubMed gave.
"""

from collections.abc import Mapping, Sequence

from assuage.terms.errors import UsageError


def queries(drug_names: Sequence[str], condition_names: Sequence[str]) -> Mapping[str, str]:
    """Query text by source name. The first drug name is the generic one.

    Without a condition the drug alone is searched. No drug name is a `UsageError`.
    """
    drugs, conditions = _names(drug_names), _names(condition_names)
    if not drugs:
        raise UsageError("a search needs a drug. Name one, its generic name first.")
    drug, condition = _any(drugs), _any(conditions)
    both = f"({drug}) AND ({condition})" if condition else drug
    trials = f"query.intr={drug}" + (f" & query.cond={condition}" if condition else "")
    return {
        "pubmed": both,
        "europe-pmc": both,
        "clinicaltrials": trials,
        "openfda": f"openfda.generic_name:{_phrase(drugs[0])}",
        "dailymed": drugs[0],
        "rxnav": drugs[0],
    }


def _names(names: Sequence[str]) -> list[str]:
    """Names without blanks around, quotation marks (they would end the phrase) and repetitions.

    An ``&`` would part a query for ClinicalTrials.gov; it is a blank in all of them.
    """
    clean = (" ".join(name.replace('"', " ").replace("&", " ").split()) for name in names)
    first: dict[str, str] = {}
    for name in clean:
        if name:
            first.setdefault(name.casefold(), name)
    return list(first.values())


def _any(names: Sequence[str]) -> str:
    return " OR ".join(_phrase(name) for name in names)


def _phrase(name: str) -> str:
    return f'"{name}"'
