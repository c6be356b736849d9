"""What a notebook calls: work out a stage, and read its tables and those of earlier stages.

A notebook run by `make` writes into the folder that the wrapper names; one that somebody runs
by hand writes into a scratch folder, so that a finished run is never touched by trying things.
"""

import importlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from pydantic import BaseModel

from analysis.contract import Description, Given, InputError, Part, Table, Tables
from analysis.errors import given_out
from analysis.pipeline import digest, earlier, raw, shards, state, store
from analysis.pipeline.ahead import tables_are_made
from analysis.pipeline.cache import Cache, Damaged, hold
from analysis.pipeline.cluster import engine_for
from analysis.pipeline.engine import LocalEngine, Progress
from analysis.pipeline.hand import read_hand
from analysis.pipeline.layout import PROGRESS, WORK, Layout
from analysis.pipeline.locks import writing
from analysis.pipeline.parameters import describe, load, toml_value
from analysis.pipeline.parts import FilePart
from analysis.pipeline.pictures import keep_pictures
from analysis.pipeline.pieces import noted
from analysis.pipeline.stages import STAGES, Stage, stage

if TYPE_CHECKING:
    # Slow to be read, and what works a stage out has no need of it.
    import pandas as pd

#: Damaged cache entries that one run mends before it gives up.
MENDED_AT_MOST = 50


def tables_of(name: str) -> tuple[Table, ...]:
    """The declared tables of a stage."""
    found: tuple[Table, ...] = importlib.import_module(f"analysis.{name}.tables").TABLES
    return found


def _progress() -> Progress:
    path = os.environ.get(PROGRESS)

    def tell(step: str, done: int, total: int) -> None:
        if path:
            with Path(path).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([step, done, total]) + "\n")

    return tell


def provenance(manifests: Mapping[str, Mapping[str, Any]], keys: Sequence[str]) -> pl.DataFrame:
    """One row per stage: its run id and, as JSON, more of its manifest."""
    return pl.DataFrame(
        {"stage": name, "run_id": manifest.get("run_id", "")}
        | {key: digest.canonical(manifest.get(key, {})) for key in keys}
        for name, manifest in manifests.items()
    )


@dataclass(frozen=True)
class _Provenance:
    """What the manifests of finished stages say; asking for it waits until all are written."""

    layout: Layout
    run_ids: Mapping[str, str]

    @property
    def id(self) -> str:
        return self._held.id

    def load(self) -> Tables:
        return self._held.load()

    @cached_property
    def _held(self) -> Part:
        manifests = earlier.finished(self.layout, self.run_ids)
        return hold({"provenance": provenance(manifests, _SAID)})


#: What the report says of the run of each stage before it.
_SAID_EARLY = ("parameters", "code", "outputs")
_SAID = ("inputs", "parameters", "code", "environment", "packages", "outputs", "counts")


def _whole(layout: Layout, of: Stage) -> dict[str, Part]:
    """The whole tables that a stage reads, each named by its hash in the manifest."""
    found: dict[str, Part] = {}
    for name in of.needs:
        there = earlier.made(layout, stage(name))
        for table in tables_of(name):
            stem = f"{name}_filters" if table.stem == "filters" else table.stem
            if stem in of.whole or "*" in of.whole:
                path = earlier.path_of(layout, stage(name), there, table.stem)
                sha = there.inputs.get(f"{table.stem}.parquet", "")
                found[stem] = FilePart(table.stem, path, f"{stem}:{sha}")
    return found


def _shards(layout: Layout, of: Stage) -> Sequence[Part]:
    paths, known = {}, {}
    for name in of.needs:
        there = earlier.made(layout, stage(name))
        for table in tables_of(name):
            if table.stem in of.by_article:
                paths[table.stem] = earlier.path_of(layout, stage(name), there, table.stem)
                sha256 = there.inputs.get(f"{table.stem}.parquet", "")
                known[table.stem] = noted(layout.cache / name, sha256)
    facts = pl.read_parquet(paths["documents"], columns=["words"])["words"].sum()
    return shards.article_parts(paths, 6 * int(facts), pieces=known)


def _given(layout: Layout, of: Stage, engine: LocalEngine, description: Description) -> Given:
    hand = {name: table for name, table in read_hand(layout).items() if name in of.hand}
    whole = _whole(layout, of)
    if of.name == "report":
        known = {name: earlier.made(layout, stage(name)).known_early for name in of.needs}
        whole["runs"] = engine.share({"provenance": provenance(known, _SAID_EARLY)})
        run_ids = {name: said.get("run_id", "") for name, said in known.items()}
        whole["provenance"] = _Provenance(layout, run_ids)
    if not of.needs:
        files = raw.list_raw(layout)
        named = [(one.source_file, one.sha256) for one in files if one.sha256]
        frame = pl.DataFrame(named, schema=["source_file", "sha256"], orient="row")
        whole["raw_files"] = engine.share({"raw_files": frame})
        return Given(shards.raw_parts(layout, files), whole, engine.share(hand), description)
    other = state.reference_corpus(layout)
    if of.name == "terms" and other:
        there = Layout(other)
        path = store.table_path(there, stage("terms"), "frequencies")
        whole["reference_frequencies"] = FilePart(
            "reference_frequencies", path, digest.of_file(path)
        )
    return Given(_shards(layout, of), whole, engine.share(hand), description)


class Session:
    """One stage of one corpus: its parameters, its results, and the tables before it."""

    def __init__(self, name: str, corpus: str, changes: Mapping[str, Any] | None = None) -> None:
        self.stage = stage(name)
        self.layout = Layout(corpus)
        self.changes = dict(changes or {})
        self.parameters: BaseModel = load(self.layout, name, changes)
        self.description = describe(self.layout)
        given = os.environ.get(WORK)
        self.folder = Path(given) if given else self.layout.scratch / self.stage.folder
        self.interactive = not given
        keep_pictures(self.layout.cache / name)
        self._writing = None if self.interactive else writing(self.layout, name)

    def compute(self) -> "Session":
        """Work out every table and file of the stage; returns the session itself.

        Raises InputError where earlier stages are missing, MachineError where disk, memory or
        processes gave out.
        """
        if self.interactive:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif not self.changes and tables_are_made():
            return self
        for _ in range(MENDED_AT_MOST):
            try:
                self._compute()
                if self.interactive:
                    print(self._by_hand())
                return self
            except Damaged as error:
                error.path.unlink(missing_ok=True)
            except (OSError, MemoryError) as error:
                raise given_out(error) or error from None
        raise InputError(
            f"the cache of corpus {self.layout.corpus!r} is damaged again and again: check the"
            f" disk, then run `make clean CORPUS={self.layout.corpus}`"
        )

    def _compute(self) -> None:
        local = LocalEngine(Cache(self.layout.cache / self.stage.name), _progress())
        engine = engine_for(local)
        try:
            given = _given(self.layout, self.stage, engine, self.description)
            module = importlib.import_module(f"analysis.{self.stage.name}.stage")
            outputs = module.compute(engine, given, self.parameters)
            # No more than two: each holds a part of the corpus in memory.
            at_once = min(2, local.workers)
            tables = tables_of(self.stage.name)
            store.write_outputs(tables, outputs, self.folder, engine, at_once, local.cache.folder)
        finally:
            engine.close()

    def table(self, stem: str, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """A table of this stage or of an earlier one, as pandas; all columns or those named.

        `filters` is this stage's. Raises InputError where there is no such table.
        """
        return self.frame(stem, columns).to_pandas()

    def frame(self, stem: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The same as a polars frame."""
        return pl.read_parquet(self._path(stem), columns=list(columns) if columns else None)

    def scan(self, stem: str) -> pl.LazyFrame:
        """The same, read only as far as a query needs it: for tables with a row per word."""
        return pl.scan_parquet(self._path(stem))

    def _path(self, stem: str) -> Path:
        own = self.folder / f"{stem}.parquet"
        if own.is_file():
            return own
        for one in STAGES:
            if stem in {table.stem for table in tables_of(one.name)}:
                return store.table_path(self.layout, one, stem)
        raise InputError(f"there is no table {stem!r}")

    def _by_hand(self) -> str:
        """Said to somebody who runs the notebook in JupyterLab; not in the run's own notebooks."""
        stays = f"The finished run of {self.layout.corpus!r} stays as it is."
        if self.changes:
            made = ", ".join(f"{key} = {toml_value(to)}" for key, to in self.changes.items())
            return f"Tried: {made}. {stays} To keep it: print(run.how_to_keep())"
        name = next(iter(type(self.parameters).model_fields))
        value = toml_value(getattr(self.parameters, name))
        return (
            f"Worked out with the parameters that `make` uses. {stays} To try others, write for"
            f" example changes = {{{name!r}: {value}}} in the first cell and run again;"
            f" notebooks/parameters.toml names them all, under [{self.stage.name}]."
        )

    def how_to_keep(self) -> str:
        """The lines of corpus.toml with which `make` gives what this session gives.

        A finished run is made by `make` alone, from files: so that what was tried by hand is
        kept as a choice that the next reader can see, and not as a result without a reason.
        """
        if not self.changes:
            return "Nothing differs from the parameters that `make` uses."
        lines = [f"{key} = {toml_value(value)}" for key, value in sorted(self.changes.items())]
        return "\n".join(
            [
                f"# in data/raw/{self.layout.corpus}/corpus.toml, then: make all"
                f" CORPUS={self.layout.corpus}",
                f"[parameters.{self.stage.name}]",
                *lines,
            ]
        )


def begin(name: str, corpus: str, changes: Mapping[str, Any] | None = None) -> Session:
    """Open a stage of a corpus.

    name: corpus, terms, entities, timeline or report.
    changes: parameters that differ from notebooks/parameters.toml, for this run only.
    Raises InputError for an unknown stage, corpus or parameter.
    """
    return Session(name, corpus, changes)
