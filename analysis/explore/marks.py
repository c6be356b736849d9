"""Marked text: a string cut into segments, each with the kinds of what stands there.

Segments are plain data; whoever draws them writes them as text, never as markup.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A word with its inner signs ("11,500", "cease-fire"), or one sign.
_WORD = re.compile(r"\w+(?:[.,'’\-]\w+)*|[^\w\s]")

#: text, kinds parted by blanks ("" for none), what a reader is told on pointing at it.
Segment = tuple[str, str, str]

#: Longer texts are compared by paragraph instead of by word.
COMPARED_BY_WORD = 4_000


@dataclass(frozen=True)
class Mark:
    """A span of a text: what it is, and what is said of it."""

    start: int
    end: int
    kind: str
    note: str = ""


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text cut at every beginning and end of a mark; marks may overlap.

    Marks that lie outside the text are cut to it; empty ones are left out.
    """
    inside = [
        Mark(max(mark.start, 0), min(mark.end, len(text)), mark.kind, mark.note)
        for mark in marks
        if mark.start < len(text) and mark.end > max(mark.start, 0)
    ]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    inside.sort(key=lambda mark: (mark.start, -mark.end, mark.kind))
    found: list[Segment] = []
    waiting, open_marks = 0, list[Mark]()
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > start]
        while waiting < len(inside) and inside[waiting].start <= start:
            open_marks.append(inside[waiting])
            waiting += 1
        kinds = " ".join(dict.fromkeys(mark.kind for mark in open_marks))
        notes = "; ".join(dict.fromkeys(mark.note for mark in open_marks if mark.note))
        found.append((text[start:end], kinds, notes))
    return found


def one_line(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text with its marks, white space turned into single blanks."""
    cut = segments(text, marks)
    return [(re.sub(r"\s+", " ", part), kinds, notes) for part, kinds, notes in cut]


def compare(one: str, other: str) -> tuple[list[Mark], list[Mark]]:
    """What stands in one text only (kind "only") and in the other only, word by word."""
    first, second = _pieces(one), _pieces(other)
    matcher = difflib.SequenceMatcher(
        None, [piece for piece, _, _ in first], [piece for piece, _, _ in second], autojunk=False
    )
    here: list[Mark] = []
    there: list[Mark] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        if b > a:
            here.append(Mark(first[a][1], first[b - 1][2], "only", "stands here only"))
        if d > c:
            there.append(Mark(second[c][1], second[d - 1][2], "only", "stands here only"))
    return here, there


def _pieces(text: str) -> Sequence[tuple[str, int, int]]:
    words = [(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]
    if len(words) <= COMPARED_BY_WORD:
        return words
    return [(found.group(), found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
