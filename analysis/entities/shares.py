"""What one shard needs of a decision about the whole corpus.

An article more changes the decision a little, and most shards not at all. So each shard is given
its own share of the decision, and worked on again only where the share has changed. The shares
are dealt out together: if each shard looked through the whole decision for its own, twice the
corpus would cost four times the time.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl

from analysis.contract import Engine, Part, Tables
from analysis.entities.gazetteer import shipped
from analysis.entities.reading import readable

#: A word as the automaton can find it whole: what begins with a plain capital.
_TOKEN = r"[A-Z][A-Za-z0-9]*"
_TOKENS = re.compile(_TOKEN)
_PAIR = ["entity_a", "entity_b"]
#: Shards whose shares are dealt out in one call: so many tables have their names in one entry.
AT_ONCE = 256


def dealt(
    engine: Engine, deal: Callable[..., Tables], held: Sequence[Part], decision: Part, *names: str
) -> list[Part]:
    """Each shard's own share of a decision, in the order of the shards.

    deal: gives, of the tables of some shards and the decision, tables "name.number", one of each
    name for each of these shards; `share` finds them.
    """
    parts: list[Part] = []
    for first in range(0, len(held), AT_ONCE):
        some = held[first : first + AT_ONCE]
        made = engine.once(deal, some, decision)
        parts.extend(
            engine.pick(made, *(f"{name}.{number}" for name in names))
            for number in range(len(some))
        )
    return parts


def share(tables: Tables, name: str) -> pl.DataFrame:
    """The table of that name in a shard's share."""
    (found,) = (full for full in tables if full.partition(".")[0] == name)
    return tables[found]


def _by_shard(name: str, rows: pl.DataFrame, shards: int) -> dict[str, pl.DataFrame]:
    """Rows with the number of their shard, as one table for each."""
    parts = rows.partition_by("shard", maintain_order=True, include_key=False, as_dict=True)
    empty = rows.drop("shard").clear()
    return {f"{name}.{number}": parts.get((number,), empty) for number in range(shards)}


def _numbered(frames: Iterable[pl.DataFrame]) -> tuple[pl.DataFrame, int]:
    """The frames as one, with the number of each, and how many there are."""
    numbered = [
        frame.with_columns(shard=pl.lit(number, dtype=pl.Int32))
        for number, frame in enumerate(frames)
    ]
    return pl.concat(numbered), len(numbered)


def contents(tables: Tables) -> Tables:
    """The articles of a shard, and every word with a capital in them."""
    texts = tables["documents"].filter(readable())["text"]
    words = texts.str.extract_all(_TOKEN).explode().drop_nulls().unique().sort()
    return {
        "articles": tables["documents"].select("doc_id"),
        "tokens": words.rename("token").to_frame(),
    }


def own_choice(held: Iterable[Tables], choice: Tables) -> Tables:
    """The sentences chosen in each shard's articles: `chosen`."""
    return _of_articles("chosen", held, choice)


def own_names(held: Iterable[Tables], read: Tables) -> Tables:
    """The names that the model found in the chosen sentences of each shard: `named`."""
    return _of_articles("named", held, read)


def _of_articles(name: str, held: Iterable[Tables], decision: Tables) -> Tables:
    articles, shards = _numbered(tables["articles"] for tables in held)
    rows = decision[name].join(articles, on="doc_id", how="inner", maintain_order="left")
    return _by_shard(name, rows, shards)


def needed(lexicon: pl.DataFrame) -> pl.DataFrame:
    """The capitalised words that must stand in a text for each of the forms to stand there.

    Returns rows of `number` (the form's row in the lexicon) and `token`.
    """
    return (
        lexicon.select(token=pl.col("form").str.extract_all(_TOKEN))
        .with_row_index("number")
        .explode("token")
        .drop_nulls()
    )


def own_lexicon(held: Tables, lexicon: Tables) -> Tables:
    """The known forms that can stand in a shard: all their capitalised words do.

    lexicon: with the table `needed`.
    """
    missing = lexicon["needed"].join(held["tokens"], on="token", how="anti")["number"].unique()
    rows = lexicon["lexicon"].with_row_index("number")
    return {"lexicon": rows.filter(~pl.col("number").is_in(missing.implode())).drop("number")}


def own_votes(facts: Iterable[Tables], votes: Tables) -> Tables:
    """The votes on each shard's own names, `votes`, and those of their words that are family names
    anywhere, `families`."""
    own, shards = _numbered(tables["votes"].select("key").unique() for tables in facts)
    # "al-Sisi" is looked up as "Sisi" too, see features.describe.
    bare = own.with_columns(pl.col("key").str.replace(r"^(?:al|el) ", ""))
    families = bare.unique().join(votes["families"], on="key", how="semi").sort("shard", "key")
    rows = votes["votes"].join(own, on="key").sort("shard", "key", "label")
    return {**_by_shard("votes", rows, shards), **_by_shard("families", families, shards)}


def own_aliases(named: Iterable[Tables], resolved: Tables) -> Tables:
    """What each shard's names stand for: `ids`."""
    forms, shards = _numbered(tables["forms"].select("form", "type") for tables in named)
    rows = resolved["ids"].join(forms, on=["form", "type"]).sort("shard", "form", "type")
    return _by_shard("ids", rows, shards)


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


def own_pairs(named: Iterable[Tables], tested: Tables) -> Tables:
    """The tested pairs of which an article of each shard names both: `tested`.

    named: with `mentions`.
    """
    pairs = tested["tested"].select(_PAIR).sort(_PAIR)
    known = pl.concat([pairs["entity_a"], pairs["entity_b"]]).unique().sort()
    # A pair is one number: names would have to be hashed anew for each shard.
    numbers = pl.DataFrame({"entity_id": known}).with_row_index("entity")
    first, second = (known.search_sorted(pairs[name]).to_numpy().astype(np.int64) for name in _PAIR)
    wanted = first * len(known) + second
    found = {}
    for number, tables in enumerate(named):
        there = tables["mentions"].select("doc_id", "entity_id").unique()
        there = there.join(numbers, on="entity_id").select(
            "doc_id", pl.col("entity").cast(pl.Int64)
        )
        both = there.join(there, on="doc_id", suffix="_b").filter(
            pl.col("entity") < pl.col("entity_b")
        )
        together = both.select(pl.col("entity") * len(known) + pl.col("entity_b")).to_series()
        asked = together.unique().sort().to_numpy()
        places = np.searchsorted(wanted, asked)
        places = places[places < len(wanted)]
        found[f"tested.{number}"] = pairs[places[wanted[places] == asked[: len(places)]]]
    return found
