"""Answers of RxNav and RxClass (JSON): names and classes of a drug.

https://lhncbc.nlm.nih.gov/RxNav/APIs/. A miss is an empty group: it yields nothing.
"""

from collections.abc import Iterator

from assuage.parsing.json_leaves import Leaves, values
from assuage.parsing.problem import ParseProblem
from assuage.terms.drug_name import DrugClass, DrugName

_GROUPS = ("idGroup", "approximateGroup", "allRelatedGroup", "relatedGroup", "drugGroup")
_CLASSES = ("rxclassDrugInfoList", "drugMemberGroup", "userInput")


def names(content: bytes, name: str) -> Iterator[DrugName | ParseProblem]:
    """Names of ``rxcui.json``, ``approximateTerm.json``, ``drugs.json``, ``allrelated.json``."""
    for answer in _answers(content, name, _GROUPS, "names (/rxcui.json and the like)"):
        if isinstance(answer, ParseProblem):
            yield answer
            continue
        found = answer.inside("idGroup")
        asked = found.text("name")
        for number in found.texts("rxnormId"):
            yield DrugName(number, asked)
        for candidate in answer.inside("approximateGroup").each("candidate"):
            if rxcui := candidate.text("rxcui"):
                yield DrugName(
                    rxcui=rxcui,
                    name=candidate.text("name"),
                    source=candidate.text("source"),
                    score=candidate.text("score"),
                    rank=candidate.text("rank"),
                )
        for key in _GROUPS[2:]:
            for group in answer.inside(key).each("conceptGroup"):
                for concept in group.each("conceptProperties"):
                    if rxcui := concept.text("rxcui"):
                        yield DrugName(
                            rxcui=rxcui,
                            name=concept.text("name"),
                            kind=concept.text("tty") or group.tree.get("tty"),
                            synonym=concept.text("synonym"),
                            suppressed=concept.text("suppress"),
                        )


def classes(content: bytes, name: str) -> Iterator[DrugClass | ParseProblem]:
    """Classes of ``rxclass/class/byDrugName.json`` and ``byRxcui.json``."""
    for answer in _answers(content, name, _CLASSES, "classes (/rxclass/class/byDrugName.json)"):
        if isinstance(answer, ParseProblem):
            yield answer
            continue
        for info in answer.inside("rxclassDrugInfoList").each("rxclassDrugInfo"):
            concept = info.inside("rxclassMinConceptItem")
            drug = info.inside("minConcept")
            if id := concept.text("classId"):
                yield DrugClass(
                    id=id,
                    name=concept.text("className"),
                    kind=concept.text("classType"),
                    relation=info.text("rela"),
                    source=info.text("relaSource"),
                    rxcui=drug.text("rxcui"),
                    drug=drug.text("name"),
                    drug_kind=drug.text("tty"),
                )


def members(content: bytes, name: str) -> Iterator[DrugName | ParseProblem]:
    """Drugs of a class, of ``rxclass/classMembers.json``."""
    for answer in _answers(content, name, _CLASSES, "members (/rxclass/classMembers.json)"):
        if isinstance(answer, ParseProblem):
            yield answer
            continue
        for member in answer.inside("drugMemberGroup").each("drugMember"):
            drug = member.inside("minConcept")
            if rxcui := drug.text("rxcui"):
                yield DrugName(rxcui, drug.text("name"), drug.text("tty"))


def _answers(
    content: bytes, name: str, keys: tuple[str, ...], what: str
) -> Iterator[Leaves | ParseProblem]:
    for value in values(content, name, f"RxNav's {what}"):
        if isinstance(value, ParseProblem):
            yield value
            continue
        place, tree = value
        # RxClass tells a miss with an empty object.
        if isinstance(tree, dict) and (not tree or tree.keys() & set(keys)):
            yield Leaves(tree)
            continue
        got = ", ".join(sorted(map(str, tree))[:5]) if isinstance(tree, dict) else "no object"
        yield ParseProblem(name, 0, place, f"no {what} in it, but {got}", "Ask RxNav again.")
