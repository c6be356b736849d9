"""Records of tables and JSON: which field is which, and an article from each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from analysis.corpus.articles import set_published, text_articles
from analysis.corpus.days import field_date, learned_order, name_date
from analysis.corpus.model import Context, Draft, Reading
from analysis.corpus.rules import dateline
from analysis.corpus.signatures import signature_name
from analysis.corpus.spans import Removal, Repair

#: Names by which columns are known, in any case; an earlier name goes before a later one.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "texts", "story", "article_text", "full_text",
             "fulltext", "maintext", "articlebody", "content_text", "body_text", "bodytext",
             "description", "notes", "lead_paragraph", "abstract", "summary", "snippet", "excerpt"),
    "title": ("title", "headline", "head", "heading", "webtitle"),
    "published": ("published", "date", "publish_date", "pub_date", "pubdate", "datetime", "time",
                  "created", "published_at", "publishedat", "publication_date", "date_published",
                  "published_time", "date_publish", "datepublished", "created_at", "timestamp",
                  "webpublicationdate", "event_date", "seendate", "indexed_date"),
    "outlet": ("outlet", "source", "publisher", "paper", "agency", "newspaper", "publication",
               "source_name", "sourcename", "site", "sitename", "source_domain", "media",
               "media_name", "domain"),
    "byline": ("byline", "author", "authors", "creator", "writer"),
    "url": ("url", "link", "source_url", "sourceurl", "href", "permalink", "web_url", "weburl"),
    "language": ("language", "lang"),
    "dateline": ("dateline",),
    "id": ("id",),
}  # fmt: skip
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,1000}>", re.DOTALL)
_HTML = re.compile(r"</?(?:p|br|div|span|a|strong|em|b|i|li|ul|h[1-6]|img)\b[^<>]*>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|table|blockquote|figure|section|article|hr)\b",
    re.IGNORECASE,
)


def field_mapping(columns: Iterable[str], given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Which source column each of our fields comes from.

    given: the corpus's own choices, our field and the source's column; the rest is guessed from
    the columns' names.
    """
    return dict(_mapping(tuple(columns), tuple(given)))


@lru_cache(maxsize=256)  # records of one file mostly have the same keys
def _mapping(columns: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    known = {
        column.strip().lower().replace(" ", "_").replace("-", "_"): column
        for column in reversed(columns)
    }
    mapping = dict(given)
    for ours, names in NAMES.items():
        found = next((known[name] for name in names if name in known), None)
        if ours not in mapping and found is not None and found not in mapping.values():
            mapping[ours] = found
    return mapping


def with_headlines(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping, with headlines as texts where no field of text is known: many collections
    give title, day and link alone. A title that has neither day nor link is no article's."""
    if "title" not in mapping or not mapping.keys() & {"published", "url"}:
        return dict(mapping)
    return {"text": mapping["title"], **mapping}


def in_words(mapping: Mapping[str, str]) -> str | None:
    """A mapping as the ledger shows it: "text=body, published=date"; None where it is empty."""
    ordered = [name for name in NAMES if name in mapping]
    ordered += sorted(set(mapping) - set(NAMES))
    return ", ".join(f"{name}={mapping[name]}" for name in ordered if name != "id") or None


def plain(value: Any) -> str:
    """A field's value as text; lists are joined, objects give their name; no lone surrogates."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, (list, tuple)):
        text = "\n\n".join(part for one in value if (part := plain(one)))
    elif isinstance(value, Mapping):
        text = next(
            (
                plain(value[key])
                for key in ("name", "title", "text", "value", "$t", "main", "original")
                if key in value
            ),
            "",
        )
    else:
        text = str(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    return text


def read_records(
    records: Iterable[Mapping[str, Any]],
    reading: Reading,
    context: Context,
    columns: Sequence[str] = (),
) -> Reading:
    """Add each record as an article; one without text is counted and left out.

    columns: of a table; without them each record's own keys tell.
    """
    mapping = with_headlines(field_mapping(columns, context.fields)) if columns else {}
    rows = iter(records)
    first = list(islice(rows, 200))
    seen = [mapping or field_mapping(one, context.fields) for one in first]
    headlines = not any("text" in names for names in seen)
    if headlines:
        seen = [with_headlines(names) for names in seen]
    # Records may have keys of their own; an earlier record goes before a later one.
    merged = {ours: theirs for names in reversed(seen) for ours, theirs in names.items()}
    reading.fields = in_words(merged)
    order = context.date_order
    if order == "auto":
        order = learned_order(
            plain(one.get(names["published"]))[:40]
            for one, names in zip(first, seen, strict=True)
            if "published" in names
        )
    number = context.first_record
    for one in _chained(first, rows):
        own = mapping or field_mapping(one, context.fields)
        own = with_headlines(own) if headlines else own
        reading.records += 1
        _read_record(one, own, number, order, reading, context)
        number += 1
    return reading


def _chained(
    first: list[Mapping[str, Any]], rest: Iterable[Mapping[str, Any]]
) -> Iterable[Mapping[str, Any]]:
    yield from first
    yield from rest


def _read_record(
    record: Mapping[str, Any],
    mapping: Mapping[str, str],
    number: int,
    order: str,
    reading: Reading,
    context: Context,
) -> None:
    values = {ours: record.get(column) for ours, column in mapping.items()}
    raw = plain(values.get("text"))
    reading.chars += len(raw)
    shadow, markup = html_markup(raw) if "<" in raw else (None, [])
    drafts, ledger = text_articles(raw, context, shadow, markup, whole=True)
    reading.removed += [(number, removal, text) for removal, text in ledger]
    if not drafts:
        reading.without_text += 1
        return
    draft = drafts[0]
    draft.record = number
    fill(draft, values, order, context)
    reading.drafts.append(draft)


def fill(draft: Draft, values: Mapping[str, Any], order: str, context: Context) -> None:
    """Metadata from fields; what the text itself tells stays where a field is silent."""

    def said(name: str) -> str | None:
        return " ".join(plain(values.get(name)).split())[:500] or None

    draft.title = said("title") or draft.title
    draft.outlet = said("outlet") or draft.outlet
    draft.byline = re.sub(r"^(?:By|BY) (?=\S)", "", said("byline") or "") or draft.byline
    draft.url = said("url")
    told = said("dateline")
    # A field holds what stands before the dash of a dateline; the rule wants dash and text, too.
    place, _, agency = (told and dateline(f"{told.rstrip(' -–—')} - .")) or (told, None, None)
    draft.dateline = draft.dateline or place
    draft.outlet = draft.outlet or (agency and signature_name(agency))
    language = (said("language") or "").lower()
    draft.language = language[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", language) else None
    from_text, basis = draft.published, draft.basis
    draft.published = draft.basis = None
    value = values.get("published")
    day, others = field_date(
        plain(value) if isinstance(value, (list, Mapping)) else value, context.time_zone, order
    )
    set_published(draft, day, "field", others)
    if from_text is not None and basis == "text":
        set_published(draft, from_text, "text", [])
    named, _ = name_date(context.source_file)
    if day is None and from_text is None and named is not None:
        set_published(draft, named, "file_name", [])


def html_markup(raw: str) -> tuple[str | None, list[Repair]]:
    """For a field with HTML in it: white space in place of the tags, and their removal."""
    if not _HTML.search(raw):
        return None, []
    repairs = []
    shadow = list(raw)
    for match in _TAG.finditer(raw):
        repairs.append(Repair(match.start(), match.end(), "", "markup"))
        fill_in = "\n" if _BLOCK.match(match.group()) else " "
        shadow[match.start() : match.end()] = [fill_in] * (match.end() - match.start())
    return "".join(shadow), repairs


def whole_removed(reading: Reading, raw: str, rule: str) -> None:
    """Account for a text that is no article at all."""
    reading.chars += len(raw)
    if raw:
        reading.removed.append((None, Removal(0, len(raw), rule), raw))
