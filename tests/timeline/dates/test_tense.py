"""The tense around a date."""

import pytest

from analysis.timeline.dates.tense import tense


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("He died on", "", "past"),
        ("He will leave on", "", "future"),
        ("He said on", "that he will leave", "past"),
        ("He said he will leave on", "", "future"),
        ("The meeting will be held on", "", "future"),
        ("The meeting was held on", "", "past"),
        ("The meeting is to be held on", "", "future"),
        ("He is scheduled to arrive on", "", "future"),
        ("He agreed to leave on", "", "future"),
        ("He managed to leave on", "", "past"),
        ("The summit is set for", "", "future"),
        ("He set fire to it on", "", "past"),
        ("On", "he arrived", "past"),
        ("On", "parliament will vote", "future"),
        ("The summit opens on", "", "future"),
        ("", "s raid takes the toll to 40", None),
        ("A vote on", "", None),
        ("The vote is on", "", "future"),
        ("", "is the last day", "future"),
        ("Pope to visit Beirut", "", "future"),
        ("Trucks from Egypt to the north", "", None),
        ("He fled Rafah to safety on", "", "past"),
        ("The launch had been scheduled for", "", "past"),
        ("He may have died on", "", "past"),
        ("The fighting that would follow", "was fierce", "future"),
    ],
)
def test_tense(before: str, after: str, expected: str | None) -> None:
    assert tense(before.split(), after.split()) == expected
