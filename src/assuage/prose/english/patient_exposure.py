"""Exposure in English. Numbers come from the answer; no fact of medicine stands here."""

from assuage.patient.exposure import kidney
from assuage.terms.exposure import (
    Advice,
    Exposure,
    Factor,
    KidneyUsed,
    MetaboliteNote,
    Modelled,
    Observation,
    Span,
)

TITLE = "Exposure relative to a usual adult"
TOGETHER = "Together"
ADVICE = "Published guidance (it outranks the model)"
MISSING = "Would change the answer"
SOURCES = "Observed in"
INTERVAL = (
    "Ratios are AUC over AUC; brackets are 90 % intervals for the mean of a study. "
    "One person can differ by more."
)
DISCLAIMER = "Informs professionals; prescribes nothing. Nothing was stored or sent."
NOTHING = "Nothing was given that could change exposure: name a medicine (--with) or an organ."
COLON = ": "
ORGANS = {"liver": "liver", "kidney": "kidney"}
KINDS = {"liver": "Child-Pugh", "kidney": "kidney function", "gene": "gene"}
ESTIMATES = {
    "stated-clearance": "the stated clearance",
    "ckd-epi-2021-absolute": "CKD-EPI 2021 or the stated eGFR, taken out of 1.73 m²",
    "cockcroft-gault": "Cockcroft-Gault",
    "indexed": "the eGFR for 1.73 m²",
}
TIERS = {
    "both estimated": "both drugs estimated from other pairs",
    "victim not estimated": "contribution of the pathway taken from its role",
    "perpetrator not estimated": "strength taken from FDA's class",
    "other pathway": "other pathways than CYP3A, of which few pairs are known",
    "liver": "equations of cirrhosis pulled to what other drugs showed",
    "kidney": "excreted fraction pulled to what other drugs showed",
}
REASONS = {
    "observed-leads": "no model of this stands beside it",
    "conflict": "observation and model are more than twofold apart: the observation stands, the "
    "model is contradicted, and nothing is carried over to other states or combinations",
    "model-contradicted": "not observed, and other observations of this drug contradict the model: "
    "nothing is computed",
    "no-observation": "nothing was observed for exactly this",
    "contribution-from-role": "the pathway's share is only known as the main one",
    "strength-from-class": "the strength is only known as a class",
    "no-shared-pathway": "no pathway of the drug is known to be changed by it",
    "beyond-tested": "the model comes out beyond tenfold, where too little tested it: expect a large "
    "change, no number is given",
    "one-pair-only": "the drug's share was learnt from one observed pair only",
    "organ-without-number": "an organ that is ill has no number, and a part is not the whole",
    "acts-without-number": "a medicine that acts has no number, and a part is not the whole",
    "acts-through-metabolite": "the drug acts through a metabolite, and its own level does not tell "
    "the effect",
    "not-in-children": "nothing here was estimated in children, and guidance is for adults unless it names children",
    "not-in-pregnancy": "nothing here was estimated in pregnancy",
    "seen-in-others": "observed in people unlike this one",
    "strength-unknown": "how strongly it acts on any pathway is not held",
    "contribution-unknown": "a pathway is shared, its share of the drug's clearance is not held",
    "pathways-unknown": "how the drug is cleared is not held",
    "biologic": "an antibody or protein: cleared by neither enzymes nor kidneys of this model",
    "local-route": "given where it acts: the level in plasma does not say what it does",
    "no-first-pass-route": "computed as if injected: this route passes the gut wall by",
    "gene-share-unknown": "this gene's enzyme clears the drug; its share of the clearance is not held",
    "gene-not-a-pathway": "this gene's enzyme is not among the drug's known pathways",
    "phenotype-not-quantified": "how much enzyme this phenotype has is not held",
    "high-extraction-severe": "highly extracted, swallowed, Child-Pugh C: the published parameter "
    "sets differ several-fold, so nothing is computed",
    "other-grade-only": "only other classes were studied",
    "renal-fraction-unknown": "the fraction excreted unchanged is not held; a typical one was used",
    "several-perpetrators": "together",
    "same-pathway": "a medicine acts on the same enzyme: not multiplied",
    "normal-function": "function is normal",
}
RISKS = {"pain": "pain left untreated", "withdrawal": "withdrawal"}
STRICT = "strictest"
LEADS = "leads"


def number(value: float) -> str:
    """Two significant digits below ten, as exposure ratios are printed."""
    return f"{value:.2f}" if value < 1 else (f"{value:.1f}" if value < 10 else f"{value:.0f}")


def span(s: Span) -> str:
    return f"{number(s.ratio)} ({number(s.low)} to {number(s.high)})"


def filtration(grade: str) -> str:
    """A class of kidney function by what is filtered."""
    low, high = kidney.CLASSES[grade]
    return f"{low} to {high - 1} mL/min" if low else f"under {high} mL/min or dialysis"


def gene(symbol: str, phenotype: str) -> str:
    """A gene by its phenotype."""
    return f"{symbol}, {phenotype} metaboliser"


def named(factor: Factor, names: tuple[str, ...]) -> str:
    """What has no number: medicines by their names alone."""
    return " and ".join(names) if factor.kind == "interaction" else what(factor, names)


def what(factor: Factor, names: tuple[str, ...]) -> str:
    """What changes exposure."""
    if factor.kind == "interaction":
        return "with " + " and ".join(names)
    if factor.kind == "kidney":
        return f"kidney function {filtration(factor.what[0])}"
    if factor.kind == "gene":
        return gene(*factor.what)
    return f"{KINDS[factor.kind]} {factor.what[0]}"


def source(o: Observation) -> str:
    text = f"{o.printed or number(o.ratio)}, {o.source}"
    if o.moiety:
        text += f", measured of {o.moiety}"
    return text if o.checked else f"{text} (read in a compilation)"


def model(m: Modelled) -> str:
    text = f"model {span(m.span)}, {TIERS[m.tier]}"
    if m.sets:
        text += "; sets alone: " + ", ".join(f"{name} {number(r)}" for name, r in m.sets)
    return text


# What the head of the sentence already says.
_IN_THE_HEAD = ("several-perpetrators",)


def factor(f: Factor, names: tuple[str, ...]) -> str:
    """One line for one factor: what leads, what stands beside, why."""
    head = what(f, names)
    parts = []
    if f.observed is not None:
        parts.append(f"observed {span(f.observed.span)}")
    if f.modelled is not None:
        parts.append(model(f.modelled))
    shown = [REASONS[r] for r in f.reasons if r in REASONS and r not in _IN_THE_HEAD]
    text = f"{head}: {'; '.join(parts)}"
    if not shown:
        return f"{text}."
    why = "; ".join(shown)
    return f"{text}. {why[0].upper()}{why[1:]}."


def without_number(whats: str, reasons: tuple[str, ...]) -> str:
    """What has no number, and the reason that it shares."""
    why = "; ".join(REASONS[r] for r in reasons if r in REASONS and r not in _IN_THE_HEAD)
    return f"No number for {whats}: {why}."


def direction(who: str, kind: str, source: str) -> str:
    """What a source says without giving a ratio."""
    return f"Without a ratio: {who}, {kind} ({source})"


def said(directions: list[tuple[str, str]]) -> str:
    """What sources say without a ratio, where they are cited by the statement: whom of, and what."""
    told = "; ".join(f"{who}, {kind}" for who, kind in directions)
    return f" Said without a ratio: {told}."


def observations(f: Factor) -> list[str]:
    return [source(o) for o in f.observed.studies] if f.observed else []


def together(e: Exposure, acting: list[str]) -> str:
    """The whole, or why there is none; ``acting``: medicines that act and have no number."""
    if e.together is None:
        own = dict(REASONS)
        if acting:
            verb = "act and have" if len(acting) > 1 else "acts and has"
            own["acts-without-number"] = f"{' and '.join(acting)} {verb} no number"
        shown = "; ".join(own[r] for r in e.reasons if r in own)
        return f"No combined number: {shown}." if shown else "No combined number."
    return f"{span(e.together)} times the usual exposure."


def metabolite(n: MetaboliteNote, drug: str, name: str, factor: str, sources: str) -> str:
    """What acts beside the drug: why its ratio does not tell the effect, and which way it goes."""
    paths = " and ".join(p.upper() for p in n.pathways)
    if n.carries == "minor":
        text = (
            f"{name}, an active metabolite of {drug} that {paths} makes, made no difference to "
            "outcomes in people with another activity of that enzyme"
        )
        return f"{text[:1].upper()}{text[1:]}{f' ({sources})' if sources else ''}."
    text = f"{drug} acts {'mainly' if n.carries == 'effect' else 'also'} through {name}, "
    way = {"higher": "more", "lower": "less"}.get(n.direction or "")
    if n.pathways:
        text += f"which {paths} {'makes' if n.made else 'inactivates'}: the level of {drug} does not tell the effect. "
        text += (
            f"{factor[:1].upper()}{factor[1:]}: {way} {name}"
            if way
            else f"Which way {name} goes {factor} is not held"
        )
    else:
        text += f"{f'which the {ORGANS[n.kind]} clears and ' if n.cleared else ''}which is in no ratio here"
        if way:
            text += (
                f": with {factor} there is {way} of it, and the ratio of {drug} does not show it"
            )
    return f"{text[:1].upper()}{text[1:]}{f' ({sources})' if sources else ''}."


def estimated(used: KidneyUsed) -> str:
    """Which estimate of renal function the answer goes by, and what the others say."""
    (basis, rate), *others = used.estimates
    text = f"Kidney function: {rate:.0f} mL/min, {ESTIMATES[basis]}"
    for basis, rate in others:
        text += f"; {ESTIMATES[basis]}: {rate:.0f} mL/min"
    if used.apart:
        text += (
            " – the estimates fall in different classes, and the lower one's advice stands beside"
        )
    return f"{text}."


def advice(a: Advice, grade: str, action: str, region: str, use: str = "") -> str:
    """One recommendation with region, year, source, and what following the strictest would risk."""
    marks = [m for m, on in ((LEADS, a.leads), (STRICT, a.strictest)) if on]
    if a.estimate:
        marks.append(f"{'only ' if a.stricter else ''}by {ESTIMATES[a.estimate]}")
    head = f"[{', '.join(marks)}] " if marks else ""
    place = ", ".join(x for x in (region, str(a.year) if a.year else "year not stated") if x)
    dose = f", {a.dose}" if a.dose else ""
    limits = f" {a.limits} mL/min" if a.limits else ""
    only = f", only for {use}" if use else ""
    about = gene(a.gene, a.grade) if a.gene else f"{ORGANS[a.organ]}, {grade}{limits}"
    text = f"{head}{about}{only}: {action}{dose} ({place}; {a.source})"
    if a.risks:
        risks = " and ".join(f"{RISKS[r]} ({s})" for r, s in a.risks)
        text += f". Following it risks {risks}"
    return text + "."
