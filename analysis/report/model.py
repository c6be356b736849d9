"""What the report says, before it looks like anything: one model for the page and the screen.

Everything is plain JSON. An inline is a mapping with `t` (its text) and at most one role: `to`
(an anchor of the report), `url`, `cite` (a key of references.bib), `style` (strong, em, code),
`data` (words of the corpus: isolated in direction). A block is a mapping with `kind`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from analysis.report.plain import clean, direction

Inline: TypeAlias = dict[str, Any]
Block: TypeAlias = dict[str, Any]
Runs: TypeAlias = list[Inline]
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_COUNTS = re.compile(
    rf"\b(?:\d{{1,2}} )?{_MONTH} \d{{4}}\b|\d{{4}}-\d\d-\d\d|\b(?:95|5) %|log\d|0 = even, 1 = \w+"
    r"|(?P<count>\d[\d,.]*\d|\d)"
)
#: What may be given where runs are wanted: a plain text of ours, one inline, or several.
Said: TypeAlias = "str | Inline | Sequence[str | Inline]"


def runs(said: Said) -> Runs:
    """Texts and inlines as a list of inlines."""
    if isinstance(said, str):
        return [{"t": said}]
    if isinstance(said, Mapping):
        return [dict(said)]
    return [{"t": one} if isinstance(one, str) else dict(one) for one in said]


def text_of(said: Said) -> str:
    """The words alone."""
    return "".join(str(run["t"]) for run in runs(said))


def words(text: object, to: str | None = None, style: str | None = None) -> Inline:
    """Words of the corpus, made harmless; `to` links them to an anchor."""
    shown = clean(str(text))
    inline: Inline = {"t": shown, "data": True}
    if direction(shown) == "rtl":
        inline["dir"] = "rtl"
    if to:
        inline["to"] = to
    if style:
        inline["style"] = style
    return inline


def number(value: float | int | None, to: str | None = None, digits: int = 0) -> Inline:
    """A number with thousands separators; "–" for None.

    to: where its sentences are: an evidence list, or a table whose rows lead to such; 0 has none.
    """
    if value is None or value != value:
        return {"t": "–"}
    shown = f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return {"t": shown, "to": to} if to and value else {"t": shown}


def day(value: date | None) -> str:
    """A day as "7 October 2023"; "undated" for None."""
    return f"{value.day} {value:%B %Y}" if value else "undated"


def short_day(value: date | None) -> str:
    """A day as tables print it: "7 Oct 2023"; a dash for None."""
    return f"{value.day} {value:%b %Y}" if value else "–"


def p_value(value: float | None) -> str:
    """A p-value as journals print it."""
    if value is None or value != value:
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 article", "1,204 articles"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def count(value: int, one: str, to: str | None, many: str | None = None) -> Runs:
    """What `counted` says, with the number linked: count(2, "article", "E1")."""
    word = one if value == 1 else many or one + "s"
    return [number(value, to), {"t": f" {word}"}]


def several(parts: Sequence[Runs]) -> Runs:
    """Runs listed as "a, b and c"."""
    said: Runs = []
    for place, part in enumerate(parts):
        between = "" if not place else " and " if place == len(parts) - 1 else ", "
        said += [*runs(between)[: bool(between)], *part]
    return said


def linked_digits(text: str, to: str | None) -> Runs:
    """A caption with its counts linked; days and the percents of intervals are no counts."""
    said: Runs = []
    at = 0
    for match in _COUNTS.finditer(text) if to else ():
        if match["count"]:
            said += [{"t": text[at : match.start()]}, {"t": match.group(), "to": to, "quiet": True}]
            at = match.end()
    return [one for one in [*said, {"t": text[at:]}] if one["t"]]


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return (
        names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
    )


def code(text: str) -> Inline:
    """A name of a file, a parameter, an id."""
    return {"t": text, "style": "code"}


def strong(text: str) -> Inline:
    """Words that stand out."""
    return {"t": text, "style": "strong"}


def cite(key: str) -> Inline:
    """A reference to references.bib."""
    return {"t": "", "cite": key}


def paragraph(said: Said) -> Block:
    """Prose of ours."""
    return {"kind": "paragraph", "runs": runs(said)}


def lead(said: Iterable[Said], note: Said) -> Block:
    """The opening of a section: paragraphs, and beside them the method in the margin."""
    return {"kind": "lead", "paragraphs": [runs(one) for one in said], "note": runs(note)}


def missing(why: Said) -> Block:
    """One sentence where a part has nothing to show."""
    return {"kind": "missing", "runs": runs(why)}


def heading(title: Said, anchor: str) -> Block:
    """Heading of a part of a chapter."""
    return {"kind": "heading", "runs": runs(title), "id": anchor}


def bullets(items: Iterable[Said]) -> Block:
    """A list without order."""
    return {"kind": "bullets", "items": [runs(item) for item in items]}


def verbatim(text: str, label: str) -> Block:
    """Text to be copied as it stands."""
    return {"kind": "verbatim", "text": text, "label": label}


def column(label: str, *, align: str = "left", share: float = 0, hint: str = "") -> dict[str, Any]:
    """A column of a table; share: its part of the free width, 0 for as wide as its content."""
    return {"label": label, "align": align, "share": share, "hint": hint}


def numbers(label: str, hint: str = "", *, counted: bool = True) -> dict[str, Any]:
    """A column of numbers; counted: whether they come from the articles, so that each leads there.

    A row's numbers without a link of their own share the row's first one.
    """
    return {**column(label, align="right", hint=hint), "counted": counted}


def table(
    name: str,
    caption: Said,
    columns: Sequence[dict[str, Any]],
    rows: Iterable[Sequence[Said]],
    note: Said = "",
) -> Block:
    """A table; `name` is its anchor and the name of its files."""
    cells = [[runs(cell) for cell in row] for row in rows]
    width = len(columns)
    if any(len(row) != width for row in cells):
        raise ValueError(f"table {name}: rows of another width than its {width} columns")
    cells = [_row_linked(row, columns) for row in cells]
    return {
        "kind": "table",
        "id": f"table-{name}",
        "name": name,
        "caption": runs(caption),
        "columns": [{key: one[key] for key in one if key != "counted"} for one in columns],
        "rows": cells,
        "note": runs(note) if note else [],
        # A short table is not torn apart.
        "breakable": len(cells) > 8
        or sum(len(text_of(cell)) for row in cells for cell in row) > 1500,
    }


def _row_linked(row: list[Runs], columns: Sequence[dict[str, Any]]) -> list[Runs]:
    """The row with its first link on every number that has none."""
    to = next((run["to"] for cell in row for run in cell if "to" in run), None)
    if to is None:
        return row
    return [
        [{**run, "to": to, "quiet": True} for run in cell]
        if one.get("counted")
        and not any("to" in run for run in cell)
        and any(char in "123456789" for char in text_of(cell))
        else cell
        for cell, one in zip(row, columns, strict=True)
    ]


def figure(name: str, svg: str, caption: str, alt: str, to: str | None = None) -> Block:
    """A figure; `name` is its anchor and the name of its files.

    to: where the sentences behind its numbers are.
    """
    return {
        "kind": "figure",
        "id": f"figure-{name}",
        "name": name,
        "svg": svg,
        "caption": linked_digits(clean(caption), to),
        "rests": to or "",
        "alt": clean(alt),
    }


def section(anchor: str, title: str, blocks: Iterable[Block]) -> dict[str, Any]:
    """A chapter or appendix."""
    return {"id": anchor, "title": title, "blocks": list(blocks)}
