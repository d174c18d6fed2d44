"""A table of keys and words (a TOML file, flags) to a ``Patient``: every value checked.

A key is that of ``fields.FIELDS`` (``bilirubin = "34 umol/L"``), or the name in ``Patient`` with
its unit (``bilirubin_umol_per_l = 34``), or one of the closed words below.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct

from assuage.asking.names import Index, fold
from assuage.patient.person import words
from assuage.patient.person.fields import BY_KEY, BY_NAME, TUMOUR_SIZE
from assuage.patient.person.measures import Doubt, PatientError, measure
from assuage.patient.person.medicines import medicines as medicines_of
from assuage.terms.errors import AmbiguousName, UnknownName
from assuage.terms.patient import Genotype, Medicine, Patient, Stated, Tumour


class Reading(Struct, frozen=True, kw_only=True):
    """A person as read: what is known, what is doubted, and the pump's table as it stands."""

    patient: Patient
    doubts: tuple[Doubt, ...] = ()
    pump: dict[str, Any] = {}
    """The table ``[pump]``, unread: its arithmetic belongs to ``patient.pump``."""


_WORDS: Final[dict[str, Callable[[object, str], object]]] = {
    "sex": lambda v, w: words.word("sex", v, words.SEX, w),
    "ascites": lambda v, w: words.word("ascites", v, words.ASCITES, w),
    "encephalopathy": lambda v, w: words.grade("encephalopathy", v, 4, w),
    "child_pugh": words.child_pugh,
    "dialysis": lambda v, w: words.word("dialysis", v, words.DIALYSIS, w),
    "hepatitis_b": lambda v, w: words.word("hepatitis_b", v, words.HEPATITIS_B, w),
    "spasticity_origin": lambda v, w: words.word("spasticity_origin", v, words.ORIGIN, w),
    "ecog": lambda v, w: words.grade("ecog", v, 4, w),
    "language": lambda v, w: words.word("language", v, words.LANGUAGE, w),
    "pregnant": lambda v, w: words.flag("pregnant", v, w),
    "smoker": lambda v, w: words.flag("smoker", v, w),
    "varices": lambda v, w: words.flag("varices", v, w),
    "sarcopenia": lambda v, w: words.flag("sarcopenia", v, w),
    "transplant_candidate": lambda v, w: words.flag("transplant_candidate", v, w),
    "invented": lambda v, w: words.flag("invented", v, w),
}
_NAMES: Final = {"encephalopathy": "encephalopathy_grade"}
_OTHERS: Final = (
    "label",
    "region",
    "conditions",
    "allergies",
    "tumour",
    "genotypes",
    "medicines",
    "pump",
)
_TUMOUR: Final = ("number", "largest", "vascular_invasion", "extrahepatic")
KEYS: Final = (*BY_KEY, *_WORDS, *_OTHERS)


def person(table: Mapping[str, Any], index: Index, where: str = "") -> Reading:
    """Read a table. ``where`` (a file's name) heads each sentence. Raises PatientError."""
    place = f"{where}: " if where else ""
    aliases = {"encephalopathy_grade": "encephalopathy", "tumor": "tumour"}
    held: dict[str, Any] = {}
    stated: list[Stated] = []
    doubts: list[Doubt] = []
    for given, value in table.items():
        key = aliases.get(given, given)
        if key in BY_NAME and key not in BY_KEY:
            field = BY_NAME[key]
            if isinstance(value, str | bool):
                raise PatientError(
                    f"{place}{key} = {value!r}: its unit stands in the name; write a number, "
                    f'or {field.key} = "{value}".',
                    "unit-in-name", place=place, key=key, stated=str(value), instead=field.key,
                )  # fmt: skip
            key, value = field.key, f"{value} {field.unit}".removesuffix(" 1")
        if key not in KEYS:
            raise words.unknown_key(given, KEYS, place)
        if _NAMES.get(key, BY_KEY[key].name if key in BY_KEY else key) in held:
            raise PatientError(
                f"{place}{key} is given twice. Keep one.", "twice", place=place, key=key
            )
        if key in BY_KEY:
            number, text, doubt = measure(BY_KEY[key], value, where)
            held[BY_KEY[key].name] = number
            stated.append(Stated(field=BY_KEY[key].name, text=text))
            doubts += [doubt] if doubt else []
        elif key in _WORDS:
            name = _NAMES.get(key, key)
            held[name] = _WORDS[key](value, where)
            if key != "invented":
                # What was typed in Chinese is kept by its standard word: a page has one language.
                said = str(value) if str(value).isascii() else str(held[name])
                stated.append(Stated(field=name, text=said))
        else:
            held[key] = value
    pump = held.pop("pump", {})
    if not isinstance(pump, dict):
        raise PatientError(f"{place}pump is {pump!r}. Write a table [pump].")
    if "label" in held:
        held["label"] = str(held["label"])
    if "region" in held:
        held["region"] = _region(held["region"], index, place)
    if "tumour" in held:
        held["tumour"] = _tumour(held["tumour"], where)
    if "genotypes" in held:
        held["genotypes"] = _genotypes(held["genotypes"], where)
    if "allergies" in held:
        held["allergies"] = tuple(_lines(held["allergies"], "allergies", place))
    if "conditions" in held:
        held["conditions"], new = _conditions(held["conditions"], index, place)
        doubts += new
    if "medicines" in held:
        held["medicines"], new = medicines(held["medicines"], index, where)
        doubts += new
    patient = Patient(**held, stated=tuple(stated))
    agree(patient, place)
    return Reading(patient=patient, doubts=tuple(doubts), pump=pump)


def medicines(
    stated: object, index: Index, where: str = ""
) -> tuple[tuple[Medicine, ...], list[Doubt]]:
    """A list of lines or tables to medicines, with the doubts about their names."""
    place = f"{where}: " if where else ""
    if isinstance(stated, str) or not isinstance(stated, list | tuple):
        raise PatientError(
            f'{place}medicines is {stated!r}. Write a list, as ["morphine 10 mg oral every 4 h"].',
            "not-a-list", place=place, key="medicines", stated=str(stated),
            example='["morphine 10 mg oral every 4 h"]',
        )  # fmt: skip
    read = [medicines_of(item, index, where) for item in stated]
    return tuple(m for held, _ in read for m in held), [d for _, doubts in read for d in doubts]


def _lines(stated: object, key: str, place: str) -> list[str]:
    if isinstance(stated, str):
        return [stated]
    if isinstance(stated, list | tuple) and all(isinstance(item, str) for item in stated):
        return list(stated)
    raise PatientError(f'{place}{key} is {stated!r}. Write a list of names, as ["cirrhosis"].',
        "not-a-list", place=place, key=key, stated=str(stated), example='["cirrhosis"]',
    )  # fmt: skip


def _region(stated: object, index: Index, place: str) -> str:
    said = words.half_width(stated).casefold()
    for term in index.knowledge.vocabulary["regions"].values():
        if said in (term.id, term.en.casefold(), term.zh):
            return term.id
    known = ", ".join(sorted(index.knowledge.vocabulary["regions"]))
    raise PatientError(f"{place}region = {stated!r} is not known. Write one of {known}.",
        "word", place=place, key="region", stated=str(stated), choices=known, near="",
    )  # fmt: skip


def _conditions(stated: object, index: Index, place: str) -> tuple[tuple[str, ...], list[Doubt]]:
    """Conditions and states of the knowledge by id; others as typed, with their nearest names."""
    states = {
        fold(name): term.id
        for term in index.knowledge.vocabulary["states"].values()
        for name in (term.id, term.en, term.zh, *term.also)
    }
    found: list[str] = []
    doubts: list[Doubt] = []
    for name in _lines(stated, "conditions", place):
        try:
            found.append(index.one(name, "condition").id)
        except AmbiguousName as error:
            raise PatientError(f"{place}conditions: {error}") from None
        except UnknownName:
            known = states.get(fold(name))
            found.append(known or name.strip())
            if known is None:
                doubts.append(Doubt(field="conditions", stated=name, near=index.close(name)))
    return tuple(dict.fromkeys(found)), doubts


def _tumour(stated: object, where: str) -> Tumour:
    place = f"{where}: " if where else ""
    if not isinstance(stated, Mapping):
        raise PatientError(f'{place}tumour is {stated!r}. Write number = 1, largest = "3.2 cm".')
    for key in stated:
        if key not in _TUMOUR:
            raise words.unknown_key(key, _TUMOUR, f"{place}tumour: ")
    largest = None
    if "largest" in stated:
        largest = measure(TUMOUR_SIZE, stated["largest"], where)[0]
    number = stated.get("number")
    if number is not None and (isinstance(number, bool) or not str(number).isdigit()):
        raise PatientError(f"{place}tumour.number = {number!r}: write a whole number of nodules.",
            "nodules", place=place, stated=str(number),
        )  # fmt: skip
    if number is not None and int(number) == 0:
        raise PatientError(
            f"{place}tumour.number = 0: a tumour has at least one nodule. "
            "Write their number, or leave it out.",
            "no-nodule", place=place,
        )  # fmt: skip
    return Tumour(
        number=None if number is None else int(number),
        largest_cm=largest,
        vascular_invasion=_maybe(stated, "vascular_invasion", where),
        extrahepatic=_maybe(stated, "extrahepatic", where),
    )


def _maybe(stated: Mapping[str, Any], key: str, where: str) -> bool | None:
    return words.flag(f"tumour.{key}", stated[key], where) if key in stated else None


def _genotypes(stated: object, where: str) -> tuple[Genotype, ...]:
    place = f"{where}: " if where else ""
    if not isinstance(stated, Mapping):
        raise PatientError(f'{place}genotypes is {stated!r}. Write CYP2D6 = "poor".')
    return tuple(
        Genotype(
            gene=str(gene).upper(),
            phenotype=words.word(f"genotypes.{gene}", said, words.PHENOTYPE, where),
        )
        for gene, said in sorted(stated.items())
    )


def agree(patient: Patient, place: str = "") -> None:
    """Refuse two values that cannot both be true."""
    low, high = patient.diastolic_mmhg, patient.systolic_mmhg
    if low is not None and high is not None and low >= high:
        raise PatientError(
            f"{place}diastolic {low} mm[Hg] is not below systolic {high} mm[Hg]. "
            "Are the two exchanged?",
            "exchanged", place=place, low=str(low), high=str(high),
        )  # fmt: skip
    if patient.pregnant and patient.sex == "male":
        raise PatientError(
            f'{place}pregnant = true with sex = "male": the two contradict each other. '
            'Write sex = "female", or leave pregnant out.',
            "pregnant-male", place=place,
        )  # fmt: skip
