"""The page as JSON, and the JSON Schema generated from its types."""

from typing import Any

import msgspec

from assuage.prose.page import Page


def render(page: Page) -> str:
    """One object, keys in the order of the types, two spaces, a final newline."""
    return msgspec.json.format(msgspec.json.encode(page), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of a page."""
    return msgspec.json.schema(Page)


if __name__ == "__main__":
    import json

    print(json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True))
