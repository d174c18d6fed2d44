"""Closed words of a person's file: each with the spellings that a clinician types."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

from assuage.patient.person.measures import PatientError

SEX: Final = {
    "female": "female",
    "f": "female",
    "woman": "female",
    "女": "female",
    "女性": "female",
    "女士": "female",
    "male": "male",
    "m": "male",
    "man": "male",
    "男": "male",
    "男性": "male",
    "先生": "male",
}
ASCITES: Final = {
    "none": "none",
    "absent": "none",
    "no": "none",
    "mild": "mild",
    "slight": "mild",
    "controlled": "mild",
    "moderate-severe": "moderate-severe",
    "moderate": "moderate-severe",
    "severe": "moderate-severe",
    "tense": "moderate-severe",
    "refractory": "moderate-severe",
    "moderate to severe": "moderate-severe",
    "无": "none",
    "没有": "none",
    "否": "none",
    "轻": "mild",
    "轻度": "mild",
    "少量": "mild",
    "中": "moderate-severe",
    "中度": "moderate-severe",
    "中量": "moderate-severe",
    "中重度": "moderate-severe",
    "中至重度": "moderate-severe",
    "重": "moderate-severe",
    "重度": "moderate-severe",
    "大量": "moderate-severe",
    "顽固性": "moderate-severe",
    "难治性": "moderate-severe",
}
DIALYSIS: Final = {
    "none": "none",
    "no": "none",
    "haemodialysis": "haemodialysis",
    "hemodialysis": "haemodialysis",
    "hd": "haemodialysis",
    "peritoneal": "peritoneal",
    "peritoneal dialysis": "peritoneal",
    "pd": "peritoneal",
    "continuous": "continuous",
    "cvvhd": "continuous",
    "crrt": "continuous",
    "无": "none",
    "否": "none",
    "没有": "none",
    "血液透析": "haemodialysis",
    "血透": "haemodialysis",
    "腹膜透析": "peritoneal",
    "腹透": "peritoneal",
    "连续性": "continuous",
    "连续性透析": "continuous",
}
HEPATITIS_B: Final = {
    "negative": "negative",
    "none": "negative",
    "hbsag-positive": "hbsag-positive",
    "hbsag positive": "hbsag-positive",
    "chronic": "hbsag-positive",
    "anti-hbc-positive": "anti-hbc-positive",
    "anti-hbc positive": "anti-hbc-positive",
    "resolved": "anti-hbc-positive",
    "阴性": "negative",
    "无": "negative",
    "hbsag阳性": "hbsag-positive",
    "慢性乙肝": "hbsag-positive",
    "抗hbc阳性": "anti-hbc-positive",
    "抗-hbc阳性": "anti-hbc-positive",
}
PHENOTYPE: Final = {
    "poor": "poor",
    "poor metaboliser": "poor",
    "poor metabolizer": "poor",
    "pm": "poor",
    "intermediate": "intermediate",
    "intermediate metaboliser": "intermediate",
    "intermediate metabolizer": "intermediate",
    "im": "intermediate",
    "normal": "normal",
    "normal metaboliser": "normal",
    "normal metabolizer": "normal",
    "extensive metabolizer": "normal",
    "normal function": "normal",
    "nm": "normal",
    "em": "normal",
    "rapid": "rapid",
    "rapid metaboliser": "rapid",
    "rapid metabolizer": "rapid",
    "rm": "rapid",
    "ultrarapid": "ultrarapid",
    "ultrarapid metaboliser": "ultrarapid",
    "ultrarapid metabolizer": "ultrarapid",
    "um": "ultrarapid",
    "decreased-function": "decreased-function",
    "decreased function": "decreased-function",
    "poor-function": "poor-function",
    "poor function": "poor-function",
    "increased-function": "increased-function",
    "increased function": "increased-function",
    "deficient": "deficient",
    "positive": "positive",
    "negative": "negative",
    "慢代谢型": "poor",
    "慢代谢": "poor",
    "中间代谢型": "intermediate",
    "中间代谢": "intermediate",
    "正常代谢型": "normal",
    "正常代谢": "normal",
    "快代谢型": "rapid",
    "快代谢": "rapid",
    "超快代谢型": "ultrarapid",
    "超快代谢": "ultrarapid",
    "缺乏": "deficient",
    "阳性": "positive",
    "阴性": "negative",
}
ORIGIN: Final = {
    "spinal": "spinal",
    "cerebral": "cerebral",
    "脊髓": "spinal",
    "脊髓性": "spinal",
    "脑": "cerebral",
    "脑性": "cerebral",
}
LANGUAGE: Final = {
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "zh": "zh",
    "zh-cn": "zh",
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
}
_YES: Final = ("yes", "true", "y", "1", "是", "有", "对")
_NO: Final = ("no", "false", "n", "0", "none", "否", "无", "没有", "不")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_DIGITS: Final = {"一": "1", "二": "2", "三": "3", "四": "4"}


def half_width(stated: object) -> str:
    """What was typed, in half-width characters, as they are compared."""
    return unicodedata.normalize("NFKC", str(stated)).strip()


def near_keys(key: str, known: Iterable[str]) -> str:
    """The sentence for a key that does not exist, with the nearest that do."""
    held = list(known)
    near = [
        match[0]
        for match in process.extract(key, held, scorer=fuzz.ratio, limit=3, score_cutoff=60)
    ]
    advice = f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(held)}."
    return f"no key {key!r}. {advice}"


def unknown_key(key: str, known: Iterable[str], place: str) -> PatientError:
    """The refusal of a key that does not exist."""
    held = list(known)
    near = [m[0] for m in process.extract(key, held, scorer=fuzz.ratio, limit=3, score_cutoff=60)]
    return PatientError(
        f"{place}{near_keys(key, held)}",
        "unknown-key", place=place, key=key, near="、".join(near), choices="、".join(held),
    )  # fmt: skip


def word(key: str, stated: object, allowed: dict[str, str], where: str = "") -> str:
    """The standard word for what was typed. Raises PatientError with the words that are allowed."""
    place = f"{where}: " if where else ""
    said = "no" if stated is False else half_width(stated)
    found = allowed.get(said.casefold())
    if found is not None:
        return found
    standard = tuple(dict.fromkeys(allowed.values()))
    near = process.extractOne(said.casefold(), list(allowed), score_cutoff=75)
    advice = f" Did you mean {allowed[near[0]]}?" if near else ""
    raise PatientError(f"{place}{key} = {stated!r}: write one of {', '.join(standard)}.{advice}",
        "word", place=place, key=key, stated=str(stated), choices="、".join(standard),
        near=allowed[near[0]] if near else "",
    )  # fmt: skip


def flag(key: str, stated: object, where: str = "") -> bool:
    """Yes or no."""
    if isinstance(stated, bool):
        return stated
    said = half_width(stated).casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    place = f"{where}: " if where else ""
    raise PatientError(
        f"{place}{key} = {stated!r}: write true or false.",
        "flag",
        place=place,
        key=key,
        stated=str(stated),
    )


def grade(key: str, stated: object, highest: int, where: str = "") -> int:
    """A whole number from 0; ``none`` is 0, ``grade 2`` is 2."""
    place = f"{where}: " if where else ""
    said = half_width(stated).casefold().removeprefix("grade").strip()
    said = said.removesuffix("级").removesuffix("分").strip()
    said = _ROMAN.get(said, _DIGITS.get(said, said))
    if said in ("none", "absent", "无", "没有"):
        return 0
    if isinstance(stated, bool) or not said.isdigit() or int(said) > highest:
        raise PatientError(
            f"{place}{key} = {stated!r}: write a whole number from 0 (none) to {highest}.",
            "grade", place=place, key=key, stated=str(stated), highest=str(highest),
        )  # fmt: skip
    return int(said)


def child_pugh(stated: object, where: str = "") -> str:
    """Class A, B or C; points (``7``, ``B7``) are turned into their class.

    Classes: A 5-6, B 7-9, C 10-15 points (Pugh 1973; as in the score's own file).
    """
    place = f"{where}: " if where else ""
    said = half_width(stated).upper().removeprefix("CHILD-PUGH").strip().removeprefix("CLASS")
    said = said.strip().removesuffix("级").removesuffix("分").strip()
    letter, digits = said[:1], said.lstrip("ABC").strip()
    by_points = None
    if digits.isdigit() and 5 <= int(digits) <= 15:
        by_points = "A" if int(digits) <= 6 else "B" if int(digits) <= 9 else "C"
    if said in ("A", "B", "C"):
        return said
    if by_points and letter in ("A", "B", "C") and letter != by_points:
        raise PatientError(
            f"{place}child_pugh = {stated!r}: {digits} points are class {by_points}, not {letter}. "
            f'Did you mean "{by_points}{digits}"?',
            "child-pugh-points", place=place, stated=str(stated), points=digits, grade=by_points,
        )  # fmt: skip
    if by_points and (said.isdigit() or letter in ("A", "B", "C")):
        return by_points
    raise PatientError(
        f'{place}child_pugh = {stated!r}: write the class "A", "B" or "C", or the points 5 to 15; '
        "or give bilirubin, albumin, inr, ascites and encephalopathy, and it is computed.",
        "child-pugh", place=place, stated=str(stated),
    )  # fmt: skip
