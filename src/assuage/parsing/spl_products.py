"""Products of a Structured Product Labeling document: name, form, route, NDC, substances."""

from assuage.parsing.xml_leaves import Element, take
from assuage.terms.label_record import Product

N = "{urn:hl7-org:v3}"
"""Namespace of HL7 version 3."""

NDC = "2.16.840.1.113883.6.69"
"""HL7 object identifier of the National Drug Code."""

UNII = "2.16.840.1.113883.4.9"
"""HL7 object identifier of FDA's Unique Ingredient Identifier."""

_ACTIVE = {"ACTIB", "ACTIM", "ACTIR", "ACTI"}
"""Active ingredient whose basis of strength is itself, its moiety, or a reference substance."""


def products(root: Element) -> tuple[Product, ...]:
    """Products in their order, each part of a kit after the kit; taken from ``root``."""
    found = []
    for holder in root.iter(f"{N}manufacturedProduct", f"{N}part"):
        tags = ("manufacturedProduct", "manufacturedMedicine", "partProduct", "partMedicine")
        for tag in tags:
            body = holder.find(f"{N}{tag}")
            # A manufacturer's own list of its products repeats their codes and nothing else.
            if body is not None and (body.find(f"{N}name") is not None or len(body) > 1):
                found.append(_product(holder, body))
    return tuple(found)


def _product(holder: Element, body: Element) -> Product:
    ndcs = []
    for code in (*body.findall(f"{N}code"), *_package_codes(body)):
        if code.get("codeSystem") == NDC and (ndc := take(code, "@code")):
            del code.attrib["codeSystem"]
            ndcs.append(ndc)
    name = take(body, f"{N}name", str.strip) or _text_of(body.find(f"{N}name"))
    routes = (
        take(route, "@displayName")
        for route in holder.iterfind(f"{N}consumedIn/{N}substanceAdministration/{N}routeCode")
    )
    active, inactive, moieties = _substances(body)
    return Product(
        name=name,
        generic=take(body, f"{N}asEntityWithGeneric/{N}genericMedicine/{N}name"),
        form=take(body.find(f"{N}formCode"), "@displayName"),
        routes=tuple(dict.fromkeys(r for r in routes if r)),
        ndcs=tuple(dict.fromkeys(ndcs)),
        active=active,
        inactive=inactive,
        moieties=moieties,
    )


def _package_codes(body: Element) -> list[Element]:
    # Packages of a part stand in the part, which is a product of its own.
    packages = [p for content in body.findall(f"{N}asContent") for p in content.iter()]
    return [p for p in packages if p.tag == f"{N}code"]


def _text_of(name: Element | None) -> str | None:
    """``<name>Tylenol<suffix>Extra</suffix></name>`` → ``Tylenol Extra``; taken."""
    if name is None:
        return None
    words = [" ".join((part or "").split()) for part in name.itertext()]
    for element in name.iter():
        element.text = None
        if element is not name:
            element.tail = None
    return " ".join(word for word in words if word) or None


_Active = tuple[tuple[str, str | None, str | None], ...]
_Plain = tuple[tuple[str, str | None], ...]


def _substances(body: Element) -> tuple[_Active, _Plain, _Plain]:
    active: list[tuple[str, str | None, str | None]] = []
    inactive: list[tuple[str, str | None]] = []
    moieties: list[tuple[str, str | None]] = []
    for ingredient in body:
        tag = ingredient.tag if isinstance(ingredient.tag, str) else ""
        kind = tag.removeprefix(N)
        if kind not in ("ingredient", "activeIngredient", "inactiveIngredient"):
            continue
        acts = kind == "activeIngredient" or ingredient.get("classCode") in _ACTIVE
        for substance in ingredient:
            if not str(substance.tag).endswith("Substance"):
                continue
            name, unii = _named(substance)
            if name is None:
                continue
            strength = _strength(ingredient.find(f"{N}quantity")) if acts else None
            if acts:
                active.append((name, unii, strength))
            else:
                inactive.append((name, unii))
            for moiety in substance.iterfind(f"{N}activeMoiety/{N}activeMoiety"):
                found = _named(moiety)
                if found[0] is not None and (found[0], found[1]) not in moieties:
                    moieties.append((found[0], found[1]))
    return tuple(active), tuple(inactive), tuple(moieties)


def _named(substance: Element) -> tuple[str | None, str | None]:
    code = substance.find(f"{N}code")
    unii = None
    if code is not None and code.get("codeSystem") == UNII:
        unii = take(code, "@code")
        del code.attrib["codeSystem"]
    return take(substance, f"{N}name"), unii


def _strength(quantity: Element | None) -> str | None:
    """``6.25 mg/5 mL``, ``20 mg/1``: digits and units as printed, the unit 1 left out."""
    if quantity is None:
        return None
    parts = []
    for tag in ("numerator", "denominator"):
        part = quantity.find(f"{N}{tag}")
        value, unit = take(part, "@value"), take(part, "@unit")
        parts.append(f"{value or ''} {unit if unit and unit != '1' else ''}".strip())
    return "/".join(p for p in parts if p) or None
