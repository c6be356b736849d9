"""The ledger's law on arbitrary input: nothing goes unseen, every text leads back to its file."""

import csv
import io
import json
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.corpus.decode import REPLACE
from analysis.corpus.spans import Removal, Repair, bare, raw_without_edits, trace
from tests.corpus import samples
from tests.corpus.stages import run

PIECES = st.sampled_from(
    [
"\n", "\r\n", "\n\n", "\n\n\n", " ", "\t", "-----\n", "***\n", "###\n", "(WN)",
        "[Wire]\n", "WN - ", "Saturday, January 5, 2019\n", "17.10.2023\n",
        "Monday, October 34, 2019\n", "By Staff Writer\n", "GAZA CITY, Oct. 17 (Wire) - ",
        "LEGAL NOTICE: All rights reserved.\n", "© Wire. Redistribution prohibited.\n",
        "Follow us on Twitter for more.\n", "(Photo: Wire)\n", "soft\u00adhyphen ",
        "zero\u200bwidth ", "\ufeff", "\u202e", "caf\u00c3\u00a9 ", "it\u00e2\u20ac\u2122s ",
        "e\u0301", "\ufb01re ", "\u00a0", "&amp; ", "\x00", "\x1b", "\x85", "a long-\nline ",
        "**bold** ", "[link](http://x.y) ", "\\# ", "---\ndate: 2023-10-17\n---\n",
        "<p>para</p>", "<b>", "He said it would rain. ",
        "Ten people were hurt in the town on Monday. ", "\u0642\u0627\u0644 ", "\u2014 ",
        "End of Document\n", "HD Title\n", "LP\n", "Document ABC00020231017ejah000abc\n",
        "Load-Date: May 1, 2023\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
CALM = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONG = settings(CALM, max_examples=10_000)


def check_law(tables: dict[str, pl.DataFrame], name: str, record: int | None, raw: str) -> None:
    here = pl.col("source_file") == name
    here &= pl.col("record").is_null() if record is None else pl.col("record") == record
    removed = tables["removed"].filter(here)
    removals = [Removal(*row) for row in removed.select("start", "end", "rule").iter_rows()]
    assert removed["text"].to_list() == [raw[one.start : one.end] for one in removals]
    assert all(a.end <= b.start for a, b in pairwise(removals))
    covered = [False] * len(raw)
    documents = tables["documents"].filter(here)
    for row in [*documents.iter_rows(named=True), *removed.iter_rows(named=True)]:
        assert 0 <= row["start"] < row["end"] <= len(raw)
        covered[row["start"] : row["end"]] = [True] * (row["end"] - row["start"])
    assert all(covered)
    for document in documents.iter_rows(named=True):
        rows = tables["repairs"].filter(pl.col("doc_id") == document["doc_id"])
        repairs = [Repair(*row) for row in rows.select("start", "end", "after", "rule").iter_rows()]
        assert rows["before"].to_list() == [raw[one.start : one.end] for one in repairs]
        span = raw, document["start"], document["end"], removals, repairs
        assert bare(raw_without_edits(*span)) == bare(document["text"])
        origins = trace(document["text"], *span)
        assert len(origins) == len(document["text"])
        assert origins == sorted(origins)


def check_files(tables: dict[str, pl.DataFrame]) -> None:
    files = tables["files"]
    assert (files["chars"] == files["chars_kept"] + files["chars_removed"]).all()
    assert (files["chars_kept"] >= 0).all()
    assert files["documents"].sum() == tables["documents"].height
    silent = files.filter(pl.col("documents") == 0, pl.col("problem").is_null())
    assert silent["format"].is_in(["archive"]).all()  # its members are listed in its place


def text_law(name: str, content: bytes) -> None:
    tables = run({name: content})
    check_files(tables)
    row = tables["files"].row(0, named=True)
    assert (row["source_file"], row["bytes"]) == (name, len(content))
    if row["encoding"] is None:
        assert not tables["documents"].height
    elif content:
        raw = content.decode(row["encoding"], REPLACE)
        assert row["chars"] == len(raw)
        check_law(tables, name, None, raw)


@CALM
@given(TEXTS)
@example("\x00")
@example("\u00ad\n")
@example("a\n\n\u200b\n\nb. (WN)\n\nc. (WN)")
def test_text(text: str) -> None:
    text_law("a.txt", text.encode("utf-8", "replace"))


@CALM
@given(TEXTS)
@example("---\ndate: x\n---\n\n###")
@example("---\nx\n---\n")
def test_markdown(text: str) -> None:
    text_law("a.md", text.encode("utf-8", "replace"))


@CALM
@given(st.binary(max_size=300))
@example(b"\xff\xfea")
@example("Tüm hakları saklıdır".encode("cp1254"))
def test_any_bytes_as_text(content: bytes) -> None:
    text_law("a.txt", content)


@CALM
@given(st.lists(st.one_of(TEXTS, st.none(), st.integers()), max_size=4))
@example(["\ud800 lone surrogate"])
def test_json_lines(values: list[object]) -> None:
    lines = [json.dumps({"text": value}) for value in values]
    tables = run({"a.jsonl": "\n".join(lines).encode()})
    check_files(tables)
    for record, value in enumerate(values):
        if isinstance(value, str):
            check_law(
                tables,
                "a.jsonl",
                record,
                value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            )


#: What a csv file can hold and still be taken for text.
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t\x85")


@CALM
@given(st.lists(st.text(LETTERS, max_size=60), max_size=5))
def test_csv(values: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "Text"])
    writer.writerows((str(number), value) for number, value in enumerate(values))
    tables = run({"a.csv": out.getvalue().encode()})
    check_files(tables)
    for record, value in enumerate(values):
        check_law(tables, "a.csv", record, value)


#: Endings of names by which readers are chosen, and one that no reader knows.
ENDINGS = (
    "txt", "md", "html", "csv", "tsv", "json", "jsonl", "xml", "sgm", "rss", "xlsx", "docx",
    "pdf", "zip", "gz", "zst", "tar.gz", "tar", "tar.zst", "xyz",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file of some format, with bytes changed, cut out, doubled or put in."""
    name, content = draw(st.sampled_from(sorted(samples.files().items())))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        inside = draw(
            st.one_of(st.just(b""), st.binary(max_size=12), st.just(content[at : at + length] * 2))
        )
        content = content[:at] + inside + content[at + length :]
    return name, content


@CALM
@given(
    st.sampled_from(ENDINGS),
    st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
)
@example(
    "html",
    b"<html><body><article><h1>T</h1><p>One two three four five.</p></article></body></html>",
)
@example("json", b"[" * 2000)
def test_every_format_ends_and_lists_the_file(ending: str, content: bytes) -> None:
    tables = run({f"a.{ending}": content})
    assert tables["files"]["source_file"][0] == f"a.{ending}"
    check_files(tables)


@settings(CALM, max_examples=100)
@given(damaged())
def test_damaged_files_end_and_are_listed(given: tuple[str, bytes]) -> None:
    check_all({given[0]: given[1]})


def check_all(files: dict[str, bytes]) -> None:
    """Every file is listed, and the law holds in those that are text."""
    tables = run(files)
    assert set(files) <= set(tables["files"]["source_file"])
    check_files(tables)
    for name, kind, encoding in (
        tables["files"].select("source_file", "format", "encoding").iter_rows()
    ):
        if name in files and encoding is not None and kind in ("txt", "md"):
            check_law(tables, name, None, files[name].decode(encoding, REPLACE))


@pytest.mark.soak
@LONG
@given(TEXTS)
def test_text_for_long(text: str) -> None:
    content = text.encode("utf-8", "replace")
    check_all({"a.txt": content, "a.md": content})


@pytest.mark.soak
@LONG
@given(st.binary(max_size=400))
def test_any_bytes_in_every_format_for_long(content: bytes) -> None:
    check_all({f"a.{ending}": content for ending in ENDINGS})


@pytest.mark.soak
@LONG
@given(TEXTS)
def test_any_text_in_every_format_for_long(text: str) -> None:
    check_all({f"a.{ending}": text.encode("utf-8", "replace") for ending in ENDINGS})


@pytest.mark.soak
@LONG
@given(damaged())
def test_damaged_files_for_long(given: tuple[str, bytes]) -> None:
    check_all({given[0]: given[1]})
