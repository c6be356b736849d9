"""Removed and changed spans of a raw text, and the clean text that they leave.

An article's text is made from its raw span in one place (compose), so that the ledger's law holds
by construction: raw span, less removed spans, with repairs applied, equals the text but for white
space.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Removal:
    """Raw code points start to end are left out; rule says why."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Raw code points start to end are read as `after`; rule None changes white space only."""

    start: int
    end: int
    after: str
    rule: str | None


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a raw text: its span without white space at the ends.

    text: the span with white space folded, before any repair; clean: after it.
    blank_before: blank lines above it. lines: raw lines that it covers.
    """

    start: int
    end: int
    text: str
    blank_before: int
    lines: int = 1
    mended: str | None = None

    @property
    def clean(self) -> str:
        return self.text if self.mended is None else self.mended


Edit = TypeVar("Edit", Removal, Repair)


def within(edits: Sequence[Edit], start: int, end: int) -> list[Edit]:
    """Those of some removals or repairs (in order, without overlap) that lie in a span."""
    first = bisect_left(edits, start, key=lambda one: one.start)
    last = bisect_right(edits, end, key=lambda one: one.end)
    return list(edits[first:last])


def raw_offset(raw: str, paragraph: Paragraph, at: int) -> int:
    """The raw offset of code point `at` of a paragraph's text."""
    if len(paragraph.text) == paragraph.end - paragraph.start:
        return paragraph.start + at
    wanted = at - paragraph.text.count(" ", 0, at)
    position = paragraph.start
    while position < paragraph.end:
        if not raw[position].isspace():
            if not wanted:
                return position
            wanted -= 1
        position += 1
    return paragraph.end


def split_at(raw: str, paragraphs: Sequence[Paragraph], offsets: Sequence[int]) -> list[Paragraph]:
    """The paragraphs, cut also at raw offsets that lie inside one."""
    result = []
    for one in paragraphs:
        inner = [at for at in offsets if one.start < at < one.end]
        bounds = [one.start, *sorted(set(inner)), one.end]
        for number, (start, end) in enumerate(pairwise(bounds)):
            piece = raw[start:end]
            start += len(piece) - len(piece.lstrip())
            end -= len(piece) - len(piece.rstrip())
            if start < end:
                text = " ".join(raw[start:end].split())
                result.append(
                    Paragraph(start, end, text, 0 if number else one.blank_before, one.lines)
                )
    return result


def apart(removals: Sequence[Removal]) -> list[Removal]:
    """The removals in order and without overlap: where two overlap, the earlier keeps its part."""
    result: list[Removal] = []
    last = 0
    for one in sorted(removals, key=lambda one: (one.start, -one.end)):
        start = max(one.start, last)
        if start < one.end:
            result.append(Removal(start, one.end, one.rule))
            last = one.end
    return result


def kept_repairs(repairs: Sequence[Repair], removals: Sequence[Removal]) -> list[Repair]:
    """The repairs that touch no removed span (removals in order, without overlap)."""
    if not removals:
        return list(repairs)
    ends = [one.end for one in removals]
    result = []
    for repair in repairs:
        at = bisect_left(ends, repair.start + 1)
        if at == len(removals) or removals[at].start >= repair.end:
            result.append(repair)
    return result


def compose(
    raw: str,
    paragraphs: Sequence[Paragraph],
    removals: Sequence[Removal],
    repairs: Sequence[Repair],
) -> str:
    """The clean text of paragraphs: white space folded, paragraphs parted by a blank line.

    removals, repairs: in order, without overlap among or between them.
    """
    if not removals and not repairs:
        return "\n\n".join(paragraph.text for paragraph in paragraphs)
    edits = sorted(
        [(one.start, one.end, " ") for one in removals]
        + [(one.start, one.end, one.after) for one in repairs]
    )
    ends = [edit[1] for edit in edits]
    parts = []
    for paragraph in paragraphs:
        at = bisect_left(ends, paragraph.start + 1)
        if at == len(edits) or edits[at][0] >= paragraph.end:
            parts.append(paragraph.text)
            continue
        text = " ".join(_edited(raw, paragraph.start, paragraph.end, edits[at:]).split())
        if text:
            parts.append(text)
    return "\n\n".join(parts)


def _edited(raw: str, start: int, end: int, edits: Sequence[tuple[int, int, str]]) -> str:
    pieces = []
    for first, last, after in edits:
        if first >= end:
            break
        if first >= start:
            pieces += [raw[start:first], after]
        start = max(start, last)
    pieces.append(raw[start:end])
    return "".join(pieces)


def bare(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def raw_without_edits(
    raw: str, start: int, end: int, removals: Sequence[Removal], repairs: Sequence[Repair]
) -> str:
    """What the ledger's law says of a span: less its removals, with its repairs."""
    edits = sorted(
        [(one.start, one.end, " ") for one in removals if start <= one.start and one.end <= end]
        + [(one.start, one.end, one.after) for one in repairs if start <= one.start <= end]
    )
    return _edited(raw, start, end, edits)


def trace(
    text: str,
    raw: str,
    start: int,
    end: int,
    removals: Sequence[Removal],
    repairs: Sequence[Repair],
) -> list[int]:
    """For each code point of text, the raw code point it comes from (white space: the next one's).

    A repaired span leads to the span's first code point. Raises ValueError where the law is broken.
    """
    origins: list[tuple[str, int]] = []
    edits = sorted(
        [(one.start, one.end, "") for one in removals if start <= one.start and one.end <= end]
        + [(one.start, one.end, one.after) for one in repairs if start <= one.start <= end]
    )
    position = start
    for first, last, after in [*edits, (end, end, "")]:
        origins += [(raw[at], at) for at in range(position, first) if not raw[at].isspace()]
        origins += [(letter, first) for letter in after if not letter.isspace()]
        position = max(position, last)
    result, at = [], 0
    for letter in text:
        if letter.isspace():
            result.append(origins[at][1] if at < len(origins) else end)
            continue
        if at >= len(origins) or origins[at][0] != letter:
            raise ValueError(f"the text does not follow from its raw span at {len(result)}")
        result.append(origins[at][1])
        at += 1
    if at != len(origins):
        raise ValueError("the raw span holds more than the text")
    return result


def mend(raw: str, paragraphs: Sequence[Paragraph], repairs: Sequence[Repair]) -> None:
    """Note in each paragraph that has repairs how it reads with them."""
    ends = [one.end for one in paragraphs]
    touched = {bisect_left(ends, one.start + 1) for one in repairs}
    for at in sorted(touched):
        if at < len(paragraphs):
            paragraph = paragraphs[at]
            paragraph.mended = compose(raw, [paragraph], [], repairs) or paragraph.text
