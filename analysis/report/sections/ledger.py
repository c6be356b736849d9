"""Part of the corpus chapter: the ledger of characters and of rows."""

from analysis.report import model
from analysis.report.facts import FOLDERS, Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, column, number, numbers, words


def ledger(facts: Facts, links: Links) -> list[Block]:
    """What became of every decoded character."""
    files = facts.table("files")
    chars, kept, gone = (
        int(files[name].sum()) for name in ("chars", "chars_kept", "chars_removed")
    )
    if not chars:
        return [model.missing("No text could be decoded, so there is no ledger of characters.")]
    everything = links.to("articles:all", "All articles")
    rows: list[list[Said]] = [
        [
            "Decoded",
            "all raw text",
            number(files.height, everything),
            number(chars),
            _share(chars, chars),
        ]
    ]
    for row in facts.removed.sort(["characters", "rule"], descending=[True, False]).iter_rows(
        named=True
    ):
        to = links.to(f"removed:{row['rule']}", f"Removed as {_named(row['rule'])}")
        rows.append(
            [
                "Removed",
                _named(row["rule"]),
                number(row["spans"], to),
                number(-row["characters"], to),
                _share(-row["characters"], chars),
            ]
        )
    rows.append(
        [
            "Kept",
            "text of articles",
            number(facts.total["documents"], everything),
            number(kept),
            _share(kept, chars),
        ]
    )
    left = chars - kept - gone
    note: list[str | model.Inline] = ["Spans are files, removed passages, or articles. "]
    note += (
        ["The ledger balances: kept and removed characters add up to all that was decoded."]
        if not left
        else [
            *model.count(abs(left), "character", everything),
            " of white space between articles make up the difference.",
        ]
    )
    return [
        model.table(
            "ledger",
            "Ledger of the raw text: what was kept, and what was removed by which rule",
            [column("Step"), column("What", share=1),
             numbers("Spans"), numbers("Characters"), numbers("Share")],
            rows,
            note,
        )
    ]  # fmt: skip


def repairs(facts: Facts, links: Links) -> list[Block]:
    """What was changed inside articles."""
    if facts.repaired.is_empty():
        return []
    parts: list[str | model.Inline] = ["Repaired inside articles, each change recorded: "]
    rules = facts.repaired.sort(["spans", "rule"], descending=[True, False])
    for place, row in enumerate(rules.iter_rows(named=True)):
        to = links.to(f"repaired:{row['rule']}", f"Repaired: {_named(row['rule'])}")
        parts += [
            ", " if place else "",
            f"{_named(row['rule'])} ",
            number(row["spans"], to),
            " times",
        ]
    return [model.paragraph([*parts, "."])]


#: What the rows of a filter are, and where such rows can be read.
_READ_AT = {
    "code points": "table-ledger", "outlets": "table-outlets", "words": "table-terms",
    "different words": "table-terms", "neighbouring pairs": "table-collocations",
    "candidates": "table-names", "pairs": "table-pairs", "date expressions": "table-events",
    "tolls": "table-totals",
}  # fmt: skip


def filters(facts: Facts, links: Links) -> list[Block]:
    """Rows in and out of every filter of every stage."""
    everything = links.to("articles:all", "All articles")
    rows: list[list[Said]] = []
    for stage in FOLDERS:
        table = facts.whole.get(f"{stage}_filters")
        if table is None:
            continue
        for row in table.iter_rows(named=True):
            out = row["rows_in"] - row["rows_out"]
            rows.append(
                [
                    stage,
                    words(row["filter"]),
                    words(row["rows"]),
                    number(row["rows_in"], _READ_AT.get(row["rows"], everything)),
                    number(-out),
                    number(row["rows_out"]),
                    words(row["reason"]),
                ]
            )
    if not rows:
        return [model.missing("No stage recorded a filter.")]
    return [
        model.table(
            "filters",
            "Attrition: every filter of every stage, with rows in and out",
            [
                column("Stage"),
                column("Left out", share=1),
                column("Of"),
                numbers("In"),
                numbers("Out by"),
                numbers("Left"),
                column("Reason", share=1.4),
            ],
            rows,
        )
    ]


def _named(rule: str) -> str:
    return rule.replace("_", " ")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %".replace("-", "\N{MINUS SIGN}")
