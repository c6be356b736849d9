"""Formats, archives, blocks and what repeats over a corpus: hand-worked files."""

import gzip
import io
import json
import tarfile
import zipfile

import polars as pl
import pytest
import zstandard

from analysis.contract import Description
from analysis.corpus.blocks import cut
from analysis.corpus.identity import document_id, unit_prefix
from analysis.corpus.model import Context
from analysis.corpus.readers import read_unit
from tests.corpus.stages import run


def test_markdown_is_read_clean() -> None:
    raw = (
        "---\ndate: '2023-10-23'\nsource_url: https://example.org/a\ntitle: \"A "
        'Day,\\_2023"\n---\n\n'
        "## Heading\n\nSome *slanted* and **strong** text with a [link](http://x.y/a_(b)) and\n"
        "2 \\* 3 \\[sic\\], hard-wrapped.  \nNext line of an address.\n\n- first item\n- "
        "second\n  item\n\n\\###\n"
    )
    tables = run({"a.md": raw.encode()})
    document = tables["documents"].row(0, named=True)
    assert document["text"].split("\n\n") == [
        "Heading",
        "Some slanted and strong text with a link and 2 * 3 [sic], hard-wrapped.",
        "Next line of an address.",
        "first item",
        "second item",
    ]
    assert (str(document["published"]), document["published_basis"]) == ("2023-10-23", "field")
    assert document["url"] == "https://example.org/a"
    rules = tables["removed"]["rule"].to_list()
    assert [one for one in rules if one not in ("white_space", "markup")] == [
        "front_matter",
        "end_mark",
    ]


def test_fields_of_tables_are_known_by_name_and_can_be_named() -> None:
    content = (
        b"ID;Headline;Maintext;Pub_Date;Publisher\n7;Frost;Frost fell on Graz.;2024-01-05;Kurier\n"
    )
    document = run({"a.csv": content})["documents"].row(0, named=True)
    assert (document["title"], document["text"], document["outlet"]) == (
        "Frost",
        "Frost fell on Graz.",
        "Kurier",
    )
    assert (str(document["published"]), document["record"], document["start"]) == (
        "2024-01-05",
        0,
        0,
    )
    odd = b"words\tday\nFrost fell on Graz.\t2024-01-05\n"
    files = run({"a.tsv": odd})["files"]
    assert files["documents"].sum() == 0
    assert "[fields]" in files["problem"][0]
    named = run(
        {"a.tsv": odd}, description=Description(fields={"text": "words", "published": "day"})
    )
    assert named["documents"]["published"].cast(pl.String).to_list() == ["2024-01-05"]


def test_records_without_text_and_broken_lines_are_counted() -> None:
    lines = [
        json.dumps({"text": "Frost fell on Graz."}),
        "{broken",
        json.dumps({"title": "no text"}),
    ]
    tables = run({"a.jsonl": "\n".join(lines).encode()})
    assert tables["documents"].height == 1
    assert "1 lines are no JSON object" in tables["files"]["problem"][0]
    counted = (
        tables["filters"].filter(pl.col("filter") == "records without text").row(0, named=True)
    )
    assert (counted["rows_in"], counted["rows_out"]) == (3, 1)


def test_json_documents() -> None:
    nested = {"status": "ok", "articles": [{"content": "One.", "url": "u"}, {"content": "Two."}]}
    assert run({"a.json": json.dumps(nested).encode()})["documents"]["text"].sort().to_list() == [
        "One.",
        "Two.",
    ]
    single = {"title": "T", "body": ["First part.", "Second part."]}
    assert run({"a.json": json.dumps(single).encode()})["documents"]["text"].to_list() == [
        "First part.\n\nSecond part."
    ]


HEADLINES = (
    ("Strikes kill 18 in the south", "20240105093000"),
    ("Talks resume in Cairo", "2024-01-07"),
)


def test_headlines_are_the_texts_of_a_collection_without_texts() -> None:
    rows = [
        {"publish_date": day, "media_name": "Kurier", "title": headline, "url": "https://k.example"}
        for headline, day in HEADLINES
    ]
    table = "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)])
    for name, content in (
        ("a.csv", table),
        ("a.jsonl", "\n".join(json.dumps(row) for row in rows)),
        ("a.json", json.dumps({"title": "Export", "items": rows})),
    ):
        tables = run({name: content.encode()})
        documents = tables["documents"].sort("record")
        assert documents["text"].to_list() == [headline for headline, _ in HEADLINES]
        assert documents["published"].cast(str).to_list() == ["2024-01-05", "2024-01-07"]
        assert documents["outlet"].to_list() == ["Kurier", "Kurier"]
        assert tables["files"]["fields"][0].startswith("text=title, title=title, published=")


def test_a_title_alone_is_no_article_nor_is_one_among_texts() -> None:
    assert not run({"a.json": b'{"title": "My corpus"}'})["documents"].height
    rows = [
        {"title": "One", "date": "2024-01-05", "text": "Rain fell on Linz for the third day."},
        {"title": "Two", "date": "2024-01-06"},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    tables = run({"a.jsonl": lines.encode()})
    assert tables["documents"]["title"].to_list() == ["One"]


def test_html_in_a_field() -> None:
    row = json.dumps({"text": "<p>Frost &amp; snow fell <b>late</b>.</p><p>Roads<br/>closed.</p>"})
    tables = run({"a.jsonl": row.encode()})
    assert tables["documents"]["text"].to_list() == ["Frost & snow fell late.\n\nRoads\n\nclosed."]
    assert set(tables["repairs"]["rule"]) == {"markup", "html_entity"}


def test_a_web_page() -> None:
    page = """<!doctype html><html lang="en"><head><title>Frost in Graz | Kurier</title>
    <meta property="og:site_name" content="Kurier">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Frost in Graz",
    "datePublished": "2024-01-05T08:00:00+01:00", "author": {"name": "Eva Moser"}}</script></head>
    <body>
    <nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Frost in Graz</h1>
    <p>Frost fell on the city of Graz on Friday and closed two schools for the day, the mayor
    said.</p>
    <p>Buses ran late in the morning, but trams were not affected, the transport office added.</p>
    <p>(Photo: Kurier)</p></article><footer><p>All rights reserved.</p></footer></body></html>"""
    tables = run({"a.html": page.encode()})
    document = tables["documents"].row(0, named=True)
    assert document["text"].startswith("Frost fell on the city")
    assert document["text"].endswith("office added.")
    assert (document["title"], document["outlet"], document["byline"]) == (
        "Frost in Graz",
        "Kurier",
        "Eva Moser",
    )
    assert (str(document["published"]), document["start"], document["end"]) == (
        "2024-01-05",
        None,
        None,
    )
    rules = dict(tables["removed"].select("text", "rule").iter_rows())
    assert rules["(Photo: Kurier)"] == "photo_credit"
    assert rules["All rights reserved."] == "page_furniture"


NEXIS = """Frost closes two schools
Example Times
January 5, 2024 Friday

Copyright 2024 Example Times All Rights Reserved

Section: LOCAL; Pg. 3
Length: 42 words
Byline: Jane Doe
Body

Frost closed two schools on Friday. Buses ran late.

Trams were not affected.

Classification

Language: ENGLISH
Load-Date: January 5, 2024

End of Document
"""
FACTIVA = """HD Frost closes two schools
BY By John Roe
WC 120 words
PD 5 January 2024
SN Example News
LA English

LP
Frost closed two schools on Friday.

TD
Trams were not affected.

Document EXMPL00020240105ejah000abc
"""


@pytest.mark.parametrize(
    ("text", "outlet", "byline", "clean"),
    [
        (NEXIS, "Example Times", "Jane Doe", "Frost closed two schools on Friday. Buses ran "
                                             "late.\n\nTrams were not affected."),
        (FACTIVA, "Example News", "John Roe", "Frost closed two schools on Friday.\n\nTrams "
                                              "were not affected."),
    ],
)  # fmt: skip
def test_database_exports(text: str, outlet: str, byline: str, clean: str) -> None:
    documents = run({"a.txt": (text + "\n" + text.replace("two", "nine")).encode()})["documents"]
    assert documents.height == 2
    document = documents.sort("start").row(0, named=True)
    assert (document["title"], document["outlet"], document["byline"]) == (
        "Frost closes two schools",
        outlet,
        byline,
    )
    assert (str(document["published"]), document["text"]) == ("2024-01-05", clean)


def test_archives() -> None:
    story = b"Frost fell on the city of Graz."
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/a.txt", story)
        archive.writestr("../away.txt", story)
        archive.writestr("b.txt.gz", gzip.compress(story))
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as archive_:
        member = tarfile.TarInfo("c.txt")
        member.size = len(story)
        archive_.addfile(member, io.BytesIO(story))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive_.addfile(link)
    tables = run(
        {
            "x.zip": packed.getvalue(),
            "y.tar.gz": tar.getvalue(),
            "z.txt.zst": zstandard.compress(story),
        }
    )
    assert tables["documents"]["source_file"].sort().to_list() == [
        "x.zip!/b.txt.gz!/b.txt", "x.zip!/in/a.txt", "y.tar.gz!/c.txt", "z.txt.zst!/z.txt",
    ]  # fmt: skip
    for name, doc_id in tables["documents"].select("source_file", "doc_id").iter_rows():
        assert doc_id.startswith(unit_prefix(name.split("!/")[0], 0))


def test_limits_of_archives() -> None:
    small = Context("a.txt.gz", archive_bytes=1 << 20, archive_ratio=10)
    [(_, _, _, reading)] = read_unit(gzip.compress(bytes(5 << 20)), small)
    assert reading.problem is not None and "more than is allowed" in reading.problem
    nested = b"Frost fell on Graz."
    for _ in range(4):
        nested = gzip.compress(nested)
    found = read_unit(nested, Context("a.txt.gz.gz.gz.gz", archive_depth=2))
    assert not any(one.drafts for *_, one in found)
    assert "too deep" in str(found[-1][3].problem)
    for name, torn in (
        ("a.gz", gzip.compress(b"Frost fell.")[:-6]),
        ("a.zst", zstandard.compress(b"Frost fell on Graz." * 99)[:-6]),
        ("b.zst", zstandard.compress(b"Frost fell.") + zstandard.compress(b"Rain fell.")[:-3]),
        ("c.zst", b"("),
    ):
        [(_, _, _, broken)] = read_unit(torn, Context(name))
        assert "pack it again" in str(broken.problem)
    two = zstandard.compress(b"Frost fell.\n\n") + zstandard.compress(b"Rain fell.")
    assert (
        read_unit(two, Context("two.txt.zst"))[1][3].drafts[0].text == "Frost fell.\n\nRain fell."
    )


def test_blocks_cover_the_file_and_count_its_records() -> None:
    rows = [f'{n},"text {n}\nwith ""quotes"", and more"' for n in range(500)]
    content = ("id,text\n" + "\n".join(rows[:250]) + "\n\n" + "\n".join(rows[250:])).encode()
    spans, head = cut("a.csv", content, 1000)
    assert head == b"id,text\n"
    assert [start for _, start, _ in spans[1:]] == [end for _, _, end in spans[:-1]]
    assert (spans[0][1], spans[-1][2]) == (0, len(content))
    whole, blocks = run({"a.csv": content}), run({"a.csv": content}, block=1000)
    assert len(spans) > 10
    for name in ("record", "text", "start", "end"):
        assert (
            whole["documents"].sort("record")[name].equals(blocks["documents"].sort("record")[name])
        )
    lines = "\n".join(json.dumps({"text": f"story {n}"}) for n in range(300)).encode()
    pieces, _ = cut("a.jsonl", lines, 700)
    assert [first for first, _, _ in pieces] == [
        lines[:start].count(b"\n") for _, start, _ in pieces
    ]
    assert cut("a.txt", b"x" * 5000, 100) == ([(0, 0, 5000)], b"")


def test_names_of_articles() -> None:
    assert unit_prefix("a.txt", 0) != unit_prefix("a.txt", 1)
    assert document_id("00ff", "a.txt", None, 3) != document_id("00ff", "a.txt", 3, None)
    assert len(document_id("00ff", "a.txt", None, 3)) == 16


def test_lines_that_repeat_over_the_corpus_go_where_their_company_changes() -> None:
    furniture = "Our correspondents thank the readers of this page"
    story = "Frost fell on {town}.\n\nSchools in {town} closed.\n\nThe mayor of {town} spoke.\n\n"
    story += furniture
    towns = ("Graz", "Linz", "Wels", "Enns", "Lienz", "Steyr", "Krems", "Melk")
    files = {f"{town}.txt": story.format(town=town).encode() for town in towns}
    tables = run(files)
    assert tables["removed"].filter(pl.col("rule") == "repeated_line").height == len(towns)
    assert not tables["documents"]["text"].str.contains(furniture).any()
    # said in few of many articles, it is a set phrase and stays
    rare = {name: text for name, text in files.items() if name in ("Graz.txt", "Linz.txt")}
    assert run(rare)["documents"]["text"].str.contains(furniture).all()


def test_empty_and_unreadable_files_are_listed() -> None:
    tables = run(
        {
            "empty.txt": b"",
            "blank.txt": b" \n\n",
            "notice.txt": b"All rights reserved.\n",
            "good.txt": b"Frost fell.",
        }
    )
    problems = dict(tables["files"].select("source_file", "problem").iter_rows())
    assert problems.pop("good.txt") is None
    assert all(problems.values())
    assert tables["files"]["source_file"].to_list() == sorted(
        ["empty.txt", "blank.txt", "notice.txt", "good.txt"]
    )
