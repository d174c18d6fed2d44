"""Whether a percentage or a count is of people with an event: the words around it, weighed.

``is_event`` is for a percentage that stands alone, ``counts_events`` for counts, which need less.
"""

import re

from assuage.reading.numbers import Number

_PEOPLE = (
    r"(?:patients?|subjects|participants|volunteers|children|infants|neonates|women|men|adults|parturients|"
    r"cases|individuals|persons|people|respondents|responders|boys|girls|episodes|attacks|eyes|teeth|"
    r"injections|procedures|mothers|babies|animals|rats|mice|users|perforations|sites|trials)"
)
_OF_PEOPLE = re.compile(
    rf"\s*(?:[)\]]\s*)?(?:of|among|in)\s+(?:(?:the|all|these|those|our|both|each)\s+)?(?:[\w/-]+\s+){{0,4}}?{_PEOPLE}\b"
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
    r"|(?:on|in) (?:day|week)\b"
    r"|per (?:year|annum|day|hour|min)"
    r"|\w*[\s-]*(?:male|female|women|men|white|Caucasian|black|African|Hispanic)s?\b)",
)
_NOT_BEFORE = re.compile(
    r"(?:caine|saline|NaCl|cream|gel|ointment|flurane|halothane|oxygen|O2|O\(2\)|solution|concentration|dextrose|glucose|"
    r"capsaicin|formalin|chloride|patch|lidocaine|menthol)\s*(?:of\s*|at\s*|\(|in\s*)?$"
    r"|\b(?:by|at least|a|an|about a|every|each|±|\+/-|alpha|power of|power|level of|CV|SD|of variance|explained|"
    r"difference(?: of| was| =| is)?|error|FiO2|SpO2|SaO2|saturation(?: of| was)?|hematocrit|HbA1c|"
    r"(?:reduc|decreas|increas|improv|declin|chang|differ|fall|drop|gain|ris|loss|inhibit|enhanc|relie)\w*(?:\sof|\s=|\swas|\swere)?"
    r"|PPV|NPV)\s*(?:about\s|approximately\s|an average of\s|around\s|up to\s|nearly\s|almost\s|only\s|[~(=:]\s*)*$",
    re.I,
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
_EVENT = re.compile(
    r"\b(?:[Ii]ncidences?|[Rr]ates?|[Ff]requenc\w+|[Pp]roportions?|[Pp]ercentages?|occur\w*|experienc\w+|[Rr]eport\w*|achiev\w+|"
    r"respon[ds]\w*|develop\w+|success\w*|requir\w+|need\w*|withdr\w+|discontinu\w+|dropp?ed out|drop-?outs?|complet\w+|surviv\w+|died|"
    r"deaths?|mortality|recurr\w+|relaps\w+|remission|cured?|heal\w*|resol\w+|eradicat\w+|fail\w*|complicat\w+|infect\w+|"
    r"adverse|side[\s-]effects?|nause\w*|vomit\w*|emesis|emetic|headaches?|pruritus|sedat\w+|drows\w+|dizz\w+|hypotens\w+|constipat\w+|"
    r"somnolence|pain[\s-]free|relie[fv]\w*|improve[dm]\w*|satisf\w+|prefer\w*|excellent|good|effective|toler\w+|rescue|"
    r"retention|abstinen\w+|were free|symptom\w*|events?|reactions?|rash|bleed\w*|ulcers?|patients? (?:had|with|who)|"
    r"normali[sz]\w+|control\w*|tox\w+|mild|moderate|severe|positive|abuse|maintained|remained|disappear\w+|"
    r"hallucinat\w+|bradycardia|apn\w+|desaturation|shivering|agitation|delirium|dysphoria|retent\w+|fever|cough|"
    r"reintubat\w+|transfus\w+|hospitali[sz]\w+|admi(?:tted|ssion)|amputat\w+|fractures?|thrombo\w+|stroke|infarction|"
    r"depress\w+|insomnia|diarrh\w+|anorexia|fatigue|asthenia|stone-free|patency|pregnan\w+|delivery|cesarean|caesarean)\b"
)
_COUNT_NOT = re.compile(
    r"\b(?:studies|trials|articles|papers|reports|RCTs|abstracts|citations|reviews|publications|questionnaires|"
    r"hospitals|centres|centers|physicians|pharmacies|practices|items|prescriptions|respondents|genes|samples)\b"
)
_COUNT_BASELINE = re.compile(
    r"\b(?:were (?:male|female|men|women|white|Caucasian|black|boys|girls)|male|female|women|men|boys|girls|aged|years old|"
    r"Caucasian)\b"
)


def is_event(text: str, floor: int, number: Number, stop: int) -> bool | None:
    """True for an event, False where the words at the number rule it out, None for neither."""
    left = text[max(floor, number.start - 110) : number.start]
    right = text[number.after : min(stop, number.after + 60)]
    if _NOT_AFTER.match(right) or _NOT_BEFORE.search(left[-45:]):
        return False
    if _CHANGED_TO.search(left):
        return False
    people = _OF_PEOPLE.match(right) is not None
    if number.compare in ("<", ">", "<=", ">=") and not people:
        return False
    score = 0.0
    sentence = text[floor:stop]
    if people:
        score += 1.5
    if _ARMS.match(right) or _AFTER_ARMS.search(left):
        score += 1
    if left[-1:] in ("(", "[") or left[-2:-1] == "(":
        score += 0.5
    events = len(set(_EVENT.findall(left[-90:]))) + len(set(_EVENT.findall(right)))
    score += min(events, 3) * 0.7
    if _TEST.search(left[-70:]) or _TEST.search(right[:30]):
        score -= 2
    if _BASELINE.search(sentence):
        score -= 1.5
    return True if score >= 1 else None


def counts_events(text: str, floor: int, start: int, end: int, stop: int) -> bool:
    """Whether counts are of people with an event, not of studies, sexes or answers."""
    near = text[max(floor, start - 20) : min(stop, end + 30)]
    if _COUNT_NOT.search(near):
        return False
    return not _COUNT_BASELINE.search(text, start, min(stop, end + 25))
