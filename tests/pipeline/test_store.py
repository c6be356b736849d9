"""Tables are checked, sorted, and written so that their bytes depend on their rows only."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import Column, Extent, Outputs, SchemaError, Table
from analysis.pipeline import store
from analysis.pipeline.cache import hold

TABLE = Table(
    "10_corpus/things",
    "thing",
    (
        Column("name", pl.String, "name"),
        Column("n", pl.Int64, "count", nullable=True),
        Column("tags", pl.List(pl.String), "tags"),
    ),
    ("name",),
)


def frame(names: list[str]) -> pl.DataFrame:
    return TABLE.frame({"name": name, "n": len(name) or None, "tags": [name]} for name in names)


@given(st.lists(st.text("abcü", max_size=3), unique=True), st.lists(st.integers(0, 40), max_size=4))
def test_bytes_do_not_depend_on_the_cut(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], cuts: list[int]
) -> None:
    whole = frame(sorted(names))
    bounds = [0, *sorted(min(cut, whole.height) for cut in cuts), whole.height]
    pieces = [whole.slice(first, last - first) for first, last in pairwise(bounds)]
    written = []
    for frames in ([whole], pieces):
        folder = tmp_path_factory.mktemp("out")
        store.write_table(TABLE, [hold({"things": one}) for one in frames], folder)
        written.append((folder / "things.parquet").read_bytes())
    assert written[0] == written[1]


def test_row_groups_are_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "ROWS", 10)
    parts = [
        hold({"things": frame([f"{n:03d}" for n in range(i, i + 7)])}) for i in range(0, 35, 7)
    ]
    store.write_table(TABLE, parts, tmp_path)
    import pyarrow.parquet as pq

    meta = pq.read_metadata(tmp_path / "things.parquet")
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [10, 10, 10, 5]


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    parts = [hold({"things": frame(["b", "c"])}), hold({"things": frame(["a"])})]
    with pytest.raises(SchemaError, match="not sorted by name"):
        store.write_table(TABLE, parts, tmp_path)


def test_a_table_that_was_not_declared_is_refused(tmp_path: Path) -> None:
    part = hold({"things": frame(["a"]), "other": frame(["a"])})
    with pytest.raises(SchemaError, match="other"):
        store.write_outputs([TABLE], Outputs({"things": [part], "other": [part]}), tmp_path)
    with pytest.raises(SchemaError, match="things"):
        store.write_outputs([TABLE], Outputs({}), tmp_path)


def test_a_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    part = hold({"../x": pl.DataFrame({"content": [b"x"]})})
    with pytest.raises(SchemaError, match="outside"):
        store.write_outputs([], Outputs({}, {"../x": part}), tmp_path / "stage")


def test_conform_names_the_column() -> None:
    with pytest.raises(SchemaError, match="columns missing: tags"):
        TABLE.conform(frame(["a"]).drop("tags"))
    with pytest.raises(SchemaError, match="n: String"):
        TABLE.conform(frame(["a"]).with_columns(n=pl.lit("x")))
    with pytest.raises(SchemaError, match="name: null"):
        TABLE.conform(frame(["a"]).with_columns(name=pl.lit(None, pl.String)))


def test_swap_replaces_the_whole_folder(tmp_path: Path) -> None:
    work, final = tmp_path / "work", tmp_path / "final"
    for folder, name in ((work, "new"), (final, "old")):
        folder.mkdir()
        (folder / name).write_text(name)
    store.swap_in(work, final)
    assert [path.name for path in final.iterdir()] == ["new"]
    assert not work.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["final"]


def test_rows_that_are_made_when_they_are_read_are_told_by_what_they_are_made_from(
    tmp_path: Path,
) -> None:
    class Made(dict[str, pl.DataFrame]):
        def extent(self, name: str) -> Extent:
            return Extent.of(self[name])

    @dataclass(frozen=True)
    class MadePart:
        id: str

        def load(self) -> Made:
            return Made({"words": pl.DataFrame({"doc_id": ["a", "b"]})})

    table = Table("20_terms/words", "word", (Column("doc_id", pl.String, "article"),), ("doc_id",))
    one, same, other = (
        store.write_table(table, [MadePart(id_)], tmp_path) for id_ in ("x", "x", "y")
    )
    assert one == same != other
    assert [(piece.rows, piece.first, piece.last) for piece in one] == [(2, "a", "b")]
