"""Short texts are in the language of their company, unless they are surely in another one."""

import json

import polars as pl

from analysis.contract import Description
from tests.corpus.stages import run

SURE = (
    "The council of Graz has closed two schools because of the frost that came in the night.",
    "The mayor said on Friday that the heating of the old buildings had failed twice this week.",
    "Bakers in the city went on strike over the hours that they have to work at night.",
    "A ferry to Bari stayed in the port after its engine had failed for the second time.",
    "The river rose by two metres, and people who live near the bridge were told to leave.",
)
LIKE_TURKISH = "Erdoğan receives Blinken in Istanbul"
TURKISH = "ABD, ateşkes tasarısını üçüncü kez veto etti"
RUSSIAN = "Мэр города закрыл школы"


def languages(files: dict[str, list[tuple[str, str]]], language: str | None = None) -> list[str]:
    """Of articles of tables, given as outlet and text; those of the last table alone."""
    content = {
        name: "\n".join(
            json.dumps({"date": "2024-01-05", "outlet": outlet, "text": text})
            for outlet, text in rows
        ).encode()
        for name, rows in files.items()
    }
    documents = run(content, description=Description(language=language))["documents"]
    last = documents.filter(source_file=max(content)).sort("record")
    return last["language"].to_list()


def test_alone_a_short_text_is_what_it_looks_like() -> None:
    assert languages({"a.jsonl": [("Kurier", LIKE_TURKISH)]}) == ["tr"]


def test_a_short_text_is_in_the_language_of_its_outlet_its_file_or_the_corpus() -> None:
    surely = [("Kurier", text) for text in SURE]
    asked = ("Kurier", LIKE_TURKISH), ("Blatt", LIKE_TURKISH), ("Kurier", TURKISH)
    assert languages({"a.jsonl": [*surely, *asked]}) == [*["en"] * 7, "tr"]
    assert languages({"a.jsonl": surely, "b.jsonl": [*asked]}) == ["en", "en", "tr"]


def test_where_languages_are_mixed_none_is_usual() -> None:
    mixed = [("Kurier", text) for text in (*SURE, TURKISH, TURKISH)]
    assert languages({"a.jsonl": [*mixed, ("Kurier", LIKE_TURKISH)]})[-1] == "tr"


def test_what_the_corpus_is_said_to_be_in_goes_first() -> None:
    surely = [("Kurier", text) for text in SURE]
    given = {"a.jsonl": [*surely, ("Kurier", LIKE_TURKISH), ("Kurier", "Lahore")]}
    assert languages(given, "de")[-2:] == ["de", "de"]


def test_a_text_that_has_lost_lines_is_told_again() -> None:
    """Without the English line that stands in all of them, the articles are Russian."""
    line = "You are reading the letter of the day, which we send to all friends of the house."
    texts = [f"{RUSSIAN} {number}, {number * 7} домов.\n\n{line}" for number in range(12)]
    found = languages({"a.jsonl": [("Kurier", text) for text in texts]})
    assert set(found) == {"ru"}


def test_no_articles_have_no_language() -> None:
    assert run({"a.txt": b""})["documents"]["language"].dtype == pl.String
