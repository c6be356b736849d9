"""How the work of a stage is spread over shards, without the stage knowing where it runs.

Every stage works in the same three phases: *facts* per shard (a pure function), one small
global *decision*, and *application* per shard. The functions take and return tables, so that
results can be cached by content, sent between processes and compared byte for byte.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import polars as pl

from analysis.contract.description import Description

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Extent:
    """How many rows a table sorted by article has, and its least and greatest doc_id."""

    rows: int
    first: str = ""
    last: str = ""

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Extent":
        """Of a frame; first and last are empty where it has no rows, or no doc_id."""
        if not frame.height or frame.schema.get("doc_id") != pl.String:
            return cls(frame.height)
        ids = frame["doc_id"]
        return cls(frame.height, ids[0], ids[-1])


@runtime_checkable
class Measured(Protocol):
    """Tables whose extents are known without reading (or making) them."""

    def extent(self, name: str) -> Extent: ...


class Part(Protocol):
    """A handle on some tables that lie somewhere: in memory, in the cache, in a raw file."""

    @property
    def id(self) -> str:
        """Hash of the content: two parts of equal content have equal ids."""
        ...

    def load(self) -> Tables: ...


class Engine(Protocol):
    """Runs module-level pure functions over parts and remembers what they returned."""

    def each(
        self,
        function: Callable[..., Tables],
        *parts: Sequence[Part | tuple[Part, ...]] | Part,
        **constants: Any,
    ) -> list[Part]:
        """Call function(tables_i, …, **constants) once for each index i, in parallel.

        parts: sequences of equal length; a single Part is given to every call (a decision). Of a
            sequence of tuples each call gets one tuple, as an iterable of tables.
        constants: pydantic models, strings, numbers, None - whatever prints as canonical JSON.
        The function must be importable by name, depend on nothing but its arguments, and
        return tables whose rows stand in a definite order.
        """
        ...

    def once(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> Part:
        """Call function(iterable of tables, …, **constants) once: a merge and decision.

        A sequence of parts arrives as a lazy iterable of tables in shard order (it can be
        iterated several times), so that a merge can be bounded in memory; a single Part
        arrives as its tables.
        """
        ...

    def tree(
        self, function: Callable[..., Tables], parts: Sequence[Part], *more: Part, **constants: Any
    ) -> Part:
        """Merge many parts into one, a few neighbours at a time, level by level.

        Calls function(iterable of tables, *more tables, **constants) on groups of neighbouring
        parts, then on groups of what it returned, until one part is left; a single part, or
        none, is given to it too. So the function must take what it returns, and any grouping of
        neighbours must give the same rows: whole numbers may be added up, least and greatest,
        first and last taken, rows joined; floats may not be added up.
        The groups of a level run side by side, each holds no more than a few parts, and each
        result is kept: when one part has changed, only the groups on its way to the last one are
        merged again. Worth it where a merge is smaller than what it merges; what must be done
        but once (shares, ranks, cuts) belongs into a call of `once` on the result.
        """
        ...

    def pick(self, part: Part, *names: str) -> Part:
        """Those tables of a part alone, as a part whose id depends on nothing else.

        A call that is given it, and not the whole part, is not made again when another table of
        the part has changed. Raises KeyError where the part has no such table.
        """
        ...

    def share(self, tables: Tables) -> Part:
        """Tables made in place (researcher's decisions, word lists) as a part."""
        ...


@dataclass(frozen=True)
class Given:
    """What a stage gets.

    shards: for the corpus stage, parts with a table `raw` (see analysis.corpus.tables.RAW);
        for later stages, parts with `documents`, `sentences` and the article-level tables of
        the stages before, a disjoint range of doc_id each, in ascending order.
    whole: tables of earlier stages that are not cut by article, by stem ("entities"); for the
        corpus stage `raw_files`, with source_file and sha256 of files that may be cut into blocks.
    hand: the researcher's own files, by stem: aliases, gazetteer, stopwords, splits, tolls,
        events, reference; an absent file is an absent table.
    description: what corpus.toml says.
    """

    shards: Sequence[Part]
    whole: Mapping[str, Part]
    hand: Part
    description: Description


@dataclass(frozen=True)
class Outputs:
    """What a stage makes: for each table (by stem) the parts whose rows, one after the other,
    are the sorted table; and for each file (by name) the part whose table of that name has one
    row and one Binary column `content`."""

    tables: Mapping[str, Sequence[Part]]
    files: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True)
class _Held:
    tables: Tables
    id: str = "held"

    def load(self) -> Tables:
        return self.tables


def _loaded(given: Part | tuple[Part, ...]) -> Tables | list[Tables]:
    return [one.load() for one in given] if isinstance(given, tuple) else given.load()


class InMemory:
    """The engine without processes and cache, for tests and for single calls."""

    def each(
        self,
        function: Callable[..., Tables],
        *parts: Sequence[Part | tuple[Part, ...]] | Part,
        **constants: Any,
    ) -> list[Part]:
        lengths = {len(part) for part in parts if isinstance(part, Sequence)}
        if len(lengths) != 1:
            raise ValueError(f"parts of unequal length: {sorted(lengths)}")
        return [
            _Held(
                function(
                    *(
                        _loaded(part[index] if isinstance(part, Sequence) else part)
                        for part in parts
                    ),
                    **constants,
                )
            )
            for index in range(lengths.pop())
        ]

    def once(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> Part:
        given: list[Tables | Iterable[Tables]] = [
            [one.load() for one in part] if isinstance(part, Sequence) else part.load()
            for part in parts
        ]
        return _Held(function(*given, **constants))

    def tree(
        self, function: Callable[..., Tables], parts: Sequence[Part], *more: Part, **constants: Any
    ) -> Part:
        level = list(parts)
        while True:
            # Two at a time: the deepest tree, so that tests see what depends on the grouping.
            groups = [level[first : first + 2] for first in range(0, len(level), 2)] or [level]
            level = [self.once(function, group, *more, **constants) for group in groups]
            if len(level) == 1:
                return level[0]

    def pick(self, part: Part, *names: str) -> Part:
        tables = part.load()
        return _Held({name: tables[name] for name in names})

    def share(self, tables: Tables) -> Part:
        return _Held(tables)
