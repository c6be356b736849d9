"""Runs a command and watches it and all its children."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Ran:
    """What a command cost: seconds by the clock and of the processors (all children that it
    waited for), and the most memory that it and its children held at one moment, in megabytes
    (pages that processes share are counted in each)."""

    code: int
    said: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Ran:
    """Run a command to its end."""
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    peak = [0]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, ended), daemon=True)
    watcher.start()
    try:
        said, _ = process.communicate()
    except BaseException:
        # Interrupted: what was started must not go on and disturb what is measured next.
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        ended.set()
    seconds = time.perf_counter() - began
    watcher.join()
    after = os.times()
    cpu = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return Ran(process.returncode, said, seconds, cpu, peak[0] * _PAGE / 1e6)


def _watch(root: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(_EVERY):
        peak[0] = max(peak[0], resident_pages(root))


def resident_pages(root: int) -> int:
    """Memory of a process and all its descendants, in pages."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # The name in brackets may hold blanks and brackets itself.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        parents[int(folder.name)] = int(fields[1])
        pages[int(folder.name)] = int(fields[21])
    total = 0
    for one in pages:
        above = one
        while above not in (root, 0, 1) and above in parents:
            above = parents[above]
        total += pages[one] if above == root else 0
    return total
