"""The shard cache: results of pure functions, kept by what went into them.

One entry is one file: a line of JSON (tables, places, hashes, extents) and then the tables as
Arrow IPC.
Entries are written beside and renamed, and every table is checked against its hash when it is
read; an entry that fails the check is dropped and worked out again.
"""

import hashlib
import io
import json
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from analysis.contract import Extent, Part, Tables
from analysis.pipeline.digest import canonical


class Damaged(Exception):
    """A cache entry does not hold what its first line says; its only argument is its path."""

    @property
    def path(self) -> Path:
        return Path(str(self.args[0]))


def encode(frame: pl.DataFrame) -> bytes:
    """The frame as Arrow IPC; equal frames give equal bytes, however they came about."""
    arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
    # A copy by index clears what stands unused at the ends of buffers and bitmaps.
    clean = arrow.take(_all(len(arrow)))
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, clean.schema) as writer:
        writer.write_table(clean)
    return stream.getvalue()


def _all(rows: int) -> pa.Array:
    """The numbers of all rows; pa.array would first load pandas, 50 MB in every process."""
    numbers = np.arange(rows, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), rows, [None, pa.py_buffer(numbers)])


def _sum(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=20).hexdigest()


def _joined(sums: Iterable[tuple[str, int, str]]) -> str:
    return _sum("\n".join(f"{name}\t{size}\t{sum_}" for name, size, sum_ in sums).encode())


def _told(extents: dict[str, Any]) -> str:
    return _sum(canonical(extents).encode())


def content_id(bodies: Mapping[str, bytes]) -> str:
    """One hash over the names and contents of several tables."""
    return _joined((name, len(body), _sum(body)) for name, body in sorted(bodies.items()))


@dataclass(frozen=True)
class CachePart:
    """Tables that lie in the cache. `id` is the hash of their content."""

    path: Path
    id: str

    def load(self) -> Tables:
        """The tables of the entry, each read and checked when it is asked for."""
        return LazyTables(self.path, _header(self.path))


class LazyTables(Mapping[str, pl.DataFrame]):
    """Reads a table of a cache entry each time it is asked for; raises Damaged.

    A merge over many shards often needs one small table of each: the others stay on the disk.
    """

    def __init__(
        self, path: Path, header: dict[str, Any], names: Collection[str] | None = None
    ) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int, str]] = {}
        self._extents: dict[str, list[Any]] = header["extents"]
        at = int(header["offset"])
        for name, size, sum_ in header["tables"]:
            if names is None or name in names:
                self._places[name] = (at, size, sum_)
            at += size

    def __getitem__(self, name: str) -> pl.DataFrame:
        at, size, sum_ = self._places[name]
        with self._path.open("rb") as stream:
            stream.seek(at)
            body = stream.read(size)
        if _sum(body) != sum_:
            raise Damaged(str(self._path))
        return pl.read_ipc(io.BytesIO(body))

    def extent(self, name: str) -> Extent:
        """See analysis.contract.Measured."""
        return Extent(*self._extents[name])

    def hash_of(self, name: str) -> str:
        """The hash of a table, without reading it."""
        return self._places[name][2]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True)
class PickedPart:
    """Some of the tables of a cache entry. `id` is the hash of their content alone."""

    path: Path
    names: tuple[str, ...]
    id: str

    def load(self) -> Tables:
        """The chosen tables, each read and checked when it is asked for."""
        return LazyTables(self.path, _header(self.path), self.names)


def pick(part: Part, names: Collection[str]) -> Part:
    """Those tables of a part alone, without reading them where it lies in the cache."""
    if not isinstance(part, CachePart):
        tables = part.load()
        return hold({name: tables[name] for name in names})
    found = {one[0]: one for one in _header(part.path)["tables"]}
    chosen = tuple(sorted(names))
    return PickedPart(part.path, chosen, _joined(found[name] for name in chosen))


@dataclass(frozen=True)
class HeldPart:
    """Tables that are small enough to travel with the call itself."""

    bodies: tuple[tuple[str, bytes], ...]
    id: str

    def load(self) -> Tables:
        return {name: pl.read_ipc(io.BytesIO(body)) for name, body in self.bodies}


def hold(tables: Tables) -> HeldPart:
    """The tables as a part that needs no file."""
    bodies = {name: encode(frame) for name, frame in sorted(tables.items())}
    return HeldPart(tuple(bodies.items()), content_id(bodies))


def _header(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            found: dict[str, Any] = json.loads(stream.readline(1 << 20))
            found["offset"] = stream.tell()
            if found["id"] != _joined(found["tables"]) or found["told"] != _told(found["extents"]):
                raise ValueError("names, sizes or hashes were changed")
            return found
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(str(path)) from error


@dataclass(frozen=True)
class Cache:
    """The entries below one folder, by key."""

    folder: Path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.tables"

    def find(self, key: str) -> CachePart | None:
        """The entry of that key, or None where there is none or its first line is broken."""
        path = self._path(key)
        try:
            header = _header(path)
            expected = header["offset"] + sum(size for _, size, _ in header["tables"])
            if path.stat().st_size != expected:
                raise Damaged(str(path))
            os.utime(path)
            return CachePart(path, header["id"])
        except FileNotFoundError:
            return None
        except (Damaged, ValueError, TypeError):
            path.unlink(missing_ok=True)
            return None

    def drop(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keep(self, key: str, tables: Tables) -> CachePart:
        """Write the tables under that key, whole or not at all."""
        bodies = {name: encode(frame) for name, frame in sorted(tables.items())}
        sums = [(name, len(body), _sum(body)) for name, body in bodies.items()]
        extents = {name: list(astuple(Extent.of(frame))) for name, frame in tables.items()}
        header = {
            "id": _joined(sums),
            "tables": sums,
            "extents": extents,
            "told": _told(extents),
        }
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{secrets.token_hex(6)}.new")
        try:
            with fresh.open("wb") as stream:
                stream.write(canonical(header).encode() + b"\n")
                for body in bodies.values():
                    stream.write(body)
                stream.flush()
                # A name without its bytes would be found out, but a power cut could leave so many
                # of them that the next build gives up mending.
                os.fsync(stream.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return CachePart(path, str(header["id"]))

    def clear_away(self) -> None:
        """Remove entries that were never finished; nobody may be writing."""
        for path in self.folder.glob("*/.*.new"):
            path.unlink(missing_ok=True)

    def sweep(self, touched_since_ns: int) -> int:
        """Remove entries that no run has used since then, and leftovers; returns how many."""
        removed = 0
        for path in self.folder.glob("*/*"):
            if path.name.startswith(".") or path.stat().st_mtime_ns < touched_since_ns:
                path.unlink(missing_ok=True)
                removed += 1
        return removed
