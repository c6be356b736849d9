"""report.pdf: tagged, archivable, hostile words as words, the same bytes each time."""

import io
from functools import cache

import pikepdf
import pypdf

from tests.report import runs


@cache
def content() -> bytes:
    return runs.body(runs.report(runs.lively()), "report.pdf")


@cache
def words() -> str:
    pages = pypdf.PdfReader(io.BytesIO(content())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_is_tagged_and_says_so() -> None:
    with pikepdf.open(io.BytesIO(content())) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        meta = root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in meta
        assert "<pdfaid:part>2</pdfaid:part>" in meta
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta


def test_figures_have_alternative_text_and_tables_have_heads() -> None:
    found: dict[str, int] = {}
    silent = []
    with pikepdf.open(io.BytesIO(content())) as pdf:
        waiting = [pdf.Root.StructTreeRoot.K]
        seen = 0
        while waiting:
            node = waiting.pop()
            seen += 1
            if isinstance(node, pikepdf.Array):
                waiting += list(node)
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                kind = str(node.S)
                found[kind] = found.get(kind, 0) + 1
                if kind == "/Figure" and not str(node.get("/Alt", "")):
                    silent.append(node)
                if "/K" in node:
                    waiting.append(node.K)
    assert found["/Figure"] >= 3
    assert not silent
    assert found["/TH"] > 20
    assert found["/H1"] >= 8
    assert found["/Link"] > 50


def test_hostile_words_are_words() -> None:
    assert "<script>alert(1)</script></title></style>" in words()
    assert '#panic("typst") #import "/etc/passwd": *' in words()
    assert "=SUM(A1:A9)" in words()


def test_what_no_font_has_is_a_box_and_long_words_break() -> None:
    assert "�" in words()
    assert "W" * 400 not in words()
    assert words().count("W") > 400


def test_the_date_is_the_corpus_last_day_not_the_clock() -> None:
    with pikepdf.open(io.BytesIO(content())) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240113")


def test_an_undated_corpus_has_the_agreed_day() -> None:
    pdf_bytes = runs.body(runs.report(runs.lively(dated=False)), "report.pdf")
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:19800101")


def test_links_lead_to_places_in_the_document() -> None:
    reader = pypdf.PdfReader(io.BytesIO(content()))
    inner = 0
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            action = link.get("/A", {})
            if "/Dest" in link or action.get("/S") == "/GoTo":
                inner += 1
            else:
                assert str(action["/URI"]).startswith(("https://", "http://"))
    assert inner > 50
