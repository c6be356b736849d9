"""Stop words are grammar, in the form in which words are counted."""

import polars as pl
import pytest

from analysis.language.stems import stem_words
from analysis.language.stopwords import languages, stop_word_table, stop_words
from analysis.language.tokens import split_words


@pytest.mark.parametrize("language", languages())
def test_every_listed_word_is_a_word_as_it_is_counted(language: str) -> None:
    listed = stop_words(language)
    assert len(listed) > 80
    texts = [f"{word}a" if word.endswith("'") else word for word in sorted(listed)]
    found = split_words(pl.Series(texts), pl.Series([language] * len(texts)))
    first = found.vocabulary.gather(found.forms[found.bounds[:-1]]).to_list()
    assert first == sorted(listed)
    counts = {1 + word.endswith("'") for word in listed}
    assert set(found.bounds[1:] - found.bounds[:-1]) == counts


def test_content_words_are_on_no_english_list() -> None:
    assert {"said", "president", "gaza", "people", "war", "new"}.isdisjoint(stop_words("en"))
    assert {"the", "of", "and", "don't", "which", "would"} <= stop_words("en")


def test_a_language_without_a_list_has_no_stop_words() -> None:
    assert stop_words("xx") == frozenset()
    assert stop_words("../en") == frozenset()


def test_own_words_hold_for_every_language() -> None:
    table = stop_word_table(pl.DataFrame({"word": ["Said", " reuters "]}))
    assert table.filter(pl.col("language").is_null())["word"].to_list() == ["reuters", "said"]


def test_stems_join_inflections_and_are_null_without_a_stemmer() -> None:
    terms = pl.Series(["protest", "protests", "protested", "cease-fire talks"])
    assert stem_words(terms, "en").to_list() == ["protest", "protest", "protest", "cease-fir talk"]
    assert stem_words(terms, "tr").null_count() == 4
