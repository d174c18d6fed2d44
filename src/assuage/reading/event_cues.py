"""Whether a percentage or a count is of people with an event: the words around it, weighed.

``is_event`` is for a percentage that stands alone, ``counts_events`` for counts, which need less.
"""

import re
from functools import cache
from importlib.resources import files

import msgspec

from assuage.reading.numbers import Number

_PEOPLE = (
    r"(?:patients?|subjects|participants|volunteers|children|infants|neonates|women|men|adults|parturients|"
    r"cases|individuals|persons|people|respondents|responders|boys|girls|episodes|attacks|eyes|teeth|"
    r"injections|procedures|mothers|babies|animals|rats|mice|users|perforations|sites|trials)"
)
_OF_PEOPLE = re.compile(
    rf"\s*(?:[)\]]\s*)?(?:of|among|in)\s+(?:(?:the|all|these|those|our|both|each)\s+)?(?:[\w/‐–-]+\s+){{0,4}}?{_PEOPLE}\b"
    rf"|\s*{_PEOPLE}\b|\s+of\s+(?:the\s+)?[\w-]+(?:\s[\w-]+)?\s+(?:group|arm|recipients)|\s+of (?:them|those|these|whom)\b"
    r"|\s*\)?\s*(?:in|for|with|on|of|after|receiving|under)\s+(?:the\s+|those\s+)?[\w/+-]+(?:\s[\w/+-]+){0,2}?"
    r"(?:\s(?:group|arm|treatment|patients|recipients)|[.,;)]|\s(?:and|vs|versus|compared))"
)
_ARMS = re.compile(
    r"\s*\)?,?\s*(?:vs\.?|versus|compared\s+(?:with|to)|against)\b|\s*\)?\s*(?:and|or)\s+\d"
)
_AFTER_ARMS = re.compile(r"(?:vs\.?|versus|compared\s+(?:with|to))\s*(?:\w+\s){0,4}[(\[]?\s*$")
_NOT_AFTER = re.compile(
    r"\s*(?:(?:w/v|v/v|solution|saline|NaCl|sodium|lidocaine|lignocaine|bupivacaine|ropivacaine|mepivacaine|"
    r"levobupivacaine|chloroprocaine|prilocaine|dextrose|glucose|oxygen|O2|O\(2\)|nitrous|N2O|N\(2\)O|isoflurane|"
    r"sevoflurane|halothane|enflurane|desflurane|hyperbaric|cream|gel|ointment|ethanol|alcohol|formalin|sucrose|"
    r"plain|heavy|isobaric|albumin|capsaicin|hypertonic|xylocaine|CI\b|CIs\b|confidence|credible|limits?|"
    r"power|level of|significance|agreement|concordance|humidity|CO2|carbon)\b"
    r"|(?:\w+\s+){0,2}(?:less|more|lower|higher|greater|reductions?|decreases?|increases?|improvements?|change|"
    r"differences?|fall|drop|decline|rise|longer|shorter|faster|slower|inhibition|loss|gain|of variance|variability)\b"
    r"|of\s+(?:normal|baseline|predicted|max\w*|control\b|total|initial|pretreatment|placebo values?|the (?:dose|total|variance|"
    r"variation|maxim\w+|administered|baseline|initial|control values?|drug|time|original|cost|area)|time|variance|values?|the values?|body|"
    r"all (?:costs|prescriptions|studies|trials)|trials|studies|total|dose|life|physicians|doctors|nurses|hospitals|"
    r"respondents|those (?:surveyed|responding)|(?:the )?(?:physicians|clinicians|nurses|rootlets|catheters))"
    r"|[A-Z]+[a-z]?\d|potassium|(?:on|in) (?:day|week)\b"
    r"|per (?:year|annum|day|hour|min)"
    r"|(?:were |was )?(?:male|female|women|men|white|Caucasian|black|African|Hispanic)s?\b(?! (?:had|who|with|treated|receiving)))",
)
_NOT_BEFORE = re.compile(
    r"(?:caine|saline|nacl|cream|gel|ointment|flurane|halothane|oxygen|o2|o\(2\)|solution|concentration|dextrose|glucose|"
    r"capsaicin|formalin|chloride|patch|lidocaine|menthol)\s*(?:of\s*|at\s*|\(|in\s*)?$"
    r"|\b(?:at least|a|an|about a|every|each|±|\+/-|alpha|power of|power|level of|cv|sd|of variance|explained|"
    r"difference(?: of| was| =| is)?|effect of|error|fio2|spo2|sao2|saturation(?: of| was)?|hematocrit|hba1c|"
    r"(?:reduc|decreas|increas|improv|declin|chang|differ|fall|drop|gain|ris|loss|inhibit|enhanc|relie)\w*(?:\sof|\s=|\swas|\swere)?"
    r"|ppv|npv)\s*(?:about\s|approximately\s|an average of\s|around\s|up to\s|nearly\s|almost\s|only\s|[~(=:]\s*)*$",
)
_RATE = re.compile(
    r"\b(?:[Ii]ncidences?|[Rr]ates?|[Ff]requenc\w+|[Pp]roportions?|[Pp]ercentages?|[Pp]revalence|[Nn]umbers?)\b"
)
_CHANGED_TO = re.compile(
    r"\b(?:reduc|decreas|increas|fell|rose|improv|lower|declin)\w*\b[^.;()]{0,50}\b(?:by|from|to)\s+(?:about\s|approximately\s|an average of\s|"
    r"[\w.%]+\s(?:to|and)\s)*$"
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
        "admitted admission stroke infarction insomnia anorexia fatigue patency delivery cesarean caesarean"
    )
)
_STEM_LENGTHS = range(min(map(len, _EVENT_STEMS)), max(map(len, _EVENT_STEMS)) + 1)
_COUNT_NOT = re.compile(
    r"\b(?:studies|trials|articles|papers|reports|RCTs|abstracts|citations|reviews|publications|questionnaires|"
    r"hospitals|centres|centers|physicians|pharmacies|practices|items|prescriptions|respondents|genes|samples|"
    r"groups|regimens|treatments|sequences|arms|questions|active-control|hours|doses|countries|scales?|subscales)\b"
)
_COUNT_BEFORE = re.compile(
    r"\b(?:response rate(?: was| of)?|scale:?|rated|score of|scored|scores?)\s*(?:was\s|of\s)?[(\[]?$"
)
_COUNT_BASELINE = re.compile(
    r"\b(?:were (?:male|female|men|women|white|Caucasian|black|boys|girls)|male|female|women|men|boys|girls|aged|years old|"
    r"Caucasian)\b"
)


_BY = re.compile(
    r"\bby\s+(?:about\s|approximately\s|an average of\s|up to\s|nearly\s|almost\s|only\s|at least\s|more than\s|over\s)*$"
)
_PEOPLE_SOON = re.compile(rf"\s+of\s+(?:the\s+|all\s+)?(?:[\w/‐–-]+\s+){{0,3}}?{_PEOPLE}\b")
_FALL_IN = re.compile(
    r"\b(?:fall|rise|decrease|increase|drop|decline|change) in (?:[a-z]+\s){1,4}\($"
)
_MORE_THAN = re.compile(
    r"\b(?:over|more than|less than|fewer than|about|approximately|nearly|almost|only|up to|around)\s$",
    re.I,
)
FEATURES = (
    "always",
    "people follow",
    "arms follow",
    "arms before",
    "bracket",
    "events near",
    "events in sentence",
    "rate near",
    "measurement near",
    "baseline near",
    "baseline in sentence",
    "last was event",
    "last was none",
    "comparison",
    "P value in sentence",
    "group in sentence",
    "respectively",
    "change near",
    "score near",
    "after in",
    "of what",
    "survey",
    "randomised",
    "review",
    "above 100",
    "past",
    "more than",
)
_P_VALUE = re.compile(r"\b[Pp]\s?[=<>≤]|\b[Pp] value|\bNS\b|significan")
_GROUP = re.compile(r"\b(?:groups?|arms?|placebo|controls?)\b")
_CHANGE = re.compile(
    r"\b(?:reduc|decreas|increas|improve|declin|chang|differ|fell|rose|rise|lower|higher|greater|less|more)\w*"
)
_SCORE = re.compile(
    r"\b(?:scores?|scale|VAS|means?|medians?|average|dos(?:e|age)s?|consumption|requirements?|levels?|pressure|heart rate|flow|time|"
    r"duration|volume|values?|ratio|index|weight|density|strength|content)\b"
)
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
_LETTERS = re.compile(r"[a-z]+")
_PAST = re.compile(
    r"\b(?:were|was|had|did|occurred|experienced|reported|achieved|showed|developed|required)\b"
)
_OF_WHAT = re.compile(r"\s*\)?\s*of\b")


def document(text: str) -> tuple[float, float, float]:
    """What the whole text says of its study: survey, randomised, review."""
    return (
        float(any(word in text for word in _SURVEY)),
        float(any(word in text for word in _TRIAL)),
        float(any(word in text for word in _REVIEW)),
    )


def is_strength(text: str, number: Number) -> bool:
    """Whether the words after a percentage make it a strength, a share of time or of which."""
    right = text[number.after : number.after + 60]
    return _NOT_AFTER.match(right) is not None or right.startswith(" of which")


def ruled_out(text: str, floor: int, number: Number, stop: int) -> bool:
    """Whether the words at a percentage say that it counts nobody: a change, a strength, a limit."""
    left = text[max(floor, number.start - 110) : number.start]
    right = text[number.after : min(stop, number.after + 60)]
    if _NOT_AFTER.match(right) or _NOT_BEFORE.search(left[-40:].lower()):
        return True
    if _BY.search(left) and not _PEOPLE_SOON.match(right):
        return True
    if _FALL_IN.search(left):
        return True
    changed = _CHANGED_TO.search(left)
    if changed and not (
        _RATE.search(left, max(0, changed.start() - 60)) and not left.endswith("by ")
    ):
        return True
    return number.compare not in ("=", "~") and not _OF_PEOPLE.match(right)


def _events(words: str) -> set[str]:
    """Stems of words for events."""
    found = set()
    for word in _LETTERS.findall(words.lower()):
        if word in _EVENT_EXACT:
            found.add(word)
            continue
        for length in _STEM_LENGTHS:
            if word[:length] in _EVENT_STEMS:
                found.add(word[:length])
                break
    return found


def sentence_cues(sentence: str) -> tuple[float, ...]:
    """The cues that all percentages of a sentence share."""
    return (
        float(bool(_events(sentence))),
        float(_BASELINE.search(sentence) is not None),
        float(_P_VALUE.search(sentence) is not None),
        float(_GROUP.search(sentence) is not None),
        float("espectively" in sentence),
        float(_PAST.search(sentence) is not None),
    )


def features(
    text: str,
    floor: int,
    number: Number,
    stop: int,
    last: bool | None,
    sentence: tuple[float, ...],
    whole: tuple[float, float, float],
) -> tuple[float, ...]:
    """The cues of one percentage, in the order of ``FEATURES``. ``last``: what the one before was."""
    left = text[max(floor, number.start - 110) : number.start]
    right = text[number.after : min(stop, number.after + 60)]
    near = len(_events(left[-80:])) + len(_events(right))
    return (
        1.0,
        float(_OF_PEOPLE.match(right) is not None),
        float(_ARMS.match(right) is not None),
        float(_AFTER_ARMS.search(left) is not None),
        float(left[-1:] in ("(", "[") or left[-2:-1] in ("(", "[")),
        min(near, 3) / 3,
        sentence[0],
        float(_RATE.search(left[-80:]) is not None),
        float(_TEST.search(left[-70:]) is not None or _TEST.search(right[:30]) is not None),
        float(_BASELINE.search(left[-50:]) is not None or _BASELINE.search(right[:40]) is not None),
        sentence[1],
        float(last is True),
        float(last is False),
        float(number.compare != "="),
        *sentence[2:5],
        float(_CHANGE.search(left[-60:]) is not None),
        float(_SCORE.search(left[-50:]) is not None),
        float(left.endswith((" in ", "In "))),
        float(_OF_WHAT.match(right) is not None and _OF_PEOPLE.match(right) is None),
        *whole,
        float(abs(number.decimal) > 100),
        sentence[5],
        float(_MORE_THAN.search(left[-20:]) is not None),
    )


def counts_events(text: str, floor: int, start: int, end: int, stop: int) -> bool:
    """Whether counts are of people with an event, not of studies, sexes or answers."""
    near = text[max(floor, start - 20) : min(stop, end + 30)]
    if _COUNT_NOT.search(near):
        return False
    if _COUNT_BEFORE.search(text, max(floor, start - 30), start):
        return False
    return not _COUNT_BASELINE.search(text, start, min(stop, end + 25))


def is_event(cues: tuple[float, ...]) -> bool:
    """Whether the weighed cues speak for an event."""
    return sum(w * c for w, c in zip(_weights(), cues, strict=True)) > 0


@cache
def _weights() -> tuple[float, ...]:
    raw = files("assuage.reading").joinpath("weights/event_cues.json").read_bytes()
    table = msgspec.json.decode(raw, type=dict[str, float])
    return tuple(table[name] for name in FEATURES)
