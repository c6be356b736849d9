"""Articles without a date: what is not in the text is not invented."""

from datetime import date

import pytest

from analysis.timeline.dates import DateMention, DateOptions, resolve_dates


def resolved(text: str, **options: object) -> list[DateMention]:
    return resolve_dates(text, None, [(0, len(text))], DateOptions.model_validate(options))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He died on Tuesday.", "XXXX-WXX-2"),
        ("He died on October 7.", "XXXX-10-07"),
        ("He died in October.", "XXXX-10"),
        ("He died yesterday.", "XXXX-XX-XX"),
        ("He died last year.", "XXXX"),
        ("He died last week.", "XXXX-WXX"),
        ("He died last October.", "XXXX-10"),
        ("He died in the third quarter.", "XXXX-Q3"),
        ("He died on Monday night.", "XXXX-WXX-1TNI"),
        ("He died in '89.", "XX89"),
        ("He died two weeks later.", "XXXX-WXX"),
    ],
)
def test_relative_dates_stay_relative(text: str, value: str) -> None:
    (found,) = resolved(text)
    assert (found.value, found.first, found.last, found.basis) == (value, None, None, "none")


def test_explicit_dates_need_no_publication() -> None:
    (found,) = resolved("He died on 7 October 2023.")
    assert (found.value, found.first, found.basis) == ("2023-10-07", date(2023, 10, 7), "explicit")


def test_dates_may_follow_an_explicit_one() -> None:
    found = resolved("He left on 30 December 2023 and came back the next day.")
    assert [(one.value, one.basis) for one in found] == [
        ("2023-12-30", "explicit"),
        ("2023-12-31", "previous"),
    ]


def test_the_year_of_an_act_leads_nowhere() -> None:
    found = resolved("Under the Act of 1964 the office acted on Nov. 7.")
    assert [one.value for one in found] == ["1964", "XXXX-11-07"]


def test_the_corpus_gives_the_year_where_one_fits() -> None:
    days = {"corpus_first": date(2023, 10, 7), "corpus_last": date(2024, 8, 31)}
    years = {"corpus_years": (2023, 2024)}
    (october,) = resolved("He died on October 12.", **years, **days)
    assert (october.value, october.basis) == ("2023-10-12", "corpus")
    (january,) = resolved("He died on January 5.", **years, **days)
    assert january.value == "2024-01-05"
    (both,) = resolved("He died on October 12.", **years)
    assert (both.value, both.basis) == ("XXXX-10-12", "none")
    (weekday,) = resolved("He died on Saturday, October 12.", **years)
    assert weekday.value == "2024-10-12"  # a Saturday in 2024, a Thursday in 2023


def test_the_corpus_gives_no_year_to_a_month_and_no_day_to_a_weekday() -> None:
    found = resolved("He left on Tuesday and died in October.", corpus_years=(2023,))
    assert [one.value for one in found] == ["XXXX-WXX-2", "XXXX-10"]


def test_a_day_just_before_the_first_article_fits_too() -> None:
    years = {"corpus_years": (2023, 2024)}
    days = {"corpus_first": date(2023, 10, 9), "corpus_last": date(2024, 12, 31)}
    (found,) = resolved("It began on October 7.", **years, **days)
    assert (found.value, found.basis) == ("XXXX-10-07", "none")


@pytest.mark.parametrize(
    ("day_first", "value", "basis"),
    [
        (True, "2024-04-03", "explicit"),
        (False, "2024-03-04", "explicit"),
        (None, "2024-XX-XX", "none"),
    ],
)
def test_order_of_day_and_month(day_first: bool | None, value: str, basis: str) -> None:
    (found,) = resolved("It was 03/04/2024.", day_first=day_first)
    assert (found.value, found.basis) == (value, basis)


def test_order_of_day_and_month_where_it_is_no_question() -> None:
    assert [one.value for one in resolved("13/04/2024, 04/13/2024, 04/04/2024, 03.04.2024")] == [
        "2024-04-13",
        "2024-04-13",
        "2024-04-04",
        "2024-04-03",
    ]


def test_order_of_day_and_month_by_the_day_of_publication() -> None:
    text = "It was 03/04/2024."
    found = resolve_dates(text, date(2024, 3, 6), [(0, len(text))], DateOptions())
    assert [(one.value, one.basis) for one in found] == [("2024-03-04", "published")]


def test_two_digit_years_lie_before_the_near_future() -> None:
    text = "It was 13/04/98, not 13/04/31."
    found = resolve_dates(text, date(2024, 3, 6), [(0, len(text))], DateOptions())
    assert [one.value for one in found] == ["1998-04-13", "2031-04-13"]
