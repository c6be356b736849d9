"""Chapter: who is named, and who stands with whom."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.report import model, selection
from analysis.report.facts import Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, cite, code, column, number, numbers, words
from analysis.report.plain import clean, direction
from analysis.report.sections.pictures import Pictures

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_QUOTES = 3


def entities_section(
    facts: Facts, links: Links, pictures: Pictures, quotes: Mapping[str, pl.DataFrame]
) -> dict[str, object]:
    """Names, pairs, the network, profiles.

    quotes: rows of the evidence table by list, for the profiles.
    """
    entities = facts.table("entities")
    if entities.is_empty():
        why = (
            "No name was found: either the articles name nobody, or they are in a language in "
            "which names are not read (English only)."
        )
        return model.section("entities", "Names and their company", [model.missing(why)])
    return model.section(
        "entities",
        "Names and their company",
        [
            _opening(facts),
            _names(facts, links),
            model.heading("Who is named together", "pairs"),
            *_pairs(facts, links),
            *pictures.show("network", to="table-pairs"),
            *_profiles(facts, links, quotes, pictures),
        ],
    )


def _opening(facts: Facts) -> Block:
    entities = facts.table("entities")
    kinds = [
        model.count(entities.filter(pl.col("type") == kind).height, name, "table-names")
        for kind, name in KINDS.items()
    ]
    merges = facts.table("merges")
    joined = merges.filter(pl.col("decision") != "candidate").height
    waiting = merges.height - joined
    candidates: list[str | model.Inline] = (
        [
            " ",
            *model.count(waiting, "further spelling", "table-names"),
            " may belong to a name but "
            f"{'was' if waiting == 1 else 'were'} left apart for want of evidence; the table ",
            code("30_entities/merges"),
            " lists every one.",
        ]
        if waiting
        else []
    )
    return model.lead(
        [
            [
                "The articles name ",
                *model.several(kinds),
                ". ",
                *model.count(joined, "spelling", "table-names"),
                " could be joined to a name with evidence.",
                *candidates,
            ]
        ],
        [
            model.strong("Method. "),
            "Names are recognised by a statistical model and corrected by rules and word lists; "
            "spellings are joined only where there is evidence. Two names are a pair where one "
            "sentence holds both. A pair is kept where it occurs more often than its parts would "
            "by chance (G² ",
            cite("dunning1993"),
            ", 5 % after correction ",
            cite("benjamini1995"),
            "); the network shows the edges that a disparity filter keeps ",
            cite("serrano2009"),
            ". It does not say that the two met, agreed or fought: read the sentences.",
        ],
    )


def _names(facts: Facts, links: Links) -> Block:
    rows: list[list[Said]] = []
    for row in selection.top_entities(facts.table("entities"), facts.parameters).iter_rows(
        named=True
    ):
        to = links.to(f"entity:{row['entity_id']}", row["name"])
        aliases = _otherwise(row)[:5]
        rows.append(
            [
                words(row["name"]),
                KINDS.get(row["type"], row["type"]),
                number(row["mentions"], to),
                number(row["documents"], to),
                words(", ".join(aliases)) if aliases else "–",
                model.short_day(row["first_published"]),
            ]
        )
    return model.table(
        "names",
        "Names in most articles",
        [
            column("Name", share=1),
            column("Kind"),
            numbers("Mentions"),
            numbers("Articles"),
            column("Also written", share=1.4),
            column("First published"),
        ],
        rows,
    )


def _pairs(facts: Facts, links: Links) -> list[Block]:
    pairs = selection.top_pairs(facts.table("cooccurrence"), facts.parameters)
    tried = facts.table("cooccurrence").height
    if pairs.is_empty():
        return [
            model.missing(
                "No two names share a sentence."
                if not tried
                else [
                    "None of ",
                    *model.count(tried, "pair", "table-names"),
                    " occurs more often than chance allows.",
                ]
            )
        ]
    rows: list[list[Said]] = []
    for row in pairs.iter_rows(named=True):
        a, b = facts.name(row["entity_a"]), facts.name(row["entity_b"])
        to = links.to(selection.pair_list(row["entity_a"], row["entity_b"]), f"{a} and {b}")
        rows.append(
            [
                words(a),
                words(b),
                number(row["sentences"], to),
                number(row["documents"], to),
                number(row["expected"], digits=1),
                number(row["g2"], digits=1),
                number(row["npmi"], digits=2),
                model.p_value(row["p_adjusted"]),
                "yes" if row["in_backbone"] else "no",
            ]
        )
    return [
        model.table(
            "pairs",
            "Names in one sentence more often than by chance, strongest first",
            [
                column("Name", share=1),
                column("Other name", share=1),
                numbers("Sentences"),
                numbers("Articles"),
                numbers("Expected"),
                numbers("G²"),
                numbers("NPMI"),
                numbers("p adjusted"),
                column("In network"),
            ],
            rows,
            [*model.count(tried, "pair", "table-pairs"), " tried."],
        )
    ]


def _profiles(
    facts: Facts, links: Links, quotes: Mapping[str, pl.DataFrame], pictures: Pictures
) -> list[Block]:
    if not facts.parameters.profiles:
        return []
    blocks: list[Block] = [model.heading("Profiles", "profiles")]
    top = selection.top_entities(facts.table("entities"), facts.parameters)
    for row in top.head(facts.parameters.profiles).iter_rows(named=True):
        blocks.append(_profile(facts, links, row, quotes.get(f"entity:{row['entity_id']}")))
        blocks += pictures.show(f"profile:{row['entity_id']}")
    return blocks


def _profile(
    facts: Facts, links: Links, row: dict[str, Any], evidence: pl.DataFrame | None
) -> Block:
    entity_id = row["entity_id"]
    to = links.to(f"entity:{entity_id}", row["name"])
    facts_said: list[Said] = [
        [
            number(row["mentions"], to),
            f" {'mention' if row['mentions'] == 1 else 'mentions'} in ",
            number(row["documents"], to),
            f" {'article' if row['documents'] == 1 else 'articles'}",
            *_span(row),
        ]
    ]
    company: list[str | model.Inline] = []
    near = selection.companions(facts.table("cooccurrence"), entity_id)
    for place, pair in enumerate(near.iter_rows(named=True)):
        other = facts.name(pair["other"])
        list_id = selection.pair_list(entity_id, pair["other"])
        company += [
            ", " if place else "",
            words(other),
            " (",
            number(pair["sentences"], links.to(list_id, f"{row['name']} and {other}")),
            ")",
        ]
    facts_said.append(
        ["Stands with ", *company, "."]
        if company
        else "Stands with no other name more often than by chance."
    )
    aliases = _otherwise(row)
    if aliases:
        more = f" and {len(aliases) - 8} more" if len(aliases) > 8 else ""
        facts_said.append(["Also written ", words(", ".join(aliases[:8])), f"{more}."])
    said: list[dict[str, object]] = []
    if evidence is not None:
        for line in _spread(evidence).iter_rows(named=True):
            source = f"{line['outlet'] or 'outlet not named'}, {model.day(line['published'])}"
            said.append({"runs": quoted(line), "source": [words(source)]})
    return {
        "kind": "profile",
        "id": f"profile-{to or entity_id}",
        "name": [words(row["name"])],
        "type": KINDS.get(row["type"], row["type"]),
        "facts": [model.runs(one) for one in facts_said],
        "bars": _bars(facts, row, to),
        "quotes": said,
    }


def _otherwise(row: dict[str, Any]) -> list[str]:
    """Other spellings of a name, without those that differ in capitals alone."""
    spelled: dict[str, str] = {}
    for alias in row["aliases"]:
        spelled.setdefault(alias.casefold(), alias)
    spelled.pop(row["name"].casefold(), None)
    return list(spelled.values())


def _bars(facts: Facts, row: dict[str, Any], to: str | None) -> dict[str, Any]:
    """Articles that name it by month, or by week in a short corpus; none where nothing is dated."""
    coverage = facts.table("coverage")
    every = coverage.filter(pl.col("series") == "all")
    for unit, most in (("week", 40), ("month", 240)):
        axis = every.filter(pl.col("unit") == unit).sort("period")["period"].unique().sort()
        if not 1 < len(axis) <= most:
            continue
        own = coverage.filter(
            (pl.col("unit") == unit) & (pl.col("series") == f"entity:{row['entity_id']}")
        ).select("period", "documents")
        if own.is_empty():
            break
        values = axis.to_frame().join(own, on="period", how="left", maintain_order="left")
        counts = values["documents"].fill_null(0).to_list()
        first, last = (
            f"{day:%b %Y}" if unit == "month" else model.short_day(day)
            for day in (axis[0], axis[-1])
        )
        when = f"by {unit}, {first} to {last}; at most {max(counts):,}"
        return {
            "values": counts,
            "label": clean(f"Articles that name {row['name']}, {when}"),
            "runs": model.linked_digits(f"Articles {when}", to),
        }
    return {"values": [], "label": "", "runs": []}


def _span(row: dict[str, Any]) -> list[str]:
    first, last = row["first_published"], row["last_published"]
    if not first:
        return ["."]
    if first == last:
        return [f", {model.day(first)}."]
    return [f", from {model.day(first)} to {model.day(last)}."]


def _spread(evidence: pl.DataFrame) -> pl.DataFrame:
    """Three quotations from the beginning, the middle and the end of the list."""
    rows = evidence.filter(pl.col("quote").is_not_null())
    if rows.height <= _QUOTES:
        return rows
    return rows[[0, rows.height // 2, rows.height - 1]]


def quoted(row: dict[str, Any]) -> model.Runs:
    """A quotation of the evidence table, what is counted in it marked."""
    quote: str = row["quote"]
    written = direction(quote)
    marks = [(row["mark_start"], row["mark_end"]), (row["also_start"], row["also_end"])]
    said: model.Runs = []

    def add(text: str, style: str | None = None) -> None:
        if text:
            inline: model.Inline = {"t": text, "data": True, "dir": written}
            said.append(inline | ({"style": style} if style else {}))

    at = 0
    for start, end in marks:
        if start is not None:
            add(quote[at:start])
            add(quote[start:end], "mark")
            at = end
    add(quote[at:])
    return said
