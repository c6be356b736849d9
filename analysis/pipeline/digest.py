"""Hashes of files, code and values. Standard library only."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.pipeline.layout import notebooks, project_root

#: Code that every stage may use, besides its own folder.
SHARED = ("contract", "language")


def of_bytes(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of the file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def canonical(value: Any) -> str:
    """JSON that is equal for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def of_value(value: Any) -> str:
    """SHA-256 of the value as canonical JSON."""
    return of_bytes(canonical(value).encode())


def _sources(folders: Iterable[Path]) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


@cache
def code(package: str) -> str:
    """Hash of the code and resources that the functions of analysis.<package> can reach.

    A stage reaches its own folder, what the stages share, its resources, and the declared
    tables of the others; never their internals.
    """
    top = project_root() / "analysis"
    folders = [top / name for name in (package, *SHARED)]
    folders += [top / "resources" / name for name in (package, *SHARED)]
    tables = sorted(top.glob("*/tables.py"))
    files = sorted({*_sources(folders), *tables})
    lines = [f"{path.relative_to(top).as_posix()} {of_file(path)}" for path in files]
    return of_bytes("\n".join(lines).encode())


@cache
def environment() -> dict[str, str]:
    """What besides code can change bytes: the lock, the Python version, the processor."""
    lock = project_root() / "locks" / "pipeline.txt"
    return {
        "lock": of_file(lock) if lock.exists() else "",
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "machine": platform.machine(),
    }


def notebook(name: str) -> str:
    """SHA-256 of a committed notebook; "" where there is none."""
    path = notebooks() / name
    return of_file(path) if path.exists() else ""
