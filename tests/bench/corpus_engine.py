"""The whole corpus stage as it runs: through the local engine, from raw files to written tables.

    python -m tests.bench corpus_engine RAW CORPUS [--processes 2] [--runs 1] [--notebook]
                                        [--peer-megabytes 0]

RAW holds a folder CORPUS with raw files (`python -m tests.bench pipeline --keep` makes one). Each
run is a fresh process with an empty cache; prints megabytes a second by the clock, CPU-seconds and
the peak memory of all its processes together, once with shared pages counted in each process and
once counted a part in each. --notebook: as `make corpus` runs it, with kernel and
figures. --peer-megabytes: reads that much of the same files with the straightforward pipeline of
corpus_throughput.py in one process, and compares the CPU time a megabyte.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from analysis.pipeline.layout import project_root
from tests.bench import figures
from tests.bench.corpus_throughput import peer
from tests.bench.pipeline_speed import python
from tests.bench.process_tree import Ran, run


def raw_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the corpus's files, those of each kind in turn."""
    found: dict[str, list[Path]] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        found.setdefault(path.suffix, []).append(path)
    shares = {kind: sum(one.stat().st_size for one in paths) for kind, paths in found.items()}
    given = dict.fromkeys(found, 0)
    while any(found.values()):
        # Kinds come in the proportion in which the corpus has them.
        kind = min((one for one in found if found[one]), key=lambda one: given[one] / shares[one])
        path = found[kind].pop(0)
        given[kind] += path.stat().st_size
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def stage(raw: Path, corpus: str, processes: int, notebook: bool) -> Ran:
    """One run from nothing."""
    work = Path(mkdtemp(prefix="dateline-corpus-"))
    compute = f"from analysis.pipeline.session import begin; begin('corpus', {corpus!r}).compute()"
    command = ["-m", "analysis.pipeline", "run", "corpus", corpus] if notebook else ["-c", compute]
    try:
        ran = run(
            [python(), *command],
            {
                "DATELINE_RAW": str(raw),
                "DATELINE_PROCESSED": str(work),
                "DATELINE_PROCESSES": str(processes),
            },
            project_root(),
        )
        if ran.code:
            raise SystemExit(f"the stage failed with exit code {ran.code}\n{ran.said}")
        return ran
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("raw", type=Path)
    parser.add_argument("corpus")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--notebook", action="store_true", help="as `make corpus` runs it")
    parser.add_argument("--peer-megabytes", type=float, default=0.0)
    given = parser.parse_args()
    raw = given.raw.resolve()
    size = sum(one.stat().st_size for one in (raw / given.corpus).rglob("*") if one.is_file()) / 1e6
    if not size:
        parser.error(f"{raw / given.corpus} holds no files")
    print(figures.load(), file=sys.stderr)
    best = None
    for _ in range(given.runs):
        ran = stage(raw, given.corpus, given.processes, given.notebook)
        print(
            f"{size:.1f} MB, {given.processes} processes: {ran.seconds:.1f} s,"
            f" {size / ran.seconds:.2f} MB/s; {ran.cpu_seconds:.1f} CPU-seconds,"
            f" {size / ran.cpu_seconds:.2f} MB per CPU-second; peak {ran.megabytes:.0f} MB,"
            f" shared pages counted once {ran.proportional:.0f} MB; {figures.load()}",
            flush=True,
        )
        best = min(best or ran, ran, key=lambda one: one.cpu_seconds)
    if given.peer_megabytes and best is not None:
        files: dict[str, bytes] = {}
        for name, content in raw_files(raw / given.corpus):
            if sum(map(len, files.values())) < given.peer_megabytes * 1e6:
                files[name] = content
        read = sum(map(len, files.values())) / 1e6
        spent = peer(files)
        rate, own = read / spent, size / best.cpu_seconds
        print(
            f"peer, {read:.1f} MB read: {spent:.1f} CPU-seconds, {rate:.2f} MB per CPU-second:"
            f" ours {own / rate:.1f} times as fast"
        )


if __name__ == "__main__":
    main()
