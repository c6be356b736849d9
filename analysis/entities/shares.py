"""What one shard needs of a decision about the whole corpus.

An article more changes the decision a little, and most shards not at all. So each shard is given
its own share of the decision, and worked on again only where the share has changed.
"""

import re

import polars as pl

from analysis.contract import Tables
from analysis.entities.gazetteer import shipped
from analysis.entities.names import fold
from analysis.entities.reading import readable

#: A word as the automaton can find it whole: what begins with a plain capital.
_TOKEN = r"[A-Z][A-Za-z0-9]*"
_TOKENS = re.compile(_TOKEN)
_PAIR = ["entity_a", "entity_b"]


def contents(tables: Tables) -> Tables:
    """The articles of a shard, and every word with a capital in them."""
    texts = tables["documents"].filter(readable())["text"]
    words = texts.str.extract_all(_TOKEN).explode().drop_nulls().unique().sort()
    return {
        "articles": tables["documents"].select("doc_id"),
        "tokens": words.rename("token").to_frame(),
    }


def own_choice(held: Tables, choice: Tables) -> Tables:
    """The sentences chosen in a shard's articles."""
    return {"chosen": _own(held, choice["chosen"])}


def own_names(held: Tables, read: Tables) -> Tables:
    """The names that the model found in the chosen sentences of a shard's articles."""
    return {"named": _own(held, read["named"])}


def _own(held: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.join(held["articles"], on="doc_id", how="semi", maintain_order="left")


def own_lexicon(held: Tables, lexicon: Tables) -> Tables:
    """The known forms that can stand in a shard: all their capitalised words do."""
    tokens = set(held["tokens"]["token"])
    rows = lexicon["lexicon"]
    can = [tokens.issuperset(_TOKENS.findall(form)) for form in rows["form"]]
    return {"lexicon": rows.filter(pl.Series(can, dtype=pl.Boolean))}


def own_votes(facts: Tables, votes: Tables) -> Tables:
    """The votes on a shard's own names, and on the names of several words that end with one of
    them: these tell a family name."""
    own = facts["votes"].select("key").unique()
    # "al-Sisi" is looked up as "Sisi" too, see features.describe.
    last = own.select(key=pl.col("key").str.replace(r"^(?:al|el) ", ""))
    ends = pl.concat([own, last]).unique()
    rows = votes["votes"].with_columns(last=pl.col("key").str.extract(r"([^ ]+)$"))
    kept = pl.concat(
        [
            rows.join(own, on="key", how="semi"),
            rows.filter(pl.col("key").str.contains(" ", literal=True)).join(
                ends, left_on="last", right_on="key", how="semi"
            ),
        ]
    )
    return {"votes": kept.drop("last").unique().sort("key", "label")}


def own_aliases(named: Tables, resolved: Tables) -> Tables:
    """What a shard's names stand for, and the types of these entities."""
    forms = named["forms"].select("form", "type")
    keys = pl.Series("key", [fold(form) for form in forms["form"]], dtype=pl.String)
    wanted = forms.with_columns(keys).select("key", "type").unique()
    aliases = resolved["aliases"].join(wanted, on=["key", "type"], how="semi").sort("key", "type")
    types = resolved["profiles"].select("entity_id", "type")
    return {
        "aliases": aliases,
        "profiles": types.join(aliases, on="entity_id", how="semi").sort("entity_id"),
    }


def countries(resolved: Tables) -> Tables:
    """The entities that are countries, or whatever else gives its people a name."""
    return {
        "countries": resolved["profiles"]
        .filter(
            pl.col("type") == "LOC",
            pl.col("kind").is_not_null(),
            pl.col("name").is_in(sorted(set(shipped().demonyms.values()))),
        )
        .select("entity_id", country="name")
        .sort("entity_id")
    }


def own_pairs(counted: Tables, tested: Tables) -> Tables:
    """The tested pairs of which a shard names both."""
    ids = counted["single"]["entity_id"].implode()
    pairs = tested["tested"].select(_PAIR)
    return {"tested": pairs.filter(pl.col("entity_a").is_in(ids), pl.col("entity_b").is_in(ids))}
