"""Numbers that count people (or animals, eyes, teeth): where one stands before a word for them."""

import re
from bisect import bisect_right
from typing import NamedTuple

from assuage.reading.numbers import (
    Number,
    first_from,
    has_number_word,
    value_of_words,
    word_number,
)
from assuage.terms.reading import Span

BODY_PARTS = r"eyes|ears|knees|hips|teeth|limbs"
PEOPLE = (
    r"(?:patients|subjects|participants|volunteers|children|infants|neonates|newborns|women|men|adults|"
    r"parturients|outpatients|inpatients|individuals|persons|people|adolescents|boys|girls|males|females|veterans|"
    r"students|residents|smokers|users|respondents|migraineurs|athletes|mothers|nurses|physicians|professionals|"
    r"workers|couples|families|survivors|caregivers|cases|recipients|donors|responders|snorers|drinkers|consumers|"
    r"preschoolers|primiparae|nulliparae|primigravidae|primipares|hypertensives|normotensives|asthmatics|diabetics|addicts|abusers|"
    r"babies|employees|soldiers|pupils|controls|beagles|Beagles|piglets|monkeys|rats|mice|cats|dogs|rabbits|pigs|ponies|horses|animals|sheep|"
    + BODY_PARTS
    + r")"
)
_PEOPLE = re.compile(PEOPLE + r"\b")
_NOUNS = frozenset(PEOPLE[3:-1].split("|"))
_MARKS = "([.,;:)]?!\"'’"
_BETWEEN = re.compile(
    r"[\s-]+(?:(?:American Society of An[a-z]+\s?(?:\(?ASA\)?)?|ASA)[\s,]*(?:(?:physical|status|class|grade|risk|"
    r"PS|I+V?|[1-4]|and|or|to|[,\-–/])[\s-]*)*)?"
    r"(?:(?!(?:were|was|had|have|received|of|in|to|on|by|for|from|at|weeks?|months?|years?|yrs?|days?|hours?|"
    r"h|min|mg|ml|kg|between|than|who|whose|which|million|trials|studies|groups|centers|centres|doses?|"
    r"vs|versus|times|attacks|episodes|different)\b(?!-))"
    r"(?:\([^()]{1,30}\)|(?:type|grade|stage|class)\s\d|[A-Za-z+][\w'’/.()+–-]*),?[\s-]+){0,11}"
)
_N_EQUALS = re.compile(r"\b[nN]\s?=\s?$")
_NOT_PEOPLE = re.compile(
    r"(?:\b(?:aged?|ages|old|over|under|grade|stage|level|levels|day|week|month|year|type|vitamin|of|class|classes|"
    r"II|phase|than|every|1 in|one in|[<>]|about one|of which)\s*)$"
)
TOTAL_BEFORE = re.compile(
    r"\b(?:total(?: number)? of|in all,?|overall,?|altogether,?|included|sample of|sample consisted of|enrolled|"
    r"recruited|randomi[sz]ed|studied|allocated|assigned|study of|trial of|in|among|of)\s*$",
    re.I,
)
_ARM_PARTS = re.compile(
    r"[,;:)\]]|\b(?:to|or|and|either|versus|vs|with|of|received?|receiving|given|was|were|in|the|a)\b"
)
_WORD_REACH = 100
_ASA = re.compile(r"\bASA\s(?:[a-z]+\s){0,3}(?:[1-4I]+\s?(?:[-–/,]|and|or|to)\s?)*$")
_KIND = re.compile(r"\b(?:type|grade|stage|class|phase)\s$")
"""Before the number of a kind: ``fifty type 2 diabetic women``."""
_VERB = re.compile(
    r"\s((?:met|meeting|fulfilled|fulfilling) (?:the )?(?:inclusion|entry|eligib|selection|study|criteria)|"
    r"were (?:then |subsequently )?(?:randomi[sz]ed|randomly|allocated|enrol|recruited|selected)|"
    r"was randomi|underwent randomi|entered (?:the )?(?:study|trial|double))"
)
_PEOPLE_WITH = re.compile(
    rf"{PEOPLE}\s(?:with|undergoing|having|scheduled|aged|who|presenting|suffering|requiring|receiving)\b[^.;()]*$",
    re.I,
)
_DONE_NEXT = re.compile(
    r"\d[\d,]*\s?\)[^.;(\d]{0,80}?\b(?:were|was) (?:randomi|randomly|allocated|enrol|recruit|included|assigned|studied)"
)
_AGAIN = re.compile(r"\s?\((\d+)\)")
_INSIDE = re.compile(r"[^()]{0,30}\)")
_CAPITAL_N = re.compile(r"\bN\s?=\s?$")
_ENDS_WITH_N = re.compile(r"\b[nN]\s?=\s?$")
_WHOLE_INSIDE = re.compile(
    r"\b(?:intention|intent)[- ]to[- ]treat(?: population)?,?\s[nN]\s?=\s?$|[(\[]total,?\s[nN]\s?=\s?$"
)
_SAMPLE_SIZE = re.compile(r"\bsample size\b[^.;()]{0,45}$")
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|in|since|until)\s*$"
)


class Count(NamedTuple):
    """A number of people, and where it is printed."""

    start: int
    end: int
    value: int
    after_noun: int
    """Where what follows starts: behind the word for people, or behind the number."""
    from_n: bool
    """Printed as ``n = 40``."""


def _people(text: str) -> list[Span]:
    """Words for people, first to last: a search for each is quicker than one pattern of all."""
    places: list[tuple[int, int]] = []
    raw = set(text.split())
    raw |= {word.strip(_MARKS) for word in raw if not word.isalpha()}
    for noun in sorted(_NOUNS & raw):
        place = text.find(noun)
        while place >= 0:
            end = place + len(noun)
            if not text[end : end + 1].isalpha() and not text[place - 1 : place].isalpha():
                places.append((place, end))
            place = text.find(noun, end)
    return [Span(start, end) for start, end in sorted(places)]


def counts_of_people(text: str, found: list[Number], starts: list[int]) -> list[Count]:
    """Numbers that count people."""
    counts: dict[int, Count] = {}
    for noun in _people(text):
        at = first_from(found, noun.start) - 1
        floor = max(starts[max(bisect_right(starts, noun.start) - 1, 0)], noun.start - _WORD_REACH)
        counted = False
        while at >= 0 and found[at].end > floor:
            number = found[at]
            if _ASA.search(text, max(0, number.start - 24), number.start) or _KIND.search(
                text, max(0, number.start - 8), number.start
            ):
                at -= 1
                continue
            if _INSIDE.match(text, number.end) and ")" in text[number.end : noun.start]:
                at -= 1
                continue
            if (
                number.whole is not None
                and not number.percent
                and _BETWEEN.fullmatch(text, number.end, noun.start)
            ):
                counted = True
                if not _NOT_PEOPLE.search(text, max(0, number.start - 12), number.start) or (
                    TOTAL_BEFORE.search(text, max(0, number.start - 24), number.start)
                ):
                    counts.setdefault(
                        number.start,
                        Count(number.start, number.end, number.whole, noun.end, False),
                    )
            break
        if counted:
            continue
        if at >= 0:
            floor = max(floor, found[at].after)
        last = None
        place = floor
        if has_number_word(text[place : noun.start]):
            while (word := word_number(text, place, noun.start)) is not None:
                last, place = word, word.end()
        if last and _BETWEEN.fullmatch(text, last.end(), noun.start):
            value = value_of_words(last[0])
            if value is not None:
                again = _AGAIN.match(text, last.end())  # "forty-two (42) patients"
                end = again.end() if again and again[1] == str(value) else last.end()
                counts.setdefault(last.start(), Count(last.start(), end, value, noun.end, False))
    for number in found:
        if number.whole is None or number.percent or number.start < 3:
            continue
        verb = _VERB.match(text, number.end)
        if (
            verb
            and number.start not in counts
            and number.compare == "="
            and not _MONTH.search(text, max(0, number.start - 12), number.start)
        ):
            counts[number.start] = Count(
                number.start, number.end, number.whole, verb.start(1), False
            )
            continue
        before = _N_EQUALS.search(text, number.start - 4, number.start)
        if before and number.start not in counts:
            counts[number.start] = Count(number.start, number.end, number.whole, number.end, True)
    return [counts[start] for start in sorted(counts)]


def is_behind_people(text: str, place: int) -> bool:
    """``patients (n = 36)``: the number is of all of them."""
    if _CAPITAL_N.search(text, max(0, place - 5), place):
        # arms are printed with it too: then there are several
        return (
            text.count("N=", place - 200 if place > 200 else 0, place + 200)
            + text.count("N =", place - 200 if place > 200 else 0, place + 200)
            == 1
        )
    head = text[max(0, place - 60) : place]
    if _SAMPLE_SIZE.search(head):
        return True
    cut = max(head.rfind("("), head.rfind("["))
    if cut < 0:
        return False
    if _WHOLE_INSIDE.search(head, cut):
        return True
    head = head[:cut].rstrip()
    if _DONE_NEXT.match(text, place) and _PEOPLE_WITH.search(head):
        return True
    words = head.rsplit(None, 1)
    if words and words[-1] == "controls":
        return False  # "normal controls (n = 21)"
    return bool(words) and _PEOPLE.fullmatch(words[-1].strip(",;:").lower()) is not None


def arm_name(text: str, place: int, starts: list[int]) -> str | None:
    """The words before ``(n = 36)``."""
    floor = starts[max(bisect_right(starts, place) - 1, 0)]
    head = text[max(floor, place - 60) : place]
    cut = max(head.rfind("("), head.rfind("["))
    inner = _ENDS_WITH_N.sub("", head[cut + 1 :]).strip(" ,;:/") if cut >= 0 else ""
    if any(c.isalpha() for c in inner) and "=" not in inner.rsplit(",", 1)[-1]:
        head = inner  # "(celecoxib n = 212, diclofenac n = 218)"
    else:
        head = (head[:cut] if cut >= 0 else head).rstrip(" ,;:")
    head = _ARM_PARTS.split(head)[-1]
    words = head.split()[-5:]
    return " ".join(words) or None
