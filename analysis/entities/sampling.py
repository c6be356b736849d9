"""Which sentences the model must see, so that every name that recurs is seen in some of them.

The cost of a model grows with words, what it can learn of a corpus with names. So candidates
(runs of capitalised words) are counted over the whole corpus, and for each that occurs often
enough a few sentences are chosen, by a hash, such that the choice depends on the sentence alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables
from analysis.entities.candidates import pruned
from analysis.entities.gazetteer import shipped
from analysis.entities.parameters import Parameters
from analysis.entities.reading import readable

#: A run of capitalised words, in the syntax of polars' regular expressions.
_RUN = (
    r"\b[A-Z][\w]*(?:[.'’&\-][\w]+)*"
    r"(?:(?: |-| of the | of | for the | & | bin | al | van | de | del | der | von )"
    r"[A-Z][\w]*(?:[.'’&\-][\w]+)*)*"
)
#: Sentences kept for each candidate of a shard, as a multiple of those wanted: room to choose
#: sentences that serve several candidates.
_ROOM = 3

SEEN = {"form": pl.String, "count": pl.Int64}
PLACES = {"form": pl.String, "doc_id": pl.String, "sentence": pl.Int32, "priority": pl.UInt64}


def candidates(tables: Tables, *, parameters: Parameters) -> Tables:
    """Facts of a shard: how often each candidate occurs, and the sentences to read for it first."""
    texts = tables["documents"].filter(readable()).select("doc_id", "text")
    sentences = (
        tables["sentences"]
        .join(texts, on="doc_id")
        .select(
            "doc_id",
            "sentence",
            text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        )
        .with_columns(run=pl.col("text").str.replace_all(r"\s", " ").str.extract_all(_RUN))
        .drop("text")
        .explode("run")
        .drop_nulls("run")
    )
    forms = _pruned_forms(sentences["run"].unique().sort().to_list())
    placed = sentences.join(forms, on="run").unique(["doc_id", "sentence", "form"])
    counts = sentences.join(forms, on="run").group_by("form").agg(count=pl.len().cast(pl.Int64))
    first = (
        placed.with_columns(priority=pl.concat_str("doc_id", pl.lit(":"), "sentence").hash(seed=1))
        .select(list(PLACES))
        .sort("form", "priority", "doc_id", "sentence")
        .group_by("form", maintain_order=True)
        .head(_ROOM * parameters.sample_contexts)
    )
    return {"seen": counts.sort("form"), "places": first}


def _pruned_forms(runs: list[str]) -> pl.DataFrame:
    """Each run without weekdays, titles and the like at its edges."""
    gazetteer = shipped()
    rows = []
    for run in runs:
        start, end = pruned(run, 0, len(run), gazetteer)
        if end - start >= 2:
            rows.append((run, run[start:end]))
    return pl.DataFrame(rows, schema={"run": pl.String, "form": pl.String}, orient="row")


def choose(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """The decision: sentences to be read.

    Candidates are served from the rarest to the most frequent; a sentence chosen for one counts
    for every other candidate in it.
    """
    given = list(shards)
    counts = (
        pl.concat([tables["seen"] for tables in given]).group_by("form").agg(pl.col("count").sum())
    )
    wanted = counts.filter(pl.col("count") >= parameters.sample_min).sort("count", "form")
    places = (
        pl.concat([tables["places"] for tables in given])
        .join(wanted, on="form")
        .sort("count", "form", "priority", "doc_id", "sentence")
        .group_by("form", maintain_order=True)
        .head(_ROOM * parameters.sample_contexts)
    )
    holding: dict[tuple[str, int], list[str]] = defaultdict(list)
    serving: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for form, doc_id, sentence in places.select("form", "doc_id", "sentence").iter_rows():
        holding[doc_id, sentence].append(form)
        serving[form].append((doc_id, sentence))
    served: Counter[str] = Counter()
    chosen: set[tuple[str, int]] = set()
    for form, where in serving.items():
        # Sentences that help most other candidates first; the order given breaks ties.
        useful = sorted(
            where,
            key=lambda place: (
                -sum(served[one] < parameters.sample_contexts for one in holding[place])
            ),
        )
        for place in useful:
            if served[form] >= parameters.sample_contexts:
                break
            if place not in chosen:
                chosen.add(place)
                served.update(holding[place])
    rows = sorted(chosen)
    return {
        "chosen": pl.DataFrame(
            rows, schema={"doc_id": pl.String, "sentence": pl.Int32}, orient="row"
        )
    }
