"""The researcher's own decisions: corrected and dropped tolls, known events, reference series."""

from datetime import date
from typing import Any

import polars as pl

from analysis.contract import Tables
from analysis.timeline.tables import KNOWN_EVENTS, REFERENCE, TOLLS

_CORRECTABLE = {
    "value", "bound", "outcome", "group", "place", "attributed_to", "cumulative", "as_of", "end",
}  # fmt: skip
_TRUE, _FALSE, _EMPTY = {"true", "yes", "1"}, {"false", "no", "0"}, {"null", "none", "-"}


class HandError(ValueError):
    """A cell of a file in hand/ that cannot be read."""


def correct_tolls(tolls: pl.DataFrame, hand: Tables) -> pl.DataFrame:
    """Tolls with hand/tolls.tsv applied: rows are found by doc_id and start.

    A cell overrides its column, an empty cell leaves it, "null" empties it; the word "drop" in any
    cell drops the row. With a column `outcome_was` only the row of that outcome is meant.
    """
    given = hand.get("tolls")
    if given is None or given.is_empty() or tolls.is_empty():
        return tolls
    decisions: dict[tuple[str, int], list[dict[str, str]]] = {}
    for row in _texts(given):
        key = (row.get("doc_id", ""), int(_number("tolls", "start", row.get("start", ""))))
        decisions.setdefault(key, []).append(row)
    rows = []
    for toll in tolls.to_dicts():
        corrected: dict[str, Any] | None = toll
        for row in decisions.get((toll["doc_id"], toll["start"]), []):
            if corrected is not None and row.get("outcome_was", toll["outcome"]) in (
                "",
                toll["outcome"],
            ):
                corrected = _corrected(corrected, row)
        if corrected is not None:
            rows.append(corrected)
    return TOLLS.frame(rows)


def unmatched(tolls: pl.DataFrame, hand: Tables) -> pl.DataFrame:
    """Rows of hand/tolls.tsv that are about no toll of these: doc_id, start."""
    given = hand.get("tolls")
    schema = {"doc_id": pl.String, "start": pl.Int64}
    if given is None or given.is_empty():
        return pl.DataFrame(schema=schema)
    keys = [
        (row.get("doc_id", ""), int(_number("tolls", "start", row.get("start", ""))))
        for row in _texts(given)
    ]
    wanted = pl.DataFrame(keys, schema=schema, orient="row").unique().sort("doc_id", "start")
    return wanted.join(tolls.select("doc_id", "start"), on=["doc_id", "start"], how="anti")


def known_events(hand: Tables) -> pl.DataFrame:
    """hand/events.tsv: day, and what happened in the column event, label or title."""
    given = hand.get("events")
    if given is None:
        return KNOWN_EVENTS.empty()
    rows = [
        {
            "day": _day("events", row.get("day", "")),
            "label": row.get("label") or row.get("event") or row.get("title") or "",
        }
        for row in _texts(given)
    ]
    return KNOWN_EVENTS.frame(rows)


def reference(hand: Tables) -> pl.DataFrame:
    """hand/reference.tsv: day, series, value."""
    given = hand.get("reference")
    if given is None:
        return REFERENCE.empty()
    rows = [
        {
            "series": row.get("series", ""),
            "day": _day("reference", row.get("day", "")),
            "value": _number("reference", "value", row.get("value", "")),
        }
        for row in _texts(given)
    ]
    return REFERENCE.frame(rows)


def _texts(frame: pl.DataFrame) -> list[dict[str, str]]:
    texts = frame.with_columns(pl.all().cast(pl.String).fill_null("").str.strip_chars())
    return texts.to_dicts()


def _corrected(toll: dict[str, Any], row: dict[str, str]) -> dict[str, Any] | None:
    if any(cell.lower() == "drop" for cell in row.values()):
        return None
    changed = dict(toll)
    for column in sorted(_CORRECTABLE & row.keys()):
        cell = row[column]
        if not cell:
            continue
        changed[column] = _cell(column, cell)
    return changed | {"basis": "hand"}


def _cell(column: str, cell: str) -> Any:
    if cell.lower() in _EMPTY:
        return None
    if column in ("value", "end"):
        return int(_number("tolls", column, cell))
    if column == "as_of":
        return _day("tolls", cell)
    if column != "cumulative":
        return cell
    if cell.lower() in _TRUE:
        return True
    if cell.lower() in _FALSE:
        return False
    raise HandError(f'hand/tolls.tsv, column cumulative: "{cell}" is neither true nor false')


def _day(file: str, cell: str) -> date:
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise HandError(f'hand/{file}.tsv: "{cell}" is no day; write it as 2023-10-07') from None


def _number(file: str, column: str, cell: str) -> float:
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        raise HandError(f'hand/{file}.tsv, column {column}: "{cell}" is no number') from None
