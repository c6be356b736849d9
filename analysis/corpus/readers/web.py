"""Web pages: the article's text by trafilatura, its metadata from what the page says of itself."""

import json
import re
from collections import Counter
from typing import Any

import lxml.html
import trafilatura
from htmldate import find_date

from analysis.corpus.articles import set_published, text_articles
from analysis.corpus.days import field_date, name_date
from analysis.corpus.decode import decode
from analysis.corpus.model import Context, Draft, Reading
from analysis.corpus.readers.records import fill
from analysis.corpus.spans import Removal

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_ARTICLE_TYPES = (
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "BlogPosting",
    "OpinionNewsArticle",
)
#: Lines after the headline among which a standfirst is looked for.
_STANDFIRST_WITHIN = 8
_HIDDEN = ("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object")
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table",
     "blockquote", "figure", "figcaption", "section", "article", "header", "footer", "nav", "aside",
     "main", "form", "br", "hr", "dl", "dt", "dd", "pre", "button", "label", "option", "time",
     "address")
)  # fmt: skip


def read_html(content: bytes, context: Context) -> Reading:
    """A web page: one article. What the page shows beside it is listed as page furniture, with
    offsets in the page's visible text."""
    declared = _CHARSET.search(content[:4096])
    decoded = decode(content, declared.group(1).decode("ascii") if declared else None)
    reading = Reading("html", decoded.encoding, problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    tree = _parsed(decoded.text)
    if tree is None:
        reading.problem = "no web page: nothing in it can be read as HTML"
        return reading
    visible = visible_lines(tree)
    fields = page_fields(tree)
    body = _with_standfirst(_main_text(decoded.text), visible, fields.get("title"))
    drafts, ledger = text_articles(body, context, whole=True)
    lines = [text for text, _ in visible]
    kept = (
        Counter(" ".join(line.split()) for line in drafts[0].text.split("\n\n"))
        if drafts
        else Counter[str]()
    )
    _account(reading, lines, kept, {text: one.rule for one, text in ledger})
    if not drafts:
        reading.problem = (
            reading.problem or "the page holds no article text: is it a list of links?"
        )
        return reading
    draft = drafts[0]
    draft.start = draft.end = None
    draft.repairs, draft.edges = [], []
    _metadata(draft, fields, decoded.text, context)
    reading.drafts = [draft]
    return reading


def _with_standfirst(body: str, visible: list[tuple[str, str]], title: str | None) -> str:
    """The article's paragraphs without its headline, and with the standfirst between headline and
    text, which extraction by text density tends to lose."""
    paragraphs = body.split("\n\n") if body else []
    heading = next((text for text, tag in visible if tag == "h1"), None)
    titles = {" ".join(one.split()) for one in (title, heading) if one}
    while paragraphs and " ".join(paragraphs[0].split()) in titles:
        paragraphs.pop(0)
    texts = [text for text, _ in visible]
    first = " ".join(paragraphs[0].split()) if paragraphs else None
    if first is None or first not in texts:
        return "\n\n".join(paragraphs)
    stop = texts.index(first)
    start = max((at for at in range(stop) if texts[at] in titles), default=stop)
    between = [
        text
        for text, tag in visible[start + 1 : stop][:_STANDFIRST_WITHIN]
        if tag in ("h2", "h3", "h4") and len(text.split()) >= 5
    ]
    return "\n\n".join([*between, *paragraphs])


def _parsed(text: str) -> Any:
    try:
        return lxml.html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text),
            parser=lxml.html.HTMLParser(recover=True, huge_tree=False),
        )
    except (ValueError, lxml.etree.LxmlError):
        return None


def _main_text(page: str) -> str:
    """The article's paragraphs, one a line, parted by blank lines."""
    found = trafilatura.extract(
        page,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        include_formatting=False,
    )
    return "\n\n".join(line for line in (found or "").split("\n") if line.strip())


def visible_lines(tree: Any) -> list[tuple[str, str]]:
    """What a page shows, block by block, each with the name of its element."""
    lines: list[tuple[str, str]] = []
    current: list[str] = []
    blocks: list[str] = []

    def end_line() -> None:
        text = " ".join("".join(current).split())
        if text:
            lines.append((text, blocks[-1] if blocks else ""))
        current.clear()

    for event, element in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS:
                end_line()
                blocks.append(tag)
            hidden = tag in _HIDDEN or any(one.tag in _HIDDEN for one in element.iterancestors())
            if not hidden and element.text:
                current.append(element.text)
        elif event == "end" or event in ("comment", "pi"):
            if tag in _BLOCKS:
                end_line()
                blocks.pop()
            if element.tail and not any(one.tag in _HIDDEN for one in element.iterancestors()):
                current.append(element.tail)
    end_line()
    return lines


def _account(
    reading: Reading, visible: list[str], kept: Counter[str], rules: dict[str, str]
) -> None:
    """Lines of the page that are not in the article's text become removed spans."""
    whole = " ".join(kept)
    position = 0
    for line in visible:
        if not (line in kept or line in whole):
            rule = next((rule for text, rule in rules.items() if line in text), "page_furniture")
            reading.removed.append((None, Removal(position, position + len(line), rule), line))
        position += len(line)
    reading.chars = position


def page_fields(tree: Any) -> dict[str, str]:
    """Title, date, outlet, byline, url and language from JSON-LD, then OpenGraph, then the rest."""
    fields: dict[str, str] = {}

    def take(name: str, value: Any) -> None:
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("@id")
        if isinstance(value, str) and value.strip():
            fields.setdefault(name, value.strip())

    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        for one in _linked_data(script.text or ""):
            take("headline", one.get("headline"))
            take("published", one.get("datePublished"))
            take("outlet", one.get("publisher"))
            take("byline", one.get("author"))
            take("url", one.get("mainEntityOfPage") or one.get("url"))
            take("language", one.get("inLanguage"))
    named = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get(
            "content"
        )
        for meta in reversed(tree.findall(".//meta"))
    }
    for name, keys in _META.items():
        for key in keys:
            take(name, named.get(key))
    for link in tree.iterfind('.//link[@rel="canonical"]'):
        take("url", link.get("href"))
    take("language", tree.get("lang"))
    page, shown = (tree.findtext(".//title") or "").strip(), tree.find(".//h1")
    heading = " ".join(shown.text_content().split()) if shown is not None else ""
    # What the page shows as its heading goes before descriptions of it that are made for others.
    if heading and any(one.startswith(heading) for one in (page, fields.get("title", ""))):
        fields["title"] = heading
    elif "headline" in fields:
        fields["title"] = fields["headline"]
    return fields


_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "datepublished", "dc.date.issued", "dcterms.date",
                  "date",
                  "parsely-pub-date", "sailthru.date", "publishdate", "pubdate"),
    "outlet": ("og:site_name", "dc.publisher", "application-name"),
    "byline": ("author", "article:author", "dc.creator", "parsely-author"),
    "url": ("og:url",),
    "language": ("og:locale",),
}  # fmt: skip


def _linked_data(text: str) -> list[dict[str, Any]]:
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    graph = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
    found = [one for one in graph if isinstance(one, dict)] if isinstance(graph, list) else []
    return [
        one
        for one in found
        if any(
            kind in _ARTICLE_TYPES
            for kind in (
                [one["@type"]] if isinstance(one.get("@type"), str) else one.get("@type") or []
            )
        )
    ]


def _metadata(draft: Draft, fields: dict[str, str], page: str, context: Context) -> None:
    from_text = draft.title
    fill(draft, fields, context.date_order, context)
    if "title" not in fields:
        metadata = trafilatura.extract_metadata(page)
        draft.title = (metadata.title if metadata else None) or from_text
    if draft.published is None or draft.basis == "file_name":
        found = find_date(page, original_date=True, extensive_search=False)
        day, _ = field_date(found, context.time_zone) if found else (None, [])
        if day is not None:
            draft.published = draft.basis = None
            set_published(draft, day, "field", [])
            named, _ = name_date(context.source_file)
            if named is not None:
                set_published(draft, named, "file_name", [])
