"""Which sentences the model must see, so that every name that recurs is seen in some of them.

The cost of a model grows with words, what it can learn of a corpus with names. So candidates
(runs of capitalised words) are counted over the whole corpus, and for each that occurs often
enough a few sentences are chosen, by a hash, such that the choice depends on the sentence alone.
"""

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables
from analysis.entities.candidates import pruned
from analysis.entities.gazetteer import shipped
from analysis.entities.parameters import Parameters
from analysis.entities.reading import readable
from analysis.entities.wordlists import given_names

#: A run of capitalised words, in the syntax of polars' regular expressions.
_RUN = (
    r"\b[A-Z][\w]*(?:[.'’&\-][\w]+)*"
    r"(?:(?: |-| of the | of | for the | & | bin | al | van | de | del | der | von )"
    r"[A-Z][\w]*(?:[.'’&\-][\w]+)*)*"
)
#: A sentence that begins with a capital, quotes and brackets aside.
_OPENS = r"^[^\w]*[A-Z]"
#: A word that stands in lower case elsewhere is no candidate where this share of its capitals
#: begins a sentence.
_ORDINARY = 0.9
#: Sentences kept for each candidate of a shard, as a multiple of those wanted: room to choose
#: sentences that serve several candidates.
_ROOM = 8

#: Cube root of the occurrences of a name that is seen in `sample_contexts` sentences.
_OFTEN = 3
#: Characters that a sentence costs at least: the shortest say least ("Thanks, Karine.").
_SHORT = 120

_PLACE = ("doc_id", "sentence")
PLACES = ("form", *_PLACE, "priority", "size")


def candidates(tables: Tables, *, parameters: Parameters) -> Tables:
    """Facts of a shard: how often each candidate occurs, how often of these it may owe its capital
    to the sentence's beginning alone, and the sentences to read for it first.

    lower: whether an article that begins a sentence with the word holds it in lower case too; seen
    article by article, so that it does not depend on the cut into shards.
    """
    texts = tables["documents"].filter(readable()).select("doc_id", "text")
    runs = (
        tables["sentences"]
        .join(texts, on="doc_id")
        .select(
            "doc_id",
            "sentence",
            text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        )
        .with_columns(
            run=pl.col("text").str.replace_all(r"\s", " ").str.extract_all(_RUN),
            opens=pl.col("text").str.contains(_OPENS),
            size=pl.col("text").str.len_chars(),
        )
        .drop("text")
        .explode("run")
        .drop_nulls("run")
        .with_columns(
            opens=pl.col("opens")
            & pl.struct("doc_id", "sentence").is_first_distinct()
            & ~pl.col("run").str.contains(r" |^[^a-z]+$")
        )
    )
    forms = _pruned_forms(runs["run"].unique().sort().to_list())
    found = runs.join(forms, on="run")
    counts = found.group_by("form").agg(
        count=pl.len().cast(pl.Int64), opening=pl.col("opens").sum().cast(pl.Int64)
    )
    opening = (
        found.filter("opens")
        .group_by("doc_id")
        .agg(pl.col("form").unique())
        .join(texts, on="doc_id")
    )
    lower = _in_lower_case(opening.select("form", "text").iter_rows())
    counts = counts.with_columns(lower=pl.col("form").is_in(lower))
    first = (
        found.unique(["doc_id", "sentence", "form"])
        .with_columns(priority=pl.concat_str("doc_id", pl.lit(":"), "sentence").hash(seed=1))
        .select(PLACES)
        .sort("form", "priority", *_PLACE)
        .group_by("form", maintain_order=True)
        .head(_ROOM * parameters.sample_contexts)
    )
    return {"seen": counts.sort("form"), "places": first, "full": _in_full(found)}


def _in_full(found: pl.DataFrame) -> pl.DataFrame:
    """For each word, one sentence where a candidate of two or three words ends with it: a family
    name's type is told best by the full name, and best of all behind a given name."""
    return (
        found.filter(pl.col("form").str.contains(r"^[^ ]+ [^ ]+(?: [^ ]+)?$"))
        .with_columns(
            form=pl.col("form").str.extract(r"([^ ]+)$"),
            given=pl.col("form").str.extract(r"^([^ ]+)").str.to_lowercase().is_in(_given()),
        )
        .with_columns(priority=pl.concat_str("doc_id", pl.lit(":"), "sentence").hash(seed=1))
        .select(*PLACES, "given")
        .sort("form", ~pl.col("given"), "priority", *_PLACE)
        .unique("form", keep="first", maintain_order=True)
    )


def _given() -> list[str]:
    return sorted(given_names())


def _in_lower_case(articles: Iterable[tuple[list[str], str]]) -> list[str]:
    """The forms, given by article, that the article's text holds in lower case as well."""
    found: set[str] = set()
    for forms, text in articles:
        words = set(text.split())
        found.update(form for form in forms if form.lower() in words)
    return sorted(found)


def _pruned_forms(runs: list[str]) -> pl.DataFrame:
    """Each run without weekdays, titles and the like at its edges."""
    gazetteer = shipped()
    rows = []
    for run in runs:
        start, end = pruned(run, 0, len(run), gazetteer)
        if end - start >= 2:
            rows.append((run, run[start:end]))
    return pl.DataFrame(rows, schema={"run": pl.String, "form": pl.String}, orient="row")


def add_up(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """The candidates of several shards as those of one."""
    seen, places, full = (
        pl.concat([tables[name] for tables in shards]) for name in ("seen", "places", "full")
    )
    return {
        "seen": seen.group_by("form")
        .agg(pl.col("count", "opening").sum(), pl.col("lower").any())
        .sort("form"),
        "places": places.sort("form", "priority", *_PLACE)
        .group_by("form", maintain_order=True)
        .head(_ROOM * parameters.sample_contexts),
        "full": full.sort("form", ~pl.col("given"), "priority", *_PLACE).unique(
            "form", keep="first", maintain_order=True
        ),
    }


def choose(found: Tables, *, parameters: Parameters) -> Tables:
    """The decision: sentences to be read; `wanted`, the candidates that they are read for; and
    `words`, the single candidates that are words too.

    Candidates are served from the rarest to the most frequent; a sentence chosen for one counts
    for every other candidate in it.
    """
    counts = found["seen"]
    ordinary = pl.col("lower") & (pl.col("opening") >= _ORDINARY * pl.col("count"))
    often = pl.col("count") >= parameters.sample_min
    # Names that recur deserve more looks, but not in proportion: a type that is told wrongly costs
    # as many mentions as the name has, and is told wrongly more seldom with each look.
    need = (pl.col("count").cbrt() * parameters.sample_contexts / _OFTEN).ceil()
    wanted = counts.filter(often & ~ordinary).with_columns(need=need).sort("count", "form")
    numbered = wanted.select("form", number=pl.int_range(pl.len()))
    served = found["places"].join(numbered, on="form").sort("number", "priority", *_PLACE)
    full = found["full"].join(wanted, on="form", how="semi").select(_PLACE).unique()
    # Sentences are numbered in their order, so that numbers stand for them.
    sentences = pl.concat([served.select(_PLACE), full]).unique().sort(_PLACE)
    sentences = sentences.with_columns(place=pl.int_range(pl.len()))
    chosen = _cheapest(
        served.join(sentences, on=_PLACE, maintain_order="left").select("number", "place", "size"),
        wanted["need"].to_list(),
        full.join(sentences, on=_PLACE)["place"].sort().to_list(),
    )
    return {
        "chosen": sentences.filter(
            pl.col("place").is_in(pl.Series(sorted(chosen), dtype=pl.Int64).implode())
        ).select(_PLACE),
        "wanted": wanted.select("form").sort("form"),
        "words": counts.filter(pl.col("lower"), ~pl.col("form").str.contains(" "))
        .select("form")
        .sort("form"),
    }


def _cheapest(places: pl.DataFrame, needed: list[float], given: list[int]) -> set[int]:
    """The sentences to be read, by number.

    places: number of a candidate, place (number of a sentence that holds it) and size; candidates
    in the order in which they are served, the sentences of each in the order that breaks ties.
    needed: how many sentences each candidate needs; given: sentences that are read in any case.
    """
    holding: dict[int, list[int]] = defaultdict(list)
    serving: dict[int, list[int]] = defaultdict(list)
    cost: dict[int, int] = {}
    for number, place, size in places.iter_rows():
        holding[place].append(number)
        serving[number].append(place)
        cost[place] = max(size, _SHORT)
    served = [0] * len(needed)
    for place in given:
        for number in holding.get(place, ()):
            served[number] += 1
    chosen = set(given)

    def price(place: int) -> float:
        helped = 0
        for number in holding[place]:
            helped += served[number] < needed[number]
        return cost[place] / max(1, helped)

    for number, where in serving.items():
        if served[number] >= needed[number]:
            continue
        # The cheapest for the candidates that it helps first.
        for place in sorted(where, key=price):
            if served[number] >= needed[number]:
                break
            if place not in chosen:
                chosen.add(place)
                for other in holding[place]:
                    served[other] += 1
    return chosen
