"""Measured error rates, as `make quality` leaves them in analysis/resources/report/quality.json."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: What ought to be measured before a number is believed: stage, what, measure.
EXPECTED = (
    ("corpus", "article starts", "F1"),
    ("corpus", "boilerplate characters", "recall"),
    ("corpus", "article characters lost", "share"),
    ("corpus", "copies", "precision"),
    ("corpus", "copies", "recall"),
    ("corpus", "publication days", "accuracy"),
    ("entities", "names", "F1"),
    ("entities", "names joined to one entity", "B3 F1"),
    ("timeline", "date expressions, value", "F1"),
    ("timeline", "date expressions, day", "F1"),
    ("timeline", "tolls", "precision"),
    ("timeline", "tolls", "recall"),
    ("timeline", "source of tolls", "accuracy"),
)


@dataclass(frozen=True)
class Measured:
    """One measured rate; value is None where it was not measured."""

    stage: str
    what: str
    measure: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    data: str = ""
    items: int | None = None


@cache
def measured() -> tuple[Measured, ...]:
    """Every expected rate in order, then any others that the file holds."""
    resource = files("analysis.resources").joinpath("report/quality.json")
    return read_measures(resource.read_text("utf-8") if resource.is_file() else None)


def read_measures(text: str | None) -> tuple[Measured, ...]:
    """The rates of a quality.json (format: see resources/report/README.md); None: no such file."""
    found: dict[tuple[str, str, str], list[Measured]] = {}
    for row in json.loads(text)["measures"] if text else ():
        one = Measured(**{name: row[name] for name in Measured.__dataclass_fields__ if name in row})
        found.setdefault((one.stage, one.what, one.measure), []).append(one)
    rows: list[Measured] = []
    for key in EXPECTED:
        rows += found.pop(key, [Measured(*key)])
    return (*rows, *(one for others in found.values() for one in others))
