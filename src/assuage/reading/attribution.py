"""Whether the words of a sentence let a result be of the drug and the outcome that it names.

Each rule stands for a class of errors seen among 100 rows judged by hand
(``evaluation/machine_rows.md``). In doubt a row is left out: it stays in the evidence table.
"""

import re
from collections.abc import Iterable, Sequence

from assuage.terms.reading import Mention, Span

_NEAR = 140
"""Characters before an effect in which a word that governs it is looked for: about a clause."""
_TURN = re.compile(
    r"\b(?:but|although|however|except|caus\w+|induc\w+|produc\w+|due to|because|result\w*|most|common\w*|"
    r"unmask\w*|worsen\w*|aggravat\w*|increas\w*|lead\w*|led|adverse|side|was|were|had|experienc\w+|report\w*|occur\w*|develop\w*|observed|included?)\b",
    re.I,
)
"""Words after which a clause no longer governs what follows."""
_TREATED = re.compile(
    r"\b(?:treatment (?:of|for)|therapy (?:of|for)|management of|control of|treat(?:s|ed|ing)?(?! with)|"
    r"prevent\w*|prophyla\w*|suppress\w*|attenuat\w*|reliev\w*|relief of|alleviat\w*|ameliorat\w*|abolish\w*|"
    r"improv\w*|reduc\w*|decreas\w*|lower\w*|fewer|less)\b",
    re.I,
)
_NEGATED = re.compile(
    r"\b(?:no|without|neither|nor|never|not|absence of|lack of|free (?:of|from))\b(?! only)", re.I
)
_BY_DRUG = re.compile(r"(?:-|\s)(?:induced|related|associated|evoked)\s(?:\w+\s)?$", re.I)
_WITHDRAWAL_AFTER = re.compile(r"^\s(?:withdrawal|discontinuation|cessation)\b", re.I)
_WITHDRAWAL_OF = re.compile(
    r"\b(?:withdrawal|discontinuation|cessation)\s(?:of|from)\s(?:\w+\s)?$", re.I
)
_ALIKE = re.compile(
    r"\b(?:similar|comparable|same|equal) (?:\w+ ){0,2}(?:incidence|frequency|rate)s?\b"
    r"|\bno (?:\w+ )?differences?\b|\bnot differ|\bsimilar (?:in|between)\b"
    r"|\b(?:similar|comparable|identical|equal) to\b",
    re.I,
)
_MORE = re.compile(r"\b(?:higher|more|greater|increased|larger|twice|times|\w*-?fold)\b", re.I)
_LESS = re.compile(r"\b(?:lower|less|fewer|reduced|decreased|smaller)\b", re.I)
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|versus|vs\.?)(?=\s)", re.I)


_LESS_AFTER = re.compile(
    r"^[^;]{0,120}?\b(?:less|lower|fewer|rarer|reduced|decreas\w+|diminish\w+|improv\w+|resolv\w+|disappear\w+|"
    r"was not|were not|did not)\b",
    re.I,
)
_AS_THERAPY = re.compile(r"^\s(?:\w+\s)?(?:therapy|treatment)\b", re.I)
_THROUGH = re.compile(
    r"\b(?:during|associated|after|following|due|induced|caused?|complicat\w*|with|from|by|secondary|related)\b",
    re.I,
)


def caused(
    text: str, sentence: Span, drug: Mention, effect: Mention, named: Sequence[Mention] = ()
) -> bool:
    """Whether a sentence tells an adverse effect as one of the drug: not as what the drug treats or
    prevents, as absent, as commoner with another drug, as following the drug's withdrawal, or of a
    combination with one of ``named``."""
    words = text[sentence.start : sentence.end]
    if combined(text, drug, named):
        return False
    if _LESS_AFTER.match(text[effect.span.end : sentence.end]) and not _THAN.search(words):
        return False
    between = text[effect.span.end : drug.span.start]
    if (
        sentence.start == 0
        and effect.span.end < drug.span.start
        and (_AS_THERAPY.match(text[drug.span.end : sentence.end]))
        and not _THROUGH.search(between)
    ):
        return False
    before = text[max(sentence.start, effect.span.start - _NEAR) : effect.span.start]
    if _governed(_NEGATED, before):
        return False
    if _governed(_TREATED, before) and not _BY_DRUG.search(before):
        return False
    if effect.id != "withdrawal" and (
        _WITHDRAWAL_AFTER.match(text[drug.span.end : sentence.end])
        or _WITHDRAWAL_OF.search(text[sentence.start : drug.span.start])
    ):
        return False
    if effect.id == "withdrawal" and _governed(_TREATED, text[sentence.start : effect.span.start]):
        return False
    if _ALIKE.search(words):
        return False
    than = _THAN.search(words)
    if than is None:
        return True
    later = drug.span.start - sentence.start > than.start()
    return not (_MORE if later else _LESS).search(words[: than.start()])


def _governed(cue: re.Pattern[str], before: str) -> bool:
    """Whether a cue stands before, with no word between that turns the sentence."""
    cues = list(cue.finditer(before))
    if not cues:
        return False
    after = before[cues[-1].end() :]
    return ";" not in after and not _TURN.search(after)


_OF_PEOPLE = re.compile(
    r"(?:\b(?:patients?|subjects?|children|women|men|adults|adolescents|people|persons|those|individuals|population|cases?|"
    r"rats|mice|animals|and/or|or)\s(?:(?:who|that)\s(?:have|had|has)|with|without|suffering(?: from)?|having)"
    r"|\b(?:histor(?:y|ies)|diagnos\w+|presence|treatment|management|prevention|prophylaxis|relief|control) (?:of|with)"
    r"|\b(?:treated|indicated|used|given|taken|prescribed|evaluated|approved|therapy|treatment|drugs?|medications?|prophylaxis|"
    r"medicines?|agents?|management) for(?: the)?(?: (?:treatment|management|relief|prevention) of)?"
    r"|\b(?:pre-?existing|underlying|concomitant|prior|previous))"
    r"\s(?:(?!had|have|has|was|were|is|are|developed|experienced|reported|receiv|treated|taking|using|on\b|who)[\w',/-]+\s){0,6}$",
    re.I,
)
"""Before words that tell who people are, or what is treated, not what came of a drug."""


def of_people(text: str, start: int, words: Span) -> bool:
    """Whether words name what people have or are treated for: *in patients with X*, *treated for X*,
    *history of X*, *a drug for X*. X is then no adverse effect."""
    return _OF_PEOPLE.search(text, start, words.start) is not None


_PEOPLE_AFTER = re.compile(r"^\s(?:patients|subjects|children|sufferers|group)\b", re.I)
_PEOPLE_BEFORE = re.compile(
    r"\b(?:patients|subjects|children|women|men|people|rats|mice|animals) (?:suffering from|with)"
    r" (?:\w+ ){0,2}$",
    re.I,
)
_RESPONDERS = re.compile(r"^(?:non-?)?responders?$", re.I)
_COUNTED = re.compile(
    r"(?:number|proportion|percentage|share|rate|%|per ?cent|more|fewer|were|as)\s(?:of\s)?$", re.I
)
_PAIN = re.compile(r"pain|analges|\bVAS\b|\bNRS\b|headache|neuralg|migraine", re.I)
_OTHER_TOLERANCE = re.compile(
    r"\b(?:pain|heat|cold|glucose|exercise|pressure|well|sitting|standing|walking|work|activity)[ -]$",
    re.I,
)
_OTHER_SURVIVAL = re.compile(
    r"(?:quality-adjusted|graft|allograft|implant|free|cell|neuronal|neurone?|flap)[ -]$", re.I
)
_WITHOUT_AFTER = re.compile(r"^\s(?:without|free)\b", re.I)
_OTHER_DEATH = re.compile(
    r"(?:cell(?:ular)?|cells|erythrocytes?|neuron\w*|neural|brain|axonal|apoptotic|myocyte|cardiomyocyte|hepatocyte|"
    r"lymphocyte|tumou?r|photoreceptor|embryonic|f(?:o)?etal|sudden|programmed|necrotic|islet|graft)[ -]$",
    re.I,
)
_WHOLE = re.compile(r"\bcomposite\b|\bcombined (?:end ?-?points?|outcomes?|incidence|risk)\b", re.I)
_OTHER_EVENTS = re.compile(
    r"(?:^|[.;:,(]\s*|\b(?:of|in|the|any|more|fewer|less|no|emergent|related|reported|overall|total|all|for|with|had|"
    r"having|experienced|reporting|experiencing|one|incidence|by|to|regarding|and|or|different|similar|comparable|an|"
    r"their|significant|significantly|most|frequent|common|frequently)[\s-]+)$",
    re.I,
)
"""Before *adverse events* in general; another word there tells which ones."""
_DEATH_OF = re.compile(
    r"(?:cardio\w*|cardiac|vascular|coronary|hepatic|liver|renal|kidney|infectious|infection|bleeding|respiratory|"
    r"sepsis|stroke|\w+-related|\w+-associated|\w+-specific|maternal|perinatal|neonatal|wait-?list)[ -]$",
    re.I,
)
_OTHER_SLEEP = re.compile(
    r"^\s(?:difficult\w*|disturb\w*|anomal\w*|ap?no\w*|problems?|laten\w+|onset|disorder\w*|EEG|depriv\w*|stud\w+|loss|"
    r"interference|stages?|spindles?|related)\b",
    re.I,
)
_FREE_OF = re.compile(r"^[- ](?:free|relief|control|resolution|relapse-free|prevention)\b", re.I)
_TUMOUR = re.compile(
    r"\btumou?rs?\b|RECIST|\bremissions?\b|\b(?:complete|partial|objective) respon|\blesions?\b|\bcancers?\b",
    re.I,
)
_OF_HEART = re.compile(r"^\s(?:volume|work|index|rate)\b", re.I)
_AS_DRUG = re.compile(
    r"^[^.;]{0,40}?\b(?:was|were|is)\s(?:\w+ly\s)?(?:given|administered|required|needed|requested|received)\b",
    re.I,
)
_DRUG_LEVEL = re.compile(
    r"\b(?:plasma|serum|blood|concentrations?|pharmacokinetic\w*|bioavailab\w*|clearance|C\(?max)\b",
    re.I,
)
_FOR_ONE_REASON = re.compile(
    r"^\s(?:rates?\s|of treatment\s|from the study\s)?(?:due to|because of|owing to|for)\s", re.I
)
_REASON = re.compile(
    r"\b(?:due to|because of|owing to|caused by|for|attributed to|as a result of)\s(?:[\w-]+\s){0,3}$",
    re.I,
)
_OF_BONE = re.compile(r"^\s(?:reductions?|repair|healing|fixation|surgery|site)\b", re.I)
_OR_BEFORE = re.compile(r"\b(?:or|and/or)\s$|/$", re.I)
_OR_AFTER = re.compile(r"^(?:,\s\w+(?:\s\w+)?)*,?\s(?:\w+\s)?(?:or|and/or)\s|^/", re.I)
_COMPOSITE = {"death", "mortality", "overall-survival"}
_COMPOSED = {*_COMPOSITE, "hospitalisation"}
_OR_LATER = re.compile(r"^(?:\s[\w-]+){0,4}\sor\s", re.I)
_OR_EARLIER = re.compile(r"\bor\s(?:[\w-]+\s){0,2}$", re.I)
_PREDICTS = re.compile(
    r"\b(?:predict(?:s|ed|ors?|ive)?|correlat\w+|risk factors?|determinants?)\b", re.I
)


def in_sense(text: str, sentence: Span, outcome: Mention) -> bool:
    """Whether an outcome's words are an outcome here: not the people who have it, not the same word
    in another sense (pain tolerance, graft survival), not one part of a composite."""
    here = text[outcome.span.start : outcome.span.end]
    before = text[sentence.start : outcome.span.start]
    after = text[outcome.span.end : sentence.end]
    if _PEOPLE_AFTER.match(after) or _PEOPLE_BEFORE.search(before):
        return False
    if _WHOLE.search(text, sentence.start, sentence.end):
        # One part of a composite is not the composite.
        return False
    if outcome.id in ("death", "mortality") and _OTHER_DEATH.search(before):
        return False
    if outcome.id == "fracture" and _OF_BONE.match(after):
        return False
    if outcome.id == "adverse-events-any" and not _OTHER_EVENTS.search(before):
        return False
    if outcome.id in _COMPOSITE and _DEATH_OF.search(before):
        return False
    if _FREE_OF.match(after):
        return False
    if outcome.id == "tumour-response" and not _TUMOUR.search(text, sentence.start, sentence.end):
        return False
    if outcome.id == "stroke" and _OF_HEART.match(after):
        return False
    if outcome.id == "pain-relief" and "nalges" in here and _AS_DRUG.match(after):
        return False
    if outcome.id == "sleep" and _OTHER_SLEEP.match(after):
        return False
    if str(outcome.id).startswith("exposure") and not _DRUG_LEVEL.search(
        text, sentence.start, sentence.end
    ):
        return False
    if str(outcome.id).startswith("discontinuation") and _FOR_ONE_REASON.match(after):
        return False
    if _REASON.search(before) and left_study(text, sentence, outcome):
        return False
    if _RESPONDERS.match(here) and not _COUNTED.search(before):
        return False
    if outcome.id == "pain-response" and not _PAIN.search(text[sentence.start : sentence.end]):
        return False
    if outcome.id == "tolerance" and _OTHER_TOLERANCE.search(before):
        return False
    if outcome.id == "overall-survival" and (
        _OTHER_SURVIVAL.search(before) or _WITHOUT_AFTER.match(after)
    ):
        return False
    if outcome.id in _COMPOSED and (_OR_LATER.match(after) or _OR_EARLIER.search(before)):
        return False
    whole = _OR_BEFORE.search(before) or _OR_AFTER.match(after)
    return not (outcome.id in _COMPOSITE and whole)


_PREVENTS = re.compile(
    r"\b(?:prevent\w*|prophyla\w*|reliev\w+|suppress\w+|inhibit\w+|abolish\w+|reduc(?:e|es|ing)|decreas(?:e|es|ing)|treating)\s"
    r"(?:[\w-]+\s){0,4}$",
    re.I,
)


def prevented(text: str, sentence: Span, outcome: Mention) -> bool:
    """Whether what a sentence tells to be better is the prevention of an outcome, not the outcome."""
    return _PREVENTS.search(text, sentence.start, outcome.span.start) is not None


def predicts(text: str, sentence: Span) -> bool:
    """Whether a sentence tells a predictor or a correlation, not what a drug does."""
    return _PREDICTS.search(text, sentence.start, sentence.end) is not None


_SAME = re.compile(
    r"\bno (?:[\w-]+ ){0,4}?(?:differences?|changes?|effects?|influence|impact|improvements?|increases?|"
    r"decreases?|reductions?|benefits?|advantages?)\b"
    r"|\b(?:not|neither|nor) (?:[\w-]+ ){0,4}?(?:differ\w*|affect\w*|alter\w*|chang\w*|influenc\w*|"
    r"improv\w*|increas\w*|reduc\w*|decreas\w*|modif\w*|superior|significan\w*|lower|higher)\b"
    r"|\b(?:similar\w*|comparable|equivalent|unchanged|unaffected|unaltered|constant|minimal|non-?significant\w*)\b"
    r"|\bthe same\b|\bremained stable\b|\bequally\b|\bfailed to\b"
    r"|\bwithout (?:[\w-]+ )?(?:increas|chang|affect|differ|alter|compromis|influenc)\w*",
    re.I,
)
"""Words of no difference; a mere *no* or *without* is none."""
_AT_START = re.compile(
    r"\b(?:at|in|during) (?:the )?(?:baseline|entry|start|beginning)\b|\bbaseline (?:characteristics|values?|scores?|data|pain)\b"
    r"|\b(?:before|prior to) (?:the )?(?:administration|treatment|intervention|induction|surgery|operation|start|drug|infusion|injection)\b"
    r"|\bpre-?(?:operative(?:ly)?|treatment)\b",
    re.I,
)
_DOSE_RELATED = re.compile(r"\bdose[- ](?:related|dependent|level)\b", re.I)
_NEW_CLAUSE = re.compile(
    r"[,:]\s(?:with|while|there|no|and no)\b|\bwith no\b|;|\b(?:without|but|whereas|although|however)\b",
    re.I,
)
_TURNS = re.compile(r";|\b(?:but|whereas|although|however)\b", re.I)
_NOT_ONLY = re.compile(r"\bnot only\b", re.I)
_NOT_NEW = re.compile(r"\bno\b[^.;]{0,30}\b(?:new|unrecogni[sz]ed|unexpected|unknown)\b", re.I)


def at_start(text: str, sentence: Span) -> bool:
    """Whether a sentence tells how people were before anything was given."""
    return _AT_START.search(text, sentence.start, sentence.end) is not None


def same_clause(text: str, sentence: Span, outcome: Mention) -> bool:
    """Whether *no difference* is said of this outcome: a word for it stands in its clause or before."""
    if any(
        p.search(text, sentence.start, sentence.end) for p in (_NOT_ONLY, _NOT_NEW, _DOSE_RELATED)
    ):
        return False
    for cue in _SAME.finditer(text, sentence.start, sentence.end):
        # A word before its outcome governs a list; one after it, its own clause alone.
        if cue.end() <= outcome.span.start:
            turned = _TURNS.search(text, cue.end(), outcome.span.start)
        elif outcome.span.end <= cue.start():
            turned = _NEW_CLAUSE.search(text, outcome.span.end, cue.end())
        else:
            continue
        if not turned:
            return True
    return False


_AMOUNT = re.compile(
    r"^[\s-](?:consumption|requirements?|use|usage|demand|dos(?:e|es|age)|sparing|intake|needs?)\b",
    re.I,
)


_AMOUNT_OF = re.compile(
    r"\b(?:needs? for|use of|consumption of|requirements? (?:for|of)|demands? for)\s(?:\w+\s)?$|\bnon-$",
    re.I,
)


def as_amount(text: str, drug: Mention) -> bool:
    """Whether a drug is named for how much of it was needed (``morphine consumption``, ``need for
    opioids``), or as what was not given (``non-opioid``)."""
    before = text[max(0, drug.span.start - 40) : drug.span.start]
    after = text[drug.span.end : drug.span.end + 25]
    return _AMOUNT.match(after) is not None or _AMOUNT_OF.search(before) is not None


_TIED = re.compile(
    r"^\s?(?:[-/+]|with|plus|combined with|in combination with|together with)\s?$", re.I
)
_LISTED = re.compile(r"^(?:, | and |, and )$")
_COMBINATION = re.compile(
    r"\b(?:combination|mixture|combined)\s(?:therapy\s)?(?:of\s)?(?:[\w-]+\s){0,2}$", re.I
)
_COMBINATION_AFTER = re.compile(
    r"^\s(?:combinations?|mixtures?|co-?administ\w+|co-?treatment|interactions?)\b", re.I
)


def combined(text: str, drug: Mention, named: Sequence[Mention], listed: bool = False) -> bool:
    """Whether a drug stands as part of a combination with another named substance.

    ``listed``: a list of names counts too (of a title: ``A, B and C versus D``).
    """
    for other in named:
        apart = sorted((drug.span, other.span), key=lambda s: s.start)
        if apart[0].end > apart[1].start:
            continue
        between = text[apart[0].end : apart[1].start]
        if _TIED.match(between) or (listed and _LISTED.match(between)):
            return True
        if _LISTED.match(between) and (
            _COMBINATION.search(text[max(0, apart[0].start - 40) : apart[0].start])
            or _COMBINATION_AFTER.match(text[apart[1].end : apart[1].end + 15])
        ):
            return True
    return False


_ADDED = re.compile(
    r"\b(?:add(?:ed|ing|ition)|adjuvant|adjunct\w*|combin\w+|co-?administ\w+|supplement\w*|sparing)\b",
    re.I,
)


def added(words: str) -> bool:
    """Whether words tell one drug given on top of another, which is then not its comparator."""
    return _ADDED.search(words) is not None


_GROUPS = re.compile(
    r"\b(?:groups?|arms?|than|compared|versus|vs|formulations?|regimens?|between)\b", re.I
)
_BEFORE = re.compile(r"\b(?:baseline|before|pre-?\w*treatment|initial\w*|prior)\b", re.I)


def against_others(words: str) -> bool:
    """Whether a sentence compares groups, and not with the time before."""
    return _GROUPS.search(words) is not None and _BEFORE.search(words) is None


_ANY_GROUP = {
    "treatment", "treated", "study", "active", "intervention", "both", "two", "three", "each", "other",
    "all", "the", "same", "this", "experimental", "drug", "test", "these", "between", "among", "either",
    "of", "per", "age", "parallel", "patient", "and", "four", "different", "various", "study's",
}  # fmt: skip
_GROUP_NAME = re.compile(r"([\w-]+)\s(?:group|arm)\b")


def other_group(words: str, names: Iterable[str]) -> bool:
    """Whether a sentence names a group that is none of ``names`` (lower case) and no control."""
    known = tuple(names)
    for match in _GROUP_NAME.finditer(words):
        name = match[1].lower()
        if name in _ANY_GROUP or name in ("control", "placebo", "saline", "sham"):
            continue
        if not any(name in k or k in name for k in known):
            return True
    return False


_COMPARATOR = re.compile(
    r"\b(?:compared (?:with|to)|comparison with|versus|vs\.?|against|or)\s(?:[\w-]+\s)?$", re.I
)


def comparator_of_title(title: str, drug: Mention) -> bool:
    """Whether a title names a drug as what another is compared with."""
    return _COMPARATOR.search(title[: drug.span.start]) is not None


_LESS_OF = re.compile(
    r"\b(?:reduction|decrease|decline|improvement|relief|fall)\s(?:in|of|from)\s(?:[\w-]+\s){0,3}$",
    re.I,
)
_NOT_ITSELF = re.compile(
    r"\b(?:evidence|symptoms?|signs?|risk|history|diagnosis|treatment|treated|prophylaxis|prevention|free|absence|"
    r"requirements?|requiring|relief|control|resolution|recovery|reversal|related)\s(?:to|of|for|from|with)?\s?(?:[\w-]+\s){0,3}$"
    r"|\b(?:without|no|less|anti-?)\s?(?:[\w-]+\s)?$",
    re.I,
)
_CHOICE = re.compile(r"\b(?:reasons?|prefer\w*|would choose)\b", re.I)
_LEFT = re.compile(
    r"\b(?:discontinu\w+|withdr[ae]w\w*|dropped out|drop-?outs?|stopped|left the study)\b", re.I
)


def counts_event(text: str, sentence: Span, outcome: Mention) -> bool:
    """Whether a share of people is of those who had the outcome: not of those in whom it became
    less, nor of those who left the study."""
    before = text[sentence.start : outcome.span.start]
    if _CHOICE.search(text, sentence.start, sentence.end):
        return False
    if _LESS_OF.search(before) or _NOT_ITSELF.search(before):
        return False
    return not left_study(text, sentence, outcome)


def left_study(text: str, sentence: Span, outcome: Mention) -> bool:
    """Whether a sentence tells who left a study, and the outcome is another."""
    left = _LEFT.search(text, sentence.start, sentence.end)
    named = "discontinuation" in str(outcome.id) or "withdrawal" in str(outcome.id)
    return left is not None and not named


_PLAIN_ARM = re.compile(
    r"\b(?:groups?|arms?|alone|only|treated|treatment|patients|recipients|therapy|the|in|receiving|"
    r"intravenous|oral|epidural|intrathecal|subcutaneous|intramuscular|high|low|dose)\b|[-\s]",
    re.I,
)


def one_drug(words: str, name: str) -> bool:
    """Whether the printed words of an arm name that drug alone: no ``no-``, no second part."""
    rest = words.lower().replace(name.lower(), " ")
    rest = _PLAIN_ARM.sub(" ", rest)
    return re.search(r"\+|/|\b(?:plus|and|with|combin\w*|no|non|without|[a-z]{5,})\b", rest) is None
