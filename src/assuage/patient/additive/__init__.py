"""What adds up between medicines, in a person and beside a condition's usual treatments."""

from assuage.patient.additive.kinship import Kin
from assuage.patient.additive.limits import Person
from assuage.patient.additive.together import together, usual_treatments

__all__ = ["Kin", "Person", "together", "usual_treatments"]
