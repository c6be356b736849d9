"""Chapter: which figures of victims were reported, by whom, and where reports disagree."""

from typing import Any

import polars as pl

from analysis.report import model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, column, number, numbers, words
from analysis.report.sections.pictures import Pictures

BOUNDS = {
    "exact": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "less_than": "less than ",
    "about": "about ",
}


def tolls_section(facts: Facts, links: Links, pictures: Pictures) -> dict[str, object]:
    """Running totals by source, and disagreements."""
    tolls = facts.tolls
    if tolls.is_empty():
        why = (
            "No figure of people killed, injured, missing, displaced, detained or abducted was "
            "found; figures are read in English only."
        )
        return model.section("tolls", "Reported tolls", [model.missing(why)])
    return model.section(
        "tolls",
        "Reported tolls",
        [
            _opening(tolls, links),
            model.heading("Running totals by source", "totals"),
            *_totals(facts, links),
            *pictures.show("tolls", to="table-totals"),
            model.heading("Where reports disagree", "disagreements"),
            *_disagreements(facts, links),
        ],
    )


def _opening(tolls: pl.DataFrame, links: Links) -> Block:
    outcomes = (
        tolls.group_by("outcome")
        .agg(pl.len().alias("rows"))
        .sort(["rows", "outcome"], descending=[True, False])
    )
    every = links.to(selection.outcome_list(""), "Reported figures")
    named = [
        [
            number(
                count, links.to(selection.outcome_list(outcome), f"Reported figures of {outcome}")
            ),
            *model.runs(f" of people {outcome}"),
        ]
        for outcome, count in outcomes.rows()
    ]
    return model.lead(
        [
            [
                "The articles, copies included, report ",
                *model.count(tolls.height, "figure", every),
                " of victims: ",
                *model.several(named),
                ". They are what was reported, by whom is said beside each; none was checked "
                "against the world.",
            ]
        ],
        [
            model.strong("Method. "),
            "A figure is read with its bound (“more than”), outcome, group, place, source and the "
            "day for which it holds. Threats, forecasts, perpetrators and negations are none. Two "
            "figures of one day and scope disagree where no number could satisfy both with their "
            "bounds; “about” allows five per cent.",
        ],
    )


def _value(row: dict[str, Any], to: str | None) -> Said:
    return [BOUNDS.get(str(row["bound"]), ""), number(row["value"], to)]


def _totals(facts: Facts, links: Links) -> list[Block]:
    rows = selection.latest_tolls(facts.tolls, facts.parameters)
    if rows.is_empty():
        return [model.missing("No dated running total was reported.")]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        source = facts.names.get(row["source_id"], row["source"])
        title = f"{source}: {row['value']:,} {row['outcome']}, {model.day(row['day'])}"
        to = links.to(selection.toll_list(row["doc_id"], row["start"]), title)
        shown = _value(row, to)
        table_rows.append(
            [
                row["outcome"],
                row["group"].replace("_", " "),
                shown,
                model.short_day(row["day"]),
                words(source),
                words(row["place"]) if row["place"] else "–",
                number(row["reports"]),
            ]
        )
    return [
        model.table(
            "totals",
            "Latest running total of each source",
            [
                column("Outcome"),
                column("Group"),
                numbers("Figure"),
                column("As of"),
                column("Source", share=1),
                column("Place", share=0.7),
                numbers("Reports"),
            ],
            table_rows,
            "The source is whom the sentence names, otherwise the outlet. Reports: figures of this "
            "source, outcome and group, copies left out.",
        )
    ]


def _disagreements(facts: Facts, links: Links) -> list[Block]:
    rows = selection.top_disagreements(facts.table("disagreements"), facts.parameters)
    if rows.is_empty():
        return [model.missing("No two dated reports of one day and scope contradict each other.")]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        place = row["place"]
        title = f"{row['outcome']}, {place or 'no place named'}, {model.day(row['day'])}"
        to = links.to(selection.disagreement_list(row), title)
        kind = {True: "running total", False: "one event"}.get(row["cumulative"], "unsaid")
        table_rows.append(
            [
                model.short_day(row["day"]),
                words(place) if place else "–",
                f"{row['outcome']}, {row['group'].replace('_', ' ')}",
                kind,
                number(row["low"], to),
                number(row["high"], to),
                words("; ".join(row["sources"])),
            ]
        )
    return [
        model.table(
            "disagreements",
            "Days for which reports contradict each other",
            [
                column("Day"),
                column("Place", share=0.7),
                column("Of"),
                column("Scope"),
                numbers("Lowest"),
                numbers("Highest"),
                column("Sources", share=1.4),
            ],
            table_rows,
        )
    ]
