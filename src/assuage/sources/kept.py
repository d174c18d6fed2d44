"""Replies kept on disk, so that a search goes on after an interruption without asking twice.

The table is requests-cache's SQLite store (locking between threads and processes, one commit an
entry, so what was got before a crash stays). Its sessions and its pickled responses are not used:
what may be kept is known only after a reader has accepted the reply, the entry must hold no key,
and a file in a folder should not be able to run code when read. Entries are msgpack, compressed
with zstandard (MEDLINE XML shrinks to about a sixth).
"""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import zstandard

from assuage.sources.reply import Reply
from assuage.terms.errors import UsageError


def entry_key(parts: Sequence[str]) -> str:
    """Name of an entry: a digest of the site, the path and the sorted parameters without keys."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


class _Entry(bytes):
    """An entry as written, with the time (Unix seconds) that the store puts beside it."""

    expires_unix: int


class KeptReplies:
    """Replies by `entry_key`, each good for ``keep_for`` from the moment it was asked."""

    def __init__(self, folder: Path, keep_for: timedelta, clock: Callable[[], datetime]) -> None:
        from requests_cache.backends.sqlite import SQLiteDict

        self._keep_for, self._clock = keep_for, clock
        self._broken = False
        path = folder / "replies.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for place in (folder, path):  # the store would wait for ever to write what it may not
                if place.exists() and not os.access(place, os.W_OK):
                    raise PermissionError(f"{place} is read-only")
            self._table = SQLiteDict(
                path, table_name="replies", serializer=None, busy_timeout=10000
            )
            with self._table.connection(commit=True) as connection:
                now = int(clock().timestamp())
                connection.execute("DELETE FROM replies WHERE expires < ?", (now,))
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"cannot keep replies in {path}: {error}. Name a folder that can be written, "
                "or delete the file."
            ) from None

    def get(self, key: str) -> Reply | None:
        """The reply, or ``None`` where it is absent, too old or unreadable."""
        try:
            found = self._table[key]
            reply = msgspec.msgpack.decode(zstandard.decompress(found), type=Reply)
            on = datetime.fromisoformat(reply.on)
        except (KeyError, zstandard.ZstdError, msgspec.MsgspecError, ValueError, sqlite3.Error):
            return None
        return reply if self._clock() - on <= self._keep_for else None

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply that its reader accepted. A full disk costs the keeping, not the search."""
        entry = _Entry(zstandard.compress(msgspec.msgpack.encode(reply)))
        entry.expires_unix = int((datetime.fromisoformat(reply.on) + self._keep_for).timestamp())
        try:
            self._table[key] = entry
        except sqlite3.Error as error:
            if not self._broken:
                self._broken = True
                logging.getLogger(__name__).warning(
                    "replies cannot be kept (%s); after an interruption they are asked again", error
                )

    def close(self) -> None:
        """Close the file."""
        self._table.close()  # type: ignore[no-untyped-call]
