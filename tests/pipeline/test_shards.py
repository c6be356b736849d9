"""Shards depend on the articles, not on how often or in which order they are cut."""

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.pipeline.layout import Layout
from analysis.pipeline.raw import list_raw
from analysis.pipeline.shards import SHARD_BYTES, article_parts, bits_for, raw_parts


@given(st.integers(0, 1 << 40))
def test_shards_hold_two_to_four_megabytes_on_average(total: int) -> None:
    bits = bits_for(total)
    average = total / (1 << bits)
    assert average <= SHARD_BYTES or bits == 16
    assert bits == 0 or average > SHARD_BYTES / 2


def test_every_raw_file_is_in_one_shard(layout: Layout) -> None:
    files = list_raw(layout)
    for shard_bytes in (1, 20, 1 << 20):
        parts = raw_parts(layout, files, shard_bytes)
        held = [unit.source_file for part in parts for unit in part.units]
        assert sorted(held) == ["one.txt", "sub/two.txt"]
        loaded = pl.concat([pl.DataFrame(part.load()["raw"]) for part in parts])
        assert dict(zip(loaded["source_file"], loaded["content"], strict=True)) == {
            file.source_file: (layout.raw / file.path).read_bytes() for file in files
        }


def test_raw_shards_are_named_by_content(layout: Layout) -> None:
    before = [part.id for part in raw_parts(layout, list_raw(layout))]
    assert before == [part.id for part in raw_parts(layout, list_raw(layout))]
    (layout.raw / "one.txt").write_text("changed")
    assert before != [part.id for part in raw_parts(layout, list_raw(layout))]


def test_article_shards_cut_all_tables_alike(tmp_path: Path) -> None:
    ids = sorted(f"{n * 2621:04x}000000000000" for n in range(25))
    documents = pl.DataFrame({"doc_id": ids, "text": ["x"] * 25})
    sentences = pl.DataFrame({"doc_id": [one for one in ids[::2] for _ in range(3)]})
    documents.write_parquet(tmp_path / "documents.parquet")
    sentences.write_parquet(tmp_path / "sentences.parquet")
    tables = {name: tmp_path / f"{name}.parquet" for name in ("documents", "sentences")}
    for total, expected in ((1, 1), (SHARD_BYTES * 8, 8)):
        loaded = [part.load() for part in article_parts(tables, total)]
        assert len(loaded) == expected
        for name, whole in (("documents", documents), ("sentences", sentences)):
            assert pl.concat([pl.DataFrame(one[name]) for one in loaded]).equals(whole)
        for one in loaded:
            assert set(one["sentences"]["doc_id"]) <= set(one["documents"]["doc_id"])
