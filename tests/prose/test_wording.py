"""A smoother wording: what may change and what may not, in English and Chinese."""

import re
from collections.abc import Iterator

import pytest

from assuage import runs
from assuage.asking.question import questions
from assuage.knowledge.shelves import Knowledge
from assuage.prose.wording import refusal, tokens
from assuage.runs.proposing import names_of

CASES = (
    "Case series in cancer pain (palliative care, already taking opioids), 70 cases (Cheung 2020): pain "
    "intensity (numerical rating scale (0–10)) with ketamine added to opioids was lower than at baseline "
    "(P < 0.001; mean 4.0, from 7.0 at baseline)."
)
UNSURE = (
    "It is very uncertain whether ketamine (oral) changes neuropathic pain in Child-Pugh A; the leading "
    "study found no difference from control (mean difference −1.0; 95% CI −2.5 to 0.5)."
)
BARE = "Kinetics of ketamine (oral, healthy volunteers): bioavailability 19%."
CHINESE = "随机对照试验（Hardy 2012），185例随机：氯胺酮组疼痛强度与安慰剂组无差异（P = 0.55），确定性很低。"


@pytest.mark.parametrize(
    ("ours", "smoother"),
    [
        (CASES, "In a case series in cancer pain (palliative care; already taking opioids) of 70 cases "
         "(Cheung 2020), the pain intensity on the numerical rating scale (0 to 10) with ketamine added to "
         "opioids was lower than at baseline (P<0.001; a mean of 4.0, from 7.0 at baseline)."),
        (UNSURE, "It is very uncertain whether oral".replace("oral", "ketamine (oral)") + " changes the "
         "neuropathic pain of Child-Pugh A. The leading study found no difference from the control: mean "
         "difference -1.0 (95% CI, -2.5 to 0.5)."),
        (BARE, "The kinetics of ketamine, oral, in healthy volunteers: the bioavailability is 19%."),
        (CHINESE, "该随机对照试验（Hardy 2012）185例随机，氯胺酮组的疼痛强度和安慰剂组无差异（P=0.55）；确定性很低。"),
    ],
)  # fmt: skip
def test_joints_articles_and_punctuation_may_change(ours: str, smoother: str) -> None:
    assert refusal(ours, smoother) is None


@pytest.mark.parametrize(
    ("ours", "change", "why"),
    [
        (CASES, ("4.0", "3.9"), "adds a number: 3.9"),
        (CASES, ("4.0", "4"), "adds a number: 4"),
        (CASES, ("P < 0.001", "P = 0.001"), "adds a number: = 0.001"),
        (CASES, ("P < 0.001; ", ""), "leaves out a word that tells: P"),
        (CASES, ("0–10", "0"), "leaves out"),
        (CASES, ("mean 4.0, from 7.0", "mean 7.0, from 4.0"), "changes the order, from a number on: 4.0"),
        (CASES, ("opioids was", "opioids, safely, was"), "adds a word that tells: safely"),
        (CASES, ("lower than", "not lower than"), "adds a negation: not"),
        (CASES, ("lower than", "higher than"), "adds a direction: higher"),
        (CASES, ("lower than", "lower, as expected, than"), "adds a word that tells: expected"),
        (CASES, ("ketamine added to opioids", "opioids added to ketamine"), "changes the order"),
        (CASES, ("ketamine", "ketamine and morphine"), "adds a drug: morphine"),
        (CASES, ("ketamine", "esketamine"), "adds a drug: esketamine"),
        (CASES, ("palliative care, ", ""), "leaves out a word that tells: palliative"),
        (CASES, ("cancer pain", "cancer pain and cirrhosis"), "adds a condition: cirrhosis"),
        (CASES, (").", ")!"), "adds a sign: !"),
        (CASES, ("mean 4.0", "mean – 4.0"), "adds a number: - 4.0"),
        (CASES, ("mean 4.0", "mean-4.0"), "adds a sign: -"),
        (CASES, ("mean 4.0", "mean −4.0"), "adds a number: -4.0"),
        (CASES, ("(0–10)", "(0 −10)"), "adds a number: -10"),
        (CASES, ("(0–10)", "(0 -10)"), "adds a number: -10"),
        (CASES, ("Case series", "# Case series"), "adds a sign: #"),
        (CASES, ("pain intensity", "| pain intensity"), "adds a sign: |"),
        (CASES, ("ketamine", "[ketamine]"), "adds a sign: ["),
        (CASES, ("ketamine", "_ketamine_"), "adds a sign: _"),
        (CASES, ("was lower", "was “lower”"), "adds a sign: “"),
        (CASES, ("was lower", "may be lower"), "adds a word of certainty: may"),
        (CASES, ("from 7.0", "to 7.0"), "adds a word that tells: to"),
        (CASES, ("was lower", "is lower"), "changes the tense"),
        (UNSURE, ("It is very", "It was very"), "changes the tense"),
        (UNSURE, ("very uncertain", "uncertain"), "leaves out a word of certainty: very"),
        (UNSURE, ("very uncertain whether", "certain that"), "adds a word of certainty: certain"),
        (UNSURE, ("no difference", "a difference"), "leaves out a negation: no"),
        (UNSURE, ("−1.0", "1.0"), "adds a number: 1.0"),
        (UNSURE, ("−1.0", "+1.0"), "adds a number: +1.0"),
        (UNSURE, ("95%", "95"), "adds a number: 95"),
        (UNSURE, ("Child-Pugh A", "Child-Pugh"), "leaves out a word that tells: A"),
        (UNSURE, ("Child-Pugh A", "Child-Pugh B"), "adds a word that tells: B"),
        (UNSURE, ("(oral)", "(IT)"), "adds a word that tells: IT"),
        (CHINESE, ("无差异", "有差异"), "adds a word that tells: 有"),
        (CHINESE, ("无差异", "差异"), "leaves out a negation: 无"),
        (CHINESE, ("很低", "低"), "leaves out a word that tells: 很"),
        (CHINESE, ("0.55", "0.05"), "adds a number: = 0.05"),
        (CHINESE, ("氯胺酮组", "艾司氯胺酮组"), "adds a word that tells: 艾"),
        (CHINESE, ("185例", "158例"), "adds a number: 158"),
        (CHINESE, ("氯胺酮组疼痛强度与安慰剂组", "安慰剂组疼痛强度与氯胺酮组"), "changes the order"),
    ],
)  # fmt: skip
def test_nothing_is_added_left_out_or_turned(
    ours: str, change: tuple[str, str], why: str, knowledge: Knowledge
) -> None:
    assert change[0] in ours
    reason = refusal(ours, ours.replace(*change, 1), names_of(knowledge))
    assert reason is not None and why in reason


@pytest.mark.parametrize(
    "bad",
    [
        "", "  ", CASES + "\nSecond line.", CASES + "\u202e", CASES + " <b>", CASES + " `x`",
        CASES.replace("ketamine", "[ketamine](http://x.example)"), CASES + " " + "and " * 400,
    ],
)  # fmt: skip
def test_markup_unseen_characters_and_padding_are_refused(bad: str) -> None:
    assert refusal(CASES, bad) is not None


def _sentences(knowledge: Knowledge, lang: str) -> Iterator[str]:
    for agent, condition in (("ketamine", "liver cancer"), ("baclofen", "cancer")):
        page = runs.page(knowledge, questions(knowledge, agent, condition)[0], lang)
        yield from dict.fromkeys(s.text for part in page.sections for s in part.statements)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_every_sentence_of_two_dossiers_no_number_can_change_and_no_word_go(
    lang: str, knowledge: Knowledge
) -> None:
    looked_at = 0
    for ours in _sentences(knowledge, lang):
        assert refusal(ours, ours) is None
        for place in re.finditer(r"\d", ours):
            other = str((int(place[0]) + 1) % 10)
            changed = ours[: place.start()] + other + ours[place.end() :]
            assert refusal(ours, changed) is not None
            looked_at += 1
        words = tokens(ours)
        for word in dict.fromkeys(words):
            at = ours.find(word)
            if at >= 0 and word.isalnum():
                changed = ours[:at] + ours[at + len(word) :]
                assert refusal(ours, changed) is not None
    assert looked_at > 1000
