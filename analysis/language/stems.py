"""Stems of words by the Snowball stemmers of NLTK."""

import polars as pl

#: What is longer is no word of a language, and takes the stemmer seconds.
LONGEST = 100

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}


def stem_words(terms: pl.Series, language: str | None) -> pl.Series:
    """The stem of each word (each word of an n-gram); null in a language without a stemmer."""
    if language not in _STEMMERS:
        return pl.Series("stem", [None] * len(terms), dtype=pl.String)
    # Imported here: NLTK takes a second to import, and few runs ask for stems.
    from nltk.stem.snowball import SnowballStemmer

    stem = SnowballStemmer(_STEMMERS[language]).stem
    return pl.Series(
        "stem",
        [
            " ".join(stem(word) if len(word) <= LONGEST else word for word in term.split(" "))
            for term in terms.to_list()
        ],
        dtype=pl.String,
    )
