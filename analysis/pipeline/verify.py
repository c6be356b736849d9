"""Rebuilds a run from its raw files elsewhere, under other circumstances, and compares bytes."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis.contract import InputError
from analysis.pipeline.engine import processes
from analysis.pipeline.layout import Layout, project_root
from analysis.pipeline.raw import list_raw
from analysis.pipeline.stages import STAGES
from analysis.pipeline.why import reasons


def finished_files(run: Path) -> dict[str, Path]:
    """Every file of a finished run by its name below the run's folder; hidden ones left out."""
    return {
        path.relative_to(run).as_posix(): path
        for path in sorted(run.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(run).parts)
    }


def first_difference(one: Path, other: Path) -> str | None:
    """Where two files differ, in words; None where their bytes are equal."""
    if one.read_bytes() == other.read_bytes():
        return None
    if one.suffix == ".parquet":
        return _table_difference(pl.read_parquet(one), pl.read_parquet(other))
    if one.suffix == ".ipynb":
        return _notebook_difference(one, other)
    left, right = one.read_bytes(), other.read_bytes()
    at = next(
        (i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    return f"byte {at}: {left[at : at + 40]!r} and {right[at : at + 40]!r}"


def _notebook_difference(one: Path, other: Path) -> str:
    cells = [json.loads(path.read_text("utf-8"))["cells"] for path in (one, other)]
    for place, (left, right) in enumerate(zip(*cells, strict=False), 1):
        if left != right:
            source = "".join(left["source"]).strip().split("\n")[0][:80]
            what = "source" if left["source"] != right["source"] else "output"
            return f"{what} of cell {place} ({source})"
    return f"{len(cells[0])} and {len(cells[1])} cells"


def _table_difference(one: pl.DataFrame, other: pl.DataFrame) -> str:
    if one.schema != other.schema:
        return "the columns differ"
    if one.height != other.height:
        return f"{one.height} and {other.height} rows"
    for column in one.columns:
        same = one[column].eq_missing(other[column])
        if not same.all():
            row = int((~same).arg_true()[0])
            return f"column {column}, row {row}: {one[column][row]!r} and {other[column][row]!r}"
    return "equal rows, written differently"


#: What repeats the hashes of other files differs whenever one of those does: told last.
_REPEATING = ("manifest.json", "datapackage.json", "ro-crate-metadata.json")


def _causes_first(name: str) -> tuple[bool, str, bool, bool, str]:
    """Stage by stage, tables before what is drawn from them, notebooks after both."""
    stage, _, rest = name.rpartition("/") if "/" not in name else name.partition("/")
    repeating = name.rpartition("/")[2] in _REPEATING
    return (repeating, stage, name.endswith(".ipynb"), not name.endswith(".parquet"), rest)


def compare(run: Path, again: Path) -> Iterator[str]:
    """A line for each file that differs or stands on one side only, the likely cause first."""
    before, after = finished_files(run), finished_files(again)
    for name in sorted(before | after, key=_causes_first):
        if name not in before or name not in after:
            yield f"{name}: only in the {'rebuilt' if name in after else 'first'} run"
        else:
            difference = first_difference(before[name], after[name])
            if difference:
                yield f"{name}: {difference}"


def verify(corpus: str) -> int:
    """Rebuild the corpus in another folder, with another hash seed, time zone, locale and
    number of processes, and compare every output; returns the exit code.

    Raises InputError where the run is not finished.
    """
    layout = Layout(corpus)
    if not STAGES[-1].manifest(layout).exists():
        raise InputError(f"corpus {corpus!r} is not finished: run `make all CORPUS={corpus}`")
    stale = [one.name for one in STAGES if reasons(layout, one, list_raw(layout))]
    if stale:
        raise InputError(
            f"corpus {corpus!r} is out of date ({', '.join(stale)}), so there is nothing to verify:"
            f" `make why CORPUS={corpus}` says why, `make all CORPUS={corpus}` renews it"
        )
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATELINE_PROCESSED": folder,
            "DATELINE_PROCESSES": "1" if processes() > 1 else "2",
            "PYTHONHASHSEED": "4711",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C.UTF-8" if os.environ.get("LC_ALL") == "C" else "C",
        }
        built = subprocess.run(
            [sys.executable, "-m", "analysis.pipeline", "all", corpus],
            env=environment,
            cwd=project_root(),
        )
        if built.returncode:
            print("verify: the rebuild failed", file=sys.stderr)
            return built.returncode
        differences = list(compare(layout.run, Path(folder) / corpus))
    for line in differences[:20]:
        print(line)
    if differences:
        count = "1 file differs" if len(differences) == 1 else f"{len(differences)} files differ"
        print(f"verify: {count}; the first: {differences[0]}")
        return 1
    print(f"verify: every output of {corpus!r} was rebuilt byte for byte")
    return 0
