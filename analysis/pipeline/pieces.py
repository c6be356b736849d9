"""Which rows of a finished table came from which kept result.

A later stage names its shards by their content. From what is noted here it can tell which have
changed without reading the table: the hash of the kept result that the rows came from stands for
the rows themselves.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from analysis.pipeline.digest import canonical, of_value


@dataclass(frozen=True)
class Piece:
    """Some neighbouring rows of a table sorted by article.

    first, last: the least and the greatest doc_id; hash: of the kept result they came from.
    """

    rows: int
    first: str
    last: str
    hash: str


def _path(cache: Path, sha256: str) -> Path:
    return cache / "pieces" / f"{sha256}.json"


def note(cache: Path, sha256: str, pieces: Sequence[Piece]) -> None:
    """Keep the pieces of the finished table with that hash."""
    path = _path(cache, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [list(astuple(piece)) for piece in pieces]
    fresh = path.with_name(f".{secrets.token_hex(6)}.new")
    try:
        fresh.write_text(canonical({"pieces": rows, "hash": of_value(rows)}), "utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def noted(cache: Path, sha256: str) -> list[Piece] | None:
    """The pieces of the finished table with that hash; None where none are known or whole."""
    try:
        found = json.loads(_path(cache, sha256).read_text("utf-8"))
        if found["hash"] != of_value(found["pieces"]):
            return None
        return [Piece(*row) for row in found["pieces"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Cut:
    """Rows of one shard, and what tells their content (empty: it must be read)."""

    first: int
    rows: int
    hash: str


def cuts(pieces: Sequence[Piece], starts: Sequence[str]) -> list[Cut] | None:
    """The pieces joined to shards that begin at these doc_ids, the first at the least of all.

    None where a shard begins in the middle of a piece.
    """
    found: list[Cut] = []
    first, number = 0, 0
    for end in [*starts, None]:
        rows, hashes = 0, []
        while number < len(pieces) and (end is None or pieces[number].first < end):
            if end is not None and pieces[number].last >= end:
                return None
            rows += pieces[number].rows
            hashes.append(pieces[number].hash)
            number += 1
        joined = hashlib.blake2b(" ".join(hashes).encode(), digest_size=20).hexdigest()
        found.append(Cut(first, rows, joined))
        first += rows
    return found
