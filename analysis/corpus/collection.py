"""Python's search for reference cycles, held off while many small objects are made.

Lines and paragraphs are in no cycles, yet the collector walks through all of them again and
again: a seventh of the stage's time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles inside; it is switched on again afterwards if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
