"""Sentences: hand-written cases, parted by bars."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.sentences import sentences

CASES = [
    "The U.N. General Assembly met on Monday.|It voted twice.",
    "The U.S. House of Representatives passed it.|The Senate did not.",
    "He flew to Washington, D.C., on Friday.|She stayed.",
    "“Thank you, Mr. President,” he said.|“You are welcome.”",
    "I call you, “Mr. President” – always.",
    "They prayed to St. Patrick on the way.|Then they left.",
    "Gen. Roe and Lt. Col. Doe spoke.|Sgt. Poe did not.",
    "The ship moved at 7.5 knots.|It carried 1,200.5 tonnes.",
    "Cyrus R. Vance, Jr. and his firm appealed.|The court refused.",
    "The vote was at 5 p.m. local time.|It passed.",
    "It was a phone.|(Laughter.)|And he showed me a picture.",
    "They fell silent (for a while).|Then they sang.",
    "Are you sure?|Yes!|No doubt about it.",
    "No.|Are they going to stop?",
    "He called it the worst night of the century.|And he was there.",
    "A follow-up on that, John.|Is it fair?",
    "See No. 10 on the list.|It is new.",
    "The firm, Example Inc., closed.|Its staff left.",
    'She said "It is over."|He agreed.',
    "Dr. Roe met Ms. Doe.|They talked.",
    "It cost $3.4 billion.|More is needed.",
    "First paragraph has no stop\n\nSecond one does.|And a third sentence.",
    "Ateşkes sağlandı.|Taraflar Kahire'de görüştü.",
    "أصيب عشرة أشخاص.|هل انتهت الحرب؟|لا أحد يعرف.",
    "M. Dupont est parti.|Il reviendra lundi.",
]


@pytest.mark.parametrize("marked", CASES)
def test_cases(marked: str) -> None:
    text = marked.replace("|", " ")
    expected = [one for part in marked.split("|") for one in part.split("\n\n")]
    assert [text[start:end] for start, end in sentences(text)] == expected


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab AB.!?…"”’()[]\n\n 1,؟é\u00a0'), max_size=80))
def test_spans_cover_all_ink_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join("".join(text[start:end].split()) for start, end in spans)
    assert covered == "".join(text.split())
    for start, end in spans:
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]


def test_nothing() -> None:
    assert sentences("") == []
    assert sentences(" \n\n ") == []
