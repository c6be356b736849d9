"""The shard cache gives back what was put in, or says that it cannot."""

import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.pipeline.cache import Cache, Damaged, content_id, encode, hold


def tables() -> dict[str, pl.DataFrame]:
    return {
        "words": pl.DataFrame({"term": ["gaza", "aid"], "count": [3, 1]}),
        "nothing": pl.DataFrame(schema={"x": pl.Int64}),
    }


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = cache.keep("k1", tables())
    found = cache.find("k1")
    assert found is not None
    assert found.id == kept.id
    loaded = found.load()
    assert loaded["words"].equals(tables()["words"])
    assert loaded["nothing"].schema == tables()["nothing"].schema
    assert cache.find("k2") is None


def test_equal_content_has_equal_id_however_it_was_cut(tmp_path: Path) -> None:
    whole = pl.DataFrame({"text": ["a", "bb", None, "ü"], "n": [1, 2, 3, 4]})
    pieces = pl.concat([whole.slice(0, 1), whole.slice(1, 3)], rechunk=False)
    part_of_more = pl.concat([pl.DataFrame({"text": ["z"], "n": [0]}), whole]).slice(1)
    assert encode(whole) == encode(pieces) == encode(part_of_more)
    assert hold({"t": whole}).id == content_id({"t": encode(pieces)})


@settings(deadline=None)
@given(at=st.integers(min_value=0, max_value=10_000), flip=st.integers(1, 255))
def test_no_flipped_byte_goes_unseen(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    kept = cache.keep("k", tables())
    content = bytearray(kept.path.read_bytes())
    content[at % len(content)] ^= flip
    kept.path.write_bytes(bytes(content))
    found = cache.find("k")
    if found is None:
        return
    with pytest.raises(Damaged) as caught:
        dict(found.load())
    assert caught.value.path == kept.path


def test_a_truncated_entry_is_not_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = cache.keep("k", tables())
    kept.path.write_bytes(kept.path.read_bytes()[:-5])
    assert cache.find("k") is None
    assert not kept.path.exists()


def test_sweep_removes_what_no_run_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old = cache.keep("old", tables())
    new = cache.keep("new", tables())
    leftover = new.path.parent / ".half.new"
    leftover.write_bytes(b"x")
    threshold = new.path.stat().st_mtime_ns
    os.utime(old.path, ns=(threshold - 10, threshold - 10))
    cache.sweep(threshold)
    assert not old.path.exists()
    assert not leftover.exists()
    assert new.path.exists()
