"""A Dask cluster gives the bytes that this machine alone gives."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.errors import InputError, MachineError
from analysis.pipeline.cache import Cache
from analysis.pipeline.cluster import ClusterEngine, dashboard, engine_for
from analysis.pipeline.engine import LocalEngine
from analysis.pipeline.layout import project_root
from analysis.pipeline.nursery import ONE_THREAD
from tests.pipeline.building import Built, command, environment
from tests.pipeline.disturbed import NAME, holds_the_same
from tests.pipeline.test_engine import add, double, joined, numbers, total

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    # A worker reads its libraries before it takes calls, which the cluster must have time for.
    with (
        dask.config.set({"distributed.deploy.lost-worker-timeout": "120s"}),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            protocol="tcp://",
            dashboard_address="127.0.0.1:0",
            preload="analysis.pipeline.libraries",
            env={"POLARS_MAX_THREADS": "1", **ONE_THREAD},
        ) as one,
    ):
        yield one


@pytest.fixture(scope="module")
def address(cluster: Any) -> str:
    return str(cluster.scheduler_address)


def entries(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*/*.tables")}


def test_two_workers_write_the_same_entries(address: str, tmp_path: Path) -> None:
    engines = [
        LocalEngine(Cache(tmp_path / "here"), workers=1),
        ClusterEngine(Cache(tmp_path / "there"), workers=2, address=address),
    ]
    results = []
    for engine in engines:
        shards = [engine.share({"n": frame}) for frame in numbers(9)]
        facts = engine.each(double, shards, factor=3)
        applied = engine.each(add, facts, engine.once(total, facts))
        every = engine.share({"kept": pl.DataFrame({"x": range(200)})})
        merged = engine.tree(joined, applied, every)
        results.append([part.id for part in (*applied, merged)])
        engine.close()
    assert results[0] == results[1]
    assert entries(tmp_path / "here") == entries(tmp_path / "there")


def test_a_build_on_a_cluster_gives_the_same_bytes_though_workers_are_killed(
    cluster: Any, calm: Built, raw: Path, tmp_path: Path
) -> None:
    """One worker is killed while names are read, another while the report is drawn."""
    running = subprocess.Popen(
        command("all", NAME),
        env=environment(raw, tmp_path, DASK_SCHEDULER_ADDRESS=cluster.scheduler_address),
        cwd=project_root(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for at, nanny in zip(("entities", "report"), list(cluster.workers.values()), strict=True):
            until = time.monotonic() + 120
            while (
                running.poll() is None
                and time.monotonic() < until
                and not ([*(tmp_path / NAME / ".cache" / at).glob("*/*")])
            ):
                time.sleep(0.02)
            os.kill(nanny.pid, signal.SIGKILL)
        said = running.communicate(timeout=300)[1]
    finally:
        running.kill()
    assert "Dask dashboard: http://" in said
    holds_the_same(calm, Built(running.returncode, said, tmp_path / NAME))


def test_the_environment_chooses_the_engine(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = LocalEngine(Cache(tmp_path), workers=1)
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    assert engine_for(local) is local
    assert dashboard() is None
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
    assert isinstance(engine_for(local), ClusterEngine)


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:9")
    monkeypatch.setattr("analysis.pipeline.cluster.PATIENCE", "1s")
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        dashboard()


def test_workers_with_several_threads_for_a_sum_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)
    with distributed.LocalCluster(
        n_workers=1, processes=False, protocol="tcp://", dashboard_address="127.0.0.1:0"
    ) as one:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", one.scheduler_address)
        assert dashboard()
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
        with pytest.raises(InputError, match="OPENBLAS_NUM_THREADS=1"):
            dashboard()


def test_a_cluster_that_has_lost_all_its_workers_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.pipeline.cluster.PATIENCE", "1s")
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address="127.0.0.1:0",
    ) as one:

        def lose(_: str, done: int, __: int) -> None:
            one.scale(0 if done else 1)
            while done and one.scheduler.workers:
                time.sleep(0.01)

        engine = ClusterEngine(Cache(tmp_path), lose, workers=2, address=one.scheduler_address)
        shards = [engine.share({"n": frame}) for frame in numbers(9)]
        with pytest.raises(MachineError, match="has no workers any more: start some and build"):
            engine.each(double, shards)
        engine.close()
