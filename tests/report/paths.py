"""The reader's path: from a number on report.html to the sentences that it rests on, in clicks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

#: What holds numbers that do not come from the articles: constants of a method, choices, hashes,
#: citations, sizes of files, labels, measured error rates, and the corpus' own words.
_TAGS = {"code", "pre", "bdi", "mark", "svg", "script", "style", "nav", "th", "footer", "h1", "h2"}
_CLASSES = {
    "method", "label", "imprint", "files", "kind", "where", "evidence", "subtitle", "over",
    "references",
}  # fmt: skip
_IDS = ("table-quality", "table-runs", "table-parameters")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
#: Days, and constants of the methods as captions tell them.
_NO_COUNT = re.compile(
    rf"\b(?:\d{{1,2}} )?{_MONTH} \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|\b(?:95|5) %|(?:Table|Figure) \w+"
    r"|\bCC[\w. -]*\d\.\d|spread over all articles \(0\) or crowds in one \(1\)|log\d"
    r"|0 = even, 1 = \w+|< 0\.\d+|Fewer than \d+"
)


@dataclass(frozen=True)
class Number:
    """A number as it is read, and how many clicks its sentences are away; None: no way."""

    said: str
    where: str
    clicks: int | None


def numbers(page: bytes) -> Iterator[Number]:
    """Every number of the page that comes from the articles; 0 and what is no count left out."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    lists = {
        one.get("id")
        for one in root.xpath("//section[@class='evidence']")
        if any(row.text_content().strip() for row in one.iter("li"))
    }
    blocks = {
        one.get("id"): {link[1:] for link in one.xpath(".//a/@href") if link.startswith("#")}
        for one in root.xpath("//figure[@id] | //section[@id]")
    }
    for element, text in _texts(root.body):
        bare = _NO_COUNT.sub("", text)
        if not re.search(r"[1-9]", bare) or _uncounted(element):
            continue
        links = [one for one in (element, *element.iterancestors()) if one.tag == "a"]
        target = (links[0].get("href") or "")[1:] if links else ""
        if target.startswith(("table-parameters", "table-problems")):
            continue  # a choice of the analysis; files that could not be read have no sentences
        if links and links[0].get("role"):
            continue  # a work that is cited
        clicks = None
        if target in lists:
            clicks = 1
        elif blocks.get(target, set()) & lists:
            clicks = 2
        yield Number(bare.strip(), _where(element), clicks)


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """Texts with the element in which each stands."""
    if not isinstance(element.tag, str) or element.tag in _TAGS:
        return
    if _CLASSES & set((element.get("class") or "").split()):
        return
    name = element.get("id") or ""
    if name.startswith(_IDS):
        return
    if element.text:
        yield element, element.text
    for child in element:
        # Columns' descriptions hold no counts; the caption says how many rows there are.
        if not (name.startswith("table-data") and child.tag == "div"):
            yield from _texts(child)
        if child.tail:
            yield element, child.tail


def _uncounted(element: Any) -> bool:
    """Cells of a column that counts nothing in the articles: ranks, bytes."""
    cell = next((one for one in (element, *element.iterancestors()) if one.tag == "td"), None)
    if cell is None:
        return False
    place = cell.getparent().index(cell)
    table = next(cell.iterancestors("table"))
    return next(table.iter("tr"))[place].text_content() in ("Rank", "Bytes")


def _where(element: Any) -> str:
    block = next((one for one in element.iterancestors() if one.get("id")), None)
    return f"{element.tag} in {block.get('id') if block is not None else 'the page'}"
