"""The corpus stage: raw files become clean, dated, de-duplicated articles with a ledger.

Facts (read every file) → decision (lines that repeat over the corpus) → application (clean
texts, sentences, sketches) → decision (which articles are copies) → application (documents) →
ledger (what became of every file and character).
"""

import polars as pl

from analysis.contract import Engine, Given, Outputs
from analysis.corpus.cleaning import clean_shard
from analysis.corpus.finished import Finished
from analysis.corpus.grouping import grouped
from analysis.corpus.ledger import finish_shard, merge_ledger, merge_variants
from analysis.corpus.parameters import Parameters
from analysis.corpus.reading import read_shard
from analysis.corpus.repetition import learn_lines

#: Groups are looked into in so many shares side by side, by the first digit of their ids.
_SHARES = ("0123", "4567", "89ab", "cdef")


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """Documents, sentences, repairs, removed spans, files, variants and filters of a corpus."""
    read = engine.each(
        read_shard,
        given.shards,
        given.hand,
        parameters=parameters,
        description=given.description,
    )
    lines = engine.once(learn_lines, read, parameters=parameters)
    clean = engine.each(clean_shard, read, lines, description=given.description)
    groups = grouped(engine, clean, parameters)
    texts = [engine.pick(one, "texts") for one in read]
    final = engine.each(finish_shard, clean, texts, groups)
    # Each is given what it reads and no more: what did not change is not worked out again.
    told = tuple(engine.pick(one, "told") for one in final)
    shares = [engine.share({"share": pl.DataFrame({"digit": list(one)})}) for one in _SHARES]
    differing = engine.each(merge_variants, [told] * len(shares), shares)
    ledger = engine.once(
        merge_ledger,
        [engine.pick(one, "removed", "units") for one in clean],
        [engine.pick(one, "counts") for one in final],
        given.whole.get("raw_files") or engine.share({}),
    )
    return Outputs(
        tables={
            "documents": [
                Finished(
                    text, engine.pick(article, "articles", "changed"), engine.pick(one, "members")
                )
                for text, article, one in zip(texts, clean, final, strict=True)
            ],
            "sentences": clean,
            "repairs": clean,
            "files": [ledger],
            "removed": [ledger],
            "variants": differing,
            "filters": [ledger],
        }
    )
