"""Counts of the whole corpus: per million, tf-idf, dispersion."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.terms.facts import WEIGHT_UNIT
from analysis.terms.tables import FREQUENCIES


def dispersion(
    held: npt.NDArray[np.int64],
    shortfall: npt.NDArray[np.int64],
    count: npt.NDArray[np.int64],
    words: int,
    smallest: int,
) -> npt.NDArray[np.float64]:
    """Gries' deviation of proportions over articles, normalised (Lijffijt and Gries 2012).

    DP = ½ Σ |vᵢ - sᵢ| with vᵢ the share of the word's occurrences and sᵢ the share of all words
    that article i has; divided by 1 - min sᵢ. Articles without the word add their sᵢ, so that
      DP = 1 - held / words + shortfall / (count * words),
    held: words of the articles that hold the word; shortfall: Σ max(0, sizeᵢ·count - tfᵢ·words)
    over them; smallest: words of the smallest article. 0 even, 1 all in the smallest article;
    NaN where there is one article only or the word does not occur.
    """
    if words <= 0 or smallest >= words:
        return np.full(len(count), np.nan)
    size = np.where(count > 0, count, 1).astype(np.float64)
    value = (words - held) / words + shortfall / size / words
    return np.where(count > 0, value / (1 - smallest / words), np.nan)


def frequencies(
    totals: pl.DataFrame,
    shortfall: npt.NDArray[np.int64],
    *,
    articles: int,
    words: int,
    smallest: int,
    stems: pl.Series | None = None,
    lemmas: pl.Series | None = None,
) -> pl.DataFrame:
    """The table of frequencies.

    totals: term, n, key, count, documents, weight, held, count_all, stop_count, sorted by n, term.
    articles, words: of the corpus without copies; smallest: words of the smallest article.
    """
    count = totals["count"].to_numpy()
    holding = totals["documents"].to_numpy()
    rarity = np.log(max(articles, 1) / np.maximum(holding, 1))
    spread = dispersion(totals["held"].to_numpy(), shortfall, count, words, smallest)
    return FREQUENCIES.conform(
        totals.with_columns(
            (2 * pl.col("stop_count") > pl.col("count_all")).alias("stop_word"),
            pl.Series("per_million", 1e6 * count / max(words, 1)),
            pl.Series("tf_idf", totals["weight"].to_numpy() / WEIGHT_UNIT * rarity),
            pl.Series("dispersion", spread, nan_to_null=True),
            *(
                pl.lit(None, dtype=pl.String).alias(name) if column is None else column.alias(name)
                for name, column in (("stem", stems), ("lemma", lemmas))
            ),
        )
    )
