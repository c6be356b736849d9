"""Workers are lost, killed, without memory or disk: the work goes on, or a message says why."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.contract import Tables
from analysis.errors import MachineError, given_out
from analysis.pipeline.cache import Cache
from analysis.pipeline.engine import LocalEngine
from analysis.pipeline.layout import NICE
from analysis.pipeline.nursery import Nursery, bear
from analysis.pipeline.workers import ATTEMPTS, Pool


def twice(number: int) -> int:
    return 2 * number


def dies_the_first_time(marker: str, number: int) -> int:
    """The process that works out the first call ends as one without memory is ended."""
    if number == 3 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_always(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails(number: int) -> int:
    raise ValueError(f"number {number}")


def waits(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def greedy(size: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    return len(bytearray(size))


def keeps_a_large_entry(tables: Tables) -> dict[str, pl.DataFrame]:
    """Its entry is larger than the files that the process may write: as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    return {"n": pl.DataFrame({"x": range(1 << 16)})}


def calls(function: Callable[..., Any], *given: tuple[Any, ...]) -> Iterator[Any]:
    return ((i, (__name__, function.__name__, one)) for i, one in enumerate(given))


@pytest.fixture
def pool() -> Iterator[Pool]:
    with closing(Pool(2)) as one:
        yield one


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


@pytest.mark.parametrize("forked", ["1", "0"])
def test_every_call_is_answered_once(
    pool: Pool, forked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_FORK", forked)
    asked = [(number,) for number in range(40)]
    assert sorted(pool.run(calls(twice, *asked))) == [(n, 2 * n) for n in range(40)]
    assert sorted(pool.run(calls(twice, (1,)))) == [(0, 2)]


def test_threads_share_the_workers(pool: Pool) -> None:
    """Calls of one are not put off until those of another are all answered."""
    answered: list[str] = []

    def run(name: str, count: int) -> list[tuple[int, int]]:
        found = []
        for one in pool.run(calls(waits, *[(0.05,)] * count)):
            found.append(one)
            answered.append(name)
        return found

    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(run, "long", 24)
        short = threads.submit(run, "short", 4)
        pids = [pid for _, pid in (*long.result(), *short.result())]
    assert len(set(pids)) == 2
    assert sorted(index for index, _ in long.result()) == list(range(24))
    assert answered.count("short") == 4
    assert "long" in answered[max(n for n, name in enumerate(answered) if name == "short") :]


def test_a_lost_worker_costs_only_its_own_call(pool: Pool, tmp_path: Path) -> None:
    asked = [(str(tmp_path / "died"), number) for number in range(8)]
    assert sorted(pool.run(calls(dies_the_first_time, *asked))) == [(n, n) for n in range(8)]
    assert (tmp_path / "died").exists()


def test_a_call_that_ends_worker_after_worker_is_named(pool: Pool) -> None:
    with pytest.raises(MachineError, match=rf"{ATTEMPTS} worker .* signal 9 .*memory.*dies_always"):
        list(pool.run(calls(dies_always, (1,))))


def test_an_error_travels_with_the_place_where_it_was_raised(pool: Pool) -> None:
    with pytest.raises(ValueError, match="number 7") as caught:
        list(pool.run(calls(fails, (7,))))
    assert "in fails" in caught.value.__notes__[0]


def test_memory_that_runs_out_is_said_in_one_message(pool: Pool) -> None:
    with pytest.raises(MemoryError) as caught:
        list(pool.run(calls(greedy, (1 << 32,))))
    assert "memory ran out" in str(given_out(caught.value))


def test_a_full_disk_leaves_no_half_entry(tmp_path: Path) -> None:
    engine = LocalEngine(Cache(tmp_path / "cache"), workers=2)
    shards = [engine.share({"n": pl.DataFrame({"x": [n]})}) for n in range(2)]
    with closing(engine), pytest.raises(OSError) as caught:
        engine.each(keeps_a_large_entry, shards)
    assert "larger than files may be" in str(given_out(caught.value))
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_workers_end_with_the_process_that_asked_for_them(tmp_path: Path) -> None:
    """Even when it is killed, and in the middle of a call; nothing of it is left behind."""
    code = (
        "from tests.pipeline.test_workers import *\n"
        "pool = Pool(2)\n"
        "for _, pid in pool.run(calls(waits, (0,), (0.1,), (60,))): print(pid, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as owner:
        assert owner.stdout is not None
        workers = {int(owner.stdout.readline()) for _ in range(2)}
        assert all(alive(pid) for pid in workers)
        assert len(list(tmp_path.iterdir())) == 1
        owner.kill()
    assert wait_until(lambda: not any(alive(pid) for pid in workers))
    assert wait_until(lambda: not list(tmp_path.iterdir()))


def test_children_end_with_their_nursery() -> None:
    with closing(Nursery()) as nursery:
        child = bear(nursery.address, "worker")
        assert child.poll() is None
        os.kill(nursery._process.pid, signal.SIGKILL)  # type: ignore[union-attr]
        assert child.wait() == -signal.SIGKILL
        assert wait_until(lambda: not alive(child.pid))


def test_how_a_child_ended_is_known_also_long_after(tmp_path: Path) -> None:
    with closing(Nursery()) as nursery:
        first, second = (bear(nursery.address, "worker") for _ in range(2))
        first.terminate()
        assert first.wait() == -signal.SIGTERM
        second.channel.close()
        assert second.wait() == 0
        assert [first.poll(), second.poll()] == [-signal.SIGTERM, 0]


@pytest.mark.parametrize(("own", "told", "wanted"), [(0, "0", 0), (4, "0", 4), (4, "7", 7)])
def test_a_child_is_as_patient_as_it_is_told_or_as_who_asked_for_it(
    own: int, told: str, wanted: int
) -> None:
    ask = (
        "import os, sys; from analysis.pipeline.nursery import bear;"
        f"os.nice({own}); child = bear(sys.argv[1], 'worker', environment={{{NICE!r}: {told!r}}});"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    with closing(Nursery()) as nursery:
        asking = subprocess.Popen(
            [sys.executable, "-c", ask, nursery.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with asking:
            assert asking.stdout is not None
            child = int(asking.stdout.readline())
            expected = os.getpriority(os.PRIO_PROCESS, 0) + wanted
            assert wait_until(lambda: os.getpriority(os.PRIO_PROCESS, child) == expected)
            asking.communicate()
