"""Articles out of raw text: cut, cleaned, with the metadata that their head and end tell."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from analysis.corpus.classes import ADDRESSES, Line, classify
from analysis.corpus.days import learned_order, name_date, resolved, written_dates
from analysis.corpus.lines import line_end_hyphens, read_paragraphs
from analysis.corpus.model import Context, Draft, Edge
from analysis.corpus.outlets import full_name, name_outlets
from analysis.corpus.repair import find_repairs
from analysis.corpus.repetition import AT_END, AT_HEAD, LONGEST
from analysis.corpus.rules import DateLine, date_line, dateline, is_headline, stamped
from analysis.corpus.signatures import signature_name
from analysis.corpus.spans import (
    Removal,
    Repair,
    apart,
    compose,
    kept_repairs,
    mend,
    split_at,
    within,
)
from analysis.corpus.split import Split, find_articles, trimmed
from analysis.corpus.years import month_day

_WORD = re.compile(r"[^\W_]")
_TITLE_LABEL = re.compile(
    r"(?:title|headline|başlık|العنوان|titre|titel|título|titolo)\s*:\s*(?=\S)", re.IGNORECASE
)
Ledger = list[tuple[Removal, str]]


def text_articles(
    raw: str,
    context: Context,
    shadow: str | None = None,
    markup: Sequence[Repair] = (),
    whole: bool = False,
    begin: int = 0,
    soft: bool = False,
) -> tuple[list[Draft], Ledger]:
    """The articles of a text file, and what stands in none of them or was taken out of one.

    shadow: the text with white space in place of markup, where the file has any; markup: what to
    do with it. whole: the text is one article (a record, a Markdown file) that begins after
    `begin` code points of front matter. soft: single line breaks mean nothing (Markdown).
    """
    layout = raw if shadow is None else shadow
    paragraphs = read_paragraphs(layout, soft)
    if context.forced and not whole:
        paragraphs = split_at(layout, paragraphs, context.forced)
    order = context.date_order
    if order == "auto":
        order = learned_order(one.text for one in paragraphs if len(one.text) <= 110)
    repairs = _merged(markup, find_repairs(raw), line_end_hyphens(layout, paragraphs))
    if repairs:
        mend(raw, paragraphs, repairs)
    lines, _ = classify(layout, paragraphs, order, not whole, context.keep)
    if whole:
        cuts = trimmed(lines, [(0, "whole")])
    else:
        cuts = find_articles(lines, cast(Split, context.split), context.forced)
    front = [Removal(0, begin, "front_matter")] if begin else []
    removals = apart([*front, *(one for line in lines for one in line.removals)])
    repairs = kept_repairs(repairs, removals)
    drafts, empty = [], []
    for cut in cuts:
        draft = _article(raw, lines[cut.first : cut.last + 1], removals, repairs, context, order)
        draft.begins = cut.reason
        if _WORD.search(draft.text):
            drafts.append(draft)
        elif draft.start is not None and draft.end is not None:
            empty.append(Removal(draft.start, draft.end, "no_words"))
    notices = [line.paragraph.clean for line in lines if line.kind == "notice"]
    addresses = [line.paragraph.clean for line in lines if line.kind in ADDRESSES]
    name_outlets(drafts, notices, addresses)
    ledger = _covered(raw, drafts, apart([*removals, *empty]))
    return drafts, [(one, raw[one.start : one.end]) for one in ledger]


def _merged(*kinds: Sequence[Repair]) -> list[Repair]:
    """Repairs in order without overlap; an earlier kind goes before a later one."""
    result: list[Repair] = []
    for kind in kinds:
        taken = [Removal(one.start, one.end, "") for one in result]
        result = sorted([*result, *kept_repairs(kind, taken)], key=lambda one: one.start)
    return result


def _covered(raw: str, drafts: Sequence[Draft], removals: Sequence[Removal]) -> list[Removal]:
    """The removals, with those added that account for what lies outside all articles."""
    spans = [(one.start, one.end) for one in removals]
    spans += [(one.start or 0, one.end or 0) for one in drafts]
    gaps = []
    position = 0
    for start, end in [*sorted(spans), (len(raw), len(raw))]:
        if start > position:
            rule = "white_space" if raw[position:start].isspace() else "markup"
            gaps.append(Removal(position, start, rule))
        position = max(position, end)
    return apart([*removals, *gaps])


def _article(
    raw: str,
    lines: Sequence[Line],
    removals: Sequence[Removal],
    repairs: Sequence[Repair],
    context: Context,
    order: str,
) -> Draft:
    start, end = lines[0].paragraph.start, lines[-1].paragraph.end
    inner = within(removals, start, end)
    mended = within(repairs, start, end)
    text = compose(raw, [line.paragraph for line in lines], inner, mended)
    draft = Draft(text, start=start, end=end)
    draft.repairs = [(one, raw[one.start : one.end]) for one in mended if one.rule is not None]
    draft.edges = _edges(lines)
    _head(draft, lines, context, order)
    return draft


def _edges(lines: Sequence[Line]) -> list[Edge]:
    """The short paragraphs at both ends, where lines repeated over the corpus are looked for."""
    texts = [line.paragraph for line in lines if line.kind == "text" and not line.removals]
    found = []
    for place, one in enumerate(texts):
        at_end = place >= len(texts) - AT_END
        if (place < AT_HEAD or at_end) and 4 < len(one.text) <= LONGEST:
            beside = texts[place - 1] if place and at_end else texts[min(place + 1, len(texts) - 1)]
            found.append(Edge(one.text, one.start, one.end, beside.text, len(texts) > 1))
    return found


def _head(draft: Draft, lines: Sequence[Line], context: Context, order: str) -> None:
    """Title, byline, dateline, outlet and date, as far as head and signature tell them."""
    texts = [line for line in lines if line.kind == "text"]
    byline = next((line for line in lines if line.kind == "byline"), None)
    if byline is not None:
        draft.byline = re.sub(r"^(?:By|BY|From|[^\s:]+\s*:)\s+", "", byline.paragraph.clean)
    if len(texts) > 1 and is_headline(texts[0].paragraph.clean) and lines.index(texts[0]) < 3:
        below = texts[1].paragraph.clean
        headed = lines[lines.index(texts[0]) + 1].kind in ("byline", "date_line")
        if headed or len(below) > len(texts[0].paragraph.text) or dateline(below):
            draft.title = _TITLE_LABEL.sub("", texts[0].paragraph.clean)
    place = next((one for line in texts[:3] if (one := dateline(line.paragraph.clean))), None)
    heads = [line for line in lines[:6] if line.kind == "date_line"]
    date_lines = [day for line in heads if (day := date_line(line.paragraph.text, order))]
    sent = stamped(texts[0].paragraph.text, order) if texts and not date_lines else None
    date_lines += [sent] if sent else []
    signed = next((line.outlet for line in reversed(lines) if line.outlet), None)
    if signed is None and sent is not None and sent.name:
        signed = signature_name(sent.name)
    named = signature_name(place[2]) if place and place[2] else None
    draft.dateline = place[0] if place else None
    draft.outlet = full_name(signed, [named] if named else [])
    if draft.dateline is None:
        draft.dateline = next((one.place for one in date_lines if one.place), None)
    _date(draft, date_lines, place[1] if place else None, context, order)


def _date(
    draft: Draft,
    date_lines: Sequence[DateLine],
    partial: str | None,
    context: Context,
    order: str,
) -> None:
    named, year = name_date(context.source_file)
    days: list[date] = []
    conflict: list[str] = []
    without_year = [one.date for one in date_lines if one.date and one.date.year is None]
    for one in date_lines:
        day, others = resolved(one.date)
        days += [day] if day else []
        conflict += others
    if partial and (written := next(written_dates(partial, order), None)):
        day = written.on(days[0].year if days else year)
        days += [day] if day else []
        without_year += [written] if written.year is None else []
    draft.month_day = month_day(without_year[0]) if without_year else None
    set_published(
        draft, days[0] if days else None, "text", [*conflict, *(d.isoformat() for d in days[1:])]
    )
    if draft.published is None and named is not None:
        set_published(draft, named, "file_name", [])


def set_published(draft: Draft, day: date | None, basis: str, conflict: Sequence[str]) -> None:
    """Take a day as the article's date if it has none yet; otherwise note where it differs."""
    if day is not None and draft.published is None:
        draft.published, draft.basis = day, basis
    others = {*draft.conflict, *conflict, *([day.isoformat()] if day else [])}
    own = draft.published.isoformat() if draft.published else None
    draft.conflict = sorted(one for one in others if one != own)


def law_holds(raw: str, drafts: Sequence[Draft], ledger: Ledger) -> bool:
    """Whether every code point lies in an article or a removal, and no two removals overlap."""
    removals = [one for one, _ in ledger]
    if any(a.end > b.start for a, b in pairwise(removals)):
        return False
    covered = [False] * len(raw)
    for start, end in [
        *((one.start, one.end) for one in removals),
        *((one.start or 0, one.end or 0) for one in drafts),
    ]:
        covered[start:end] = [True] * (end - start)
    return all(covered)
