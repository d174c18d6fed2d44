"""The page and every other answer as JSON, and the JSON Schema generated from the page's types."""

from fractions import Fraction
from typing import Any

import msgspec

from assuage.patient.person.units import exact
from assuage.prose.page import Page
from assuage.terms.printed import Printed


def render(page: Page) -> str:
    """One object, keys in the order of the types, two spaces, a final newline."""
    return to_json(page) + "\n"


def to_json(held: Any) -> str:
    """Any answer, two spaces. Printed numbers are text with their digits; rational ones a decimal
    where it ends, else a fraction."""
    return msgspec.json.format(msgspec.json.encode(held, enc_hook=_digits), indent=2).decode()


def _digits(value: Any) -> str:
    if isinstance(value, Printed):
        return str(value)
    if isinstance(value, Fraction):
        whole = exact(value)
        if Fraction(whole) == value:
            return format(whole.normalize(), "f")
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError(type(value))


def schema() -> dict[str, Any]:
    """The JSON Schema of a page."""
    return msgspec.json.schema(Page)


if __name__ == "__main__":
    import json

    print(json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True))
