"""Who speaks for a figure, by the names in the words of its source."""

import polars as pl
import pytest

from analysis.timeline.speakers import with_sources
from analysis.timeline.tables import TOLLS

TEXT = (
    "The Health Ministry in Gaza said 12 died. The ministry said 14 died."
    " IDF spokesman Daniel Hagari said 3 died. Israel said 4 died. Residents of Israel said 5 died."
    " The Hamas-run Civil Defense said 6 died. Medics said 7 died. Firass Abiad said 8 died."
)
NAMES = {
    "Health Ministry": ("ORG", "org-gaza-health-ministry"),
    "Gaza": ("LOC", "loc-gaza"),
    "IDF": ("ORG", "org-israel-defense-forces"),
    "Daniel Hagari": ("PER", "per-daniel-hagari"),
    "Israel": ("LOC", "loc-israel"),
    "Hamas": ("ORG", "org-hamas"),
    "Civil Defense": ("ORG", "org-civil-defense"),
    "Firass Abiad": ("PER", "per-firass-abiad"),
}


def spans() -> list[tuple[int, int]]:
    ends = [at + 1 for at, mark in enumerate(TEXT) if mark == "."]
    return list(zip([0, *(end + 1 for end in ends)], ends, strict=False))


def shard() -> dict[str, pl.DataFrame]:
    rows = [("a", number, *span) for number, span in enumerate(spans())]
    return {
        "documents": pl.DataFrame({"doc_id": ["a"], "text": [TEXT]}),
        "sentences": pl.DataFrame(rows, ["doc_id", "sentence", "start", "end"], orient="row"),
    }


def mentions() -> pl.DataFrame:
    rows = [
        ("a", number, at, at + len(name), kind, entity)
        for number, (start, end) in enumerate(spans())
        for name, (kind, entity) in NAMES.items()
        if (at := TEXT.find(name, start, end)) >= 0
    ]
    columns = ["doc_id", "sentence", "start", "end", "type", "entity_id"]
    return pl.DataFrame(rows, columns, orient="row")


def said(sentence: int, words: str | None, **other: object) -> pl.DataFrame:
    row = {
        "doc_id": "a", "sentence": sentence, "attributed_to": words, "start": 1, "end": 2,
        "surface": "9", "value": 9, "bound": "exact", "outcome": "killed", "group": "people",
        "place": None, "place_id": None, "cumulative": False, "as_of": None, "subset": False,
        "basis": "rule", "nationality": None, "source_id": None,
    } | other  # fmt: skip
    return TOLLS.frame([row])


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        (0, "The Health Ministry in Gaza", "org-gaza-health-ministry"),
        (1, "The ministry", "org-gaza-health-ministry"),
        (2, "IDF spokesman Daniel Hagari", "org-israel-defense-forces"),
        (3, "Israel", "loc-israel"),
        (4, "Residents of Israel", None),
        (5, "The Hamas-run Civil Defense", "org-civil-defense"),
        (6, "Medics", None),
        (7, "Firass Abiad", "per-firass-abiad"),
        (7, None, None),
        (7, "words that stand in no sentence", None),
    ],
)
def test_the_entity_that_the_words_name(
    sentence: int, words: str | None, expected: str | None
) -> None:
    found = with_sources(said(sentence, words), shard(), mentions())
    assert found["source_id"].to_list() == [expected]


def test_without_names_nobody_is_known() -> None:
    found = with_sources(said(3, "Israel"), shard(), mentions().clear())
    assert found["source_id"].to_list() == [None]


@pytest.mark.parametrize(
    ("sentence", "words", "other", "expected"),
    [
        (1, "The ministry", {}, ("Gaza", "loc-gaza")),
        (1, "The ministry", {"cumulative": False}, (None, None)),
        (1, "The ministry", {"place": "Rafah"}, ("Rafah", None)),
        (1, "The ministry", {"basis": "hand"}, (None, None)),
        (2, "IDF spokesman Daniel Hagari", {}, (None, None)),
    ],
)
def test_a_total_without_a_place_is_that_of_its_authority(
    sentence: int, words: str, other: dict[str, object], expected: tuple[str | None, str | None]
) -> None:
    found = with_sources(
        said(sentence, words, **({"cumulative": True} | other)), shard(), mentions()
    )
    assert found.select("place", "place_id").row(0) == expected
