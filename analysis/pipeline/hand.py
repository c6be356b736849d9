"""The researcher's own decisions: files below data/raw/<corpus>/hand/.

Tab-separated with a header line, except stopwords.txt (a word a line). Lines that start with #
and empty lines are left out.
"""

import csv
import difflib

import polars as pl

from analysis.contract import InputError
from analysis.pipeline.layout import Layout

#: Columns of each file; those in brackets may be left out.
COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aliases": (("entity", "alias", "type"), ()),
    "gazetteer": (("name", "type"), ("entity",)),
    "splits": (("source_file", "start"), ()),
    "tolls": (
        ("doc_id", "start"),
        (
            "value",
            "bound",
            "outcome",
            "group",
            "place",
            "attributed_to",
            "cumulative",
            "as_of",
            "drop",
        ),
    ),
    "events": (("day", "label"), ("place",)),
    "reference": (("day", "series", "value"), ()),
    "stopwords": (("word",), ()),
}


def read_hand(layout: Layout) -> dict[str, pl.DataFrame]:
    """All hand-made tables that exist, by stem, every column as text (null where empty).

    Raises InputError for a file of another name, a missing column, or a line with more cells
    than the header.
    """
    if not layout.hand.is_dir():
        return {}
    tables = {}
    for path in sorted(layout.hand.iterdir()):
        if path.name.startswith(".") or path.name.lower().startswith("readme"):
            continue
        expected = {f"{name}.{'txt' if name == 'stopwords' else 'tsv'}": name for name in COLUMNS}
        if path.name not in expected:
            near = difflib.get_close_matches(path.name, expected, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(expected)}"
            raise InputError(f"hand/{path.name} is no file that is read: {hint}")
        tables[expected[path.name]] = _read(path.read_bytes(), expected[path.name], path.name)
    return tables


def _read(content: bytes, name: str, file: str) -> pl.DataFrame:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"hand/{file}: save it as UTF-8") from None
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if name == "stopwords":
        words = [line.strip() for _, line in numbered]
        return pl.DataFrame({"word": words}, schema={"word": pl.String})
    required, optional = COLUMNS[name]
    schema = dict.fromkeys((*required, *optional), pl.String)
    if not numbered:
        return pl.DataFrame(schema=schema)
    rows = list(csv.reader([line for _, line in numbered], delimiter="\t", quoting=csv.QUOTE_NONE))
    header = [cell.strip() for cell in rows[0]]
    for column in required:
        if column not in header:
            raise InputError(
                f"hand/{file}, line {numbered[0][0]}: column {column!r} is missing; the header"
                f" must name {', '.join(required)}, parted by tabs"
            )
    unknown = [column for column in header if column not in schema]
    if unknown and name != "tolls":
        raise InputError(f"hand/{file}: column {unknown[0]!r} is not known")
    records = []
    for (number, _), cells in zip(numbered[1:], rows[1:], strict=True):
        if len(cells) > len(header):
            raise InputError(
                f"hand/{file}, line {number}: {len(cells)} cells, the header has {len(header)}"
            )
        records.append(dict(zip(header, (cell.strip() or None for cell in cells), strict=False)))
    return pl.DataFrame(
        [{column: record.get(column) for column in schema} for record in records], schema=schema
    )
