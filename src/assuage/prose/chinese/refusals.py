"""Refusals of a person's input in Chinese, by their code; keys stay as the file has them."""

REFUSALS = {
    "ahead": "{place}{key} = {stated}在将来。请写明多久以前，如14 d。",
    "cannot-read": "无法读取{path}。请给出patient.toml或FHIR文件。",
    "child-pugh": (
        "{place}child_pugh = {stated}：请写A、B或C级，或5至15分；"
        "或给出bilirubin、albumin、inr、ascites和encephalopathy，由程序计算。"
    ),
    "child-pugh-conflict": (
        "child_pugh = {stated}与{given}不符：后者得{points}分，为{choices}级。请删去错误的一项。"
    ),
    "child-pugh-points": (
        "{place}child_pugh = {stated}：{points}分为{grade}级。是否指“{grade}{points}”？"
    ),
    "dose-below": "{place}{name}的剂量为{stated}：剂量须大于0。",
    "exchanged": "{place}舒张压{low} mmHg不低于收缩压{high} mmHg。是否写反？",
    "flag": "{place}{key} = {stated}：请写true或false（是或否）。",
    "grade": "{place}{key} = {stated}：请写0（无）至{highest}的整数。",
    "impossible": "{place}{stated}不可能。请写{low}至{high}{unit}之间的值。",
    "impossible-meant": "{place}{stated}不可能；是否指{meant}？",
    "kidney-conflict": (
        "{key} = {stated}与肌酐、年龄和性别不符：按CKD-EPI 2021得{meant} mL/min/1.73 m²。"
        "请删去错误的一项。"
    ),
    "line-words": "“{stated}”中的“{words}”未能识别。请写成“{name} 10 mg 口服”。",
    "medicine-shape": (
        "{place}药物写成了{stated}。请写一行，如“吗啡 10 mg 口服 每4小时”，或含name和dose的表。"
    ),
    "no-name": '{place}有一种药物没有名称。请写name = "…"。',
    "no-nodule": "{place}tumour.number = 0：有肿瘤则至少有一个结节。请写结节数目，或略去此项。",
    "no-unit": "{place}{key} = {stated}没有单位。请写{choices}。",
    "nodules": "{place}tumour.number = {stated}：请写结节的整数数目。",
    "not-a-dose": "{place}{name}的剂量{stated}不是剂量。请写成10 mg、25 ug/h或5 mg/kg。",
    "not-a-list": "{place}{key}写成了{stated}。请写列表，如{example}。",
    "not-a-quantity": "{place}{key}：{stated}不是带单位的数值。请写成“{example}”。",
    "not-a-time": "{place}{key} = {stated}不是时间。请写成8 h、14 d、3 wk。",
    "not-measured": "{place}{key} {stated}：所用单位不能度量此项。请用{choices}。",
    "not-toml": "{path}不是TOML：{why}。带单位的数值须加引号，如“34 umol/L”。",
    "not-utf8": "{path}不是UTF-8文本。请另存为UTF-8。",
    "pregnant-male": '{place}pregnant = true与sex = "male"相矛盾。请写sex = "female"，或略去pregnant。',
    "pressure": (
        '{place}{key} {stated}：请分写两项，systolic = "{high} mmHg"，diastolic = "{low} mmHg"。'
    ),
    "route": "{place}{name}的给药途径{stated}未收录。请写以下之一：{choices}。",
    "separators": "{place}{key}：{stated}含逗号。请用小数点，不用分隔符，如1.5。",
    "twice": "{place}{key}出现两次。请保留一项。",
    "two-numbers": "{place}“{stated}”：{written}可读作{whole}或{part}。请写其中之一，不用逗号。",
    "unit-in-name": '{place}{key} = {stated}：名称中已含单位，请写数字，或写{instead} = "{stated}"。',
    "unknown-key": "{place}没有{key}这一项。",
    "unknown-unit": (
        "{place}{key}：单位“{unit}”未能识别。请用UCUM写法，如umol/L、mg/dL、g/L、ug/mL、mL/min、kg、cm、d。"
    ),
    "word": "{place}{key} = {stated}：请写以下之一：{choices}。",
}  # fmt: skip


def refusal(code: str, fields: dict[str, str]) -> str | None:
    """The sentence of a code; None where only English has one."""
    if code not in REFUSALS:
        return None
    text = REFUSALS[code].format(**{"place": "", **fields})
    near = fields.get("near")
    if near:
        return f"{text}是否指{near}？"
    if code == "unknown-key":
        return f"{text}可用：{fields['choices']}。"
    return text
