"""What stands before the first chapter: title, numbers, imprint."""

from datetime import date
from typing import Any

import polars as pl

from analysis.report import citation, model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import number, words
from analysis.report.plain import clean

#: A corpus without dates is given this day wherever a format demands one.
UNDATED = date(1980, 1, 1)


def cover(facts: Facts, links: Links, work: citation.Work, run: str) -> dict[str, Any]:
    """The cover and the facts about the document itself."""
    total = facts.total
    last = total["last"] or UNDATED
    outlets = facts.facet("outlet").filter(pl.col("value") != "").height
    reported = (selection.outcome_list(""), "Reported figures")
    shown: list[tuple[str, model.Inline]] = [
        ("articles", number(total["documents"], links.to("articles:all", "All articles"))),
        (
            "of them copies",
            number(total["copies"], links.to("articles:copies", "Syndicated copies")),
        ),
        ("outlets", number(outlets, "table-outlets")),
        ("words", number(total["words"], "table-terms")),
        ("names", number(facts.table("entities").height, "table-names")),
        ("reported figures", number(facts.tolls.height, links.to(*reported))),
    ]
    period = (
        f"{model.day(total['first'])} to {model.day(total['last'])}"
        if total["first"]
        else "not known: no article is dated"
    )
    licence = clean(facts.description.licence or "") or "not stated"
    imprint: list[tuple[str, model.Said]] = [
        ("Corpus", words(facts.corpus)),
        ("Period", period),
        ("Licence of the texts", words(licence)),
        ("Run", model.code(run)),
    ]
    if facts.parameters.authors:
        imprint.append(("Authors", words("; ".join(facts.parameters.authors))))
    if facts.parameters.doi:
        imprint.append(
            ("DOI", {"t": facts.parameters.doi, "url": f"https://doi.org/{facts.parameters.doi}"})
        )
    imprint.append(("Cite as", words(work.text())))
    about = clean(facts.description.description or "")
    months = facts.facet("month").filter(pl.col("value") != "").sort("value")
    return {
        "title": work.title,
        "short-title": model.text_of(words(facts.corpus))[:70],
        "subtitle": [words(about)] if about else [],
        "description": clean(f"Dateline report on {facts.corpus}, run {run}"),
        "authors": list(work.authors),
        "keywords": ["news corpus", "Dateline", f"run {run}"],
        "day": [last.year, last.month, last.day],
        "run-id": run,
        "numbers": [{"label": label, "runs": [one]} for label, one in shown],
        "imprint": [{"label": label, "runs": model.runs(said)} for label, said in imprint],
        "bars": _bars(facts, months),
    }


def _bars(facts: Facts, months: pl.DataFrame) -> dict[str, Any]:
    """Articles by week on the cover, by month where there are too many weeks."""
    weeks = facts.table("coverage").filter((pl.col("series") == "all") & (pl.col("unit") == "week"))
    if 1 < weeks.height <= 120:
        values = weeks.sort("period")["documents"].to_list()
        label = "Articles by week of publication, copies left out"
    else:
        values, label = months["documents"].to_list(), "Articles by month of publication"
    return {"values": values, "label": label, "runs": model.runs(label)}
