"""Chinese sentences on what a machine read in a library. Each says so first."""

from assuage.prose.chinese.computed import verdict
from assuage.prose.chinese.facts import Held, Realiser
from assuage.prose.chinese.studies import trial
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Computed, Statement

_REASON = {"retracted": "已撤稿", "withdrawn": "已撤回"}


def _c(s: Statement) -> Computed:
    assert s.computed is not None
    return s.computed


def machine_verdict(s: Statement, held: Held, lex: Lexicon) -> str:
    return f"文献库机读结果，不计入结论：{verdict(s, held, lex)}"


def machine_trial(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    why = f"停止原因（登记原文）：“{c.words[0]}”。" if c.words else ""
    return f"机读登记条目：{trial(s, held, lex)}{why}"


def machine_more(s: Statement, held: Held, lex: Lexicon) -> str:
    shown, total = _c(s).numbers
    return f"机读结果共{total}条，此处列出最相关的{shown}条；全部见 assuage evidence --anywhere。"


def machine_method(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "read":
        matched, looked_at, concerned, results = c.numbers
        return (
            f"在文献库中检索 {c.words[0]}：{matched}篇符合；其中未经整理且未撤稿的{looked_at}篇由机器"
            f"阅读，{concerned}篇得出{results}条相关结果。机读结果附原文，未经人工核对，证据确定性因此"
            "降一级，且不改变任何结论。"
        )
    compared, studies = c.numbers
    return (
        f"文献库中有{compared}篇已人工整理，以整理的事实为准；机读与之不同者{studies}篇"
        "（见 assuage curate --disagreements）。"
    )


def machine_left_out(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    record, title, by = c.words
    reason = _REASON.get(c.verdict, c.verdict)
    return f"文献库中未采用：{record}，“{title.rstrip('.')}”：{reason}（依据：{by}）。"


MACHINE: dict[str, Realiser] = {
    "machine-verdict": machine_verdict,
    "machine-trial": machine_trial,
    "machine-more": machine_more,
    "machine-method": machine_method,
    "machine-left-out": machine_left_out,
}
