"""The alias editor and the known events: looked at, doubted, written, taken back."""

import polars as pl
import pytest

from analysis.contract import InputError
from analysis.entities.resolution import by_hand
from analysis.explore import Corpus
from analysis.pipeline.hand import read_hand


def test_a_merge_shows_what_changes_and_is_written(corpus: Corpus) -> None:
    change = corpus.aliases.merge("Ada Hill", "Hill")
    effects = {row["what"]: (row["before"], row["after"]) for row in change.effects.to_dicts()}
    assert effects["mentions of Ada Hill"] == ("3", "4")
    assert effects["articles with Ada Hill"] == ("3", "4")
    assert effects["mentions of Hill on its own"] == ("1", "0")
    assert change.doubts == ()
    assert corpus.aliases.save(change) == ["Ada Hill\tHill\tPER"]
    rows = read_hand(corpus.run.layout)["aliases"].iter_rows(named=True)
    assert by_hand(rows) == ([("Ada Hill", "Hill", "PER")], [])


def test_two_that_are_named_in_one_sentence_are_not_merged_unseen(corpus: Corpus) -> None:
    change = corpus.aliases.merge("Ada Hill", "Port Vale")
    assert "named in one sentence 2 times" in change.doubts[0]
    assert "Ada Hill is a person, Port Vale is a place" in change.doubts[1]
    with pytest.raises(InputError, match="not written yet"):
        corpus.aliases.save(change)
    assert not (corpus.run.layout.hand / "aliases.tsv").exists()
    assert corpus.aliases.save(change, sure=True) == ["Ada Hill\tPort Vale\tPER"]


def test_what_was_said_to_be_apart_is_not_merged(corpus: Corpus) -> None:
    hand = corpus.run.layout.hand
    hand.mkdir()
    text = "entity\talias\ttype\nHill\tAda Hill\tnot the same\n"
    (hand / "aliases.tsv").write_text(text, "utf-8")
    with pytest.raises(InputError, match="take that line out first"):
        corpus.aliases.merge("Ada Hill", "Hill")
    assert (hand / "aliases.tsv").read_text("utf-8") == text


def test_an_entity_is_not_merged_with_itself(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="one entity already"):
        corpus.aliases.merge("Ada Hill", "per:ada hill")


def test_a_split_needs_an_alias_and_another_spelling(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="is no alias of Ada Hill: it has Ada Hill"):
        corpus.aliases.split("Ada Hill", "Ada")
    with pytest.raises(InputError, match="nothing can be split"):
        corpus.aliases.split("Ada Hill", "Ada Hill")


def test_a_split_says_that_two_names_are_not_the_same(corpus: Corpus) -> None:
    network = corpus.network
    wider = network.entities.with_columns(
        aliases=pl.when(pl.col("name") == "Port Vale")
        .then(pl.lit(["Port Vale", "Vale"], dtype=pl.List(pl.String)))
        .otherwise("aliases")
    )
    network.__dict__["entities"] = wider
    change = corpus.aliases.split("Port Vale", "vale")
    assert change.rows == (("Port Vale", "Vale", "not the same"),)
    corpus.aliases.save(change)
    rows = read_hand(corpus.run.layout)["aliases"].iter_rows(named=True)
    assert by_hand(rows) == ([], [("Port Vale", "Vale")])


def test_a_new_name_binds_every_spelling_and_warns_of_one_that_is_taken(corpus: Corpus) -> None:
    change = corpus.aliases.rename("Hill", "Mayor  Hill")
    assert change.rows == (("Mayor Hill", "Hill", "PER"),)
    assert corpus.aliases.rename("Hill", "Ada Hill").doubts != ()
    with pytest.raises(InputError, match="its name already"):
        corpus.aliases.rename("Hill", "Hill")
    with pytest.raises(InputError, match="give the name"):
        corpus.aliases.rename("Hill", " ")
    with pytest.raises(InputError, match="there are PER, ORG and LOC"):
        corpus.aliases.rename("Hill", "Hill", "PLACE")


def test_the_last_change_is_taken_back_and_no_other(corpus: Corpus) -> None:
    aliases = corpus.aliases
    aliases.save(aliases.merge("Ada Hill", "Hill"))
    aliases.save(aliases.rename("Port Vale", "Vale"))
    assert aliases.undo() == ["Vale\tPort Vale\tLOC"]
    assert aliases.by_hand().rows() == [("Ada Hill", "Hill", "PER")]
    aliases.undo()
    with pytest.raises(InputError, match="nothing was written"):
        aliases.undo()


def test_near_names_that_were_left_apart_are_listed(corpus: Corpus) -> None:
    assert corpus.aliases.candidates()["alias"].to_list() == ["Hill"]


def test_an_event_is_added_once_and_taken_back(corpus: Corpus) -> None:
    events = corpus.known_events
    assert events.add("2024-03-01", "The ferry\topens") == ["2024-03-01\tThe ferry opens"]
    assert events.add("2024-03-01", "The ferry opens") == []
    assert events.table().rows() == [("2024-03-01", "The ferry opens", None)]
    events.undo()
    assert events.table().height == 0


@pytest.mark.parametrize(
    ("day", "label", "sentence"),
    [("1 March", "x", "is no day"), (None, "x", "is no day"), ("2024-03-01", " ", "what happened")],
)
def test_an_event_without_day_or_label_is_refused(
    corpus: Corpus, day: str | None, label: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        corpus.known_events.add(day, label)
    assert not (corpus.run.layout.hand / "events.tsv").exists()
