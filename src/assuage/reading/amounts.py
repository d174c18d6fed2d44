"""Numbers of people: randomised, enrolled, analysed; the total and that of each arm.

A number counts people where a word for people (or animals, eyes, teeth ...) follows it, or where it
stands in ``(n = 36)`` behind one; words are read as digits would be. Which of them was randomised
is decided by what its sentence says (*were randomly assigned*, *completed*, *were screened*), by
its place, and by the arms that add up to it. A text that does not call its study randomised, or
that reviews studies, has none.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from assuage.reading.numbers import (
    Number,
    numbers,
)
from assuage.reading.people import (
    BODY_PARTS,
    TOTAL_BEFORE,
    Count,
    arm_name,
    counts_of_people,
    is_behind_people,
)
from assuage.terms.reading import Amounts, Sentence, Span

_RANDOM = re.compile(
    r"\brandomi[sz]ed|\brandomi[sz]ation|\brandomly|\brandom(?:ised)? (?:order|sequence|allocation|"
    r"assignment)|\bRandomi[sz]|\bat random\b|\bRandomly|\ballocated\b|\b[Rr]andom\b"
)
_RANDOMISED_STUDY = re.compile(
    r"[Rr]andomi[sz]|[Rr]andomly|\bat random\b|random (?:order|fashion|alloc|sequence)|RANDOMI"
)
_REVIEW_WORDS = (
    "systematic review",
    "systematically review",
    "MEDLINE",
    "Medline",
    "EMBASE",
    "Embase",
    "Cochrane ",  # not the Cochrane-Armitage test
    "Cochrane,",
    "PubMed",
    "iterature search",
    "databases were searched",
    "his review",
    "this overview",
    "SELECTION CRITERIA",
    "pooled data",
    "pooled analys",
    "ntegrated analysis",
)
_REVIEW_TITLE = re.compile(r"[Rr]eview|[Mm]eta-?[Aa]nalys|[Oo]verview|pooled")
_DIVIDED = re.compile(
    r"(?:[Pp]atients|[Ss]ubjects|[Pp]articipants|[Ww]omen|[Cc]hildren|[Ii]nfants|[Aa]dults|[Vv]olunteers) were (?:then )?(?:prospectively )?"
    r"randomly (?:divided|assigned|allocated)"
)
"""No review says this of its own."""
_META_ANALYSIS = re.compile(
    r"\b(?:[Tt]his|[Ww]e|[Aa]|[Tt]he) (?:\w+ ){0,3}meta-?analys\w+ (?:of|was|included|were)"
)
_STUDIES = re.compile(
    r"\b(?:trials|studies|RCTs) (?:were|was) (?:included|identified|selected|reviewed)"
    r"|\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight) (?:\w+,? ){0,3}"
    r"(?:randomi[sz]ed|placebo-controlled|double-blind|controlled),? (?:[\w-]+,? ){0,3}(?:studies|trials)"
)
_DONE = re.compile(
    r"\b(?:were |was |are |been )?(?:then )?(?:prospectively )?(?:randomi[sz]ed|randomly (?:and \w+ )?(?:\w+ed\b|"
    r"given)|allocated randomly|assigned randomly|divided randomly|allocated|assigned at random)"
)
_ASSIGNED = ("andom", "RANDOM", "alloc", "assign")
_ENROLLED = re.compile(
    r"\b(?:enrol(?:l)?ed|included|recruited|entered|participated|studied|selected|undergoing|scheduled|"
    r"involving|comprised|consisted|conducted|performed|treated|compared|investigated|evaluated|"
    r"presenting|with|received|took part|completed)\b"
)
_LESS = re.compile(
    r"\b(?:screened|assessed for eligib|eligible|approached|invited|considered|referred|identified|"
    r"excluded|withdr[ae]wn?|withdrew|dropped|discontinued|lost|declined|refused|died|responded|response|reported|experienced|"
    r"had|developed|required|needed|vomited|failed|showed|complained|improved|questionnaires?|respondents)\b"
)
_ANALYSED = re.compile(
    r"\b(?:evaluable|analy[sz]ed|assessable|evaluated for|completed|intention[- ]to[- ]treat|ITT|"
    r"per[- ]protocol|available for|were evaluated|finished)\b"
)
_ARM_AFTER = re.compile(
    r"[^.;,\d]{0,60}?\b(?:in (?:the |each |every )?(?!two\b|three\b|four\b|five\b|six\b)[\w\s/+-]{0,30}(?:groups?|arms?)\b|"
    r"(?:(?<!who )(?<!had )received|were given)\b(?! (?:either|one of|both|all|in random)\b|[^.;]{0,60} or (?:match\w+ )?placebo\b)|were to receive\b|each\b|per group|"
    r"in each|to (?:the )?(?!two\b|three\b|four\b|five\b|six\b|one\b|either\b|each\b)\w+ group|(?:served )?as (?:a |the )?controls?\b|"
    r"controls\b)"
)
_ARM_BEFORE = re.compile(
    r"\b(?:groups? (?:of|(?-i:[A-Z0-9]+))|each|arms? of|groups? consisted of|groups? included|of (?:these|them|whom|which)|"
    r"(?:the )?(?:other|remaining|first|second|third|last|additional|another|subset of|subgroup of)|every|per|either|placebo|control)[\s,:(]*$",
    re.I,
)
_GROUPS_OF = re.compile(r"\bgroups? of\s*$")
_WHOLE = re.compile(r"\btotal of\s*$|\b[Ii]n all,?\s*$|\b[Aa]ltogether,?\s*$|\b[Oo]verall,?\s*$")


_UNITS = re.compile(BODY_PARTS)
_TO_COME = re.compile(
    r"\b(?:is|are|be|been|seems?|now|still)\s(?:\w+ly\s)?(?:necessary|needed|warranted|required|indicated|justified)\b|\bshould\b"
)
_OTHER_KIND = re.compile(
    r"\s(?:\([^)]{1,20}\)\s)?and\s(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\s"
    r"(?:\w+\s)?(?:fe)?(?:male|man|men|woman|women|boy|girl|controls)"
)
"""``seven males and five females``: neither is the total."""
_AND_CONTROLS = re.compile(r"[^.;,()]{0,70}\sand\s\d+\s(?:[\w-]+\s){0,2}(?:controls|volunteers)\b")
_OUT_OF = re.compile(
    r"\b(?:\d+|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve)"
    r"(?:\s\(\d[\d.]*%\))?(?:\s(?:out\s)?of\s(?:the\s)?|\s?/\s?)$"
)
_SHARE = re.compile(r"\s?[(\[]\s?\d[\d.]*\s?%\s?[)\]]")
"""``35 patients (89.7%)`` are a part of others."""
_SOME_BEFORE = re.compile(r"\b(?:[Aa]ll but|except(?: for)?|[Oo]nly|of whom|of which)\s(?:the\s)?$")
_THE_BEFORE = re.compile(r"\b[Tt]h(?:e|ese|ose)\s$")
_TREATED = re.compile(r"\s(?:treated with|receiving|given|who (?:received|were given))\b")
"""``the 58 patients treated with the drug``: one arm."""
_ASSIGNED_TO = re.compile(r"\s(?:were|was) assigned to (?:one of|either|receive|two|three|four)\b")
_PLANNED = re.compile(
    r"\b(?:will|to) (?:be )?(?:recruit|enroll?|include|randomi[sz]e|allocate)\s(?:a total of\s)?$"
)
"""A protocol's sample size counts."""
_THERE_WERE = re.compile(r"\b[Tt]here (?:were|was) (?:also )?$")
_THEY_WERE = re.compile(
    r"\s*(?:They|Patients|Subjects|These|All|The (?:patients|subjects|participants|women|children))\b[^.;]{0,60}?"
    r"\b(?:randomi[sz]ed|randomly|allocated)"
)
"""The sentence after: what it says was done to those counted before."""
_LEAST = 0.0
"""A score below it is no total: few words near it speak for one, or some against."""
_SEX_BEFORE = re.compile(r"[(,]\s?\d+\s(?:fe)?(?:males?|men|women|boys|girls|M|F),\s?$")
_WAS_ASSIGNED = re.compile(r"\s(?:were|was|are being) (?:assigned|divided|allocated|randomi)")
_IN_EACH = re.compile(r"\s(?:in each|per|in every) (?:group|arm)")
_TO_ONE = re.compile(
    r"\s(?:randomi[sz]ed|assigned|allocated) to (?!one\b|either\b|receive\b|two\b|three\b)"
)
_TO_ONE_ARM = re.compile(
    r"\s(?:were|was) (?:randomly )?(?:randomi[sz]ed|assigned|allocated)(?: randomly)? to (?:the|an?) (?:[\w-]+ ){1,3}?"
    r"(?:arm|group)\b"
)
_TO_ONE_AND = re.compile(
    r"\s(?:were|was) (?:randomly )?(?:randomi[sz]ed|assigned|allocated)(?: randomly)? (?!in\b)(?:to )?(?:receive |have |undergo )?"
    r"(?!either\b|one of\b|two\b|three\b|four\b|\d)[^.;()]{2,90}?(?:,| and|, and|,? while|,? whereas) (?:\d+|[a-z]+(?:teen|ty)(?:-[a-z]+)?) "
    r"(?!m?c?g\b|microg|ml\b|mL\b|kg\b|min\b|h\b|hours?\b|days?\b|weeks?\b|months?\b|times?\b|%)[a-z]+"
)
"""``48 women were randomised to the drug daily and 42 women to placebo``."""
_AND_THE_OTHERS = re.compile(
    r"\s(?:(?:were|was) (?:randomly )?(?:assigned|allocated|randomi[sz]ed)(?: randomly)? )?(?:to|in|on) (?:receive )?"
    r"[\w/ -]{2,40}\sand\s\d+\s(?:to|in|on|received|children|patients|subjects|women|men|were)\b"
)
"""``984 patients to placebo and 975 to carvedilol``."""
_ANOTHER = re.compile(r"\b\d+\s(?:patients|subjects|women|men|children|were|of)\b")
_TO_EACH = re.compile(r"\s(?:were|was) \w+(?: \w+)? (?:to|in|into) each\b")
_SAMPLED = re.compile(r"\s(?:(?:selected|chosen|sampled|drawn)\s)?(?:sample|from|number generat)\b")
"""``a randomly selected sample``: nobody was allocated."""
_OTHERS = re.compile(r"[^.;,]{0,45}?\b(?:studies|trials|RCTs)\b(?! (?:group|site))")
"""``those randomised studies`` are others' studies: its own is one."""
_LATER = re.compile(
    r"\b(?:future|further|previous|earlier|published|will|other|ongoing|large)\s(?:[\w-]+\s){0,2}$"
)
_AND_MORE = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\s(?:\w+\s)?and\s$"
)
_MORE_AND = re.compile(
    r"\s(?:\w+\s)?and\s(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b"
)


def amounts(
    text: str, sentences: Sequence[Sentence] = (), found: list[Number] | None = None
) -> tuple[Amounts, ...]:
    """Numbers of people. At most one is randomised without an arm: the total."""
    found = numbers(text) if found is None else found
    starts = [s.span.start for s in sentences] or [0]
    counts = counts_of_people(text, found, starts)
    if not counts:
        return ()
    made: list[Amounts] = []
    arms = [c for c in counts if c.from_n and not is_behind_people(text, c.start)]
    made += [
        Amounts(span=Span(c.start, c.end), kind="enrolled", value=c.value, arm=name)
        for c in arms
        if (name := arm_name(text, c.start, starts))
    ]
    title_end = text.find("\n") + 1
    randomised = _is_randomised(text, starts)
    parts = [c for c in counts if c not in arms and _is_part(text, starts, c)]
    of_arms = _sums([c.value for c in arms])
    # "thirty patients received it, then one drug (n = 15) or the other (n = 15)": all of them
    parts = [c for c in parts if c.value not in of_arms]
    sums = of_arms | _sums([c.value for c in parts])
    best: tuple[float, Count] | None = None
    analysed: list[Count] = []
    enrolled: list[Count] = []
    for order, count in enumerate(counts):
        if count in arms or count.value < 2 or count in parts:
            continue
        score, analysis = _score(text, starts, count, order, title_end)
        if count.value in sums:
            score += 4
        if analysis:
            analysed.append(count)
        elif score >= 2:
            enrolled.append(count)
        if randomised and (best is None or score > best[0]):
            best = (score, count)
    if best is None and randomised and len(parts) == 1 and not arms and _whole(text, parts[0]):
        # "18 volunteers were given three regimens": one number, of all
        best = (_score(text, starts, parts[0], 0, title_end)[0], parts[0])
    chosen = best[1] if best and best[0] >= _LEAST else None
    if chosen:
        made.append(
            Amounts(span=Span(chosen.start, chosen.end), kind="randomised", value=chosen.value)
        )
    for kind, some in (("analysed", analysed), ("enrolled", enrolled)):
        made += [
            Amounts(span=Span(c.start, c.end), kind=kind, value=c.value)
            for c in some
            if c is not chosen
        ]
    return tuple(sorted(made, key=lambda a: (a.span.start, a.span.end)))


def _sums(values: list[int]) -> set[int]:
    """Totals of neighbouring arms."""
    sums = set()
    for first in range(len(values)):
        total = values[first]
        for value in values[first + 1 : first + 8]:
            total += value
            sums.add(total)
    return sums


def _divides(text: str) -> bool:
    """Whether the text says that it allocated people itself."""
    return "randomly" in text and _DIVIDED.search(text) is not None


def _is_review(text: str) -> bool:
    """Whether other studies are reviewed or pooled."""
    title = text[: max(text.find("\n"), 0)]
    return bool(
        (_REVIEW_TITLE.search(title) and not _divides(text))
        or any(words in text for words in _REVIEW_WORDS)
        or (("meta-analys" in text or "metaanalys" in text) and _META_ANALYSIS.search(text))
        or (
            ("studies" in text or "trials" in text) and _STUDIES.search(text) and not _divides(text)
        )
    )


def _is_randomised(text: str, starts: list[int]) -> bool:
    """Whether the text calls its own study randomised, and reviews no others."""
    if ("andom" not in text and "ANDOM" not in text) or _is_review(text):
        return False
    for match in _RANDOMISED_STUDY.finditer(text):
        at = max(bisect_right(starts, match.start()) - 1, 0)
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        if (
            not _LATER.search(text, max(starts[at], match.start() - 22), match.start())
            and (not _OTHERS.match(text, match.end(), min(end, match.end() + 60)) or _divides(text))
            and not _SAMPLED.match(text, match.end())
            and not _TO_COME.search(text, match.end(), min(end, match.end() + 90))
            and not text.startswith(("non-", "non"), max(0, match.start() - 4))
            and text[max(0, match.start() - 4) : match.start()] not in ("non-", " non")
        ):
            return True
    return False


def _is_part(text: str, starts: list[int], count: Count) -> bool:
    """Whether only one arm, or one of two kinds of people, is counted."""
    if text[count.start - 1 : count.start] == "(" and text[
        count.after_noun : count.after_noun + 1
    ] in (
        ",",
        "/",
        ";",
    ):
        return True
    begin = starts[max(bisect_right(starts, count.start) - 1, 0)]
    before = text[max(begin, count.start - 40) : count.start]
    after = text[count.after_noun : count.after_noun + 120]
    if before.endswith("and ") and text.endswith("controls", 0, count.after_noun):
        return True
    if _AND_MORE.search(before) or _MORE_AND.match(text, count.end, count.after_noun):
        return True
    beside = "controls" in after or "volunteers" in after
    if (
        _OTHER_KIND.match(after)
        or (beside and _AND_CONTROLS.match(after))
        or _SEX_BEFORE.search(before)
    ):
        return True
    if _AND_THE_OTHERS.match(after):
        return True
    if before.endswith("Of the ") and _TO_ONE.match(after):
        return True
    if _TO_ONE_ARM.match(after) or _TO_ONE_AND.match(after):
        return True
    if _WAS_ASSIGNED.match(after) and not _ARM_BEFORE.search(before):
        return _TO_EACH.match(after) is not None
    arm = _ARM_BEFORE.search(before)
    if arm and not (arm[0].lower().startswith("of ") and _DONE.search(after[:60])):
        return True
    if _TO_EACH.match(after):
        return True
    return _ARM_AFTER.match(after) is not None and not _DONE.search(after[:60])


def _whole(text: str, count: Count) -> bool:
    """Whether a part may be all of them: it is neither added to another nor in brackets."""
    return not (
        text[count.start - 1 : count.start] == "("
        or _AND_MORE.search(text, max(0, count.start - 40), count.start)
        or _MORE_AND.match(text, count.end, count.after_noun)
        or _ARM_BEFORE.search(text, max(0, count.start - 40), count.start)
        or _IN_EACH.match(text, count.after_noun)
        or _AND_THE_OTHERS.match(text, count.after_noun)
        or _TO_ONE_AND.match(text, count.after_noun)
    )


def _score(
    text: str, starts: list[int], count: Count, order: int, title_end: int
) -> tuple[float, bool]:
    """How much speaks for the total randomised; whether it is a number analysed."""
    at = max(bisect_right(starts, count.start) - 1, 0)
    begin = starts[at]
    end = starts[at + 1] if at + 1 < len(starts) else len(text)
    before = text[max(begin, count.start - 120) : count.start]
    after = text[count.after_noun : min(end, count.after_noun + 160)]
    sentence = text[begin:end]
    score = 0.0
    assigned = any(stem in sentence for stem in _ASSIGNED)
    done = _DONE.search(after) if assigned else None
    if done and done.start() < 140:
        score += 5 if done.start() < 60 else 4
        if _ANOTHER.search(after, 0, done.end()):
            score -= 2
    elif assigned and _DONE.search(before):
        score += 4.5
    elif assigned and _RANDOM.search(sentence):
        score += 3
    if _ENROLLED.search(after[:70]) or _ENROLLED.search(before[-40:]):
        score += 1.5
    if TOTAL_BEFORE.search(before[-30:]):
        score += 0.7
    if not before.strip(" ;:") or before.endswith(": "):
        score += 1.0
    if _WHOLE.search(before[-20:]):
        score += 1.0
    analysis = bool(
        _ANALYSED.search(after[:32]) or _ANALYSED.search(text, count.start, count.after_noun)
    )
    if analysis and not (done and done.start() < 15):
        score -= 1.5
    if _PLANNED.search(before):
        score += 1.5
    elif "will " in before[-40:]:
        score -= 4
    if _OUT_OF.search(before):
        score -= 4
    if _THERE_WERE.search(before) and not assigned and not _ENROLLED.search(after[:40]):
        score -= 1.5
    if not assigned and end < len(text) and _THEY_WERE.match(text, end, end + 110):
        score += 2
    if _ASSIGNED_TO.match(after):
        score += 2
    if _SHARE.match(after) or _SHARE.match(text, count.end, count.after_noun):
        score -= 3
    if _SOME_BEFORE.search(before):
        score -= 3
    if _THE_BEFORE.search(before) and _TREATED.match(after):
        score -= 2
    if _LESS.search(after[:45].partition(";")[0]) or _LESS.search(before[-25:]):
        score -= 2.5
    if before.endswith("(") and not count.from_n:
        score -= 2
    if _UNITS.fullmatch(text, text.rfind(" ", 0, count.after_noun) + 1, count.after_noun):
        score -= 1
    if count.value < 5:
        score -= 1.5
    if count.start < title_end:
        score -= 1
    if re.search(r"(?:^|[.;:]\s)Of $", before):
        score -= 2
    score -= min(order, 10) * 0.15
    return score, analysis
