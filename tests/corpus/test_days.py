"""Publication dates: what is believed, and what only goes to the list of conflicts."""

from datetime import date

import pytest

from analysis.contract import Description
from analysis.corpus.days import field_date, learned_order, name_date, resolved, written_dates
from analysis.corpus.rules import date_line, dateline
from tests.corpus.stages import run


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Saturday, January 5, 2019", date(2019, 1, 5)),
        ("17 October 2023", date(2023, 10, 17)),
        ("October 17th, 2023", date(2023, 10, 17)),
        ("17.10.2023", date(2023, 10, 17)),
        ("25/4/2024", date(2024, 4, 25)),
        ("4/25/2024", date(2024, 4, 25)),
        ("2024-04-05", date(2024, 4, 5)),
        ("17 Ekim 2023", date(2023, 10, 17)),
        ("1er août 2012", date(2012, 8, 1)),
        ("17 أكتوبر 2023", date(2023, 10, 17)),
        ("MAYIS 3, 2024", date(2024, 5, 3)),
        ("14. Februar 2024", date(2024, 2, 14)),
    ],
)
def test_written_dates(text: str, day: date) -> None:
    assert resolved(next(written_dates(text))) == (day, [])


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("Saturday, May 26, 2019", ["2019-05-26"]),  # a Sunday
        ("Monday, October 34, 2019", ["Monday, October 34, 2019"]),
        ("3/4/2024", ["2024-03-04", "2024-04-03"]),
    ],
)
def test_dates_that_cannot_be_believed(text: str, conflict: list[str]) -> None:
    assert resolved(next(written_dates(text))) == (None, conflict)


def test_order_of_slashed_dates_is_learned_from_dates_that_tell_it() -> None:
    assert learned_order(iter(["3/4/2024", "25/4/2024"])) == "day_first"
    assert learned_order(iter(["3/4/2024", "4/25/2024"])) == "month_first"
    assert learned_order(iter(["25/4/2024", "4/25/2024"])) == "auto"
    rows = b"date,text\n3/4/2024,Rain fell in Turin.\n25/4/2024,Snow fell in Aosta.\n"
    documents = run({"a.csv": rows})["documents"].sort("record")
    assert documents["published"].to_list() == [date(2024, 4, 3), date(2024, 4, 25)]
    alone = run({"a.csv": b"date,text\n3/4/2024,Rain fell in Turin.\n"})["documents"]
    assert alone["published"].to_list() == [None]
    assert alone["published_conflict"].to_list() == [["2024-03-04", "2024-04-03"]]


@pytest.mark.parametrize(
    ("value", "zone", "day"),
    [
        ("2023-10-17T23:30:00-05:00", "UTC", date(2023, 10, 18)),
        ("2023-10-17T23:30:00-05:00", "America/New_York", date(2023, 10, 18)),
        ("2023-10-17T23:30:00-05:00", "America/Bogota", date(2023, 10, 17)),
        ("2023-10-17 23:30", "Asia/Tokyo", date(2023, 10, 17)),
        ("Tue, 17 Oct 2023 22:30:00 GMT", "Asia/Gaza", date(2023, 10, 18)),
        ("1697500800", "UTC", date(2023, 10, 17)),
        ("20231017", "UTC", date(2023, 10, 17)),
        ("soon", "UTC", None),
        (None, "UTC", None),
    ],
)
def test_fields(value: object, zone: str, day: date | None) -> None:
    assert field_date(value, zone)[0] == day


def test_file_names() -> None:
    assert name_date("x/2023-10-17-remarks.md") == (date(2023, 10, 17), 2023)
    assert name_date("wire_2023-10.txt") == (None, 2023)
    assert name_date("run_01_wrap.txt") == (None, None)
    assert name_date("2023-10-17 to 2023-10-19.txt") == (None, 2023)


def test_datelines_take_their_year_from_the_file_name_or_stay_undated() -> None:
    text = b"OSLO, Oct. 17 (Nordwire) - Trains stood still on Tuesday.\n"
    dated = run({"nordwire_2023-10.txt": text})["documents"].row(0, named=True)
    assert (dated["published"], dated["published_basis"]) == (date(2023, 10, 17), "text")
    assert (dated["dateline"], dated["outlet"]) == ("OSLO", "Nordwire")
    assert run({"nordwire.txt": text})["documents"]["published"].to_list() == [None]


def test_the_field_goes_before_the_text_and_the_difference_is_kept() -> None:
    row = b'date,text\n2023-10-19,"OSLO, Oct. 17, 2023 (Nordwire) - Trains stood still."\n'
    document = run({"a.csv": row})["documents"].row(0, named=True)
    assert (document["published"], document["published_basis"]) == (date(2023, 10, 19), "field")
    assert document["published_conflict"] == ["2023-10-17"]


def test_the_corpus_date_is_the_last_resort() -> None:
    described = Description(published=date(2020, 1, 2), outlet="Gazette")
    document = run({"a.txt": b"Rain fell on the town."}, description=described)["documents"].row(
        0, named=True
    )
    assert (document["published"], document["published_basis"]) == (date(2020, 1, 2), "corpus")
    assert document["outlet"] == "Gazette"


def test_date_lines() -> None:
    found = date_line("WN - Saturday, January 5, 2019")
    assert found is not None
    assert (found.name, found.place, found.begin) == ("WN", None, 5)
    found = date_line("RAFAH, 29.05.2024")
    assert found is not None
    assert (found.name, found.place) == (None, "RAFAH")
    found = date_line("Published: 17 October 2023, 10:30 GMT")
    assert found is not None
    assert found.name is None
    assert date_line("On October 7, 2023") is None
    assert date_line("The war began on October 7, 2023") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GAZA CITY, Oct. 17 (Levant Wire) — At least", ("GAZA CITY", "Oct. 17", "Levant Wire")),
        ("ISTANBUL (XY) -- Ferries", ("ISTANBUL", None, "XY")),
        ("Khan Younis, October 3 (Gulfwire) - Tanks", ("Khan Younis", "October 3", "Gulfwire")),
        ("THE HAGUE - The court", ("THE HAGUE", None, None)),
        ("Netanyahu - who was away - said", None),
        ("MR. KIRBY: Well — I think", None),
        ("The ministry (MoH) - which counts - said", None),
    ],
)
def test_datelines(text: str, found: tuple[str, str | None, str | None] | None) -> None:
    assert dateline(text) == found
