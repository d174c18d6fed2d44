"""Which alerts the bottom line of a person's dossier names, and with which of their medicines."""

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from assuage.terms.additive import SEVERITIES, Alert, Fired, Met, Together

_MOST = 3
_IN_HEAD = ("qtc", "potassium", "magnesium", "neutrophils", "platelets", "inr", "systolic")
_MAJOR, _MODERATE = SEVERITIES.index("major"), SEVERITIES.index("moderate")


def gravity(alert: Alert) -> int:
    """Place of an alert's severity, from the least to the gravest."""
    return SEVERITIES.index(alert.severity)


def leading(
    alerts: Iterable[Alert], asked: Collection[str] | None
) -> tuple[list[Alert], list[Alert]]:
    """Alerts with an asked medicine, then those between the others; ``asked`` is None on a topic.

    All grave ones of the asked medicine are named: a limit would hide what the question is about.
    """
    own: list[Alert] = []
    others: list[Alert] = []
    for alert in alerts:
        if asked is None or set(asked) & set(alert.medicines):
            mine, rest = _parted(alert, asked)
            own.append(mine)
            others += [rest] if rest is not None else []
        else:
            others.append(_gravest(alert))
    own.sort(key=gravity, reverse=True)
    grave = sum(gravity(a) >= _MAJOR for a in own)
    return (
        [a for a in own if gravity(a) >= _MODERATE][: max(grave, _MOST)],
        [a for a in others if gravity(a) >= _MAJOR][:_MOST],
    )


def measured(found: Together) -> tuple[Met, ...]:
    """Values of the person by which an alert fires or is graver, each once; scores, age and what the
    head says anyway are left out."""
    held: dict[str, Met] = {}
    for alert in found.alerts:
        for fired in alert.fired:
            for met in (*fired.because, *fired.raised):
                if met.limit.measure in _IN_HEAD:
                    held.setdefault(met.limit.measure or "", met)
    return tuple(held[m] for m in _IN_HEAD if m in held)


def _parted(alert: Alert, asked: Collection[str] | None) -> tuple[Alert, Alert | None]:
    """What concerns an asked medicine, and what between others is graver than that."""
    mine = [f for f in alert.fired if asked is None or set(asked) & set(f.medicines)]
    severity = max((f.severity for f in mine), key=SEVERITIES.index)
    if severity == alert.severity:
        return _gravest(alert), None
    return narrowed(alert, mine), _gravest(
        narrowed(alert, [f for f in alert.fired if f not in mine])
    )


def _gravest(alert: Alert) -> Alert:
    """With only those medicines that make it as grave as it is: in few words the others, of which a
    source only tells, would be read as graver than they are."""
    held = {m for f in alert.fired if f.severity == alert.severity for m in f.medicines}
    return narrowed(alert, [f for f in alert.fired if set(f.medicines) <= held])


def narrowed(alert: Alert, fired: Sequence[Fired]) -> Alert:
    """An alert of some of its firings only, with their medicines and what is to be done with them."""
    held = {m for f in fired for m in f.medicines}
    rules = {f.rule for f in fired}
    notes = tuple(
        replace(n, of=tuple(m for m in n.of if m in held))
        for n in alert.management
        if (rules & set(n.rules) if n.rules else set(n.of) <= held)
    )
    mechanisms = tuple(n for n in alert.mechanisms if rules & set(n.rules))
    said = (*(s for f in fired for s in f.sources), *(s for n in notes for s in n.sources))
    return replace(
        alert,
        severity=max((f.severity for f in fired), key=SEVERITIES.index),
        medicines=tuple(m for m in alert.medicines if m in held),
        fired=tuple(fired),
        mechanisms=mechanisms,
        management=notes,
        sources=tuple(dict.fromkeys(said)),
    )
