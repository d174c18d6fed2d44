"""The words by which abstracts say that one group had more, less or as much as another.

A closed list of plain English, written for this module from grammar and use, not taken from any
corpus; the weights of what follows from a word are learned (``weights/direction.md``). Each word
has one class:

``up``, ``down``   comparatives: higher, more, greater; lower, fewer, less
``rise``, ``fall`` verbs and nouns of change: increased, elevation; reduced, decline
``good``, ``bad``  judgements, whose direction depends on the outcome: improved, worse, earlier
``same``           similar, comparable, unchanged, equivalent
``diff``           difference, differ, different
``not``            not, no, neither, without, failed
``sig``            significant, significantly
``trend``          trend, marginal, slightly: a difference that is not claimed as one
``show``           verbs of reporting: showed, found, observed
``base``           baseline, before: a comparison in time, not between groups
``hedge``          may, could, suggests
``resp``           respectively
``than``, ``versus``, ``between``, ``in``  what joins the groups
``cause``          verbs whose object is changed in no stated way: affect, influence
"""

CLASSES: dict[str, str] = {
    word: kind
    for kind, words in {
        "up": "higher greater more larger longer highest greatest most longest "
        "stronger exceeded heavier deeper bigger above often frequently",
        "down": "lower less fewer smaller shorter lowest least smallest shortest fewest "
        "weaker below lesser minor rarer rarely",
        "rise": "increase increased increases increasing rise rose risen rises elevated elevation "
        "elevates raised raise raises raising gain gained gains enhanced enhance enhances "
        "enhancing enhancement prolonged prolong prolongs prolonging prolongation accelerated "
        "accelerate accelerates stimulated stimulate promoted promote promotes augmented augment "
        "grew growth doubled boosted extended increment increments upregulated induces "
        "induce ",
        "fall": "decrease decreased decreases decreasing reduce reduced reduces reducing "
        "reduction reductions decline declined declines declining lowered lowering lowers drop "
        "dropped drops fell fall fallen diminished diminish diminishes attenuated attenuate "
        "attenuates attenuation suppressed suppress suppression shortened shorten shortens "
        "lessened lessen minimized minimised prevented prevent prevents preventing prevention "
        "inhibited inhibit inhibits inhibition delayed delay delays delaying loss lost blunted "
        "abolished eliminated avoided protected protects alleviated alleviate "
        "alleviates relieved relieve relieves ameliorated ameliorate ameliorates eased "
        "downregulated impeded halved mitigated mitigates",
        "good": "better best improve improved improves improving improvement improvements "
        "effective effectively efficacious efficacy benefit benefits beneficial favorable "
        "favourable favor favoring favoured favored favour favors favours superiority advantage "
        "advantageous success successful preferable optimal helped safer earlier faster quicker sooner superior",
        "bad": "worse worst worsened worsening worsen worsens poorer poor impaired impair impairs "
        "impairment deteriorated deterioration detrimental harmful adverse negative negatively "
        "disadvantage compromised slower inferior",
        "same": "similar similarly comparable equivalent equal equally same identical unchanged "
        "unaffected unaltered equivalence noninferior nonsignificant insignificant ns stable "
        "noninferiority alike balanced nonsignificantly indistinguishable irrespective regardless",
        "diff": "difference differences differ differed differs different differently differing "
        "differential discrepancy",
        "not": "not no neither nor without failed fail fails none never cannot lack lacked absence "
        "didn't nil hardly little",
        "sig": "significant significantly statistically markedly substantially considerably "
        "dramatically marked substantial highly greatly strongly significance",
        "than": "than",
        "versus": "vs versus v compared compare comparison relative contrast against over",
        "between": "between among both across either",
        "in": "in with for after by under following receiving received given on treated "
        "assigned randomized randomised",
        "cause": "affect affected affects effect effects influence influenced influences "
        "impact alter altered alters change changed changes alteration altering affecting "
        "association associated associations resulted led leads resulting modify modified",
        "trend": "trend tended tendency marginally marginal borderline slightly numerically "
        "slight approached",
        "show": "showed shown demonstrated found observed detected reported reached had achieved "
        "experienced noted seen revealed exhibited displayed",
        "base": "baseline before pretreatment preoperative prior pre",
        "hedge": "may might could suggest suggests seems appears potential possibly",
        "resp": "respectively",
    }.items()
    for word in words.split()
}

SIGN = {"up": 1, "down": -1, "rise": 1, "fall": -1, "good": 1, "bad": -1}

HARMS = frozenset(
    str.split(
        "pain ache headache migraine mortality death deaths die died adverse complication complications "
        "incidence risk nausea vomiting ponv fatigue anxiety depression depressive depressed stress "
        "distress symptom symptoms infection infections bleeding haemorrhage hemorrhage blood failure "
        "relapse recurrence recurrent toxicity disability severity hospitalization hospitalisation "
        "readmission readmissions exacerbation exacerbations duration cost costs bmi weight bodyweight "
        "fat obesity cholesterol ldl triglyceride triglycerides glucose hba1c pressure inflammation crp "
        "hypotension hypertension hypoglycaemia hypoglycemia insomnia itching pruritus dyspnea "
        "dyspnoea cough delirium agitation injury injuries falls fracture fractures swelling oedema "
        "edema spasm spasticity seizure seizures stroke infarction ischemia ischaemia damage loss "
        "discomfort bother burden problems problem difficulties interference craving smoking drinking "
        "alcohol opioid morphine analgesic consumption requirement requirements rescue error errors "
        "latency plaque gingival bleed rash shivering sedation drowsiness dizziness constipation "
        "diarrhea diarrhoea fever malaria parasitemia anemia anaemia viral hyperglycemia dropout "
        "withdrawal withdrawals lesion lesions tumor tumour progression impairment dysfunction "
        "time length stay apnea hot flashes flushes ulcer ulcers scar erythema leak reflux wheeze "
        "disorder disorders dysphagia vertigo tinnitus incontinence urgency nocturia hypoxia hypoxaemia hypoxemia "
        "hypothermia bradycardia tachycardia arrhythmia arrhythmias palpitations thrombosis embolism sepsis "
        "pneumonia asthma eczema psoriasis acne dermatitis itch heartburn bloating cramps tremor rigidity "
        "dyskinesia psychosis psychotic hallucinations mania irritability panic worry hostility burnout stigma "
        "colic regurgitation wheezing congestion sneezing caries hypersensitivity stenosis restenosis "
        "reintervention reoperation revision amputation dehiscence seroma hematoma haematoma adhesions ileus "
        "leakage perforation obstruction necrosis fibrosis steatosis ascites encephalopathy jaundice bilirubin "
        "resistance lactate troponin urea albuminuria proteinuria homocysteine cortisol oxidative "
        "malondialdehyde mda das28 womac haq hamd hads phq bdi madrs panss oswestry sedentary "
        "cigarettes cigarette binge cannabis cocaine absenteeism violence abuse bullying suicide ideation "
        "spasms rejection deterioration intolerance unsuccessful misuse nightmares hypoxic xerostomia mucositis "
        "worsening catastrophizing fear anger aggression loneliness suicidal creatinine il tnf"
    )
)
GOODS = frozenset(
    str.split(
        "survival quality qol satisfaction function functioning functional recovery healing remission "
        "response responder responders success cure efficacy relief improvement improvements adherence "
        "compliance knowledge strength performance ability mobility physical activity hdl bone density "
        "sleep wellbeing well-being mental self-efficacy capacity vo2 balance cognition cognitive memory "
        "attention ejection fraction pregnancy pregnancies birth live rates ability acuity vision range "
        "motion rom flexibility walking distance gait speed uptake participation retention completion "
        "intake vegetable fruit resilience empowerment confidence skills skill acceptance preference "
        "preferred tolerance tolerability endurance lean mass muscle haemoglobin hemoglobin antibody "
        "immunogenicity titers seroconversion protection accuracy clearance eradication abstinence "
        "cessation closure attachment height growth weaning breastfeeding coverage screening attendance "
        "vitality optimism hope mastery self-esteem esteem competence autonomy motivation literacy understanding "
        "awareness recall comprehension vocabulary dexterity agility fitness vo2max 6mwt steps fibre fiber "
        "vegetables fruits contraception vaccination immunization titre titer oxygenation saturation "
        "spo2 pao2 lvef perfusion vasodilation fmd bmd osteocalcin adiponectin glutathione antioxidant "
        "albumin mmse moca barthel karnofsky apgar independence engagement communication trust enjoyment "
        "fev1 lung health patency ovulation implantation happiness coping mindfulness"
    )
)

STOP = frozenset(
    str.split(
        "a an the of in on at to for from by with and or as is are was were be been being this that these "
        "those it its their his her they we our there which who whom whose than then when while between "
        "among during after before per versus vs compared group groups patients patient participants "
        "subjects women men children arm arms week weeks month months day days year years hour hours min "
        "minutes mean median total number percentage proportion score scores level levels rate rates "
        "change changes value values measured using use used based overall other all any each both "
        "either significant significantly no not had has have did do does more less most least "
        "mg kg ml daily dose doses once twice plus alone only treatment therapy"
    )
)
"""Words of a prompt that say little of which outcome it is; they count a little, not nothing."""

CONTROLS = frozenset(
    str.split(
        "placebo control controls usual standard conventional sham routine saline vehicle nothing none "
        "untreated waitlist waiting no without care alone baseline"
    )
)
CONTROL_NAMES = frozenset(
    str.split(
        "placebo control controls usual sham saline vehicle untreated waitlist comparison comparator "
        "ctl cg"
    )
)
TREATED_NAMES = frozenset(
    str.split(
        "intervention experimental treated treatment active study supplementation supplemented "
        "supplement program programme exercise training drug therapy ig trained"
    )
)
