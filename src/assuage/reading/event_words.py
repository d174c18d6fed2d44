"""Words that speak for or against people with an event at a percentage or a count."""

import re

from assuage.reading.numbers import Number

_PEOPLE = (
    r"(?:patients?|subjects|participants|volunteers|children|infants|neonates|women|men|adults|parturients|"
    r"cases|individuals|persons|people|respondents|responders|boys|girls|episodes|attacks|eyes|teeth|"
    r"injections|procedures|mothers|babies|animals|rats|mice|users|perforations|sites|trials)"
)
OF_PEOPLE = re.compile(
    rf"\s*(?:[)\]]\s*)?(?:of|among|in)\s+(?:(?:the|all|these|those|our|both|each)\s+)?(?:[\w/‐–-]+\s+){{0,4}}?{_PEOPLE}\b"
    rf"|\s*{_PEOPLE}\b|\s+of\s+(?:the\s+)?[\w-]+(?:\s[\w-]+)?\s+(?:group|arm|recipients)|\s+of (?:them|those|these|whom)\b"
    r"|\s*\)?\s*(?:in|for|with|on|of|after|receiving|under)\s+(?:the\s+|those\s+)?[\w/+-]+(?:\s[\w/+-]+){0,2}?"
    r"(?:\s(?:group|arm|treatment|patients|recipients)|[.,;)]|\s(?:and|vs|versus|compared))"
)
ARMS = re.compile(
    r"\s*\)?,?\s*(?:vs\.?|versus|compared\s+(?:with|to)|against)\b|\s*\)?\s*(?:and|or)\s+\d"
)
_NOT_AFTER = re.compile(
    r"\s*(?:(?:w/v|v/v|solution|saline|NaCl|sodium|lidocaine|lignocaine|bupivacaine|ropivacaine|mepivacaine|"
    r"levobupivacaine|chloroprocaine|glyceryl|trinitrate|GTN|nitroglycerin|diltiazem|glycopyrrolate|prilocaine|dextrose|glucose|oxygen|O2|O\(2\)|nitrous|N2O|N\(2\)O|isoflurane|"
    r"sevoflurane|halothane|enflurane|desflurane|hyperbaric|cream|gel|ointment|ethanol|alcohol|formalin|sucrose|"
    r"plain|heavy|isobaric|albumin|capsaicin|hypertonic|xylocaine|CI\b|CIs\b|confidence|credible|limits?|"
    r"power|level of|significance|agreement|concordance|humidity|CO2|carbon)\b"
    r"|(?!(?:without|and|but|vs|versus|found|had|reported|showed|experienced|required|needed|achieved|rated|felt|were|was)\b)"
    r"(?:\w+\s+){0,2}(?:less|more|lower|higher|greater|reductions?|decreases?|increases?|improvements?|change|"
    r"differences?|fall|drop|decline|rise|longer|shorter|faster|slower|inhibition|loss|gain|of variance|variability)\b"
    r"|of\s+(?:normal|baseline|predicted|max\w*|control\b|total|initial|pretreatment|placebo values?|the (?:dose|total|variance|"
    r"variation|maxim\w+|administered|baseline|initial|control values?|drug|time|original|cost|area)|time|variance|values?|the values?|body|"
    r"their\b|"
    r"all (?:costs|prescriptions|studies|trials)|trials|studies|total|dose|life|physicians|doctors|nurses|hospitals|"
    r"(?:the )?(?:physicians|clinicians|nurses|rootlets|catheters))"
    r"|[A-Z]+[a-z]?\d|potassium|(?:on|in) (?:day|week)\b"
    r"|per (?:year|annum|day|hour|min)"
    r"|(?:were |was )?(?:male|female|women|men|white|Caucasian|black|African|Hispanic)s?\b(?! (?:had|who|with|treated|receiving)))",
)
_NOT_BEFORE = re.compile(
    r"(?:caine|saline|nacl|cream|gel|ointment|flurane|halothane|oxygen|o2|o\(2\)|solution|concentration|dextrose|glucose|"
    r"capsaicin|formalin|chloride|patch|lidocaine|menthol),?\s*(?:of\s*|at\s*|\(|in\s*)?$"
    r"|(?<!in )(?<!than )(?<!among )(?<!for )\b(?:fe)?(?:male|women|men|white|caucasian|black)s?\s*\($"
    r"|\b(?:below|above|exceed\w*|sensitivity(?: of| was)?|specificity(?: of| was)?|sparing(?: effect)?)\s*\(?$"
    r"|\b(?:at least|a|an|about a|every|(?<!\()each|±|\+/-|alpha|power of|power|level of|cv|sd|of variance|explained|"
    r"difference(?: of| was| =| is)?|effect of|error|fio2|spo2|sao2|saturation(?: of| was)?|hematocrit|hba1c|"
    r"(?:reduc|decreas|increas|improv|declin|chang|differ|fall|drop|gain|ris|loss|inhibit|enhanc|relie)\w*(?:\sof|\s=|\swas|\swere)?"
    r"|ppv|npv)\s*(?:about\s|approximately\s|an average of\s|around\s|up to\s|nearly\s|almost\s|only\s|[~(=:]\s*)*$",
)
RATE = re.compile(
    r"\b(?:[Ii]ncidences?|[Rr]ates?|[Ff]requenc\w+|[Pp]roportions?|[Pp]ercentages?|[Pp]revalence|[Nn]umbers?)\b"
)
_CHANGED_TO = re.compile(
    r"\b(?:reduc|decreas|increas|fell|rose|improv|lower|declin)\w*\b[^.;()]{0,50}\b(?:by|from|to)\s+(?:about\s|approximately\s|an average of\s|"
    r"[\w.%]+\s(?:to|and)\s)*$"
)
_BY_PEOPLE = re.compile(
    r"\b(?!(?:reduc|decreas|increas|improv|lower|chang|declin|rais|inhibit|enhanc|fall|prolong|shorten|attenuat|diminish)\w*\b)"
    r"(?:[a-z]+ed|taken|seen|found|shown|given|chosen|felt)\sby\s+(?:(?:about|approximately|nearly|almost|only|over)\s)*"
    r"(?:$|\d[^;]*\b(?:and|but|or) by (?:only )?$)"
)
"""``was achieved by 85% of those treated``: people did it, nothing changed by so much."""
_BY = re.compile(
    r"\bby\s+(?:about\s|approximately\s|an average of\s|up to\s|nearly\s|almost\s|only\s|at least\s|more than\s|over\s)*$"
)
_LISTED_ABOVE = re.compile(
    r"\b(?:reported|experienced|occurring|occurred|seen|observed)\s(?:by|in)\s(?:more than|at least|over|greater than|up to)\s$"
)
"""``reported by more than 10% of patients were``: from where a list begins."""
_BOUNDS = ("than ", "least ", "over ", "to ")
_THAN = re.compile(r"\b(?:less|greater|more|lower|higher|fewer) than\s$")
_RATE_AFTER = re.compile(r"\s(?:[a-z-]+\s)?(?:incidence|rate|frequency|prevalence|mortality)\b")
"""``a 75% incidence of alerts`` is a share of people after all."""
_OF_MEASUREMENTS = re.compile(
    r"\b(?:percentage|proportion)s? of (?:[\w-]+ ){0,2}?(?:scores|samples|measurements|readings|recordings|observations|visits|"
    r"days|nights|specimens|time|values)\b"
)
"""Shares of measurements count nobody."""
_PEOPLE_SOON = re.compile(rf"\s+of\s+(?:the\s+|all\s+)?(?:[\w/‐–-]+\s+){{0,3}}?{_PEOPLE}\b")
_FALL_IN = re.compile(
    r"\b(?:fall|rise|decrease|increase|drop|decline|change) in (?:[a-z]+\s){1,4}\($"
)
_SHARE_OF_CHANGE = re.compile(
    r"\b(?:mean|average|median)\s(?:percent(?:age)?|%)\s[a-z]+"
    r"|\b(?:percent(?:age)?|%)\s(?:change|improvement|reduction|decrease|increase|inhibition|fall|difference)s?\b"
    r"(?!\s(?:in|of) (?:patients|subjects))"
    r"|\b(?:[Rr]eductions?|[Dd]ecreases?|[Ii]ncreases?|[Ii]mprovements?|[Cc]hanges?) in (?:the )?(?:mean|median|average)\b"
    r"|\b(?:mean|average|median)\s(?:[a-z]+\s){0,2}(?:reduction|decrease|increase|improvement|change|relief|inhibition)s?\b"
)
"""``mean percentage improvement was 54% vs 19%``: of a measurement, not of people."""


def tests_accuracy(before: str) -> bool:
    """Whether a sentence so far speaks of a test's sensitivity or specificity."""
    return "pecificity" in before or ("ensitivity" in before and "ensitivity analys" not in before)


def is_strength(text: str, number: Number) -> bool:
    """Whether the words after a percentage make it a strength, a share of time or of which."""
    right = text[number.after : number.after + 60]
    return _NOT_AFTER.match(right) is not None or right.startswith(" of which")


def ruled_out(text: str, floor: int, number: Number, stop: int) -> bool:
    """Whether the words at a percentage say that it counts nobody: a change, a strength, a limit."""
    left = text[max(floor, number.start - 110) : number.start]
    right = text[number.after : min(stop, number.after + 60)]
    if _NOT_AFTER.match(right) or (
        _NOT_BEFORE.search(left[-40:].lower()) and not _RATE_AFTER.match(right)
    ):
        return True
    if number.decimal > 100:
        return True
    if ("ercentage" in left or "roportion" in left) and _OF_MEASUREMENTS.search(left):
        return True
    if (
        " by " in left
        and _BY.search(left)
        and not _PEOPLE_SOON.match(right)
        and not (_BY_PEOPLE.search(left) and not _CHANGED_TO.search(left))
    ):
        return True
    if "(" in left[-2:] and _FALL_IN.search(left):
        return True
    before = text[floor : number.start]
    if (
        "ercent" in before
        or "% " in before
        or "mean" in before
        or "edian" in before
        or "verage" in before
    ) and _SHARE_OF_CHANGE.search(before):
        return True
    changed = _CHANGED_TO.search(left)
    if changed and (" by " in changed[0] or not RATE.search(left, max(0, changed.start() - 60))):
        return True
    if tests_accuracy(before):
        return True
    if left.endswith(_BOUNDS) and (
        _LISTED_ABOVE.search(left) or (_THAN.search(left) and not OF_PEOPLE.match(right))
    ):
        return True
    return number.compare not in ("=", "~") and not OF_PEOPLE.match(right)
