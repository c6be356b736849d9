"""Writes tables and files of a stage, and reads those of finished ones.

Outputs are written into a folder beside and swapped in as a whole. Row groups have a fixed
number of rows, so the bytes of a table depend on its rows only, not on how work was cut.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from analysis.contract import InputError, Outputs, Part, SchemaError, Table
from analysis.pipeline import digest
from analysis.pipeline.cache import LazyTables
from analysis.pipeline.layout import Layout
from analysis.pipeline.pieces import Piece, note
from analysis.pipeline.stages import Stage

#: Rows of a row group: few for tables with whole texts (or all their words), so that one can be
#: read alone and no more than a part of the corpus is held while they are written.
ROWS = 1 << 16
ROWS_WITH_TEXT = 1 << 10
WITH_TEXT = frozenset({"documents", "concordance_index"})


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


def _ordered(
    table: Table, parts: Iterable[Part], pieces: list[Piece | None]
) -> Iterator[pl.DataFrame]:
    """The parts' rows, checked: declared columns, and no part that begins before the last ended.

    Of tables sorted by article it is noted in `pieces` which rows each part has; None where a
    part is no kept result.
    """
    last: tuple[Any, ...] | None = None
    for part in parts:
        tables = part.load()
        chosen = table.conform(tables[table.stem])
        if not chosen.height:
            continue
        first_key = chosen.select(table.key).row(0)
        if last is not None and _comparable(first_key) < _comparable(last):
            raise SchemaError(f"{table.name}: rows are not sorted by {', '.join(table.key)}")
        last = chosen.select(table.key).row(-1)
        if table.key[0] == "doc_id":
            known = tables.hash_of(table.stem) if isinstance(tables, LazyTables) else None
            pieces.append(Piece(chosen.height, first_key[0], last[0], known) if known else None)
        yield chosen


def _comparable(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    """Nulls first, as polars sorts them."""
    return tuple((cell is not None, cell if cell is not None else 0) for cell in key)


def write_table(table: Table, parts: Iterable[Part], folder: Path) -> list[Piece]:
    """The parts' rows of that table, one after the other, as one Parquet file.

    Returns which rows came from which part; nothing where that is not known, or where the table
    is not sorted by article.
    """
    pieces: list[Piece | None] = []
    rows = ROWS_WITH_TEXT if table.stem in WITH_TEXT else ROWS
    arrow_schema = table.empty().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    path = folder / f"{table.stem}.parquet"
    with pq.ParquetWriter(path, arrow_schema, compression="zstd", compression_level=3) as writer:
        for chunk in _chunks(_ordered(table, parts, pieces), rows):
            arrow = chunk.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
            writer.write_table(arrow.cast(arrow_schema), row_group_size=rows)
    known = [piece for piece in pieces if piece is not None]
    return known if len(known) == len(pieces) else []


def write_outputs(
    tables: Iterable[Table],
    outputs: Outputs,
    folder: Path,
    at_once: int = 1,
    cache: Path | None = None,
) -> None:
    """Every declared table and every file of a stage.

    at_once: threads that write. Tables made of the same parts are written by one of them, one
        after the other: parts may be worked out when they are first asked for.
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
            pieces = write_table(table, outputs.tables[table.stem], folder)
            if cache is not None and pieces:
                note(cache, digest.of_file(folder / f"{table.stem}.parquet"), pieces)

    with ThreadPoolExecutor(max(1, at_once)) as threads:
        written = [threads.submit(write, group) for group in _by_parts(declared.values(), outputs)]
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


def _by_parts(tables: Iterable[Table], outputs: Outputs) -> list[list[Table]]:
    groups: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        made_of = tuple(part.id for part in outputs.tables[table.stem])
        groups.setdefault(made_of, []).append(table)
    return list(groups.values())


def swap_in(work: Path, final: Path) -> None:
    """Put a finished folder in place of the last one, synced to the disk first."""
    for path in sorted(work.rglob("*")):
        if path.is_file():
            _sync(path)
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
