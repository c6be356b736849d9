"""Runs one stage's notebook: checked before, shown while, swapped in only when it succeeded."""

import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.errors import InputError
from analysis.pipeline import interruption, state, store
from analysis.pipeline.ahead import Ahead, Outputs
from analysis.pipeline.build import Build, Others, clear_tables_away
from analysis.pipeline.cache import Cache
from analysis.pipeline.canonical import write_canonical
from analysis.pipeline.earlier import inputs
from analysis.pipeline.layout import EARLIER, NICE, PROGRESS, WORK, Layout, notebooks
from analysis.pipeline.locks import locked, wait_for_writers
from analysis.pipeline.manifest import described, write_manifest
from analysis.pipeline.nursery import Nursery
from analysis.pipeline.parameters import check_all, load
from analysis.pipeline.raw import list_raw
from analysis.pipeline.show import Terminal, failure_panel
from analysis.pipeline.stages import Stage, stage

FAILED, WRONG_INPUT, PROBLEMS = 1, 2, 3
#: How nice a stage is to one that takes longer, of 19.
PATIENCE = "10"
#: A stage that is made by itself.
ALONE = Others()
ROOT_FILES = ("datapackage.json", "ro-crate-metadata.json")


def make_stages(names: Sequence[str], corpus: str, nursery: Nursery) -> int:
    """Make those stages, each after those that it needs; returns the first exit code not 0."""
    layout = Layout(corpus)
    with Terminal() as terminal:

        def make(name: str, others: Others) -> int:
            return make_stage(name, corpus, nursery, terminal, others)

        try:
            return Build(layout, names, make).run(nursery)
        finally:
            clear_tables_away(layout)


def make_stage(
    name: str, corpus: str, nursery: Nursery, terminal: Terminal, others: Others = ALONE
) -> int:
    """Make one stage of a corpus, in processes of that nursery; returns the exit code.

    Earlier stages must be there; one whose tables are damaged is made again first.
    others: what is known of the stages that are made in the same build.
    """
    layout, one = Layout(corpus), stage(name)
    check_all(layout)
    with locked(layout, one.name):
        wanted = state.of_stage(layout, one, list_raw(layout))
        for before in one.needs:
            if before not in {*others.early} | others.finished:
                code = _mended(layout, stage(before), nursery, terminal)
                if code:
                    return code
        if state.up_to_date(layout, one, wanted, inputs(layout, one, others.early)):
            if not others.wait():
                return FAILED
            one.manifest(layout).touch()
            return 0
        other = state.reference_corpus(layout)
        if one.name == "terms" and other:
            code = max(make_stage(name, other, nursery, terminal) for name in ("corpus", "terms"))
            if code:
                return code
        try:
            return _execute(layout, one, wanted, nursery, terminal, others)
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
    layout: Layout,
    one: Stage,
    wanted: dict[str, Any],
    nursery: Nursery,
    terminal: Terminal,
    others: Others,
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
    if others.patient:
        environment[NICE] = PATIENCE
    given = inputs(layout, one, others.early)
    used = parameters.model_dump(mode="json")

    def told(outputs: Outputs | None) -> bool:
        """The tables are made: others may begin, and the notebook go on when its turn comes."""
        if outputs is not None:
            others.made(described(inputs=given, parameters=used, state=wanted, outputs=outputs))
        return others.wait() and inputs(layout, one) == given

    started = time.monotonic()
    executed = private / one.notebook
    source = notebooks() / one.notebook
    early = {EARLIER: json.dumps([*others.early])}
    with (
        terminal.follow(one.name, progress),
        Ahead(nursery, one.name, layout.corpus, environment | early, private, told) as ahead,
    ):
        environment |= ahead.for_notebook
        # It takes long to be read; the tables are being worked out meanwhile.
        from analysis.pipeline.notebook import execute

        error = execute(source, executed, {"corpus": layout.corpus}, nursery, environment)
        made = ahead.wait() if error is None else None
    interruption.check()
    if error is not None:
        executed.replace(kept)
        failure_panel(one.name, error, kept.relative_to(layout.run).as_posix())
        return WRONG_INPUT if getattr(error, "ename", "") == "InputError" else FAILED
    code = _problems(one, work, parameters)
    if code or not others.wait():
        return code or FAILED
    logged = write_canonical(executed, work / "notebook.ipynb").splitlines()
    for line in [*(ahead.log() if made is not None else []), *logged]:
        if line.strip():
            print(f"{one.name}: {line}", file=sys.stderr)
    read = inputs(layout, one)
    write_manifest(layout, one, work, inputs=read, parameters=used, state=wanted, known=made)
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
