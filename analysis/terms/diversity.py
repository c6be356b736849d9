"""Lexical diversity and readability, by outlet and period."""

import numpy as np
import polars as pl

from analysis.terms.readability import flesch, lix
from analysis.terms.tables import DIVERSITY
from analysis.terms.trends import period_of


def yule_k(counts: pl.Series) -> float | None:
    """Yule's characteristic K = 10⁴ (Σ c² - N) / N² over the counts of all words."""
    total = int(counts.sum())
    if not total:
        return None
    return 1e4 * (int((counts.cast(pl.Int64) ** 2).sum()) - total) / total**2


def diversity(
    articles: pl.DataFrame,
    totals: pl.DataFrame,
    by_outlet: pl.DataFrame,
    by_period: pl.DataFrame,
    unit: str,
    window: int,
) -> pl.DataFrame:
    """The table of diversity: all articles together, then every outlet, then every period.

    articles: the counted articles of the facts, in order; totals: count of each term;
    by_outlet: outlet, count of each term; by_period: period, count of each term, periods of that
    unit; window: that of MATTR, in words.
    """
    rows = [_series("all", articles, totals["count"], window)]
    dated = articles.with_columns(period=period_of(pl.col("published"), unit))
    for kind, counts in (("outlet", by_outlet), ("period", by_period)):
        of_kind = counts.partition_by(kind, as_dict=True)
        own = dated.drop_nulls(kind).partition_by(kind, as_dict=True, maintain_order=True)
        rows += [
            _series(f"{kind}:{key[0]}", own[key], of_kind[key]["count"], window)
            for key in sorted(own)
        ]
    return DIVERSITY.frame(sorted(rows, key=lambda row: str(row["series"])))


def _series(
    series: str, articles: pl.DataFrame, counts: pl.Series, window: int
) -> dict[str, object]:
    words = int(articles["words"].sum())
    types = int((counts > 0).sum())
    windows = int(articles["windows"].sum())
    sentences = int(articles["sentences"].sum())
    measured = articles.filter(pl.col("mtld") > 0)
    weight = int(measured["words"].sum())
    # One after the other in the order of articles: the sum does not depend on threads.
    mtld_sum = float(
        np.cumsum(measured["mtld"].to_numpy() * measured["words"].to_numpy())[-1:].sum()
    )
    english = articles.filter("english")
    cased = int(articles["cased_words"].sum())
    return {
        "series": series,
        "articles": len(articles),
        "words": words,
        "types": types,
        "ttr": types / words if words else None,
        "mattr": int(articles["moving_types"].sum()) / (windows * window) if windows else None,
        "mtld": mtld_sum / weight if weight else None,
        "yule_k": yule_k(counts),
        "sentences": sentences,
        "sentence_length": words / sentences if sentences else None,
        "lix": lix(words, sentences, int(articles["long_words"].sum()))
        if 2 * cased > words
        else None,
        "flesch": flesch(
            int(english["words"].sum()),
            int(english["sentences"].sum()),
            int(english["syllables"].sum()),
        ),
    }
