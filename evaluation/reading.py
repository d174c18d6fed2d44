"""How well reading does: every part's rows in one table.

    python evaluation/reading.py

Each part is measured by its own module (``evaluation/reading_*.py``), which says what was tuned on
what; the story of each is in the ``.md`` beside it.
"""

import importlib
import sys
from pathlib import Path

PARTS = ("text", "names", "numbers", "direction", "records")


def main() -> None:
    """Print the table, part after part."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    print("| what | data | split | n | figure | 95% interval | peers |")
    print("|---|---|---|---|---|---|---|")
    for part in PARTS:
        for row in importlib.import_module(f"reading_{part}").rows():
            print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


if __name__ == "__main__":
    main()
