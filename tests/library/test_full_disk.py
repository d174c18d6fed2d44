"""A full disk ends in one sentence, loses nothing that was committed, and the next run goes on."""

import subprocess
import sys
from pathlib import Path

from assuage.library.reader import Library
from assuage.library.verify import verify
from assuage.library.writer import LibraryWriter
from assuage.terms.record import Abstract, Passage, Record

CHILD = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.library.test_full_disk import records
from assuage.library.writer import LibraryWriter
from assuage.terms.errors import LibraryError

# No file of this process may grow beyond the limit: what a write then gets is what a disk quota
# gives. The signal that would end the process is ignored, as a server would.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    with LibraryWriter(Path({folder!r})) as writer:
        writer.add(records(5000), lambda c: print(c.new, flush=True), batch=50)
except LibraryError as error:
    print("said:", error, flush=True)
    sys.exit(2)
"""


def records(count: int) -> list[Record]:
    """Records whose text does not compress away."""
    words = [f"w{(n * 7919) % 99991}x{n}" for n in range(400)]
    return [
        Record(
            id=f"pmid:{n}",
            source="pubmed",
            pmid=str(n),
            title=f"Record {n}",
            abstracts=(Abstract((Passage(" ".join(f"{w}{n * 31 % 9973}" for w in words)),)),),
        )
        for n in range(1, count + 1)
    ]


def test_a_full_disk_is_told_and_nothing_committed_is_lost(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    code = CHILD.format(root=root, limit=1_500_000, folder=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2, done.stdout + done.stderr
    *reported, said = done.stdout.strip().splitlines()
    assert reported and "What was committed before is kept" in said
    assert "Traceback" not in done.stderr
    with Library(tmp_path) as library:
        assert library.status()["works"] >= int(reported[-1])
        assert library.work(f"pmid:{reported[-1]}").lead.title == f"Record {reported[-1]}"
    with LibraryWriter(tmp_path) as writer:
        writer.add(records(int(reported[-1]) + 100))
    assert list(verify(tmp_path)) == []
