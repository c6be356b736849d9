"""Tables of measured figures in README.md, between a pair of markers, kept row by row.

A table stands between `<!-- name -->` and `<!-- /name -->`. What was not measured this time keeps
the figure that it has.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
#: What an empty cell shows.
NONE = "–"

Key = tuple[str, ...]
Cells = Mapping[str, str]


def _between(text: str, name: str) -> re.Match[str]:
    pattern = rf"(<!-- {re.escape(name)} -->\n)(.*?)(<!-- /{re.escape(name)} -->)"
    found = re.search(pattern, text, re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md: no lines <!-- {name} --> and <!-- /{name} -->")
    return found


def read_table(text: str, name: str) -> list[dict[str, str]]:
    """The rows of a marked table, by column; none where nothing stands between the markers."""
    lines = [line for line in _between(text, name)[2].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def with_rows(
    text: str, name: str, key: Sequence[str], columns: Sequence[str], rows: Mapping[Key, Cells]
) -> str:
    """The text with the rows in its marked table.

    key: columns that name a row; columns: the others, in order.
    A row that the table has gets the given cells and keeps its others; new rows come after the
    old ones that are named before them.
    """
    kept = {tuple(row[column] for column in key): row for row in read_table(text, name)}
    order = _merged(list(kept), list(rows))
    shown = [*key, *columns]
    lines = [
        "| " + " | ".join(shown) + " |",
        "|" + "|".join("---" if column in key else "---:" for column in shown) + "|",
    ]
    for one in order:
        row = {**kept.get(one, {}), **dict(zip(key, one, strict=True)), **rows.get(one, {})}
        lines.append("| " + " | ".join(row.get(column) or NONE for column in shown) + " |")
    found = _between(text, name)
    return text[: found.start(2)] + "\n".join(lines) + "\n" + text[found.end(2) :]


def _merged(old: list[Key], new: list[Key]) -> list[Key]:
    """All keys, the new in their order, each old one kept after what it stood behind."""
    order = list(new)
    for place, one in enumerate(old):
        if one not in order:
            before = old[place - 1] if place else None
            order.insert(order.index(before) + 1 if before else 0, one)
    return order


def write_table(
    name: str,
    key: Sequence[str],
    columns: Sequence[str],
    rows: Mapping[Key, Cells],
    path: Path = README,
) -> None:
    """Put the rows into a marked table of README.md."""
    text = with_rows(path.read_text("utf-8"), name, key, columns, rows)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
