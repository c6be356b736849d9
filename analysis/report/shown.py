"""What a notebook shows beside figures: sentences and short tables, harmless whatever they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import Any

import polars as pl

from analysis.report.figures.frames import Frame
from analysis.report.plain import clean, shortened

#: Keeps JupyterLab from reading dollar signs in article text as formulas.
_PLAIN = 'class="mathjax_ignore tex2jax_ignore"'
_CELL = "padding:2px 10px;vertical-align:top;max-width:36em;"
#: Letters of a cell, and names of a list in a cell.
LONGEST, LISTED = 220, 6


class Sentence(str):
    """A sentence made from a table; a notebook shows it as a paragraph."""

    def _repr_html_(self) -> str:
        return f"<p {_PLAIN}>{escape(clean(self))}</p>"

    def __repr__(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Listing:
    """A few rows with readable heads.

    heads: what to print above each column. rows: the cells as they are. total: rows of the
    table from which these were taken.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p {_PLAIN}><em>No rows.</em></p>"
        right = [
            all(_is_number(row[at]) or row[at] is None for row in self.rows)
            for at in range(len(self.heads))
        ]
        head = "".join(
            f'<th scope="col" style="{_CELL}{_align(is_right)}">{escape(one)}</th>'
            for one, is_right in zip(self.heads, right, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<td dir="auto" style="{_CELL}{_align(is_right)}">{escape(cell_text(cell))}</td>'
                for cell, is_right in zip(row, right, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        more = self.total - len(self.rows)
        note = f"<p><em>{len(self.rows):,} of {self.total:,} rows.</em></p>" if more > 0 else ""
        return (
            f"<div {_PLAIN}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"{note}</div>"
        )

    def __repr__(self) -> str:
        lines = [" | ".join(self.heads)]
        lines += [" | ".join(cell_text(cell) for cell in row) for row in self.rows]
        return "\n".join(lines)


def listing(frame: Frame, heads: Mapping[str, str], rows: int = 10) -> Listing:
    """The first rows of a table, the named columns only, under readable heads.

    heads: what to print for each column, in order. rows: how many.
    """
    if isinstance(frame, pl.DataFrame):
        chosen = frame.select(list(heads)).head(rows).rows()
    else:
        chosen = pl.from_pandas(frame[list(heads)].head(rows)).rows()
    return Listing(tuple(heads.values()), tuple(chosen), frame.shape[0])


def _is_number(cell: object) -> bool:
    return isinstance(cell, Real) and not isinstance(cell, bool)


def _align(right: bool) -> str:
    return "text-align:right" if right else "text-align:start"


def cell_text(cell: object) -> str:
    """A cell in words: thousands parted, days without hours, lists parted by commas."""
    if cell is None or cell != cell:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}".replace("-", "\N{MINUS SIGN}")
    if isinstance(cell, float):
        digits = 0 if abs(cell) >= 1000 or cell == round(cell) else 2 if abs(cell) >= 0.01 else 4
        return f"{cell:,.{digits}f}".replace("-", "\N{MINUS SIGN}")
    if isinstance(cell, (list, tuple)):
        names = [clean(str(one)) for one in cell[:LISTED]]
        more = f" and {len(cell) - LISTED} more" if len(cell) > LISTED else ""
        return shortened(", ".join(names), LONGEST) + more
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return shortened(clean(str(cell)), LONGEST)
