"""Where finished drawings are kept: nowhere, unless whoever runs the stage names a place.

A drawing is a pure function of what it is drawn from, so a hash of that names it: what notebook
and report both show is drawn once, and a rebuild draws what has changed.
"""

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from types import FunctionType
from typing import Any, Protocol

import numpy as np
import polars as pl


class Kept(Protocol):
    """A place for drawings, by key."""

    def find(self, key: str) -> bytes | None:
        """What was kept under that key, None where nothing was."""

    def keep(self, key: str, content: bytes) -> None:
        """Keep it."""

    def alone(self, key: str) -> AbstractContextManager[None]:
        """Nobody else draws under that key meanwhile, in whatever process."""


_place: Kept | None = None


def keep_in(place: Kept | None) -> None:
    """From now on keep what this process draws there; None: draw all anew."""
    global _place
    _place = place


def once(key: str, work: Callable[[], bytes]) -> bytes:
    """What is kept under the key; where nothing is, it is worked out and kept."""
    if _place is None:
        return work()
    found = _place.find(key)
    if found is not None:
        return found
    # A notebook and the report may come to the same drawing at once.
    with _place.alone(key):
        found = _place.find(key)
        if found is None:
            found = work()
            _place.keep(key, found)
    return found


def content_key(value: Any) -> str:
    """A hash of all that a value holds; of a function, of its name and what it takes from outside.

    The code is not part of it: whoever keeps results adds a hash of that.
    Raises TypeError for a value of a kind that is not known here.
    """
    sum_ = hashlib.blake2b(digest_size=20)
    for piece in _pieces(value):
        sum_.update(len(piece).to_bytes(8, "little"))
        sum_.update(piece)
    return sum_.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    """The value as a sequence of bytes; no two different values give the same."""
    yield type(value).__qualname__.encode()
    match value:
        case None | bool() | int() | float() | str() | date():
            yield repr(value).encode("utf-8", "surrogatepass")
        case bytes():
            yield value
        case np.ndarray() | np.generic():
            yield f"{value.dtype} {value.shape}".encode()
            yield value.tobytes()
        case pl.DataFrame():
            # By value: equal columns may lie in memory in different ways.
            yield repr(value.schema).encode()
            for column in value.iter_columns():
                yield repr(column.to_list()).encode("utf-8", "surrogatepass")
        case pl.Series():
            yield from _pieces(value.to_frame())
        case list() | tuple():
            yield str(len(value)).encode()
            for one in value:
                yield from _pieces(one)
        case Mapping():
            yield from _pieces(list(value.items()))
        case functools.partial():
            yield from _pieces([value.func, value.args, value.keywords])
        case FunctionType():
            yield f"{value.__module__}.{value.__qualname__}".encode()
            yield from _pieces([cell.cell_contents for cell in value.__closure__ or ()])
            yield from _pieces([value.__defaults__, value.__kwdefaults__])
        case _ if dataclasses.is_dataclass(value):
            for one in dataclasses.fields(value):
                yield from _pieces(getattr(value, one.name))
        case _:
            raise TypeError(f"{type(value).__name__} is nothing that a drawing can be named by")
