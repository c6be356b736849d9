"""A pool of worker processes that outlives the loss of any of them."""

import importlib
import pickle
import signal
import socket
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from threading import Condition
from typing import Any

from analysis.errors import MachineError
from analysis.pipeline.nursery import Child, Nursery, bear

#: How often a call is given to a fresh worker when the one that had it was lost.
ATTEMPTS = 3
#: Polars starts as many threads as there are processors unless told otherwise.
ALONE = {"POLARS_MAX_THREADS": "1", "POLARS_ALLOW_FORKING_THREAD": "1"}

#: Module, name and arguments of a call.
Call = tuple[str, str, tuple[Any, ...]]


def serve(channel: socket.socket) -> None:
    """Answer calls until the caller is gone; runs in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Connection(channel.detach())
    while True:
        try:
            module, name, given = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, getattr(importlib.import_module(module), name)(*given))
        except BaseException as error:
            answer = (False, _portable(error))
        try:
            pipe.send(answer)
        except OSError:
            return


def _portable(error: BaseException) -> BaseException:
    """The error as it can travel, with the worker's traceback as a note."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
        return error
    except Exception:  # an error's own constructor may refuse in any way
        return RuntimeError(f"{type(error).__name__}: {error}")


@dataclass
class _Worker:
    child: Child
    pipe: Connection
    index: int = -1


@dataclass
class Pool:
    """Workers from a nursery: the one at `address`, or one of the pool's own.

    Several threads may run calls at once: a thread that has a worker leaves the next one that is
    free to a thread that has none.
    """

    size: int
    address: str = ""
    _own: Nursery = field(default_factory=Nursery)
    _idle: list[_Worker] = field(default_factory=list)
    _lent: int = 0
    _without: int = 0
    _turn: Condition = field(default_factory=Condition)

    def run(self, calls: Iterator[tuple[int, Call]]) -> Iterator[tuple[int, Any]]:
        """Work the calls out, in any order; gives each index with its result as it is there.

        calls: taken from the iterator one ahead of the workers that are free.
        Raises what the function raised, and MachineError where worker after worker is lost
        with the same call.
        """
        lost: dict[int, int] = {}
        again: list[tuple[int, Call]] = []
        given: dict[int, Call] = {}
        busy: dict[Any, _Worker] = {}
        try:
            while True:
                while ahead := (again.pop() if again else next(calls, None)):
                    if not self._lend(patiently=not busy):
                        again.append(ahead)
                        break
                    worker = self._send(*ahead)
                    given[worker.index] = ahead[1]
                    busy[worker.pipe] = worker
                if not busy:
                    return
                for pipe in wait(list(busy)):
                    worker = busy.pop(pipe)
                    try:
                        fine, answer = worker.pipe.recv()
                    except (EOFError, OSError, pickle.UnpicklingError):
                        self._back(None)
                        index = worker.index
                        lost[index] = lost.get(index, 0) + 1
                        code = worker.child.wait()
                        if lost[index] >= ATTEMPTS:
                            raise _lost(given[index], code) from None
                        again.append((index, given[index]))
                        continue
                    self._back(worker)
                    if not fine:
                        raise answer
                    given.pop(worker.index)
                    yield worker.index, answer
        finally:
            # Nobody will take the answers of those that are still at work.
            for worker in busy.values():
                worker.pipe.close()
                self._back(None)

    def _lend(self, patiently: bool) -> bool:
        """Whether one more worker may be used; waits until it may, where asked to."""
        with self._turn:
            if patiently:
                self._without += 1
                self._turn.wait_for(lambda: self._lent < self.size)
                self._without -= 1
            elif self._without or self._lent >= self.size:
                return False
            self._lent += 1
            return True

    def _back(self, worker: _Worker | None) -> None:
        """A worker is free again, or lost."""
        with self._turn:
            self._lent -= 1
            if worker is not None:
                self._idle.append(worker)
            self._turn.notify()

    def _send(self, index: int, call: Call) -> _Worker:
        while True:
            with self._turn:
                worker = self._idle.pop() if self._idle else self._fresh()
            worker.index = index
            try:
                worker.pipe.send(call)
            except (BrokenPipeError, ConnectionError):
                continue  # It was lost while it was idle.
            return worker

    def _fresh(self) -> _Worker:
        child = bear(self.address or self._own.address, "worker", environment=ALONE)
        return _Worker(child, Connection(child.channel.detach()))

    def close(self) -> None:
        """End the workers."""
        for worker in self._idle:
            worker.pipe.close()
        self._idle.clear()
        self._own.close()


def _lost(call: Call, code: int) -> MachineError:
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    why = " (the memory of the machine ran out, most likely)" if code == -signal.SIGKILL else ""
    return MachineError(
        f"{ATTEMPTS} worker processes were ended {how}{why} in {call[0]}.{call[1]}: free memory,"
        " or set DATELINE_PROCESSES=1; what is finished is kept, the next `make` goes on from here"
    )
