"""Whether a smoother wording says what our sentence says: no more, no less, in the same order.

Our sentence is rendered from its findings, so it is the measure. A wording is accepted only if its
telling words are those of our sentence, in the same order; it may change articles, forms of *to
be*, a few prepositions and joints, endings, punctuation and the cut into sentences. So it can
hold no number, drug, condition, direction, negation or word of certainty beyond its findings, leave none
out, and change no two of them round. Chinese has no spaces: there every character tells but a
few particles.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

NOTE = {
    "en": "Wording: the model “{model}” smoothed {n} of {of} sentences; each was checked to hold the "
    "same numbers, names and claims in the same order, and all others are this program's own.",
    "zh": "措辞：模型“{model}”润色了{of}句中的{n}句；每句均经核对，数字、名称和论断及其次序不变，其余句子为本程序原文。",
}
COULD_NOT_ASK = {
    "en": "For {n} sentences the model “{model}” could not be asked; they are this program's own.",
    "zh": "有{n}句未能询问模型“{model}”，这些句子为本程序原文。",
}

_FREE = frozenset(
    str.split(
        "a an the of in on at for with as and that which who this these those it its they their them "
        "there is are was were be been being has have had"
    )
)
"""Words that a wording may add, drop or change. Not *to*, *from*, *by*, *or*, *than*, *but*: these tell."""
_PAST = frozenset(("was", "were", "had"))
_PRESENT = frozenset(("is", "are", "has", "have"))
_FREE_ZH = frozenset("的了在是为与和及该此")
_CONTENT = re.compile(
    r"(?P<number>(?:[<>≤≥≈=~±×]\s*)*(?:(?<!\w)[-+]\s?)?\d+(?:[.,]\d+)*(?:\s?%)?)"
    r"|(?P<han>[\u3400-\u9fff])"
    r"|(?P<word>[^\W\d_\u3400-\u9fff][^\W_\u3400-\u9fff]*)"
    r"|(?P<mark>-(?=\s?\d)|[^\w\s.,;:()'’、。-]|_)"
)
"""What is none of these is free: full stops, commas, colons, round brackets, apostrophes, joining hyphens."""
_DASHES = re.compile("[‐‑‒–—―]")
_RANGE = re.compile(r"(?<=[\d%])(?: - |-)(?=\d)")
_QUOTES = frozenset('"“”„«»')
_OPENS = re.compile(r"(?:^|[.:;!?。：；])[\s(“\"]*$")
_ENDING = re.compile(r"(?:ies|ied|es|ed|ing|s|e)$")
_CONTROL = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_MARKUP = re.compile(r"<[A-Za-z/!]|\]\(|`|\*\*|__|&[#A-Za-z0-9]+;|https?:|www\.")
_NEGATIONS = frozenset(
    str.split("no not nor neither none never without non cannot nothing lack 不 未 无 非 没 否 勿")
)
_DIRECTIONS = frozenset(
    str.split(
        "increas decreas reduc higher lower more less fewer greater rais ris fall fell improv worsen "
        "better worse longer shorter prevent reliev eas inhibit block activat benefit harm safe "
        "effectiv differ similar equal than superior inferior 高 低 升 降 增 减 多 少 优 劣 好 坏"
    )
)
_CERTAINTIES = frozenset(
    str.split(
        "may might could can should must will would shall probabl possibl likely unlikely certain "
        "uncertain certainti high moderat very clear clearly prov proven show shown suggest evidence "
        "significant significantly definit establish recommend advis 可 能 或 确 定 应 须 必 证 建 议"
    )
)


def tokens(text: str) -> list[str]:
    """The telling words, numbers and marks of a sentence, in order, in a form that compares."""
    return [form for form, _ in _telling(text)]


def _telling(text: str) -> list[tuple[str, str]]:
    """Each telling word in the form that compares, and as written."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = _RANGE.sub(" to ", plain).replace("−", "-")
    plain = re.sub(r"(?<=\w)['’]s\b", "", plain)
    found: list[tuple[str, str]] = []
    for match in _CONTENT.finditer(plain):
        kind, told = match.lastgroup, match[0]
        if kind == "number":
            found.append((re.sub(r"\s", "", told), told))
        elif kind == "han":
            if told not in _FREE_ZH:
                found.append((told, told))
        elif kind == "mark":
            found.append(("”" if told in _QUOTES else told, told))
        elif told.isupper() and (len(told) > 1 or not _OPENS.search(plain, 0, match.start())):
            # IT is a route, AND an operator, the A of Child-Pugh A a grade: none is a free word.
            found.append((told, told))
        elif (low := told.casefold()) not in _FREE:
            found.append((_stem(low), told))
    return found


def _stem(word: str) -> str:
    if len(word) < 5:
        return word
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= 3 else word


def refusal(
    ours: str, proposed: str, name_of: Callable[[str], str | None] | None = None
) -> str | None:
    """Why a wording is not accepted in place of our sentence; None where it is.

    ``name_of`` says what a word in lower case is a name of (drug, condition …), for a reason that
    tells more; every word is held against our sentence without it too.
    """
    if not proposed.strip():
        return "it is empty"
    if any(unicodedata.category(c) in _CONTROL for c in proposed):
        return "it holds line ends or characters that are not seen"
    if _MARKUP.search(proposed):
        return "it holds markup or an address"
    if len(proposed) > 3 * len(ours) + 80:
        return "it is far longer than our sentence"
    if (before := _tenses(ours)) and not _tenses(proposed) <= before:
        return "it changes the tense: what was found is not what is, nor the other way round"
    held, told = _telling(ours), _telling(proposed)
    if [form for form, _ in held] == [form for form, _ in told]:
        return None
    return _difference(held, told, name_of)


def _tenses(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return {name for name, some in (("past", _PAST), ("present", _PRESENT)) if words & some}


def _difference(
    held: list[tuple[str, str]],
    told: list[tuple[str, str]],
    name_of: Callable[[str], str | None] | None,
) -> str:
    """The first telling word that is beyond, missing, or out of its place."""
    before, after = Counter(form for form, _ in held), Counter(form for form, _ in told)
    for form, shown in told:
        if after[form] > before[form]:
            return f"it adds {_what(form, name_of)}: {shown}"
    for form, shown in held:
        if before[form] > after[form]:
            return f"it leaves out {_what(form, name_of)}: {shown}"
    at = next(i for i, (a, b) in enumerate(zip(held, told, strict=True)) if a[0] != b[0])
    form, shown = held[at]
    return f"it changes the order, from {_what(form, name_of)} on: {shown}"


def _what(token: str, name_of: Callable[[str], str | None] | None) -> str:
    if any(c.isdigit() for c in token):
        return "a number"
    if token in _NEGATIONS:
        return "a negation"
    if name_of is not None and (kind := name_of(token)):
        return f"a {kind}"
    if token in _DIRECTIONS or _stem(token) in _DIRECTIONS:
        return "a direction"
    if token in _CERTAINTIES or _stem(token) in _CERTAINTIES:
        return "a word of certainty"
    return "a word that tells" if token.isalnum() else "a sign"
