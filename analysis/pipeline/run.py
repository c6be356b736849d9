"""Runs one stage's notebook: checked before, shown while, swapped in only when it succeeded."""

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from analysis.errors import InputError
from analysis.pipeline import interruption, state, store
from analysis.pipeline.cache import Cache
from analysis.pipeline.canonical import write_canonical
from analysis.pipeline.engine import processes
from analysis.pipeline.layout import PROGRESS, WORK, Layout, notebooks
from analysis.pipeline.locks import locked, nobody_else, wait_for_writers
from analysis.pipeline.manifest import write_manifest
from analysis.pipeline.notebook import execute
from analysis.pipeline.nursery import Nursery
from analysis.pipeline.parameters import check_all, load
from analysis.pipeline.raw import list_raw
from analysis.pipeline.show import Terminal, failure_panel
from analysis.pipeline.stages import STAGES, Stage, stage

FAILED, WRONG_INPUT, PROBLEMS = 1, 2, 3
#: Up to this size of the documents' table, stages that do not need each other run side by side:
#: most of their time goes to steps that use one processor. Above it, memory counts for more.
SIDE_BY_SIDE_BYTES = 8 << 20
#: The same where the stages have been made before: what is kept need not be worked out again.
AGAIN_SIDE_BY_SIDE_BYTES = 64 << 20
ROOT_FILES = ("datapackage.json", "ro-crate-metadata.json")


def make_stages(names: Sequence[str], corpus: str, nursery: Nursery) -> int:
    """Make those stages, each after those that it needs; returns the first exit code not 0."""
    waiting = list(names)
    with Terminal() as terminal:
        make = partial(make_stage, corpus=corpus, nursery=nursery, terminal=terminal)
        while waiting:
            interruption.check()
            ready = [name for name in waiting if not {*stage(name).needs} & {*waiting}]
            together = ready if side_by_side(Layout(corpus), ready) else ready[:1]
            code = max(_all_at_once(make, together, nursery))
            if code:
                return code
            waiting = [name for name in waiting if name not in together]
    return 0


def clear_away(layout: Layout) -> None:
    """Remove what the ended processes of a build were about to write into the cache.

    Stages that another build is making at this moment are left alone.
    """
    for one in STAGES:
        with contextlib.suppress(OSError), nobody_else(layout, one.name) as alone:
            if alone:
                Cache(layout.cache / one.name).clear_away()


def side_by_side(layout: Layout, names: Sequence[str]) -> bool:
    """Whether stages that do not need each other are made at once."""
    documents = stage("corpus").output(layout) / "documents.parquet"
    if processes() < 2 or not documents.exists():
        return False
    again = all(stage(name).manifest(layout).exists() for name in names)
    most = AGAIN_SIDE_BY_SIDE_BYTES if again else SIDE_BY_SIDE_BYTES
    return documents.stat().st_size < most


def _all_at_once(make: Callable[[str], int], names: Sequence[str], nursery: Nursery) -> list[int]:
    if len(names) == 1:
        return [make(names[0])]
    with ThreadPoolExecutor(len(names)) as threads:
        try:
            return list(threads.map(make, names))
        except BaseException:
            # Without kernels the other stages end too, instead of being waited for.
            nursery.close()
            raise


def make_stage(name: str, corpus: str, nursery: Nursery, terminal: Terminal) -> int:
    """Make one stage of a corpus, in a kernel of that nursery; returns the exit code.

    Earlier stages must be there; one whose tables are damaged is made again first.
    """
    layout, one = Layout(corpus), stage(name)
    check_all(layout)
    with locked(layout, one.name):
        wanted = state.of_stage(layout, one, list_raw(layout))
        for earlier in one.needs:
            code = _mended(layout, stage(earlier), nursery, terminal)
            if code:
                return code
        if state.up_to_date(layout, one, wanted):
            one.manifest(layout).touch()
            return 0
        other = state.reference_corpus(layout)
        if one.name == "terms" and other:
            code = max(make_stage(name, other, nursery, terminal) for name in ("corpus", "terms"))
            if code:
                return code
        try:
            return _execute(layout, one, wanted, nursery, terminal)
        finally:
            for leftover in _places(layout, one):
                shutil.rmtree(leftover, ignore_errors=True)


def _mended(layout: Layout, earlier: Stage, nursery: Nursery, terminal: Terminal) -> int:
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
        return make_stage(earlier.name, layout.corpus, nursery, terminal)


def _kernel_environment(work: Path, progress: Path, private: Path) -> dict[str, str]:
    """What the kernel is told: where results go, and where it may keep what only it needs."""
    settings = {
        WORK: str(work),
        PROGRESS: str(progress),
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(private / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(private / "jupyter"),
    }
    for folder in ("ipython", "jupyter"):
        (private / folder).mkdir(parents=True, exist_ok=True)
    return settings


def _places(layout: Layout, one: Stage) -> tuple[Path, Path]:
    """Where the stage's results lie until they are finished, and what only this run needs."""
    return layout.work / one.folder, layout.work / f"{one.folder}.private"


def _execute(
    layout: Layout, one: Stage, wanted: dict[str, Any], nursery: Nursery, terminal: Terminal
) -> int:
    parameters = load(layout, one.name)
    work, private = _places(layout, one)
    kept = layout.work / f"{one.folder}.failed.ipynb"
    wait_for_writers(layout, one.name)
    for leftover in (work, private):
        shutil.rmtree(leftover, ignore_errors=True)
    kept.unlink(missing_ok=True)
    private.mkdir(parents=True)
    progress = private / "progress"
    progress.touch()
    began = progress.stat().st_mtime_ns
    environment = _kernel_environment(work, progress, private)
    started = time.monotonic()
    executed = private / one.notebook
    source = notebooks() / one.notebook
    with terminal.follow(one.name, progress):
        error = execute(source, executed, {"corpus": layout.corpus}, nursery, environment)
    interruption.check()
    if error is not None:
        executed.replace(kept)
        failure_panel(one.name, error, kept.relative_to(layout.run).as_posix())
        return WRONG_INPUT if getattr(error, "ename", "") == "InputError" else FAILED
    code = _problems(one, work, parameters)
    if code:
        return code
    for line in write_canonical(executed, work / "notebook.ipynb").splitlines():
        if line.strip():
            print(f"{one.name}: {line}", file=sys.stderr)
    used = parameters.model_dump(mode="json")
    read = state.inputs(layout, one)
    write_manifest(layout, one, work, inputs=read, parameters=used, state=wanted)
    store.swap_in(work, one.output(layout))
    _to_the_root(layout, one)
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
