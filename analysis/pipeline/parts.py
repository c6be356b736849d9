"""Parts that lie in raw files and in finished tables."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from analysis.contract import Tables
from analysis.corpus.tables import RAW
from analysis.pipeline.cache import content_id, encode


@dataclass(frozen=True)
class RawUnit:
    """A raw file, or a block of whole records of a large one (bytes start to end).

    sha256: of these bytes alone, so that a block that is as it was need not be read again when
    another one of its file has changed.
    """

    source_file: str
    path: Path
    sha256: str
    block: int
    first_record: int
    start: int
    end: int
    head: bytes
    problem: str | None

    @property
    def identity(self) -> str:
        """What its rows in the table `raw` are made of."""
        facts = (self.source_file, self.sha256, self.block, self.first_record, self.head.hex())
        return "\0".join([*map(str, facts), self.problem or ""])


@dataclass(frozen=True)
class RawPart:
    """Raw files and blocks that one call of the corpus stage reads."""

    units: tuple[RawUnit, ...]

    @property
    def id(self) -> str:
        names = "\n".join(unit.identity for unit in self.units)
        return hashlib.blake2b(names.encode("utf-8", "replace"), digest_size=20).hexdigest()

    def load(self) -> Tables:
        rows = []
        for unit in self.units:
            content = b""
            if unit.problem is None:
                with unit.path.open("rb") as stream:
                    stream.seek(unit.start)
                    content = stream.read(unit.end - unit.start)
            rows.append(
                {
                    "source_file": unit.source_file,
                    "block": unit.block,
                    "first_record": unit.first_record,
                    "head": unit.head,
                    "content": content,
                    "problem": unit.problem,
                    "sha256": unit.sha256 or None,
                }
            )
        return {"raw": pl.DataFrame(rows, schema=RAW.schema)}


@dataclass(frozen=True)
class Slice:
    """Rows first to first + rows of a finished table."""

    table: str
    path: Path
    first: int
    rows: int

    def read(self) -> pl.DataFrame:
        return pl.scan_parquet(self.path).slice(self.first, self.rows).collect()


class _Slices(Mapping[str, pl.DataFrame]):
    """Reads a table when it is first asked for: most calls need but some of them."""

    def __init__(self, slices: Iterable[Slice]) -> None:
        self._slices = {one.table: one for one in slices}
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._read:
            self._read[name] = self._slices[name].read()
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slices)

    def __len__(self) -> int:
        return len(self._slices)


@dataclass(frozen=True)
class SlicePart:
    """The rows of some articles in several finished tables."""

    slices: tuple[Slice, ...]
    id: str

    def load(self) -> Tables:
        return _Slices(self.slices)


def slice_part(slices: Iterable[tuple[Slice, str]]) -> SlicePart:
    """The part, named by the content of its rows.

    slices: each with what tells its content, or "", and then its rows are read.
    """
    pairs = list(slices)
    names = [
        f"{one.table}\t{known or content_id({one.table: encode(one.read())})}"
        for one, known in pairs
    ]
    id_ = hashlib.blake2b("\n".join(names).encode(), digest_size=20).hexdigest()
    return SlicePart(tuple(one for one, _ in pairs), id_)


@dataclass(frozen=True)
class FilePart:
    """A finished table as a whole; its id is the hash of the file."""

    table: str
    path: Path
    id: str

    def load(self) -> Tables:
        with self.path.open("rb") as stream:
            return {self.table: pl.read_parquet(io.BytesIO(stream.read()))}


def rows_of(path: Path) -> int:
    """Rows of a Parquet file, from its footer."""
    return int(pq.read_metadata(path).num_rows)
