"""Refusals in English: each error carries its own sentence."""


def refusal(code: str, fields: dict[str, str]) -> str | None:
    """None: the error's own sentence stands."""
    return None
