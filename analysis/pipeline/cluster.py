"""The same engine on a Dask cluster whose workers share the project's file system.

DASK_SCHEDULER_ADDRESS names the scheduler. Only names of functions and
paths of parts travel; tables go through the shared cache, so the driver's memory stays bounded.
"""

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.contract import Tables
from analysis.errors import InputError, MachineError
from analysis.pipeline.cache import CachePart
from analysis.pipeline.engine import Arguments, LocalEngine, work_out
from analysis.pipeline.libraries import SCHEDULER
from analysis.pipeline.nursery import ONE_THREAD

#: Calls in flight per worker thread: enough to keep it busy, few enough to stay small.
AHEAD = 3
#: How often a call that failed is made again: a worker may be short of memory for a moment.
RETRIES = 3
#: How long a scheduler may take to answer, and to have a worker.
PATIENCE = "60s"


def scheduler() -> str | None:
    """The address of the cluster that the user named, or None for this machine alone."""
    return os.environ.get(SCHEDULER) or None


def _connected(address: str) -> Any:
    """A client of that scheduler; raises InputError where there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "DASK_SCHEDULER_ADDRESS is set, but Dask is not installed:"
            " run `.venv/bin/uv pip sync --require-hashes locks/cluster.txt`"
        ) from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError:
        raise InputError(f"no Dask scheduler answers at {address}") from None


def dashboard() -> str | None:
    """Where the named cluster shows what it does; None for this machine alone.

    Raises InputError where no scheduler answers, or one without workers, or with workers that
    would use more than one thread for sums over matrices, which then depend on the machine.
    """
    address = scheduler()
    if address is None:
        return None
    with contextlib.closing(_connected(address)) as client:
        _threads(client, address)
        if not all(client.run(_one_thread).values()):
            settings = " ".join(f"{name}={value}" for name, value in ONE_THREAD.items())
            raise InputError(
                f"workers of the Dask scheduler at {address} may use several threads for one sum,"
                f" and bytes would differ: start them with {settings}"
            )
        return str(client.dashboard_link)


def _one_thread() -> bool:
    """Whether the libraries of this process use one thread each, as local workers do."""
    return all(os.environ.get(name) == value for name, value in ONE_THREAD.items())


def _threads(client: Any, address: str) -> int:
    """Threads of all workers; waits for the first, which may be starting, or starting anew."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise InputError(f"the Dask scheduler at {address} has no workers") from None
    return int(sum(client.nthreads().values()))


@dataclass
class ClusterEngine(LocalEngine):
    """Every call runs on a worker, merges too: the driver holds names and paths only."""

    address: str = ""
    _client: Any = None

    def close(self) -> None:
        """Leave the cluster."""
        super().close()
        if self._client is not None:
            self._client.close()
            self._client = None

    def _here(
        self,
        function: Callable[..., Tables],
        given: Arguments,
        constants: dict[str, Any],
        key: str,
    ) -> CachePart:
        ((_, part),) = self._results(iter([(0, (function, given, constants, key))]))
        return part

    def _spread(
        self,
        function: Callable[..., Tables],
        calls: list[tuple[Arguments, str]],
        todo: list[int],
        found: list[CachePart | None],
        constants: dict[str, Any],
    ) -> None:
        done = len(calls) - len(todo)
        asked = ((index, (function, calls[index][0], constants, calls[index][1])) for index in todo)
        for index, part in self._results(asked):
            found[index] = part
            done += 1
            self.progress(function.__name__, done, len(calls))

    def _results(
        self, asked: Iterator[tuple[int, tuple[Any, ...]]]
    ) -> Iterator[tuple[int, CachePart]]:
        """The results of calls, in the order in which they come."""
        from distributed import KilledWorker, as_completed

        with self._one:
            if self._client is None:
                self._client = _connected(self.address)
        client = self._client
        running: dict[Any, int] = {}

        def send(index: int, call: tuple[Any, ...]) -> Any:
            function, given, constants, key = call
            # Keyed by content: a call that a lost worker held is simply made again.
            task = client.submit(
                work_out,
                function.__module__,
                function.__name__,
                given,
                constants,
                self.cache.folder,
                key,
                key=f"dateline-{key}",
                retries=RETRIES,
                pure=True,
            )
            running[task] = index
            return task

        for one in itertools.islice(asked, AHEAD * _threads(client, self.address)):
            send(*one)
        while running:
            # Asked anew now and then: were all workers lost, no result would ever come.
            stream = as_completed(list(running), loop=client.loop, timeout=PATIENCE)
            try:
                for task in stream:
                    part = task.result(timeout=PATIENCE)
                    yield running.pop(task), part
                    following = next(asked, None)
                    if following is not None:
                        stream.add(send(*following))
            except TimeoutError:
                if any(task.status == "error" for task in running):
                    raise
                self._still_there(client)
            except KilledWorker as error:
                raise MachineError(
                    f"worker after worker of the cluster was lost with one call ({error}): give"
                    " them more memory; what is finished is kept"
                ) from None

    def _still_there(self, client: Any) -> None:
        """Wait for a worker; raises MachineError where the cluster has none any more."""
        try:
            _threads(client, self.address)
        except InputError as error:
            raise MachineError(
                f"{error} any more: start some and build again; what is finished is kept"
            ) from None


def engine_for(local: LocalEngine) -> LocalEngine:
    """The engine that the environment asks for: a cluster where one is named, else `local`."""
    address = scheduler()
    if address is None:
        return local
    # More than one, so that calls are spread; how many there are is the cluster's matter.
    return ClusterEngine(local.cache, local.progress, max(2, local.workers), address=address)
