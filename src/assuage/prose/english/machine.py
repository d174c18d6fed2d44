"""English sentences on what a machine read in a library. Each says so first."""

from assuage.prose.english.computed import verdict
from assuage.prose.english.facts import Held, Realiser
from assuage.prose.english.studies import trial
from assuage.prose.lexicon import Lexicon
from assuage.terms.statement import Computed, Statement


def _c(s: Statement) -> Computed:
    assert s.computed is not None
    return s.computed


def _works(n: int) -> str:
    return f"{n} {'work' if n == 1 else 'works'}"


def machine_verdict(s: Statement, held: Held, lex: Lexicon) -> str:
    return f"Machine-read in the library, no part of the conclusion: {verdict(s, held, lex)}"


def machine_trial(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    why = f" Why it stopped, in the register's words: “{c.words[0]}”." if c.words else ""
    return f"Machine-read register entry: {trial(s, held, lex)}{why}"


def machine_more(s: Statement, held: Held, lex: Lexicon) -> str:
    shown, total = _c(s).numbers
    return f"Machine-read results shown: the nearest {shown} of {total}; all: assuage evidence --anywhere."


def machine_method(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    if c.verdict == "read":
        matched, looked_at, concerned, results = c.numbers
        return (
            f"Library searched for {c.words[0]}: {_works(matched)} match; {looked_at} not curated "
            f"and not retracted were read by machine, of which {concerned} gave {results} results "
            "here. Machine-read results carry their words, were checked by no person, lose one level "
            "of certainty for it, and change no conclusion."
        )
    compared, studies = c.numbers
    return (
        f"{_works(compared)} of the library {'is' if compared == 1 else 'are'} curated: the curated "
        f"facts lead; the machine's reading differs in {studies} (assuage curate --disagreements)."
    )


def machine_left_out(s: Statement, held: Held, lex: Lexicon) -> str:
    c = _c(s)
    record, title, by = c.words
    return f"Left out of the library: {record}, “{title.rstrip('.')}”: {c.verdict} (told by {by})."


MACHINE: dict[str, Realiser] = {
    "machine-verdict": machine_verdict,
    "machine-trial": machine_trial,
    "machine-more": machine_more,
    "machine-method": machine_method,
    "machine-left-out": machine_left_out,
}
