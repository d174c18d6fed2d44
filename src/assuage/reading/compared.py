"""What a record compares: which agents are arms of it, and what the control is.

A result is of a drug only where the drug is what was tried: not what everybody got, not one half of a
combination, not one formulation, dose or route against another of the same drug. In doubt it is not.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from assuage.reading.attribution import as_amount, combined
from assuage.terms.reading import Mention, Reading, Span

CONTROLS = (
    ("placebo", re.compile(r"\bplacebo\b|\b(?:normal |physiological )?saline\b", re.I)),
    ("sham", re.compile(r"\bsham\b", re.I)),
    ("usual-care", re.compile(r"\b(?:usual|standard) care\b", re.I)),
    ("no-treatment", re.compile(r"\bno treatment\b|\buntreated\b", re.I)),
)
"""Words that name a control arm, with its id in the knowledge's ``controls``."""
_FORM = (
    r"(?:single|double|multiple|divided|high(?:er)?|low(?:er)?|once|twice|thrice|slow|sustained|controlled|immediate|"
    r"modified|extended|continuous|intermittent|bolus|fixed|flexible|rapid|early|late|short|long|weekly|daily|oral|"
    r"intravenous|epidural|intrathecal|subcutaneous|intramuscular|transdermal|rectal|sublingual|buccal|intranasal|"
    r"spinal|caudal|topical|systemic|tablets?|syrup|capsules?|patch(?:es)?|solution|suppositor\w+|generic|brand\w*|"
    r"reference|racem\w+|preemptive|pre-emptive|preincisional|preoperative|postoperative|injection|infusion|[\d.,]+\s?-?\s?\w*g\w*)"
)
_VERSIONS = re.compile(
    r"\bbiosimilars?\b|\bbioequivalen\w+|\bgenerics?\b|\benantiomers?\b|\brace?mates?\b|\bswitch(?:ing|ed)?\b|\brotation\b"
    r"|\bdose[- ](?:response|ranging|finding|escalat\w+|comparison|dependen\w+)"
    r"|\b(?:two|three|four|five|six|2|3|4|different|various|both|several|either|other|increasing)\s(?:[\w-]+[\s,]+){0,4}?"
    r"(?:dos(?:es|ages?|ing|e levels?)|regimens?|protocols?|formulations?|preparations?|routes?|schedules?|"
    r"concentrations?|products?|forms?|methods?|techniques?|strengths?|brands?|modes?)\b"
    r"|\b(?:originator|reference (?:product|drug)|comparison of [\w-]+ formulations)\b",
    re.I,
)
"""Words of a comparison of versions of one drug: products, doses, routes, schedules."""
_TWO_FORMS = re.compile(
    rf"\b{_FORM}\b[^.;]{{0,60}}?\b(?:versus|vs\.?|or|compared (?:with|to)|and|than|over|against|with)\s(?:[\w-]+\s){{0,2}}?{_FORM}\b",
    re.I,
)
"""Two forms side by side, in a title: elsewhere it is how drugs were given."""
_TO_ALL = re.compile(
    r"\b(?:both|all|each|either|every|the two|two|three)\s(?:[\w-]+\s){0,3}?(?:groups?|arms?|patients|subjects|children|"
    r"women|men|participants|animals|cases)\b[^.;]{0,70}?\b(?:received|given|had|got|treated with|using|used|on|"
    r"administered|premedicated|an[ae]+sthetized)\b",
    re.I,
)
_BACKGROUND = re.compile(
    r"\b(?:patients|subjects|children|women|men|adults|people|users|those|rats|mice|animals|surgery|operations?)?\s?"
    r"(?:receiving|taking|on|using|given|under|during|undergoing|despite|maintained on|stabili[sz]ed on|dependent on|"
    r"tolerant to|refractory to|resistant to|unresponsive to|exposed to|treated with|pretreated with|failed|failing|"
    r"premedicat\w+ with|an[ae]+sthetized with|background(?: of)?|concomitant|concurrent|rescue|supplemental|"
    r"supplementary|additional|standard|conventional|usual|stable|existing|ongoing|patient-controlled|PCA(?: with)?|"
    r"prior|previous|chronic|long-term|after|following|inadequate response to|added to|addition to|adjunct to|adjuvant to|"
    r"withdrawal of|discontinuation of|requirements? for|need for|reversal of|antagoni\w+ of|effects? of \w+ on)\s(?:[\w-]+\s){0,2}?$",
    re.I,
)
_BEHIND = re.compile(
    r"^(?:[- ](?:induced|related|associated|evoked|treated|tolerant|dependent|resistant|refractory|maintained|naive|na[iï]ve|"
    r"requiring|sparing|based|an[ae]+sthe\w+|users?|consumption|requirements?|withdrawal|tolerance|dependence|receptors?|"
    r"toxicity|overdos\w+|abuse|misuse|addict\w+|poisoning|intoxication|infusion pumps?))\b",
    re.I,
)
_COMBINED_TITLE = re.compile(
    r"\bcombin\w+|\bplus\b|\s\+\s|\badd(?:ed|ing|ition)\b|\bco-?admin\w+|\bwith (?:or|and) without\b|\badjunct\w*|\badjuvants?\b|"
    r"\bsupplement\w+|\bmixtures?\b|\btriple\b|\bdual\b|\bmultimodal\b|\bcocktails?\b",
    re.I,
)
_JOINED = re.compile(r"\bcombin\w+\s(?:[\w-]+\s){0,4}?(?:with|of|and)\s(?:[\w-]+\s){0,3}?$", re.I)
_JOINED_AFTER = re.compile(
    r"^\s?(?:\([^)]{1,30}\)\s?)?(?:\+|plus\b|combined with|in combination|together with|/\s?(?!m2|kg|day|d\b|h\b|placebo|saline))",
    re.I,
)
_JOINED_BEFORE = re.compile(r"(?:\+|\bplus|[^\W\d]/)\s?$", re.I)
_PARTED = re.compile(
    r"\b(?:versus|vs\.?|compar(?:ed|ing|ison|ative)|or|against|than|superior\w*)\b", re.I
)


_NO_NAME = {
    "two", "three", "four", "treatment", "study", "analgesic", "anesthesia", "anaesthesia", "experimental",
    "intervention", "active", "active treatment", "drug", "test", "both", "each", "patients", "the", "other",
}  # fmt: skip
"""What stands beside *group* and names no arm."""
_VERSUS = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|or|against)\s", re.I)


class Compared:
    """One record: its agents' parts in what it compares."""

    def __init__(
        self, reading: Reading, text: str, drugs: Sequence[Mention], named: Sequence[Mention]
    ) -> None:
        """``drugs``: its mentions of agents; ``named``: those of every substance."""
        self._reading, self._text = reading, text
        self._drugs, self._named = drugs, named
        self._title_end = reading.sentences[0].span.end if reading.sentences else 0
        self._design = [s.span for s in reading.sentences if s.role in ("title", "aim", "methods")]

    @cached_property
    def versions(self) -> bool:
        """Whether versions of a drug are compared with each other."""
        if any(_VERSIONS.search(self._text, s.start, s.end) for s in self._design):
            return True
        title = self._text[: self._title_end]
        if _TWO_FORMS.search(title):
            return True
        titled = {m.id for m in self._named if m.span.start < self._title_end}
        # ``Intraoperative v postoperative X``: the title parts, and names one substance only.
        return len(titled) == 1 and bool(_VERSUS.search(title)) and not control_in(title)

    @cached_property
    def controls(self) -> tuple[str, ...]:
        """The controls that its title, aim, methods or arms name."""
        told = " ; ".join(self._text[s.start : s.end] for s in self._design)
        told += " ; ".join(a.name for a in self._reading.arms)
        return tuple(key for key, words in CONTROLS if words.search(told))

    @cached_property
    def parties(self) -> frozenset[str]:
        """The agents that are compared: those of the arms as read, and of a title that parts them."""
        found = {str(a.id) for a in self._reading.arms if a.id}
        mentions = [m for m in self._drugs if m.span.start < self._title_end]
        found |= {str(m.id) for m in mentions if not self._behind(m)}
        return frozenset(found)

    def others(self, agent: str) -> frozenset[str]:
        """Whatever else is an arm or named in the title: by id, else by its words."""
        said = {
            str(a.id or a.name.lower())
            for a in self._reading.arms
            if not a.control and (a.id or a.name.lower() not in _NO_NAME)
        }
        return frozenset((said | self.parties) - {agent})

    def tried(self, agent: str) -> bool:
        """Whether an agent is tried by itself: given alone, not to everybody."""
        if _COMBINED_TITLE.search(self._text, 0, self._title_end):
            return False
        own = [m for m in self._drugs if m.id == agent]
        return not any(self.part(m) or self._to_all(m) or self._listed(m) for m in own)

    def _listed(self, drug: Mention) -> bool:
        """Whether a title joins it with another by *and* and parts nothing: given together, or not."""
        if drug.span.start >= self._title_end or _PARTED.search(self._text, 0, self._title_end):
            return False
        titled = [m for m in self._named if m.span.start < self._title_end and m.id != drug.id]
        return combined(self._text, drug, titled, listed=True)

    def part(self, drug: Mention) -> bool:
        """Whether a mention is one half of a combination."""
        start, end = drug.span.start, drug.span.end
        before = self._text[max(0, start - 60) : start]
        # ``the combination of A with B`` is one sentence long at most.
        before = before[before.rfind(". ") + 1 :]
        return bool(
            combined(self._text, drug, self._named)
            or _JOINED.search(before)
            or _JOINED_BEFORE.search(before)
            or _JOINED_AFTER.match(self._text[end : end + 40])
        )

    def _behind(self, drug: Mention) -> bool:
        """Whether a mention tells what people were on already, or what was caused, not what was tried."""
        before = self._text[max(0, drug.span.start - 60) : drug.span.start]
        after = self._text[drug.span.end : drug.span.end + 25]
        return bool(
            as_amount(self._text, drug) or _BACKGROUND.search(before) or _BEHIND.match(after)
        )

    def _to_all(self, drug: Mention) -> bool:
        place = drug.span.start
        sentence = next((s for s in self._design if s.start <= place < s.end), None)
        if sentence is None or sentence.end <= self._title_end:
            return False
        before = self._text[sentence.start : place]
        told = list(_TO_ALL.finditer(before))
        rest = self._text[sentence.start + told[-1].end() : sentence.end] if told else ""
        return bool(told) and not _PARTED.search(rest)


def control_in(words: str) -> tuple[str, ...]:
    """The controls that words name."""
    return tuple(key for key, form in CONTROLS if form.search(words))


def spans_of(mentions: Iterable[Mention], sentence: Span) -> list[Mention]:
    """The mentions that begin in a sentence, first to last."""
    inside = (m for m in mentions if sentence.start <= m.span.start < sentence.end)
    return sorted(inside, key=lambda m: m.span.start)
