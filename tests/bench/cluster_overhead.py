"""A whole build on a Dask cluster of this machine, beside the same build by the local engine.

    python -m tests.bench cluster_overhead CORPUS [--raw FOLDER] [--workers 2] [--runs 1]

Both build from nothing in a temporary place with the same number of processes; the workers are
reached over TCP and have read their libraries (--preload analysis.pipeline.libraries). Prints
both times and the overhead, and compares every byte of the outputs.
"""

import argparse
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from distributed import LocalCluster

from analysis.pipeline.layout import project_root, raw_root
from analysis.pipeline.nursery import ONE_THREAD
from analysis.pipeline.verify import compare
from tests.bench import figures
from tests.bench.process_tree import Ran, run


def build(corpus: str, raw: Path, processed: Path, **more: str) -> Ran:
    """A whole build; stops where it fails."""
    ran = run(
        [sys.executable, "-m", "analysis.pipeline", "all", corpus],
        {"DATELINE_RAW": str(raw), "DATELINE_PROCESSED": str(processed), **more},
        project_root(),
    )
    if ran.code:
        raise SystemExit(f"exit code {ran.code}\n{ran.said}")
    return ran


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench cluster_overhead",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus")
    parser.add_argument("--raw", type=Path, default=raw_root())
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    print(figures.load())
    number = str(given.workers)
    here, there = [], []
    for _ in range(given.runs):
        with TemporaryDirectory(prefix="dateline-bench-") as work:
            local, clustered = Path(work) / "local", Path(work) / "cluster"
            here.append(build(given.corpus, given.raw, local, DATELINE_PROCESSES=number))
            with LocalCluster(
                n_workers=given.workers,
                threads_per_worker=1,
                protocol="tcp://",
                dashboard_address=None,
                env={"POLARS_MAX_THREADS": "1", **ONE_THREAD},
                preload="analysis.pipeline.libraries",
            ) as cluster:
                address = cluster.scheduler_address
                there.append(
                    build(given.corpus, given.raw, clustered, DASK_SCHEDULER_ADDRESS=address)
                )
            differing = list(compare(local / given.corpus, clustered / given.corpus))
        print("bytes differ: " + "; ".join(differing[:5]) if differing else "all bytes are equal")
    one, other = median(ran.seconds for ran in here), median(ran.seconds for ran in there)
    print(f"local engine, {number} processes: {one:.1f} s")
    print(
        f"Dask cluster, {number} workers over TCP: {other:.1f} s, overhead {other / one - 1:+.0%}"
    )
    print(figures.load())


if __name__ == "__main__":
    main()
