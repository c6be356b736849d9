"""XML: feeds (RSS, Atom) and news items (NewsML, NITF and the like)."""

import re
from collections.abc import Iterator
from typing import Any

import feedparser
from lxml import etree

from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.records import read_records

_ITEMS = ("newsitem", "nitf", "article", "doc", "document", "story", "item", "entry", "record")
_TEXTS = ("body.content", "inlinexml", "inlinedata", "body", "text", "content", "bodytext")
_FIELDS = {
    "title": ("headline", "hl1", "hedline", "title"),
    "published": ("contentcreated", "versioncreated", "datepublished", "thisrevisioncreated",
                  "firstcreated", "dateid", "date.issue", "pubdate", "published", "date"),
    "outlet": ("provider", "publisher", "source", "outlet", "copyrightholder", "infosource"),
    "byline": ("byline", "by", "author", "creator"),
    "url": ("url", "link"),
    "language": ("language",),
}  # fmt: skip
#: Entities that a file declares itself: they can fill the memory or name other files.
_ENTITIES = re.compile(rb"<!DOCTYPE[^\[>]{0,1000}\[.*?\]\s*>", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{3,20})")


def read_xml(content: bytes, context: Context) -> Reading:
    """The items of a feed, or the news items of any other XML file, as records."""
    declared = _DECLARED.search(content[:200])
    encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    reading = Reading("xml", encoding)
    content = _ENTITIES.sub(b"", content, count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Reading("xml", problem=f"no XML ({str(error)[:100]}): mend it or save it as txt")
    if root is None:
        return Reading("xml", problem="no XML that can be read: mend it or save it as txt")
    kind = _name(root)
    try:
        records = list(_feed(content) if kind in ("rss", "feed", "rdf") else _items(root))
    except Exception as error:  # feedparser raises whatever a broken element leads it to
        problem = f"no feed that can be read ({str(error)[:80]}): mend it or save it as txt"
        return Reading("xml", problem=problem)
    columns = ["text", *_FIELDS]
    read_records(records, reading, context, columns)
    if not reading.drafts:
        reading.problem = "no news items with text were found in the XML: convert it to csv or json"
    return reading


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rsplit("}", 1)[-1].lower()


def _feed(content: bytes) -> Iterator[dict[str, Any]]:
    feed = feedparser.parse(content)
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
    found = [one for one in root.iter() if _name(one) in _ITEMS]
    outer = [one for one in found if not any(other in found for other in one.iterancestors())]
    for item in outer or [root]:
        record: dict[str, Any] = {"text": _text(item), "language": _language(item)}
        for field, names in _FIELDS.items():
            for name in names:
                value = next(
                    (said for one in item.iter() if _name(one) == name and (said := _said(one))),
                    None,
                )
                if value:
                    record.setdefault(field, value)
                    record[field] = record[field] or value
                    break
        yield record


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
    return ""
