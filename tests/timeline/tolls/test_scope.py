"""Place, period and day of a figure."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from analysis.timeline.tolls import Name, Toll, find_tolls

PUBLISHED = date(2023, 11, 16)


@dataclass(frozen=True)
class Day:
    """A date expression that means one day."""

    start: int
    end: int
    surface: str
    type: str
    first: date | None
    last: date | None
    sentence: int


def read(text: str, places: list[str], days: dict[str, date], cut: int | None = None) -> list[Toll]:
    spans = [(0, len(text))] if cut is None else [(0, cut), (cut + 1, len(text))]
    names = sorted(
        (
            Name(text.index(place), text.index(place) + len(place), f"id:{place}")
            for place in places
        ),
        key=lambda name: name.start,
    )
    dates = []
    for surface, day in days.items():
        start = text.index(surface)
        sentence = next(at for at, (first, last) in enumerate(spans) if first <= start < last)
        dates.append(Day(start, start + len(surface), surface, "DATE", day, day, sentence))
    return find_tolls(text, spans, places=names, dates=dates, published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("An Israeli strike on Rafah killed 12.", ["Rafah"], "Rafah"),
        ("A strike in al-Mawasi, west of Khan Younis, killed 12.", ["al-Mawasi", "Khan Younis"],
         "al-Mawasi"),
        ("Gaza's Health Ministry said 12,000 people had died so far.", ["Gaza"], "Gaza"),
        ("Fighters from Lebanon killed 12.", ["Lebanon"], None),
        ("Across the U.S. government they mourned 12 people killed.", ["U.S."], None),
        ("Last year northern Peru suffered an earthquake causing eleven deaths.", ["Peru"], "Peru"),
        ("Authorities in the United Kingdom said 12 people were killed.", ["United Kingdom"],
         "United Kingdom"),
        ("The Patriarchate of Jerusalem said 12 people were killed.", ["Jerusalem"], None),
    ],
)  # fmt: skip
def test_the_place_is_where_it_happened(text: str, places: list[str], expected: str | None) -> None:
    (one,) = read(text, places, {})
    assert one.place == expected
    assert one.place_id == (None if expected is None else f"id:{expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of Khan's victims died.", None),
        ("Two American soldiers died.", "American"),
        ("Two of the Russians died.", "Russians"),
    ],
)
def test_people_are_counted_by_nationality_not_by_name(text: str, expected: str | None) -> None:
    (one,) = read(text, [], {})
    assert one.nationality == expected


def test_an_event_takes_its_place_from_the_sentence_before() -> None:
    text = "A bus crashed near Pisco. Police said 12 people were killed in the crash."
    (one,) = read(text, ["Pisco"], {}, cut=25)
    assert one.place == "Pisco"


def test_a_ministry_named_in_full_elsewhere_gives_its_place() -> None:
    text = "Gaza's Health Ministry spoke. The Health Ministry has counted 12,000 dead so far."
    (one,) = read(text, ["Gaza"], {}, cut=29)
    assert (one.place, one.place_id) == ("Gaza", "id:Gaza")


def test_a_part_has_the_place_of_its_whole_unless_one_follows_it() -> None:
    text = "The virus killed 50 people in Asia, including 38 in Vietnam."
    assert [one.place for one in read(text, ["Asia", "Vietnam"], {})] == ["Asia", "Vietnam"]
    text = "In Asia 50 people died, 9 of them children, a charity in Geneva said."
    assert [one.place for one in read(text, ["Asia", "Geneva"], {})] == ["Asia", "Asia"]


def test_the_day_of_printing_is_no_day_of_an_event() -> None:
    text = "AMMAN, 30 January\nA drone killed three soldiers."
    assert [one.as_of for one in read(text, [], {"30 January": date(2023, 1, 30)}, 17)] == [None]


def test_a_running_total_does_not() -> None:
    text = "A summit opened in Doha. The total is 12,000 people killed since the war began."
    (one,) = read(text, ["Doha"], {}, cut=24)
    assert (one.place, one.cumulative) == (None, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("More than 11,500 people have been killed since October 7.", True),
        ("The death toll has passed 20,000.", True),
        ("An air strike killed 12 people.", False),
        ("The ministry reported 113 deaths in the past 24 hours.", False),
        ("Soldiers killed 12 men.", None),
    ],
)
def test_running_totals_and_events(text: str, expected: bool | None) -> None:
    (one,) = read(text, [], {})
    assert one.cumulative is expected


def test_the_day_of_an_event_is_not_the_day_of_the_statement() -> None:
    text = "The army said on Thursday that a strike killed 12 people on Tuesday."
    (one,) = read(text, [], {"Thursday": date(2023, 11, 16), "Tuesday": date(2023, 11, 14)})
    assert one.as_of == date(2023, 11, 14)


def test_a_running_total_holds_for_the_day_of_the_report() -> None:
    text = "Some 11,500 people have been killed since October 7."
    (one,) = read(text, [], {"October 7": date(2023, 10, 7)})
    assert one.as_of == PUBLISHED


def test_a_running_total_holds_for_the_day_that_limits_it() -> None:
    text = "The ministry had counted 11,320 dead by Tuesday since the war began."
    (one,) = read(text, [], {"Tuesday": date(2023, 11, 14)})
    assert one.as_of == date(2023, 11, 14)


def test_without_any_day_nothing_is_invented() -> None:
    text = "A strike killed 12 people."
    (one,) = read(text, [], {})
    assert one.as_of is None


def test_numbers_of_dates_are_no_figures() -> None:
    text = "The war that began on October 7 has killed many, and 12 civilians died on 7 October."
    rows = read(text, [], {"October 7": date(2023, 10, 7), "7 October": date(2023, 10, 7)})
    assert [one.value for one in rows] == [12]


def test_an_event_without_a_day_takes_that_of_the_news() -> None:
    text = (
        "A blast shook Rafah on Tuesday. Talks go on. Egypt sent aid. Doctors were few."
        " Medics counted 12 dead in the blast."
    )
    spans = [(match.start(), match.end()) for match in re.finditer(r"\S[^.]*\.", text)]
    tuesday = date(2023, 11, 14)
    day = Day(text.index("Tuesday"), text.index("Tuesday") + 7, "Tuesday", "DATE", tuesday,
              tuesday, 0)  # fmt: skip
    (one,) = find_tolls(text, spans, dates=[day], published=PUBLISHED)
    assert (one.as_of, one.cumulative) == (tuesday, False)
    old = find_tolls(text, spans, dates=[day], published=date(2023, 12, 16))
    assert [toll.as_of for toll in old] == [None]  # a month later it is history, not the news


def test_a_count_since_an_event_of_the_week_is_no_total_of_the_war() -> None:
    text = "Some 193 people have been killed since fighting resumed on Friday, medics said."
    (one,) = read(text, [], {"Friday": date(2023, 11, 10)})
    assert (one.cumulative, one.as_of) == (False, PUBLISHED)


def test_few_dead_counted_after_an_event_are_its_victims() -> None:
    text = (
        "A strike hit a school. Rescuers counted 15 dead. The Health Ministry counted 11,320 dead."
    )
    spans = [(match.start(), match.end()) for match in re.finditer(r"\S[^.]*\.", text)]
    rows = find_tolls(text, spans, published=PUBLISHED)
    assert [(one.value, one.cumulative) for one in rows] == [(15, False), (11_320, True)]


def test_the_name_of_a_ministry_gives_the_place_even_if_nothing_else_does() -> None:
    text = "Doha keeps on. The Gaza Health Ministry said 12,000 people had died so far."
    rows = read(text, ["Doha"], {}, cut=14)
    assert [one.place for one in rows] == ["Gaza"]
