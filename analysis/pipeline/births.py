"""The nursery's process (analysis.pipeline.nursery): bears kernels and workers, and ends them."""

import contextlib
import ctypes
import gc
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
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from analysis.pipeline import libraries
from analysis.pipeline.layout import NICE
from analysis.pipeline.nursery import forks, read_line

#: Linux: a child is ended when its parent is.
_PR_SET_PDEATHSIG = 1
#: Seconds to wait for a second question before anything is read: workers are asked for one after
#: the other, and the second would wait until a library is read.
_PATIENCE = 0.05
#: Nobody looks up what was typed: without this each kernel writes a database of it to the disk.
_KERNEL = ("--HistoryManager.enabled=False",)


@dataclass
class _Births:
    """What the nursery knows of its children."""

    #: Process that asked, by child.
    owners: dict[int, int] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    #: Those who wait to hear of a child's end.
    waiting: list[tuple[int, socket.socket]] = field(default_factory=list)
    #: Kernels that are asked for, and not born yet.
    kernels: list[tuple[dict[str, Any], socket.socket]] = field(default_factory=list)

    def answer(self, connection: socket.socket) -> None:
        request = json.loads(read_line(connection) or "{}")
        if request.get("what") == "end":
            self.waiting.append((request["pid"], connection))
        elif request.get("what") == "kernel":
            self.kernels.append((request, connection))
        elif request:
            self._bear(request, connection)

    def bear_kernels(self) -> None:
        """Bear them when what they need is read: else each would read it for itself, while the
        stage is being worked out."""
        while self.kernels:
            self._bear(*self.kernels.pop(0))

    def _bear(self, request: dict[str, Any], connection: socket.socket) -> None:
        asker = _asker(connection)
        # Who helps a patient process is patient, too.
        nice = os.getpriority(os.PRIO_PROCESS, asker) - os.getpriority(os.PRIO_PROCESS, 0)
        pid = _born(connection, {**request, "nice": max(nice, 0)})
        self.owners[pid] = asker
        try:
            connection.sendall(b"%d\n" % pid)
        except OSError:  # Who asked for it has been ended meanwhile.
            os.kill(pid, signal.SIGKILL)
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

    def end(self) -> None:
        """End all children, and wait until they have ended: then none writes any more.

        Kernels come before the workers that they asked for, or they would say that those are lost.
        """
        for pid in sorted(self.owners, key=lambda pid: self.owners[pid] in self.owners):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in self.owners:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _asker(connection: socket.socket) -> int:
    if not hasattr(socket, "SO_PEERCRED"):
        return 0
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", found)[0])


def _born(connection: socket.socket, request: dict[str, Any]) -> int:
    if not forks():
        given = [str(connection.fileno()), json.dumps(request)]
        command = [sys.executable, "-m", "analysis.pipeline.births", "child", *given]
        return subprocess.Popen(command, pass_fds=[connection.fileno()]).pid
    parent = os.getpid()
    # No child need look for garbage among what was read for all: that would only copy the pages.
    gc.freeze()
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
        gc.enable()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(request.get("environment", {}))
        os.nice(max(request["nice"], int(os.environ.get(NICE, "0"))))
        sys.path[:] = request["path"]
        os.chdir(request.get("folder", "."))
        if request["what"] == "kernel":
            # Nobody debugs it, and the debugger takes a third of a second to be read. None is how
            # Python is told that there is no such module, and no type of modules.
            sys.modules["debugpy"] = None  # type: ignore[assignment]
            from ipykernel.kernelapp import IPKernelApp

            IPKernelApp.launch_instance([*request["arguments"], *_KERNEL])
        elif request["what"] == "stage":
            from analysis.pipeline.ahead import work_out

            work_out(request["stage"], request["corpus"])
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
    # What is read here stays: to look for garbage among it takes an eighth of the reading.
    gc.disable()
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = False
    try:
        while True:
            wait = (_PATIENCE if asked else 0.0) if modules else None
            watched: list[Any] = [listener, 0, woken]
            ready = select.select(watched, [], [], wait)[0]
            if 0 in ready:
                return
            if woken in ready:
                os.read(woken, 1 << 10)
            asked = listener in ready
            if asked:
                births.answer(listener.accept()[0])
            # After the answer: who asks for the end of a child may ask when it has long ended.
            births.reap()
            if modules and not asked:
                # What cannot be read here is said by the child that needs it.
                with contextlib.suppress(Exception):
                    importlib.import_module(modules.pop(0))
            if not {*modules} & {*libraries.FOR_NOTEBOOKS}:
                births.bear_kernels()
    finally:
        births.end()
        # The owner may have been killed: then nobody else clears this away.
        shutil.rmtree(Path(listener.getsockname()).parent, ignore_errors=True)


def main(arguments: Sequence[str]) -> None:
    """NUMBER-OF-THE-SOCKET MODULE …, or, for a fresh interpreter, child NUMBER REQUEST.

    `read` only reads all that a build needs, so that it lies there compiled.
    """
    if arguments == ["read"]:
        libraries.read([*libraries.of_stages(libraries.FOR_STAGES), "analysis.pipeline.run"])
        return
    if arguments[0] == "child":
        _live(socket.socket(fileno=int(arguments[1])), json.loads(arguments[2]))
    _serve(socket.socket(fileno=int(arguments[0])), list(arguments[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
