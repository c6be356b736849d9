"""Tables sorted by article: the same bytes however work was cut, encoded again where changed."""

import io
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import (
    Column,
    Extent,
    InMemory,
    Measured,
    Part,
    SchemaError,
    Table,
    Tables,
)
from analysis.pipeline import footers, row_groups, store
from analysis.pipeline.cache import Cache
from analysis.pipeline.engine import LocalEngine

TABLE = Table(
    "10_corpus/things",
    "thing in an article",
    (
        Column("doc_id", pl.String, "article"),
        Column("place", pl.Int64, "place"),
        Column("words", pl.List(pl.String), "words", nullable=True),
        Column("day", pl.Date, "day", nullable=True),
    ),
    ("doc_id", "place"),
)


def frame(ids: list[int]) -> pl.DataFrame:
    """A row for each of these articles, sorted."""
    return TABLE.frame(
        {"doc_id": f"{one:04x}", "place": place, "words": [f"w{one}"] * (place % 3) or None}
        for place, one in enumerate(sorted(ids))
    )


def cut(whole: pl.DataFrame, at: list[int]) -> list[pl.DataFrame]:
    bounds = [0, *sorted(min(one, whole.height) for one in at), whole.height]
    return [whole.slice(first, last - first) for first, last in pairwise(bounds)]


def parts(frames: list[pl.DataFrame]) -> list[Part]:
    return [InMemory().share({"things": one}) for one in frames]


@given(
    st.lists(st.integers(0, 0xFFFF) | st.integers(0, 3), max_size=40),
    st.lists(st.integers(0, 40), max_size=4),
    st.sampled_from([1, 3, 7, 100]),
)
def test_bytes_do_not_depend_on_the_cut(
    tmp_path_factory: pytest.TempPathFactory, ids: list[int], at: list[int], rows: int
) -> None:
    whole = frame(ids)
    folder = tmp_path_factory.mktemp("out")
    written = []
    for frames in ([whole], cut(whole, at)):
        path = folder / f"{len(written)}.parquet"
        row_groups.write(TABLE, row_groups.held(TABLE, parts(frames)), path, InMemory(), rows)
        assert pl.read_parquet(path).equals(whole)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    meta = pq.read_metadata(folder / "0.parquet")
    assert all(meta.row_group(n).num_rows <= rows for n in range(meta.num_row_groups))


def test_a_row_group_ends_where_leading_bits_change_and_when_it_is_full(tmp_path: Path) -> None:
    whole = frame([0x0001, 0x0002, 0x0003, 0x3FFF, 0x4000, 0x8000, 0xC000, 0xFFFF])
    path = tmp_path / "things.parquet"
    row_groups.write(TABLE, row_groups.held(TABLE, parts([whole])), path, InMemory(), 2)
    meta = pq.read_metadata(path)
    assert [meta.row_group(n).num_rows for n in range(meta.num_row_groups)] == [2, 2, 1, 1, 2]


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[list[LocalEngine]]:
    made = [LocalEngine(Cache(tmp_path / str(n)), workers=n) for n in (1, 2)]
    yield made
    for one in made:
        one.close()


def as_it_is(tables: Tables) -> Tables:
    return {"things": tables["things"]}


def test_processes_encode_the_same_and_only_what_changed(
    engines: list[LocalEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second and third part share a row group, so three calls encode the four."""
    monkeypatch.setattr(store, "ROWS", 16)
    frames = cut(frame([n * 700 for n in range(90)]), [12, 30, 71])
    changed = [*frames[:3], frames[3].with_columns(place=pl.col("place") + 1)]
    written = []
    for engine in engines:
        calls: list[tuple[int, int]] = []
        engine.progress = lambda _, done, total, calls=calls: calls.append((done, total))
        for given_ in (frames, changed):
            held = [engine.share({"things": one}) for one in given_]
            kept = engine.each(as_it_is, held)
            calls.clear()
            store.write_table(TABLE, kept, tmp_path, engine)
            first = calls[0]
            written.append((tmp_path / "things.parquet").read_bytes())
        assert first == (2, 3)
    assert written[:2] == written[2:]
    assert written[0] != written[1]


def test_articles_out_of_order_are_refused(tmp_path: Path) -> None:
    whole = frame([1, 2, 3])
    for frames in ([whole[1:], whole[:1]], [whole[2:], whole[:2]]):
        with pytest.raises(SchemaError, match="not sorted by doc_id, place"):
            store.write_table(TABLE, parts(frames), tmp_path)
    same = whole.with_columns(doc_id=pl.lit("0001"))
    with pytest.raises(SchemaError, match="not sorted by doc_id, place"):
        store.write_table(TABLE, parts([same[1:], same[:1]]), tmp_path)


def test_columns_are_checked_where_rows_are_encoded(tmp_path: Path) -> None:
    wrong = frame([1, 2]).with_columns(place=pl.lit(None, pl.Int64))
    with pytest.raises(SchemaError, match="place: null"):
        store.write_table(TABLE, parts([wrong]), tmp_path)


def test_joined_files_are_what_one_writer_writes() -> None:
    rows = [
        {"n": n, "text": "ü" * n or None, "tags": ["a"] * n, "yes": n % 2 == 0, "at": n / 3}
        for n in range(40)
    ]
    whole = pa.table(pl.DataFrame(rows).to_arrow(compat_level=pl.CompatLevel.oldest()))

    def written(*cuts: tuple[int, int]) -> bytes:
        stream = io.BytesIO()
        with pq.ParquetWriter(stream, whole.schema, compression="zstd") as one:
            for first, last in cuts:
                one.write_table(whole.slice(first, last - first))
        return stream.getvalue()

    together = io.BytesIO()
    files = [written((0, 1), (1, 17)), written(), written((17, 30), (30, 31), (31, 40))]
    footers.join(written(), files, together)
    assert together.getvalue() == written((0, 1), (1, 17), (17, 30), (30, 31), (31, 40))


def test_what_cannot_be_joined_is_refused() -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"n": [1, 2]}), stream, write_page_index=True)
    for wrong, said in (
        (stream.getvalue(), "page indexes"),
        (b"PAR1", "not a Parquet file"),
        (b"PAR1 nothing of the kind", "not a Parquet file"),
    ):
        with pytest.raises(ValueError, match=said):
            footers.join(stream.getvalue(), [wrong], io.BytesIO())


whole_numbers = st.integers(-(1 << 63), (1 << 63) - 1)
leaves = st.one_of(
    st.tuples(st.sampled_from([footers.I16, footers.I32, footers.I64]), whole_numbers),
    st.tuples(st.just(footers.BINARY), st.binary(max_size=300)),
    st.tuples(st.sampled_from([footers.TRUE, footers.FALSE]), st.none()),
    st.tuples(st.just(footers.DOUBLE), st.binary(min_size=8, max_size=8)),
    st.tuples(st.just(footers.BYTE), st.binary(min_size=1, max_size=1)),
    st.tuples(
        st.just(footers.LIST),
        st.one_of(
            st.tuples(st.just(footers.TRUE), st.lists(st.sampled_from([1, 2]), max_size=20)),
            st.tuples(st.just(footers.I32), st.lists(whole_numbers, max_size=20)),
        ),
    ),
)


def structs(values: st.SearchStrategy[tuple[int, object]]) -> st.SearchStrategy[footers.Struct]:
    return st.dictionaries(st.integers(1, 200), values, max_size=8)


nested = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just(footers.STRUCT), structs(inner)),
        st.tuples(
            st.just(footers.LIST),
            st.tuples(st.just(footers.STRUCT), st.lists(structs(inner), max_size=3)),
        ),
    ),
    max_leaves=12,
)


@given(structs(nested))
def test_structs_are_read_as_they_were_written(struct: footers.Struct) -> None:
    written = footers.write_struct(struct)
    assert footers.read_struct(written) == (struct, len(written))


def test_extents_are_known_without_reading(tmp_path: Path) -> None:
    with closing(LocalEngine(Cache(tmp_path), workers=1)) as engine:
        (kept,) = engine.each(as_it_is, parts([frame([5, 9, 11])]))
        tables = kept.load()
        assert isinstance(tables, Measured)
        assert tables.extent("things") == Extent(3, "0005", "000b")
