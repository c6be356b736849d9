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


def joined(some: Iterable[Tables], more: Tables) -> dict[str, pl.DataFrame]:
    """Sums and rows of neighbours; `more` is given to every merge."""
    frames = [pl.DataFrame(schema={"x": pl.Int64}), *(tables["n"] for tables in some)]
    return {"n": pl.concat(frames).filter(pl.col("x").is_in(more["kept"]["x"].to_list()))}


@pytest.mark.parametrize("count", [0, 1, 8, 9, 70])
def test_a_tree_gives_what_one_merge_gives(tmp_path: Path, count: int) -> None:
    for engine in (LocalEngine(Cache(tmp_path), workers=1), InMemory()):
        more = engine.share({"kept": pl.DataFrame({"x": range(0, 72, 2)})})
        parts = [engine.share({"n": frame}) for frame in numbers(count)]
        whole = engine.tree(joined, parts, more).load()["n"]["x"].to_list()
        assert whole == [x for index in range(count) for x in (index, index + 1) if x % 2 == 0]


def test_a_changed_part_costs_its_own_way_through_the_tree(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    engine = LocalEngine(Cache(tmp_path), progress=lambda *args: said.append(args), workers=1)
    more = engine.share({"kept": pl.DataFrame({"x": range(100)})})
    frames = numbers(70)
    engine.tree(joined, [engine.share({"n": frame}) for frame in frames], more)
    frames[20] = pl.DataFrame({"x": [99]})
    said.clear()
    engine.tree(joined, [engine.share({"n": frame}) for frame in frames], more)
    assert [one for one in said if one[1] == one[2]] == [("joined", n, n) for n in (9, 2, 1)]
    assert [one[1] for one in said if one[1] < one[2]] == [8, 1, 0]


def both(tables: Tables) -> dict[str, pl.DataFrame]:
    return {"n": tables["n"], "largest": tables["n"].select(pl.col("x").max())}


def test_what_was_picked_depends_on_nothing_else(tmp_path: Path) -> None:
    engine = LocalEngine(Cache(tmp_path), workers=1)
    first, second = engine.each(
        both, [engine.share({"n": pl.DataFrame({"x": [n, 5]})}) for n in (1, 2)]
    )
    assert first.id != second.id
    one, other = (engine.pick(part, "largest") for part in (first, second))
    assert one.id == other.id
    assert one.load()["largest"]["x"].to_list() == [5]
    assert list(one.load()) == ["largest"]
    assert engine.pick(first, "n").id != engine.pick(second, "n").id
    held = engine.share({"n": pl.DataFrame({"x": [1]}), "m": pl.DataFrame({"x": [2]})})
    assert list(engine.pick(held, "m").load()) == ["m"]
    with pytest.raises(KeyError):
        engine.pick(first, "none")


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
