"""Adds lines to the researcher's own files below hand/, and takes back what was added.

What stands in a file is never changed: lines are appended, the file is written beside and
renamed, and a file that somebody else has just changed is read again first.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.contract import InputError
from analysis.pipeline.hand import COLUMNS, read_hand
from analysis.pipeline.layout import Layout

Row = Mapping[str, str | None]


@contextlib.contextmanager
def _held(layout: Layout) -> Iterator[None]:
    """Two editors of one corpus wait for each other."""
    layout.hand.mkdir(parents=True, exist_ok=True)
    with (layout.hand / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _cell(value: str | None) -> str:
    """In one line and without tabs, which part the cells."""
    return " ".join((value or "").split())


def _header(lines: Sequence[str]) -> list[str] | None:
    for line in lines:
        if line.strip() and not line.startswith("#"):
            return [cell.strip() for cell in line.split("\t")]
    return None


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _path(layout: Layout, name: str) -> Path:
    return layout.hand / f"{name}.tsv"


def append(layout: Layout, name: str, rows: Sequence[Row]) -> list[str]:
    """Add rows to hand/<name>.tsv, making it if need be; rows that stand there are left out.

    rows: cells by column; columns that the file's own header lacks must be empty.
    Returns the lines that were added. Every byte that stood in the file stays.
    Raises InputError where the file cannot be understood (it is left as it is then).
    """
    required, optional = COLUMNS[name]
    path = _path(layout, name)
    try:
        with _held(layout):
            read_hand(layout)
            before = path.read_bytes() if path.exists() else b""
            standing = before.decode("utf-8-sig").splitlines()
            header = _header(standing)
            columns = header or [*required, *optional]
            ending = "\r\n" if b"\r\n" in before else "\n"
            lines: list[str] = []
            for row in rows:
                odd = sorted(key for key, value in row.items() if value and key not in columns)
                if odd:
                    raise InputError(
                        f"hand/{name}.tsv has no column {odd[0]!r}: add it to its first line"
                    )
                line = "\t".join(_cell(row.get(column)) for column in columns).rstrip("\t")
                if line.startswith("#"):
                    raise InputError(f"{line!r}: a line that starts with # would be a remark")
                if line not in (one.rstrip("\t") for one in (*standing, *lines)):
                    lines.append(line)
            if not lines:
                return []
            new = lines if header else ["\t".join(columns), *lines]
            gap = ending if before and not before.endswith((b"\n", b"\r")) else ""
            text = gap + "".join(line + ending for line in new)
            _replace(path, before + text.encode("utf-8"))
            return lines
    except OSError as error:
        raise _unwritable(layout, error) from None


def take_back(layout: Layout, name: str, lines: Sequence[str]) -> int:
    """Remove lines that `append` returned, the last of equal ones; returns how many were found."""
    path = _path(layout, name)
    if not path.exists():
        return 0
    try:
        with _held(layout):
            standing = path.read_bytes().decode("utf-8").splitlines(keepends=True)
            removed = 0
            for line in lines:
                for at in range(len(standing) - 1, -1, -1):
                    if standing[at].rstrip("\r\n") == line:
                        del standing[at]
                        removed += 1
                        break
            if removed:
                _replace(path, "".join(standing).encode("utf-8"))
            return removed
    except OSError as error:
        raise _unwritable(layout, error) from None


def _unwritable(layout: Layout, error: OSError) -> InputError:
    return InputError(
        f"data/raw/{layout.corpus}/hand cannot be written ({error.strerror}):"
        " nothing was changed; check the folder's permissions"
    )
