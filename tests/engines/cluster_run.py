"""Two worker nodes on loopback, one killed in mid-job; the build must end with every record once.

Run as a process of its own: python -m tests.engines.cluster_run FOLDER
Every address is on the loopback range; nothing leaves the machine.
"""

import os
import sys
from pathlib import Path

from assuage.engines.on_ray import NODE_IP
from assuage.library.parts import PartDone
from assuage.runs.building import build
from tests.library.pubmed_files import article, write

HEAD, WORKERS = "127.0.0.2", ("127.0.0.3", "127.0.0.4")
FILES, EACH = 8, 400
STORE = 80_000_000  # bytes; the smallest object store that Ray takes is 75 MiB


def main(folder: Path) -> None:
    """Start the nodes, build, kill one after the first part, print the parts as they come."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ[NODE_IP] = HEAD
    from ray.cluster_utils import Cluster

    baseline = folder / "baseline"
    baseline.mkdir()
    for file in range(FILES):
        first = file * EACH + 1
        articles = [article(n, f"Ketamine case {n}") for n in range(first, first + EACH)]
        write(baseline / f"pubmed26n{file:04}.xml.gz", articles)
    head = {"num_cpus": 0, "node_ip_address": HEAD, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={**head, "object_store_memory": STORE})
    nodes = [
        cluster.add_node(num_cpus=1, node_ip_address=ip, object_store_memory=STORE)
        for ip in WORKERS
    ]
    made = 0

    def one_made(part: PartDone, total: int) -> None:
        nonlocal made
        made += 1
        print(f"made {part.name} {made}/{total}", flush=True)
        if made == 1:
            cluster.remove_node(nodes[0], allow_graceful=False)
            print("killed a node", flush=True)

    try:
        done = build(folder / "library", baseline, cluster=cluster.address, on_part=one_made)
        print(f"done {sum(part.records for part in done)}", flush=True)
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
