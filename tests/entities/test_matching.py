"""Names matched in sentences that no model reads, and what is nobody's name in either mode."""

import polars as pl
import pytest

from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import shipped
from analysis.entities.matcher import Matcher
from analysis.entities.matching import LEXICON, _with_family_names, lexicon
from analysis.entities.matters import is_matter, without_matters
from analysis.entities.naming import NAMED
from analysis.entities.reading import FOUND, Sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Ensure Gaza’s hospitals work.", ["Gaza"]),
        ("Is Egypt going to open it?", []),
        ("of Minister for Strategic Affairs Ron Dermer today", ["Ron Dermer"]),
        ("offices in Washington State.", ["Washington State"]),
        ("at Washington State University’s gate", ["Washington State University"]),
        ("wrote the Los Angeles Times.", ["Los Angeles Times"]),
        ("between Gaza and Egypt Air Force pilots", ["Gaza", "Egypt Air Force"]),
        ("awarded to Mary-Dell Chilton of Syngenta", ["Mary-Dell Chilton"]),
        ("with the Gaza Democrats there", []),
    ],
)
def test_a_match_grows_to_the_whole_name_and_no_further(text: str, found: list[str]) -> None:
    forms = {
        "Gaza": "LOC",
        "Ron Dermer": "PER",
        "Washington": "LOC",
        "Los Angeles": "LOC",
        "Mary": "PER",
        **({"Egypt": "LOC"} if "Air" in text else {}),
    }
    assert [text[one.start : one.end] for one in Matcher(forms).find(text)] == found


def test_a_country_behind_a_word_that_only_begins_the_sentence_is_found() -> None:
    text = "Q Is Egypt ready?"
    assert Matcher({"Egypt": "LOC"}).find(text) == [(5, 10, "LOC")]


@pytest.mark.parametrize(
    ("form", "kind", "nobody"),
    [
        ("House Republicans", "ORG", True),
        ("Senate Democrats and Republicans", "ORG", True),
        ("National Security Advisor", "ORG", True),
        ("Brexit", "PER", True),
        ("St. Patrick’s Day", "LOC", True),
        ("John Lewis Voting Rights Act", "PER", True),
        ("Bipartisan Infrastructure Law", "ORG", True),
        ("National Medal of Science", "ORG", True),
        ("Yale Law", "ORG", False),
        ("Doris Day", "PER", False),
        ("Democratic Party", "ORG", False),
        ("Hamas", "ORG", False),
    ],
)
def test_adherents_ideas_days_and_laws_are_nobody(form: str, kind: str, nobody: bool) -> None:
    assert is_matter(form, kind) is nobody


def test_the_union_whose_state_is_told_and_a_chamber_before_its_members_are_dropped() -> None:
    texts = {
        0: "In his State of the Union he praised the House Republicans and the European Union."
    }

    def named(word: str, start: int = 0) -> tuple[Candidate, str, str]:
        begin = texts[0].index(word, start)
        return (Candidate(0, begin, begin + len(word), word, "ORG", False), "ORG", "model")

    rows = [named("Union"), named("House"), named("European Union")]
    assert without_matters(rows, texts) == rows[2:]


def test_a_given_name_seen_but_left_open_is_matched_unless_it_is_a_word() -> None:
    found = pl.DataFrame(
        [
            ("d", 0, 0, 6, name, label, False, 0.0, 0.0, 0.0, 0.0)
            for name in ("Karine", "Grace")
            for label in ("", "PER")
        ],
        schema=FOUND,
        orient="row",
    )
    nothing = pl.DataFrame(schema=NAMED)
    choice = {
        "wanted": pl.DataFrame({"form": ["Avocado", "Egypt"]}),
        "words": pl.DataFrame({"form": ["Grace"]}),
    }
    known = lexicon([{"found": found}], [{"named": nothing}], choice)["lexicon"]
    assert known.schema == LEXICON
    assert known.rows() == [("Egypt", "LOC"), ("Karine", "PER")]


@pytest.mark.parametrize("name", ["Xbe", "Xlo", "Xzarbo", "Xbihar", "Xcibi", "Xge"])
def test_family_names_at_one_place_stand_in_the_same_order_in_every_process(name: str) -> None:
    texts = [f"Joe {name} met Ann {name}’s friend.", f"Then {name}’s car left."]
    rows = [
        (Candidate(0, 0, 4 + len(name), f"Joe {name}", "", False), "PER", "model"),
        (
            Candidate(0, 9 + len(name), 15 + 2 * len(name), f"Ann {name}’s", "", False),
            "PER",
            "model",
        ),
    ]
    sentences = [Sentence(number, 0, text) for number, text in enumerate(texts)]
    found = _with_family_names(sentences, rows, shipped())[len(rows) :]
    assert [one.form for one, *_ in found] == [name, f"{name}’s"]
