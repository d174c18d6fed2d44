"""Words of the designs that are not told by chance: reviews, protocols, preclinical work, masking."""

import re

SYNTHESIS = re.compile(
    r"\bmeta-?analy[st]|\bsystematic(?:ally)?\s+(?:literature\s+|and\s+critical\s+)?review|\bcochrane\b|\bumbrella\s+review|\bscoping\s+review"
)
SEARCHED = re.compile(
    r"\b(?:search\s+strategy|selection\s+criteria:|data\s+sources?:|study\s+selection|literature\s+search)|\bsearch(?:ed|es|ing)?\b.{0,80}?\b(?:medline|pubmed|embase|cochrane|databases?)\b"
    r"|\b(?:medline|pubmed|embase)\b.{0,80}?\b(?:search|databases?|were\s+used)",
    re.S,
)
REVIEW_TITLE = re.compile(
    r"\breview\b|\boverview\b|\bupdate\s+(?:on|of)\b|\bstate\s+of\s+the\s+art\b|\bcurrent\s+(?:concepts|status|perspectives?)\b|\brole\s+of\b.*\bin\s+the\s+(?:treatment|management)\b"
    r"|\bpharmacology\s+of\b|\bprogress\s+in\b|\badvances\s+in\b"
)
REVIEWING = re.compile(
    r"\b(?:this|the\s+present|our)\s+(?:article|paper|review|chapter|overview)\s+(?:\w+\s+){0,2}?(?:review|discuss|summari|describ|focus|highlight|examin|consider|address|provid|present|outlin)"
    r"|\bthis\s+(?:systematic\s+|narrative\s+|critical\s+)?review\b|\bwe\s+(?:briefly\s+|critically\s+|herein\s+)?review(?:ed)?\s+(?:the|current|recent|available|published|evidence|literature)|\b(?:is|are)\s+(?:briefly\s+|critically\s+)?(?:reviewed|discussed|summari[sz]ed)\b"
    r"|\bliterature\s+(?:is|was)\s+reviewed|\bin\s+this\s+review"
)
OWN_PEOPLE = re.compile(
    r"\bwe\s+(?:enrolled|randomi|assigned|studied|recruited|treated|compared|performed|conducted)|\b(?:patients|subjects|participants|volunteers|women|men|children|infants|adults)\s+(?:\([^)]{0,40}\)\s+)?(?:[\w,-]+\s+){0,6}?(?:were|was|received|underwent|took|participated|completed|entered)\b"
    r"|\bn\s*=\s*\d"
)
_OF_PEOPLE = (
    r"(?:patients|subjects|participants|volunteers|women|men|children|infants|adults|adolescents|boys|girls|"
    r"individuals|students|outpatients|inpatients|neonates|newborns|mothers|smokers|users|males|females|people|"
    r"persons|veterans|survivors|nurses|physicians|families|eyes|parturients)"
)
STUDIED = re.compile(
    rf"{OWN_PEOPLE.pattern}"
    rf"|\b{_OF_PEOPLE}\s+(?:\([^)]{{0,40}}\)\s+)?(?:[\w,-]+\s+){{0,6}}?"
    r"(?:were|was|received|underwent|took|participated|completed|entered)\b"
    r"|\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    rf"eighteen|twenty)\s+(?:[\w-]+,?\s+){{0,3}}{_OF_PEOPLE}\b"
)
"""People of the study's own, told in more forms: only where masking or placebo is told as well."""
_ANIMAL = r"(?:rats?|mice|mouse|murine|rabbits?|dogs?|beagles?|canine|cats?|feline|pigs?|piglets?|swine|porcine|sheep|ovine|lambs?|goats?|cows?|cattle|calves|bovine|steers|heifers|horses?|equine|monkeys?|macaques?|baboons?|guinea\s+pigs?|hamsters?|gerbils?|chickens?|broilers?|zebrafish|ewes|foals|rodents?|ferrets?)"
_FEW = r"(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
CASE_TITLE = re.compile(
    r"\b(?:a|one|two|three|four)\s+case\s+reports?\b|\bcase\s+reports?\s+and\s+(?:a\s+)?(?:review|literature)|^case\s+reports?\b"
)
"""Also where the title goes on *and review of the literature*."""
OWN_CASES = re.compile(
    rf"""\b(?:(?:we|this\s+(?:report|article|paper)|(?:the|these)\s+authors?|herein,?\s+we)\s+(?:(?:here|herein|hereby|also|now)\s+)?(?:report|describe|present|discuss)(?:s|ed)?\s+(?:on\s+|here\s+)?
      |presented\s+(?:here\s+)?(?:is|are)\s+)
    (?:(?P<one>(?:(?:the|a|an|one)\s+(?:[\w-]+\s+){{0,3}}?(?:case|patient)\b(?!\s*(?:[\w-]+\s+)?(?:series|control|reports?\s+of\s+{_FEW})|-)|an?\s+\d{{1,3}}[\s-]+y(?:ea)?rs?))
      |(?:our\s+experience\s+(?:with|in)\s+)?{_FEW}\s+(?:[\w-]+\s+){{0,2}}?(?:patients|cases|children|infants|women|men)\b(?!\s+(?:\w+\s+)?random))
    | \b{_FEW}\s+(?:[\w-]+\s+){{0,2}}?patients\s+[^.;]{{0,260}}?\bat\s+our\s+(?:hospital|institution|cent(?:er|re)|clinic|department)\b(?![^.;]{{0,90}}\brandom)""",
    re.X,
)
"""Single people or a few, presented as such."""
TEST_DOSES = re.compile(
    r"\b(?:test|trial|screening)\s+(?:dose|bolus|injection)s?\b|\btests?\s+with\s+bolus"
)
OWN_ANIMALS = re.compile(
    rf"""\b(?:(?:fe)?male|adult|newborn|neonatal|pregnant|wistar|sprague[\s-]+dawley|lewis|fischer|mongrel|beagle|new\s+zealand|c57\S*|balb/c|icr|cd-?1|nude|transgenic|knockout|
      an(?:a)?esthetized|an(?:a)?esthetised|conscious|freely\s+moving)\s+(?:[\w-]+\s+){{0,2}}?{_ANIMAL}\b
      |\b{_ANIMAL}\s+(?:\(n\s*=\s*\d+\)\s+)?(?:were|received|showed|exhibited|treated|given)\b""",
    re.X,
)
LABORATORY = re.compile(
    r"\bcell\s+lines?\b|\bsupernatants?\b|\bin[\s-]vitro\b(?!\s+fertili[sz])|\bcultured\s+\w+\s+cells\b|\btransfected\b|\bwestern\s+blot|\bmicrosomes?\b|\bhepatocytes\b"
)
"""What is done in a laboratory: two different ones, where nothing else tells of a design."""
MASKED_STUDY = re.compile(
    r"\b(?:double|triple)[\s-]+(?:blind|mask)\w*[\s,]+(?:[\w-]+,?\s+){0,4}?"
    r"(?:stud(?:y|ies)|trial|cross-?over|comparison|design|treatment|protocol|experiment|sessions?)\b"
)
"""Not what is read in a double-blind manner, as scans are."""
PROTOCOL = re.compile(
    r"\b(?:study|trial|review)\s+protocol\b|\bprotocol\s+(?:for|of)\s+an?\b|\brationale\s+and\s+(?:study\s+)?design\b|\bprotocol\s+and\b|:\s*(?:a\s+)?protocol\b|\bdesign\s+and\s+rationale\b"
)
SECONDARY = re.compile(
    r"\b(?:post[\s-]?hoc|secondary|pooled|sub-?group|retrospective|sub-?study)\s+(?:\w+\s+)?analys[ei]s\b|\bqualitative\b|\bmixed\s+methods\b(?!.*\brandomi[sz]ed\b)"
    r"|\bpopulation\s+pharmacokinetic|\bvalidation\s+of\b|\bgenerali[sz]ability\b|\bconsequences\s+of\s+delayed\b|\blong[\s-]?term\s+follow[\s-]?up\s+of\b"
)
ANIMALS = re.compile(rf"\b(?:{_ANIMAL}|veterinary)\b")
IN_VITRO = re.compile(
    r"\bin[\s-]vitro\b(?!\s+fertili[sz])|\bcell\s+lines?\b|\bcultured\s+\w+\s+cells\b|\bex\s+vivo\b|\bcadaver\w*\b|\bextracted\s+(?:human\s+)?(?:\w+\s+)?(?:teeth|molars|premolars)\b|\bspecimens\b.*\bdivided\b"
)
PEOPLE = re.compile(
    r"\b(?:patients?|volunteers?|participants?|subjects?|women|men|wom[ae]n|children|child|infants?|neonates?|newborns?|adults?|adolescents?|humans?|people|persons?|mothers?|smokers?|users|males?|females?|students|individuals|boys|girls|physicians|nurses|practices|survivors|outpatients|inpatients|families|eyes|pregnan\w+)\b"
)
PERSONS = (
    *("patient", "volunteer", "participant", "subject", "women", "children", "infant", "adult"),
    *(
        "adolescent",
        "human",
        "people",
        "person",
        "student",
        "individuals",
        "neonat",
        "smoker",
        " men ",
    ),
)
"""Looked for in the whole text, without the borders of words: a tenth of the pattern's time."""
CLUSTER = re.compile(
    r"\bcluster[\s-]+(?:[\w-]+\s+){0,2}?random|\brandomi[sz]ed\s+(?:\w+\s+)?clusters?\b|\b(?:clusters|villages|schools|practices|clinics|hospitals|wards|communities)\s+(?:\([^)]*\)\s+)?(?:[\w-]+\s+){0,5}?(?:were\s+)?random(?:ly|i[sz]ed)"
)
CROSSOVER = re.compile(
    r"\bcross-?over\b|\blatin[\s-]square\b|\bin\s+(?:a\s+)?random(?:i[sz]ed)?\s+(?:order|sequence)\b"
)
WITHDRAWAL = re.compile(r"\brandomi[sz]ed[\s-]+withdrawal\b|\benriched\s+enrol?lment\b")
OPEN = re.compile(
    r"\bopen[\s-]+(?:label|study|trial|design|randomi)|\bunblinded\b|\bnon-?blinded\b|\bopen,"
)
SINGLE = re.compile(
    r"\bsingle[\s-]+(?:blind|mask)|\b(?:observer|investigator|assessor|evaluator|examiner|rater)[\s-]+(?:blind|mask)"
)
DOUBLE = re.compile(r"\b(?:double|triple|quadruple)[\s-]+(?:blind|mask|dummy)")
FORMS: tuple[tuple[str, str, re.Pattern[str], bool], ...] = tuple(
    (sign, design, re.compile(pattern), anywhere)
    for sign, design, pattern, anywhere in (
        (
            "guideline",
            "guideline",
            r"\b(?:practice|clinical|consensus|treatment)\s+guidelines?\b",
            False,
        ),
        (
            "consensus",
            "guideline",
            r"\bconsensus\s+(?:statement|conference|recommendations?)\b",
            False,
        ),
        (
            "case",
            "case-report",
            r"\b(?:case|patient)\s+reports?\b|\breport\s+of\s+(?:a|an|one|two|three)\s+(?:\w+\s+)?cases?\b|:\s*an?\s+(?:\w+\s+)?case\b(?![\s-]+(?:control|series))",
            False,
        ),
        (
            "series",
            "case-series",
            r"\bcase\s+series\b|\bseries\s+of\s+\d+\s+(?:cases|patients)\b",
            False,
        ),
        ("control", "case-control", r"\bcase[\s-]+control(?:led)?\b", True),
        (
            "section",
            "cross-sectional",
            r"\bcross[\s-]+section(?:al)?\s+(?:study|survey|analysis|design|observational|data|sample)\b",
            True,
        ),
        ("cohort", "cohort", r"\bcohort\b", False),
        ("registry", "registry", r"\bregistry\b", False),
        ("survey", "survey", r"\bsurvey\b|\bquestionnaire\s+study\b", False),
        (
            "spontaneous",
            "spontaneous-reports",
            r"\bspontaneous\s+(?:adverse\s+\w+\s+)?report",
            False,
        ),
        ("pharmacokin", "population-pk", r"\bpopulation\s+(?:pharmacokinetic|pk)", False),
        (
            "interaction",
            "pharmacokinetic-interaction",
            r"\b(?:drug|pharmacokinetic)[\s-]+(?:drug\s+)?interactions?\b|\binteractions?\s+(?:between|of|with)\b",
            False,
        ),
        ("pharmacokin", "pharmacokinetic", r"\bpharmacokinetics?\b", False),
        ("bioavail", "pharmacokinetic", r"\bbioavailability\b", False),
        ("bioequiv", "pharmacokinetic", r"\bbioequivalen", False),
        (
            "cohort",
            "cohort",
            r"\b(?:prospective|retrospective|birth|population-based|historical|this|our|a)\s+(?:[\w-]+\s+){0,2}?cohort\b|\bcohort\s+(?:study|analysis)\b",
            True,
        ),
        (
            "retrospective",
            "cohort",
            r"\bretrospective(?:ly)?\b(?!\s+(?:cases|controls|data))",
            True,
        ),
        ("single", "single-arm", r"\bsingle[\s-]+arm\b|\buncontrolled\s+(?:trial|study)\b", True),
        (
            "open",
            "single-arm",
            r"\bopen,?[\s-]+(?:sequential|uncontrolled|non-?comparative|single-arm)\s+(?:\w+\s+)?(?:trial|study)\b",
            True,
        ),
        ("open", "single-arm", r"\bopen(?:[\s-]+label)?,?\s+(?:\w+\s+)?(?:trial|study)\b", False),
        (
            "phase",
            "single-arm",
            r"\bphase\s+(?:i|ii|1|2|i/ii|1/2)\s+(?:[\w-]+\s+)?(?:trial|study)\b",
            False,
        ),
        (
            "nonrandom",
            "trial-nonrandomised",
            r"\bnonrandomi[sz]ed\s+(?:\w+\s+)?(?:trial|study)\b",
            True,
        ),
        (
            "non-random",
            "trial-nonrandomised",
            r"\bnon-randomi[sz]ed\s+(?:\w+\s+)?(?:trial|study)\b",
            True,
        ),
        (
            "consecutive",
            "case-series",
            r"\bconsecutively\s+treated\s+(?:[\w-]+\s+){0,2}?(?:patients|cases|children|infants|women|men)\b",
            True,
        ),
    )
)
"""First a word that must stand there (cheap to look for), design, pattern, whether the whole text counts."""
