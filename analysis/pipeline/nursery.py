"""A process that has read the libraries once, and from which kernels and workers are forked.

Reading the libraries costs some three seconds of processor time; five notebooks with two workers
each would pay that fifteen times. The nursery works nothing out itself, so that it has no threads
and holds no locks when it forks. Whatever it bore dies with it, and it dies with its owner.

Where forking is not safe (everywhere but on Linux), each child is a fresh interpreter instead.
"""

import contextlib
import ctypes
import importlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from analysis.pipeline.layout import processed_root

#: The socket of the nursery that a kernel was born in, for the workers that it needs itself.
NURSERY = "DATELINE_NURSERY"
#: Read while nobody asks for anything, in the order in which they are first needed.
FOR_WORKERS = ("polars", "pyarrow.parquet", "pydantic", "analysis.pipeline.cache")
FOR_STAGES = (
    "ipykernel.kernelapp",
    "analysis.pipeline.session",
    "analysis.corpus.stage",
    "analysis.report.figures",
    "analysis.report.sentences",
    "analysis.report.quotes",
    "analysis.report.shown",
    "matplotlib.backends.backend_svg",
    "analysis.terms.stage",
    "analysis.entities.stage",
    "spacy",
    "analysis.timeline.stage",
    "analysis.report.stage",
)
#: One thread for each library: the processes are the parallelism, a thread would not survive
#: the fork, and sums over matrices must not depend on the number of processors.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_SOCKET = "nursery"
_PR_SET_PDEATHSIG = 1


def forks() -> bool:
    """Whether children are forked: on Linux, unless DATELINE_FORK=0."""
    return sys.platform == "linux" and os.environ.get("DATELINE_FORK") != "0"


@dataclass
class Nursery:
    """The owner's side: starts the process, and ends it with all that it bore."""

    modules: Sequence[str] = FOR_WORKERS
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
            command = [sys.executable, "-m", "analysis.pipeline.nursery", str(listener.fileno())]
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


def for_notebooks() -> Nursery:
    """A nursery that reads all that notebooks and stages need; nothing is written to the home."""
    return Nursery(
        FOR_STAGES,
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

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, at most so many seconds; returns the exit code."""
        if self.returncode is None:
            try:
                with _asked(self.address, {"what": "end", "pid": self.pid}) as answer:
                    answer.settimeout(timeout)
                    self.returncode = int(_line(answer))
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
    """Ask a nursery for a "kernel" or a "worker".

    more: `arguments` of a kernel, `environment` (variables to set), `folder`.
    Raises ConnectionError where the nursery is gone.
    """
    asked = _asked(address, {"what": what, "path": sys.path, **more})
    try:
        return Child(int(_line(asked)), asked, address)
    except ValueError:
        raise ConnectionError("the nursery has gone") from None


def _asked(address: str, request: Mapping[str, Any]) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    connection.sendall(json.dumps(request).encode() + b"\n")
    return connection


def _line(connection: socket.socket) -> bytes:
    """Bytes up to the end of a line and not one more: what follows belongs to somebody else."""
    found = b""
    while not found.endswith(b"\n"):
        one = connection.recv(1)
        if not one:
            return b""
        found += one
    return found


# ---------------------------------------------------------------- the process itself


@dataclass
class _Births:
    """What the nursery knows of its children."""

    #: Process that asked, by child.
    owners: dict[int, int] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    #: Those who wait to hear of a child's end.
    waiting: list[tuple[int, socket.socket]] = field(default_factory=list)

    def answer(self, connection: socket.socket) -> None:
        request = json.loads(_line(connection) or "{}")
        if request.get("what") == "end":
            self.waiting.append((request["pid"], connection))
        elif request:
            asker = _asker(connection)
            pid = _born(connection, request)
            self.owners[pid] = asker
            connection.sendall(b"%d\n" % pid)
            connection.close()

    def reap(self) -> None:
        """Note who has ended, end what they had asked for, and tell those who wait."""
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = ended
                self.owners.pop(pid, None)
                self.ended[pid] = os.waitstatus_to_exitcode(status)
                for child, owner in self.owners.items():
                    if owner == pid:
                        os.kill(child, signal.SIGKILL)
        for pid, connection in self.waiting[:]:
            if pid not in self.owners:
                with contextlib.suppress(OSError):
                    connection.sendall(b"%d\n" % self.ended.get(pid, -signal.SIGKILL))
                connection.close()
                self.waiting.remove((pid, connection))


def _asker(connection: socket.socket) -> int:
    if not hasattr(socket, "SO_PEERCRED"):
        return 0
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", found)[0])


def _born(connection: socket.socket, request: dict[str, Any]) -> int:
    if not forks():
        given = [str(connection.fileno()), json.dumps(request)]
        command = [sys.executable, "-m", "analysis.pipeline.nursery", "child", *given]
        return subprocess.Popen(command, pass_fds=[connection.fileno()]).pid
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        _live(connection, request)
    return pid


def _live(connection: socket.socket, request: dict[str, Any]) -> NoReturn:
    """What a child does from its birth to its end."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(request.get("environment", {}))
        sys.path[:] = request["path"]
        os.chdir(request.get("folder", "."))
        if request["what"] == "kernel":
            from ipykernel.kernelapp import IPKernelApp

            IPKernelApp.launch_instance(request["arguments"])
        else:
            from analysis.pipeline.workers import serve

            serve(connection)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _serve(listener: socket.socket, modules: list[str]) -> None:
    """Bear children, and read libraries while nobody asks, until the owner goes."""
    # So that a kernel knows its parent, and does not tell the terminal how to connect to it.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    births = _Births()
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            wait = 0.0 if modules else None
            watched: list[Any] = [listener, 0, woken]
            ready = select.select(watched, [], [], wait)[0]
            if 0 in ready:
                return
            if woken in ready:
                os.read(woken, 1 << 10)
            if listener in ready:
                births.answer(listener.accept()[0])
            # After the answer: who asks for the end of a child may ask when it has long ended.
            births.reap()
            if modules and listener not in ready:
                # What cannot be read here is said by the child that needs it.
                with contextlib.suppress(Exception):
                    importlib.import_module(modules.pop(0))
    finally:
        for pid in births.owners:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # The owner may have been killed: then nobody else clears this away.
        shutil.rmtree(Path(listener.getsockname()).parent, ignore_errors=True)


def main(arguments: Sequence[str]) -> None:
    """NUMBER-OF-THE-SOCKET MODULE …, or, for a fresh interpreter, child NUMBER REQUEST.

    `read` only reads all that a build needs, so that it lies there compiled.
    """
    if arguments == ["read"]:
        for module in (*FOR_STAGES, "analysis.pipeline.run"):
            importlib.import_module(module)
        return
    if arguments[0] == "child":
        _live(socket.socket(fileno=int(arguments[1])), json.loads(arguments[2]))
    _serve(socket.socket(fileno=int(arguments[0])), list(arguments[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
