"""Archives: gz, zst, zip, tar and what is in them, within limits."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import zstandard

from analysis.corpus.model import Context

#: A small archive may unpack to this much whatever its ratio.
_FREE = 4 << 20
_MOST_MEMBERS = 100_000


class Refused(Exception):
    """An archive is not opened further; the message says why and what to do."""


@dataclass
class Budget:
    """What may still be unpacked of one raw file, all levels together."""

    left: int

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused(
                "unpacks to more than is allowed: split it, or raise archive_megabytes or"
                " archive_ratio"
            )


def budget_of(content: bytes, context: Context) -> Budget:
    """The smaller of the two limits, size and ratio."""
    by_ratio = max(len(content) * context.archive_ratio, _FREE)
    return Budget(min(context.archive_bytes, by_ratio))


def members(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]] | None:
    """Inner names and contents of an archive, None where the file is none.

    Raises Refused (also while iterating) where it is broken, locked, or over the budget.
    """
    lower = name.lower()
    if lower.endswith((".tar.gz", ".tgz", ".tar", ".tar.zst")):
        return _guarded(_tar, content, name, budget)
    if lower.endswith(".gz"):
        return _guarded(_gz, content, name, budget)
    if lower.endswith(".zst"):
        return _guarded(_zst, content, name, budget)
    return _guarded(_zip, content, name, budget) if lower.endswith(".zip") else None


Opener = Callable[[bytes, str, Budget], Iterator[tuple[str, bytes]]]


def _guarded(
    opener: Opener, content: bytes, name: str, budget: Budget
) -> Iterator[tuple[str, bytes]]:
    try:
        yield from opener(content, name, budget)
    except (
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,  # raised by zipfile for a compression that it does not know
        zlib.error,
        zipfile.BadZipFile,
        tarfile.TarError,
        zstandard.ZstdError,
    ) as error:
        raise Refused(f"cannot be unpacked ({str(error)[:100]}): pack it again") from None


def _inner(name: str, ending: str) -> str:
    return name.rsplit("/", 1)[-1].removesuffix(ending) or "content"


def _gz(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        body = stream.read(budget.left + 1)
    budget.take(len(body))
    yield _inner(name, name[-3:]), body


def _zst(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    yield _inner(name, name[-4:]), _unzst(content, budget)


def _unzst(content: bytes, budget: Budget) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(content), read_across_frames=True
    ) as stream:
        body = stream.read(budget.left + 1)
    budget.take(len(body))
    # A stream that was cut short reads without complaint; its size is known to be harmless now.
    rest = content
    while rest:
        frame = zstandard.ZstdDecompressor().decompressobj()
        frame.decompress(rest)
        if not frame.eof:
            raise EOFError("it ends before its end")
        rest = frame.unused_data
    return body


def _zip(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for number, member in enumerate(sorted(archive.infolist(), key=lambda one: one.filename)):
            if number >= _MOST_MEMBERS:
                raise Refused(f"holds more than {_MOST_MEMBERS} files: split it")
            if member.is_dir() or not _readable(member.filename):
                continue
            with archive.open(member) as stream:
                body = stream.read(budget.left + 1)
            budget.take(len(body))
            yield member.filename, body


def _tar(content: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    lower = name.lower()
    if lower.endswith((".tar.gz", ".tgz")):
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            content = packed.read(budget.left + 1)
        budget.take(len(content))
    elif lower.endswith(".tar.zst"):
        content = _unzst(content, budget)
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        files = [one for one in archive if one.isfile() and _readable(one.name)]
        for member in sorted(files[:_MOST_MEMBERS], key=lambda one: one.name):
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def _readable(name: str) -> bool:
    """Members that lead out of the archive, hidden ones and a system's own are left alone."""
    parts = name.replace("\\", "/").split("/")
    away = name.startswith("/") or ".." in parts or ":" in parts[0]
    return not away and not any(one.startswith(".") or one == "__MACOSX" for one in parts)
