"""Whose an article is, and in which language, in small corpora made for it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nupunkt import sent_spans

from analysis.contract import Description
from analysis.corpus.outlets import agency_like, whole_names
from analysis.language.sentences import sentences
from tests.corpus.stages import run

TURKISH = (
    "Sağlık Bakanlığı, dün geceki saldırılarda on iki kişinin hayatını kaybettiğini ve çok sayıda"
    " yaralının hastaneye kaldırıldığını açıkladı."
)
ARABIC = "أعلنت وزارة الصحة أن اثني عشر شخصا قتلوا في الغارات التي وقعت الليلة الماضية على المدينة."
ENGLISH = "The ministry said that twelve people were killed in the attacks of the night."


def test_names_that_close_one_article_only_are_no_outlets() -> None:
    texts = {
        "a.txt": "The bridge fell into the river on Monday. (YouTube)",
        "b.txt": "Nobody was hurt when it fell, the mayor said. (Nicholas Moreau)",
        "c.txt": "A new bridge is to be built by the autumn. (Gulfwire)",
    }
    tables = run({name: text.encode() for name, text in texts.items()})
    found = dict(tables["documents"].select("source_file", "outlet").iter_rows())
    assert found == {"a.txt": None, "b.txt": None, "c.txt": "Gulfwire"}
    kept = dict(tables["documents"].select("source_file", "text").iter_rows())
    assert kept["a.txt"].endswith("(YouTube)") and not kept["c.txt"].endswith("(Gulfwire)")


def test_an_apposition_is_no_dateline() -> None:
    text = "On Thursday, the European Court of Justice (ECJ) — the highest — ruled in the case."
    document = run({"a.txt": text.encode()})["documents"].row(0, named=True)
    assert (document["dateline"], document["outlet"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("WN", True), ("A.F.P.", True), ("dpa", True), ("Nordwire", True), ("Levant Post", True),
        ("YouTube", False), ("Nicholas Moreau", False), ("Paris", False),
    ],
)  # fmt: skip
def test_agency_like(name: str, expected: bool) -> None:
    assert agency_like(name) is expected


def test_initials_become_the_name_that_they_stand_for_in_their_file() -> None:
    named = [("a", "LW"), ("a", "Levant Wire"), ("b", "LW"), ("c", "VOA"), ("c", "Voice of Asia")]
    assert whole_names(named) == [("a", "LW", "Levant Wire"), ("c", "VOA", "Voice of Asia")]
    rows = ["outlet,text", f"LW,{ENGLISH}", f"Levant Wire,{ENGLISH[4:]} It rained."]
    outlets = run({"a.csv": "\n".join(rows).encode()})["documents"]["outlet"]
    assert outlets.to_list() == ["Levant Wire", "Levant Wire"]


def test_languages_other_than_the_one_that_the_corpus_is_said_to_be_in() -> None:
    texts = {"ar.txt": ARABIC, "en.txt": ENGLISH, "short.txt": "Ja.", "tr.txt": TURKISH}
    tables = run(
        {name: text.encode() for name, text in texts.items()},
        description=Description(language="en"),
    )
    found = dict(tables["documents"].select("source_file", "language").iter_rows())
    assert found == {"ar.txt": "ar", "en.txt": "en", "short.txt": "en", "tr.txt": "tr"}


def test_the_ledger_tells_which_fields_were_read() -> None:
    tables = run(
        {
            "a.csv": f"date,body,id\n2023-10-17,{ENGLISH},1\n".encode(),
            "b.md": f"---\ntitle: One\nauthor: Two\n---\n\n{ENGLISH}\n".encode(),
            "c.txt": ENGLISH.encode(),
        },
        description=Description(),
    )
    found = dict(tables["files"].select("source_file", "fields").iter_rows())
    assert found == {
        "a.csv": "text=body, published=date",
        "b.md": "title=title, byline=author",
        "c.txt": None,
    }


WORDS = st.sampled_from(
    ["Rain", "fell", "there", "state-run", "No", "Gen", "U.S", "Jan", "It", "12", "said", "Smith’s",
     "the", "“We", "Iv", "today"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ". ", "? ", ", "])), min_size=1))
@example([("Iv", ". "), ("fell", " ")])
def test_sure_full_stops_are_where_nupunkt_ends_sentences(pairs: list[tuple[str, str]]) -> None:
    """Every end of ours after a plain word is one of nupunkt's or of the rules that mend it."""
    text = "".join(word + mark for word, mark in pairs).strip() + "."
    ours = {end for _, end in sentences(text)}
    theirs = {start + len(text[start:end].rstrip()) for start, end in sent_spans(text)}
    for end in ours - theirs:
        assert text[:end].endswith((".", "?")) and text[end : end + 1] == " "
        assert text[end + 1].isupper() or text[end + 1] == "“"
