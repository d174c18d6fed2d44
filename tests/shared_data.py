"""Where the real records are: ``../shared/data`` beside the checkout, or $ASSUAGE_SHARED."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("ASSUAGE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(*parts: str) -> Path:
    """A path in the shared data; skips the test with a plain message where it is absent."""
    path = ROOT.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"no shared data at {path}")
    return path
