"""A Dask cluster gives the bytes that this machine alone gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.contract import InputError
from analysis.pipeline.cache import Cache
from analysis.pipeline.cluster import ClusterEngine, engine_for
from analysis.pipeline.engine import LocalEngine
from tests.pipeline.test_engine import add, double, numbers, total

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, protocol="tcp://"
    ) as cluster:
        yield cluster.scheduler_address


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
        results.append([part.id for part in applied])
    assert results[0] == results[1]
    assert entries(tmp_path / "here") == entries(tmp_path / "there")


def test_the_environment_chooses_the_engine(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = LocalEngine(Cache(tmp_path), workers=1)
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    assert engine_for(local) is local
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
    assert isinstance(engine_for(local), ClusterEngine)


def test_a_scheduler_that_does_not_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:9")
    monkeypatch.setattr("analysis.pipeline.cluster.PATIENCE", "1s")
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        engine_for(LocalEngine(Cache(tmp_path), workers=1))
