"""`make all` on the sample: from nothing, from the cache, with nothing to do, after a change.

    python -m tests.bench sample [--runs 3] [--write]

A copy of the sample is made in a temporary place, several times over:
  from nothing          no results, no cache
  nothing to do         again
  one article changed   one word of one raw file
  from the cache        results deleted, the cache of shards kept
"""

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.pipeline.layout import project_root
from analysis.pipeline.stages import STAGES
from tests.bench import figures
from tests.bench.figures import of_runs
from tests.bench.process_tree import Ran, run

CORPUS = "sample"


def make_all(work: Path) -> Ran:
    """`make all` on the copy of the sample; the environment is taken as it is."""
    return run(
        ["make", "--no-print-directory", "-o", ".venv/.pipeline", "all", f"CORPUS={CORPUS}"],
        {"DATELINE_RAW": str(work / "raw"), "DATELINE_PROCESSED": str(work / "processed")},
        project_root(),
    )


def change_one(raw: Path) -> None:
    """Change a word of one article."""
    path = min(raw.glob("*.txt"))
    content = path.read_bytes()
    path.write_bytes(content.replace(b" the ", b" this ", 1))


def once(work: Path) -> dict[str, Ran]:
    """Every case, one after the other, in a fresh place."""
    shutil.copytree(project_root() / "data" / "raw" / CORPUS, work / "raw" / CORPUS)
    done = {"from nothing": _shown("from nothing", work)}
    done["nothing to do"] = _shown("nothing to do", work)
    change_one(work / "raw" / CORPUS)
    done["one article changed"] = _shown("one article changed", work)
    for stage in STAGES:
        shutil.rmtree(work / "processed" / CORPUS / stage.folder, ignore_errors=True)
    done["from the cache"] = _shown("from the cache", work)
    return done


def _shown(step: str, work: Path) -> Ran:
    ran = make_all(work)
    if ran.code:
        raise SystemExit(f"{step}: make all ended with exit code {ran.code}\n{ran.said}")
    stages = [line for line in ran.said.splitlines() if line.endswith(" s")]
    if stages and step == "nothing to do":
        raise SystemExit(f"{step}: {stages}, so code or files were changed while this measured")
    print(f"{step}: {ran.seconds:.2f} s, {ran.cpu_seconds:.1f} CPU-seconds", *stages, sep="; ",
          file=sys.stderr, flush=True)  # fmt: skip
    return ran


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench sample",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the table of README.md")
    given = parser.parse_args()
    print(figures.load())
    runs = []
    for _ in range(given.runs):
        with TemporaryDirectory(prefix="dateline-bench-") as work:
            runs.append(once(Path(work)))
    found = [
        of_runs("sample", f"make all, {step}", [one[step] for one in runs]) for step in runs[0]
    ]
    figures.show(found)
    print(figures.load())
    if given.write:
        figures.keep(found, given.runs)


if __name__ == "__main__":
    main()
