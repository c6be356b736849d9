"""An interrupt ends a build as an interrupt, whatever libraries make of it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from analysis.errors import MachineError
from analysis.pipeline import __main__ as command
from analysis.pipeline import interruption
from analysis.pipeline.build import clear_away
from analysis.pipeline.cache import Cache
from analysis.pipeline.layout import Layout
from analysis.pipeline.locks import locked, nobody_else, wait_for_writers


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What signals do is put back; a shell that runs the tests beside others ignores SIGINT."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    interruption._came.clear()


def plain(number: int) -> None:
    os.kill(os.getpid(), number)


def turned_into(error: Exception) -> Callable[[int], None]:
    def library(number: int) -> None:
        try:
            os.kill(os.getpid(), number)
        finally:
            raise error

    return library


def lost(number: int) -> None:
    try:
        os.kill(os.getpid(), number)
    except KeyboardInterrupt:
        return


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "library",
    [
        plain,
        lost,
        turned_into(RuntimeError("Kernel died")),
        turned_into(MachineError("the process of the notebook was ended from outside")),
        turned_into(BrokenPipeError()),
    ],
)
def test_an_interrupt_is_an_interrupt(
    library: Callable[[int], None],
    number: int,
    layout: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def why(corpus: str) -> int:
        library(number)
        return 0

    monkeypatch.setattr(command, "_why", why)
    assert command.main(["why", layout.corpus]) == 130
    said = capsys.readouterr().err
    assert said == "dateline: interrupted; the next `make all` goes on from here\n"


def test_what_fails_without_an_interrupt_is_said(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error, code in ((MachineError("no memory"), 1), (OSError(28, "full"), 1)):
        monkeypatch.setattr(command, "_why", lambda _, error=error: (_ for _ in ()).throw(error))
        assert command.main(["why", layout.corpus]) == code
    assert "interrupted" not in capsys.readouterr().err
    monkeypatch.setattr(command, "_why", lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        command.main(["why", layout.corpus])


def test_half_entries_are_cleared_away_unless_another_build_writes_them(layout: Layout) -> None:
    halves = []
    for stage in ("corpus", "terms"):
        half = layout.cache / stage / "ab" / ".0123.new"
        half.parent.mkdir(parents=True)
        half.touch()
        halves.append(half)
    whole = Cache(layout.cache / "terms").folder / "ab" / "x.tables"
    whole.touch()
    other = subprocess.Popen(
        [sys.executable, "-c", "from analysis.pipeline.locks import *; import sys\n"
         f"with locked(Layout({layout.corpus!r}), 'corpus'): print('made', flush=True);"
         " sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"made\n"
        clear_away(layout)
        assert [one.exists() for one in (*halves, whole)] == [True, False, True]
        other.communicate()
    clear_away(layout)
    assert [one.exists() for one in (*halves, whole)] == [False, False, True]
    with locked(layout, "terms"), nobody_else(layout, "terms") as alone:
        assert not alone


def test_a_build_waits_for_the_notebook_of_one_that_was_killed(layout: Layout) -> None:
    code = (
        "from analysis.pipeline.locks import *; import sys\n"
        f"held = writing(Layout({layout.corpus!r}), 'corpus'); print('writes', flush=True)\n"
        "sys.stdin.read()"
    )
    orphan = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with orphan:
        assert orphan.stdout is not None
        assert orphan.stdout.readline() == b"writes\n"
        waits = threading.Thread(target=wait_for_writers, args=(layout, "corpus"))
        waits.start()
        waits.join(0.1)
        assert waits.is_alive()
        orphan.communicate()
        waits.join()
    wait_for_writers(layout, "corpus")
