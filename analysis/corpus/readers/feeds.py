"""XML: feeds (RSS, Atom), news items (NewsML, NITF and the like), archives in SGML."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import feedparser
from lxml import etree

from analysis.corpus.days import name_date
from analysis.corpus.decode import decode
from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.markup import tree, undeclared
from analysis.corpus.readers.records import read_records

_ITEMS = ("newsitem", "nitf", "article", "doc", "document", "story", "item", "entry", "record")
_TEXTS = ("body.content", "inlinexml", "inlinedata", "body", "text", "content", "bodytext")
_FIELDS = {
    "title": ("headline", "hl1", "hedline", "title"),
    "published": ("contentcreated", "versioncreated", "datepublished", "thisrevisioncreated",
                  "firstcreated", "dateid", "date.issue", "pubdate", "published", "datetime",
                  "date_time", "date"),
    "outlet": ("provider", "publisher", "source", "outlet", "copyrightholder", "infosource"),
    "byline": ("byline", "by", "author", "creator"),
    "url": ("url", "link"),
    "language": ("language",),
    "dateline": ("dateline",),
}  # fmt: skip
#: What a document is called in an archive.
_NUMBERS = ("docno", "docid")
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{3,20})")


def read_xml(content: bytes, context: Context) -> Reading:
    """The items of a feed, or the news items of any other XML file, as records."""
    return _read(content, context, "xml")


def read_sgml(content: bytes, context: Context) -> Reading:
    """The documents of an SGML file, as archives of news agencies come, as records."""
    return _read(content, context, "sgml")


def _read(content: bytes, context: Context, form: str) -> Reading:
    declared = _DECLARED.search(content[:200])
    decoded = decode(content, declared.group(1).decode("ascii") if declared else None)
    reading = Reading(form, decoded.encoding, problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    try:
        root = tree(decoded.text, form == "sgml")
    except (etree.XMLSyntaxError, ValueError) as error:
        return Reading(form, problem=f"no XML ({str(error)[:100]}): mend it or save it as txt")
    if root is None:
        return Reading(form, problem="no XML that can be read: mend it or save it as txt")
    feed = _name(root) in ("rss", "feed", "rdf")
    try:
        records = list(_feed(undeclared(decoded.text)) if feed else _items(root))
    except Exception as error:  # feedparser raises whatever a broken element leads it to
        problem = f"no feed that can be read ({str(error)[:80]}): mend it or save it as txt"
        return Reading(form, problem=problem)
    read_records(records, reading, context, ["text", *_FIELDS])
    if not reading.drafts:
        reading.problem = "no news items with text were found in the XML: convert it to csv or json"
    return reading


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rsplit("}", 1)[-1].lower()


def _feed(text: str) -> Iterator[dict[str, Any]]:
    feed = feedparser.parse(text.encode("utf-8", "replace"))
    outlet = feed.feed.get("title")
    for entry in feed.entries:
        bodies = [one.get("value") or "" for one in entry.get("content", [])]
        yield {
            "text": max([*bodies, entry.get("summary") or ""], key=len),
            "title": entry.get("title"),
            "published": entry.get("published") or entry.get("updated"),
            "outlet": (entry.get("source") or {}).get("title") or outlet,
            "byline": entry.get("author"),
            "url": entry.get("link"),
            "language": feed.feed.get("language"),
        }


def _items(root: Any) -> Iterator[dict[str, Any]]:
    for item in _articles(root):
        record: dict[str, Any] = {"text": _text(item), "language": _language(item)}
        for field, names in _FIELDS.items():
            for name in names:
                value = next(
                    (said for one in item.iter() if _name(one) == name and (said := _said(one))),
                    None,
                )
                if value:
                    record[field] = record.get(field) or value
                    break
        if "published" not in record:
            record["published"] = _numbered_day(item)
        yield record


def _articles(root: Any) -> list[Any]:
    """The elements that are one article each."""
    found = []
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if _name(one) in _ITEMS:
            found.append(one)
        else:
            waiting += reversed(one)
    if found:
        return found
    # A name of the file's own: of children with one name each holds a text.
    names = Counter(_name(one) for one in root)
    often = next((name for name, count in names.most_common(1) if name and count > 1), None)
    alike = [one for one in root if _name(one) == often]
    whole = [any(_name(inner) in _TEXTS for inner in one.iterdescendants()) for one in alike]
    return alike if alike and any(whole) else [root]


def _numbered_day(item: Any) -> str | None:
    """The day in a document's number, "XYZ20240105.0012"; None where it holds none."""
    numbers = [item.get("id") or "", *(_said(one) for one in item.iter() if _name(one) in _NUMBERS)]
    day = next((day for one in numbers[:3] if (day := name_date(one)[0])), None)
    return day.isoformat() if day else None


def _said(element: Any) -> str:
    for attribute in ("norm", "content", "value", "literal"):
        if element.get(attribute):
            return str(element.get(attribute))
    return " ".join("".join(element.itertext()).split())


def _language(item: Any) -> str | None:
    given = item.get("{http://www.w3.org/XML/1998/namespace}lang") or item.get("lang")
    return str(given) if given else None


def _text(item: Any) -> str:
    """The paragraphs of the item's body, or the body's own text."""
    for name in _TEXTS:
        for body in (one for one in item.iter() if _name(one) == name):
            paragraphs = [one for one in body.iter() if _name(one) == "p"]
            lines = [" ".join("".join(one.itertext()).split()) for one in paragraphs]
            text = "\n\n".join(line for line in lines if line) or "".join(body.itertext()).strip()
            if text:
                return text
    loose = [" ".join("".join(one.itertext()).split()) for one in item.iter() if _name(one) == "p"]
    return "\n\n".join(line for line in loose if line)
