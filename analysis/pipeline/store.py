"""Writes tables and files of a stage, and reads those of finished ones.

Outputs are written into a folder beside and swapped in as a whole. Where row groups end depends
on the rows alone, and so do the bytes of a table, not on how work was cut.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl

from analysis.contract import (
    Engine,
    InMemory,
    InputError,
    Measured,
    Outputs,
    Part,
    SchemaError,
    Table,
)
from analysis.pipeline import digest, row_groups
from analysis.pipeline.cache import LazyTables
from analysis.pipeline.layout import Layout
from analysis.pipeline.pieces import Piece, note
from analysis.pipeline.stages import Stage

#: Rows of a row group: few for tables with whole texts (or all their words), so that one can be
#: read alone and no more than a part of the corpus is held while they are written.
ROWS = 1 << 16
ROWS_WITH_TEXT = 1 << 10
WITH_TEXT = frozenset({"documents", "concordance_index"})
SYNCED_AT_ONCE = 16


class DamagedTable(Exception):
    """A finished table is not what its stage wrote."""


def _chunks(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """The same rows in frames of exactly `rows` rows, the last one apart."""
    waiting: list[pl.DataFrame] = []
    held = 0
    for frame in frames:
        waiting.append(frame)
        held += frame.height
        if held < rows:
            continue
        joined = pl.concat(waiting)
        whole = joined.height // rows * rows
        for first in range(0, whole, rows):
            yield joined.slice(first, rows)
        waiting = [joined.slice(whole)]
        held = joined.height - whole
    if held:
        yield pl.concat(waiting)


def write_table(
    table: Table, parts: Sequence[Part], folder: Path, engine: Engine | None = None
) -> list[Piece]:
    """The parts' rows of that table, one after the other, as one Parquet file.

    engine: works out row groups of tables that are sorted by article.
    Returns which rows came from which part; nothing where that is not known, or where the table
    is not sorted by article.
    """
    rows = ROWS_WITH_TEXT if table.stem in WITH_TEXT else ROWS
    path = folder / f"{table.stem}.parquet"
    if table.key[0] != "doc_id":
        with row_groups.writer(table, path) as writer:
            tables = (part.load()[table.stem] for part in parts)
            for chunk in _chunks(row_groups.in_order(table, tables), rows):
                writer.write(chunk)
        return []
    held = row_groups.held(table, parts)
    row_groups.write(table, held, path, engine or InMemory(), rows)
    pieces = []
    for part, extent in held:
        told = _told(table, part)
        if told is None:
            return []
        pieces.append(Piece(extent.rows, extent.first, extent.last, told))
    return pieces


def _told(table: Table, part: Part) -> str | None:
    """What tells the part's rows of that table; None where only the rows themselves do."""
    kept = part.load()
    if isinstance(kept, LazyTables):
        return kept.hash_of(table.stem)
    if isinstance(kept, Measured):
        # Made when they are read: by that code, from what the part is named by.
        return digest.of_value([table.name, part.id, digest.code(table.stage)])
    return None


def write_outputs(
    tables: Iterable[Table],
    outputs: Outputs,
    folder: Path,
    engine: Engine | None = None,
    at_once: int = 1,
    cache: Path | None = None,
) -> None:
    """Every declared table and every file of a stage.

    engine: works out row groups of tables that are sorted by article.
    at_once: threads that write; with two, one joins what the engine encodes while the other writes
        the tables that are not sorted by article, which may be made when they are asked for.
    cache: where it is noted which rows of a table came from which kept result.
    Raises SchemaError where a declared table was not made or an undeclared one was.
    """
    declared = {table.stem: table for table in tables}
    if set(declared) != set(outputs.tables):
        odd = sorted(set(declared) ^ set(outputs.tables))
        raise SchemaError(f"tables declared but not made, or made but not declared: {odd}")
    folder.mkdir(parents=True, exist_ok=True)

    def write(group: Iterable[Table]) -> None:
        for table in group:
            pieces = write_table(table, outputs.tables[table.stem], folder, engine)
            if cache is not None and pieces:
                note(cache, digest.of_file(folder / f"{table.stem}.parquet"), pieces)

    by_article = [table for table in declared.values() if table.key[0] == "doc_id"]
    others = [table for table in declared.values() if table.key[0] != "doc_id"]
    # One after the other where they are made when they are asked for: side by side they would
    # double what is held.
    with ThreadPoolExecutor(max(1, at_once)) as threads:
        written = [threads.submit(write, group) for group in (by_article, others)]
        try:
            for one in written:
                one.result()
        finally:
            threads.shutdown(cancel_futures=True)
    for name, part in outputs.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise SchemaError(f"file {name!r} lies outside the stage's folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.load()[name]["content"][0])


def swap_in(work: Path, final: Path) -> None:
    """Put a finished folder in place of the last one, synced to the disk first."""
    # Side by side: a disk takes many small files at once in the time of one.
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as threads:
        list(threads.map(_sync, (path for path in sorted(work.rglob("*")) if path.is_file())))
    for path in [*sorted(path for path in work.rglob("*") if path.is_dir()), work]:
        _sync(path)
    old = work.with_name(f"{work.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        final.rename(old)
    work.rename(final)
    _sync(final.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_whole(layout: Layout, stage: Stage, manifest: dict[str, Any]) -> None:
    """Compare the stage's tables with its manifest, size and hash.

    Raises DamagedTable for the first that differs.
    """
    for name, facts in manifest["outputs"].items():
        path = stage.output(layout) / name
        if not path.is_file() or path.stat().st_size != facts["bytes"]:
            raise DamagedTable(f"{stage.folder}/{name}")
        if name.endswith(".parquet") and digest.of_file(path) != facts["sha256"]:
            raise DamagedTable(f"{stage.folder}/{name}")


def table_path(layout: Layout, stage: Stage, stem: str) -> Path:
    """Where a finished table lies; raises InputError that says how to make it."""
    path = stage.output(layout) / f"{stem}.parquet"
    if not path.is_file():
        raise InputError(
            f"{stage.folder}/{stem} of corpus {layout.corpus!r} is not there yet:"
            f" run `make {stage.name} CORPUS={layout.corpus}`"
        )
    return path


def read_table(layout: Layout, stage: Stage, stem: str) -> pl.DataFrame:
    """A finished table."""
    return pl.read_parquet(table_path(layout, stage, stem))
