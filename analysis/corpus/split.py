"""Cuts a text file into articles: learned from the file itself, each cut with its reason.

Three things part articles: what closes one (a signature, a notice, a rule, an end mark), what
opens one (a date line, a dateline, a headline above them), and - after a notice, where nothing
parts them - single lines that are articles of their own.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from analysis.corpus.classes import ADDRESSES, INSIDE, OUTSIDE, Line
from analysis.corpus.cohesion import continues, last_of_list
from analysis.corpus.rules import is_headline

Split = Literal["auto", "none", "blank_lines", "rules", "date_lines", "lines"]
#: Words that parts of a file must have, in the median, for blank lines alone to part articles.
_ARTICLE_WORDS = 40
#: Lines of a header above the one that it is known by: a headline, another, a name.
_HEADER_LINES = 2
#: Kinds that do not belong to the article after which they stand.
_LOOSE = (*OUTSIDE, *ADDRESSES, "cookie", "page_furniture")


@dataclass(slots=True)
class Cut:
    """An article as paragraphs first to last (inclusive), and why it begins there."""

    first: int
    last: int
    reason: str


def find_articles(
    lines: Sequence[Line], split: Split = "auto", forced: Collection[int] = ()
) -> list[Cut]:
    """The articles of a text file as runs of lines.

    split: the rule; forced: raw offsets at which articles begin by the researcher's decision -
    then these alone count.
    """
    if forced:
        return _at(lines, sorted(forced))
    if split == "none":
        return trimmed(lines, [(0, "whole file")])
    if split == "lines":
        return [
            Cut(index, index, "line")
            for index, line in enumerate(lines)
            if line.kind not in OUTSIDE and line.kind not in INSIDE
        ]
    starts: list[tuple[int, str]] = []
    closed: str | None = "first in file"
    rhythm = _rhythm(lines)
    blanks_part = split == "blank_lines" or (split == "auto" and _blank_lines_part(lines, rhythm))
    stars_part = _stars_part(lines)
    for index, line in enumerate(lines):
        if blanks_part and line.paragraph.blank_before >= rhythm:
            closed = closed or "blank lines"
        if line.kind in OUTSIDE or line.kind == "signature":
            rule = line.kind == "separator"
            told = split == "auto" or (split == "rules" and rule)
            if told and (not rule or stars_part or _is_rule(line)):
                closed = line.kind
            continue
        if line.kind in INSIDE:
            continue
        if closed:
            starts.append((index, closed))
        elif split in ("auto", "date_lines") and _opens(lines, index):
            begin = _header_begin(lines, index, starts[-1][0])
            if begin > starts[-1][0] and _has_body(lines[starts[-1][0] : begin]):
                starts.append((begin, "dateline" if line.kind == "text" else line.kind))
        closed = "signature" if line.closes and split == "auto" else None
    cuts = trimmed(lines, starts)
    return _lists_apart(lines, cuts) if split == "auto" else cuts


def _rhythm(lines: Sequence[Line]) -> int:
    """The number of blank lines that parts articles where only blank lines do: more than usual."""
    blanks = Counter(line.paragraph.blank_before for line in lines[1:])
    usual = blanks.most_common(1)[0][0] if blanks else 0
    return max(usual + 1, 1)


def _blank_lines_part(lines: Sequence[Line], rhythm: int) -> bool:
    """Whether more blank lines than usual part articles: they come again, but not too often, what
    they part is long enough for articles, and each part ends as an article may."""
    bounds = [at for at in range(1, len(lines)) if lines[at].paragraph.blank_before >= rhythm]
    if len(bounds) < 2 or rhythm < 2 or len(bounds) > 0.5 * (len(lines) - 1):
        return False
    ended = sum(
        lines[at - 1].kind != "text"
        or lines[at - 1].closes
        or not is_headline(lines[at - 1].paragraph.text)
        for at in bounds
    )
    sizes = [
        sum(line.paragraph.text.count(" ") + 1 for line in lines[first:last])
        for first, last in pairwise([0, *bounds, len(lines)])
    ]
    return ended >= 0.9 * len(bounds) and sorted(sizes)[len(sizes) // 2] >= _ARTICLE_WORDS


def _opens(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    return line.opens or (
        line.kind == "byline"
        and index > 0
        and is_headline(lines[index - 1].paragraph.text)
        and lines[index - 1].paragraph.blank_before > 0
    )


def _header_begin(lines: Sequence[Line], index: int, current: int) -> int:
    """Where the header that ends in line index begins; `current` if it is the open article's."""
    begin = index
    while begin > current and index - begin < 4:
        above = lines[begin - 1]
        headline = above.kind == "text" and not above.removals and is_headline(above.paragraph.text)
        if above.kind in ("byline", "date_line") or headline:
            begin -= 1
            if headline:
                break
        else:
            break
    return begin


def _has_body(lines: Sequence[Line]) -> bool:
    """Whether lines may be an article: more than the first lines of the header that follows."""
    texts = [line.paragraph.text for line in lines if line.kind == "text"]
    return len(texts) > _HEADER_LINES or not all(map(is_headline, texts))


def _is_rule(line: Line) -> bool:
    """Whether a separator is a drawn line, which parts articles whatever stands around it."""
    return line.paragraph.text[0] in "-=_─━═"


def _stars_part(lines: Sequence[Line]) -> bool:
    """Whether other separators part articles: stars may also part the sections of one."""
    evidence = separators = 0
    below: Line | None = None
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line.kind == "separator":
            separators += 1
            evidence += bool(
                (
                    below is not None
                    and (below.opens or below.kind == "byline" or is_headline(below.paragraph.text))
                )
                or (at > 0 and lines[at - 1].closes)
            )
        if line.kind not in OUTSIDE:
            below = line
    return 2 * evidence >= separators


def trimmed(lines: Sequence[Line], starts: Sequence[tuple[int, str]]) -> list[Cut]:
    """Runs from start to start, without what stands between articles."""
    cuts = []
    for number, (first, reason) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        kept = [at for at in range(first, stop) if lines[at].kind not in _LOOSE]
        text = [at for at in kept if lines[at].kind in ("text", "date_line")]
        if text:
            cuts.append(Cut(kept[0], kept[-1], reason))
    return cuts


def _at(lines: Sequence[Line], offsets: Sequence[int]) -> list[Cut]:
    """The articles that begin at these offsets, and what stands before the first of them."""
    starts: dict[int, str] = {0: "first in file"}
    for offset in offsets:
        index = next((at for at, line in enumerate(lines) if line.paragraph.end > offset), None)
        if index is not None:
            starts[index] = "hand"
    return trimmed(lines, sorted(starts.items()))


def _lists_apart(lines: Sequence[Line], cuts: Sequence[Cut]) -> list[Cut]:
    """Single lines after a notice are articles of their own, as far as no signature closes them."""
    result: list[Cut] = []
    # Where no list ends the file, a signed run is an article and no list before one.
    unsigned_end = bool(cuts) and not lines[cuts[-1].last].closes
    for cut in cuts:
        body = [at for at in range(cut.first, cut.last + 1) if lines[at].kind == "text"]
        if not _is_list(lines, cut, body):
            result.append(cut)
            continue
        texts = [lines[at].paragraph.text for at in body]
        signed = lines[body[-1]].closes
        if signed and not unsigned_end:
            result.append(cut)
            continue
        stop = last_of_list(texts) if signed else len(texts)
        groups: list[list[int]] = []
        for position, at in enumerate(body):
            goes_on = position > stop or (position < stop and continues(texts[position]))
            if groups and goes_on:
                groups[-1].append(at)
            else:
                groups.append([at])
        for number, group in enumerate(groups):
            result.append(Cut(group[0], group[-1], "one-line item" if number else cut.reason))
        result[-1].last = max(result[-1].last, cut.last)
    return result


def _is_list(lines: Sequence[Line], cut: Cut, body: Sequence[int]) -> bool:
    """Whether a run of lines may be a list of articles of one line each: it comes after a
    signed article, has no header, and its lines are neither wrapped nor headlines."""
    if cut.reason not in ("notice", "signature", "repeated_line") or len(body) < 2:
        return False
    before = next((line for line in reversed(lines[: cut.first]) if line.kind not in _LOOSE), None)
    if before is None or not before.closes:
        return False
    run = lines[cut.first : cut.last + 1]
    if any(line.kind in ("date_line", "byline") or line.opens for line in run):
        return False
    paragraphs = [lines[at].paragraph for at in body]
    return not is_headline(paragraphs[0].text) and all(one.lines == 1 for one in paragraphs)
