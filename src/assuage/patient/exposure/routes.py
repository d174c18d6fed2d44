"""By which routes a drug is given, as far as this knowledge says."""

from typing import Final

from assuage.knowledge.shelves import Knowledge
from assuage.patient.exposure import shipped

ORDER: Final = ("oral", "intravenous", "subcutaneous", "intranasal", "transdermal", "intrathecal")
"""Routes in the order in which they are looked at where the question names none."""


def given_by(knowledge: Knowledge, drug_id: str) -> tuple[str, ...]:
    """Routes of the doses that are held; else of the approvals; else by which it was studied."""
    drug = knowledge.drugs.get(drug_id)
    doses = [d.route for d in drug.doses if d.withdrawn is None] if drug else []
    approved = [
        r.route
        for r in (drug.regulatory if drug else ())
        if r.route and r.status.startswith("approved") and r.withdrawn is None
    ]
    studied = [route for victim, _, route in shipped.observed_interactions() if victim == drug_id]
    for found in (doses, approved, studied):
        if found:
            known = [r for r in ORDER if r in found]
            return (*known, *(r for r in dict.fromkeys(found) if r not in known))
    return ()
