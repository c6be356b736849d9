"""Who is making a stage: one process at a time, and none that a killed build left running."""

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from analysis.pipeline.layout import Layout


def _opened(layout: Layout, name: str) -> TextIO:
    layout.state.mkdir(parents=True, exist_ok=True)
    return (layout.state / name).open("a+")


def _taken(stream: TextIO) -> bool:
    """Take the lock if it is free; whether it was."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def locked(layout: Layout, stage: str) -> Iterator[None]:
    """Only one process makes a stage; a second says who does, and waits."""
    with _opened(layout, f"{stage}.lock") as stream:
        if not _taken(stream):
            stream.seek(0)
            holder = stream.read().strip() or "another process"
            print(f"{stage}: waiting, {holder} is making it", file=sys.stderr)
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


@contextlib.contextmanager
def nobody_else(layout: Layout, stage: str) -> Iterator[bool]:
    """Whether no process is making the stage; none begins before the end of the block."""
    with _opened(layout, f"{stage}.lock") as stream:
        yield _taken(stream)


def writing(layout: Layout, stage: str) -> TextIO:
    """Said by a notebook's process: it writes into the stage's folder, until it ends."""
    stream = _opened(layout, f"{stage}.writing")
    fcntl.flock(stream, fcntl.LOCK_SH)
    return stream


def wait_for_writers(layout: Layout, stage: str) -> None:
    """Wait until the notebook of a build that was killed has ended too, a moment after it."""
    with _opened(layout, f"{stage}.writing") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
