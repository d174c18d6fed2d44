"""The text of a record that is read, and the digest that ties offsets to it."""

from hashlib import blake2b

from assuage.terms.record import Record


def reading_text(record: Record) -> str:
    """Title, line end, main abstract with its labels (``LABEL: text``, one passage a line)."""
    return f"{record.title}\n{record.abstract}"


def digest(text: str) -> str:
    """Sixteen hexadecimal digits of the text."""
    return blake2b(text.encode("utf-8"), digest_size=8).hexdigest()
