"""Runs the pure functions of the stages over shards: cached, in parallel, with progress.

A call's key is the hash of the function's name and code, the content of its parts and its
constants, so a result is worked out once and found again as long as nothing of that changes.
"""

import hashlib
import importlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from pydantic import BaseModel

from analysis.contract import Part, Tables
from analysis.pipeline import digest
from analysis.pipeline.cache import Cache, CachePart, hold, pick
from analysis.pipeline.nursery import NURSERY
from analysis.pipeline.pictures import keep_pictures
from analysis.pipeline.workers import Call, Pool

#: How many parts a merge in a tree takes at once: few enough for one of many to cost little when
#: it has changed, and for a worker to hold; a corpus of a few shards is merged in one call.
BRANCHES = 8

#: What a call is given: parts, and groups of parts.
Arguments = tuple[Part | tuple[Part, ...], ...]


class Progress(Protocol):
    """Told how far a step is."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def _silent(step: str, done: int, total: int) -> None:
    """No progress is shown."""


def processes() -> int:
    """DATELINE_PROCESSES, otherwise the processors that this process may use."""
    given = os.environ.get("DATELINE_PROCESSES", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _constant(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return json.loads(value.model_dump_json())
    if isinstance(value, (list, tuple)):
        return [_constant(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _constant(one) for key, one in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} is no constant that can be hashed")


def _package(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "analysis" else ""


def call_key(function: Callable[..., Any], ids: Sequence[Any], constants: dict[str, Any]) -> str:
    """Hash of everything that a call's result depends on."""
    facts = [
        f"{function.__module__}.{function.__qualname__}",
        digest.code(_package(function)),
        digest.environment(),
        ids,
        {name: _constant(value) for name, value in constants.items()},
    ]
    return hashlib.blake2b(digest.canonical(facts).encode(), digest_size=20).hexdigest()


def _ids(given: Arguments) -> list[Any]:
    return [[part.id for part in one] if isinstance(one, tuple) else one.id for one in given]


@dataclass(frozen=True)
class _Lazy:
    """Tables of several parts, loaded one part at a time, as often as they are iterated."""

    parts: tuple[Part, ...]

    def __iter__(self) -> Iterator[Tables]:
        return (part.load() for part in self.parts)

    def __len__(self) -> int:
        return len(self.parts)


def work_out(
    module: str,
    name: str,
    given: Arguments,
    constants: dict[str, Any],
    folder: Path,
    key: str,
) -> CachePart:
    """Work out one call and keep its result; runs in any process."""
    function: Callable[..., Tables] = getattr(importlib.import_module(module), name)
    keep_pictures(folder)
    loaded = [_Lazy(one) if isinstance(one, tuple) else one.load() for one in given]
    return Cache(folder).keep(key, function(*loaded, **constants))


@dataclass
class LocalEngine:
    """The engine on this machine: a pool of processes, started when there is enough to do."""

    cache: Cache
    progress: Progress = _silent
    workers: int = field(default_factory=processes)
    _pool: Pool | None = None
    #: Calls may come from several threads.
    _one: Lock = field(default_factory=Lock)

    def each(
        self,
        function: Callable[..., Tables],
        *parts: Sequence[Part | tuple[Part, ...]] | Part,
        **constants: Any,
    ) -> list[Part]:
        """See analysis.contract.Engine.each."""
        lengths = {len(one) for one in parts if isinstance(one, Sequence)}
        if len(lengths) != 1:
            raise ValueError(f"{function.__name__}: parts of unequal length {sorted(lengths)}")
        given = [
            tuple(one[index] if isinstance(one, Sequence) else one for one in parts)
            for index in range(lengths.pop())
        ]
        return self._worked_out(function, given, constants)

    def tree(
        self, function: Callable[..., Tables], parts: Sequence[Part], *more: Part, **constants: Any
    ) -> Part:
        """See analysis.contract.Engine.tree."""
        level = list(parts)
        while True:
            groups = [
                tuple(level[first : first + BRANCHES]) for first in range(0, len(level), BRANCHES)
            ]
            level = self._worked_out(
                function, [(group, *more) for group in groups or [()]], constants
            )
            if len(level) == 1:
                return level[0]

    def pick(self, part: Part, *names: str) -> Part:
        """See analysis.contract.Engine.pick."""
        return pick(part, names)

    def _worked_out(
        self, function: Callable[..., Tables], given: Sequence[Arguments], constants: dict[str, Any]
    ) -> list[Part]:
        """The results of several calls of one function: those that are kept, and the others."""
        calls = [(one, call_key(function, _ids(one), constants)) for one in given]
        total = len(calls)
        found: list[CachePart | None] = [self.cache.find(key) for _, key in calls]
        todo = [index for index, one in enumerate(found) if one is None]
        self.progress(function.__name__, total - len(todo), total)
        if self.workers == 1 or len(todo) < 2:
            for done, index in enumerate(todo, 1):
                found[index] = self._here(function, calls[index][0], constants, calls[index][1])
                self.progress(function.__name__, total - len(todo) + done, total)
        else:
            self._spread(function, calls, todo, found, constants)
        return [one for one in found if one is not None]

    def once(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> Part:
        """See analysis.contract.Engine.once."""
        given = tuple(tuple(one) if isinstance(one, Sequence) else one for one in parts)
        key = call_key(function, _ids(given), constants)
        found = self.cache.find(key)
        if found is None:
            self.progress(function.__name__, 0, 1)
            found = self._here(function, given, constants, key)
        self.progress(function.__name__, 1, 1)
        return found

    def share(self, tables: Tables) -> Part:
        """See analysis.contract.Engine.share."""
        return hold(tables)

    def close(self) -> None:
        """Stop the processes."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _here(
        self,
        function: Callable[..., Tables],
        given: Arguments,
        constants: dict[str, Any],
        key: str,
    ) -> CachePart:
        return work_out(
            function.__module__, function.__name__, given, constants, self.cache.folder, key
        )

    def _spread(
        self,
        function: Callable[..., Tables],
        calls: list[tuple[Arguments, str]],
        todo: list[int],
        found: list[CachePart | None],
        constants: dict[str, Any],
    ) -> None:
        """Work out the missing calls in the pool; a lost process costs only its own call."""
        with self._one:
            if self._pool is None:
                self._pool = Pool(self.workers, os.environ.get(NURSERY, ""))
        done = len(calls) - len(todo)
        for index, part in self._pool.run(self._calls(function, calls, todo, constants)):
            found[index] = part
            done += 1
            self.progress(function.__name__, done, len(calls))

    def _calls(
        self,
        function: Callable[..., Tables],
        calls: list[tuple[Arguments, str]],
        todo: list[int],
        constants: dict[str, Any],
    ) -> Iterator[tuple[int, Call]]:
        for index in todo:
            given, key = calls[index]
            folder = self.cache.folder
            arguments = (function.__module__, function.__name__, given, constants, folder, key)
            yield index, (work_out.__module__, work_out.__name__, arguments)
