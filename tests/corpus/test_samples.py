"""A good file of every format yields its article with what the file says of it."""

import polars as pl
import pytest

from analysis.corpus.parameters import Parameters
from tests.corpus import samples
from tests.corpus.stages import run

#: What of the metadata a format cannot say, or a sample leaves out.
_SILENT = {
    "a.txt": ("title", "byline", "outlet"),
    "a.docx": ("title", "outlet", "published"),
    "a.pdf": ("outlet", "published"),
    "nitf.xml": ("outlet",),
}


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return run(samples.files())


@pytest.mark.parametrize("name", samples.files())
def test_text_and_metadata(tables: dict[str, pl.DataFrame], name: str) -> None:
    from_file = pl.col("source_file").str.split("!/").list.first() == name
    document = tables["documents"].filter(from_file).sort("record").row(0, named=True)
    text = document["text"]
    for head in ("Schools closed 2\n\n", "Friday, January 5, 2024\n\n"):
        text = text.removeprefix(head)
    if name == "a.pdf":
        text = text.split(" So it was")[0].replace(f"{samples.FIRST} ", f"{samples.FIRST}\n\n")
    assert text == samples.TEXT
    told = {
        "title": "Frost closes two schools" if name == "nexis.txt" else "Frost & ice",
        "outlet": "Example Times" if name == "nexis.txt" else "Kurier",
        "byline": "Eva Moser",
        "published": "2024-01-05",
    }
    silent = _SILENT.get(name.removesuffix(".gz").removesuffix(".zst"), ())
    if name in ("a.zip", "a.tar.gz"):
        silent = _SILENT["a.txt"]
    for field, value in told.items():
        if field not in silent:
            assert (name, field, str(document[field])) == (name, field, value)


def test_every_file_is_listed_without_a_problem(tables: dict[str, pl.DataFrame]) -> None:
    files = tables["files"]
    assert set(samples.files()) <= set(files["source_file"])
    assert files["problem"].null_count() == files.height


def test_paragraphs_and_page_furniture_of_a_pdf(tables: dict[str, pl.DataFrame]) -> None:
    text = tables["documents"].filter(pl.col("source_file") == "a.pdf")["text"][0]
    assert len(text.split("\n\n")) == 9
    assert "Kurier of Graz" not in text and " / " not in text


def test_rows_of_a_workbook(tables: dict[str, pl.DataFrame]) -> None:
    rows = tables["documents"].filter(pl.col("source_file") == "a.xlsx").sort("record")
    assert rows["record"].to_list() == [0, 2]
    assert str(rows["published"][1]) == "2024-01-06"  # day 45297 of a spreadsheet


def test_a_document_of_several_dispatches_is_parted() -> None:
    lines = [line for line in samples.NEXIS.split("\n") if line]
    tables = run({"two.docx": samples.document(*lines, *lines)})
    documents = tables["documents"]
    assert documents["record"].sort().to_list() == [0, 1]
    assert documents["outlet"].to_list() == ["Example Times"] * 2
    signed = ["Friday, January 5, 2024", samples.FIRST, f"{samples.SECOND} (KU)"]
    assert run({"b.docx": samples.document(*signed, *signed)})["documents"].height == 2


def test_entities_that_an_xml_file_declares_are_not_read() -> None:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 30}">' for n in range(1, 9))
    declared = f'<!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{inner}]>'
    for item in (samples.RSS, samples.NEWSML):
        hostile = item.replace("?>", f"?>{declared}", 1).replace(
            samples.FIRST, f"{samples.FIRST} &e8; &f;"
        )
        text = run({"a.xml": hostile.encode()})["documents"]["text"][0]
        assert samples.FIRST in text and len(text) < 400 and "root:" not in text


def test_an_element_that_is_not_closed_makes_its_file_a_problem() -> None:
    """Found by damage: feedparser gives such an element no value at all."""
    broken = samples.RSS.replace("<description>Frost.</description>", "<description>/description>")
    files = run({"a.rss": broken.encode()})["files"]
    assert "convert it" in files["problem"][0]


def test_rules_that_the_researcher_switches_off_remove_nothing() -> None:
    raw = f"{samples.TEXT}\n\n(Photo: Kurier)\n\nAll rights reserved by Kurier, Graz.\n"
    default = run({"a.txt": raw.encode()})
    assert {"photo_credit", "notice"} <= set(default["removed"]["rule"])
    kept = run({"a.txt": raw.encode()}, parameters=Parameters(keep=("photo_credit", "notice")))
    assert kept["documents"]["text"].to_list() == [raw.strip()]
    two = f"{samples.TEXT} (KU)\n\nAll rights reserved.\n\nRain fell on Linz. (KU)\n"
    kept = run({"a.txt": two.encode()}, parameters=Parameters(keep=("notice",)))["documents"]
    assert kept.sort("start")["text"].str.contains("All rights").to_list() == [True, False]
    signed = f"{samples.TEXT} (KU)\n\n\nRain fell on Linz all day. (KU)\n"
    kept = run({"a.txt": signed.encode()}, parameters=Parameters(keep=("signature",)))
    assert "".join(kept["documents"]["text"]).count("(KU)") == 2
    assert set(kept["documents"]["outlet"]) == {"KU"}
