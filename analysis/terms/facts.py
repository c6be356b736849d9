"""What a shard's articles say of words, whatever the other shards hold: the stage's first phase."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Selection, Tables
from analysis.language import word_kernel
from analysis.language.tokens import WordRules, Words, split_words
from analysis.terms import counting, measures
from analysis.terms.groups import by_group, narrow
from analysis.terms.growth import in_order
from analysis.terms.ngrams import with_ngrams
from analysis.terms.parameters import Parameters
from analysis.terms.readability import syllables
from analysis.terms.selection import select

#: Weights of tf-idf are summed as integers of this unit, so that no order of adding matters.
WEIGHT_UNIT = 2.0**32

MTLD_THRESHOLD = 0.72

#: Read with this module, though only split_words calls it: see analysis.language.loops.
READ = (word_kernel.split,)

#: Bits of a word's mark in the stream.
JOINED, OPENS = 1, 2


def facts(
    shard: Tables,
    lists: Tables,
    *,
    parameters: Parameters,
    target: Selection | None,
    reference: Selection | None,
) -> Tables:
    """All counts of one shard.

    shard: documents, sentences; lists: stop_words (language, word; language null: all).
    Everything is in numbers, as it is read several times; see analysis.terms.spelling for words.
      articles    one row per article: words, measures, which parts it belongs to
      vocabulary  one row per term: sums over articles (copies only in count_all)
      postings    form and count of each row of document_terms, in order of form
      stream      form of each word, in order of the text; gap: code points from the start of
                  the word before (of the article's first word: from the article's start); mark:
                  JOINED where nothing but white space parts it from the word before, OPENS
                  where it is the first word of a sentence
      pairs       second words and counts of neighbouring words, in order of the first
      partners    for each term the rows of pairs whose first word it is
      firsts      for each term the first article that counts and holds it (see
                  analysis.terms.growth); the number of articles where there is none
      groups, group_names   sums per outlet and language, and per side of the comparison; see
                  analysis.terms.groups
    Numbers have the narrowest type that holds them: what is cached is read and hashed often.
    """
    documents = shard["documents"].sort("doc_id")
    sentence_starts = _sentence_starts(documents, shard["sentences"])
    found = split_words(documents["text"], documents["language"], parameters.rules, sentence_starts)
    terms, lengths, forms, bounds = with_ngrams(found, parameters.store_ngrams)
    row_forms, row_counts, row_bounds = counting.count_by_article(forms, bounds, len(terms))
    words = np.diff(found.bounds)
    counted = documents["copy_of"].is_null().to_numpy() & (words > 0)
    articles = _articles(documents, shard["sentences"], found, counted, parameters)
    articles = articles.with_columns(
        pl.Series("rows", np.diff(row_bounds)),
        *_sides(documents, found, counted, target, reference, parameters.rules),
    )
    top = int(row_counts.max()) if len(row_counts) else 0
    weights = np.zeros(top + 1, dtype=np.int64)
    weights[1:] = np.rint((1 + np.log(np.arange(1, top + 1))) * WEIGHT_UNIT)
    count, holding, weight, held, least, everywhere = counting.total_by_form(
        row_forms, row_counts, row_bounds, words, counted, weights, len(terms)
    )
    first, second, pair_count, leads, follows = counting.count_pairs(
        found.forms, found.joined, found.bounds, counted, len(found.vocabulary)
    )
    partners = np.bincount(first, minlength=len(leads))
    rest = np.zeros(len(terms) - len(leads), dtype=np.int64)
    vocabulary = pl.DataFrame(
        {
            "term": terms,
            "n": lengths,
            "key": np.concatenate([found.keys >> np.uint64(32), rest.view(np.uint64)]),
            "count": count,
            "documents": holding,
            "weight": weight,
            "held": held,
            "least": least,
            "count_all": everywhere,
            "stop_count": _stop_counts(
                documents["language"], lists["stop_words"], terms, row_forms, row_counts, row_bounds
            ),
            "leads": np.concatenate([leads, rest]),
            "follows": np.concatenate([follows, rest]),
        }
    ).with_columns(pl.col("key").cast(pl.UInt32))
    firsts = counting.first_articles(row_forms, row_bounds, in_order(articles), len(terms))
    groups, names = by_group(articles, row_forms, row_counts, row_bounds, len(terms))
    return {
        "articles": articles,
        "vocabulary": vocabulary,
        "postings": pl.DataFrame({"form": narrow(row_forms), "count": narrow(row_counts)}),
        "stream": _stream(found, *sentence_starts),
        "pairs": pl.DataFrame({"second": narrow(second), "count": narrow(pair_count)}),
        "partners": pl.DataFrame({"partners": narrow(np.concatenate([partners, rest]))}),
        "firsts": pl.DataFrame({"first": narrow(np.where(firsts < 0, len(articles), firsts))}),
        "groups": groups,
        "group_names": names,
    }


def row_bounds_of(articles: pl.DataFrame, column: str = "words") -> npt.NDArray[np.int64]:
    """Where each article's words (or rows of postings) begin, and the end."""
    bounds = np.zeros(len(articles) + 1, dtype=np.int64)
    np.cumsum(articles[column].to_numpy(), out=bounds[1:])
    return bounds


def _stream(
    found: Words, sentence_starts: npt.NDArray[np.int64], sentence_bounds: npt.NDArray[np.int64]
) -> pl.DataFrame:
    gaps, mark = counting.gaps_and_openings(
        found.starts, found.joined, found.bounds, sentence_starts, sentence_bounds, OPENS
    )
    return pl.DataFrame({"form": narrow(found.forms), "gap": narrow(gaps), "mark": mark})


def _sentence_starts(
    documents: pl.DataFrame, sentences: pl.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    ordered = sentences.sort("doc_id", "start") if len(sentences) else sentences
    bounds = np.zeros(len(documents) + 1, dtype=np.int64)
    np.cumsum(_by_article(documents, sentences), out=bounds[1:])
    return np.ascontiguousarray(ordered["start"].to_numpy()), bounds


def _by_article(documents: pl.DataFrame, sentences: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Number of sentences of each article."""
    counts = sentences.group_by("doc_id").agg(pl.len().cast(pl.Int64).alias("sentences"))
    joined = documents.select("doc_id").join(counts, on="doc_id", how="left", maintain_order="left")
    return joined["sentences"].fill_null(0).to_numpy()


def _articles(
    documents: pl.DataFrame,
    sentences: pl.DataFrame,
    found: Words,
    counted: npt.NDArray[np.bool_],
    parameters: Parameters,
) -> pl.DataFrame:
    words = np.diff(found.bounds)
    types = len(found.vocabulary)
    window = parameters.mattr_window
    of_forms = np.column_stack(
        [
            found.vocabulary.str.len_chars().to_numpy() > 6,
            (found.vocabulary.str.to_uppercase() != found.vocabulary).to_numpy(),
            syllables(found.vocabulary),
        ]
    )
    sums = measures.sums_by_article(found.forms, found.bounds, of_forms.astype(np.int64))
    return documents.select("doc_id", "outlet", "published", "language").with_columns(
        pl.Series("copy", documents["copy_of"].is_not_null()),
        pl.Series("counted", counted),
        pl.Series("words", words),
        pl.Series("sentences", _by_article(documents, sentences)),
        pl.Series("moving_types", measures.moving_types(found.forms, found.bounds, window, types)),
        pl.Series("windows", np.maximum(words - window + 1, 0)),
        pl.Series("mtld", measures.mtld(found.forms, found.bounds, types, MTLD_THRESHOLD)),
        pl.Series("long_words", sums[:, 0]),
        pl.Series("cased_words", sums[:, 1]),
        pl.Series("syllables", sums[:, 2]),
        english=(pl.lit(documents["language"]) == "en").fill_null(False),
    )


def _sides(
    documents: pl.DataFrame,
    found: Words,
    counted: npt.NDArray[np.bool_],
    target: Selection | None,
    reference: Selection | None,
    rules: WordRules,
) -> list[pl.Series]:
    """Whether each article lies in the target and in the reference of the comparison."""
    inside = np.zeros(len(documents), dtype=np.bool_)
    against = inside
    overlap = inside
    if target is not None or reference is not None:
        meant = select(reference, documents, found, rules) if reference is not None else None
        if target is not None:
            inside = select(target, documents, found, rules)
        else:
            inside = ~meant if meant is not None else inside
        against = meant if meant is not None else ~inside
        overlap = inside & against
        against = against & ~inside
    return [
        pl.Series("target", inside & counted),
        pl.Series("reference", against & counted),
        pl.Series("overlap", overlap & counted),
    ]


def _stop_counts(
    languages: pl.Series,
    listed: pl.DataFrame,
    terms: pl.Series,
    forms: npt.NDArray[np.uint32],
    counts: npt.NDArray[np.uint32],
    row_bounds: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """How often each term stands in articles in whose language it is a stop word."""
    total = np.zeros(len(terms), dtype=np.int64)
    codes = languages.to_list()
    rows = np.diff(row_bounds)
    one_language = len(set(codes)) == 1
    for language in sorted(set(codes), key=str):
        chosen = listed.filter(
            pl.col("language").is_null() | pl.col("language").eq(pl.lit(language))
        )["word"]
        stop = terms.is_in(chosen.implode()).to_numpy()
        if not stop.any():
            continue
        hit = stop[forms]
        if not one_language:
            hit &= np.repeat(np.array([code == language for code in codes]), rows)
        total += np.bincount(forms[hit], counts[hit], len(terms)).astype(np.int64)
    return total
