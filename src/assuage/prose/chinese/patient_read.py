"""What was read of a person, shown back in Chinese; every value is the person's own."""

from assuage.prose.chinese.patient_scores import FIELDS as SCORED
from assuage.prose.chinese.patient_scores import WORDS, join, tumour

TITLE = "已识别的信息"
CONDITIONS = "疾病"
ALLERGIES = "过敏"
GENES = "基因"
NOT_HELD = "不在本知识库中"
FIELDS = {
    **SCORED,
    "pregnant": "妊娠",
    "smoker": "吸烟",
    "alcohol_g_per_day": "饮酒",
    "alt_u_per_l": "ALT",
    "ast_u_per_l": "AST",
    "alp_u_per_l": "ALP",
    "ammonia_umol_per_l": "血氨",
    "varices": "静脉曲张",
    "cystatin_c_mg_per_l": "胱抑素C",
    "potassium_mmol_per_l": "血钾",
    "magnesium_mmol_per_l": "血镁",
    "calcium_mmol_per_l": "血钙",
    "haemoglobin_g_per_l": "血红蛋白",
    "platelets_10e9_per_l": "血小板",
    "neutrophils_10e9_per_l": "中性粒细胞",
    "crp_mg_per_l": "CRP",
    "qtc_ms": "QTc",
    "systolic_mmhg": "收缩压",
    "diastolic_mmhg": "舒张压",
    "heart_rate_per_min": "心率",
    "respiratory_rate_per_min": "呼吸频率",
    "spo2_percent": "血氧饱和度",
    "hepatitis_b": "乙型肝炎",
    "spasticity_origin": "痉挛来源",
    "sarcopenia": "肌少症",
    "region": "地区",
    "language": "语言",
}
_WORDS = {
    **WORDS,
    "en": "英文",
    "zh": "中文",
    "negative": "阴性",
    "positive": "阳性",
    "hbsag-positive": "HBsAg阳性",
    "anti-hbc-positive": "抗-HBc阳性",
    "spinal": "脊髓性",
    "cerebral": "脑性",
    "poor": "慢代谢型",
    "intermediate": "中间代谢型",
    "normal": "正常代谢型",
    "rapid": "快代谢型",
    "ultrarapid": "超快代谢型",
    "deficient": "缺乏",
    "decreased-function": "功能降低",
    "poor-function": "功能低下",
    "increased-function": "功能增强",
}
_UNITS = {
    "ug": "微克", "d": "天", "h": "小时", "min": "分钟", "tablet": "片", "capsule": "粒", "drop": "滴",
    "patch": "贴", "sachet": "袋", "ampoule": "支", "puff": "喷", "U": "单位", "[iU]": "国际单位",
}  # fmt: skip


def field(name: str) -> str:
    """What a field of ``Patient`` is called."""
    return FIELDS.get(name, name.replace("_", " "))


def values(held: list[tuple[str, str]]) -> str:
    """Values with their names, in the order in which they were given."""
    return "；".join(f"{field(name)} {_WORDS.get(text, text)}" for name, text in held)


def named(heading: str, items: list[str]) -> str:
    """疾病：甲和乙."""
    return f"{heading}：{join([_word(i) for i in items])}"


def _word(text: str) -> str:
    """A gene with its phenotype, else the words as they are."""
    gene, _, phenotype = text.rpartition(" ")
    return f"{gene} {_WORDS[phenotype]}" if gene and phenotype in _WORDS else text


def yes(value: bool) -> str:
    """A flag."""
    return "是" if value else "否"


def medicine(name: str, known: str, parts: list[str]) -> str:
    """'MST：吗啡，30 mg，每12小时'."""
    shown = [*([known] if known.casefold() != name.casefold() else []), *parts]
    return f"{name}：{'，'.join(shown)}" if shown else name


def dose(amount: str, unit: str) -> str:
    """A dose or a rate."""
    written = "/".join(_UNITS.get(u, u) for u in unit.split("/"))
    return f"{amount} {written}"


def every(hours: str) -> str:
    """An interval."""
    return f"每{hours}小时"


AS_NEEDED = "必要时"
PLANNED = "拟用，尚未使用"
STOPPING = "拟停用"


def since(days: str) -> str:
    """How long it has been taken."""
    return f"已用{days}天"


def stopped(days: str) -> str:
    """When it was stopped."""
    return f"{days}天前停用"


def purpose(words: str) -> str:
    """What it is for, as typed."""
    return f"用于{words}"


__all__ = ["tumour"]
