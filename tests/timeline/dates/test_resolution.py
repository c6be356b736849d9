"""Hand-worked cases: what a reader of the paper of Thursday, 4 January 2024, would understand."""

from datetime import date
from itertools import pairwise

import pytest

from analysis.timeline.dates import DateMention, DateOptions, resolve_dates

THURSDAY = date(2024, 1, 4)


def resolved(
    text: str, published: date | None = THURSDAY, *cuts: int, narrative: bool = False
) -> list[DateMention]:
    spans = list(pairwise([0, *cuts, len(text)]))
    return resolve_dates(text, published, spans, DateOptions(narrative=narrative))


def values(text: str, published: date | None = THURSDAY) -> list[str]:
    return [mention.value for mention in resolved(text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He died on Tuesday.", "2024-01-02"),
        ("He died on Thursday.", "2024-01-04"),
        ("Officials said Friday that talks had failed.", "2023-12-29"),
        ("Talks will resume on Friday.", "2024-01-05"),
        ("The ship is due to arrive on Monday.", "2024-01-08"),
        ("She plans to meet him on Saturday.", "2024-01-06"),
        ("They were forced to flee on Saturday.", "2023-12-30"),
        ("A hearing will be held on Wednesday.", "2024-01-10"),
        ("The hearing was held on Wednesday.", "2024-01-03"),
        ("A second round is planned for Sunday.", "2024-01-07"),
        ("He takes office on Monday.", "2024-01-08"),
        ("Monday's attack takes the toll to 40.", "2024-01-01"),
        ("The government has until Sunday to answer.", "2024-01-07"),
        ("She left last Tuesday.", "2024-01-02"),
        ("She left last Wednesday.", "2023-12-27"),
        ("Next Monday is a holiday.", "2024-01-08"),
        ("It rained on Tuesday of last week.", "2023-12-26"),
    ],
)
def test_weekdays_by_tense(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The march began on December 24.", "2023-12-24"),
        ("He died on Jan. 2.", "2024-01-02"),
        ("A vote is expected on 12 January.", "2024-01-12"),
        ("They met in November.", "2023-11"),
        ("They will meet in November.", "2024-11"),
        ("They met last November.", "2023-11"),
        ("Elections are expected next May.", "2024-05"),
        ("The law expires on June 30.", "2024-06-30"),
        ("The deadline was set by October 31.", "2024-10-31"),
        ("On Sunday, December 10, they met.", "2023-12-10"),
        ("It happened on the 2nd.", ""),
        ("Profit rose in the third quarter.", "2023-Q3"),
        ("It will open in the second quarter.", "2024-Q2"),
        ("It was cold in autumn.", "2023-FA"),
        ("It happened in the first half of 2023.", "2023-H1"),
        ("They met on Christmas Eve.", "2023-12-24"),
        ("Thanksgiving was calm.", "2023-11-23"),
    ],
)
def test_parts_of_the_year_by_tense(text: str, value: str) -> None:
    assert values(text) == ([value] if value else ["2024-01-02"])


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("It happened on Tuesday, October 10, 2023.", "DATE", "2023-10-10"),
        ("It happened on the 25th of August 1917.", "DATE", "1917-08-25"),
        ("It happened in late September 1939.", "DATE", "1939-09"),
        ("It happened in the spring of 1776.", "DATE", "1776-SP"),
        ("It happened in October of last year.", "DATE", "2023-10"),
        ("It happened in the 1980s.", "DATE", "198"),
        ("It happened in the 19th century.", "DATE", "18"),
        ("It happened in 490 BC.", "DATE", "BC0490"),
        ("It happened in fiscal 2022.", "DATE", "2022"),
        ("It happened yesterday morning.", "TIME", "2024-01-03TMO"),
        ("It happened last night.", "TIME", "2024-01-03TNI"),
        ("It happened on Monday night.", "TIME", "2024-01-01TNI"),
        ("It happened at 6:40 p.m. on Monday.", "TIME", "2024-01-01T18:40"),
        ("It happened at 0600 GMT on 3 January.", "TIME", "2024-01-03T06:00Z"),
        ("It happened at 9 a.m. Tuesday.", "TIME", "2024-01-02T09:00"),
        ("It happened last week.", "DATE", "2023-W52"),
        ("It happened at the weekend.", "DATE", "2023-W52-WE"),
        ("It happened earlier this month.", "DATE", "2024-01"),
        ("It happened two years ago.", "DATE", "2022"),
        ("It happened three weeks ago.", "DATE", "2023-W50"),
        ("It happened ten days ago.", "DATE", "2023-12-25"),
        ("It happened half a century ago.", "DATE", "1974"),
        ("It happened years ago.", "DATE", "PAST_REF"),
        ("It is happening now.", "DATE", "PRESENT_REF"),
        ("It lasted two and a half years.", "DURATION", "P2.5Y"),
        ("It lasted half an hour.", "DURATION", "PT30M"),
        ("It lasted several months.", "DURATION", "PXM"),
        ("It lasted more than 1,000 days.", "DURATION", "P1000D"),
        ("It lasted a dozen years.", "DURATION", "P12Y"),
        ("A 100-day siege.", "DURATION", "P100D"),
        ("It happens every Friday.", "SET", "XXXX-WXX-5"),
        ("It happens twice a week.", "SET", "P1W"),
        ("It happens daily.", "SET", "P1D"),
    ],
)
def test_types_and_values(text: str, type_: str, value: str) -> None:
    first = resolved(text)[0]
    assert (first.type, first.value) == (type_, value)


def test_what_looks_like_a_date_and_is_none() -> None:
    for text in (
        "The 27-year-old, aged 12 months and 26 years of age, may march.",
        "Resolution 2712 was read to 2000 people for $1999 by Flight 1990 in model A320-2000.",
        "April Jones, June Carter and the Sunday Times recalled Black Friday on Easter Island.",
        "About a quarter of a million, three quarters of them; the score was 1:1.",
        "The Daily Mail and USA Today wrote of a man in his early 40s.",
    ):
        assert not resolved(text), text


def test_dates_count_from_the_date_before_them() -> None:
    text = (
        "They met on 12 May 1998. Three days later he left. That year and the next day she slept."
    )
    assert [(m.value, m.basis) for m in resolved(text, THURSDAY, 25, 51)] == [
        ("1998-05-12", "explicit"),
        ("1998-05-15", "previous"),
        ("1998", "previous"),
        ("1998-05-16", "previous"),
    ]


def test_since_does_not_lead_the_text_away() -> None:
    text = "Since October 7, 2023, 622 have been killed. He spoke on the same day."
    assert [m.value for m in resolved(text, THURSDAY, 45)] == ["2023-10-07", "2024-01-04"]


def test_a_year_ago_keeps_the_period_of_its_sentence() -> None:
    text = "Profit in the third quarter fell from $3 million a year earlier."
    assert values(text) == ["2023-Q3", "2022-Q3"]


def test_a_time_of_day_takes_the_day_named_after_it() -> None:
    assert values("At 2:49 a.m. (7:49 a.m. UTC) on Monday it rose.") == [
        "2024-01-01T02:49",
        "2024-01-01T07:49Z",
        "2024-01-01",
    ]


def test_at_night_is_every_night_unless_a_day_is_named() -> None:
    assert values("It is cold at night.") == ["XXXX-XX-XXTNI"]
    assert values("On Monday they left at dawn.") == ["2024-01-01", "2024-01-01TMO"]
    assert values("It rained in the evening.") == ["2024-01-04TEV"]


def test_a_day_that_stands_for_an_event() -> None:
    later = date(2025, 2, 1)
    assert values("The October 7 attack by Hamas.", later) == ["2023-10-07"]
    assert values("The attack of October 7, 2024.", later) == ["2024-10-07"]
    assert values("The school opened on October 7.", later) == ["2024-10-07"]
    assert values("The October 7 attack by Hamas.", date(2022, 1, 9)) == ["2021-10-07"]


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        (date(2023, 12, 14), "Hamas vowed to repeat the atrocities of October 7.", "2023-10-07"),
        (date(2024, 3, 10), "Israel will never allow another October 7.", "2023-10-07"),
        (date(2024, 10, 10), "Since October 7, Israel has bombed Gaza.", "2023-10-07"),
        (date(2024, 10, 7), "One woman spoke of the Hamas attack of October 7th.", "2023-10-07"),
        (date(2024, 10, 10), "Israel struck a suburb on October 7.", "2024-10-07"),
        (date(2024, 9, 20), "The hostages will be remembered on October 7.", "2024-10-07"),
        (date(2019, 10, 20), "On October 7 Israel struck Gaza.", "2019-10-07"),
        (date(2024, 3, 1), "October the 7th changed Israelis and Palestinians.", "2023-10-07"),
        (date(2024, 1, 8), "What we saw was the riot of January 6th.", "2021-01-06"),
        (date(2020, 9, 12), "She landed on Sept. 11 with her aunt.", "2020-09-11"),
    ],
)  # fmt: skip
def test_known_days_by_grammar_words_and_nearness(published: date, text: str, value: str) -> None:
    assert value in values(text, published)


def test_a_known_day_may_be_known_by_the_rest_of_the_article() -> None:
    text = "They were safe before October 7. Israelis and Palestinians say so."
    assert values(text)[0] == "2023-10-07"


def test_pairs_share_month_year_and_unit() -> None:
    assert values("From October 7-9, 2023, it rained.") == ["2023-10-07", "2023-10-09"]
    assert values("On 27 and 28 December it rained.") == ["2023-12-27", "2023-12-28"]
    assert values("It took between 60 and 90 days.") == ["P60D", "P90D"]
    assert values("The war of 1914-18.") == ["1914", "1918"]
    assert values("Between October and March 2012 it fell.") == ["2011-10", "2012-03"]


def test_first_and_last_day() -> None:
    text = "In the past two weeks; last week; in 2022; in October 2023; now."
    assert [(m.first, m.last) for m in resolved(text)] == [
        (date(2023, 12, 21), THURSDAY),
        (date(2023, 12, 25), date(2023, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2023, 10, 1), date(2023, 10, 31)),
        (None, None),
    ]


def test_a_day_that_does_not_exist_is_stated_not_moved() -> None:
    (found,) = resolved("It happened on February 30, 2023.")
    assert (found.value, found.first, found.basis) == ("2023-02-XX", None, "none")


def test_sentence_and_span() -> None:
    text = "Nothing here. He came at 6 p.m. on Monday."
    clock, monday = resolved(text, THURSDAY, 14)
    assert (clock.surface, clock.sentence) == ("6 p.m.", 1)
    assert text[monday.start : monday.end] == monday.surface == "Monday"
