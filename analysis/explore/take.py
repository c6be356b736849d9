"""What can be taken away from a view: a figure, a table or a quotation, with its citation."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.report.export import safe_cell

MIMES = {
    "csv": "text/csv",
    "md": "text/markdown",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain",
}
FORMS = {"table": ("csv", "md"), "figure": ("svg", "png"), "quotation": ("txt",)}


@dataclass(frozen=True)
class Take:
    """One view, ready to be taken away.

    cell: the line of code that shows it again. table, figure and quotation are worked out when
    they are asked for; None where the view has none.
    """

    title: str
    cell: str
    citation: str
    table: Callable[[], pl.DataFrame] | None = None
    figure: Callable[[], Any] | None = None
    quotation: Callable[[], str] | None = None

    @property
    def kinds(self) -> list[str]:
        """The endings of the files that it can be had as."""
        return [
            ending for form, endings in FORMS.items() if getattr(self, form) for ending in endings
        ]

    def content(self, kind: str) -> bytes:
        """The file: csv, md, svg, png or txt. Raises InputError for a kind that it cannot be."""
        if kind not in self.kinds:
            raise InputError(
                f"{self.title} cannot be had as {kind!r}: there are {', '.join(self.kinds)}"
            )
        if kind == "csv" and self.table:
            return _csv(self.table(), self.title, self.citation).encode()
        if kind == "md" and self.table:
            return _markdown(self.table(), self.title, self.citation).encode()
        if kind == "txt" and self.quotation:
            return f"{self.quotation()}\n\n{self.citation}\n".encode()
        assert self.figure is not None
        from analysis.explore.figures import as_file

        return as_file(self.figure(), kind, self.title, self.citation)

    def save(self, path: str | Path) -> Path:
        """Write the file; its ending says which kind."""
        target = Path(path)
        target.write_bytes(self.content(target.suffix.lstrip(".")))
        return target


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, pl.Series)):
        return "; ".join(_flat(one) for one in value)
    return format(value, ".6g") if isinstance(value, float) else str(value)


def _csv(frame: pl.DataFrame, title: str, citation: str) -> str:
    """UTF-8, LF; the last two lines, which begin with #, say what this is."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow(
            [
                safe_cell(_flat(cell)) if isinstance(cell, (str, list)) else _flat(cell)
                for cell in row
            ]
        )
    for line in (title, citation):
        writer.writerow([f"# {line}"])
    return stream.getvalue()


def _markdown(frame: pl.DataFrame, title: str, citation: str) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    def said(text: str) -> str:
        plain = " ".join(text.split())
        return "".join(
            f"\\{letter}" if letter in "\\`*_{}[]<>#|!~$&" else letter for letter in plain
        )

    rows = [line([said(_flat(cell)) for cell in row]) for row in frame.iter_rows()]
    head = [line([said(name) for name in frame.columns]), line(["---"] * frame.width)]
    return "\n".join([*head, *rows, "", f"{said(title)}. {said(citation)}", ""])


def quoted(text: str, outlet: str | None, published: Any, title: str | None, doc_id: str) -> str:
    """A sentence as a quotation with its source."""
    source = [outlet or "unknown outlet", str(published) if published else "undated"]
    source += [f"“{title}”"] if title else []
    return f"“{' '.join(text.split())}” ({', '.join(source)}; article {doc_id})"
