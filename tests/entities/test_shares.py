"""A shard is given what it needs of a decision, and an article more moves only its own shard."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from corpora import Article, Held, shard
from hypothesis import given
from hypothesis import strategies as st

from analysis.contract import Description, Given, InMemory, Part, Tables
from analysis.entities import shares
from analysis.entities.matcher import Matcher
from analysis.entities.naming import corpus_of, merge_votes
from analysis.entities.parameters import Parameters
from analysis.entities.stage import compute


def documents(*texts: str) -> Tables:
    return {
        "documents": pl.DataFrame(
            {"doc_id": [f"d{number}" for number in range(len(texts))], "text": texts}
        ).with_columns(language=pl.lit("en"))
    }


FORMS = {
    "Gaza": "LOC",
    "Mediterranean": "LOC",
    "Eastern Med": "LOC",
    "Gaza City": "LOC",
    "G7": "ORG",
    "al-Sisi": "PER",
    "U.S. Navy": "ORG",
}
WORDS = st.sampled_from(
    [
        *FORMS,
        "the Eastern Mediterranean",
        "Med",
        "City",
        "the",
        "Navy",
        "Sisi",
        "-",
        "’s",
        "x-Gaza",
        "US",
        "\n",
    ]
)


def own_lexicon(text: str) -> pl.DataFrame:
    whole = pl.DataFrame(sorted(FORMS.items()), schema=["form", "type"], orient="row")
    known = {"lexicon": whole, "needed": shares.needed(whole)}
    return shares.own_lexicon(shares.contents(documents(text)), known)["lexicon"]


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_the_own_lexicon_finds_what_the_whole_one_finds(text: str) -> None:
    own = own_lexicon(text)
    assert Matcher(dict(own.iter_rows())).find(text) == Matcher(FORMS).find(text)


def test_the_own_lexicon_leaves_out_what_cannot_stand_there() -> None:
    assert own_lexicon("In Gaza, he said.")["form"].to_list() == ["Gaza"]


def test_the_own_votes_tell_the_same_family_names() -> None:
    rows = [("sisi", "", 3), ("el sisi", "PER", 4), ("abdel sisi", "PER", 2), ("paris", "LOC", 9)]
    votes = pl.DataFrame(rows, schema=["key", "label", "votes"], orient="row")
    facts = [{"votes": votes.filter(pl.col("key") == key)} for key in ("paris", "el sisi")]
    whole = merge_votes([{"votes": votes}])
    dealt = shares.own_votes(facts, whole)
    assert dealt["votes.0"]["key"].to_list() == ["paris"]
    assert dealt["families.0"].is_empty()
    own = corpus_of(dealt["votes.1"], dealt["families.1"]["key"])
    assert own.votes == {"el sisi": corpus_of(votes).votes["el sisi"]}
    assert own.family_names == {"sisi"}


def test_each_shard_is_dealt_its_own_rows_however_many_are_dealt_at_once() -> None:
    held = [{"articles": pl.DataFrame({"doc_id": ids})} for ids in (["a", "b"], ["c"], ["d", "e"])]
    rows = pl.DataFrame({"doc_id": ["a", "b", "b", "e"], "sentence": [3, 0, 1, 2]})

    def dealt() -> list[list[tuple[str, int]]]:
        given = [Held(one) for one in held]
        parts = shares.dealt(InMemory(), shares.own_choice, given, Held({"chosen": rows}), "chosen")
        return [shares.share(part.load(), "chosen").rows() for part in parts]

    expected = [[("a", 3), ("b", 0), ("b", 1)], [], [("e", 2)]]
    assert dealt() == expected
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(shares, "AT_ONCE", 2)
        assert dealt() == expected


def test_a_shard_is_dealt_the_pairs_of_which_an_article_names_both() -> None:
    pairs = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    articles = [["abx", "c"], ["bd", "dca"], ["x"], []]
    named = [
        {
            "mentions": pl.DataFrame(
                [(str(place), name) for place, names in enumerate(some) for name in names * 2],
                schema={"doc_id": pl.String, "entity_id": pl.String},
                orient="row",
            )
        }
        for some in articles
    ]
    tested = pl.DataFrame(pairs, schema=["entity_a", "entity_b"], orient="row")
    dealt = shares.own_pairs(named, {"tested": tested})
    assert [dealt[f"tested.{number}"].rows() for number in range(4)] == [
        [("a", "b")],
        [("a", "c"), ("b", "d"), ("c", "d")],
        [],
        [],
    ]
    none = shares.own_pairs(named[:1], {"tested": tested.clear()})
    assert none["tested.0"].is_empty()


class Remembering(InMemory):
    """Knows parts by content, and counts the calls whose parts it has not had before."""

    def __init__(self) -> None:
        self.had: dict[Any, Tables] = {}
        self.calls: Counter[str] = Counter()

    def each(self, function: Callable[..., Tables], *parts: Any, **constants: Any) -> list[Part]:
        count = next(len(part) for part in parts if isinstance(part, list | tuple))
        results: list[Part] = []
        for index in range(count):
            own = [part[index] if isinstance(part, list | tuple) else part for part in parts]
            key = (function.__name__, *(content(one.load()) for one in own))
            if key not in self.had:
                self.calls[function.__name__] += 1
                self.had[key] = function(*(one.load() for one in own), **constants)
            results.append(Held(self.had[key]))
        return results


def content(tables: Tables) -> tuple[Any, ...]:
    return tuple((name, frame.write_json()) for name, frame in sorted(tables.items()))


def test_a_changed_article_costs_its_own_shard() -> None:
    texts = [
        f"{name} met the mayor of {place}. {name} left {place} on Monday. {name} spoke."
        for name, place in (
            ("Olivier Blanchet", "Paris"),
            ("Maria Lopez", "Madrid"),
            ("Yusuf Demir", "Ankara"),
            ("Anna Kowalska", "Warsaw"),
        )
    ]
    engine = Remembering()

    def run(articles: list[str]) -> Counter[str]:
        engine.calls.clear()
        parts = [Held(shard([Article(text)], first)) for first, text in enumerate(articles)]
        compute(engine, Given(parts, {}, Held({}), Description()), Parameters(sample_above=0))
        return Counter(engine.calls)

    assert run(texts)["match"] == 4
    again = run([*texts[:3], texts[3] + " Anna Kowalska slept."])
    assert {again[name] for name in ("excerpt", "match", "assign", "locate")} == {1}


def test_a_changed_alias_has_no_text_read_again() -> None:
    texts = ["Olivier Blanchet met the mayor of Paris.", "Mr Blanchet left Paris on Monday."]
    engine = Remembering()

    def run(alias: str) -> Counter[str]:
        engine.calls.clear()
        parts = [Held(shard([Article(text)], first)) for first, text in enumerate(texts)]
        row = {"entity": "Olivier Blanchet", "alias": alias, "type": "PER"}
        hand = Held({"aliases": pl.DataFrame([row])})
        compute(engine, Given(parts, {}, hand, Description()), Parameters())
        return Counter(engine.calls)

    assert run("Blanchet")["recognise"] == 2
    assert not {"recognise", "name"} & run("Paris").keys()
