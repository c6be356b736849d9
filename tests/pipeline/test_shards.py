"""Shards depend on the articles, not on how often or in which order they are cut."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.pipeline.layout import Layout
from analysis.pipeline.pieces import Piece, note, noted
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


def test_blocks_of_a_file_are_named_by_their_own_content(layout: Layout) -> None:
    def named() -> dict[int, str]:
        parts = raw_parts(layout, list_raw(layout), 1 << 17)
        held = [unit for part in parts for unit in part.units if unit.source_file == "big.jsonl"]
        return {unit.block: unit.identity for unit in held}

    rows = [f'{{"text": "{number:05} {"x" * 1000}"}}\n' for number in range(3000)]
    (layout.raw / "big.jsonl").write_text("".join(rows))
    before = named()
    assert len(before) == 3
    rows[0] = rows[0].replace("00000", "99999")
    (layout.raw / "big.jsonl").write_text("".join(rows))
    after = named()
    assert [block for block in before if before[block] != after[block]] == [0]
    # Records that stand elsewhere now are other records.
    (layout.raw / "big.jsonl").write_text("".join(rows[1:]))
    assert not {*before.values()} & {*named().values()}


def test_article_shards_cut_all_tables_alike(tmp_path: Path) -> None:
    ids = sorted(f"{n * 2621:04x}000000000000" for n in range(25))
    documents = pl.DataFrame({"doc_id": ids, "text": ["x"] * 25})
    sentences = pl.DataFrame({"doc_id": [one for one in ids[::2] for _ in range(3)]})
    documents.write_parquet(tmp_path / "documents.parquet")
    sentences.write_parquet(tmp_path / "sentences.parquet")
    tables = {name: tmp_path / f"{name}.parquet" for name in ("documents", "sentences")}
    for total, expected in ((1, 1), (SHARD_BYTES * 8, 8)):
        parts = article_parts(tables, total)
        loaded = [part.load() for part in parts]
        assert len(loaded) == len({part.id for part in parts}) == expected
        for name, whole in (("documents", documents), ("sentences", sentences)):
            assert pl.concat([pl.DataFrame(one[name]) for one in loaded]).equals(whole)
        for one in loaded:
            assert set(one["sentences"]["doc_id"]) <= set(one["documents"]["doc_id"])


def cut(ids: Sequence[str], *at: int) -> list[Piece]:
    """The ids as pieces that end at these rows."""
    return [
        Piece(last - first, ids[first], ids[last - 1], " ".join(ids[first:last]))
        for first, last in pairwise((0, *at, len(ids)))
    ]


def test_shards_of_noted_pieces_are_those_of_the_rows(tmp_path: Path) -> None:
    """Nothing is read where shards begin with pieces; else, and where rows are missing, it is."""
    ids = [f"{n * 4096:04x}" for n in range(16)]
    path = tmp_path / "documents.parquet"
    pl.DataFrame({"doc_id": ids}).write_parquet(path)
    tables, total = {"documents": path}, SHARD_BYTES * 4

    def named(pieces: list[Piece]) -> list[str]:
        parts = article_parts(tables, total, pieces={"documents": pieces})
        assert [part.load()["documents"]["doc_id"].to_list() for part in parts] == [
            ids[first : first + 4] for first in range(0, 16, 4)
        ]
        return [part.id for part in parts]

    read = [part.id for part in article_parts(tables, total)]
    fine = cut(ids, 2, 4, 8, 12)
    known = named(fine)
    assert not {*known} & {*read}
    changed = [*fine[:2], replace(fine[2], hash="another"), *fine[3:]]
    assert [a == b for a, b in zip(known, named(changed), strict=True)] == [True, False, True, True]
    assert named(cut(ids, 3, 8, 12)) == read
    assert named(fine[:-1]) == read


def test_noted_pieces_are_found_again_whole_or_not_at_all(tmp_path: Path) -> None:
    pieces = cut(["a", "b", "c"], 1)
    note(tmp_path, "x", pieces)
    assert noted(tmp_path, "x") == pieces
    assert noted(tmp_path, "y") is None
    path = next(tmp_path.rglob("x.json"))
    whole = path.read_text()
    for damaged in (whole[:-3], whole.replace('"c"', '"d"'), "{}", "[]", "null", ""):
        assert damaged != whole
        path.write_text(damaged)
        assert noted(tmp_path, "x") is None
