"""What prescriptions abbreviate, in English, Latin and Chinese: units, times, routes, release."""

from fractions import Fraction
from typing import Final

UNITS: Final = {
    "mg": "mg", "mgs": "mg", "milligram": "mg", "milligrams": "mg", "毫克": "mg",
    "mcg": "ug", "mcgs": "ug", "ug": "ug", "μg": "ug", "microgram": "ug", "micrograms": "ug", "微克": "ug",
    "ng": "ng", "g": "g", "gm": "g", "gram": "g", "grams": "g", "克": "g",
    "ml": "mL", "mls": "mL", "毫升": "mL", "l": "L",
    "u": "U", "iu": "[iU]", "unit": "U", "units": "U", "单位": "U", "国际单位": "[iU]",
    "mmol": "mmol", "meq": "meq",
    "tab": "tablet", "tabs": "tablet", "tablet": "tablet", "tablets": "tablet", "片": "tablet",
    "cap": "capsule", "caps": "capsule", "capsule": "capsule", "capsules": "capsule", "粒": "capsule",
    "patch": "patch", "patches": "patch", "贴": "patch", "drop": "drop", "drops": "drop", "滴": "drop",
    "puff": "puff", "puffs": "puff", "喷": "puff", "sachet": "sachet", "sachets": "sachet", "袋": "sachet",
    "ampoule": "ampoule", "ampoules": "ampoule", "支": "ampoule",
}  # fmt: skip
MOST_PATCHES: Final = 4
COUNTED: Final = ("tablet", "capsule", "patch", "sachet", "ampoule")
PER_UNITS: Final = {
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "小时": "h",
    "d": "d", "day": "d", "days": "d", "天": "d", "日": "d", "min": "min", "minute": "min",
    "minutes": "min", "mins": "min", "分钟": "min", "kg": "kg", "公斤": "kg", "千克": "kg", "m2": "m2",
    "次": "", "dose": "", "ml": "mL", "毫升": "mL",
}  # fmt: skip
DAILY: Final = {
    "od": 1, "qd": 1, "daily": 1, "om": 1, "mane": 1, "nocte": 1, "noct": 1, "hs": 1, "qhs": 1,
    "qam": 1, "qpm": 1, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4,
}  # fmt: skip
ROUTE_WORDS: Final = {
    "po": "oral", "by mouth": "oral", "orally": "oral", "oral": "oral", "口服": "oral",
    "iv": "intravenous", "ivi": "intravenous", "intravenous": "intravenous",
    "intravenously": "intravenous", "静脉注射": "intravenous", "静脉滴注": "intravenous",
    "静脉泵入": "intravenous", "静脉输注": "intravenous", "静脉": "intravenous", "静注": "intravenous",
    "静滴": "intravenous",
    "sc": "subcutaneous", "sq": "subcutaneous", "subcut": "subcutaneous", "subq": "subcutaneous",
    "subcutaneous": "subcutaneous", "subcutaneously": "subcutaneous", "csci": "subcutaneous",
    "皮下注射": "subcutaneous", "皮下泵入": "subcutaneous", "皮下输注": "subcutaneous", "皮下": "subcutaneous",
    "im": "intramuscular", "intramuscular": "intramuscular", "intramuscularly": "intramuscular",
    "肌肉注射": "intramuscular", "肌内注射": "intramuscular", "肌注": "intramuscular", "肌内": "intramuscular",
    "sl": "sublingual", "sublingual": "sublingual", "sublingually": "sublingual",
    "舌下含服": "sublingual", "舌下": "sublingual",
    "td": "transdermal", "transdermal": "transdermal", "透皮": "transdermal", "经皮": "transdermal",
    "it": "intrathecal", "intrathecal": "intrathecal", "intrathecally": "intrathecal",
    "鞘内注射": "intrathecal", "鞘内": "intrathecal",
    "rectally": "rectal", "rectal": "rectal", "per rectum": "rectal", "直肠给药": "rectal",
    "直肠": "rectal", "塞肛": "rectal",
    "nasal": "intranasal", "intranasal": "intranasal", "滴鼻": "intranasal", "鼻喷": "intranasal",
    "鼻内": "intranasal", "epidural": "epidural", "硬膜外": "epidural", "buccal": "buccal",
    "颊黏膜": "buccal", "topical": "topical", "topically": "topical", "外用": "topical",
    "inhaled": "inhaled", "吸入": "inhaled", "intra-articular": "intra-articular",
    "intraperitoneal": "intraperitoneal", "perineural": "perineural", "percutaneous": "percutaneous",
    "transmucosal": "transmucosal",
}  # fmt: skip
"""Routes as they are written, with their id. ``pr`` is missing: it is a release form as well."""
# What the form alone tells of the route; a route that is written goes before it.
BY_FORM: Final = {
    "syringe driver": "subcutaneous", "syringe pump": "subcutaneous", "patch": "transdermal",
    "patches": "transdermal", "贴剂": "transdermal", "贴片": "transdermal", "suppository": "rectal",
    "suppositories": "rectal", "pump": "intrathecal",
}  # fmt: skip
NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "twelve": 12, "twenty-four": 24, "forty-eight": 48, "seventy-two": 72,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "十": 10, "十二": 12,
    "二十四": 24, "四十八": 48, "七十二": 72,
}  # fmt: skip
SPAN_H: Final[dict[str, int | Fraction]] = {
    "h": 1, "hr": 1, "hrs": 1, "hour": 1, "hours": 1, "hourly": 1, "hrly": 1, "小时": 1,
    "d": 24, "day": 24, "days": 24, "daily": 24, "天": 24, "日": 24,
    "wk": 168, "wks": 168, "week": 168, "weeks": 168, "weekly": 168, "周": 168, "星期": 168,
    "mo": Fraction(36525 * 24, 1200), "month": Fraction(36525 * 24, 1200),
    "months": Fraction(36525 * 24, 1200), "monthly": Fraction(36525 * 24, 1200),
    "月": Fraction(36525 * 24, 1200), "个月": Fraction(36525 * 24, 1200),
}  # fmt: skip
RELEASE: Final = {
    "contin", "continus", "cr", "er", "ir", "la", "lp", "mr", "pr", "retard", "sr", "xl", "xr",
    "即释", "控释", "缓释", "长效",
}  # fmt: skip
NOISE: Final = {
    "a", "at", "dose", "doses", "each", "give", "given", "of", "stat", "strength", "take",
    "takes", "the", "via", "x", "一次", "剂量", "服用", "每次", "每片", "每粒", "给予",
}  # fmt: skip
SALTS: Final = {
    "acetate", "anhydrous", "besilate", "besylate", "bitartrate", "citrate", "dihydrate",
    "fumarate", "hcl", "hemihydrate", "hydrobromide", "hydrochloride", "magnesium", "maleate",
    "mesilate", "mesylate", "monohydrate", "pentahydrate", "phosphate", "potassium", "sodium",
    "succinate", "sulfate", "sulphate", "tartrate", "tosilate", "tosylate", "trihydrate",
}  # fmt: skip
# Closed: a word that is not here may be a second active ingredient and is never dropped.
FORMS: Final = {
    "amp", "ampoule", "ampoules", "cap", "caps", "capsule", "capsules", "coated", "cream",
    "dispersible", "drops", "effervescent", "elixir", "film", "film-coated", "gastro-resistant",
    "gel", "granules", "infusion", "inj", "injectable", "injection", "linctus", "liquid",
    "lozenge", "lozenges", "ointment", "oral", "orodispersible", "patch", "solution", "spray",
    "suspension", "syrup", "system", "tab", "tablet", "tablets", "tabs", "vial",
}  # fmt: skip
# With these in a line a name does not say that the medicine is taken.
NOT_TAKEN: Final = {
    "allergic", "allergies", "allergy", "antagonist", "antagonists", "avoid", "blocker", "ceased",
    "declined", "declines", "derivative", "discontinued", "former", "formerly", "free", "held",
    "inhibitor", "intolerance", "intolerant", "like", "never", "nil", "no", "not", "or", "past",
    "previous", "previously", "refused", "refuses", "stop", "stopped", "until", "versus", "vs",
    "withdrawn", "withheld", "withhold", "without",
}  # fmt: skip
ZH_SALTS: Final = (
    "盐酸", "硫酸", "磷酸钠", "磷酸", "枸橼酸", "甲磺酸", "甲苯磺酸", "酒石酸", "富马酸", "马来酸",
    "醋酸", "氢溴酸",
)  # fmt: skip
ZH_FORMS: Final = (
    "注射液", "注射剂", "缓释片", "控释片", "缓释胶囊", "肠溶片", "分散片", "泡腾片", "即释片", "胶囊", "软胶囊",
    "口服液", "口服溶液", "溶液", "糖浆", "颗粒", "贴剂", "贴片", "贴", "片", "针", "栓", "栓剂", "缓释", "控释",
    "即释", "滴剂", "喷雾剂",
)  # fmt: skip
