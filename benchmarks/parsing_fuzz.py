"""Mutated PubMed records, many of them: both readers must agree, and no file may do harm.

    python benchmarks/parsing_fuzz.py [--count 20000] [--seed 1]

Uses the mutations of tests/parsing/test_pubmed_xml.py on the real shared records. For every mutant:
where the fast reader takes it, the complete one must give the same record; and a file of a good
record, the mutant and a good record must give both good records, and nothing but records and
problems. Ends with the first mutant that breaks a rule, or with the counts.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.parsing.test_pubmed_xml import HEAD, TAIL, made, mutated, raws

from assuage.parsing.problem import ParseProblem
from assuage.parsing.pubmed_complete import complete
from assuage.parsing.pubmed_text import Unfit
from assuage.parsing.pubmed_xml import article, records
from assuage.terms.record import Record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    real = sorted(raws(), key=len)[:330]
    chance = random.Random(options.seed)
    agreed = left = problems = 0
    first, last = made(1).encode(), made(3).encode()
    for number in range(options.count):
        mutant = mutated(chance.choice(real), chance.randrange(2**32))
        try:
            found = article(mutant)
        except (Unfit, UnicodeDecodeError):
            left += 1
        else:
            other = complete(mutant.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
            for name in found.__struct_fields__:
                one, two = getattr(found, name), getattr(other, name)
                if one != two:
                    Path("/tmp/mutant.xml").write_bytes(mutant)
                    sys.exit(f"mutant {number} divides the readers in {name}:\n{one}\n{two}")
            agreed += 1
        if number % 4 == 0:
            data = HEAD.encode() + first + mutant + last + TAIL.encode()
            answers = list(records([data], "mutant.xml"))
            names = [a.id for a in answers if isinstance(a, Record)]
            if not names or names[0] != "pmid:1" or names[-1] != "pmid:3":
                sys.exit(
                    f"mutant {number} costs its neighbours:\n{mutant.decode(errors='replace')}"
                )
            problems += sum(isinstance(a, ParseProblem) for a in answers)
    print(
        f"{options.count} mutants: {agreed} by both readers, the same; {left} by the complete one"
        f" only; {problems} problems told in {len(range(0, options.count, 4))} files"
    )


if __name__ == "__main__":
    main()
