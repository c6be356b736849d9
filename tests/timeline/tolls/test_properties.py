"""What holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.timeline.tables import TOLLS
from analysis.timeline.tolls import find_tolls

WORDS = [
    "31",
    "46",
    "1,200",
    "two",
    "dozens",
    "of",
    "thousands",
    "more",
    "than",
    "at",
    "least",
    "between",
    "and",
    "or",
    "to",
    "people",
    "children",
    "soldiers",
    "Palestinians",
    "were",
    "was",
    "have",
    "been",
    "may",
    "would",
    "if",
    "not",
    "no",
    "killed",
    "wounded",
    "died",
    "dead",
    "missing",
    "killing",
    "kill",
    "hostages",
    "took",
    "death",
    "toll",
    "rose",
    "from",
    "in",
    "Gaza",
    "Rafah",
    "on",
    ",",
    ";",
    ".",
    "—",
    "(",
    ")",
    "said",
    "the",
    "ministry",
    "according",
    "to",
    "including",
    "them",
    "Its",
    "total",
    "stood",
    "that",
    "who",
    "2014",
    "%",
    "$",
    "aged",
    "a",
    "U.S.",
    "’s",
    '"',
    "displaced",
    "of",
    "those",
    "held",
]
sentences = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
BOUNDS = {"exact", "at_least", "more_than", "at_most", "less_than", "about"}


@given(st.one_of(sentences, st.text(max_size=200)))
def test_every_row_is_evidence_in_the_text(text: str) -> None:
    rows = find_tolls(text, [(0, len(text))])
    keys = [(one.start, one.outcome, one.bound) for one in rows]
    assert len(keys) == len(set(keys))
    for one in rows:
        assert text[one.start : one.end] == one.surface
        assert one.value > 0
        assert one.bound in BOUNDS
        assert one.place is None or one.place in text
        assert one.attributed_to is None or one.attributed_to in text


@given(sentences, sentences)
def test_a_sentence_is_read_the_same_wherever_it_stands(before: str, sentence: str) -> None:
    """But for what it may take from the sentences before: outcome, place and day."""
    alone = find_tolls(sentence, [(0, len(sentence))])
    text = f"Nothing here.\n\nNor here.\n\nNor there.\n\n{sentence}"
    start = len(text) - len(sentence)
    spans = [(0, 13), (15, 24), (26, 36), (start, len(text))]
    moved = find_tolls(text, spans)
    assert [(one.start + start, one.value, one.attributed_to) for one in alone] == [
        (one.start, one.value, one.attributed_to) for one in moved
    ]


HOSTILE = (
    "killed ", "31 killed, ", "the ", "a b, ", "killed and ", "said ", "31 of the ",
    "In the north of the ", "from 1 to 2 ", "more than ", "(A", "’s count ", "A, b, ", " ", "a",
    "A", "-", "31", "aly ", "a.", ", ", "in the a b ", "of ", "\u00a0", "al-A ", "said, ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_sentences_end(piece: str) -> None:
    """A pattern that blows up would run for years on these."""
    for text in (
        (piece * 1500)[:1400] + " 31 killed",
        "31 killed" + (piece * 1500)[:1400] + " said!",
        "police " + (piece * 1500)[:1300] + " said 31 people were killed " + piece * 3,
    ):
        rows = find_tolls(text, [(0, len(text))])
        assert all(text[one.start : one.end] == one.surface for one in rows)


def test_outcomes_and_groups_are_those_of_the_contract() -> None:
    described = {column.name: column.description for column in TOLLS.columns}
    assert "detained or abducted" in described["outcome"]
    text = "Police detained 12 men, and 3 aid workers were abducted."
    assert [(one.outcome, one.group) for one in find_tolls(text, [(0, len(text))])] == [
        ("detained", "people"),
        ("abducted", "aid_workers"),
    ]
