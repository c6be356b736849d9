"""One thing after the other: JupyterLab hands what a person does to the kernel in two threads.

Messages of widgets arrive in the main thread as well as in a subshell of the kernel. Two of them
answered at once would mix: the words of one selection under the name of another.
"""

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_TURN = threading.RLock()


def in_turn(action: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """The same function, which waits until what was asked for before is answered."""

    @functools.wraps(action)
    def waiting(*given: _Given.args, **named: _Given.kwargs) -> _Answer:
        with _TURN:
            return action(*given, **named)

    return waiting
