"""The entities stage: who and what the articles name, and who is named with whom.

Facts: the model reads each article. Decision: its votes are added up, names become entities.
Application: every mention gets type and entity; pairs are counted, tested, located.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from analysis.contract import Engine, Given, Outputs, Part, Tables
from analysis.entities import cooccurrence, sampling, shares
from analysis.entities.assigning import assign
from analysis.entities.deciding import resolve
from analysis.entities.excerpts import excerpt, gather, led_back, parted
from analysis.entities.matching import lexicon, match
from analysis.entities.naming import merge_votes, name
from analysis.entities.nationalities import nationalities
from analysis.entities.network import network
from analysis.entities.parameters import Parameters
from analysis.entities.reading import measure, recognise, recognise_excerpts, total
from analysis.entities.sampling import candidates, choose
from analysis.entities.tables import ENTITIES, FILTERS, MERGES


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """All tables of 30_entities and the two network files."""
    shards = given.shards
    # Aliases join names that were read: a change of theirs has nothing read again.
    known, hand = _hand(engine, given, "gazetteer"), _hand(engine, given, "aliases", "gazetteer")
    sizes = engine.once(total, engine.each(measure, shards))
    judged, named = _read(engine, shards, known, sizes, parameters)
    resolved = engine.once(resolve, named, hand, parameters=parameters)
    mentions = engine.each(
        assign, named, shares.dealt(engine, shares.own_aliases, named, resolved, "ids")
    )
    counted = engine.each(cooccurrence.count, shards, mentions)
    counts = engine.tree(cooccurrence.add_up, counted)
    tested = engine.once(cooccurrence.weigh_pairs, counts, parameters=parameters)
    wanted = shares.dealt(engine, shares.own_pairs, mentions, tested, "tested")
    located = engine.each(cooccurrence.locate, shards, mentions, wanted)
    pairs = engine.once(
        cooccurrence.conclude, tested, engine.tree(cooccurrence.add_up_located, located)
    )
    profiles = engine.once(profile, counts, resolved)
    graph = engine.once(network, pairs, profiles, parameters=parameters)
    filters = engine.once(count_filters, sizes, judged, tested, pairs, graph)
    single = {
        part: [pairs]
        for part in ("cooccurrence", "cooccurrence_by_month", "cooccurrence_by_outlet")
    }
    return Outputs(
        tables={
            "mentions": mentions,
            "evidence": located,
            **single,
            "entities": [profiles],
            "merges": [profiles],
            "nodes": [graph],
            "nationalities": engine.each(
                nationalities, shards, mentions, engine.once(shares.countries, resolved)
            ),
            "filters": [filters],
        },
        files={"network.graphml": graph, "network.gexf": graph},
    )


def _read(
    engine: Engine, shards: Sequence[Part], hand: Part, sizes: Part, parameters: Parameters
) -> tuple[list[Part], list[Part]]:
    """How what the model saw was judged, and the names of every article: read throughout, or
    read in chosen sentences and matched in the others."""
    reading = _reading(parameters)
    if sizes.load()["read"]["words"].sum() <= parameters.sample_above:
        found = engine.each(recognise, shards, hand, parameters=reading)
        votes = engine.once(merge_votes, found)
        cast = shares.dealt(engine, shares.own_votes, found, votes, "votes", "families")
        named = engine.each(name, shards, found, cast, hand)
        return named, named
    seen = engine.each(candidates, shards, parameters=reading)
    together = engine.tree(sampling.add_up, seen, parameters=reading)
    choice = engine.once(choose, together, parameters=reading)
    held = engine.each(shares.contents, shards)
    chosen = shares.dealt(engine, shares.own_choice, held, choice, "chosen")
    gathered = engine.once(gather, engine.each(excerpt, shards, chosen))
    excerpts = parted(engine, gathered)
    found = engine.each(recognise_excerpts, excerpts, hand, parameters=reading)
    votes = engine.once(merge_votes, found)
    cast = shares.dealt(engine, shares.own_votes, found, votes, "votes", "families")
    judged = engine.each(name, excerpts, found, cast, hand)
    known = engine.once(lexicon, found, judged, choice)
    read = engine.once(led_back, judged, gathered)
    return judged, engine.each(
        match,
        shards,
        shares.dealt(engine, shares.own_names, held, read, "named"),
        engine.each(shares.own_lexicon, held, known),
        chosen,
    )


def _hand(engine: Engine, given: Given, *names: str) -> Part:
    """Those of the researcher's files alone, so that a change of the others costs nothing."""
    tables = given.hand.load()
    return engine.share({key: tables[key] for key in names if key in tables})


def _reading(parameters: Parameters) -> Parameters:
    """The parameters that the reading depends on, the others at their defaults: so that a change
    of a threshold does not read the corpus again."""
    return Parameters(
        model=parameters.model,
        model_version=parameters.model_version,
        sample_contexts=parameters.sample_contexts,
        sample_min=parameters.sample_min,
    )


def profile(counts: Tables, resolved: Tables) -> Tables:
    """The tables of entities and merges."""
    aliases = (
        counts["spelled"]
        .sort("entity_id", "len", "surface", descending=[False, True, False])
        .group_by("entity_id", maintain_order=True)
        .agg(aliases=pl.col("surface"))
    )
    entities = (
        resolved["profiles"]
        .join(counts["single"], on="entity_id")
        .join(aliases, on="entity_id")
        .sort("entity_id")
    )
    return {
        "entities": ENTITIES.conform(entities),
        "merges": MERGES.conform(resolved["merged"].sort(MERGES.key, maintain_order=True)),
    }


def count_filters(
    sizes: Tables, judged: Iterable[Tables], tested: Tables, pairs: Tables, graph: Tables
) -> Tables:
    """What was left out at each step, and why."""
    read = sizes["read"]
    judged_all = pl.concat([tables["judged"] for tables in judged]).sum()
    seen, frequent, enough = tested["dropped"]["pairs"].to_list()
    table = pairs["cooccurrence"]
    more = table.filter(pl.col("g2") > 0).height
    backbone = table.filter("in_backbone").height
    steps = (
        ("language", "articles", read["documents"][0], read["documents_read"][0], _LANGUAGE),
        ("no name", "candidates", *judged_all.row(0), _NO_NAME),
        ("rare entities", "pairs", seen, frequent, _RARE_ENTITIES),
        ("rare pairs", "pairs", frequent, enough, _RARE_PAIRS),
        ("less than chance", "pairs", enough, more, _CHANCE),
        ("backbone", "pairs", more, backbone, _BACKBONE),
    )
    columns = ("step", "filter", "rows", "rows_in", "rows_out", "reason")
    rows = (dict(zip(columns, (number, *step), strict=True)) for number, step in enumerate(steps))
    return {"filters": FILTERS.frame(rows)}


_LANGUAGE = "names are recognised in English; other languages are in every other table"
_NO_NAME = "model, form and context speak against a person, an organisation or a place"
_RARE_ENTITIES = "one of the two is named less than min_mentions times"
_RARE_PAIRS = "named together in fewer than min_pair sentences"
_CHANCE = "named together no more often than chance gives"
_BACKBONE = "not significant after correction, or no dominant pair of either entity"
