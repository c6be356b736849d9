"""Sentences whose numbers come from tables; and what they say where there is nothing."""

import inspect
from datetime import date

import polars as pl
import pytest

from analysis.contract import Description
from analysis.corpus import tables as corpus
from analysis.entities import tables as entities
from analysis.report import sentences
from analysis.report.quotes import UNQUOTED, headlines, quoted
from analysis.terms import tables as terms
from analysis.timeline import tables as timeline

DOCUMENTS = corpus.DOCUMENTS.frame(
    {
        "doc_id": doc_id, "source_file": "a.txt", "text": text, "published": published,
        "published_basis": published and "text", "published_conflict": conflict, "outlet": outlet,
        "language": language, "words": len(text.split()), "group_id": group, "copy_of": copy_of,
    }
    for doc_id, text, published, conflict, outlet, language, group, copy_of in [
        ("d1", "One two. Three four.", date(2023, 10, 7), [], "Gulfwire", "en", "d1", None),
        ("d2", "One two three.", date(2023, 10, 9), ["2024"], "Levant Wire", "en", "d1", "d1"),
        ("d3", "Un deux.", None, [], None, "fr", "d3", None),
    ]
)  # fmt: skip
FILES = corpus.FILES.frame(
    [
        {"source_file": "a.txt", "bytes": 50, "sha256": "0", "documents": 3, "chars": 50,
         "chars_kept": 45, "chars_removed": 5},
        {"source_file": "b.bin", "bytes": 9, "sha256": "1", "documents": 0, "chars": 0,
         "chars_kept": 0, "chars_removed": 0, "problem": "no text: take it out"},
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            sentences.size(DOCUMENTS, FILES),
            "2 files hold 3 articles of 9 words by 2 outlets, published from 7 Oct 2023"
            " to 9 Oct 2023.",
        ),
        (
            sentences.problems(FILES),
            "1 file of 2 could not be read in full; the table says why and what to do.",
        ),
        (
            sentences.ledger(FILES),
            "Of 50 characters, 45 (90 %) are kept and 5 (10 %) removed; together that is every"
            " character.",
        ),
        (
            sentences.dating(DOCUMENTS),
            "Publication dates: 2 from the text; 1 article without any."
            " In 1 article other dates stand that do not agree.",
        ),
        (
            sentences.copying(DOCUMENTS),
            "1 article of 3 (33 %) repeat an earlier one, in 1 group of the same story. Each group"
            " counts once in all totals that follow, unless they say otherwise.",
        ),
        (
            sentences.languages(DOCUMENTS),
            "1 article of 3 are not known to be in English; what follows skips them, and they are"
            " counted in the table of what was left out.",
        ),
    ],
)
def test_numbers_come_from_the_tables(said, words):
    assert said == words


def test_undated_articles_are_given_no_date():
    undated = DOCUMENTS.with_columns(published=pl.lit(None, pl.Date))
    assert "No article has a publication date" in sentences.dating(undated)
    assert "published" not in sentences.size(undated, FILES)


TABLES = {
    "documents": corpus.DOCUMENTS,
    "files": corpus.FILES,
    "frequencies": terms.FREQUENCIES,
    "keyness": terms.KEYNESS,
    "entities": entities.ENTITIES,
    "merges": entities.MERGES,
    "cooccurrence": entities.COOCCURRENCE,
    "table": timeline.DATES,
    "bursts": timeline.BURSTS,
    "coverage": timeline.COVERAGE,
    "events": timeline.EVENTS,
    "tolls": timeline.TOLLS,
    "disagreements": timeline.DISAGREEMENTS,
}
SAYINGS = [one for one in sentences.__all__ if one != "about"]


@pytest.mark.parametrize("frame", ["polars", "pandas"])
@pytest.mark.parametrize("name", SAYINGS)
def test_empty_tables_give_a_sentence(name, frame):
    say = getattr(sentences, name)
    given = {
        one: TABLES[one].empty() if frame == "polars" else TABLES[one].empty().to_pandas()
        for one, parameter in inspect.signature(say).parameters.items()
        if parameter.default is parameter.empty
    }
    said = say(**given)
    assert said.endswith(".") and "nan" not in said and "None" not in said


def test_about_a_corpus_without_a_description():
    said = sentences.about(Description(), "mine")
    assert said == "Corpus “mine”. Licence: not stated."


SENTENCES = corpus.SENTENCES.frame(
    [
        {"doc_id": "d1", "sentence": 0, "start": 0, "end": 8},
        {"doc_id": "d1", "sentence": 1, "start": 9, "end": 20},
        {"doc_id": "d2", "sentence": 0, "start": 0, "end": 14},
    ]
)
EVENTS = pl.DataFrame({"headline_doc_id": ["d1", "d9"], "headline_sentence": [1, 0]})


def test_a_sentence_is_quoted_where_the_licence_allows_it():
    texts = headlines(EVENTS, DOCUMENTS, SENTENCES, Description(licence="CC0-1.0"))
    assert texts.rows() == [("d1", 1, "Three four."), ("d9", 0, UNQUOTED)]


def test_no_sentence_is_quoted_where_it_does_not():
    closed = Description(licence="All rights reserved")
    assert headlines(EVENTS, DOCUMENTS, SENTENCES, closed)["text"].to_list() == [UNQUOTED] * 2


def test_rows_keep_their_order_and_their_columns():
    rows = pl.DataFrame({"doc_id": ["d2", "d1"], "sentence": [0, 0], "mark": ["x", "y"]})
    texts = quoted(rows, DOCUMENTS, SENTENCES, Description(licence="CC0-1.0"))
    assert texts.rows() == [("d2", 0, "x", "One two three."), ("d1", 0, "y", "One two.")]
