"""Runs one stage's notebook: checked before, shown while, swapped in only when it succeeded."""

import contextlib
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.pipeline import digest, state, store
from analysis.pipeline.cache import Cache
from analysis.pipeline.canonical import write_canonical
from analysis.pipeline.layout import Layout, notebooks, processed_root
from analysis.pipeline.manifest import write_manifest
from analysis.pipeline.parameters import check_all, load
from analysis.pipeline.raw import list_raw
from analysis.pipeline.session import PROGRESS, WORK
from analysis.pipeline.show import failure_panel, shown_progress
from analysis.pipeline.stages import Stage, stage

FAILED, WRONG_INPUT, PROBLEMS = 1, 2, 3
ROOT_FILES = ("datapackage.json", "ro-crate-metadata.json")


@contextlib.contextmanager
def _locked(layout: Layout, one: Stage) -> Iterator[None]:
    """Only one process makes a stage; a second says who does, and waits."""
    layout.state.mkdir(parents=True, exist_ok=True)
    path = layout.state / f"{one.name}.lock"
    with path.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            print(f"{one.name}: waiting, {holder} is making it", file=sys.stderr)
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


def up_to_date(layout: Layout, one: Stage, wanted: dict[str, Any]) -> bool:
    """Whether the stage was finished from this very state and these very tables."""
    manifest = state.recorded(layout, one)
    return bool(
        manifest
        and manifest.get("state") == digest.of_value(wanted)
        and manifest.get("inputs") == inputs(layout, one)
        and not state.damaged(layout, one, manifest)
    )


def inputs(layout: Layout, one: Stage) -> dict[str, Any]:
    """What the stage reads: raw files, or the tables of earlier stages, with their hashes."""
    if not one.needs:
        return {file.source_file: file.sha256 for file in list_raw(layout)}
    found = {}
    for name in one.needs:
        earlier = stage(name)
        outputs = (state.recorded(layout, earlier) or {}).get("outputs", {})
        for output, facts in outputs.items():
            if output.endswith(".parquet"):
                found[f"{earlier.folder}/{output}"] = facts["sha256"]
    return found


def make_stage(name: str, corpus: str) -> int:
    """Make one stage of a corpus; returns the exit code.

    Earlier stages must be there; one whose tables are damaged is made again first.
    """
    layout, one = Layout(corpus), stage(name)
    check_all(layout)
    with _locked(layout, one):
        wanted = state.of_stage(layout, one, list_raw(layout))
        for earlier in one.needs:
            code = _mended(layout, stage(earlier))
            if code:
                return code
        if up_to_date(layout, one, wanted):
            one.manifest(layout).touch()
            return 0
        other = state.reference_corpus(layout)
        if one.name == "terms" and other:
            code = max(make_stage("corpus", other), make_stage("terms", other))
            if code:
                return code
        return _execute(layout, one, wanted)


def _mended(layout: Layout, earlier: Stage) -> int:
    manifest = state.recorded(layout, earlier)
    if manifest is None:
        raise InputError(
            f"{earlier.name} of corpus {layout.corpus!r} is not made yet:"
            f" run `make {earlier.name} CORPUS={layout.corpus}`"
        )
    try:
        store.check_whole(layout, earlier, manifest)
        return 0
    except store.DamagedTable as error:
        print(f"{error} is damaged and is made again", file=sys.stderr)
        earlier.manifest(layout).unlink(missing_ok=True)
        return make_stage(earlier.name, layout.corpus)


def _kernel_environment(work: Path, progress: Path, private: Path) -> dict[str, str]:
    """What the kernel process is told: where results go; nothing is written to the home."""
    settings = {
        WORK: str(work),
        PROGRESS: str(progress),
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(private / "jupyter"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLCONFIGDIR": str(processed_root() / ".matplotlib"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    for folder in ("ipython", "jupyter"):
        (private / folder).mkdir(parents=True, exist_ok=True)
    return settings


def _execute(layout: Layout, one: Stage, wanted: dict[str, Any]) -> int:
    parameters = load(layout, one.name)
    work = layout.work / one.folder
    private = layout.work / f"{one.folder}.private"
    for leftover in (work, private, layout.work / f"{one.folder}.failed.ipynb"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
    work.mkdir(parents=True)
    private.mkdir()
    progress = private / "progress"
    progress.touch()
    began = progress.stat().st_mtime_ns
    os.environ.update(_kernel_environment(work, progress, private))
    started = time.monotonic()
    executed = private / one.notebook
    with shown_progress(one.name, progress):
        error = _papermill(notebooks() / one.notebook, executed, {"corpus": layout.corpus})
    if error is not None:
        kept = layout.work / f"{one.folder}.failed.ipynb"
        executed.replace(kept)
        failure_panel(one.name, error, kept.relative_to(layout.run).as_posix())
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(private, ignore_errors=True)
        return WRONG_INPUT if getattr(error, "ename", "") == "InputError" else FAILED
    code = _problems(one, work, parameters)
    if code:
        shutil.rmtree(work, ignore_errors=True)
        return code
    write_canonical(executed, work / "notebook.ipynb")
    used = parameters.model_dump(mode="json")
    write_manifest(layout, one, work, inputs=inputs(layout, one), parameters=used, state=wanted)
    store.swap_in(work, one.output(layout))
    _to_the_root(layout, one)
    shutil.rmtree(private, ignore_errors=True)
    Cache(layout.cache / one.name).sweep(began)
    print(f"{one.name}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    return 0


def _to_the_root(layout: Layout, one: Stage) -> None:
    """Descriptions of the whole run stand at its root, where other programs look for them."""
    for name in ROOT_FILES:
        made = one.output(layout) / name
        if made.exists():
            fresh = layout.run / f".{name}.new"
            shutil.copyfile(made, fresh)
            fresh.replace(layout.run / name)


def _papermill(source: Path, target: Path, given: dict[str, Any]) -> Exception | None:
    """Execute the notebook; the error of the failing cell, or None."""
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=given,
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            cwd=str(source.parent),
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        )
    except PapermillExecutionError as error:
        found: Exception = error
        return found
    return None


def _problems(one: Stage, work: Path, parameters: Any) -> int:
    """Say how many raw files could not be read; under `strict` that is a failure."""
    table = work / "files.parquet"
    if one.name != "corpus" or not table.exists():
        return 0
    broken = pl.read_parquet(table).filter(pl.col("problem").is_not_null())
    for row in broken.head(5).iter_rows(named=True):
        print(f"corpus: {row['source_file']}: {row['problem']}", file=sys.stderr)
    if broken.height > 5:
        print(f"corpus: … and {broken.height - 5} more files", file=sys.stderr)
    if broken.height:
        print(f"corpus: {broken.height} files with problems, see the table files", file=sys.stderr)
    return PROBLEMS if broken.height and getattr(parameters, "strict", False) else 0
