"""Chapter: what the numbers cannot carry, and how often the machine errs where it was measured."""

import polars as pl

from analysis.report import model
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Said, column, number, numbers, words
from analysis.report.quality import Measured, measured

#: Where the choices of this stage stand, which are no counts.
PARAMETERS = "table-parameters-report"


def limits_section(facts: Facts, links: Links) -> dict[str, object]:
    """Limits of each stage in sentences, and the measured rates."""
    rates = measured()
    rows: list[list[Said]] = [
        [
            one.stage,
            words(one.what),
            words(one.measure),
            _rate(one),
            f"{one.low:.3f} to {one.high:.3f}"
            if one.low is not None and one.high is not None
            else "–",
            number(one.items),
            words(one.data) if one.data else "–",
        ]
        for one in rates
    ]
    unmeasured = sum(one.value is None for one in rates)
    table = model.table(
        "quality",
        "Error rates of Dateline, measured against hand-made truth",
        [
            column("Stage"),
            column("What", share=1),
            column("Measure"),
            numbers("Value", counted=False),
            column("95 % interval"),
            numbers("Items", counted=False),
            column("Measured on", share=1),
        ],
        rows,
        [*model.runs(f"{model.counted(unmeasured, 'rate')} not measured: run make quality.")]
        if unmeasured
        else "Other corpora may fare better or worse.",
    )
    return model.section(
        "limits",
        "Limits",
        [
            model.lead(
                [
                    "The numbers of this report say what the articles say, not what happened. A "
                    "corpus is what somebody collected; what was not collected is not here.",
                    "Each list below names what a reader should not conclude, and the table how "
                    "often the machine was found to err.",
                ],
                [
                    model.strong("Reading a rate. "),
                    "Rates hold for the texts on which they were measured. Check a number that "
                    "matters in its sentences: every one is linked to them.",
                ],
            ),
            model.bullets(_cautions(facts, links)),
            table,
        ],
    )


def _chosen(characters: int) -> list[str | model.Inline]:
    return [number(characters, PARAMETERS), " characters"] if characters else []


def _rate(one: Measured) -> str:
    return "not measured" if one.value is None else f"{one.value:.3f}"


def _cautions(facts: Facts, links: Links) -> list[Said]:
    total = facts.total
    said: list[Said] = []
    languages = facts.facet("language").filter(~pl.col("value").is_in(["en"]))
    if languages.height:
        parts: list[str | model.Inline] = []
        for place, row in enumerate(languages.head(8).iter_rows(named=True)):
            code = row["value"] or "undetermined"
            to = links.to(f"language:{row['value']}", f"Articles in {code}")
            parts += [", " if place else "", f"{code} ", number(row["documents"], to)]
        said.append(
            ["Names, dates and tolls are read in English only; articles in other languages (",
             *parts, ") count for words and coverage alone."]
        )  # fmt: skip
    if total["undated"]:
        said.append(
            [number(total["undated"], links.to("articles:undated", "Articles without a date")),
             " undated articles are missing from every count over time."]
        )  # fmt: skip
    broken = facts.table("files").filter(pl.col("problem").is_not_null()).height
    if broken:
        said.append(
            [
                *model.count(broken, "raw file", "table-problems"),
                " could not be read in full; what stood there is not counted.",
            ]
        )
    said += [
        "Copies are found by shared wording: a rewritten story counts as reporting of its own, and "
        "set phrases may join what was written apart.",
        "Two names in one sentence need not have anything to do with each other; significance says "
        "that chance alone is an unlikely reason, not what the reason is.",
        "A word that an outlet prefers may be its style, its beat, or a single long article: look "
        "at the dispersion and the sentences.",
        "An outlet's silence on a day may be a gap in the collection.",
        "Tolls are reported figures. A higher figure is not a better one, and a later figure of "
        "another source does not correct an earlier one.",
    ]
    rule = facts.quoting
    shown = {
        "full": "quotations run to ",
        "short": "quotations are cut at ",
        "none": "no sentence is quoted; the evidence names article and place only",
    }[rule.rule]
    said.append([f"Article text: {shown}", *_chosen(rule.characters), f", because {rule.reason}."])
    kept = number(facts.parameters.evidence_kept, PARAMETERS)
    said.append(
        ["Of each evidence list at most ", kept, " rows are kept, drawn by the articles' hashed "
         "names; counts are of all."]
    )  # fmt: skip
    return said
