"""The stages of one build: which may begin, side by side, early, and what they tell each other.

A stage begins when the tables that it needs are there. Where the corpus is small enough for
memory, stages that do not need each other run side by side, and one begins as soon as the tables
of those before it are made, while their notebooks still draw.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Condition
from typing import Any

from analysis.pipeline import interruption
from analysis.pipeline.cache import Cache
from analysis.pipeline.earlier import Made, aside, set_aside
from analysis.pipeline.engine import processes
from analysis.pipeline.layout import Layout
from analysis.pipeline.locks import nobody_else
from analysis.pipeline.nursery import Nursery
from analysis.pipeline.stages import STAGES, stage

#: Up to this size of the documents' table, stages run beside each other: most of their time goes
#: to steps that use one processor. Above it, memory counts for more.
SIDE_BY_SIDE_BYTES = 8 << 20
#: The same where the stages have been made before: what is kept need not be worked out again.
AGAIN_SIDE_BY_SIDE_BYTES = 64 << 20


def side_by_side(layout: Layout, names: Sequence[str]) -> bool:
    """Whether these stages may run at once."""
    try:
        size = (stage("corpus").output(layout) / "documents.parquet").stat().st_size
    except FileNotFoundError:
        return False
    again = all(stage(name).manifest(layout).exists() for name in names)
    return processes() > 1 and size < (AGAIN_SIDE_BY_SIDE_BYTES if again else SIDE_BY_SIDE_BYTES)


def clear_away(layout: Layout) -> None:
    """Remove what the ended processes of a build were about to write into the cache.

    Stages that another build is making at this moment are left alone.
    """
    for one in STAGES:
        with contextlib.suppress(OSError), nobody_else(layout, one.name) as alone:
            if alone:
                Cache(layout.cache / one.name).clear_away()


def clear_tables_away(layout: Layout) -> None:
    """Remove tables that a build has set aside, where no build is running that may read them."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
        if all(stack.enter_context(nobody_else(layout, one.name)) for one in STAGES):
            for one in STAGES:
                shutil.rmtree(aside(layout, one), ignore_errors=True)


@dataclass(frozen=True)
class Others:
    """What a stage knows of those that are made in the same build.

    early: tables of the stages before it whose notebooks still run.
    finished: stages before it that this build has made: nothing can have damaged them.
    made: to be told of the stage's own tables as soon as they are there: what its manifest will
        say, as far as that is known.
    wait: returns when the stages in `early` are finished, and whether they succeeded.
    patient: whether a stage that takes longer runs beside this one.
    """

    early: Mapping[str, Made] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()
    made: Callable[[Mapping[str, Any]], None] = lambda said: None
    wait: Callable[[], bool] = lambda: True
    patient: bool = False


#: Makes a stage; returns its exit code.
Make = Callable[[str, Others], int]


class Build:
    """Several stages of a corpus, each made in a thread of its own when its turn comes."""

    def __init__(self, layout: Layout, names: Sequence[str], make: Make) -> None:
        self._layout, self._make = layout, make
        self._waiting = list(names)
        self._running: list[str] = []
        #: Exit codes, or what was raised, in the order in which the stages ended.
        self._ended: dict[str, int | BaseException] = {}
        self._made: set[str] = set()
        self._aside: dict[str, Made] = {}
        #: Running stages that read tables set aside, by the stage whose tables those are.
        self._readers: dict[str, set[str]] = {}
        self._turn = Condition()

    def run(self, nursery: Nursery) -> int:
        """Make them all; returns the first exit code that is not 0.

        Raises what the first stage that could not be made has raised.
        """
        with ThreadPoolExecutor(len(self._waiting)) as threads:
            try:
                with self._turn:
                    while True:
                        interruption.check()
                        for name in self._ready():
                            threads.submit(self._one, name, self._begun(name))
                        if self._vain():
                            nursery.close()
                        if not self._running:
                            break
                        self._turn.wait()
            except BaseException:
                # Without their processes the stages end, instead of being waited for.
                nursery.close()
                raise
        bad = next((end for end in self._ended.values() if end != 0), 0)
        if isinstance(bad, BaseException):
            raise bad
        return bad

    def _failed(self) -> bool:
        return any(end != 0 for end in self._ended.values())

    def _vain(self) -> bool:
        """Whether stages run that need not go on: one that they need has failed, or any gave up."""
        needed = {one for name in self._running for one in stage(name).needs}
        return bool(self._running) and any(
            isinstance(end, BaseException) or (end != 0 and name in needed)
            for name, end in self._ended.items()
        )

    def _ready(self) -> Iterator[str]:
        """The stages that can begin now, one after the other as they begin."""
        for name in [*self._waiting]:
            beside = [name, *self._running]
            if (
                not self._failed()
                and self._has_tables(name)
                and (len(beside) == 1 or side_by_side(self._layout, beside))
            ):
                yield name

    def _has_tables(self, name: str) -> bool:
        not_there = {*self._waiting} | ({*self._running} - {*self._aside})
        return not {*stage(name).needs} & not_there

    def _begun(self, name: str) -> Others:
        """The stage begins: what it is told of the others."""
        needs = stage(name).needs
        early = {one: self._aside[one] for one in needs if one in self._running}
        for one in early:
            self._readers[one].add(name)
        self._waiting.remove(name)
        self._running.append(name)
        finished = frozenset({*needs} & self._made - {*early})
        longer = {*stage(name).yields} & {*self._waiting, *self._running}
        return Others(
            early,
            finished,
            partial(self._tables_made, name),
            partial(self._wait, name, [*early]),
            bool(longer) and side_by_side(self._layout, [name, *longer]),
        )

    def _one(self, name: str, others: Others) -> None:
        end: int | BaseException
        try:
            end = self._make(name, others)
        except BaseException as error:
            end = error
        with self._turn:
            self._running.remove(name)
            self._ended[name] = end
            self._release(name)
            self._turn.notify_all()

    def _tables_made(self, name: str, said: Mapping[str, Any]) -> None:
        """The stage's tables are there: set them aside if another stage can begin with them."""
        with self._turn:
            self._made.add(name)
            next_ones = [one for one in self._waiting if name in stage(one).needs]
            if next_ones and side_by_side(self._layout, [name, *next_ones]):
                tables = set_aside(self._layout, stage(name), said)
                if tables is not None:
                    self._aside[name], self._readers[name] = tables, set()
                    self._turn.notify_all()

    def _wait(self, name: str, early: Sequence[str]) -> bool:
        with self._turn:
            self._turn.wait_for(lambda: not {*early} & {*self._running})
            self._release(name)
            return all(self._ended[one] == 0 for one in early)

    def _release(self, name: str) -> None:
        """That stage reads no tables set aside any more."""
        for one, readers in self._readers.items():
            readers.discard(name)
            if not readers and one not in self._running:
                shutil.rmtree(self._aside[one].folder, ignore_errors=True)
