"""Taking finished parts into a library: rows copied, index segments adopted, works joined.

The index takes over the parts' segments as they are, so terms are counted over all of them and a
search ranks as if one process had indexed everything. Each step can be repeated: a part's rows
and its mark in ``files`` are one transaction, and a build that was interrupted goes on.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from assuage.library.index import adopt
from assuage.library.parts import PartDone
from assuage.library.store import FIRST_OWN_NUMBER, unpacked
from assuage.library.writer import ROWS_IN, LibraryWriter
from assuage.terms.errors import LibraryError
from assuage.terms.record import Record


def assemble(
    library: Path,
    parts: Path,
    done: Sequence[PartDone],
    on_part: Callable[[PartDone], None] | None = None,
) -> int:
    """Take parts in, in the order of their names (later files supersede); gives their records.

    Raises LibraryError where a part is missing, or the disk is full (all whole parts are kept).
    """
    ordered = sorted(done, key=lambda d: d.name)
    with LibraryWriter(library, building=True) as writer:
        taken = 0
        for part in ordered:
            if writer.store.file_state(_key(part)) is None:
                _rows(writer, parts / part.name, part)
            taken += part.records
            if on_part:
                on_part(part)
        waiting = [p.name for p in ordered if writer.store.file_state(_key(p)) == ROWS_IN]
    adopt(library / "index", [parts / name / "index" for name in waiting])
    with LibraryWriter(library, building=True) as writer:
        rejoin_own(writer)
        writer.finish_build()
    return taken


def _key(part: PartDone) -> str:
    return f"part:{part.name}"


def _rows(writer: LibraryWriter, folder: Path, part: PartDone) -> None:
    db = writer.store.db
    file = folder / "part.sqlite"
    if not file.is_file():
        raise LibraryError(f"the part {file} is gone. Start the same build again to make it anew.")
    db.execute("ATTACH ? AS part", (f"{file}",))
    try:
        writer.begin()
        twice = db.execute(
            "SELECT p.body FROM part.records p JOIN main.records r ON r.id = p.id AND r.source = p.source"
        ).fetchall()
        new = "(SELECT number FROM part.records p WHERE NOT EXISTS (SELECT 1 FROM main.records r WHERE r.id = p.id AND r.source = p.source))"
        db.execute(f"CREATE TEMP TABLE coming AS SELECT number FROM {new}")
        db.execute("CREATE UNIQUE INDEX temp.coming_number ON coming(number)")
        for table, column in (("records", "number"), ("keys", "record"), ("works", "number")):
            db.execute(
                f"INSERT OR IGNORE INTO main.{table} SELECT t.* FROM part.{table} t "
                f"JOIN temp.coming c ON c.number = t.{column} ORDER BY 1"
            )
        db.execute("DROP TABLE temp.coming")
        db.execute("INSERT OR IGNORE INTO main.links SELECT * FROM part.links")
        db.execute("INSERT OR REPLACE INTO main.notices SELECT * FROM part.notices")
        _elsewhere(writer)
        for (body,) in twice:
            record = unpacked(body)
            writer.take(record)
            writer.touch({record.id})
        for gone in part.deleted:
            writer.take(Record(id=gone, source="pubmed", deleted=True))
        writer.store.put_file(_key(part), part.name, ROWS_IN, part.records, len(part.problems))
        writer.commit()
    finally:
        db.execute("DETACH part")


def _elsewhere(writer: LibraryWriter) -> None:
    """Works held before whose notices or ties have changed by what the part says of them."""
    db = writer.store.db
    rows = db.execute(
        "SELECT DISTINCT n.target FROM part.notices n WHERE n.by <> n.target "
        "UNION SELECT DISTINCT l.target FROM part.links l WHERE l.relation = 'publication'"
    ).fetchall()
    writer.touch({target for (target,) in rows})


def rejoin_own(writer: LibraryWriter) -> int:
    """Let records from elsewhere (RIS and the like) find their work among those taken in."""
    rows = writer.store.db.execute(
        "SELECT work, body FROM records WHERE number >= ? ORDER BY number",
        (FIRST_OWN_NUMBER,),
    ).fetchall()
    return sum(writer.rejoin(work, unpacked(body)) for work, body in rows)
