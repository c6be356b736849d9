"""What the stages agree on: tables, the description of a corpus, and how work is spread."""

from analysis.contract.description import Description, Selection
from analysis.contract.engine import (
    Engine,
    Extent,
    Given,
    InMemory,
    Measured,
    Outputs,
    Part,
    Tables,
)
from analysis.contract.schema import Column, SchemaError, Table, filters
from analysis.errors import InputError

__all__ = [
    "Column",
    "Description",
    "Engine",
    "Extent",
    "Given",
    "InMemory",
    "InputError",
    "Measured",
    "Outputs",
    "Part",
    "SchemaError",
    "Selection",
    "Table",
    "Tables",
    "filters",
]
