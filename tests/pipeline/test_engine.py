"""The local engine gives the same results in any number of processes, once for equal input."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from analysis.contract import Description, InMemory, Tables
from analysis.pipeline.cache import Cache, Damaged
from analysis.pipeline.engine import LocalEngine, call_key


def double(tables: Tables, factor: int = 2) -> dict[str, pl.DataFrame]:
    return {"n": tables["n"].select(pl.col("x") * factor)}


def add(tables: Tables, decision: Tables) -> dict[str, pl.DataFrame]:
    return {"n": tables["n"].with_columns(x=pl.col("x") + decision["n"]["x"].sum())}


def total(all_tables: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    once = sum(int(tables["n"]["x"].sum()) for tables in all_tables)
    again = sum(int(tables["n"]["x"].sum()) for tables in all_tables)
    assert once == again
    return {"n": pl.DataFrame({"x": [once]})}


def numbers(count: int) -> list[pl.DataFrame]:
    return [pl.DataFrame({"x": [index, index + 1]}) for index in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
def test_three_phases(tmp_path: Path, workers: int) -> None:
    engine = LocalEngine(Cache(tmp_path), workers=workers)
    shards = [engine.share({"n": frame}) for frame in numbers(5)]
    facts = engine.each(double, shards, factor=3)
    decision = engine.once(total, facts)
    applied = engine.each(add, facts, decision)
    engine.close()
    whole = 3 * sum(2 * index + 1 for index in range(5))
    assert [part.load()["n"]["x"].to_list() for part in applied] == [
        [3 * index + whole, 3 * index + 3 + whole] for index in range(5)
    ]


def test_the_engine_in_memory_does_the_same() -> None:
    engine = InMemory()
    shards = [engine.share({"n": frame}) for frame in numbers(3)]
    decision = engine.once(total, engine.each(double, shards))
    assert decision.load()["n"]["x"].to_list() == [2 * (1 + 3 + 5)]


def test_equal_calls_are_worked_out_once(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    engine = LocalEngine(Cache(tmp_path), progress=lambda *args: said.append(args), workers=1)
    shards = [engine.share({"n": frame}) for frame in numbers(2)]
    engine.each(double, shards)
    said.clear()
    engine.each(double, shards)
    assert said == [("double", 2, 2)]


def test_key_depends_on_content_constants_and_function() -> None:
    keys = {
        call_key(double, ["a"], {"factor": 2}),
        call_key(double, ["a"], {"factor": 3}),
        call_key(double, ["b"], {"factor": 2}),
        call_key(add, ["a"], {"factor": 2}),
        call_key(double, ["a"], {"d": Description(title="x")}),
        call_key(double, ["a"], {"d": Description(title="y")}),
    }
    assert len(keys) == 6


def test_unequal_lengths_are_refused(tmp_path: Path) -> None:
    engine = LocalEngine(Cache(tmp_path), workers=1)
    shards = [engine.share({"n": frame}) for frame in numbers(3)]
    with pytest.raises(ValueError, match="unequal length"):
        engine.each(add, shards, shards[:2])


def test_damaged_results_are_said_not_used(tmp_path: Path) -> None:
    engine = LocalEngine(Cache(tmp_path), workers=1)
    (part,) = engine.each(double, [engine.share({"n": numbers(1)[0]})])
    path = next(tmp_path.glob("*/*.tables"))
    content = bytearray(path.read_bytes())
    content[-20] ^= 255
    path.write_bytes(bytes(content))
    with pytest.raises(Damaged):
        part.load()["n"]
