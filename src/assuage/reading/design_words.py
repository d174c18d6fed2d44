"""Places where a text tells that chance made its groups.

Each place that says *random*, *blind*, *placebo* or *crossover* is asked what stands around it: a
form that authors use of their own study ("were randomly assigned"), of others' ("randomised trials
were included", "participated in a randomised trial"), or of something else ("random samples"). The
wording was chosen on half A of the records in evaluation/reading_records.py and measured on half B.
"""

import re

from assuage.library.not_this_study import is_to_come

_ELSE = re.compile(
    r"""(?:non|un|quasi|pseudo|not)[\s-]{0,2}random
    | random(?:ly|i[sz]ed)?[\s-]+(?:select|sampl|chosen|choos|pick|recruit|drawn|draw|number|effects?\b|forest|coil|error|walk|peptid|prim|mutag|amplif
      |vari|plasma|blood|glucose|urin|motion|noise|mixed\b|intercept|slope|digit|survey|screen|biops|hexamer|event|chance|start|household
      |copol|occur|permut|split|subset|sub-?sampl|sub-?cohort|mating|kill|sacrific|from|linker|rate\b|initial|collected|obtained|generated|distribution)
    | randomly[\s-]+assigned[\s-]+sub
    | mendelian\s+random""",
    re.X,
)
_PLURAL = re.compile(
    r"""randomi[sz]ed\W{1,3}(?:(?:and|or|placebo|double|single|blind|blinded|masked|controlled|clinical|comparative|prospective|intervention|interventional|phase|i|ii|iii|iv|\d|multicent\w+|large
      |control|human|cross-?\s?over|parallel|group|head-to-head)[ ,/-]+){0,8}(?:(?!(?:to|in|into|at|by|patients|subjects|participants|women|men|children|adults|and|or|with|of|for|from|between|according|after|before|during|all|trial|study)\b)[\w-]+[ ]+){0,3}?(?:trials|studies|evidence|data|investigations|experiments)\b(?P<own>\s+(?:were|was)\s+(?:conducted|performed|carried|done|undertaken)|\s+(?:assessed|evaluated|investigated|compared|examined)\b)?
      (?P<in_two>,\s(?:[\w-]+\s){0,2}(?:patients|subjects|volunteers|participants)\s[^.;]{0,90}?\b(?:received|were\s+given)\b)?""",
    re.X,
)
_TWO = re.compile(
    r"(?<!from )(?<!of )(?<!in )(?<!the )\b(?:two|both|three)\s+(?:[\w-]+,?\s+){0,6}$"
)
_IN_TWO = re.compile(r"\bin\s+(?:two|both|three)\s+(?:[\w-]+,?\s+){0,4}$")
"""*Two randomised studies* are reported; *data from two randomised trials* are taken from them."""
_OTHERS_BEFORE = re.compile(
    r"""(?:\b(?:no|few|several|many|most|more|further|future|other|previous|previously|prior|recent|recently|published|available|larger|additional|earlier|existing|ongoing|numerous
      |needs?|needed|lack\s+of|original|parent|awaited|require[sd]?|mainly|large,|one\s+of\s+\w+)\s+(?:[\w-]+,?\s+){0,4}
    | \b(?:(?:who|that|which)\s+(?:had\s+)?participated|participating)\s+in\s+(?:an?|the|our|this|one|two|\d)\s+(?:[\w-]+,?\s+){0,5}
    | \b(?:data|subjects|samples?|specimens|analysis|part|arms?|follow-?up)\s+(?:were\s+|was\s+)?(?:[\w-]+\s+)?(?:from|of)\s+(?:an?|the|our|this|one|two|\d)\s+(?:[\w-]+,?\s+){0,5}
    | \baccording\s+(?:to\s+)?an?\s+)$""",
    re.X,
)
_SINGULAR = re.compile(
    r"(?:random\w*|placebo|(?:\w+-)?blind\w*)(?:[\s-]+control\w*)?\W{1,3}(?:[\w()/-]+,?\s+){0,7}?(?:trial|study)\b"
)
"""Only of a trial or study can it be said whose it is: *previously randomised patients* are its own."""
_OWN = re.compile(
    r"""
      random(?:ly|i[sz]ed|i[sz]ation)?[\s,]+(?:\w+\s+){0,3}?(?:assign|allocat|divid|distributed|receiv|plac(?:ed|ement)|took|given|treat|administ|undergo|underwent|enter|enroll|consum|ingest|categori|separat|order|sequence|group)
    | random(?:ly)?,\s+(?:patients|subjects)
    | randomi[sz]ed\b
    | random(?:i[sz]ed)?\s+(?:allocation|assignment|order|sequence|fashion|manner|basis|cross)
    | randomly\s+(?:to|in|into|between|they|\d)
    | at\s+random
    | randomi[sz]ation
    """,
    re.X,
)
_AT_RANDOM = re.compile(
    r"(?:assign|allocat|divid|treat|administ|receiv|select|given)\w*\s+(?:\w+\s+){0,4}?(?:at\s+|in\s+)?$"
)
_BLIND = re.compile(
    r"(?:double|triple|single|observer|investigator|assessor|examiner|evaluator)[\s-]+$"
)
_BLIND_WEAK = re.compile(r"\b(?:open|non|un)[\s-]*$")
_CONTROLLED = re.compile(r"placebo[\s-]+control")
_PLACEBO = re.compile(
    r"\b(?:or|and|versus|vs\.?|either|with|to|than|after|against|while|by|a|the|between|from|received?|of)\s+(?:matching\s+|matched\s+|oral\s+|identical\s+|intravenous\s+|transdermal\s+)?$"
)
_OR_PLACEBO = re.compile(
    r"\b(?:receiv|treat|given|assign|administ|took|supplement|ingest|took|either|infusions?\s+of)\w*\b[^.;]{2,80}?\b(?:or|and)\s+(?:an?\s+)?(?:matching\s+|matched\s+|oral\s+|identical\s+)?$"
)
_CROSSOVER = re.compile(
    r"cross[\s-]?over\s*,?\s*(?:design|study|trial|fashion|manner|protocol|comparison|experiment|evaluation|investigation|method|basis|phase)"
    r"|(?:way|period|phase|treatment|sequence|session)s?,?[\s-]+(?:[\w-]+,?\s+){0,3}?cross[\s-]?over"
)
_BEFORE, _AFTER = 110, 150
"""Characters around a place that are looked at: about a sentence."""
_SENTENCE = 260
"""Characters after a trial's name in which its verb may come."""


def signs(text: str) -> list[tuple[int, int, str]]:
    """Places in a text in lower case: start, end, kind.

    Kinds: ``random`` (its own groups), ``others`` (trials that are not its own), ``blind``,
    ``controlled`` (by placebo), ``given`` (a drug or placebo), ``placebo`` (named), ``crossover``.
    """
    found: list[tuple[int, int, str]] = []
    for word, told in _TOLD.items():
        at = text.find(word)
        while at >= 0:
            if kind := told(text, at):
                found.append((at, at + len(word), kind))
            at = text.find(word, at + len(word))
    return found


def _clause(text: str, at: int) -> str:
    """What stands before a place in its sentence."""
    before = text[max(0, at - _BEFORE) : at]
    for stop in (". ", "; ", ": ", "\n"):
        before = before.rpartition(stop)[2]
    return before


def _is_others(text: str, at: int, clause: str) -> bool:
    """Whether the trial named at a place is another's, or yet to come."""
    noun = _SINGULAR.match(text, at)
    if noun is None:
        return False
    after = text[noun.end() : noun.end() + _SENTENCE]
    return bool(_OTHERS_BEFORE.search(clause)) or is_to_come(clause, after)


def _random(text: str, at: int) -> str | None:
    if _ELSE.search(text, max(0, at - 12), at + 32):
        return None
    clause = _clause(text, at)
    if plural := _PLURAL.match(text, at):
        own = plural["own"] or _TWO.search(clause) or (plural["in_two"] and _IN_TWO.search(clause))
        return "random" if own else "others"
    if _is_others(text, at, clause):
        return "others"
    if _OWN.match(text, at):
        return "random"
    return "random" if _AT_RANDOM.search(clause) else None


def _blind(text: str, at: int) -> str | None:
    before = text[max(0, at - 16) : at]
    if not _BLIND.search(before):
        return None
    clause = _clause(text, at).removesuffix(before[-7:])
    if _OTHER_NOUN.search(text, at, at + 90):
        return "others"
    if _is_others(text, at, clause.rstrip(" -") + " "):
        return "others"
    return "blind"


_OTHER_NOUN = re.compile(
    r"blind(?:ed)?\W{1,3}(?:[\w-]+,?\s+){0,5}?(?:trials|studies|experiments)\b"
)


def _placebo(text: str, at: int) -> str | None:
    if _CONTROLLED.match(text, at):
        if _is_others(text, at, _clause(text, at)) or re.match(
            r"placebo[\s-]+controlled\W{1,3}(?:[\w-]+,?\s+){0,4}?(?:trials|studies)\b",
            text[at : at + 90],
        ):
            return "others"
        return "controlled"
    if _OR_PLACEBO.search(text, max(0, at - 90), at):
        return "given"
    return "placebo" if _PLACEBO.search(text, max(0, at - 24), at) else None


def _crossover(text: str, at: int) -> str | None:
    return "crossover" if _CROSSOVER.search(text, max(0, at - 40), at + 30) else None


_TOLD = {"random": _random, "blind": _blind, "placebo": _placebo, "cross": _crossover}
