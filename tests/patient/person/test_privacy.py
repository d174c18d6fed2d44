"""A person never leaves the machine: no network, and nothing written to disk.

Each command runs in a process of its own with an audit hook that sees every socket and every file
that Python opens (PEP 578), under a home and a cache of its own, whose files are counted after.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENT = ROOT / "docs" / "patients" / "decompensated-liver-cancer.toml"
PUMP = ROOT / "docs" / "patients" / "pump-concentration-change.toml"

WATCH = """
import os, sys

seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def hook(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        seen.append(f"{event} {args}")
    elif event == "open":
        path, mode, flags = args
        writes = isinstance(flags, int) and flags & WRITES
        if (writes or (mode and set(str(mode)) & set("wax+"))) and path != os.devnull:
            seen.append(f"write {path}")
    elif event in ("os.mkdir", "os.rename", "os.remove", "shutil.copyfile", "subprocess.Popen",
                   "os.system", "os.exec", "sqlite3.connect", "urllib.Request", "os.link",
                   "os.symlink", "os.truncate"):
        seen.append(f"{event} {args}")


sys.dont_write_bytecode = True
sys.addaudithook(hook)
from assuage.cli.main import main

try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    found = list(seen)
    if found:
        sys.stderr.write("SEEN: " + "; ".join(found) + "\\n")
        os._exit(9)
"""


@pytest.mark.parametrize(
    "args",
    [
        ("patient", "check", str(PATIENT)),
        ("patient", "check", str(PATIENT), "--format", "json"),
        ("patient", "check", str(PATIENT), "--lang", "zh"),
        ("pump", "--patient", str(PUMP)),
        ("pump", "--patient", str(PUMP), "--format", "json"),
    ],
    ids=lambda a: " ".join(Path(x).name for x in a),
)
def test_no_network_and_nothing_written(args: tuple[str, ...], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ASSUAGE_"))},
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "TMPDIR": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *args],
        capture_output=True,
        text=True,
        env=env,
        cwd=home,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert list(home.rglob("*")) == []


def test_the_hook_sees_a_write(tmp_path: Path) -> None:
    """The watch itself can fail: a command that writes a file is caught."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            WATCH,
            "dossier",
            "ketamine",
            "liver cancer",
            "--format",
            "md",
            "--out",
            str(tmp_path / "page.md"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 9
    assert "page.md" in done.stderr
