"""report.pdf: tagged, archivable, hostile words as words, the same bytes each time."""

import io
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import pytest

from tests.pipeline.building import Built
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


_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')
#: Millimetres of the type area: paper A4, margins of print.typ, and what letters take beyond.
_LEFT, _RIGHT, _TOP, _BOTTOM = 20.5, 189.5, 23.0, 277.0
_POINT = 25.4 / 72


def outside(pdf: bytes, folder: Path) -> list[tuple[int, str]]:
    """Words that do not stand in the type area, by page; running heads and feet left out."""
    program = shutil.which("pdftotext")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdftotext is not installed")
        pytest.skip("left out: pdftotext is not installed")
    (folder / "report.pdf").write_bytes(pdf)
    done = subprocess.run(
        [program, "-bbox", str(folder / "report.pdf"), "-"], capture_output=True, timeout=120
    )
    found = []
    for place, page in enumerate(_PAGE.findall(done.stdout.decode()), 1):
        for *edges, word in _WORD.findall(page[2]):
            left, top, right, bottom = (float(edge) * _POINT for edge in edges)
            running = place > 1 and ((top > 10 and bottom < 24) or (top > 275 and bottom < 290))
            within = left > _LEFT and right < _RIGHT and top > _TOP and bottom < _BOTTOM
            if not within and not running:
                found.append((place, word))
    assert done.stdout.count(b"<word ") > 500
    return found


def test_no_hostile_word_leaves_its_place(tmp_path: Path) -> None:
    assert outside(content(), tmp_path) == []


def test_no_word_of_the_sample_leaves_its_place(sample: Built, tmp_path: Path) -> None:
    pdf = (sample.run / "50_report" / "report.pdf").read_bytes()
    assert outside(pdf, tmp_path) == []
