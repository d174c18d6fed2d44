"""A person as Assuage sees one: organ function, illness, medicines, genes.

Everything is optional: what is ``None`` was not given, and is never guessed. Amounts are exact
decimals in the unit that stands in the name; ``stated`` keeps what the person typed, so that
``2.0 mg/dL`` can be shown again as it was written. Nothing here is written to disk by Assuage.
"""

from decimal import Decimal
from typing import Final

from msgspec import Struct

ASCITES: Final = ("none", "mild", "moderate-severe")
DIALYSIS: Final = ("none", "haemodialysis", "peritoneal", "continuous")
HEPATITIS_B: Final = ("negative", "hbsag-positive", "anti-hbc-positive")
"""Never infected or vaccinated; carrier; surface antigen gone but core antibody there."""
ADULT_YEARS: Final = 18
"""Below it a person is a child."""

PHENOTYPES: Final = (
    "poor",
    "intermediate",
    "normal",
    "rapid",
    "ultrarapid",
    "decreased-function",
    "poor-function",
    "increased-function",
    "deficient",
    "positive",
    "negative",
)
"""CPIC's standard phenotype terms: metabolisers, transporters, G6PD, HLA alleles."""


class Stated(Struct, frozen=True, kw_only=True):
    """One value as it was given: the field of ``Patient``, and the words."""

    field: str
    text: str


class MedicineDose(Struct, frozen=True, kw_only=True):
    """One dose or a rate: an exact amount and a UCUM unit (``mg``, ``ug/h``, ``mg/kg``, ``mg/d``)."""

    amount: Decimal
    unit: str


class Medicine(Struct, frozen=True, kw_only=True):
    """One medicine that the person takes, takes no more, or is about to take.

    ``every_h`` is the interval between doses in hours; ``None`` with a rate as dose, or unknown.
    """

    name: str
    """As typed."""
    drug: str | None = None
    """Id in the knowledge, where the name is known there."""
    drug_class: str | None = None
    """Id of a class in the knowledge, where the name is that of a class."""
    agent: str | None = None
    """Id in the closed list ``agents``, where the name is neither a drug's nor a class's."""
    dose: MedicineDose | None = None
    route: str | None = None
    """Id in the closed list ``routes``."""
    every_h: Decimal | None = None
    as_needed: bool = False
    since_days: Decimal | None = None
    """Days since it was started; ``None`` where not said."""
    stopped_days_ago: Decimal | None = None
    """Days since the last dose of a medicine that was stopped; ``None`` while it is taken."""
    planned: bool = False
    """To be started, not yet taken."""
    stopping: bool = False
    """Taken now, and meant to be stopped."""
    purpose: str | None = None
    """What it is for, as typed (``immune-mediated hepatitis``, ``brain oedema``)."""


class Genotype(Struct, frozen=True, kw_only=True):
    """The phenotype that a gene's alleles predict, in CPIC's terms."""

    gene: str
    """HGNC symbol in capitals, ``CYP2D6``; of an HLA allele ``HLA-B*57:01``."""
    phenotype: str
    """One of ``PHENOTYPES``."""
    diplotype: str | None = None


class Tumour(Struct, frozen=True, kw_only=True):
    """Extent of a liver cancer, as BCLC staging asks for it."""

    number: int | None = None
    largest_cm: Decimal | None = None
    vascular_invasion: bool | None = None
    extrahepatic: bool | None = None


class Patient(Struct, frozen=True, kw_only=True):
    """One person. Names carry units; every field may be absent."""

    label: str | None = None
    """What the file calls the person; shown at the head of the output only."""
    invented: bool = False
    """True for the example patients, which never lived."""

    age_years: Decimal | None = None
    sex: str | None = None
    """``female`` or ``male``: the sex that the equations for creatinine mean."""
    weight_kg: Decimal | None = None
    height_cm: Decimal | None = None
    pregnant: bool | None = None
    smoker: bool | None = None
    alcohol_g_per_day: Decimal | None = None

    bilirubin_umol_per_l: Decimal | None = None
    albumin_g_per_l: Decimal | None = None
    inr: Decimal | None = None
    alt_u_per_l: Decimal | None = None
    ast_u_per_l: Decimal | None = None
    alp_u_per_l: Decimal | None = None
    ammonia_umol_per_l: Decimal | None = None
    ascites: str | None = None
    """One of ``ASCITES``."""
    encephalopathy_grade: int | None = None
    """West Haven, 0 to 4."""
    child_pugh: str | None = None
    """Class as stated, ``A``, ``B`` or ``C``: stands in where the components are not given."""
    varices: bool | None = None

    creatinine_umol_per_l: Decimal | None = None
    cystatin_c_mg_per_l: Decimal | None = None
    egfr_ml_per_min_1_73m2: Decimal | None = None
    """As stated by a laboratory: indexed to 1.73 m²."""
    creatinine_clearance_ml_per_min: Decimal | None = None
    """Measured or stated, not indexed."""
    dialysis: str | None = None
    """One of ``DIALYSIS``."""
    sodium_mmol_per_l: Decimal | None = None
    potassium_mmol_per_l: Decimal | None = None
    magnesium_mmol_per_l: Decimal | None = None
    calcium_mmol_per_l: Decimal | None = None
    """Total, not ionised."""

    haemoglobin_g_per_l: Decimal | None = None
    platelets_10e9_per_l: Decimal | None = None
    neutrophils_10e9_per_l: Decimal | None = None
    crp_mg_per_l: Decimal | None = None

    qtc_ms: Decimal | None = None
    systolic_mmhg: Decimal | None = None
    diastolic_mmhg: Decimal | None = None
    heart_rate_per_min: Decimal | None = None
    respiratory_rate_per_min: Decimal | None = None
    spo2_percent: Decimal | None = None

    ecog: int | None = None
    """Performance status, 0 to 4."""
    tumour: Tumour | None = None
    transplant_candidate: bool | None = None
    conditions: tuple[str, ...] = ()
    """Ids of conditions or of the closed list ``states`` where known, else as typed."""
    hepatitis_b: str | None = None
    """One of ``HEPATITIS_B``."""
    spasticity_origin: str | None = None
    """``spinal`` or ``cerebral``."""
    sarcopenia: bool | None = None

    genotypes: tuple[Genotype, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    allergies: tuple[str, ...] = ()

    region: str | None = None
    """Id in the closed list ``regions`` (``us``, ``eu``, ``uk``, ``cn``), as the knowledge has it."""
    language: str | None = None
    """``en`` or ``zh``."""

    stated: tuple[Stated, ...] = ()

    def phenotype(self, gene: str) -> str | None:
        """Phenotype of a gene (symbol in capitals); ``None`` where it was not given."""
        return next((g.phenotype for g in self.genotypes if g.gene == gene), None)

    def as_stated(self, field: str) -> str | None:
        """The words in which a field was given, ``None`` where it was not."""
        return next((s.text for s in self.stated if s.field == field), None)
