"""One measured figure, with the bar that it is held to and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

#: The normal quantile of a two-sided 95 % interval.
_Z = 1.959964


@dataclass(frozen=True)
class Measure:
    """A share between 0 and 1; higher is better unless `at_most`.

    on: the texts it was measured on. split: dev (rules were built on it), held_out, or all.
    items: how many things were judged. low, high: 95 % interval, None where things that are
    judged hang together (characters of one span, mentions of one entity).
    """

    stage: str
    what: str
    measure: str
    on: str
    split: str
    value: float
    items: int
    bar: float | None = None
    at_most: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the bar is held; None where there is none."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.stage, self.what, self.measure, self.on


def wilson(right: float, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); right may be a whole number or not."""
    if total == 0:
        return 0.0, 1.0
    share, square = right / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = _Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def share(
    stage: str, what: str, measure: str, on: str, split: str,
    right: float, total: int, bar: float | None = None,
) -> Measure:  # fmt: skip
    """So many of so many, each judged by itself."""
    low, high = wilson(right, total)
    value = right / total if total else 0.0
    return Measure(stage, what, measure, on, split, value, total, bar, False, low, high)


def f1(
    stage: str, what: str, measure: str, on: str, split: str,
    right: int, found: int, true: int, bar: float | None = None,
) -> Measure:  # fmt: skip
    """F1 of what was found; items: what is true.

    Its interval is that of right / (found or true), which is a share, and of which F1 is a
    rising function: 2 j / (1 + j).
    """
    low, high = (2 * one / (1 + one) for one in wilson(right, found + true - right))
    value = 2 * right / max(found + true, 1)
    return Measure(stage, what, measure, on, split, value, true, bar, False, low, high)


def as_text(measures: Iterable[Measure]) -> str:
    """The figures as a table for the terminal."""
    rows = [("stage", "what", "measure", "value", "95 % interval", "n", "bar", "", "split", "on")]
    for one in measures:
        sign = "<=" if one.at_most else ">="
        rows.append(
            (
                one.stage,
                one.what,
                one.measure,
                f"{one.value:.4f}",
                "" if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}",
                f"{one.items:,}",
                "" if one.bar is None else f"{sign} {one.bar:g}",
                {None: "", True: "held", False: "MISSED"}[one.holds],
                one.split,
                one.on,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
