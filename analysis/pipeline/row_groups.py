"""Row groups of Parquet files: cut by their rows alone, encoded where the rows lie.

A table that is sorted by article is encoded by the engine's calls, some neighbouring parts in
each, so that many processes take part, a result is kept, and only what changed is encoded again.
A row group ends where the leading bits of doc_id change, as many bits as give groups of the
wanted size on average, and after that many rows. So its rows never depend on where the parts
were cut: parts that share a group are encoded in one call.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.contract import (
    Column,
    Engine,
    Extent,
    Measured,
    Part,
    SchemaError,
    Table,
    Tables,
)
from analysis.pipeline import digest
from analysis.pipeline.footers import join

#: Leading bits of doc_id that may tell row groups apart.
MOST_BITS = 16


@dataclass(frozen=True)
class Writer:
    """Writes frames of a table to a Parquet file, each as one row group."""

    parquet: pq.ParquetWriter
    schema: pa.Schema

    def write(self, frame: pl.DataFrame) -> None:
        arrow = frame.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
        self.parquet.write_table(arrow.cast(self.schema), row_group_size=max(1, frame.height))


@contextmanager
def writer(table: Table, to: Path | io.BytesIO) -> Iterator[Writer]:
    """A writer of that table."""
    schema = table.empty().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    with pq.ParquetWriter(to, schema, compression="zstd", compression_level=3) as parquet:
        yield Writer(parquet, schema)


def in_order(table: Table, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The frames that have rows, checked: declared columns, none begins before the last ended."""
    last: tuple[Any, ...] | None = None
    for frame in frames:
        chosen = table.conform(frame)
        if not chosen.height:
            continue
        first = chosen.select(table.key).row(0)
        if last is not None and _comparable(first) < _comparable(last):
            raise _unsorted(table)
        last = chosen.select(table.key).row(-1)
        yield chosen


def _comparable(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    """Nulls first, as polars sorts them."""
    return tuple((cell is not None, cell if cell is not None else 0) for cell in key)


def _unsorted(table: Table) -> SchemaError:
    return SchemaError(f"{table.name}: rows are not sorted by {', '.join(table.key)}")


#: A part that has rows of a table, and the first and last doc_id of these.
Held = tuple[Part, Extent]


def held(table: Table, parts: Iterable[Part]) -> list[Held]:
    """The parts that have rows of the table. Raises SchemaError where they are out of order."""
    found: list[Held] = []
    for part in parts:
        tables = part.load()
        if isinstance(tables, Measured):
            extent = tables.extent(table.stem)
        else:
            extent = Extent.of(table.conform(tables[table.stem]))
        if not extent.rows:
            continue
        if found and extent.first < found[-1][1].last:
            raise _unsorted(table)
        found.append((part, extent))
    return found


def write(table: Table, parts: Sequence[Held], path: Path, engine: Engine, rows: int) -> None:
    """The table of those parts as one file, its row groups worked out by the engine.

    rows: of a row group, on average over the corpus at most.
    """
    total = sum(extent.rows for _, extent in parts)
    bits = next((bits for bits in range(MOST_BITS) if total <= rows << bits), MOST_BITS)
    encoded = engine.each(
        encode,
        _neighbours(parts, bits),
        engine.share({"empty": table.empty()}),
        name=table.name,
        key=list(table.key),
        nullable=[column.name for column in table.columns if column.nullable],
        bits=bits,
        rows=rows,
        # Some parts are made when they are read, by that code.
        made_by=digest.code(table.stage),
    )
    empty = io.BytesIO()
    with writer(table, empty):
        pass
    with path.open("wb") as stream:
        join(empty.getvalue(), (part.load()["file"]["content"][0] for part in encoded), stream)


def _starts(bits: int) -> pl.Series:
    """The least doc_id of each group of ids with equal leading bits, but for the first."""
    width = 1 << (MOST_BITS - bits)
    starts = [f"{number * width:04x}" for number in range(1, 1 << bits)]
    return pl.Series("start", starts, dtype=pl.String)


def _neighbours(parts: Sequence[Held], bits: int) -> list[tuple[Part, ...]]:
    """The parts, those together that have rows of one group."""
    starts = _starts(bits)
    firsts, lasts = (
        starts.search_sorted(pl.Series(ids, dtype=pl.String), side="right").to_list()
        for ids in ([one.first for _, one in parts], [one.last for _, one in parts])
    )
    together: list[list[Part]] = []
    before = -1
    for (part, _), first, last in zip(parts, firsts, lasts, strict=True):
        if first == before:
            together[-1].append(part)
        else:
            together.append([part])
        before = last
    return [tuple(one) for one in together]


def encode(
    parts: Iterable[Tables],
    shape: Tables,
    *,
    name: str,
    key: list[str],
    nullable: list[str],
    bits: int,
    rows: int,
    made_by: str,
) -> Tables:
    """Whole row groups of a table, as a Parquet file (file: content).

    parts: neighbouring parts of which no other part shares a row group.
    shape: empty (the table without rows); name, key, nullable: what else is declared of it.
    made_by: hash of the code that makes parts as they are read; it tells calls apart.
    """
    columns = tuple(
        Column(column, kind, "", nullable=column in nullable)
        for column, kind in shape["empty"].schema.items()
    )
    table = Table(name, "", columns, tuple(key))
    joined = pl.concat(in_order(table, (one[table.stem] for one in parts)))
    ids, starts = joined["doc_id"], _starts(bits)
    inside = starts.filter((starts > ids[0]) & (starts <= ids[-1]))
    ends = [0, *ids.search_sorted(inside, side="left").to_list(), joined.height]
    content = io.BytesIO()
    with writer(table, content) as one:
        for first, last in pairwise(ends):
            for at in range(first, last, rows):
                one.write(joined.slice(at, min(rows, last - at)))
    return {"file": pl.DataFrame({"content": [content.getvalue()]})}
