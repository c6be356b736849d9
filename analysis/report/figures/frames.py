"""Tables as figures read them: polars or pandas in, the named columns in the named types out."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, Union

import polars as pl

if TYPE_CHECKING:
    import pandas as pd

#: What notebooks (pandas) and the report (polars) hand in.
Frame: TypeAlias = Union[pl.DataFrame, "pd.DataFrame"]
Types: TypeAlias = Mapping[str, pl.DataType | type[pl.DataType]]


def read(frame: Frame, columns: Types, optional: Types | None = None) -> pl.DataFrame:
    """The columns in their types, whatever library holds them.

    optional: columns that are taken where the frame has them.
    Raises ValueError that names the columns which the frame lacks.
    """
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"the table lacks the columns {', '.join(missing)}")
    wanted = {
        **columns,
        **{name: kind for name, kind in (optional or {}).items() if name in frame.columns},
    }
    if isinstance(frame, pl.DataFrame):
        chosen = frame.select(list(wanted))
    else:
        chosen = pl.from_pandas(frame[list(wanted)])
    return chosen.with_columns(pl.col(name).cast(kind) for name, kind in wanted.items())


def lazily(frame: Frame | pl.LazyFrame, columns: Types) -> pl.LazyFrame:
    """The same for tables that may be too large to hold: filter before you collect."""
    if isinstance(frame, pl.LazyFrame):
        # A cast, even to its own type, keeps a filter from being applied while a file is read.
        held = frame.collect_schema()
        return frame.select(
            pl.col(name) if held[name] == kind else pl.col(name).cast(kind)
            for name, kind in columns.items()
        )
    return read(frame, columns).lazy()


def greatest(numbers: pl.Series) -> float:
    """The largest value; 0 where there is none."""
    value = numbers.max()
    return float(value) if isinstance(value, (int, float)) else 0.0


def span(days: pl.Series) -> tuple[date, date]:
    """The first and the last day.

    Raises ValueError where there is none.
    """
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        raise ValueError("no day")
    return first, last
