"""Marked text: cutting, and comparing two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.explore.marks import Mark, compare, one_line, segments

_marks = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 20),
        st.integers(-3, 25),
        st.sampled_from(["PER", "LOC", "date"]),
        st.sampled_from(["", "note"]),
    ),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=20), marks=_marks)
def test_segments_join_to_the_text_and_each_letter_bears_its_marks(
    text: str, marks: list[Mark]
) -> None:
    found = segments(text, marks)
    assert "".join(part for part, _, _ in found) == text
    at = 0
    for part, kinds, _ in found:
        for place in range(at, at + len(part)):
            assert set(kinds.split()) == {m.kind for m in marks if m.start <= place < m.end}
        at += len(part)


def test_markup_in_a_text_stays_text() -> None:
    assert segments("<b>x</b>", [Mark(3, 4, "LOC", "place: <i>")]) == [
        ("<b>", "", ""),
        ("x", "LOC", "place: <i>"),
        ("</b>", "", ""),
    ]


def test_one_line_turns_breaks_into_blanks() -> None:
    assert one_line("a\n\nb", []) == [("a b", "", "")]


def test_compare_marks_only_what_differs() -> None:
    one, other = "The ferry will carry 400 people now.", "The ferry will carry 300 people."
    here, there = compare(one, other)
    assert [one[mark.start : mark.end] for mark in here] == ["400", "now"]
    assert [other[mark.start : mark.end] for mark in there] == ["300"]


@settings(max_examples=100, deadline=None)
@given(one=st.text("ab \n", max_size=30), other=st.text("ab \n", max_size=30))
def test_without_what_differs_two_texts_have_the_same_words(one: str, other: str) -> None:
    def left_over(text: str, marks: list[Mark]) -> list[str]:
        for mark in reversed(marks):
            text = text[: mark.start] + " " + text[mark.end :]
        return text.split()

    here, there = compare(one, other)
    assert left_over(one, here) == left_over(other, there)
