"""How time and memory grow with the corpus: composed corpora of several sizes, stage by stage.

    python -m tests.bench growth --megabytes 100 1000 --shared FOLDER [--work FOLDER] [--raw FOLDER]

Composes a corpus of each size (news.py), or takes those that lie in --raw by the same name
(bench_100, bench_1000), and makes every stage from nothing. Processor time and memory are counted
over all processes of a build; of memory that processes share each has its part, so that the sum is
what the machine gives. Both hold on a busy machine too; the clock does not. Prints how many times
the first size's processor time each other size takes. 1 GB needs some 30 GB of disk.
"""

import argparse
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from analysis.pipeline.stages import STAGES
from tests.bench import figures
from tests.bench.news import SOURCES, compose
from tests.bench.pipeline_speed import CORPUS, pipeline, whole
from tests.bench.process_tree import Ran


def said(megabytes: float, step: str, ran: Ran) -> None:
    """One line for a step, as soon as it is known."""
    print(
        f"{megabytes:7g} MB  {step:10} {ran.seconds:8.1f} s  {ran.cpu_seconds:8.1f} CPU-seconds"
        f"  peak {ran.proportional:6.0f} MB",
        flush=True,
    )


def built(work: Path, raw: Path, megabytes: float) -> Ran:
    """Every stage of one corpus, from nothing; its results are removed again."""
    (work / "raw").mkdir(parents=True)
    (work / "raw" / CORPUS).symlink_to(raw.resolve())
    parts = []
    for stage in STAGES:
        parts.append(pipeline(work, "run", stage.name, CORPUS))
        said(megabytes, stage.name, parts[-1])
    shutil.rmtree(work)
    return whole(parts)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--megabytes", type=float, nargs="+", default=[100.0, 1000.0])
    parser.add_argument("--shared", type=Path, default=os.environ.get("DATELINE_SHARED"))
    parser.add_argument("--raw", type=Path, help="corpora that were composed before")
    parser.add_argument("--work", type=Path, help="where corpora and their results go")
    given = parser.parse_args()
    if given.shared is None and given.raw is None:
        parser.error("--shared FOLDER (or DATELINE_SHARED) is needed: a folder with `data`")
    work = Path(mkdtemp(prefix="dateline-bench-", dir=given.work))
    print(figures.load())
    first: Ran | None = None
    try:
        for size in given.megabytes:
            raw = (given.raw or work) / f"{CORPUS}_{size:g}"
            if not raw.is_dir():
                compose([given.shared / "data" / one for one in SOURCES], raw, size, 0.0)
            ran = built(work / "built", raw, size)
            said(size, "all stages", ran)
            if first is not None:
                times = ran.cpu_seconds / first.cpu_seconds
                print(f"{times:.1f} times the processor time of {given.megabytes[0]:g} MB")
            first = first or ran
        print(figures.load())
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
