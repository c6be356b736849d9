"""A process that has read the libraries once, and from which kernels and workers are forked.

Reading the libraries costs some three seconds of processor time; five notebooks with two workers
each would pay that fifteen times. The nursery works nothing out itself, so that it has no threads
and holds no locks when it forks. Whatever it bore dies with it, and it dies with its owner.

Where forking is not safe (everywhere but on Linux), each child is a fresh interpreter instead.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.pipeline import libraries
from analysis.pipeline.layout import processed_root

#: The socket of the nursery that a kernel was born in, for the workers that it needs itself.
NURSERY = "DATELINE_NURSERY"
#: One thread for each library: the processes are the parallelism, a thread would not survive
#: the fork, and sums over matrices must not depend on the number of processors.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_SOCKET = "nursery"


def forks() -> bool:
    """Whether children are forked: on Linux, unless DATELINE_FORK=0."""
    return sys.platform == "linux" and os.environ.get("DATELINE_FORK") != "0"


@dataclass
class Nursery:
    """The owner's side: starts the process, and ends it with all that it bore."""

    modules: Sequence[str] = libraries.FOR_WORKERS
    environment: Mapping[str, str] = field(default_factory=dict)
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _process: subprocess.Popen[bytes] | None = None
    _closed: bool = False

    @property
    def address(self) -> str:
        """Where the nursery is asked; starts it where it does not run yet."""
        return f"{self.start()}/{_SOCKET}"

    def start(self) -> str:
        """Start the process where it does not run yet; returns its folder.

        Raises ConnectionError where the nursery was closed.
        """
        if self._closed:
            raise ConnectionError("the nursery is closed")
        if self._folder is not None:
            return self._folder.name
        # A private folder: whoever can connect can run code.
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True)
        with socket.socket(socket.AF_UNIX) as listener:
            # Open before the process runs: whoever asks early waits for the answer only.
            listener.bind(f"{self._folder.name}/{_SOCKET}")
            listener.listen(64)
            command = [sys.executable, "-m", "analysis.pipeline.births", str(listener.fileno())]
            self._process = subprocess.Popen(
                [*command, *(self.modules if forks() else ())],
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
                env={**os.environ, **ONE_THREAD, **self.environment},
                start_new_session=True,
            )
        return self._folder.name

    def close(self) -> None:
        """End the nursery and all its children, for good."""
        self._closed = True
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def for_notebooks(stages: Iterable[str]) -> Nursery:
    """A nursery that reads what the notebooks of those stages need; nothing is written to the
    home."""
    return Nursery(
        libraries.of_stages(stages),
        {
            "MPLCONFIGDIR": str(processed_root() / ".matplotlib"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        },
    )


@dataclass
class Child:
    """A process that a nursery bore; as much of subprocess.Popen as others need to watch it."""

    pid: int
    channel: socket.socket
    address: str
    returncode: int | None = None
    stdin: None = field(default=None, init=False)
    stdout: None = field(default=None, init=False)
    stderr: None = field(default=None, init=False)

    def poll(self) -> int | None:
        """The exit code (negative: the signal), None while it lives."""
        if self.returncode is None:
            with contextlib.suppress(BlockingIOError):
                try:
                    ended = self.channel.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) == b""
                except ConnectionError:
                    ended = True
                if ended:
                    self.wait()
        return self.returncode

    def ended(self) -> None:
        """Return when it has ended, however busy the nursery is, which knows how."""
        with contextlib.suppress(OSError):
            self.channel.recv(1)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, at most so many seconds; returns the exit code."""
        if self.returncode is None:
            try:
                with _asked(self.address, {"what": "end", "pid": self.pid}) as answer:
                    answer.settimeout(timeout)
                    self.returncode = int(read_line(answer))
            except (OSError, ValueError):
                # The nursery is gone, and its children with it.
                self.returncode = -signal.SIGKILL
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def bear(address: str, what: str, **more: Any) -> Child:
    """Ask a nursery for a "kernel", a "worker" or a process that works out a "stage".

    more: `arguments` of a kernel, `stage` and `corpus`; `environment` (variables to set), `folder`.
    Raises ConnectionError where the nursery is gone.
    """
    asked = _asked(address, {"what": what, "path": sys.path, **more})
    try:
        return Child(int(read_line(asked)), asked, address)
    except ValueError:
        raise ConnectionError("the nursery has gone") from None


def _asked(address: str, request: Mapping[str, Any]) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    connection.sendall(json.dumps(request).encode() + b"\n")
    return connection


def read_line(connection: socket.socket) -> bytes:
    """Bytes up to the end of a line and not one more: what follows belongs to somebody else."""
    found = b""
    while not found.endswith(b"\n"):
        one = connection.recv(1)
        if not one:
            return b""
        found += one
    return found
