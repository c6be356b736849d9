"""In how many sentences of an article does a word stand?"""

from bisect import bisect_right
from collections import defaultdict

import polars as pl
from ahocorasick_rs import AhoCorasick

_SCHEMA = {"doc_id": pl.String, "term": pl.String, "sentences": pl.Int64}

#: A word goes on across these when letters stand on both sides ("cease-fire", "don't").
_JOINS = "-'’‐‑."


def sentences_with(
    articles: pl.DataFrame, spans: pl.DataFrame, wanted: pl.DataFrame
) -> pl.DataFrame:
    """Count the sentences that hold a word.

    articles: doc_id, text; spans: the sentences table; wanted: doc_id, term (lower case).
    Returns one row (doc_id, term, sentences) for each wanted word that was found.
    """
    terms_of: dict[str, list[str]] = defaultdict(list)
    for doc_id, term in wanted.select("doc_id", "term").iter_rows():
        terms_of[doc_id].append(term)
    patterns = sorted({term for terms in terms_of.values() for term in terms})
    if not patterns:
        return pl.DataFrame(schema=_SCHEMA)
    machine = AhoCorasick(patterns)
    starts_of = dict(spans.group_by("doc_id").agg(pl.col("start").sort()).iter_rows())
    rows: list[tuple[str, str, int]] = []
    for doc_id, text in articles.select("doc_id", "text").iter_rows():
        if doc_id not in terms_of:
            continue
        lowered = text.lower()
        if len(lowered) != len(text):  # "İ" grows when lowered and would move every offset
            lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
        starts = starts_of.get(doc_id, [])
        seen: dict[str, set[int]] = defaultdict(set)
        for pattern, start, end in machine.find_matches_as_indexes(lowered, overlapping=True):
            if _is_whole(lowered, start, end):
                seen[patterns[pattern]].add(bisect_right(starts, start) - 1)
        rows.extend((doc_id, term, len(found)) for term, found in sorted(seen.items()))
    counted = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return counted.join(wanted.select("doc_id", "term"), on=["doc_id", "term"], how="semi")


def _is_whole(text: str, start: int, end: int) -> bool:
    if start > 0:
        before = text[start - 1]
        if before.isalnum() or (before in _JOINS and start > 1 and text[start - 2].isalnum()):
            return False
    if end < len(text):
        after = text[end]
        if after.isalnum():
            return False
        if after in _JOINS and end + 1 < len(text) and text[end + 1].isalnum():
            return False
    return True
