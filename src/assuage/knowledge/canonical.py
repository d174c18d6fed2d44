"""Canonical layout of a TOML file: spacing and line ends only. No value is touched."""

import re

_PAIR = re.compile(r"^([A-Za-z0-9_.-]+)\s*=\s*(.*)$")


def canonical(text: str) -> str:
    """The text with ``key = value`` spacing, one blank line before a table, one final newline."""
    out: list[str] = []
    inside_value = 0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.rstrip()
        if inside_value == 0:
            line = line.lstrip()
            pair = _PAIR.match(line)
            if pair:
                line = f"{pair[1]} = {pair[2]}"
            if line.startswith("[") and out and out[-1] != "" and not out[-1].startswith("#"):
                out.append("")
        if line or (out and out[-1] != ""):
            out.append(line)
        inside_value = max(0, inside_value + _opened(line, inside_value))
    return "\n".join(out).strip("\n") + "\n"


def _opened(line: str, depth: int) -> int:
    """Brackets opened minus closed by a value on this line, outside strings and comments."""
    if depth == 0 and not _PAIR.match(line):
        return 0
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", line).split("#")[0]
    return sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}")
