"""Whether a record tells an event as a harm of a drug, and not as what the drug is tried for."""

import re

from assuage.reading.attribution import added, caused, counts_event, in_sense, of_people, predicts
from assuage.reading.compared import control_in
from assuage.reading.study_arms import Arms
from assuage.terms.reading import AdverseEffect, Mention, Reading, Span

_FOR = re.compile(
    r"\b(?:treat\w*|therapy|manag\w+|prevent\w*|prophyla\w+|reliev\w+|relief|alleviat\w+|ameliorat\w+|control\w*|"
    r"efficacy|effective\w*|reduc\w+|decreas\w+|suppress\w+|attenuat\w+|improv\w+|effects?|influence|role|for|against)\b"
    r"[^.;]{0,80}$",
    re.I,
)
_CAUSES = re.compile(
    r"\b(?:induced|caus\w+|due to|secondary|associated|related|complicat\w+|adverse|toxic\w*|side|following|after|"
    r"during|result\w+|presenting as|reaction|overdos\w+|poisoning|fatal)\b",
    re.I,
)
_TREATED_AFTER = re.compile(
    r"^[^;.]{0,50}?\b(?:was|were|is|are|can be|could be|may be|been|being)\s(?:\w+ly\s|well\s)?(?:treated|managed|relieved|"
    r"controlled|prevented|reduced|abolished|improved|alleviated|resolved|attenuated|suppressed)\b",
    re.I,
)
_TITLE_CAUSE = re.compile(
    r"\b(?:induced|caus\w+|due to|secondary to|associated with|related|complicat\w+|after|following|during|from|by|with)\b",
    re.I,
)
_TURNED = re.compile(r"\b(?:whereas|while|but|although|however)\b|;", re.I)
_FEARED = re.compile(r"\b(?:fears?|concerns?|worr\w+|afraid|beliefs?|myths?)\b", re.I)
_GONE = re.compile(
    r"\b(?:resolution|relief|healing|healed|eradication|recurrences?|breakthrough|cessation|disappearance|remission)\b"
    r"(?:\s[\w-]+){0,8}\s$",
    re.I,
)
"""Before what the drug is for: it went, or came back."""
_COMMONER = re.compile(
    r"\b(?:higher|more|greater|increased|larger|twice|commoner|only|most|especially|significant\w*)\b",
    re.I,
)
_VERB = re.compile(r"\b(?:was|were|is|are|caused?|produced|had|induced|led|has|have)\b", re.I)
_ADVANTAGE = re.compile(r"\b(?:advantages?|beneficial|benefits?|desir\w+)\b", re.I)
"""A harm that a sentence calls an advantage is no harm."""
_PREVENTION = re.compile(r"\b(?:prophyla\w+|prevent\w*)\b", re.I)


_STEM = 5
"""Letters that a title's word for an effect shares with it: *bleed*, *bleeding*."""


class Harms:
    """The harms of one record."""

    def __init__(self, reading: Reading, text: str, arms: Arms) -> None:
        self._reading, self._text, self._arms = reading, text, arms
        self._title_end = reading.sentences[0].span.end if reading.sentences else 0
        self._treated = frozenset(self._tried_for())

    def treated(self, effect: Mention | None) -> bool:
        """Whether the record tries a drug for it: then it is no harm."""
        if effect is None:
            return False
        words = self._text[effect.span.start : effect.span.end].lower()
        stem = words[:_STEM]
        title = self._text[: self._title_end]
        return effect.id in self._treated or (
            len(words) >= _STEM and stem in title.lower() and not _CAUSES.search(title)
        )

    def _of_another(self, drug: Mention, effect: Mention) -> bool:
        """Whether another substance stands between, with a verb of its own: *A and B differed, and B
        was associated with X*."""
        return any(
            drug.span.end <= m.span.start < effect.span.start
            and m.id != drug.id
            and _VERB.search(self._text, m.span.end, effect.span.start)
            for m in self._arms.named_here
        )

    def praised(self, sentence: Span) -> bool:
        """Whether a sentence calls what it tells an advantage."""
        return _ADVANTAGE.search(self._text, sentence.start, sentence.end) is not None

    def _tried_for(self) -> set[str]:
        found: set[str] = set()
        who = self._reading.population
        roles = {s.span.start: s.role for s in self._reading.sentences}
        spans = [s.span for s in self._reading.sentences]
        for mention in self._reading.mentions:
            if mention.kind not in ("effect", "outcome", "condition") or not mention.id:
                continue
            place = mention.span.start
            at = next((s for s in reversed(spans) if s.start <= place), None)
            if at is None:
                continue
            before = self._text[at.start : place]
            if who is not None and who.start <= place < who.end:
                found.add(mention.id)
            elif roles[at.start] == "title":
                if _FOR.search(before) or not _CAUSES.search(self._text, at.start, at.end):
                    found.add(mention.id)
            elif roles[at.start] == "aim" and _FOR.search(before) and not _CAUSES.search(before):
                found.add(mention.id)
        return found

    def counts(self, outcome: Mention, sentence: Span, harm: bool) -> bool:
        """Whether a share of people is of those who had the outcome, and a harm is one."""
        if harm and self.treated(outcome):
            return False
        if of_people(self._text, sentence.start, outcome.span):
            return False
        return in_sense(self._text, sentence, outcome) and counts_event(
            self._text, sentence, outcome
        )

    def caused(self, adverse: AdverseEffect, sentence: Span) -> bool:
        """Whether a sentence tells an adverse effect as one of the drug alone."""
        text, effect, drug = self._text, adverse.effect, adverse.drug
        if not in_sense(text, sentence, effect) or of_people(text, sentence.start, effect.span):
            return False
        if self.treated(effect) or _TREATED_AFTER.match(text[effect.span.end : sentence.end]):
            return False
        if predicts(text, sentence) or _PREVENTION.search(text, sentence.start, sentence.end):
            return False
        between = sorted((drug.span, effect.span), key=lambda s: s.start)
        if _TURNED.search(text, between[0].end, between[1].start):
            # ``X was commoner with A, whereas Y was with B``: X is not of B.
            return False
        if _FEARED.search(text, sentence.start, effect.span.start):
            return False
        if _GONE.search(text, sentence.start, effect.span.start):
            return False
        words = text[sentence.start : sentence.end]
        if added(words) or (control_in(words) and not _COMMONER.search(words)):
            return False
        if self._of_another(drug, effect):
            return False
        record = self._arms.record
        if any(record.part(m) for m in self._arms.mentions(str(drug.id))):
            return False
        if sentence.start == 0 and not _TITLE_CAUSE.search(
            text, between[0].end, between[1].start + 1
        ):
            return False
        return caused(text, sentence, drug, effect, self._arms.named_here)
