"""XML whose text is taken leaf by leaf; what is left over can be listed.

Entities are not resolved and nothing is fetched: a document can neither grow nor call out.
"""

import re
from collections.abc import Callable, Container, Iterator
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from assuage.parsing.problem import ParseProblem
from assuage.terms.record import Other

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


def decoded(content: bytes) -> bytes | UnicodeDecodeError:
    """UTF-8 bytes of an XML file in whatever encoding it declares or marks."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        content = content.removeprefix(b"\xef\xbb\xbf")
        declared = _ENCODING.match(content)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text = content.decode(encoding)
    except LookupError:
        text = content.decode("utf-8", "surrogateescape")
    except UnicodeDecodeError as error:
        return error
    return text.encode("utf-8", "surrogateescape")


def problem_of(name: str, error: UnicodeDecodeError) -> ParseProblem:
    """What a wrong encoding is told as."""
    return ParseProblem(
        name,
        error.start,
        "",
        f"not {error.encoding.upper()} text, which the file says it is",
        "Save the file as UTF-8, or fetch it again.",
    )


def parsed(document: bytes) -> Element | etree.XMLSyntaxError:
    """Root of a UTF-8 document, or why it cannot be read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        return error
    return root if root is not None else etree.XMLSyntaxError("nothing in it", 0, 1, 1)


def take(place: Element | None, path: str, read: Callable[[str], str] = str.strip) -> str | None:
    """Text of the first element at a path (``@name``: of an attribute), which is taken.

    None where it is absent or has only space; an element with children keeps its text.
    """
    if place is None:
        return None
    if path.startswith("@"):
        value = place.attrib.get(path[1:])
        if value is None:
            return None
        del place.attrib[path[1:]]
        return read(str(value).strip()) or None
    element = place.find(path)
    return _text(element, read) if element is not None else None


def takes(place: Element, path: str) -> tuple[str, ...]:
    """Texts of all elements at a path, which are taken."""
    texts = (_text(element, str.strip) for element in place.iterfind(path))
    return tuple(text for text in texts if text)


def own_text(element: Element, read: Callable[[str], str] = str.strip) -> str | None:
    """Text of the element itself, which is taken."""
    return _text(element, read)


def _text(element: Element, read: Callable[[str], str]) -> str | None:
    # A comment or an entity amid the text would split it: such text stays whole where it is.
    if len(element) or not element.text or not element.text.strip():
        return None
    text = read(element.text.strip())
    element.text = None
    return text or None


def left(root: Element, path: str = "", taken: Container[Element] = frozenset()) -> Iterator[Other]:
    """Text and attributes that nobody took, with paths such as ``a/b[2]/@c``.

    ``taken`` are elements that were read whole; text after them still counts.
    """
    for key, value in root.attrib.items():
        if str(value).strip():
            name = f"@{_local(str(key))}"
            yield Other(f"{path}/{name}" if path else name, str(value))
    if root.text and root.text.strip():
        yield Other(path, root.text.strip())
    counts: dict[str, int] = {}
    for child in root:
        if child in taken:
            pass
        elif isinstance(child.tag, str):
            tag = _local(child.tag)
            counts[tag] = counts.get(tag, 0) + 1
            number = f"[{counts[tag]}]" if counts[tag] > 1 else ""
            yield from left(child, f"{path}/{tag}{number}" if path else f"{tag}{number}", taken)
        elif isinstance(child, etree._Entity) and child.text:
            yield Other(path, child.text)
        if child.tail and child.tail.strip():
            yield Other(path, child.tail.strip())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
