"""A pump's plan in Chinese: sums in words. What is medicine comes from findings, not from here."""

from fractions import Fraction

from assuage.patient.pump.limits import number, refill_limit
from assuage.prose.lexicon import Lexicon
from assuage.prose.pump_amounts import concentration, mass, micrograms
from assuage.terms.pump import (
    PumpBeginning,
    PumpBridge,
    PumpDiscrepancy,
    PumpPlan,
    PumpWarning,
)

TITLE = "鞘内泵：{drug}"
CHECK_FIRST = "请先核对"
SUMS = "计算"
BEGINNING = "置泵之前"
TITRATION = "剂量滴定"
DANGER = "撤药与过量：来源所述"
SAID = "限值与剂量：来源所述"
MISSING = "未提供"
DISCLAIMER = "供专业人员核算，以泵程控仪及其手册为准。不构成处方；未保存也未发送任何数据。"
NEEDS = {
    "fill": "fill：灌注体积，用于计算再灌注天数",
    "reserve": "reserve：停止可靠输注的余量，用于计算再灌注天数",
    "accuracy": "accuracy：流速精度，用于最坏情况",
    "fill-date": "fill-date：灌注日期，用于再灌注日期",
    "origin": "origin：spinal（脊髓源性）或cerebral（脑源性），用于常用剂量和滴定步幅",
    "tubing": "tubing：泵内管路容积，用于预充和过渡",
    "catheter": "catheter：导管容积（或catheter-length与catheter-volume），用于预充和过渡",
    "measured": "measured：实测余量，用于与预期余量比较",
    "expected": "expected：程控仪显示的余量（或elapsed），用于与实测余量比较",
}
REMARKS = {
    "dose-below-usual": "日剂量低于下列常用范围。",
    "target-not-above": "目标剂量不高于当前剂量，无需递增。",
    "target-without-steps": "未计算至目标剂量的步骤：所收来源均未说明步幅与频次。",
    "alarm-below-source": "报警余量低于下列来源所述的报警余量。",
    "no-bridge": "浓度改变，但未提供管路和导管容积：未计算过渡输注，未计入导管内残留的旧药液。",
    "bolus-in-bridge": "过渡期间的单次推注仍为旧浓度药液。",
}
UNHELD = {
    "withdrawal-signs": "撤药反应的识别",
    "withdrawal-management": "撤药反应的处理",
    "overdose-signs": "过量的识别",
    "overdose-management": "过量的处理",
}


def unheld(missing: tuple[str, ...], drug: str) -> list[str]:
    """What no source held here says: nothing of it was left out for being harmless."""
    if not missing:
        return []
    return [f"关于{drug}，本库未收录任何来源说明：{'；'.join(UNHELD[m] for m in missing)}。"]


def lead(w: PumpWarning) -> str:
    """What introduces the statements of sources that follow a warning."""
    stops = w.dry is not None or w.id == "reduction"
    return "来源关于停药及减量步幅的说明：" if stops and w.findings else ""


def warning(w: PumpWarning, plan: PumpPlan) -> str:
    """What is wrong or dangerous; what sources say of it follows."""
    ug, limit = mass(w.ug or Fraction(0), plan), mass(w.limit_ug or Fraction(0), plan)
    if w.dry is not None:
        end = "储药器已排空" if w.dry.empty else "已降至停止可靠输注的余量"
        return (
            f"自灌注{number(w.dry.held_ml)} mL以来设定输注{number(w.dry.programmed_ml)} mL："
            f"按设定流速，{days(w.dry.after_days)}后{end}，距今{days(w.dry.before_days)}。"
            f"实际输注量至多为设定量的{number(w.dry.most_delivered_share * 100)}%。"
        )
    if w.id == "reduction":
        return f"减至{ug}/天，持续剂量减少{number(w.percent or Fraction(0))}%。"
    if w.id == "step-unheld":
        return (
            f"增至{ug}/天，持续剂量增加{number(w.percent or Fraction(0))}%："
            "所收来源均未说明该药经泵给药的步幅上限，故未核对。"
        )
    if w.id == "reduction-unheld":
        return (
            f"减至{ug}/天，持续剂量减少{number(w.percent or Fraction(0))}%："
            "所收来源均未说明该药经泵减量可多快，也未说明停药后果。"
        )
    if w.id == "bolus-above-screening":
        return (
            f"单次推注{ug}，高于筛选试验所载最大单次剂量{limit}：所填是否为单次剂量，单位是否正确？"
        )
    return f"日剂量{ug}高于常用范围上限{limit}，请核对。"


def beginning(found: PumpBeginning, lex: Lexicon) -> list[str]:
    """The start after a screening, with its condition; a dose by another route or drug."""
    trial = found.trial
    lines: list[str] = []
    if found.start_ug_per_day is not None and trial.screening_dose_ug is not None:
        of = f" [{found.start_finding.source}]" if found.start_finding else ""
        lines.append(
            f"有效筛选剂量为{micrograms(trial.screening_dose_ug)}时，"
            f"起始剂量{micrograms(found.start_ug_per_day)}/天{of}。"
        )
    if found.start_if_prolonged_ug_per_day is not None and found.prolonged_finding is not None:
        lines.append(
            f"但{lex.term('features', found.prolonged_finding.fact.population)}，起始剂量为"
            f"{micrograms(found.start_if_prolonged_ug_per_day)}/天"
            f" [{found.prolonged_finding.source}]。"
        )
    if found.converted_ug_per_day is not None and found.conversion is not None:
        lines.append(
            f"{trial.convert_from} {micrograms(trial.convert_ug_per_day or Fraction(0))}/天，按"
            f"{found.conversion.fact.amount.value}比1 [{found.conversion.source}]，"
            f"相当于{micrograms(found.converted_ug_per_day)}/天。"
        )
    return lines


def days(value: Fraction) -> str:
    """Days to a tenth; hours below two days."""
    if value < 2:
        return f"{number(Fraction(round(value * 240), 10))}小时"
    return f"{number(Fraction(round(value * 10), 10))}天"


def sums(plan: PumpPlan) -> list[str]:
    """Flow, boluses, times and dates."""
    s = plan.settings
    lines = [
        f"流速{number(plan.flow_ml_per_day)} mL/天：浓度{concentration(s.concentration_ug_per_ml, plan)}，"
        f"日剂量{mass(plan.daily_dose_ug, plan)}。"
    ]
    if plan.flow_after_ml_per_day is not None and plan.daily_dose_after_ug is not None:
        new = s.to_concentration_ug_per_ml or s.concentration_ug_per_ml
        lines.append(
            f"改变后流速{number(plan.flow_after_ml_per_day)} mL/天：浓度{concentration(new, plan)}，"
            f"日剂量{mass(plan.daily_dose_after_ug, plan)}。"
        )
    if s.bolus is not None and plan.bolus_volume_ml is not None:
        lines.append(
            f"其中每日推注{s.bolus.per_day}次，每次{mass(s.bolus.dose_ug, plan)}"
            f"（{number(plan.bolus_volume_ml)} mL）。"
        )
    if plan.step_percent is not None and s.to_dose_ug_per_day is not None:
        lines.append(
            f"持续剂量变化{_signed(plan.step_percent)}%，至{mass(s.to_dose_ug_per_day, plan)}/天。"
        )
    if plan.days_to_reserve is not None and s.fill_ml is not None and s.reserve_ml is not None:
        lines.append(
            f"从{number(s.fill_ml)} mL降至余量{number(s.reserve_ml)} mL："
            f"{days(plan.days_to_reserve)}。"
        )
    if plan.worst_days_to_reserve is not None and plan.accuracy is not None:
        lines.append(
            f"若泵速偏快{number(plan.accuracy * 100)}%{_tolerance(plan)}："
            f"{days(plan.worst_days_to_reserve)}。"
        )
    if plan.refill_on_worst is not None:
        lines.append(
            f"最迟于{plan.refill_on_worst}再灌注（最坏情况并提前{s.margin_days}天；"
            f"按设定流速为{plan.refill_on}）。"
        )
    elif plan.refill_on is not None:
        lines.append(f"最迟于{plan.refill_on}再灌注（已提前{s.margin_days}天）。")
    if plan.days_to_alarm is not None and s.alarm_ml is not None:
        on = f"，{plan.alarm_on}" if plan.alarm_on else ""
        lines.append(f"余量{number(s.alarm_ml)} mL时报警：{days(plan.days_to_alarm)}后{on}。")
    if plan.priming_ml is not None and plan.priming_dose_ug is not None:
        lines.append(
            f"管路和导管容积{number(plan.priming_ml)} mL，即预充体积，"
            f"相当于所灌注药液{mass(plan.priming_dose_ug, plan)}。"
        )
    if plan.bridge is not None:
        lines += bridge(plan, plan.bridge)
    if plan.discrepancy is not None:
        lines += discrepancy(plan, plan.discrepancy)
    return [*lines, *(REMARKS[r] for r in plan.remarks)]


def _tolerance(plan: PumpPlan) -> str:
    if plan.accuracy_finding is None:
        return "（按所述）"
    return f"（SynchroMed II [{plan.accuracy_finding.source}]；其他泵请用--accuracy）"


def _signed(value: Fraction) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def bridge(plan: PumpPlan, found: PumpBridge) -> list[str]:
    """What to run while the old concentration is in the catheter, and what happens otherwise."""
    s = plan.settings
    intended = plan.daily_dose_after_ug or plan.daily_dose_ug
    share = found.unbridged_dose_ug_per_day / intended
    late = found.flow_ml_per_day * (s.to_concentration_ug_per_ml or s.concentration_ug_per_ml)
    return [
        f"过渡输注：新药液之前尚有{concentration(s.concentration_ug_per_ml, plan)}药液"
        f"{number(found.old_volume_ml)} mL。先以{number(found.flow_ml_per_day)} mL/天输注"
        f"{days(found.days)}，再改为{number(found.flow_after_ml_per_day)} mL/天。",
        f"若不过渡，将有{days(found.unbridged_days)}仅按{mass(found.unbridged_dose_ug_per_day, plan)}/天"
        f"给药（为目标剂量的{number(share * 100)}%）。"
        if share < 1
        else f"若不过渡，将有{days(found.unbridged_days)}按"
        f"{mass(found.unbridged_dose_ug_per_day, plan)}/天给药（为目标剂量的{number(share * 100)}%）。",
        f"若此后仍维持过渡流速，将按{mass(late, plan)}/天给药"
        f"（为目标剂量的{number(late / intended * 100)}%）。",
    ]


def discrepancy(plan: PumpPlan, found: PumpDiscrepancy) -> list[str]:
    """Measured against expected residual volume."""
    text = (
        f"实测余量{number(found.measured_ml)} mL，预期{number(found.expected_ml)} mL："
        f"相差{_signed(found.difference_ml)} mL"
    )
    if found.delivered_share is not None:
        most = "至多" if any(w.id == "ran-dry" for w in plan.warnings) else ""
        text += f"；实际输注量{most}为设定量的{number(found.delivered_share * 100)}%"
    verdict = []
    if found.beyond_accuracy is not None and plan.accuracy is not None:
        side = "超出" if found.beyond_accuracy else "未超出"
        verdict.append(f"{side}{number(plan.accuracy * 100)}%的允差")
    if found.beyond_limit is not None:
        side = "超过" if found.beyond_limit else "未超过"
        verdict.append(f"{side}需评估的差值{refill_limit(plan)}")
    lines = [f"{text}；{'，'.join(verdict)}。" if verdict else f"{text}。"]
    if (found.beyond_accuracy or found.beyond_limit) and found.difference_ml < 0:
        lines.append("余量少于预期：自储药器输出的药液多于设定量。")
    if (found.beyond_accuracy or found.beyond_limit) and found.difference_ml > 0:
        lines.append("余量多于预期：自储药器输出的药液少于设定量。其原因本库未收录任何来源说明。")
    return lines


def titration(plan: PumpPlan, lex: Lexicon) -> list[str]:
    """The start before there was a pump, and the steps to the target."""
    lines = beginning(plan.beginning, lex) if plan.beginning is not None else []
    if plan.titration and plan.step_rule is not None:
        amount, often = plan.step_rule.fact.amount, "每日至多一步"
        size = f"{amount.low}至{amount.high}%"
        if amount.unit != "percent":
            size = f"至多{number(Fraction(amount.value.digits))} µg/天"
        if plan.step_frequency is not None:
            held = plan.step_frequency.fact.amount
            often = (
                f"每周至多{held.low}至{held.high}次"
                if held.unit == "per-week"
                else f"间隔至少{held.value.digits}小时"
            ) + f" [{plan.step_frequency.source}]"
        lines.append(f"步幅{size} [{plan.step_rule.source}]，{often}；最慢与最快路径：")
        lines += [
            f"第{step.day}天：{mass(_tenth(step.slow_ug_per_day), plan)}至"
            f"{mass(_tenth(step.fast_ug_per_day), plan)}/天"
            for step in plan.titration
        ]
    return lines


def _tenth(value: Fraction) -> Fraction:
    """Rounded down to a tenth of a microgram: a step is never larger than its rule."""
    return Fraction(int(value * 10), 10)
