"""Tables of the terms stage."""

import polars as pl

from analysis.contract import Column, Table, filters

_COUNT = "occurrences"

#: Measures of association of a first and a second word, as analysis.terms.association gives them.
_ASSOCIATION = (
    Column("g2", pl.Float64, "log-likelihood ratio; negative where rarer than expected"),
    Column("npmi", pl.Float64, "normalised pointwise mutual information, -1 to 1"),
    Column("log_dice", pl.Float64, "14 + log2 of Dice's coefficient; at most 14"),
    Column("t", pl.Float64, "t score"),
    Column("lambda", pl.Float64, "log odds ratio, 0.5 added to each cell"),
    Column("z", pl.Float64, "lambda divided by its standard error"),
    Column("delta_p_forward", pl.Float64, "P(second | first) less P(second | another word)"),
    Column("delta_p_backward", pl.Float64, "P(first | second) less P(first | another word)"),
)

DOCUMENT_TERMS = Table(
    "20_terms/document_terms",
    "word in an article (all words, copies' too)",
    (
        Column("doc_id", pl.String, "article"),
        Column("term", pl.String, "word, or n words parted by blanks"),
        Column("count", pl.Int64, "how often it stands in the article", _COUNT),
    ),
    ("doc_id", "term"),
)

FREQUENCIES = Table(
    "20_terms/frequencies",
    "word of the corpus",
    (
        Column("term", pl.String, "word, or n words parted by blanks"),
        Column("n", pl.Int32, "number of words in the term", "words"),
        Column(
            "stop_word",
            pl.Boolean,
            "more than half of it stands in articles in whose language it is a stop word",
        ),
        Column("count", pl.Int64, "occurrences without copies", _COUNT),
        Column(
            "documents", pl.Int64, "articles that hold it, without copies (its range)", "articles"
        ),
        Column("per_million", pl.Float64, "occurrences in a million words", "per million words"),
        Column("tf_idf", pl.Float64, "sum over articles of (1 + ln tf) * ln(N / df)"),
        Column(
            "dispersion",
            pl.Float64,
            "Gries' deviation of proportions over articles, normalised: 0 even, 1 all in one;"
            " null where there are not two articles",
            nullable=True,
        ),
        Column("stem", pl.String, "stem by Snowball, if parameters ask", nullable=True),
        Column("lemma", pl.String, "dictionary form, if parameters ask", nullable=True),
        Column("count_all", pl.Int64, "occurrences, copies included", _COUNT),
        Column(
            "key", pl.UInt32, "number of the term in concordance_index; rarely shared by two terms"
        ),
    ),
    ("n", "term"),
)

KEYNESS = Table(
    "20_terms/keyness",
    "word in a comparison of two parts of the corpus",
    (
        Column(
            "target",
            pl.String,
            "part that is looked at: an outlet (what it holds in its main language), or a"
            " description of the selection",
        ),
        Column("reference", pl.String, "part that it is compared with"),
        Column("term", pl.String, "word"),
        Column("count", pl.Int64, "occurrences in the target", _COUNT),
        Column("reference_count", pl.Int64, "occurrences in the reference", _COUNT),
        Column("documents", pl.Int64, "articles of the target that hold it", "articles"),
        Column(
            "reference_documents", pl.Int64, "articles of the reference that hold it", "articles"
        ),
        Column("per_million", pl.Float64, "in the target", "per million words"),
        Column("reference_per_million", pl.Float64, "in the reference", "per million words"),
        Column(
            "chi2",
            pl.Float64,
            "chi-squared, Yates-corrected where an expected cell is below 5 (and the difference at"
            " least 0.5); negative where the target uses it less",
        ),
        Column("g2", pl.Float64, "log-likelihood ratio; negative where the target uses it less"),
        Column(
            "log_ratio",
            pl.Float64,
            "log2 of the relative frequencies; 1: twice as often in the target",
            "doublings",
        ),
        Column("log_ratio_low", pl.Float64, "lower end of its interval", "doublings"),
        Column("log_ratio_high", pl.Float64, "upper end of its interval", "doublings"),
        Column("p", pl.Float64, "chance of so strong a difference without one"),
        Column(
            "p_adjusted",
            pl.Float64,
            "p, adjusted over the words of the comparison (Benjamini and Hochberg)",
        ),
        Column(
            "test", pl.String, "where p comes from: g2, or fisher where an expected cell is below 5"
        ),
        Column(
            "dispersion",
            pl.Float64,
            "normalised DP over the target's articles: 0 even, 1 all in one;"
            " null where it is not defined",
            nullable=True,
        ),
        Column(
            "reference_dispersion",
            pl.Float64,
            "the same over the reference's articles; null for another corpus",
            nullable=True,
        ),
    ),
    ("target", "reference", "term"),
)

COLLOCATIONS = Table(
    "20_terms/collocations",
    "two words that follow one another",
    (
        Column("first", pl.String, "first word"),
        Column("second", pl.String, "second word"),
        Column("count", pl.Int64, "times seen, without copies", _COUNT),
        Column(
            "expected", pl.Float64, "times expected if words followed one another by chance", _COUNT
        ),
        *_ASSOCIATION,
        Column("stop_word", pl.Boolean, "one of the two is a stop word"),
    ),
    ("first", "second"),
)

COLLOCATES = Table(
    "20_terms/collocates",
    "word that stands around a frequent word more often than by chance (copies left out)",
    (
        Column("node", pl.String, "the word that is looked at"),
        Column("collocate", pl.String, "the word near it"),
        Column(
            "count",
            pl.Int64,
            "times that the two stand at most a window apart in one article",
            _COUNT,
        ),
        Column("left", pl.Int64, "of these, times that the collocate stands before it", _COUNT),
        Column("right", pl.Int64, "of these, times that the collocate stands after it", _COUNT),
        Column("node_count", pl.Int64, "occurrences of the node, without copies", _COUNT),
        Column("collocate_count", pl.Int64, "occurrences of the collocate, without copies", _COUNT),
        Column("expected", pl.Float64, "times expected if words stood together by chance", _COUNT),
        *_ASSOCIATION,
        Column("stop_word", pl.Boolean, "the collocate is a stop word"),
    ),
    ("node", "collocate"),
)

PHRASES = Table(
    "20_terms/phrases",
    "phrase: a longest stretch of two to five words, every two neighbours strongly associated",
    (
        Column("phrase", pl.String, "words parted by blanks"),
        Column("n", pl.Int32, "number of words", "words"),
        Column("count", pl.Int64, "times seen as a longest stretch, without copies", _COUNT),
        Column("npmi", pl.Float64, "association of its weakest pair, -1 to 1"),
    ),
    ("phrase",),
)

OUTLET_FREQUENCIES = Table(
    "20_terms/frequencies_by_outlet",
    "word of an outlet (copies left out)",
    (
        Column("outlet", pl.String, "outlet"),
        Column("term", pl.String, "word"),
        Column("count", pl.Int64, "occurrences", _COUNT),
        Column("documents", pl.Int64, "articles of the outlet that hold it", "articles"),
        Column(
            "per_million",
            pl.Float64,
            "occurrences in a million words of the outlet",
            "per million words",
        ),
    ),
    ("outlet", "term"),
)

PERIOD_FREQUENCIES = Table(
    "20_terms/frequencies_by_period",
    "word of a period (copies and undated articles left out)",
    (
        Column("period", pl.Date, "first day", "day"),
        Column("unit", pl.String, "day, week or month"),
        Column("term", pl.String, "word"),
        Column("count", pl.Int64, "occurrences", _COUNT),
        Column("documents", pl.Int64, "articles of the period that hold it", "articles"),
        Column(
            "per_million",
            pl.Float64,
            "occurrences in a million words of the period",
            "per million words",
        ),
    ),
    ("period", "term"),
)

TRENDS = Table(
    "20_terms/trends",
    "word in a period (copies and undated articles left out)",
    (
        Column("term", pl.String, "word"),
        Column("period", pl.Date, "first day", "day"),
        Column("unit", pl.String, "day, week or month"),
        Column("count", pl.Int64, "occurrences", _COUNT),
        Column("words", pl.Int64, "words of all articles of the period", "words"),
        Column("documents", pl.Int64, "articles that hold it", "articles"),
        Column(
            "per_million",
            pl.Float64,
            "occurrences in a million words; null without words",
            "per million words",
            nullable=True,
        ),
        Column(
            "low",
            pl.Float64,
            "lower end of its interval, widened for words that crowd in few articles",
            "per million words",
            nullable=True,
        ),
        Column("high", pl.Float64, "upper end of its interval", "per million words", nullable=True),
        Column(
            "smoothed",
            pl.Float64,
            "per million in the period and its neighbours, weighted 1:2:1",
            "per million words",
            nullable=True,
        ),
    ),
    ("term", "period"),
)

COOCCURRENCE = Table(
    "20_terms/term_cooccurrence",
    "two frequent words near each other (copies left out)",
    (
        Column(
            "level",
            pl.String,
            "article, sentence, or window: at most so many words apart as the parameter says",
        ),
        Column("first", pl.String, "word"),
        Column("second", pl.String, "word after it in code point order"),
        Column("count", pl.Int64, "articles or sentences with both, or meetings in a window"),
        Column(
            "first_count",
            pl.Int64,
            "articles or sentences with the first, or its places in windows",
        ),
        Column("second_count", pl.Int64, "the same for the second"),
        Column("total", pl.Int64, "articles, sentences, or places in windows altogether"),
        Column("expected", pl.Float64, "count expected by chance"),
        *_ASSOCIATION,
    ),
    ("level", "first", "second"),
)

DIVERSITY = Table(
    "20_terms/diversity",
    "outlet, period, and all articles together (copies left out)",
    (
        Column("series", pl.String, "all, outlet:X, or period: and its first day"),
        Column("articles", pl.Int64, "articles with words", "articles"),
        Column("words", pl.Int64, "words", "words"),
        Column("types", pl.Int64, "different words", "words"),
        Column(
            "ttr",
            pl.Float64,
            "types / words; falls with length: compare mattr instead",
            nullable=True,
        ),
        Column(
            "mattr",
            pl.Float64,
            "mean type-token ratio in moving windows inside articles; null if all are shorter",
            nullable=True,
        ),
        Column(
            "mtld",
            pl.Float64,
            "words until the type-token ratio falls to 0.72, mean over articles weighted by"
            " words; higher = more diverse",
            "words",
            nullable=True,
        ),
        Column("yule_k", pl.Float64, "Yule's K; higher = more repetitive", nullable=True),
        Column("sentences", pl.Int64, "sentences with words", "sentences"),
        Column("sentence_length", pl.Float64, "words in a sentence", "words", nullable=True),
        Column(
            "lix",
            pl.Float64,
            "words per sentence + per cent of words over six letters;"
            " null for scripts without letter case",
            nullable=True,
        ),
        Column(
            "flesch",
            pl.Float64,
            "Flesch reading ease of the English articles, syllables estimated; higher = easier",
            nullable=True,
        ),
    ),
    ("series",),
)

WORD_ARTICLES = Table(
    "20_terms/word_articles",
    "article that holds a frequent word (copies' too): the rows of document_terms of the twelve"
    " most frequent words that are no stop words, and of those under watch",
    (
        Column("term", pl.String, "word"),
        Column("doc_id", pl.String, "article"),
        Column("count", pl.Int64, "how often it stands in the article", _COUNT),
    ),
    ("term", "doc_id"),
)

GROWTH = Table(
    "20_terms/vocabulary_growth",
    "point of the vocabulary's growth, articles read in order of publication, undated ones last"
    " (copies left out)",
    (
        Column("articles", pl.Int64, "articles read so far, those with words", "articles"),
        Column("words", pl.Int64, "words read so far", "words"),
        Column("types", pl.Int64, "different words met so far", "words"),
    ),
    ("articles",),
)

INDEX = Table(
    "20_terms/concordance_index",
    "article, for finding words in context",
    (
        Column("doc_id", pl.String, "article"),
        Column("keys", pl.List(pl.UInt32), "frequencies.key of each word, in order"),
        Column(
            "gaps",
            pl.List(pl.UInt32),
            "from the first code point of the word before (of the text) to that of each word",
            "code points",
        ),
    ),
    ("doc_id",),
)

FILTERS = filters("20_terms")

TABLES = (
    DOCUMENT_TERMS,
    FREQUENCIES,
    OUTLET_FREQUENCIES,
    PERIOD_FREQUENCIES,
    KEYNESS,
    COLLOCATIONS,
    COLLOCATES,
    PHRASES,
    WORD_ARTICLES,
    COOCCURRENCE,
    TRENDS,
    DIVERSITY,
    GROWTH,
    INDEX,
    FILTERS,
)
