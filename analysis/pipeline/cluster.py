"""The same engine on a Dask cluster whose workers share the project's file system.

DASK_SCHEDULER_ADDRESS names the scheduler. Only names of functions and
paths of parts travel; tables go through the shared cache, so the driver's memory stays bounded.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from analysis.contract import InputError, Part, Tables
from analysis.pipeline.cache import CachePart
from analysis.pipeline.engine import LocalEngine, work_out

#: Calls in flight per worker thread: enough to keep it busy, few enough to stay small.
AHEAD = 3
#: How long a scheduler may take to answer.
PATIENCE = "20s"


def scheduler() -> str | None:
    """The address of the cluster that the user named, or None for this machine alone."""
    return os.environ.get("DASK_SCHEDULER_ADDRESS") or None


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "DASK_SCHEDULER_ADDRESS is set, but Dask is not installed:"
            " run `.venv/bin/uv pip sync --require-hashes locks/cluster.txt`"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError:
        raise InputError(f"no Dask scheduler answers at {address}") from None
    try:
        yield client
    finally:
        client.close()


@dataclass
class ClusterEngine(LocalEngine):
    """Spreads the calls of `each` over the workers; merges run where the driver runs."""

    address: str = ""

    def _spread(
        self,
        function: Callable[..., Tables],
        calls: list[tuple[tuple[Part, ...], str]],
        todo: list[int],
        found: list[CachePart | None],
        constants: dict[str, Any],
    ) -> None:
        from distributed import as_completed

        already = len(calls) - len(todo)
        with _connected(self.address) as client:
            threads = sum(client.nthreads().values())
            if not threads:
                raise InputError(f"the Dask scheduler at {self.address} has no workers")
            queue = iter(todo)
            running: dict[Any, int] = {}

            def send(index: int) -> Any:
                given, key = calls[index]
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
                    retries=3,
                    pure=True,
                )
                running[task] = index
                return task

            first = [send(index) for index in itertools.islice(queue, AHEAD * threads)]
            stream = as_completed(first, loop=client.loop)
            done = already
            for task in stream:
                found[running.pop(task)] = task.result()
                done += 1
                self.progress(function.__name__, done, len(calls))
                following = next(queue, None)
                if following is not None:
                    stream.add(send(following))


def engine_for(local: LocalEngine, say: Callable[[str], None] = lambda line: None) -> LocalEngine:
    """The engine that the environment asks for: a cluster where one is named, else `local`."""
    address = scheduler()
    if address is None:
        return local
    with _connected(address) as client:
        say(f"Dask dashboard: {client.dashboard_link}")
    return ClusterEngine(local.cache, local.progress, local.workers, address=address)
