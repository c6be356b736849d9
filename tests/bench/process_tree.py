"""Runs a command and watches it and all its children."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.1
#: Shares of pages are asked for so seldom that asking takes at most one part in so many of the
#: time: the system goes through all pages of a process for it, which meanwhile gets no new ones.
_SELDOM = 50
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Ran:
    """What a command cost: seconds by the clock and of the processors (all its children
    together), and the most memory that it and its children held at one moment, in megabytes
    (pages that processes share are counted in each); `proportional` counts of a shared page its
    share in each process, so that the sum is what the machine gives, where the system tells."""

    code: int
    said: str
    seconds: float
    cpu_seconds: float
    megabytes: float
    proportional: float = 0.0


@dataclass
class Watched:
    """What was seen of a process and its descendants."""

    pages: int = 0
    #: Kilobytes, each shared page counted in part.
    kilobytes: int = 0
    #: Processor time by process, in ticks: also of those whose parent did not wait for them.
    ticks: dict[int, int] = field(default_factory=dict)
    #: When shares of pages are asked for again.
    due: float = 0.0

    def look(self, root: int) -> None:
        """Look once at every process below `root`, and at it."""
        parents: dict[int, int] = {}
        pages: dict[int, int] = {}
        ticks: dict[int, int] = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                # The name in brackets may hold blanks and brackets itself.
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (OSError, UnicodeDecodeError):
                continue
            number = int(folder.name)
            parents[number] = int(fields[1])
            ticks[number] = int(fields[11]) + int(fields[12])
            pages[number] = int(fields[21])
        below = []
        for one in pages:
            above = one
            while above not in (root, 0, 1) and above in parents:
                above = parents[above]
            if above == root:
                below.append(one)
                self.ticks[one] = ticks[one]
        self.pages = max(self.pages, sum(pages[one] for one in below))
        began = time.perf_counter()
        if began >= self.due:
            self.kilobytes = max(self.kilobytes, sum(_proportional(one) for one in below))
            ended = time.perf_counter()
            self.due = ended + _SELDOM * (ended - began)

    def watch(self, root: int, ended: threading.Event) -> None:
        """Look every tenth of a second until the command has ended."""
        while not ended.wait(_EVERY):
            self.look(root)


def _proportional(process: int) -> int:
    """Kilobytes of a process with its part of shared pages; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


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
    watched, ended = Watched(), threading.Event()
    watcher = threading.Thread(target=watched.watch, args=(process.pid, ended), daemon=True)
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
    waited = after.children_user + after.children_system
    waited -= before.children_user + before.children_system
    cpu = max(waited, sum(watched.ticks.values()) / _TICKS)
    return Ran(
        process.returncode,
        said,
        seconds,
        cpu,
        watched.pages * _PAGE / 1e6,
        watched.kilobytes * 1024 / 1e6,
    )
