"""Reads finished runs: which stages there are, their tables lazily, their raw files and run ids."""

import difflib
import functools
import os
from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.contract import Description, InputError, Table
from analysis.pipeline import state, store
from analysis.pipeline.layout import Layout, processed_root, raw_root
from analysis.pipeline.parameters import describe
from analysis.pipeline.stages import STAGES, Stage


def default_corpus() -> str:
    """The corpus that make was called with, else the sample."""
    return os.environ.get("CORPUS") or "sample"


def corpora() -> list[str]:
    """Names of the corpora of which at least the first stage is finished."""
    top = processed_root()
    if not top.is_dir():
        return []
    return sorted(
        folder.name
        for folder in top.iterdir()
        if not folder.name.startswith(".") and STAGES[0].manifest(Layout(folder.name)).is_file()
    )


def _never_built(layout: Layout) -> InputError:
    built = corpora()
    if layout.raw.is_dir():
        said = (
            f"corpus {layout.corpus!r} has articles but was never built:"
            f" run `make all CORPUS={layout.corpus}` in a terminal, then open it again"
        )
    else:
        folders = raw_root().iterdir() if raw_root().is_dir() else []
        names = sorted({*built, *(folder.name for folder in folders if folder.is_dir())})
        near = difflib.get_close_matches(layout.corpus, names, n=1, cutoff=0.5)
        said = f"there is no corpus {layout.corpus!r}" + (
            f": did you mean {near[0]!r}?"
            if near
            else f": put articles into data/raw/{layout.corpus} and run"
            f" `make all CORPUS={layout.corpus}`"
        )
    return InputError(said + (f" (built so far: {', '.join(built)})" if built else ""))


class Run:
    """The finished stages of a corpus. Nothing is read before it is asked for."""

    def __init__(self, corpus: str) -> None:
        self.layout = Layout(corpus)
        found = {one.name: state.recorded(self.layout, one) for one in STAGES}
        self.manifests: dict[str, dict[str, Any]] = {
            name: manifest for name, manifest in found.items() if manifest is not None
        }
        if STAGES[0].name not in self.manifests:
            raise _never_built(self.layout)

    @property
    def corpus(self) -> str:
        return self.layout.corpus

    @property
    def missing(self) -> list[str]:
        """Stages that are not finished, in order."""
        return [one.name for one in STAGES if one.name not in self.manifests]

    @property
    def run_id(self) -> str:
        """The id of the last finished stage, which rests on those before it."""
        last = [one.name for one in STAGES if one.name in self.manifests][-1]
        return str(self.manifests[last].get("run_id", ""))

    @functools.cached_property
    def description(self) -> Description:
        """What corpus.toml says."""
        return describe(self.layout)

    def has(self, table: Table) -> bool:
        """Whether the table's stage is finished."""
        return self._stage(table).name in self.manifests

    def _stage(self, table: Table) -> Stage:
        folder = table.name.split("/")[0]
        return next(one for one in STAGES if one.folder == folder)

    def scan(self, table: Table) -> pl.LazyFrame:
        """The table, read when it is collected and only as far as needed.

        Raises InputError where its stage is not finished or the file is damaged.
        """
        of = self._stage(table)
        if of.name not in self.manifests:
            raise InputError(
                f"this needs the stage {of.name!r}, which is not finished for corpus"
                f" {self.corpus!r}: run `make {of.name} CORPUS={self.corpus}`, then open it again"
            )
        path = store.table_path(self.layout, of, table.stem)
        facts = self.manifests[of.name].get("outputs", {}).get(path.name)
        if facts is not None and facts["bytes"] != path.stat().st_size:
            raise InputError(
                f"{table.name} is not what its stage wrote: run `make all CORPUS={self.corpus}`,"
                " which makes it again"
            )
        return pl.scan_parquet(path)

    def frame(self, table: Table, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The table in memory; all columns or those named."""
        lazy = self.scan(table)
        try:
            return (lazy.select(columns) if columns is not None else lazy).collect()
        except pl.exceptions.ColumnNotFoundError as error:
            raise InputError(
                f"{table.name} was written by an older version ({error}):"
                f" run `make all CORPUS={self.corpus}`"
            ) from None
