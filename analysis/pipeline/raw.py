"""The raw files of a corpus: which there are, and what each held when it was last read.

Standard library only: this runs whenever `make` is called.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from analysis.errors import InputError
from analysis.pipeline import digest
from analysis.pipeline.layout import Layout

#: Names at the corpus's own top that are about the corpus and are no articles.
ABOUT = ("readme", "license", "licence", "copying")


@dataclass(frozen=True)
class RawFile:
    """One raw file: name below the corpus folder, size, time of change, hash of its bytes.

    path: the name as the file system has it; source_file: the same as text that can be written
    anywhere (bytes that are no UTF-8 as U+FFFD). problem says why a file is listed but not
    read; it has no hash then.
    """

    path: str
    source_file: str
    bytes: int
    mtime_ns: int
    sha256: str
    problem: str | None = None


def _candidates(top: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, files in os.walk(top, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (here == top and name == "hand")
        )
        for name in [*folders]:
            if (here / name).is_symlink():
                folders.remove(name)
                yield (here / name).relative_to(top).as_posix(), here / name
        for name in sorted(files):
            if name.startswith("."):
                continue
            if here == top and (name == "corpus.toml" or name.lower().split(".")[0] in ABOUT):
                continue
            yield (here / name).relative_to(top).as_posix(), here / name


def _printable(name: str) -> str:
    """A file name as text; undecodable bytes of it as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _look(name: str, path: Path, top: Path, known: dict[str, RawFile]) -> RawFile:
    listed = partial(RawFile, name, _printable(name))
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(top.resolve()) or not target.is_file():
            return listed(0, 0, "", "link out of the corpus folder: copy the file instead")
    try:
        status = path.stat()
        if not path.is_file():
            return listed(0, 0, "", "no regular file: left out")
        before = known.get(name)
        if before and (before.bytes, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return before
        return listed(status.st_size, status.st_mtime_ns, digest.of_file(path))
    except OSError as error:
        return listed(0, 0, "", f"cannot be read ({error.strerror}): check its permissions")


def _key(source_file: str) -> bytes:
    return source_file.encode("utf-8", "surrogatepass")


def list_raw(layout: Layout) -> list[RawFile]:
    """The raw files of a corpus by name; hashes are taken where size or time differ.

    Raises InputError where the folder does not exist or holds no file.
    """
    top = layout.raw
    if not top.is_dir():
        raise InputError(
            f"there is no folder data/raw/{layout.corpus}: make it and put articles into it"
        )
    known = _known(layout)
    listed = [_look(name, path, top, known) for name, path in _candidates(top)]
    if not listed:
        raise InputError(
            f"data/raw/{layout.corpus} holds no articles: put text, html, csv, json or other"
            " article files into it"
        )
    listed.sort(key=lambda file: _key(file.source_file))
    return listed


def _remembered(layout: Layout) -> Path:
    return layout.state / "raw.json"


def _known(layout: Layout) -> dict[str, RawFile]:
    try:
        rows = json.loads(_remembered(layout).read_text("utf-8"))
        return {row["path"]: RawFile(**row) for row in rows if not row["problem"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def remember(layout: Layout, files: list[RawFile]) -> None:
    """Keep sizes, times and hashes for the next call."""
    path = _remembered(layout)
    text = json.dumps([asdict(file) for file in files], indent=0)
    if not path.exists() or path.read_text("utf-8") != text:
        fresh = path.with_suffix(".new")
        fresh.write_text(text, "utf-8")
        fresh.replace(path)


def content_hash(files: list[RawFile]) -> str:
    """One hash of names, contents and problems; times do not enter."""
    return digest.of_value([[file.source_file, file.sha256, file.problem] for file in files])
