"""Tables with a declared schema: names, types, meaning and unit of every column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

DataType = pl.DataType | type[pl.DataType]


class SchemaError(ValueError):
    """A frame does not have the columns that its table declares."""


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, what it says, its unit ("" where it has none)."""

    name: str
    type: DataType
    description: str
    unit: str = ""
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """One table of the contract.

    name: stage folder and file without ending, e.g. "10_corpus/documents".
    row: what one row is.
    columns: in the order in which they are written.
    key: the columns by which rows are sorted; they identify a row unless `unique` is False.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: bool = True

    @property
    def stem(self) -> str:
        """The table's name without its stage: "documents"."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def stage(self) -> str:
        """The name of the stage that makes the table: "corpus"."""
        return self.name.split("/", 1)[0].split("_", 1)[-1]

    @property
    def schema(self) -> dict[str, DataType]:
        return {column.name: column.type for column in self.columns}

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """Rows given as mappings, as a sorted frame of this schema; a missing key is null."""
        names = [column.name for column in self.columns]
        data = [[row.get(name) for name in names] for row in rows]
        frame = pl.DataFrame(data, schema=self.schema, orient="row")
        return self.conform(frame.sort(self.key, maintain_order=True))

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the declared columns in order.

        Raises SchemaError where a column is missing, has another type, or holds nulls that it
        may not hold. Rows are left in their order.
        """
        missing = [column.name for column in self.columns if column.name not in frame.columns]
        if missing:
            raise SchemaError(f"{self.name}: columns missing: {', '.join(missing)}")
        chosen = frame.select([column.name for column in self.columns])
        for column in self.columns:
            found = chosen.schema[column.name]
            if found != column.type:
                raise SchemaError(f"{self.name}.{column.name}: {found}, declared {column.type}")
            if not column.nullable and chosen[column.name].null_count():
                raise SchemaError(f"{self.name}.{column.name}: null where none is allowed")
        return chosen


def filters(stage: str) -> Table:
    """Rows in and out of every filter of a stage; each stage writes one in its own folder."""
    return Table(
        f"{stage}/filters",
        "filter, in the order in which they were applied",
        (
            Column("step", pl.Int32, "0-based order"),
            Column("filter", pl.String, "what was left out"),
            Column("rows", pl.String, "what is counted (articles, words, mentions, …)"),
            Column("rows_in", pl.Int64, "rows before"),
            Column("rows_out", pl.Int64, "rows after"),
            Column("reason", pl.String, "why"),
        ),
        ("step",),
    )
