"""Text exports of press databases: Nexis Uni, LexisNexis, Factiva.

Each article in such a file is a block of fields, a body, and more fields; the fields become
metadata and are accounted for as removed spans of the article.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.corpus.articles import Ledger, text_articles
from analysis.corpus.model import Context, Draft
from analysis.corpus.readers.records import fill
from analysis.corpus.spans import Removal, apart

_NEXIS_END = re.compile(r"^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE)
_LEXIS_HEAD = re.compile(
    r"^[ \t]*(?:Document )?\d{1,5} of \d{1,6}(?: DOCUMENTS)?[ \t]*\r?$", re.MULTILINE
)
_LEXIS_FIELD = re.compile(r"^\s*(?:length|load-date):", re.IGNORECASE | re.MULTILINE)
#: Found quickly, where no line need be looked for.
_FACTIVA_MARK = re.compile(r"Document [A-Z]{2,10}[0-9A-Za-z]{14,40}")
_FACTIVA_END = re.compile(r"^[ \t]*Document [A-Z]{2,10}[0-9A-Za-z]{14,40}[ \t]*\r?$", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+")
_FIELD = re.compile(
    r"(?P<name>section|length|byline|dateline|highlight|headline|language|load-date|publication-type"
    r"|classification|subject|industry|geographic|person|company|organization|ticker|journal code"
    r"|graphic|source|copyright|notes|correction-date|series|url|title|date|publication)\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?P<tag>HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|CO|IN|NS|RE|IPC|IPD|PUB|AN|SE|CLM|VOL|ART)(?:\s{1,3}|$)(?P<value>.*)$"
)
_DAY = re.compile(
    r"(?:[A-Z][a-z]+day,? )?(?:[A-Z][a-z]+ \d{1,2}, ?\d{4}|\d{1,2} [A-Z][a-z]+ \d{4})"
    r"(?: [A-Z][a-z]+day)?(?:,? \d{1,2}:\d\d.*)?$"
)
_LENGTH = re.compile(r"(?:length: )?\d[\d,]* words$", re.IGNORECASE)
_AFTER_BODY = ("load-date", "classification", "language", "publication-type", "subject", "graphic",
               "journal code", "industry", "geographic", "person", "company", "organization",
               "ticker", "notes")  # fmt: skip
_LONGEST_HEAD = 40


@dataclass
class _Entry:
    """One article of an export: its span, what is metadata in it, and the fields' values."""

    start: int
    end: int
    removals: list[Removal] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def export_articles(raw: str, context: Context) -> tuple[list[Draft], Ledger] | None:
    """The articles of a database export, None where the text is none."""
    spans = _spans(raw)
    if spans is None:
        return None
    drafts: list[Draft] = []
    removals: list[Removal] = []
    for start, end in spans:
        entry = _entry(raw, start, end)
        found = _body(raw, entry, context)
        if found is None:
            removals.append(Removal(entry.start, entry.end, "export_field"))
            continue
        draft, inner = found
        fill(draft, entry.values, context.date_order, context)
        drafts.append(draft)
        removals += inner
    covered = [
        *((one.start, one.end) for one in removals),
        *((one.start or 0, one.end or 0) for one in drafts),
    ]
    position = 0
    for start, end in [*sorted(covered), (len(raw), len(raw))]:
        if start > position:
            rule = "white_space" if raw[position:start].isspace() else "export_field"
            removals.append(Removal(position, start, rule))
        position = max(position, end)
    return drafts, [(one, raw[one.start : one.end]) for one in apart(removals)]


def _spans(raw: str) -> list[tuple[int, int]] | None:
    """The blocks of an export, from the marks that it sets between articles."""
    sample = raw[:400_000]
    lower = sample.lower()
    if "document" in lower:
        likely = [_NEXIS_END] if "End of Document" in sample else []
        likely += [_FACTIVA_END] if _FACTIVA_MARK.search(sample) else []
        for pattern in likely:
            if pattern.search(sample):
                ends = [match.end() for match in pattern.finditer(raw)]
                return list(pairwise([0, *ends]))
    if ("length:" in lower or "load-date:" in lower) and _LEXIS_FIELD.search(sample):
        heads = [match.start() for match in _LEXIS_HEAD.finditer(raw)]
        return list(pairwise([*heads, len(raw)])) if heads else None
    return None


def _entry(raw: str, start: int, end: int) -> _Entry:
    """Tell fields from body, line by line."""
    entry = _Entry(start, end)
    lines = [
        (m.start(), m.end(), m.group().strip())
        for m in _LINE.finditer(raw, start, end)
        if m.group().strip()
    ]
    if any(_TAG.match(text) and text[:2] in ("HD", "TD", "LP") for _, _, text in lines):
        _tagged(entry, lines)
    else:
        _headed(entry, lines)
    return entry


def _tagged(entry: _Entry, lines: list[tuple[int, int, str]]) -> None:
    """Factiva's two-letter fields; LP (lead) and TD (text) hold the body."""
    names = {"HD": "title", "BY": "byline", "PD": "published", "SN": "outlet", "LA": "language"}
    current = ""
    for start, end, text in lines:
        match = _TAG.match(text)
        if match is not None:
            current = match.group("tag")
            value = match.group("value").strip()
            if current in ("LP", "TD"):
                label = end - len(value) if value else end
                entry.removals.append(Removal(start, label, "export_field"))
                continue
        elif current in ("LP", "TD") and not _FACTIVA_END.match(text):
            continue
        else:
            value = text
        if current in names and not _FACTIVA_END.match(text):
            own = names[current]
            entry.values[own] = f"{entry.values[own]} {value}" if own in entry.values else value
        entry.removals.append(Removal(start, end, "export_field"))


def _headed(entry: _Entry, lines: list[tuple[int, int, str]]) -> None:
    """Nexis: title, outlet and date, then named fields, "Body", the text, and fields again."""
    body = next((at for at, line in enumerate(lines) if line[2].lower() == "body"), None)
    fields = [
        at
        for at, line in enumerate(lines[:_LONGEST_HEAD])
        if _FIELD.match(line[2]) or _LENGTH.match(line[2])
    ]
    first = body + 1 if body is not None else (fields[-1] + 1 if fields else 0)
    last = len(lines)
    for at in range(len(lines) - 1, first - 1, -1):
        match = _FIELD.match(lines[at][2])
        name = match.group("name").lower() if match else ""
        if name in _AFTER_BODY or lines[at][2] in ("Classification", "End of Document"):
            last = at
        elif last < len(lines) and at < last - 12:
            break
    plain = []
    for at, (start, end, text) in enumerate(lines):
        if first <= at < last:
            continue
        entry.removals.append(Removal(start, end, "export_field"))
        match = _FIELD.match(text)
        if match is not None and match.group("value"):
            _take(entry.values, match.group("name").lower(), match.group("value"))
        elif at < first and not _LEXIS_HEAD.match(text):
            if _DAY.match(text):
                _take(entry.values, "date", text)
            elif not _LENGTH.match(text) and not re.match(r"(?i)copyright|all rights|body$", text):
                plain.append(text)
    if plain:
        entry.values.setdefault("title", plain[0])
    if len(plain) > 1:
        entry.values.setdefault("outlet", plain[1])


def _take(values: dict[str, str], name: str, value: str) -> None:
    ours = {
        "byline": "byline", "headline": "title", "title": "title", "date": "published",
        "language": "language", "publication": "outlet", "source": "outlet",
    }.get(name)  # fmt: skip
    if ours == "language":
        value = {"english": "en", "turkish": "tr", "arabic": "ar", "french": "fr", "german": "de",
                 "spanish": "es"}.get(value.strip().lower(), "")  # fmt: skip
    if ours:
        values.setdefault(ours, value)


def _body(raw: str, entry: _Entry, context: Context) -> tuple[Draft, list[Removal]] | None:
    """The article of an entry, its spans counted in the whole file."""
    masked = list(raw[entry.start : entry.end])
    for one in entry.removals:
        width = one.end - one.start
        masked[one.start - entry.start : one.end - entry.start] = " " * width
    shadow = "".join(masked)
    drafts, ledger = text_articles(shadow, context, whole=True)
    if not drafts:
        return None
    draft = drafts[0]
    inner = [
        Removal(one.start + entry.start, one.end + entry.start, one.rule)
        for one, _ in ledger
        if one.rule not in ("white_space", "markup")
    ]
    shift = entry.start
    draft.start, draft.end = (draft.start or 0) + shift, (draft.end or 0) + shift
    draft.repairs = [
        (type(one)(one.start + shift, one.end + shift, one.after, one.rule), before)
        for one, before in draft.repairs
    ]
    draft.edges = [
        type(one)(one.line, one.start + shift, one.end + shift, one.beside, one.several)
        for one in draft.edges
    ]
    draft.begins = "database export"
    return draft, [*entry.removals, *inner]
