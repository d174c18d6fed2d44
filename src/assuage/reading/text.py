"""The text of a record that is read, and the digest that ties offsets to it."""

import re
from hashlib import blake2b

from assuage.terms.record import Record

_HALF = re.compile("[\ud800-\udfff]")


def reading_text(record: Record) -> str:
    """Title, line end, main abstract with its labels (``LABEL: text``, one passage a line).

    Halves of surrogate pairs, which a broken file may hold and which no file can be written with,
    stand as U+FFFD, each in its place.
    """
    text = f"{record.title}\n{record.abstract}"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def digest(text: str) -> str:
    """Sixteen hexadecimal digits of the text."""
    return blake2b(text.encode("utf-8"), digest_size=8).hexdigest()
