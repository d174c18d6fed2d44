"""A person from a file (TOML, or FHIR R4 JSON) or from flags. Reads one file; writes nothing."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from assuage.asking.names import Index
from assuage.patient.person.fields import FIELDS
from assuage.patient.person.measures import PatientError
from assuage.patient.person.tables import Reading, agree, person
from assuage.patient.scores.agreement import KIDNEY_DOUBTS, kidney_doubts

_LARGEST_BYTES = 20_000_000


def read_file(path: Path, index: Index) -> Reading:
    """The person in a file. JSON is taken for a FHIR R4 bundle, everything else for TOML.

    Raises PatientError with one sentence: no file, not text, broken TOML or JSON, a bad value.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise PatientError(f"{path} is larger than 20 MB. Give the bundle of one person.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PatientError(
            f"cannot read {path}: {error.strerror}. Name a patient.toml or a FHIR bundle.",
            "cannot-read",
            path=str(path),
        ) from None
    except UnicodeDecodeError:
        raise PatientError(
            f"{path} is not text in UTF-8. Save it as UTF-8.", "not-utf8", path=str(path)
        ) from None
    if text.lstrip().startswith("{"):
        from assuage.patient.person.fhir import bundle  # needed for JSON only

        return _weighed(bundle(text, index, path.name))
    return _weighed(person(_toml(text, path), index, path.name))


def _weighed(reading: Reading) -> Reading:
    """With the doubts about values that hardly go together, of this person as a whole."""
    kept = tuple(d for d in reading.doubts if d.field not in KIDNEY_DOUBTS)
    return replace(reading, doubts=(*kept, *kidney_doubts(reading.patient)))


def _toml(text: str, path: Path) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        raise PatientError(
            f'{path.name} is not TOML: {error}. Values with units stand in quotes, as "34 umol/L".',
            "not-toml",
            path=path.name,
            why=str(error),
        ) from None


def read_flags(flags: Mapping[str, Any], index: Index, base: Reading | None = None) -> Reading:
    """The person that flags describe, laid over one from a file.

    ``flags``: keys as in a file with hyphens or underscores; ``None`` and empty ones are skipped.
    A flag replaces the file's value; medicines and conditions are added to the file's.
    """
    given = {
        k.replace("-", "_"): v for k, v in flags.items() if v is not None and v not in ((), [])
    }
    reading = person(given, index, "")
    if base is None:
        return _weighed(reading)
    new = reading.patient
    changed = {s.field for s in new.stated}
    held = {
        name: getattr(new, name)
        if name in changed or getattr(base.patient, name) in (None, ())
        else getattr(base.patient, name)
        for name in new.__struct_fields__
    }
    for name in ("medicines", "conditions", "allergies"):
        held[name] = tuple(dict.fromkeys((*getattr(base.patient, name), *getattr(new, name))))
    genes = {g.gene: g for g in (*base.patient.genotypes, *new.genotypes)}
    held["genotypes"] = tuple(genes[gene] for gene in sorted(genes))
    if new.region is not None:
        held["region"] = new.region
    held["stated"] = (
        *(s for s in base.patient.stated if s.field not in changed),
        *new.stated,
    )
    merged = type(new)(**held)
    agree(merged)
    replaced = {f.key for f in FIELDS if f.name in changed}
    doubts = (*(d for d in base.doubts if d.field not in replaced), *reading.doubts)
    return _weighed(Reading(patient=merged, doubts=doubts, pump={**base.pump, **reading.pump}))
