"""One article: its text, its raw text, its copies, its sentences."""

import pytest

from analysis.contract import InputError
from analysis.explore import Corpus
from analysis.explore.evidence import marks_of
from tests.explore import tiny


def test_the_text_comes_with_names_dates_and_figures(corpus: Corpus) -> None:
    doc_id = tiny.doc_id("aa01")
    text = corpus.article(doc_id).text
    found = {
        (text[mark.start : mark.end], mark.kind) for mark in marks_of(corpus, [doc_id])[doc_id]
    }
    assert found == {("Ada Hill", "PER"), ("Port Vale", "LOC"), ("Friday", "date"), ("12", "toll")}


def test_an_unknown_article_gets_a_sentence(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="there is no article 'ffff'"):
        corpus.article("ffff")


def test_copies_stand_with_their_original_first(corpus: Corpus) -> None:
    for short in ("aa01", "ee01"):
        found = corpus.copies(tiny.doc_id(short))
        assert found["doc_id"].tolist() == [tiny.doc_id("aa01"), tiny.doc_id("ee01")]
    assert corpus.variants(tiny.doc_id("ee01"))["other_value"].tolist() == ["300"]


def test_evidence_of_a_pair_a_name_and_a_day(corpus: Corpus) -> None:
    pair = corpus.evidence("Port Vale", "Ada Hill")
    assert pair["doc_id"].tolist() == [tiny.doc_id("aa01"), tiny.doc_id("bb01")]
    assert len(corpus.evidence("Ada Hill", where={"outlet": "Northwire"})) == 2
    day = corpus.event_days()["day"][0]
    assert all("Friday" in text for text in corpus.evidence(day=day)["text"])
    assert len(corpus.evidence(day=day)) == 2
    with pytest.raises(InputError, match="an entity, two entities, or a day"):
        corpus.evidence()


def test_figures_and_events_follow_the_selection(corpus: Corpus) -> None:
    assert corpus.tolls({"outlet": "Southpost"})["value"].tolist() == [15]
    assert corpus.tolls(outcome="killed").empty
    assert corpus.events({"from": "2024-03-02"}).empty
    assert corpus.disagreements()["high"].tolist() == [15]
    assert corpus.coverage()["documents"].sum() == 7


def test_the_neighbourhood_by_month_and_with_weak_pairs(corpus: Corpus) -> None:
    network = corpus.network
    (march,) = network.months()
    assert corpus.ego("Ada Hill", month=march)["sentences"].tolist() == [2]
    assert corpus.ego("Hill").empty
    assert corpus.ego("Hill", significant=False)["name"].tolist() == ["Port Vale"]
