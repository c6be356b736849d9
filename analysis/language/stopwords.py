"""Stop words: closed-class words by language, and the researcher's own."""

from functools import cache
from importlib.resources import files

import polars as pl

#: language (ISO 639-1; null: every language), word (lower case, as tokens are).
SCHEMA = {"language": pl.String, "word": pl.String}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Stop words of a language given by its ISO 639-1 code; none for a language without a list."""
    path = files("analysis.resources.language") / "stopwords" / f"{language}.txt"
    if len(language) != 2 or not path.is_file():
        return frozenset()
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a list."""
    folder = files("analysis.resources.language") / "stopwords"
    return tuple(sorted(path.name[:2] for path in folder.iterdir() if path.name.endswith(".txt")))


def stop_word_table(own: pl.DataFrame | None = None) -> pl.DataFrame:
    """All lists as one table, with the researcher's own words for every language.

    own: hand/stopwords.txt as a table with a column word; case does not matter.
    """
    rows: list[tuple[str | None, str]] = [
        (language, word) for language in languages() for word in sorted(stop_words(language))
    ]
    if own is not None:
        rows += [(None, word) for word in sorted({w.strip().lower() for w in own["word"] if w})]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
