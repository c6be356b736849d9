"""Keeps what is drawn in the cache of the stage that draws it, and finds it in those of all."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import polars as pl

from analysis.pipeline import digest
from analysis.pipeline.cache import Cache, Damaged
from analysis.report import kept


class Pictures:
    """Drawings by key; folder: the cache of a stage, beside those of the others."""

    def __init__(self, folder: Path) -> None:
        self._own = Cache(folder)

    def find(self, key: str) -> bytes | None:
        """See analysis.report.kept.Kept: in the stage's own cache or in another one."""
        name = _name(key)
        others = (one for one in sorted(self._own.folder.parent.glob("*")) if one.is_dir())
        for cache in (self._own, *map(Cache, others)):
            # Another stage may clear its cache at this moment.
            with suppress(Damaged, OSError):
                entry = cache.find(name)
                if entry is not None:
                    return bytes(entry.load()["drawing"]["content"][0])
        return None

    def keep(self, key: str, content: bytes) -> None:
        """See analysis.report.kept.Kept; a drawing that cannot be kept is drawn again next time."""
        with suppress(OSError):
            table = pl.DataFrame({"content": [content]}, schema={"content": pl.Binary})
            self._own.keep(_name(key), {"drawing": table})

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """See analysis.report.kept.Kept; where there can be no locks, both draw."""
        with ExitStack() as stack:
            with suppress(OSError):
                path = self._own.folder.parent / "drawing.lock"
                path.parent.mkdir(parents=True, exist_ok=True)
                stream = stack.enter_context(path.open("ab"))
                # One byte of the file for each drawing.
                fcntl.lockf(stream, fcntl.LOCK_EX, 1, int(_name(key)[:8], 16))
            yield


def _name(key: str) -> str:
    """Hash of all that a drawing depends on: what it shows, the code that draws, the libraries."""
    facts = ["drawing", key, digest.code("report"), digest.environment()]
    return hashlib.blake2b(digest.canonical(facts).encode(), digest_size=20).hexdigest()


def keep_pictures(folder: Path) -> None:
    """From now on this process keeps its drawings in that stage's cache."""
    kept.keep_in(Pictures(folder))
