"""The whole pipeline on a composed corpus, stage by stage, beside bare spaCy names.

    python -m tests.bench pipeline --megabytes 10 --shared FOLDER [--runs 3] [--write]
                                   [--peer-megabytes 4] [--no-change] [--work FOLDER] [--keep]

Composes a corpus of that size (news.py) from the shared data (a folder with `data`) in a
temporary place, makes every stage as `make` does, then again with nothing to do, then with one
article changed; then bare spaCy NER in two processes reads the same texts: all of them, or the
first --peer-megabytes, whose time is scaled to the whole (said in the table). Prints how many of
the planted copies were found, and what else was taken for one.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from analysis.pipeline.layout import project_root
from analysis.pipeline.stages import STAGES
from tests.bench import figures
from tests.bench.figures import Figure, of_runs
from tests.bench.news import SOURCES, Composed, compose
from tests.bench.process_tree import Ran, run

CORPUS = "bench"


def python() -> str:
    """The interpreter of the pipeline's own environment, as `make` uses it."""
    own = project_root() / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def pipeline(work: Path, *arguments: str) -> Ran:
    """One command of the pipeline on the corpus below a folder; stops where it fails."""
    ran = run(
        [python(), "-m", "analysis.pipeline", *arguments],
        {"DATELINE_RAW": str(work / "raw"), "DATELINE_PROCESSED": str(work / "processed")},
        project_root(),
    )
    if ran.code:
        raise Failed(f"{' '.join(arguments)}: exit code {ran.code}\n{ran.said}")
    return ran


class Failed(Exception):
    """A command of the pipeline did not succeed."""


def whole(parts: Sequence[Ran]) -> Ran:
    """Several commands one after the other as one."""
    return Ran(
        0,
        "",
        sum(one.seconds for one in parts),
        sum(one.cpu_seconds for one in parts),
        max(one.megabytes for one in parts),
        max(one.proportional for one in parts),
    )


def change_one(raw: Path) -> None:
    """Change the second word of one article."""
    path = min((raw / "export").iterdir())
    first, *others = path.read_text("utf-8").splitlines(keepends=True)
    row = json.loads(first)
    words = row["text"].split(" ")
    row["text"] = " ".join([words[0], f"{words[1]}r", *words[2:]])
    path.write_text("".join([json.dumps(row) + "\n", *others]), "utf-8")


def measure(work: Path, made: Composed, runs: int, change: bool) -> list[Figure]:
    """Stages, all together, nothing to do, and where it is wanted one article changed."""
    name = f"{made.megabytes:.0f} MB, {made.articles:,} articles"
    steps: dict[str, list[Ran]] = {one.name: [] for one in STAGES}
    again: list[Ran] = []
    changed: list[Ran] = []
    try:
        for _ in range(runs):
            shutil.rmtree(work / "processed", ignore_errors=True)
            for stage in steps:
                steps[stage].append(pipeline(work, "run", stage, CORPUS))
                done = steps[stage][-1]
                print(
                    f"{stage}: {done.seconds:.1f} s, {done.cpu_seconds:.1f} CPU-seconds,"
                    f" {done.megabytes:.0f} MB, shared pages once {done.proportional:.0f} MB",
                    file=sys.stderr,
                )
            again.append(pipeline(work, "state", CORPUS))
            if change:
                change_one(work / "raw" / CORPUS)
                changed.append(pipeline(work, "all", CORPUS))
    except Failed as error:
        print(error, file=sys.stderr)
    size, count = made.megabytes, made.articles
    found = [of_runs(name, stage, done, size, count) for stage, done in steps.items() if done]
    if again:
        full = [whole(parts) for parts in zip(*steps.values(), strict=False)]
        found.append(of_runs(name, "all stages", full, size, count))
        found.append(of_runs(name, "nothing to do (state)", again))
    if changed:
        found.append(of_runs(name, "one article changed", changed))
    return found


def peer(work: Path, made: Composed, runs: int, processes: int) -> Figure:
    """Bare spaCy names on the same texts, scaled to all of them where only some were read."""
    path = work / "texts.json"
    path.write_text(json.dumps(made.texts), "utf-8")
    read = sum(len(one.encode()) for one in made.texts) / 1e6
    done = []
    for _ in range(runs):
        ran = run(
            [python(), "-W", "ignore", "-m", "tests.bench.bare_names", str(path),
             "--processes", str(processes)],
            {"OMP_NUM_THREADS": "1"},
            project_root(),
        )  # fmt: skip
        if ran.code:
            raise SystemExit(f"bare spaCy failed:\n{ran.said}")
        said = json.loads(ran.said.strip().splitlines()[-1])
        done.append(Ran(0, "", said["seconds"], ran.cpu_seconds, ran.megabytes))
    scale = made.articles / len(made.texts)
    one = of_runs("", "", done)
    part = "" if scale <= 1 else f", {read:.0f} MB read, time scaled"
    return Figure(
        f"{made.megabytes:.0f} MB, {made.articles:,} articles",
        f"names by bare spaCy, {processes} processes{part}",
        one.seconds * scale,
        (one.cpu_seconds or 0.0) * scale,
        made.megabytes,
        made.articles,
        one.peak,
    )


def copies_found(work: Path, made: Composed) -> str:
    """How the corpus looks to the pipeline, beside how it was made."""
    documents = pl.read_parquet(
        work / "processed" / CORPUS / "10_corpus" / "documents.parquet",
        columns=["doc_id", "copy_of"],
    )
    found = documents["copy_of"].is_not_null().sum()
    return (
        f"articles: {made.articles:,} composed, {documents.height:,} found; "
        f"copies: {made.copies:,} planted, {found:,} found"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench pipeline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--shared", type=Path, default=os.environ.get("DATELINE_SHARED"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer-megabytes", type=float, default=4.0)
    parser.add_argument("--peer-processes", type=int, default=2)
    parser.add_argument("--no-change", action="store_true", help="leave the changed article out")
    parser.add_argument("--work", type=Path, help="where the corpus and its results go")
    parser.add_argument("--keep", action="store_true", help="leave them there")
    parser.add_argument("--write", action="store_true", help="write the table of README.md")
    given = parser.parse_args()
    if given.shared is None:
        parser.error("--shared FOLDER (or DATELINE_SHARED) is needed: a folder with `data`")
    work = Path(mkdtemp(prefix="dateline-bench-", dir=given.work))
    try:
        folders = [given.shared / "data" / one for one in SOURCES]
        made = compose(folders, work / "raw" / CORPUS, given.megabytes, given.peer_megabytes)
        print(f"composed in {work}; {figures.load()}" if given.keep else figures.load())
        found = measure(work, made, given.runs, not given.no_change)
        if not found:
            raise SystemExit(1)
        rival = peer(work, made, given.runs, given.peer_processes)
        figures.show([*found, rival])
        print(copies_found(work, made))
        for one in found:
            if one.step in ("all stages", "one article changed"):
                print(
                    f"{one.step}: {one.seconds / rival.seconds:.3f} of the time of bare spaCy names"
                )
        print(figures.load())
        if given.write:
            figures.keep([*found, rival], given.runs)
    finally:
        if not given.keep:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
