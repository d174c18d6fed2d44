"""The scripts of ``evaluation/`` are tested here too: they decide what ships."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "evaluation"))
