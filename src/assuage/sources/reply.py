"""What came back over HTTP, and whether it is whole.

A reader is a function from a `Reply` to what it means. It raises `Broken` for an answer that may be
right when asked again (cut short, a maintenance page) and `Refused` for one that will not. Only a
reply that its reader accepted is kept on disk, so a half answer is never found there.
"""

import re
import xml.etree.ElementTree as ElementTree
from typing import Self

import msgspec
from msgspec import Struct


class Reply(Struct, frozen=True, kw_only=True):
    """An HTTP answer. ``origin`` is its address without keys; ``on`` the moment it was asked."""

    status: int
    content: bytes
    origin: str
    on: str
    kind: str = ""
    """Content type, lower case."""
    link: str = ""
    """Link header, without keys."""


class NoAnswer(Exception):
    """The source gave nothing that can be trusted.

    ``reason`` is one sentence for a person, ``origin`` the request that failed, without keys.
    """

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        self.reason, self.retry, self.origin = reason, retry, ""
        super().__init__(reason)


class Refused(NoAnswer):
    """The source understood and will not answer; asking the same again does not help."""

    def __init__(self, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason, retry=retry)

    def by(self, title: str) -> Self:
        """The same, its reason made a sentence about the source."""
        self.reason = f"{title} was asked: {self.reason.rstrip('.')}."
        return self


class TooLate(NoAnswer):
    """Nothing whole came in the time given; asking again would wait as long."""


class Broken(NoAnswer):
    """The answer is not whole; it may be when asked again.

    At most ``tries`` times in all, after ``seconds`` where the source named them.
    """

    def __init__(
        self, reason: str, *, tries: int | None = None, seconds: float | None = None
    ) -> None:
        super().__init__(reason, retry=True)
        self.tries, self.seconds = tries, seconds


_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)


def plain(content: bytes, most: int = 300) -> str:
    """A body as one line for a message: tags removed, at most ``most`` characters."""
    text = re.sub(r"<[^>]*>", " ", content[:5000].decode("utf-8", "replace"))
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def check_status(reply: Reply) -> None:
    """Raise for a web page in place of data, and for a status other than 200.

    A maintenance page comes with 200 as well, so the body decides, not the status.
    """
    if _PAGE.match(reply.content) or "text/html" in reply.kind:
        raise Broken(
            f"it sent a web page in place of data (status {reply.status}), as during maintenance: "
            f"{plain(reply.content, 120)}"
        )
    if reply.status != 200:
        said = plain(reply.content)
        raise Refused(
            f"it refused the request (status {reply.status}){': ' + said if said else ''}"
        )


def json_object(reply: Reply) -> dict[str, object]:
    """The JSON object of a reply of status 200, or `Broken`."""
    check_status(reply)
    return parse_json(reply)


def parse_json(reply: Reply) -> dict[str, object]:
    """The JSON object of a reply of any status, or `Broken`."""
    try:
        found = msgspec.json.decode(reply.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Broken("its JSON is cut short or broken") from None
    if not isinstance(found, dict):
        raise Broken("its JSON is not an object")
    return found


def parse_xml(reply: Reply) -> ElementTree.Element:
    """The root of a reply's XML, or `Broken` where it is cut short or malformed."""
    try:
        return ElementTree.fromstring(reply.content)
    except (ElementTree.ParseError, ValueError):
        raise Broken("its XML is cut short or broken") from None


def objects(parent: object, *path: str) -> list[dict[str, object]]:
    """The objects in the list at ``path``; empty where any step is absent or of another type."""
    found = inside(parent, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def inside(parent: object, *path: str) -> object:
    """The value at ``path``, or ``None``."""
    for key in path:
        if not isinstance(parent, dict):
            return None
        parent = parent.get(key)
    return parent


def whole_number(value: object) -> int | None:
    """A count that may come as a number or as its digits; anything else is ``None``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None
