"""Places of a text that are taken, none over another; asked in the time of a search in a sorted list."""

from bisect import bisect_right


class Taken:
    """Disjoint places, each from a start to an end."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take a place; False, and nothing done, where a part of it is taken."""
        at = bisect_right(self._starts, start)
        if at and self._ends[at - 1] > start:
            return False
        if at < len(self._starts) and self._starts[at] < end:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
