"""Chapter: how coverage ran, when it burst, and which days the articles speak of."""

import polars as pl

from analysis.report import model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, cite, column, number, numbers, words
from analysis.report.sections.pictures import Pictures


def timeline_section(
    facts: Facts, links: Links, pictures: Pictures, headlines: dict[str, model.Runs]
) -> dict[str, object]:
    """Coverage, bursts, events.

    headlines: what the best sentence of each event says, by evidence list.
    """  # fmt: skip
    if facts.table("coverage").is_empty():
        return model.section(
            "timeline", "Coverage and events", [model.missing(undated(facts, links))]
        )
    return model.section(
        "timeline",
        "Coverage and events",
        [
            _opening(facts, links),
            *pictures.show("coverage", "calendar", to=links.to("articles:all", "All articles")),
            model.heading("Bursts", "bursts"),
            *_bursts(facts, links),
            model.heading("Events", "events"),
            *pictures.show("events", to="table-events"),
            *_events(facts, links, headlines),
            *pictures.show("lags", to="table-events"),
        ],
    )


def undated(facts: Facts, links: Links) -> Said:
    """Why there is no time line."""
    count = facts.total["documents"]
    if not count:
        return "There is no article, so there is no coverage."
    return [
        "Of none of the ",
        *model.count(count, "article", links.to("articles:undated", "Articles without a date")),
        " is the publication day known, so there is no coverage over time and no event can be "
        "dated: weekdays such as “Tuesday” stay unresolved rather than guessed. Give dates in "
        "corpus.toml (published), in the file names, or in a field.",
    ]


def _opening(facts: Facts, links: Links) -> Block:
    coverage = facts.table("coverage").filter(pl.col("series") == "all")
    days = coverage.filter(pl.col("unit") == "day")
    silent = days.filter(pl.col("documents") == 0).height
    everything = links.to("articles:all", "All articles")
    text: list[str | model.Inline] = [
        "Articles without copies, by publication day, over ",
        *model.count(days.height, "day", everything),
    ]
    if silent:
        text += ["; on ", number(silent, everything), " of them nothing was published"]
    text.append(". ")
    if days.height:
        top = days.sort(["documents", "period"], descending=[True, False]).row(0, named=True)
        to = links.to(selection.day_list(top["period"]), f"Articles of {model.day(top['period'])}")
        text += [
            "Most articles, ", number(top["documents"], to), f", are of {model.day(top['period'])}."
        ]  # fmt: skip
    return model.lead(
        [text],
        [
            model.strong("Method. "),
            "Events are days that sentences speak of, not days on which they were printed: "
            "“on Tuesday” is resolved against the publication day. Bursts are found by Kleinberg's "
            "two-state automaton ",
            cite("kleinberg2003"),
            "; shares carry Wilson's 95 % interval ",
            cite("wilson1927"),
            ". A day without articles may be a day without files.",
        ],
    )


def series_name(facts: Facts, series: str) -> model.Inline:
    """A series as a reader would call it."""
    kind, _, key = series.partition(":")
    match kind:
        case "entity":
            return words(facts.name(key))
        case "term":
            return words(f"“{key}”")
        case "edge":
            return words(" and ".join(facts.name(one) for one in key.split("|")))
        case "outlet":
            return words(f"articles of {key}")
    return {"t": "all articles"}


def _bursts(facts: Facts, links: Links) -> list[Block]:
    rows = selection.top_bursts(facts.table("bursts"))
    if rows.is_empty():
        return [
            model.missing("No series rises above its usual level for long enough to be a burst.")
        ]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        name = series_name(facts, row["series"])
        title = f"{name['t']}, {model.day(row['first'])} to {model.day(row['last'])}"
        to = links.to(selection.burst_list(row["series"], row["first"]), title)
        documents = row.get("documents")
        table_rows.append(
            [
                name,
                model.short_day(row["first"]),
                model.short_day(row["last"]),
                number((row["last"] - row["first"]).days + 1),
                number(documents, to),
                number(row["weight"], to, digits=1),
            ]
        )
    return [
        model.table(
            "bursts",
            "Strongest bursts",
            [
                column("Series", share=1),
                column("From"),
                column("To"),
                numbers("Days"),
                numbers("Articles"),
                numbers("Weight", "cost saved against the usual level; higher = stronger"),
            ],
            table_rows,
        )
    ]


def _events(facts: Facts, links: Links, headlines: dict[str, model.Runs]) -> list[Block]:
    rows = selection.top_events(facts.table("events"), facts.parameters)
    if rows.is_empty():
        return [model.missing("No day is spoken of by enough articles to count as an event.")]
    table_rows: list[list[Said]] = []
    for row in rows.iter_rows(named=True):
        list_id = f"event:{row['day']}"
        to = links.to(list_id, f"Sentences dated to {model.day(row['day'])}")
        names = [facts.name(one) for one in row["entities"][:4]]
        said = headlines.get(list_id)
        table_rows.append(
            [
                model.short_day(row["day"]),
                number(row["documents"], to),
                number(row["sentences"], to),
                number(row.get("sources")),
                said or "quotation left out",
                words(", ".join(names)) if names else "–",
            ]
        )
    known = facts.table("known_events")
    note: Said = (
        [*model.count(known.height, "event", "figure-events"), " added by the researcher."]
        if known.height
        else ""
    )
    return [
        model.table(
            "events",
            "Days that most articles of most outlets speak of",
            [
                column("Day"),
                numbers("Articles"),
                numbers("Sentences"),
                numbers("Outlets"),
                column("In the words of the reports", share=2),
                column("Names", share=1),
            ],
            table_rows,
            note,
        )
    ]
