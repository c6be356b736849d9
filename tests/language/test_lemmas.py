"""Dictionary forms of English words."""

from pathlib import Path

import polars as pl
import pytest

from analysis.errors import InputError
from analysis.language import lemmas as language
from analysis.language.lemmas import lemma, lemmas
from analysis.language.stems import stem_words


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("strikes", "strike"),
        ("struck", "strike"),
        ("killed", "kill"),
        ("children", "child"),
        ("authorities", "authority"),
        ("said", "say"),
        ("was", "be"),
        ("has", "have"),
        ("going", "go"),
        ("higher", "high"),
        ("worst", "bad"),
        ("gaza's", "gaza"),
        # Words that only look inflected, or are usually another word in news.
        ("discuss", "discuss"),
        ("news", "news"),
        ("united", "united"),
        ("building", "building"),
        ("ground", "ground"),
        # Unknown words stay.
        ("hamas", "hamas"),
        ("11,500", "11,500"),
        ("cease-fire", "cease-fire"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_lemma(word: str, form: str) -> None:
    assert lemma(word) == form


def test_each_word_of_a_sequence_is_led_back() -> None:
    found = lemmas(pl.Series(["air strikes", "said"]), "en")
    assert found.to_list() == ["air strike", "say"]


def test_what_is_too_long_for_a_word_is_left_alone() -> None:
    endless = pl.Series(["x" * 3_000_000 + "ing"])
    assert lemmas(endless, "en").equals(endless.alias("lemma"))
    assert stem_words(endless, "en").equals(endless.alias("stem"))
    assert stem_words(pl.Series(["protests"]), "en").to_list() == ["protest"]


@pytest.mark.parametrize("code", ["fr", "ar", None])
def test_other_languages_have_no_lemmas(code: str | None) -> None:
    assert lemmas(pl.Series(["maisons"]), code).to_list() == [None]


def test_without_the_tables_the_user_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(language, "_PACKAGE", "no_such_package_of_tables")
    language._tables.cache_clear()
    try:
        with pytest.raises(InputError, match="lemmas = false"):
            lemmas(pl.Series(["strikes"]), "en")
    finally:
        language._tables.cache_clear()
