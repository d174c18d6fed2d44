"""Whether a percentage or a count is of people with an event: the words around it, weighed.

Every cue is a name; a candidate has some of them, and the sum of their weights (a logistic
regression, ``weights/event_cues.md``) decides. Cues are what patterns say of the words beside the
figure (a rate, a change, a measurement, a baseline), what the sentence and its role say, what the
whole text says of its study, and the words themselves, cut to seven letters, alone and in pairs.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from assuage.reading.candidates import Candidate
from assuage.reading.event_words import (
    ARMS,
    OF_PEOPLE,
    ruled_out,
    tests_accuracy,
)

_TEST = re.compile(
    r"\b(?:[Ss]ensitivit|[Ss]pecificit|predictive value|[Aa]ccuracy|agreement|concordance|coefficients?|recovery|purity|"
    r"bioavailab|clearance|FEV|PEF|ejection|saturation|hematocrit|haematocrit|response rate (?:to|of) the (?:questionnaire|survey)|"
    r"questionnaires? (?:were|was) (?:returned|completed)|returned|surveyed|inhibition|binding|[Vv]ariability|variance|"
    r"concentrations?|plasma|AUC|half-life|absorbed|absorption|cost|costs|dollars|price|sales|interquartile|"
    r"threshold|ED50|ED95|EC50|MAC|extraction|excretion|urinary|excreted|metaboli)\w*"
)
_BASELINE = re.compile(
    r"\b(?:male|female|males|females|women|Caucasian|white|black|African|aged|mean age|median age|married|educated|ethnic|"
    r"history of|comorbid|unemployed|diagnos\w+|baseline characteristics|prescri\w+|smokers|"
    r"were men|men and|response rate|questionnaire|survey|respondents|physicians|practitioners|of the studies)\b"
)
_EVENT_STEMS = frozenset(
    str.split(
        "occur experienc report achiev respon develop success requir need withdr discontinu complet surviv "
        "recurr relaps heal resol eradicat fail complicat infect nause vomit drows dizz sedat hypotens constipat "
        "relief reliev toler satisf prefer abstinen symptom normaliz normalis tox remain hallucinat apn reintubat "
        "transfus hospitali amputat fractur thrombo depress diarrh asthen pregnan frequenc"
    )
)
"""Beginnings of words for events."""
_EVENT_EXACT = frozenset(
    str.split(
        "incidence incidences rate rates proportion proportions percentage percentages dropped dropout dropouts died "
        "death deaths mortality remission cure cured adverse effect effects emesis emetic headache headaches pruritus "
        "somnolence improved improvement improvements excellent good effective rescue retention free event events "
        "reaction reactions rash bleeding bleed ulcer ulcers control controlled mild moderate severe positive abuse "
        "maintained disappeared bradycardia desaturation shivering agitation delirium dysphoria fever cough "
        "alive discharged admitted admission stroke infarction insomnia anorexia fatigue patency delivery cesarean caesarean"
    )
)
_STEM_LENGTHS = range(min(map(len, _EVENT_STEMS)), max(map(len, _EVENT_STEMS)) + 1)
_COUNT_NOT = re.compile(
    r"\b(?:studies|trials|articles|papers|reports|RCTs|abstracts|citations|reviews|publications|"
    r"hospitals|centres|centers|physicians|pharmacies|practices|items|prescriptions|genes|samples|"
    r"shifts|occasions|observations|subscores|domains|visits|measurements|"
    r"groups|regimens|treatments|sequences|arms|questions|active-control|hours|doses|countries|scales?|subscales)\b"
)
_NOUN_REACH = 14
"""Characters behind a count in which what it counts is named."""
_COUNT_BEFORE = re.compile(
    r"\b(?:response rate(?: was| of)?|scale:?|rated|score of|scored|scores?)\s*(?:was\s|of\s)?[(\[]?$"
)
_COUNT_BASELINE = re.compile(
    r"\b(?:were (?:male|female|men|women|white|Caucasian|black|boys|girls)|male|female|women|men|boys|girls|aged|years old|"
    r"Caucasian)\b"
)


_ANSWERED = re.compile(
    r"[^.;,]{0,30}?\b(?:responded|replied|(?:were |was )?returned|answered|"
    r"completed (?:the |a |this )?(?:questionnaire|survey))\b"
)
_P_VALUE = re.compile(r"\b[Pp]\s?[=<>≤]|\b[Pp] value|\bNS\b|significan")
_GROUP = re.compile(r"\b(?:groups?|arms?|placebo|controls?)\b")
_SURVEY = (
    "survey",
    "questionnaire was",
    "questionnaires were",
    "mailed",
    "respondents",
    "interviewed",
    "postal",
    "cross-sectional",
    "prescriptions",
    "household",
    "epidemiolog",
    "nationwide",
    "database",
)
_TRIAL = ("andomiz", "andomis", "placebo", "double-blind")
_REVIEW = (" review", "Review", "eta-analys", "MEDLINE", " literature")
_PAST = re.compile(
    r"\b(?:were|was|had|did|occurred|experienced|reported|achieved|showed|developed|required)\b"
)
_OF_WHAT = re.compile(r"\s*\)?\s*of\b")


_CHANGE_BRACKET = re.compile(
    r"\b(?:reduc|decreas|increas|improve|declin|chang|differ|relief|lower|higher|greater|less|more|longer|"
    r"shorter)\w*\b[^.;()]{0,60}\(\s*$",
    re.I,
)
_INTERVAL_NEXT = re.compile(r"\s*\)?[\s,;(\[]*(?:9\d\s?%?\s?)?(?:CI\b|C\.I|[Cc]onfidence)")
_DIFFERENCE = re.compile(r"\b[Dd]ifferen\w+\b[^.;]{0,60}$")
_NAME = re.compile(
    r"(?:\b[A-Z]{1,5}\d?|\b[Gg]roup\s\w+|\b(?:drug|placebo|\w+(?:ine|one|ol|in|ide|ate|il|am|an|fen|ib)))"
    r"\s*[,:=(]*\s*$"
)
_MORE_THAN = frozenset(
    ["over", "than", "about", "approximately", "nearly", "almost", "only", "around"]
)
_PRESENT = frozenset(
    str.split(
        "occur occurs develop develops is are may can affect affects experience suffer report require"
    )
)
_CHANGES = (
    "reduc", "decreas", "increas", "improve", "declin", "chang", "differ", "fell", "rose", "rise", "lower", "higher",
    "greater", "less", "more",
)  # fmt: skip
_SCORES = frozenset(
    str.split(
        "score scores scale vas mean means median medians average dose doses dosage consumption requirement requirements "
        "level levels pressure heart flow time duration volume value values ratio index weight density strength content"
    )
)
_RATES = frozenset(
    str.split(
        "incidence incidences rate rates frequency frequencies proportion proportions percentage percentages prevalence "
        "number numbers"
    )
)
_ARMS_BEFORE = frozenset(["vs", "versus", "compared"])
_BRACKET_WORD = re.compile(r"([a-z-]+)\s*\(\s*$")
_BEFORE_STUDY = re.compile(
    r"\b(?:baseline|previous\w*|prior|before (?:surgery|treatment|study|entry)|history|characteristics|"
    r"presented with|pre-?operative\w*|at (?:entry|enrol\w+|diagnosis|presentation)|had (?:a|been|received)|"
    r"median age|mean age|were (?:dependent|taking|receiving))\b"
)
_WORD = re.compile(r"[a-z]+")
_STEM = 7
_LEFT, _RIGHT = 120, 70
"""Characters whose words are cues of their own; ten of them before, six after."""

_PAIRED_LEFT, _PAIRED_RIGHT = 6, 4
"""Words whose neighbours are cues as pairs too (``readers found``, ``the treated``)."""


def document_cues(text: str, candidates: int) -> list[str]:
    """What the whole text says of its study."""
    cues = ["always"]
    if any(word in text for word in _SURVEY):
        cues.append("survey")
    if any(word in text for word in _TRIAL):
        cues.append("randomised")
    if any(word in text for word in _REVIEW):
        cues.append("review")
    arms = text.count(" vs") + text.count(" versus")
    cues += [f"versus {n}" for n in (1, 3, 5) if arms >= n]
    groups = text.count(" group")
    cues += [f"groups {n}" for n in (1, 3, 6) if groups >= n]
    cues += [f"figures {n}" for n in (2, 5, 10) if candidates >= n]
    return cues


def sentence_cues(sentence: str, role: str | None, candidates: list[Candidate]) -> tuple[str, ...]:
    """The cues that all candidates of a sentence share."""
    cues = [f"role {role}"]
    if _events(sentence):
        cues.append("events in sentence")
    if _BASELINE.search(sentence):
        cues.append("baseline in sentence")
    if _BEFORE_STUDY.search(sentence):
        cues.append("before study in sentence")
    if _P_VALUE.search(sentence):
        cues.append("P value in sentence")
    if _GROUP.search(sentence):
        cues.append("group in sentence")
    if "espectively" in sentence:
        cues.append("respectively")
    if _PAST.search(sentence):
        cues.append("past")
    cues += [f"figures in sentence {n}" for n in (2, 4, 6) if len(candidates) >= n]
    if len(candidates) > 1 and _whole(candidates):
        cues.append("sum of 100")
    words = dict.fromkeys(word[:_STEM] for word in _WORD.findall(sentence.lower()))
    return (*cues, *(f"s:{word}" for word in words))


def _whole(candidates: list[Candidate]) -> bool:
    """Whether neighbouring percentages add up to a hundred: kinds of people, not events."""
    shares = [float(c.percent.decimal) for c in candidates if c.percent]
    for first in range(len(shares)):
        total = shares[first]
        for share in shares[first + 1 :]:
            total += share
            if abs(total - 100) < 1.1:
                return True
    return False


def own_cues(
    text: str,
    floor: int,
    stop: int,
    candidate: Candidate,
    last: bool | None,
    shared: tuple[str, ...],
) -> list[str]:
    """The cues of one candidate of the sentence ``text[floor:stop]``.

    ``last``: what the candidate before it in its sentence was; ``shared``: the sentence's cues.
    """
    start, end = candidate.start, candidate.end
    left = text[max(floor, start - 110) : start]
    right = text[end : min(stop, end + 60)]
    before = _WORD.findall(text[max(floor, start - _LEFT) : start].lower())[-10:]
    behind = _WORD.findall(text[end : min(stop, end + _RIGHT)].lower())[:6]
    left_stems, right_stems = [w[:_STEM] for w in before], [w[:_STEM] for w in behind]
    cues = [f"l:{word}" for word in left_stems] + [f"r:{word}" for word in right_stems]
    cues += [f"l:{one} {two}" for one, two in pairwise(left_stems[-_PAIRED_LEFT:])]
    cues += [f"r:{one} {two}" for one, two in pairwise(right_stems[:_PAIRED_RIGHT])]
    cues = list(dict.fromkeys(cues))
    near = len({_event(word) for word in (*before, *behind)} - {""})
    cues += [f"events near {n}" for n in (1, 2, 3) if near >= n]
    opened = "(" in left[-2:]
    bracket = _BRACKET_WORD.search(left[-40:]) if opened else None
    number = candidate.percent
    asked = "uestionnaire" in text or "urvey" in text
    counted = candidate.events is not None
    baseline, earlier = "baseline in sentence" in shared, "before study in sentence" in shared
    people = OF_PEOPLE.match(right)
    tests = (
        ("last was event", last is True),
        ("last was none", last is False),
        ("people follow", people),
        ("arms follow", ARMS.match(right)),
        ("arms before", not _ARMS_BEFORE.isdisjoint(before[-5:])),
        ("bracket", left[-1:] in ("(", "[") or left[-2:-1] in ("(", "[")),
        ("rate near", not _RATES.isdisjoint(before)),
        ("measurement near", _TEST.search(left[-70:]) or _TEST.search(right[:30])),
        (
            "baseline near",
            baseline and (_BASELINE.search(left[-50:]) or _BASELINE.search(right[:40])),
        ),
        (
            "before study near",
            earlier and (_BEFORE_STUDY.search(left[-60:]) or _BEFORE_STUDY.search(right)),
        ),
        ("comparison", number and number.compare != "="),
        ("change near", any(word.startswith(_CHANGES) for word in before[-8:])),
        ("change bracket", opened and _CHANGE_BRACKET.search(left)),
        ("score near", not _SCORES.isdisjoint(before[-7:])),
        ("after in", left.endswith((" in ", "In "))),
        ("of what", not people and _OF_WHAT.match(right)),
        ("above 100", number and abs(number.decimal) > 100),
        ("more than", not _MORE_THAN.isdisjoint(before[-2:])),
        ("interval follows", "C" in right[:24] and _INTERVAL_NEXT.match(right)),
        ("difference before", "iffer" in left and _DIFFERENCE.search(left)),
        ("name before", _NAME.search(left[-30:])),
        ("event bracket", bracket and _event(bracket[1])),
        ("present near", not _PRESENT.isdisjoint(before[-6:])),
        ("first half", start * 2 < len(text)),
        ("count", counted),
        ("count and total", counted and candidate.total is not None),
        ("count and percent", counted and number),
        ("survey answered", asked and _ANSWERED.match(right)),
        ("rate of answers", asked and "esponse rate" in left[-40:] + right[:20]),
        ("baseline counted", counted and _COUNT_BASELINE.search(text[start:end] + right[:25])),
    )
    cues += [name for name, true in tests if true]
    return cues


def _events(words: str) -> set[str]:
    """Stems of words for events."""
    found = {_event(word) for word in _WORD.findall(words.lower())}
    found.discard("")
    return found


@lru_cache(maxsize=1 << 15)
def _event(word: str) -> str:
    """The stem of a word for an event; nothing for other words."""
    if word in _EVENT_EXACT:
        return word
    return next((word[:n] for n in _STEM_LENGTHS if word[:n] in _EVENT_STEMS), "")


def counts_nobody(text: str, floor: int, stop: int, candidate: Candidate) -> bool:
    """Whether a count is of studies, hospitals or answers, or is a score of a scale."""
    number = candidate.percent
    if candidate.events is None:
        return number is not None and ruled_out(text, floor, number, stop)
    start, end = candidate.start, candidate.end
    near = text[start:end] + text[end : min(stop, end + _NOUN_REACH)].partition(")")[0]
    return bool(
        tests_accuracy(text[floor:start])
        or _COUNT_NOT.search(near)
        or _COUNT_BEFORE.search(text, max(floor, start - 30), start)
    )


def weight(cues: list[str] | tuple[str, ...]) -> float:
    """The sum of the weights of some cues; unknown words weigh nothing."""
    known = _weights()
    return sum(known.get(cue, 0.0) for cue in cues)


@cache
def _weights() -> dict[str, float]:
    raw = files("assuage.reading").joinpath("weights/event_cues.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, float])
