"""Where one stage spends its time: cProfile over its functions, in one process, from no cache.

    python -m tests.bench profile_stage STAGE CORPUS [--processed FOLDER] [--raw FOLDER] [--top 25]

CORPUS must be made at least up to the stages that STAGE needs. Nothing of it is written: results
go to a temporary place. Prints the time of each function that the stage gives to the engine, then
the functions with most time of their own, then those with most time in all.
"""

import argparse
import cProfile
import importlib
import os
import pstats
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.pipeline.layout import Layout, processed_root, raw_root
from analysis.pipeline.stages import STAGES, stage


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=[one.name for one in STAGES])
    parser.add_argument("corpus")
    parser.add_argument("--processed", type=Path, default=processed_root())
    parser.add_argument("--raw", type=Path, default=raw_root())
    parser.add_argument("--top", type=int, default=25)
    parser.add_argument("--no-profile", action="store_true", help="times of the steps only")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="dateline-profile-") as work:
        folder = Path(work) / given.corpus
        folder.mkdir()
        for name in stage(given.stage).needs:
            one = stage(name).folder
            (folder / one).symlink_to((given.processed / given.corpus / one).resolve())
        os.environ["DATELINE_RAW"] = str(given.raw.resolve())
        os.environ["DATELINE_PROCESSED"] = work
        os.environ["DATELINE_PROCESSES"] = "1"
        os.environ["POLARS_MAX_THREADS"] = "1"
        _profile(given.stage, given.corpus, given.top, not given.no_profile)


def _profile(name: str, corpus: str, top: int, detailed: bool) -> None:
    from analysis.pipeline import engine
    from analysis.pipeline.session import Session

    spent: dict[str, float] = defaultdict(float)
    calls: Counter[str] = Counter()
    work_out: Callable[..., Any] = engine.work_out

    def timed(module: str, function: str, *rest: Any) -> Any:
        begin = time.process_time()
        result = work_out(module, function, *rest)
        spent[f"{module}.{function}"] += time.process_time() - begin
        calls[f"{module}.{function}"] += 1
        return result

    begin = time.process_time()
    importlib.import_module(f"analysis.{name}.stage")
    session = Session(name, Layout(corpus).corpus)
    imported = time.process_time() - begin
    # The engine looks the name up at each call.
    setattr(engine, "work_out", timed)  # noqa: B010
    profiler = cProfile.Profile()
    begin = time.process_time()
    if detailed:
        profiler.runcall(session.compute)
    else:
        session.compute()
    total = time.process_time() - begin
    print(f"{name}: imports {imported:.2f}, compute {total:.2f} CPU-seconds")
    for function, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        print(f"  {seconds:8.2f}  {calls[function]:4} calls  {function}")
    print(f"  {total - sum(spent.values()):8.2f}  reading shards, writing tables, the rest")
    if detailed:
        statistics = pstats.Stats(profiler).strip_dirs()
        statistics.sort_stats("tottime").print_stats(top)
        statistics.sort_stats("cumtime").print_stats("analysis|stage|compute|[a-z_]+.py", 2 * top)


if __name__ == "__main__":
    main()
