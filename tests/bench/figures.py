"""The table of speeds in README.md, and what is said of the machine."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.process_tree import Ran
from tests.readme_tables import write_table

_KEY = ("corpus", "step")
_COLUMNS = ("seconds", "CPU seconds", "MB/s", "articles/s", "peak MB", "measured on")


@dataclass(frozen=True)
class Figure:
    """One step on one corpus: medians over runs; what was not measured is None."""

    corpus: str
    step: str
    seconds: float
    cpu_seconds: float | None = None
    megabytes: float | None = None
    articles: int | None = None
    peak: float | None = None

    def cells(self) -> dict[str, str]:
        """The figure as cells of the table, without its name."""
        return {
            "seconds": f"{self.seconds:.2f}" if self.seconds < 10 else f"{self.seconds:,.1f}",
            "CPU seconds": _shown(self.cpu_seconds, lambda one: f"{one:,.1f}"),
            "MB/s": _shown(self.megabytes, lambda one: f"{one / self.seconds:.2f}"),
            "articles/s": _shown(self.articles, lambda one: f"{one / self.seconds:,.0f}"),
            "peak MB": _shown(self.peak, lambda one: f"{one:,.0f}"),
        }


def _shown(value: float | None, how: Callable[[float], str]) -> str:
    return "–" if value is None else how(value)


def of_runs(
    corpus: str,
    step: str,
    runs: Sequence[Ran],
    megabytes: float | None = None,
    articles: int | None = None,
) -> Figure:
    """The medians of several runs of one step."""
    return Figure(
        corpus,
        step,
        median(one.seconds for one in runs),
        median(one.cpu_seconds for one in runs),
        megabytes,
        articles,
        median(one.megabytes for one in runs),
    )


def machine(runs: int) -> str:
    """Cores and Python, and of how many runs the figures are medians; nothing else."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    version = ".".join(platform.python_version_tuple()[:2])
    said = "1 run" if runs == 1 else f"median of {runs} runs"
    return f"{cores} cores, Python {version}, {said}"


def load() -> str:
    """How busy the machine is, for who reads the output."""
    return f"load of the last minute {os.getloadavg()[0]:.1f} on {machine(1)}"


def show(figures: Iterable[Figure]) -> None:
    """Print the figures as a table."""
    heads = [*_KEY, *_COLUMNS[:-1]]
    rows = [heads, *([one.corpus, one.step, *one.cells().values()] for one in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
        names = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        print("  ".join([*names, *numbers]))


def keep(figures: Iterable[Figure], runs: int) -> None:
    """Write the figures into README.md."""
    where = {"measured on": machine(runs)}
    rows: dict[tuple[str, ...], dict[str, str]] = {
        (one.corpus, one.step): {**one.cells(), **where} for one in figures
    }
    write_table("speed", _KEY, _COLUMNS, rows)
