"""Sequences of words counted like words."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.tokens import Words

Forms = npt.NDArray[np.uint32]
Bounds = npt.NDArray[np.int64]


def with_ngrams(
    found: Words, longest: int
) -> tuple[pl.Series, npt.NDArray[np.int32], Forms, Bounds]:
    """Words and all sequences of up to `longest` words without punctuation between them.

    Returns the terms sorted by length in words and then by code point, their lengths, the
    number of the term at each place, article after article, and where the articles begin.
    """
    single = np.ones(len(found.vocabulary), dtype=np.int32)
    if longest == 1:
        return found.vocabulary, single, found.forms, found.bounds
    article = np.repeat(np.arange(len(found.bounds) - 1), np.diff(found.bounds))
    first_of_article = np.zeros(len(found.forms) + 1, dtype=np.bool_)
    first_of_article[found.bounds] = True
    joined = found.joined.astype(np.bool_) & ~first_of_article[:-1]
    terms, lengths = [found.vocabulary], [single]
    forms, articles = [found.forms.astype(np.int64)], [article]
    grams, ends = found.forms.astype(np.int64), np.arange(len(found.forms))
    shorter = found.vocabulary
    offset = len(single)
    for n in range(2, longest + 1):
        on = (ends + 1 < len(joined)) & joined[np.minimum(ends + 1, len(joined) - 1)]
        grams, ends = grams[on], ends[on] + 1
        key = grams * np.int64(len(found.vocabulary)) + found.forms[ends]
        distinct, grams = np.unique(key, return_inverse=True)
        head, tail = np.divmod(distinct, np.int64(max(len(found.vocabulary), 1)))
        names = pl.DataFrame(
            {"head": shorter.gather(head), "tail": found.vocabulary.gather(tail)},
            schema={"head": pl.String, "tail": pl.String},
        ).select(pl.concat_str("head", "tail", separator=" ").alias("term"))["term"]
        order = names.arg_sort().to_numpy()
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        grams = rank[grams]
        shorter = names.gather(order)
        terms.append(shorter)
        lengths.append(np.full(len(shorter), n, dtype=np.int32))
        forms.append(grams + offset)
        articles.append(article[ends])
        offset += len(shorter)
    flat, of = np.concatenate(forms), np.concatenate(articles)
    bounds = np.zeros(len(found.bounds), dtype=np.int64)
    np.cumsum(np.bincount(of, minlength=len(bounds) - 1), out=bounds[1:])
    ordered = flat[np.argsort(of, kind="stable")].astype(np.uint32)
    return pl.concat(terms).alias("term"), np.concatenate(lengths), ordered, bounds
