"""Cuts the work: raw files into shards of one to two megabytes, finished tables of two to four.

A shard holds the articles whose ids start with the same bits. The first digits of an id come
from the raw file and block that the article stands in, so an article stays in its shard
through all stages, and adding a file changes one shard only.
"""

import mmap
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import polars as pl

from analysis.contract import InputError
from analysis.corpus.blocks import cut
from analysis.corpus.identity import unit_prefix
from analysis.pipeline.layout import Layout
from analysis.pipeline.parts import RawPart, RawUnit, Slice, SlicePart, rows_of, slice_part
from analysis.pipeline.pieces import Cut, Piece, cuts
from analysis.pipeline.raw import RawFile

#: A shard is cut in two when shards would hold more than this on average.
SHARD_BYTES = 4 << 20
#: Raw files are cut finer: reading takes many times a file's size in memory.
RAW_BYTES = 2 << 20
#: Ids start with this many bits that tell the raw file and block.
PREFIX_BITS = 16


def bits_for(total_bytes: int, shard_bytes: int = SHARD_BYTES) -> int:
    """How many leading bits of an id tell its shard: the least for which shards are small."""
    bits = 0
    while bits < PREFIX_BITS and total_bytes > shard_bytes << bits:
        bits += 1
    return bits


def _units(layout: Layout, file: RawFile) -> list[RawUnit]:
    path = layout.raw / file.path
    head = b""
    spans: Sequence[tuple[int, int, int]] = [(0, 0, file.bytes)]
    hashes = [file.sha256]
    if file.problem is None and file.bytes:
        with (
            path.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            spans, head = cut(file.source_file, content)
            if len(spans) > 1:
                hashes = [sha256(content[start:end]).hexdigest() for _, start, end in spans]
    return [
        RawUnit(
            source_file=file.source_file,
            path=path,
            sha256=hash_,
            block=number,
            first_record=first,
            start=start,
            end=end,
            head=head if number else b"",
            problem=file.problem,
        )
        for number, ((first, start, end), hash_) in enumerate(zip(spans, hashes, strict=True))
    ]


def _place(unit: tuple[str, RawUnit]) -> tuple[str, str, int]:
    return unit[0], unit[1].source_file, unit[1].block


def raw_parts(
    layout: Layout, files: Sequence[RawFile], shard_bytes: int = RAW_BYTES
) -> list[RawPart]:
    """The raw files as shards, in the order of the ids that their articles will have."""
    bits = bits_for(sum(file.bytes for file in files), shard_bytes)
    shards: dict[int, list[tuple[str, RawUnit]]] = {}
    for file in files:
        for unit in _units(layout, file):
            prefix = unit_prefix(unit.source_file, unit.block)
            number = int(prefix, 16) >> (PREFIX_BITS - bits)
            shards.setdefault(number, []).append((prefix, unit))
    return [
        RawPart(tuple(unit for _, unit in sorted(units, key=_place)))
        for _, units in sorted(shards.items())
    ]


def article_parts(
    tables: dict[str, Path],
    total_bytes: int,
    shard_bytes: int = SHARD_BYTES,
    pieces: Mapping[str, Sequence[Piece] | None] = MappingProxyType({}),
) -> list[SlicePart]:
    """Finished tables, each sorted by doc_id, as shards of articles.

    tables: path of each table by stem; `documents` must be among them.
    total_bytes: size of the articles' text, which decides the number of shards.
    pieces: what is known of the rows of a table, by stem; a table of which nothing is known is
        read, so that its shards can be named by their content.
    Returns one part for each shard that holds an article, in ascending order of doc_id; one
    empty part where there is none.
    Raises InputError where a table lacks doc_id.
    """
    bits = bits_for(total_bytes, shard_bytes)
    width = 1 << (PREFIX_BITS - bits)
    starts = [f"{number * width:04x}" for number in range(1, 1 << bits)]
    bounds = {name: _cuts(path, starts, pieces.get(name)) for name, path in sorted(tables.items())}
    parts = []
    for number in range(1 << bits):
        # A corpus without articles is one empty shard, so that every table is made, with no rows.
        if not bounds["documents"][number].rows and not (bits == 0 and number == 0):
            continue
        parts.append(
            slice_part(
                (Slice(name, tables[name], one[number].first, one[number].rows), one[number].hash)
                for name, one in bounds.items()
            )
        )
    return parts


def _cuts(path: Path, starts: list[str], pieces: Sequence[Piece] | None) -> list[Cut]:
    """The rows of every shard."""
    if pieces is not None and sum(piece.rows for piece in pieces) == rows_of(path):
        found = cuts(pieces, starts)
        if found is not None:
            return found
    try:
        ids = pl.read_parquet(path, columns=["doc_id"])["doc_id"]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"{path.name} cannot be read: {error}") from None
    ends = [0, *(int(ids.search_sorted(start)) for start in starts), len(ids)]
    return [Cut(first, last - first, "") for first, last in pairwise(ends)]
