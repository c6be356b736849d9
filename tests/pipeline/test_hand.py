"""The researcher's own files: read as text, refused with a line that helps."""

import pytest

from analysis.contract import InputError
from analysis.pipeline.hand import read_hand
from analysis.pipeline.layout import Layout


def write(layout: Layout, name: str, text: str) -> None:
    layout.hand.mkdir(exist_ok=True)
    (layout.hand / name).write_text(text, "utf-8")


def test_no_folder_is_no_decision(layout: Layout) -> None:
    assert read_hand(layout) == {}


def test_cells_are_text_and_empty_ones_null(layout: Layout) -> None:
    write(
        layout, "aliases.tsv", "\ufeff# mine\nentity\talias\ttype\nSisi\t\tPER\n\n'x'\t\"y\"\t=1\n"
    )
    rows = read_hand(layout)["aliases"].rows()
    assert rows == [("Sisi", None, "PER"), ("'x'", '"y"', "=1")]


def test_columns_may_stand_in_any_order(layout: Layout) -> None:
    write(layout, "reference.tsv", "value\tday\tseries\n5\t2024-01-01\tdeaths\n")
    assert read_hand(layout)["reference"].rows() == [("2024-01-01", "deaths", "5")]


def test_stop_words_are_one_a_line(layout: Layout) -> None:
    write(layout, "stopwords.txt", "said\n# not this\n  told \n")
    assert read_hand(layout)["stopwords"]["word"].to_list() == ["said", "told"]


def test_a_short_line_leaves_the_rest_null(layout: Layout) -> None:
    write(layout, "tolls.tsv", "doc_id\tstart\tvalue\tdrop\nabc\t5\n")
    row = read_hand(layout)["tolls"].to_dicts()[0]
    assert (row["doc_id"], row["value"], row["drop"]) == ("abc", None, None)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("alias.tsv", "x", r"hand/alias.tsv is no file that is read: did you mean aliases.tsv\?"),
        ("aliases.tsv", "entity\tname\n", "line 1: column 'alias' is missing"),
        ("events.tsv", "day\tlabel\n2024-01-01\ta\tb\tc\n", "line 2: 4 cells, the header has 2"),
        ("events.tsv", "day\tlabel\tcolour\n", "column 'colour' is not known"),
    ],
)
def test_what_is_wrong_is_said(layout: Layout, name: str, text: str, message: str) -> None:
    write(layout, name, text)
    with pytest.raises(InputError, match=message):
        read_hand(layout)


def test_another_encoding_is_refused(layout: Layout) -> None:
    layout.hand.mkdir()
    (layout.hand / "stopwords.txt").write_bytes("schön".encode("cp1252"))
    with pytest.raises(InputError, match="save it as UTF-8"):
        read_hand(layout)
