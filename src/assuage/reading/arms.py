"""The arms of a study as printed: from ``ketamine (n = 31) or saline (n = 29)``, or the first sentence
that compares and joins names (*ketamine or placebo*); a title that does, where no sentence does."""

import re
from collections.abc import Sequence

from assuage.reading.arm_words import ArmNames, Name, rows_of_names
from assuage.terms.reading import Amounts, ArmRead, Mention, Sentence, Span

_GIVEN = re.compile(
    r"andomi[sz]|andomly|\b(?:assigned|allocated|received|divided|groups?|compared|versus|vs|either)\b"
)
_MARKS = ("andom", " group", "placebo", " versus ", " vs", "ompar", "either ")
"""A text with none of these compares no arms."""
_COMPARES = re.compile(
    r"\b(?:versus|vs\.?|compared|comparison|comparing|or|and|with|against|than)\b"
)
_CONTROL = re.compile(
    r"placebo|control|saline|sham|vehicle|untreated|no treatment|usual care|standard care", re.I
)
_ROLES = ("methods", "aim", "results", None)
_MOST = 8
"""Arms of a study at most; a sentence with more names lists something else."""


def arms(
    text: str,
    sentences: Sequence[Sentence],
    names: ArmNames,
    mentions: Sequence[Mention] = (),
    amounts: Sequence[Amounts] = (),
) -> tuple[ArmRead, ...]:
    """The arms, first to last, each name once; empty where fewer than two are named."""
    counted = [a for a in amounts if a.arm]
    if len(counted) >= 2:
        made = _of_counts(text, counted, mentions)
        if len(made) >= 2:
            return made
    if not any(mark in text for mark in _MARKS):
        return ()
    title = sentences[0].span.end if sentences else 0
    named = text[:title].lower()
    chosen: list[Name] = []
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        if sentence.role not in _ROLES or not _GIVEN.search(text, start, end):
            continue
        chosen = _compared(text, names.inside(*names.sentence(start)))
        if any(n.text.lower() in named or _CONTROL.search(n.text) for n in chosen):
            break
        chosen = []
    if not chosen and title and _COMPARES.search(text, 0, title):
        chosen = _compared(text, names.inside(*names.sentence(0)))
    ids = {(m.span.start, m.span.end): m.id for m in mentions if m.id}
    return tuple(
        ArmRead(
            span=Span(n.start, n.end),
            name=n.text,
            id=ids.get((n.start, n.end)),
            control=_CONTROL.search(n.text) is not None,
        )
        for n in chosen
    )


def _of_counts(
    text: str, counted: list[Amounts], mentions: Sequence[Mention]
) -> tuple[ArmRead, ...]:
    """Arms that are printed with their number of people."""
    made: dict[str, ArmRead] = {}
    for amount in counted:
        name = amount.arm or ""
        start = text.rfind(name, 0, amount.span.start)
        if start < 0 or name.lower() in made:
            continue
        end = start + len(name)
        held = next(
            (m.id for m in mentions if m.id and start <= m.span.start and m.span.end <= end), None
        )
        made[name.lower()] = ArmRead(
            span=Span(start, end),
            name=name,
            id=held,
            n=amount.value,
            control=_CONTROL.search(name) is not None,
        )
    return tuple(made.values())


def _compared(text: str, found: list[Name]) -> list[Name]:
    """The longest row of different names; two names that stand apart are a row too."""
    rows = [_once(row) for row in rows_of_names(text, found)]
    longest = max(rows, key=len, default=[])
    if len(longest) >= 2:
        return longest if len(longest) <= _MOST else []
    different = _once(found)
    return different if len(different) == 2 else []


def _once(found: list[Name]) -> list[Name]:
    """Each name once, where it stands first."""
    kept: dict[str, Name] = {}
    for name in found:
        kept.setdefault(name.text.lower(), name)
    return list(kept.values())
