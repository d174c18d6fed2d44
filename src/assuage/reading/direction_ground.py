"""What the words of a sentence say of a direction by rule: the ground that a model's answer needs.

One guard for our own reader and for what a language model proposes: a model alone is no ground. A word
of the outcome's clause must say the same (its sign, turned round behind *than*, negated or not), and
the sentence must tell a finding: not what was not shown, not a hypothesis, not one arm *but not* another.
"""

import re
from collections.abc import Iterable

from assuage.reading.direction_cues import cues
from assuage.reading.direction_features import Unit
from assuage.reading.direction_tokens import Tokens
from assuage.terms.reading import Cue, Span

HIGHER, LOWER, SAME = "higher", "lower", "no-difference"
_UNSHOWN = (
    (
        re.compile(
            r"\b(?:no|not|without|lack(?:ing|s|ed)?|absence|little|insufficient|inadequate|limited|poor|weak)\b"
            r"[^.;]{0,40}?\b(?:evidence|proof|indication|data|support|suggest\w*|prove[nd]?|confirm\w*|establish\w*|"
            r"demonstrat\w*|show[ns]?|conclusi\w+)\b",
            re.I,
        ),
        "its sentence says that something was not shown",
    ),
    (
        re.compile(r"\bhypothes[ie]\w*|\b(?:whether|unclear|unknown|remains? to be)\b", re.I),
        "its sentence tells a hypothesis or a question, not a finding",
    ),
    (
        re.compile(
            r"\b(?:further|larger|additional|future|more)\s(?:[\w-]+\s){0,3}?"
            r"(?:stud(?:y|ies)|trials?|samples?|research)\b",
            re.I,
        ),
        "its sentence tells what is still to be studied",
    ),
    (
        re.compile(r"\b(?:but|and|though|although)\s(?:not|neither|none)\b|,\snot\b", re.I),
        "its sentence tells one arm or outcome but not another",
    ),
    (
        re.compile(
            r"\bfell short\b|\bshort of (?:statistical )?significan|\b(?:tend(?:s|ed|ency)?|trends?)\b", re.I
        ),
        "its sentence tells a trend",
    ),
)  # fmt: skip


def unshown(words: str) -> str | None:
    """Why a sentence tells no finding on a direction, for a person; None where it may tell one."""
    return next((why for form, why in _UNSHOWN if form.search(words)), None)


def by_words(read: Tokens, unit: Unit, polarity: int, governed: Iterable[Cue]) -> frozenset[str]:
    """The directions that words of the outcome's clause say, by rule. ``governed``: the cues of the text."""
    said: set[str] = set()
    kinds = {read.kinds[i] for i, c in enumerate(read.clauses) if c == unit.clause}
    denied: list[Span] = [c.scope for c in governed if c.kind == "negation"]
    for cue in cues(read, unit.roles):
        if read.clauses[cue.at] != unit.clause:
            continue
        at = read.starts[cue.at]
        if cue.negated or any(s.start <= at < s.end for s in denied):
            said.add(SAME)
            continue
        value = cue.sign * (cue.turn or 1.0) * (polarity if cue.family == "j" else 1)
        if value:
            said.add(HIGHER if value > 0 else LOWER)
    if "same" in kinds or "pns" in kinds or ("diff" in kinds and "not" in kinds):
        said.add(SAME)
        if "pns" in kinds and "psig" not in kinds:
            said -= {HIGHER, LOWER}
    return frozenset(said)


def unborne(said: str, words: frozenset[str]) -> str | None:
    """Why the words do not bear a direction out; None where they do."""
    if said not in words:
        return f"no word of its sentence says that the outcome is {said}"
    if said != SAME and {HIGHER, LOWER} <= words:
        return "words beside it say both higher and lower"
    return None
