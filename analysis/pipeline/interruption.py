"""Whether somebody asked the build to end (Ctrl-C, or SIGTERM).

The signal raises KeyboardInterrupt where the main thread happens to be. Libraries may turn that
into errors of their own (a kernel that is gone, a connection that was closed) while they clear
up, or lose it in a callback: so it is remembered here, and what comes after it is no failure.
"""

import signal
import threading
from types import FrameType

_came = threading.Event()


def listen() -> None:
    """Heed both signals from now on; one that was to be ignored is ignored still."""
    _came.clear()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    _came.set()
    raise KeyboardInterrupt


def came() -> bool:
    """Whether one of them has come."""
    return _came.is_set()


def check() -> None:
    """Raises KeyboardInterrupt where one of them has come, in any thread."""
    if _came.is_set():
        raise KeyboardInterrupt
