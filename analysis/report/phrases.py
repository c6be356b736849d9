"""Where wanted words and word pairs stand, by the same word rules as the counts."""

import numpy as np
import polars as pl

from analysis.language.tokens import WordRules, split_words

_FOUND = {
    "id": pl.String,
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
}


def find_phrases(
    documents: pl.DataFrame, sentences: pl.DataFrame, wanted: pl.DataFrame, rules: WordRules
) -> pl.DataFrame:
    """Every place of the wanted words, with its sentence.

    wanted: id, a, b: a word (b empty or null), or two that follow each other with nothing but
    white space between them. rules: those by which the terms stage counted.
    Returns id, doc_id, sentence, start, end (code points), in the order of `wanted`.
    """
    if documents.is_empty() or wanted.is_empty():
        return pl.DataFrame(schema=_FOUND)
    words = split_words(documents["text"], documents["language"], rules)
    forms, joined = words.forms, words.joined.astype(bool)
    ranks = _ranks(words.vocabulary, wanted)
    starts = words.starts.astype(np.int64)
    ends = starts + words.lengths
    article = np.repeat(np.arange(documents.height), np.diff(words.bounds))
    frames = [pl.DataFrame(schema=_FOUND).drop("sentence")]
    for row in wanted.iter_rows(named=True):
        sought = [*str(row["a"]).split(), *str(row["b"] or "").split()]
        if not sought or any(word not in ranks for word in sought):
            continue
        at = np.flatnonzero(forms == ranks[sought[0]])
        for step, word in enumerate(sought[1:], 1):
            at = at[at + step < len(forms)]
            follows = (forms[at + step] == ranks[word]) & joined[at + step]
            at = at[follows & (article[at] == article[at + step])]
        frames.append(
            pl.DataFrame(
                {
                    "id": pl.Series([row["id"]], dtype=pl.String).new_from_index(0, len(at)),
                    "doc_id": documents["doc_id"].gather(article[at]),
                    "start": starts[at],
                    "end": ends[at + len(sought) - 1],
                }
            )
        )
    return _with_sentences(pl.concat(frames), sentences)


def _ranks(vocabulary: pl.Series, wanted: pl.DataFrame) -> dict[str, int]:
    """Place in the vocabulary of each wanted word that is there."""
    sought = {word for cell in (*wanted["a"], *wanted["b"]) for word in (cell or "").split()}
    places = vocabulary.is_in(sorted(sought)).arg_true()
    return dict(zip(vocabulary.gather(places).to_list(), places.to_list(), strict=True))


def _with_sentences(places: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The places with the sentence in which they begin."""
    order = places.with_row_index("order").sort("doc_id", "start")
    bounds = sentences.select("doc_id", "sentence", pl.col("start")).sort("doc_id", "start")
    joined = order.join_asof(
        bounds, on="start", by="doc_id", strategy="backward", check_sortedness=False
    )
    return joined.filter(pl.col("sentence").is_not_null()).sort("order").select(list(_FOUND))
