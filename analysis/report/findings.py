"""The main findings: sentences made from tables, each with the number it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from analysis.report import model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Runs, number, words

COUNT = 5


@dataclass(frozen=True)
class Finding:
    """One finding: its topic, sentence, number, and evidence lists."""

    topic: str
    said: Runs
    value: float | None
    evidence: tuple[str, ...] = ()


def findings(facts: Facts, links: Links) -> list[Finding]:
    """The five main findings, in the order of the chapters.

    Each comes from the first row of a table by a fixed order. Where a chapter has nothing to
    say, a second finding of an earlier one stands in; a small corpus may have fewer than five.
    """
    first = [_found(one, facts, links) for one in (_size, _words, _company, _event, _toll)]
    spare = [_found(one, facts, links) for one in (_copies, _keyness, _burst, _most_named)]
    chosen = [one for one in first if one]
    chosen += [one for one in spare if one][: COUNT - len(chosen)]
    topics = (
        "corpus",
        "copies",
        "terms",
        "keyness",
        "names",
        "entities",
        "bursts",
        "events",
        "tolls",
    )
    return sorted(chosen, key=lambda one: topics.index(one.topic))


def _found(
    find: Callable[[Facts, Links], Finding | None], facts: Facts, links: Links
) -> Finding | None:
    return find(facts, links)


def _size(facts: Facts, links: Links) -> Finding | None:
    total = facts.total
    if not total["documents"]:
        return None
    copies, documents = total["copies"], total["documents"]
    said: list[str | model.Inline] = [
        number(documents, links.to("articles:all", "All articles")),
        f" {'article' if documents == 1 else 'articles'}",
    ]
    outlets = facts.facet("outlet").filter(pl.col("value") != "").height
    if outlets:
        said += [" of ", *model.count(outlets, "outlet", "table-outlets")]
    if total["first"]:
        said.append(f", published from {model.day(total['first'])} to {model.day(total['last'])},")
    said.append(" make up the corpus")
    if copies:
        to = links.to("articles:copies", "Syndicated copies")
        said += [
            "; ",
            number(copies, to),
            " of them (",
            number(100 * copies / documents, to),
            " %) repeat an earlier story and are counted once",
        ]
    return Finding(
        "corpus", [*model.runs([*said, "."])], documents, ("articles:all", "articles:copies")
    )


def _words(facts: Facts, links: Links) -> Finding | None:
    top = selection.top_terms(facts.table("frequencies"), facts.parameters)
    if top.height < 3:
        return None
    said: list[str | model.Inline] = ["The most frequent words are "]
    for place, row in enumerate(top.head(3).iter_rows(named=True)):
        to = links.to(f"term:{row['term']}", f"“{row['term']}”")
        said += [
            (", ", " and ")[place == 2] if place else "",
            words(f"“{row['term']}”"),
            " (",
            number(row["count"], to),
            ")",
        ]
    row = top.row(0, named=True)
    said += [
        ", the first of them in ",
        number(row["documents"], links.to(f"term:{row['term']}", f"“{row['term']}”")),
        " articles.",
    ]
    return Finding(
        "terms",
        model.runs(said),
        row["count"],
        tuple(f"term:{term}" for term in top["term"].head(3)),
    )


def _company(facts: Facts, links: Links) -> Finding | None:
    top = selection.top_pairs(facts.table("cooccurrence"), facts.parameters)
    if top.is_empty():
        return None
    row = top.row(0, named=True)
    a, b = facts.name(row["entity_a"]), facts.name(row["entity_b"])
    list_id = selection.pair_list(row["entity_a"], row["entity_b"])
    to = links.to(list_id, f"{a} and {b}")
    said: list[str | model.Inline] = [
        words(a), " and ", words(b), " are the pair most closely tied: ",
        number(row["sentences"], to), " sentences name both, where chance would give ",
        number(row["expected"], to, digits=1), ".",
    ]  # fmt: skip
    return Finding("entities", model.runs(said), row["sentences"], (list_id,))


def _event(facts: Facts, links: Links) -> Finding | None:
    events = facts.table("events").sort(["score", "day"], descending=[True, False])
    if events.is_empty():
        return None
    row = events.row(0, named=True)
    list_id = f"event:{row['day']}"
    names = [facts.name(one) for one in row["entities"][:3]]
    to = links.to(list_id, f"Sentences dated to {model.day(row['day'])}")
    said: list[str | model.Inline] = [
        f"No day is spoken of more widely than {model.day(row['day'])}, in ",
        *model.count(row["documents"], "article", to),
    ]
    # Articles without any named outlet are no outlet.
    if row.get("sources") and facts.facet("outlet").filter(pl.col("value") != "").height:
        said += [" of ", *model.count(row["sources"], "outlet", to)]
    if names:
        said += [", most typically with ", words(model.listed(names))]
    return Finding("events", model.runs([*said, "."]), row["documents"], (list_id,))


def _toll(facts: Facts, links: Links) -> Finding | None:
    differing = selection.top_disagreements(facts.table("disagreements"), facts.parameters)
    if differing.height:
        gap = (pl.col("high") - pl.col("low")) / pl.col("high").clip(lower_bound=1)
        order = differing.with_columns(gap=gap, sides=pl.col("sources").list.len())
        row = order.sort(["sides", "gap", "day"], descending=[True, True, False]).row(0, named=True)
        list_id = selection.disagreement_list(row)
        to = links.to(
            list_id,
            f"{row['outcome']}, {row['place'] or 'no place named'}, {model.day(row['day'])}",
        )
        place: list[str | model.Inline] = [" in ", words(row["place"])] if row["place"] else []
        count = facts.table("disagreements").filter(pl.col("contradictory")).height
        whose: list[str | model.Inline] = []
        if row["sources"]:
            whose = [" in figures of ", *model.count(len(row["sources"]), "source", to)]
        said: list[str | model.Inline] = [
            "Reports contradict each other on ", *model.count(count, "toll", "table-disagreements"),
            f"; for {model.day(row['day'])}"
            f" the number of {row['group'].replace('_', ' ')} {row['outcome']}",
            *place, " runs from ", number(row["low"], to), " to ", number(row["high"], to),
            *whose, ".",
        ]  # fmt: skip
        return Finding("tolls", model.runs(said), row["high"], (list_id,))
    totals = selection.latest_tolls(facts.tolls, facts.parameters)
    if totals.is_empty():
        return None
    row = totals.sort(["value", "source"], descending=[True, False]).row(0, named=True)
    list_id = selection.toll_list(row["doc_id"], row["start"])
    source = facts.names.get(row["source_id"], row["source"])
    to = links.to(list_id, f"{source}: {row['value']:,} {row['outcome']}, {model.day(row['day'])}")
    return Finding(
        "tolls",
        model.runs([
            "The highest running total is of ", number(row["value"], to),
            f" {row['group'].replace('_', ' ')} {row['outcome']}, as of {model.day(row['day'])},",
            " by ",
            words(source), ".",
        ]),
        row["value"],
        (list_id,),
    )  # fmt: skip


def _copies(facts: Facts, links: Links) -> Finding | None:
    undated, documents = facts.total["undated"], facts.total["documents"]
    if not undated or undated < documents:
        return None
    to = links.to("articles:undated", "Articles without a date")
    said: list[str | model.Inline] = [
        "None of the ",
        number(undated, to),
        " articles is dated, so nothing can be said about time.",
    ]
    return Finding("copies", model.runs(said), undated, ("articles:undated",))


def _keyness(facts: Facts, links: Links) -> Finding | None:
    rows = selection.key_terms(facts.table("keyness"), facts.parameters).filter(pl.col("over"))
    if rows.is_empty():
        return None
    row = rows.sort(["strength", "term"], descending=[True, False]).row(0, named=True)
    to = links.to(f"term:{row['term']}", f"“{row['term']}”")
    said: list[str | model.Inline] = [
        "What sets ", words(row["target"]), " most apart from ", words(row["reference"]),
        " is the word ", words(f"“{row['term']}”"), ": ", number(row["count"], to), " against ",
        number(row["reference_count"], to), " (G² = ", number(row["g2"], to, digits=1), ").",
    ]  # fmt: skip
    return Finding("keyness", model.runs(said), row["g2"], (f"term:{row['term']}",))


def _burst(facts: Facts, links: Links) -> Finding | None:
    from analysis.report.sections.timeline import series_name

    rows = selection.top_bursts(facts.table("bursts"), 1)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    name = series_name(facts, row["series"])
    list_id = selection.burst_list(row["series"], row["first"])
    to = links.to(list_id, f"{name['t']}, {model.day(row['first'])} to {model.day(row['last'])}")
    said: list[str | model.Inline] = [
        "The strongest burst is of ", name,
        f", from {model.day(row['first'])} to {model.day(row['last'])} (weight ",
        number(row["weight"], to, digits=1), ").",
    ]  # fmt: skip
    return Finding("bursts", model.runs(said), row["weight"], (list_id,))


def _most_named(facts: Facts, links: Links) -> Finding | None:
    top = selection.top_entities(facts.table("entities"), facts.parameters)
    if top.is_empty():
        return None
    row = top.row(0, named=True)
    list_id = f"entity:{row['entity_id']}"
    to = links.to(list_id, row["name"])
    said: list[str | model.Inline] = [
        words(row["name"]), " is named in most articles, ", number(row["documents"], to),
        ", with ", number(row["mentions"], to), " mentions.",
    ]  # fmt: skip
    return Finding("names", model.runs(said), row["documents"], (list_id,))
