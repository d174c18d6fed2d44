"""Names and classes of a drug as RxNav and RxClass give them."""

from msgspec import Struct


class DrugName(Struct, frozen=True, omit_defaults=True):
    """A name with its RxNorm number.

    ``kind`` is RxNorm's term type (IN ingredient, PIN precise ingredient, BN brand name, SCD
    clinical drug …); ``score`` and ``rank`` belong to near names, digits as printed.
    """

    rxcui: str
    name: str | None = None
    kind: str | None = None
    synonym: str | None = None
    source: str | None = None
    score: str | None = None
    rank: str | None = None
    suppressed: str | None = None


class DrugClass(Struct, frozen=True, omit_defaults=True):
    """A class that a source puts a drug into.

    ``relation`` as written (has_moa, ci_with, may_treat; absent where the class has the drug as a
    plain member), ``source`` ATC, MEDRT, FDASPL and the like.
    """

    id: str
    name: str | None = None
    kind: str | None = None
    relation: str | None = None
    source: str | None = None
    rxcui: str | None = None
    drug: str | None = None
    drug_kind: str | None = None
