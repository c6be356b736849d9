"""The timeline of events: true distances in time on the left, readable lines on the right."""

import textwrap
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, read
from analysis.report.figures.picture import Picture, anchor, nothing

_EVENTS = {
    "day": pl.Date,
    "documents": pl.Int64,
    "headline_doc_id": pl.String,
    "headline_sentence": pl.Int64,
    "score": pl.Float64,
}
_TEXTS = {"doc_id": pl.String, "sentence": pl.Int64, "text": pl.String}
_POINT = 72.0
#: Points: left end of the text, its line height, air between two texts.
_LEFT, _LINE, _AIR = 118.0, 11.2, 6.0
_AXIS = 46.0


@dataclass(frozen=True)
class _Entry:
    """One row of the timeline."""

    day: date
    words: str
    documents: int
    known: bool


def event_timeline(
    events: Frame,
    texts: Frame,
    known: Frame | None = None,
    most: int = 14,
) -> Picture:
    """The days to which most sources date something, each with its best sentence.

    events: the table of that name.
    texts: their sentences (doc_id, sentence, text).
    known: the researcher's own events (day, label), the table known_events.
    most: days of the corpus shown; known events come on top.
    """
    name = "events"
    found = (
        read(events, _EVENTS)
        .sort(["score", "day"], descending=[True, False])
        .head(most)
        .join(
            read(texts, _TEXTS),
            left_on=["headline_doc_id", "headline_sentence"],
            right_on=["doc_id", "sentence"],
            how="left",
        )
    )
    entries = [
        _Entry(row["day"], row["text"] or "", row["documents"], False)
        for row in found.iter_rows(named=True)
    ]
    if known is not None:
        entries += [
            _Entry(day, label, 0, True)
            for day, label in read(known, {"day": pl.Date, "label": pl.String}).iter_rows()
        ]
    if not entries:
        return nothing(
            name,
            "No day is named by enough articles to be taken for an event; undated articles name"
            " no day that can be placed.",
        )
    entries.sort(key=lambda one: (one.day, one.known, one.words))
    data = pl.DataFrame(
        [(one.day, one.words, one.documents, one.known) for one in entries],
        schema={"day": pl.Date, "text": pl.String, "documents": pl.Int64, "known": pl.Boolean},
        orient="row",
    )
    listed = sum(one.known for one in entries)
    shown = len(entries) - listed
    caption = (
        f"The {style.counted(shown, 'day')} to which most outlets and articles date something,"
        " with the sentence that says best what happened; copies count once. The dot's area"
        " grows with the articles that speak of the day."
        + (
            f" Diamonds: {style.counted(listed, 'event')} added by the researcher."
            if listed
            else ""
        )
    )
    alt = "Timeline. " + " ".join(
        f"{dates.in_words(one.day)}: {' '.join(one.words.split())[:120]}" for one in entries[:14]
    )
    hints = {
        _mark(index, one): f"{dates.in_words(one.day)}: {style.counted(one.documents, 'article')}"
        for index, one in enumerate(entries)
        if not one.known
    }
    return Picture(name, caption, alt, data, partial(_draw, entries), None, hints)


def _mark(index: int, entry: _Entry) -> str:
    return f"event-{anchor(entry.day.isoformat())}-{index}"


def spaced(wished: np.ndarray, heights: np.ndarray, room: float) -> np.ndarray:
    """Upper edges of rows in order, as near to the wished centres as rows allow, none overlapping.

    wished: centres, ascending. heights: of each row. room: total height, at least their sum.
    """
    tops = np.empty(len(wished))
    free = 0.0
    for index, (centre, height) in enumerate(zip(wished, heights, strict=True)):
        tops[index] = max(free, centre - height / 2)
        free = tops[index] + height
    limit = room
    for index in range(len(wished) - 1, -1, -1):
        tops[index] = min(tops[index], limit - heights[index])
        limit = tops[index]
    return tops


def _wrapped(words: str, room: float, lines: int = 2) -> list[str]:
    """The words in at most `lines` lines that fit into `room` points."""
    for letters in range(92, 20, -4):
        cut = textwrap.wrap(
            style.label(words, letters * lines), letters, max_lines=lines, placeholder=" …"
        ) or [""]
        if max(style.size_of(line, style.SMALL)[0] for line in cut) <= room:
            return cut
    return cut


def _draw(entries: list[_Entry]) -> Figure:
    width = style.WIDTH * _POINT
    texts = [_wrapped(one.words, width - _LEFT - 4) for one in entries]
    heights = np.array([_LINE * (1 + len(lines)) + _AIR for lines in texts])
    room = float(heights.sum()) + 8
    first, last = entries[0].day.toordinal(), entries[-1].day.toordinal()
    margin = heights[0] / 2
    scale = (room - 2 * margin) / max(last - first, 1)
    at = np.array([margin + (one.day.toordinal() - first) * scale for one in entries])
    tops = spaced(at, heights, room)
    figure = style.canvas(room / _POINT)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(room, 0)
    axes.set_axis_off()
    axes.plot([_AXIS, _AXIS], [at[0], at[-1]], color=style.MUTED, linewidth=0.8, zorder=1)
    _time_ticks(axes, entries[0].day, entries[-1].day, margin, scale)
    most = max([one.documents for one in entries] + [1])
    for index, (entry, lines) in enumerate(zip(entries, texts, strict=True)):
        middle = tops[index] + _LINE * 0.75
        colour = style.ACCENT if entry.known else style.MAIN
        axes.plot(
            [_AXIS, _LEFT - 22, _LEFT - 6],
            [at[index], middle, middle],
            color=style.MISSING,
            linewidth=0.8,
            zorder=0,
        )
        axes.plot(
            _AXIS,
            at[index],
            "D" if entry.known else "o",
            color=colour,
            markersize=5 if entry.known else 3 + 6 * float(np.sqrt(entry.documents / most)),
            markeredgecolor=style.PAPER,
            markeredgewidth=0.6,
            gid=_mark(index, entry),
            zorder=2,
        )
        head = dates.in_words(entry.day)
        if not entry.known:
            head += f"  ·  {style.counted(entry.documents, 'article')}"
        axes.text(
            _LEFT,
            tops[index] + _LINE,
            head,
            va="baseline",
            fontsize=style.SMALL,
            fontweight="bold",
            color=colour,
        )
        for number, line in enumerate(lines):
            axes.text(
                _LEFT,
                tops[index] + _LINE * (number + 2),
                line,
                va="baseline",
                fontsize=style.SMALL,
                style="italic" if entry.known else "normal",
            )
    return figure


def _time_ticks(axes: Axes, first: date, last: date, margin: float, scale: float) -> None:
    """Months or years beside the line, as many as there is room for."""
    if first == last:
        return
    days, words = dates.ticks(first, last, most=max(2, int((last - first).days * scale / 40)))
    drawn = -100.0
    for day, word in zip(days, words, strict=True):
        height = margin + (day.toordinal() - first.toordinal()) * scale
        if height - drawn < 22:
            continue
        drawn = height
        axes.plot([_AXIS - 4, _AXIS], [height, height], color=style.MUTED, linewidth=0.8)
        axes.text(
            _AXIS - 7,
            height,
            word.replace("\n", " "),
            ha="right",
            va="center",
            fontsize=style.SMALL,
            color=style.MUTED,
        )
