"""One small good file of every format, made in the test: two sentences on frost in Graz."""

import gzip
import io
import json
import tarfile
import zipfile
from datetime import datetime
from functools import cache

import docx
import openpyxl
import typst
import zstandard

FIRST = "Frost closed two schools in Graz on Friday, the office of the city said."
SECOND = "Buses ran late, and trams were not affected by the cold."
TEXT = f"{FIRST}\n\n{SECOND}"
NEXIS = f"""Frost closes two schools
Example Times
January 5, 2024 Friday

Copyright 2024 Example Times All Rights Reserved

Section: LOCAL; Pg. 3
Length: 42 words
Byline: Eva Moser
Body

{TEXT}

Classification

Language: ENGLISH
Load-Date: January 5, 2024

End of Document
"""
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Kurier</title><language>en</language>
<item><title>Frost &amp; ice</title><link>https://kurier.example/1</link>
<pubDate>Fri, 05 Jan 2024 09:30:00 +0100</pubDate><dc:creator>Eva Moser</dc:creator>
<description>Frost.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p><script>alert(1)</script>]]></content:encoded>
</item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kurier</title>
<entry><title>Frost &amp; ice</title><link href="https://kurier.example/1"/>
<updated>2024-01-05T09:30:00+01:00</updated><author><name>Eva Moser</name></author>
<content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</content></entry>
</feed>"""
NEWSML = f"""<?xml version="1.0"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" xml:lang="en">
<itemMeta><versionCreated>2024-01-05T09:30:00+01:00</versionCreated>
<provider literal="Kurier"/></itemMeta>
<contentMeta><headline>Frost &amp; ice</headline><by>Eva Moser</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML></contentSet></newsItem>"""
NITF = f"""<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20240105T093000Z"/>
</docdata></head><body><body.head><hedline><hl1>Frost &amp; ice</hl1></hedline>
<byline>By Eva Moser</byline></body.head>
<body.content><block><p>{FIRST}</p><p>{SECOND}</p></block></body.content></body></nitf>"""
#: An archive as agencies' texts are kept for research: no element around the documents.
SGML = f"""<DOC id="KUR_ENG_20240105.0001" type="story">
<HEADLINE>
Frost &AMP; ice
</HEADLINE>
<BYLINE>By Eva Moser</BYLINE>
<DATELINE>GRAZ, Jan 5 (Kurier)</DATELINE>
<TEXT>
<P>
{FIRST}
<P>
{SECOND}
</P>
</TEXT>
</DOC>
"""
HTML = f"""<!doctype html><html lang="en"><head><title>Frost &amp; ice</title>
<meta property="article:published_time" content="2024-01-05T09:30:00+01:00">
<meta name="author" content="Eva Moser"><meta property="og:site_name" content="Kurier"></head>
<body><article><h1>Frost &amp; ice</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"""
PDF = """#set document(title: "Frost & ice", author: "Eva Moser")
#set page(header: [Kurier of Graz], numbering: "1 / 1", width: 9cm, height: 6cm)
#set text(size: 10pt)
""" + "\n\n".join(f"{FIRST} {SECOND} So it was on day {number} of the cold." for number in range(9))


def workbook() -> bytes:
    """Two sheets; the second has the articles, one of them without text."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Exported", "2024-02-01"])
    sheet = book.create_sheet("Articles")
    sheet.append(["No", "Headline", "Full Text", "Date", "Newspaper", "Author"])
    day = datetime(2024, 1, 5, 6, 30)
    sheet.append([1, "Frost & ice", TEXT.replace("\n\n", "\n"), day, "Kurier", "Eva Moser"])
    sheet.append([2, "No text", None, day, "Kurier", None])
    sheet.append([3, "Rain", "Rain fell on Linz.", 45297, "Kurier", None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(*lines: str) -> bytes:
    """A text document that begins with a table of one row, where there is but one dispatch."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "Frost & ice", "Eva Moser"
    if len(lines) == 2:
        row = made.add_table(1, 2).rows[0].cells
        row[0].text, row[1].text = "Schools closed", "2"
    for line in lines:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _tar(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


@cache
def files() -> dict[str, bytes]:
    """The files by name; each holds the two sentences."""
    record = {
        "title": "Frost & ice",
        "date": "2024-01-05",
        "source": "Kurier",
        "author": "Eva Moser",
        "text": TEXT,
    }
    row = '"Frost & ice"{0}2024-01-05{0}Kurier{0}"Eva Moser"{0}"' + TEXT + '"\n'
    head = "title{0}date{0}source{0}author{0}text\n"
    front = (
        '---\ntitle: "Frost & ice"\ndate: 2024-01-05\nsource: Kurier\nauthor: Eva Moser\n---\n\n'
    )
    plain = f"Friday, January 5, 2024\n\n{TEXT}\n\n(Photo: Kurier)\n".encode()
    return {
        "a.txt": plain,
        "nexis.txt": NEXIS.encode(),
        "a.md": (front + TEXT).encode(),
        "a.html": HTML.encode(),
        "a.csv": (head + row).format(",").encode(),
        "a.tsv": (head + row).format("\t").encode(),
        "a.json": json.dumps({"articles": [record]}).encode(),
        "a.jsonl": json.dumps(record).encode(),
        "a.xml": NEWSML.encode(),
        "nitf.xml": NITF.encode(),
        "a.sgm": SGML.encode(),
        "archive": SGML.encode(),
        "a.rss": RSS.encode(),
        "a.atom": ATOM.encode(),
        "a.xlsx": workbook(),
        "a.docx": document(*TEXT.split("\n\n")),
        "a.pdf": typst.compile(PDF.encode(), format="pdf"),
        "a.txt.gz": gzip.compress(plain, mtime=0),
        "a.txt.zst": zstandard.compress(plain),
        "a.zip": _zip("in/a.txt", plain),
        "a.tar.gz": _tar("in/a.txt", plain),
    }
