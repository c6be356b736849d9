"""The raw text beside the clean one, for every kind of file."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.contract import InputError
from analysis.corpus import tables
from analysis.corpus.model import Context
from analysis.corpus.readers import read_unit
from analysis.explore import Corpus, open_corpus
from analysis.explore.raw_text import Raw, raw_of
from tests.explore import tiny


def test_the_raw_text_holds_what_was_removed_in_its_place(corpus: Corpus) -> None:
    article = corpus.article(tiny.doc_id("aa01"))
    raw = raw_of(corpus.run, dict(article.facts))
    assert raw.text == article.text + "\n" + tiny.RAW_NOTICE
    (mark,) = raw.marks
    assert raw.text[mark.start : mark.end] == tiny.RAW_NOTICE
    assert (mark.kind, mark.note) == ("removed", "removed: notice")


@pytest.mark.parametrize("change", ["Other text.", None])
def test_a_raw_file_that_changed_or_went_is_said(corpus: Corpus, change: str | None) -> None:
    path = corpus.run.layout.raw / "aa01.txt"
    if change is None:
        path.unlink()
    else:
        path.write_text(change, "utf-8")
    with pytest.raises(InputError, match=r"aa01\.txt"):
        raw_of(corpus.run, dict(corpus.article(tiny.doc_id("aa01")).facts))


def _received(roots: tuple[Path, Path], name: str, content: bytes) -> tuple[Raw, dict[str, Any]]:
    """A file as the corpus stage reads it: the raw text of its last article, and that article."""
    tiny.build(*roots)
    (roots[0] / "tiny" / name).write_bytes(content)
    member, size, _, reading = read_unit(content, Context(name))[-1]
    draft = reading.drafts[-1]
    doc_id = tiny.doc_id("99ff")
    numbers = dict.fromkeys(("documents", "chars", "chars_kept", "chars_removed"), 0)
    _append(
        roots,
        tables.FILES,
        {"source_file": member, "bytes": size, "sha256": "", "format": reading.format,
         "encoding": reading.encoding, **numbers},
    )  # fmt: skip
    for record, removal, text in reading.removed:
        _append(
            roots,
            tables.REMOVED,
            {"source_file": member, "record": record, "start": removal.start, "end": removal.end,
             "rule": removal.rule, "text": text},
        )  # fmt: skip
    facts = {"doc_id": doc_id, "source_file": member, "record": draft.record, "start": draft.start,
             "end": draft.end, "title": draft.title, "text": draft.text}  # fmt: skip
    _append(roots, tables.DOCUMENTS, {**facts, "words": 1, "group_id": doc_id,
                                      "published_conflict": []})  # fmt: skip
    manifest = roots[1] / "tiny" / "10_corpus" / "manifest.json"
    manifest.write_text(json.dumps({"run_id": "x", "outputs": {}}))
    return raw_of(open_corpus("tiny").run, facts), facts


def _append(roots: tuple[Path, Path], table: Any, row: dict[str, Any]) -> None:
    path = roots[1] / "tiny" / f"{table.name}.parquet"
    pl.concat([pl.read_parquet(path), table.frame([row])]).write_parquet(path)


def _removed(raw: Raw) -> list[str]:
    return [raw.text[one.start : one.end] for one in raw.marks if one.kind == "removed"]


def _records(kind: str) -> bytes:
    rows = [{"id": "1", "body": "One\r\ntwo, “three”."}, {"id": "2", "body": "Vier\n\nfünf."}]
    if kind == "xlsx":
        import openpyxl

        book, stream = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["a sheet without a column of text"])
        sheet = book.create_sheet()
        for cells in (["id", "body"], *([row["id"], row["body"]] for row in rows)):
            sheet.append(cells)
        book.save(stream)
        return stream.getvalue()
    if kind == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    if kind == "json":
        return json.dumps(rows).encode()
    lines = ["id,body", *(f'{row["id"]},"{row["body"]}"' for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx"])
def test_the_raw_text_of_a_record_is_its_field(kind: str, roots: tuple[Path, Path]) -> None:
    raw, facts = _received(roots, f"records.{kind}", _records(kind))
    assert raw.text == "Vier\n\nfünf."
    with pytest.raises(InputError, match="cannot be shown as it stands"):
        raw_of(open_corpus("tiny").run, {**facts, "record": 7})


def test_the_raw_text_of_a_file_in_an_archive(roots: tuple[Path, Path]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("may/ferry.txt", "The ferry is back in the port of the old town.")
    raw, facts = _received(roots, "may.zip", stream.getvalue())
    assert facts["source_file"] == "may.zip!/may/ferry.txt"
    assert raw.text == "The ferry is back in the port of the old town."


PAGE = """<html><head><title>Ferry is back</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry is back</h1>
<p>The night ferry returned to Port Vale on Friday after four weeks of repairs in the yard.</p>
<p>Its captain said that the &lt;b&gt;old&lt;/b&gt; engine had been replaced by a new one.</p>
</article>
<footer>Subscribe to our newsletter for offers <script>alert(1)</script></footer></body></html>"""


def test_of_a_page_stands_the_visible_text_with_what_was_left_out(
    roots: tuple[Path, Path],
) -> None:
    raw, _ = _received(roots, "page.html", PAGE.encode())
    assert _removed(raw) == ["Home Sport", "Subscribe to our newsletter for offers"]
    assert "<b>old</b> engine" in raw.text and "alert" not in raw.text
    assert "visible text" in raw.note


def test_of_a_document_stand_its_paragraphs(roots: tuple[Path, Path]) -> None:
    import docx

    document, stream = docx.Document(), io.BytesIO()
    for line in ("By Ada Hill", "The night ferry returned to Port Vale on Friday.",
                 "(c) 2024 Northwire. All rights reserved."):  # fmt: skip
        document.add_paragraph(line)
    document.save(stream)
    raw, facts = _received(roots, "story.docx", stream.getvalue())
    assert raw.text.split("\n\n")[1] in facts["text"]
    assert _removed(raw)[-1] == "(c) 2024 Northwire. All rights reserved."


def test_of_a_pdf_stands_its_text_layer(roots: tuple[Path, Path]) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    lines = ["The night ferry returned to Port Vale on Friday.", "Page 1 of 1"]
    figure, stream = Figure(), io.BytesIO()
    for at, line in enumerate(lines):
        figure.text(0.1, 0.8 - at / 2, line)
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(stream, format="pdf")
    raw, _ = _received(roots, "story.pdf", stream.getvalue())
    assert raw.text == "\n\n".join(lines)
    assert _removed(raw) == ["Page 1 of 1"]


def test_a_file_that_is_none_of_its_kind_any_more_is_said(roots: tuple[Path, Path]) -> None:
    _, facts = _received(roots, "page.html", PAGE.encode())
    path = roots[1] / "tiny" / f"{tables.FILES.name}.parquet"
    frame = pl.read_parquet(path).with_columns(format=pl.lit("pdf"))
    frame.write_parquet(path)
    with pytest.raises(InputError, match="cannot be read as pdf any more"):
        raw_of(open_corpus("tiny").run, facts)
    frame.with_columns(format=pl.lit("xml")).write_parquet(path)
    with pytest.raises(InputError, match=r"this format \(xml\) cannot be shown"):
        raw_of(open_corpus("tiny").run, facts)


def test_a_path_out_of_the_corpus_is_not_followed(corpus: Corpus) -> None:
    name = "../../secret.txt"
    (corpus.run.layout.raw.parent.parent / "secret.txt").write_text("x", "utf-8")
    path = corpus.run.layout.run / "10_corpus" / "files.parquet"
    row = tables.FILES.frame([{**pl.read_parquet(path).row(0, named=True), "source_file": name}])
    row.write_parquet(path)
    (path.parent / "manifest.json").write_text(json.dumps({"outputs": {}}), "utf-8")
    facts = {**corpus.article(tiny.doc_id("aa01")).facts, "source_file": name}
    with pytest.raises(InputError, match="no longer in data/raw"):
        raw_of(open_corpus("tiny").run, facts)
