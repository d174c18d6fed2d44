"""A number as a source prints it: digits kept, comparison sign kept.

``1.40`` stays ``1.40``; ``P < .001`` stays a bound and is never read as ``.001``.
"""

import re
from decimal import Decimal
from typing import Any

_FORM = re.compile(r"^(?P<sign><=|>=|<|>|~|=)?\s*(?P<digits>[+-]?(?:\d+\.?\d*|\.\d+|inf))$")


class Printed:
    """One number with the digits and the comparison sign it was printed with.

    ``sign`` is one of ``= < > <= >= ~``; ``digits`` may be ``Infinity`` (the open
    limit of a number needed to treat). Immutable. Not a dataclass, because msgspec
    would then expect a table in the file instead of a number.
    """

    __slots__ = ("digits", "sign")
    digits: Decimal
    sign: str

    def __init__(self, digits: Decimal, sign: str = "=") -> None:
        object.__setattr__(self, "digits", digits)
        object.__setattr__(self, "sign", sign)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"Printed is immutable; tried to set {name}")

    def __reduce__(self) -> tuple[type["Printed"], tuple[Decimal, str]]:
        # Unpickling would set the slots one by one, which is refused: readings come from workers.
        return Printed, (self.digits, self.sign)

    def __eq__(self, other: object) -> bool:
        # Decimal("1.40") == Decimal("1.4"), but they were not printed alike.
        return isinstance(other, Printed) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Printed({str(self)!r})"

    @classmethod
    def read(cls, value: object) -> "Printed":
        """Read a TOML or JSON value. Raises ValueError with what to write instead."""
        if isinstance(value, Printed):
            return value
        if isinstance(value, bool):
            raise ValueError(f"expected a number, got {value}. Write it without quotes, as 1.40")
        if isinstance(value, Decimal):
            return cls(value)
        if isinstance(value, int):
            return cls(Decimal(value))
        if isinstance(value, float):
            raise ValueError(
                f"{value!r} has lost its printed digits. Read the file with parse_float=Decimal"
            )
        if isinstance(value, str):
            found = _FORM.match(value.strip())
            if found:
                digits = found["digits"].replace("inf", "Infinity")
                return cls(Decimal(digits), found["sign"] or "=")
        raise ValueError(f'expected a number, got {value!r}. Write 1.40, or "<0.001" in quotes')

    def __str__(self) -> str:
        shown = "inf" if self.digits.is_infinite() else format(self.digits, "f")
        if self.digits.is_infinite() and self.digits < 0:
            shown = "-inf"
        return shown if self.sign == "=" else f"{self.sign}{shown}"

    def __float__(self) -> float:
        return float(self.digits)

    def half_step(self) -> Decimal:
        """Half of the last printed digit: 1.40 is known to within 0.005."""
        exponent = self.digits.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
