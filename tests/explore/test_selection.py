"""Choosing articles, and the sentences that help where a choice makes no sense."""

from datetime import date
from typing import Any

import pytest

from analysis.contract import InputError
from analysis.explore import Corpus
from analysis.explore.selection import as_where, in_words, selected
from tests.explore.tiny import doc_id


@pytest.mark.parametrize(
    ("where", "articles"),
    [
        (None, ["aa01", "bb01", "aa02", "aa03", "bb02", "cc01", "bb03", "dd01"]),
        ({"outlet": "northwire"}, ["aa01", "aa02", "aa03"]),
        ({"from": "2024-03-09", "to": "2024-04-02"}, ["aa03", "bb02"]),
        ({"from": date(2024, 5, 2)}, ["bb03"]),
        ({"term": "ferry"}, ["aa01", "bb01", "aa02", "aa03", "dd01"]),
        ({"term": "night ferry"}, ["aa01"]),
        ({"term": "ferr*", "outlet": "Southpost"}, ["bb01", "bb02"]),
        ({"entity": "Port Vale"}, ["aa01", "bb01", "aa02", "bb03"]),
        ({"entity": "per:hill"}, ["aa02"]),
        ({"outlet": "صوت البحر"}, ["cc01"]),
        ({"outlet": "nobody"}, []),
        ({"outlet": "", "term": None, "to": "2024-03-01"}, ["aa01", "bb01"]),
    ],
)  # fmt: skip
def test_who_is_chosen(corpus: Corpus, where: Any, articles: list[str]) -> None:
    assert corpus.documents(where)["doc_id"].tolist() == [doc_id(short) for short in articles]


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({"outlets": "X"}, "no key 'outlets': did you mean 'outlet'"),
        ({"from": "7 October"}, "write a day as 2023-10-07"),
        ({"from": "2024-05-01", "to": "2024-04-01"}, "ends .* before it begins"),
        ({"entity": "Ada Hall"}, "nobody and nothing is named 'Ada Hall'"),
        ({"entity": "Ada"}, "did you mean Ada Hill"),
    ],
)
def test_what_makes_no_sense(corpus: Corpus, where: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        corpus.documents(where)


def test_a_selection_reads_as_words_and_as_a_cell() -> None:
    where = {"outlet": "X", "from": "2024-01-01", "to": "2024-02-01", "term": "aid", "entity": "Y"}
    assert in_words(selected(where)) == "X, 2024-01-01 to 2024-02-01, with “aid”, naming Y"
    assert as_where(selected(where)) == where
    assert in_words(selected(None)) == "all articles"
