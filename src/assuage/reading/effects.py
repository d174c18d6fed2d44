"""Printed effects: a measure, its value, its interval and its P value, with the place of all.

An effect needs an interval (``intervals``), or a value straight after a word that names a measure
(``odds ratio 2.4, P = .03``; ``NNT of 5``). Nothing is computed: an effect whose value is not
printed has none.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from assuage.reading.intervals import Interval, bare_range, intervals
from assuage.reading.measures import MeasureWord, exposure, general, specific
from assuage.reading.numbers import Number, first_from, numbers
from assuage.reading.units import UNIT
from assuage.terms.printed import Printed
from assuage.terms.reading import Effect, Sentence, Span

_P = re.compile(
    r"\b[Pp][\s-]?(?:[Vv]alues?)?\s*(?:for [a-z ]{1,30})?\s*(?:was|of|is|[=:]|(?=[<>≤≥⩽⩾0.]))\s*(?=[<>≤≥⩽⩾.0-9])"
)
_TO_P = re.compile(
    r"[\s,;:)\]%]*(?:[A-Za-z°/·]{1,10}(?:\([-−]?\d\))?[\s,;:)\]]+){0,4}(?:with |and |a )?[\s(\[]*$"
)
_STRAIGHT = re.compile(
    r"[\s,]*(?:[\[(][A-Za-z ]{1,12}[\])])?[\s,:=]*(?:(?:was|were|is|of|at|=|for [a-z ]{1,40}? (?:was|were|of))\s*)?[\s(\[=]*$"
)
_MARKS = (
    " ratio",
    "NNT",
    "NNH",
    " needed to ",
    "(OR",
    " OR ",
    "(HR",
    " HR ",
    "(RR",
    " RR ",
    "SMD",
    "WMD",
    "relative risk",
    "effect size",
    "correlat",
    " r=",
    "(r=",
    " r =",
    "(r =",
    "AUROC",
    "mean difference",
    "isk difference",
)
"""Found by search in the text, which is far quicker than all words of measures."""
_WITH_VALUE_ONLY = frozenset(
    {
        "odds-ratio",
        "hazard-ratio",
        "risk-ratio",
        "incidence-rate-ratio",
        "reporting-odds-ratio",
        "nnt",
        "nnh",
        "standardised-mean-difference",
        "ratio-of-means",
        "correlation",
        "auroc",
        "mean-difference",
        "risk-difference",
    }
)
"""Measures whose word may stand with a value and no interval."""
_RATIOS = frozenset(
    {
        "odds-ratio",
        "hazard-ratio",
        "risk-ratio",
        "incidence-rate-ratio",
        "reporting-odds-ratio",
        "ratio-of-means",
        "auc-ratio",
        "cmax-ratio",
    }
)
"""What a list of effects goes on with where it names nothing else and nothing is below nought."""
_LISTED = frozenset(
    {
        "mean-difference",
        "risk-difference",
        "standardised-mean-difference",
        "median-difference",
        "percent-change",
    }
)
"""What it goes on with where no word of a measure stands between."""
_EXPOSURE_RATIOS = frozenset({"ratio-of-means", "auc-ratio", "cmax-ratio"})
_NO_PERCENT = _RATIOS - _EXPOSURE_RATIOS
"""Ratios of chances are not printed in percent; of exposures they are."""
_FOLD = re.compile(r"[\s-]?fold\b|\stimes\b")
_FOLD_UP = re.compile(
    r"\b(?:increas|rais|rose|higher|elevat|enhanc|greater|was|were)\w*\b[^.;]{0,60}$"
)
"""A fold below is no ratio as printed, so only a rise is read as one."""
_OF_WHAT = re.compile(r"[\s)\]]*(?:for|of|in)\s(?:the\s)?")
_COMPARED = re.compile(r"\b(?:versus|vs|than|compared)\b")


def effects(
    text: str,
    sentences: Sequence[Sentence] = (),
    found: list[Number] | None = None,
    read: list[Interval] | None = None,
) -> tuple[Effect, ...]:
    """All effects of a text, first to last.

    ``sentences`` bound where a value or a measure's word is looked for; ``found`` are the text's
    ``numbers`` and ``read`` its ``intervals`` where they were read before.
    """
    found = numbers(text) if found is None else found
    if not found:
        return ()
    starts = [s.span.start for s in sentences] or [0]
    read = intervals(text, found, starts) if read is None else read
    made: list[Effect] = []
    last: Effect | None = None
    header = -1
    for interval in read:
        made.append(last := _with_interval(text, found, starts, interval, last, header))
        header = interval.header
    made += _without(text, found, starts, made)
    return tuple(sorted(made, key=lambda e: (e.span.start, e.span.end)))


def _with_interval(
    text: str,
    found: list[Number],
    starts: list[int],
    interval: Interval,
    last: Effect | None,
    last_header: int,
) -> Effect:
    sentence = max(bisect_right(starts, interval.low.start) - 1, 0)
    floor = starts[sentence]
    here = last is not None and last.sentence == sentence
    window = max(floor, last.span.end) if here and last else floor
    named, measure = _measure(text, window, interval)
    if here and last and last_header == interval.header:
        measure = last.measure
    elif measure in _NO_PERCENT and _in_percent(interval):
        measure = _by_number(text, window, interval, None)
    elif (
        not named
        and here
        and last
        and last.measure in _RATIOS
        and _above_nought(interval)
        and not (last.measure in _NO_PERCENT and _in_percent(interval))
    ):
        if measure != "mean-difference" or "differ" not in text[window : interval.low.start]:
            measure = last.measure
    elif measure is None and here and last and last.measure in _LISTED:
        measure = last.measure
    elif not named:
        measure = _by_number(text, window, interval, measure)
    if _is_fold(text, window, interval):
        measure = "ratio-of-means"
    if measure in _EXPOSURE_RATIOS:
        measure = _exposed(text, floor, interval) or measure
    p, end = _p_after(text, found, interval.end)
    start = interval.start
    if p is None:
        p, start = _p_before(text, found, interval)
    unit_at = interval.value.end if interval.value else interval.high.end
    unit = UNIT.match(text, unit_at) or UNIT.match(text, interval.high.end)
    return Effect(
        span=Span(start, max(end, interval.end)),
        measure=measure or "mean",
        value=interval.value.printed if interval.value else None,
        low=interval.low.printed,
        high=interval.high.printed,
        level_percent=Printed.read(interval.level) if interval.level else None,
        p=p,
        unit=unit[1] if unit else None,
        sentence=sentence,
    )


def _is_fold(text: str, window: int, interval: Interval) -> bool:
    """``increased 2.4-fold (90% CI 2.0-2.9)``."""
    value = interval.value
    return bool(
        value and _FOLD.match(text, value.end) and _FOLD_UP.search(text, window, value.start)
    )


def _exposed(text: str, floor: int, interval: Interval) -> str | None:
    """AUC or Cmax, where the ratio is of one: named straight behind it, else before it."""
    behind = _OF_WHAT.match(text, interval.end)
    if behind:
        named = exposure(text, behind.end() - 1, behind.end() + 12)
        if named:
            return named
    return exposure(text, floor, interval.low.start)


def _measure(text: str, window: int, interval: Interval) -> tuple[bool, str | None]:
    """The nearest specific word before the value, or within the header; else a general one.

    The first is whether the word is specific.
    """
    edge = interval.value.start if interval.value else interval.low.start
    words = specific(text, window, max(edge, interval.low.start))
    if words:
        before = [w for w in words if w.end <= edge]
        word = (before or words)[-1]
        heart_rate = text[word.start : word.end] == "HR" and "eart rate" in text
        if heart_rate and "azard" not in text:
            return True, "mean-difference"
        if word.measure == "mean-difference" and (interval.value or interval.high).percent:
            return True, "risk-difference"
        return True, word.measure
    common = general(text, window, max(edge, interval.low.start))
    if not common:
        return False, None
    if any(w.measure == "mean-difference" for w in common):
        return False, "mean-difference"
    return False, common[-1].measure


def _in_percent(interval: Interval) -> bool:
    return bool(interval.high.percent and (interval.value is None or interval.value.percent))


def _above_nought(interval: Interval) -> bool:
    return interval.low.decimal >= 0


def _by_number(text: str, window: int, interval: Interval, measure: str | None) -> str:
    """What a percentage or a plain number is, given the general word beside it."""
    shown = interval.value or interval.low
    percent = shown.percent or interval.high.percent or interval.low.percent
    near = text[max(window, shown.start - 70) : interval.low.start + 40].lower()
    signs = interval.low.digits[0] == "-"
    if percent and measure != "mean-change":
        kind = exposure(text, window, shown.start)
        if kind:
            return kind
    if "differ" in near or (signs and measure != "mean-change"):
        share = percent or "proportion" in text[window : shown.start]
        return "risk-difference" if share else "mean-difference"
    if interval.value is None and _COMPARED.search(text, window, interval.low.start):
        return "risk-difference" if percent else "mean-difference"
    if measure == "mean-change":
        return "percent-change" if percent else "mean-change"
    if percent or measure in ("percent", "rate"):
        return measure if measure == "rate" else "percent"
    return measure if measure in ("median", "mean") else "mean"


def _p_after(text: str, found: list[Number], end: int) -> tuple[Printed | None, int]:
    """The P value that follows within the same brackets or the next few signs."""
    match = _P.search(text, end, end + 45)
    if match and _TO_P.fullmatch(text[end : match.start()]):
        at = first_from(found, match.end() - 1)
        if at < len(found) and found[at].start <= match.end():
            return found[at].printed, found[at].end
    return None, end


def _p_before(text: str, found: list[Number], interval: Interval) -> tuple[Printed | None, int]:
    """The P value between value and header, or straight before a header without value."""
    floor = interval.value.after if interval.value else max(0, interval.header - 30)
    matches = list(_P.finditer(text, floor, interval.header)) if interval.header > floor else []
    if matches:
        match = matches[-1]
        at = first_from(found, match.end() - 1)
        if at < len(found) and found[at].start <= match.end() and found[at].end <= interval.header:
            gap = text[found[at].after : interval.header]
            if not gap.strip(" ,;:([)]"):
                return found[at].printed, min(interval.start, match.start())
    return None, interval.start


def _named(text: str, found: list[Number]) -> list[MeasureWord]:
    """Words of measures near one of ``_MARKS`` and before a number, each once, in order."""
    words: set[MeasureWord] = set()
    for mark in _MARKS:
        place = text.find(mark)
        while place >= 0:
            at = first_from(found, place)
            if at == len(found):
                break
            if found[at].start - place < 80:
                words.update(specific(text, max(0, place - 30), place + len(mark) + 12))
            place = text.find(mark, place + len(mark))
    return sorted(words)


_WITH_RANGE = _RATIOS | {"nnt", "nnh"}
"""Measures behind whose value a range in brackets is its interval."""


def _without(text: str, found: list[Number], starts: list[int], made: list[Effect]) -> list[Effect]:
    """Effects with a value straight after their measure's word and no interval."""
    taken = [(e.span.start, e.span.end) for e in made]
    more: list[Effect] = []
    for word in _named(text, found):
        if word.measure not in _WITH_VALUE_ONLY:
            continue
        at = first_from(found, word.end)
        if at >= len(found) or found[at].start - word.end > 60:
            continue
        value = found[at]
        if any(s < value.end and value.start < e for s, e in taken):
            continue
        equal = word.measure == "correlation" and text[word.end - 1] == "="
        if not equal and not _STRAIGHT.fullmatch(text[word.end : value.start]):
            continue
        limits = bare_range(text, found, at) if word.measure in _WITH_RANGE else None
        p, end = _p_after(text, found, limits[1].after if limits else value.after)
        printed = text[word.start : word.end]
        if (
            p is None
            and not limits
            and not (word.measure in {"nnt", "nnh"} or printed.islower() or equal)
        ):
            continue
        sentence = max(bisect_right(starts, value.start) - 1, 0)
        unit = UNIT.match(text, value.end)
        measure = word.measure
        if measure == "ratio-of-means":
            measure = exposure(text, starts[sentence], value.start) or measure
        more.append(
            Effect(
                span=Span(word.start, max(end, value.after)),
                measure=measure,
                value=value.printed,
                low=limits[0].printed if limits else None,
                high=limits[1].printed if limits else None,
                p=p,
                unit=unit[1] if unit else None,
                sentence=sentence,
            )
        )
        taken.append((word.start, max(end, value.after)))
    return more
