"""Cutting run-together files: small files of each layout, with the starts that a reader gives."""

import polars as pl
import pytest

from analysis.corpus.parameters import Parameters
from tests.corpus.stages import run

HARBOUR = (
    "Ferry crews at the harbour of Porto Vecchio walked out on Monday over unpaid overtime.\n"
    "The crews said the company owes them four months of night pay.\n"
    "The company said the ferry timetable would return to normal within two days. (Tirreno)\n"
)
ITEMS = (
    "A bakery in Lucca caught fire before dawn and was gutted, the fire brigade said.\n"
    "Grape growers in Piedmont expect the smallest harvest in nine years.\n"
    "The museum of Ravenna has lent two mosaics to a gallery in Lyon.\n"
)
NOTICE = (
    "NOTA: material of this agency may not be reproduced in whole or in part without a contract.\n"
)


def starts(text: str, **given: object) -> list[str]:
    """The first three words of each article."""
    tables = run({"a.txt": text.encode()}, **given)  # type: ignore[arg-type]
    rows = tables["documents"].sort("start").iter_rows(named=True)
    return [" ".join(text[row["start"] : row["end"]].split()[:3]) for row in rows]


def test_the_undated_layout() -> None:
    # paragraphs of one line, signature in brackets, notice, then one-line items of other stories
    text = HARBOUR + NOTICE + ITEMS
    tables = run({"a.txt": text.encode()})
    documents = tables["documents"].sort("start")
    assert starts(text) == ["Ferry crews at", "A bakery in", "Grape growers in", "The museum of"]
    assert documents["published"].to_list() == [None] * 4
    assert documents["published_basis"].to_list() == [None] * 4
    assert documents["outlet"].to_list() == ["Tirreno"] * 4
    assert "(Tirreno)" not in documents["text"][0]
    rules = set(tables["removed"]["rule"])
    assert {"signature", "notice"} <= rules


def test_the_undated_layout_twice_in_a_file() -> None:
    second = (
        "Engineers closed the viaduct at Forli after sensors reported movement in a pier.\n"
        "The viaduct carries eleven thousand cars a day and the sensors were fitted in spring.\n"
        "Engineers will test the pier again next week before the viaduct opens. (Tirreno)\n"
    )
    text = HARBOUR + NOTICE + ITEMS + second + NOTICE + "Snow closed two passes in the north.\n"
    assert starts(text) == [
        "Ferry crews at", "A bakery in", "Grape growers in", "The museum of",
        "Engineers closed the", "Snow closed two",
    ]  # fmt: skip


def test_an_item_that_goes_on_is_not_cut() -> None:
    text = HARBOUR + NOTICE + ITEMS.replace("Grape growers", "He added that grape growers")
    assert len(starts(text)) == 3


@pytest.mark.parametrize(
    "between", ["\n\n\n", "\n\n-----\n\n", "\n", "\n\n" + NOTICE + "\n", "\n* * *\n"]
)
def test_date_lines_open_articles(between: str) -> None:
    articles = [
        f"{day}, 2019\n\nThe council of {town} met. It talked about {what} for hours.\n\nA "
        f"vote was put off."
        for day, town, what in (
            ("Monday, July 1", "Ghent", "trams"),
            ("Tuesday, July 2", "Bruges", "canals"),
            ("Monday, July 34", "Ypres", "bells"),  # an impossible date is still a date line
        )
    ]
    assert starts(between.join(articles)) == [
        "Monday, July 1,",
        "Tuesday, July 2,",
        "Monday, July 34,",
    ]


def test_datelines_open_articles_with_nothing_between() -> None:
    text = (
        "OSLO, March 3 (Nordwire) - Trains stood still on Sunday.\nA second day of strikes "
        "is planned.\n"
        "BERGEN (Nordwire) - Rain flooded cellars.\nThe fire service pumped for hours.\n"
    )
    assert starts(text) == ["OSLO, March 3", "BERGEN (Nordwire) -"]


def test_headline_byline_and_date_belong_to_the_article_below() -> None:
    text = (
        "Bridge reopens after repairs\nBy Staff Correspondent\nPublished: 4 May 2022\n\n"
        "The bridge opened to cars at noon.\n\n###\n\n"
        "School roof gives way\nBy Staff Correspondent\nPublished: 5 May 2022\n\nNobody was "
        "hurt on Thursday.\n\n###\n"
    )
    tables = run({"a.txt": text.encode()})
    documents = tables["documents"].sort("start")
    assert documents["title"].to_list() == ["Bridge reopens after repairs", "School roof gives way"]
    assert documents["byline"].to_list() == ["Staff Correspondent"] * 2
    assert [str(day) for day in documents["published"]] == ["2022-05-04", "2022-05-05"]
    assert sorted(tables["removed"].filter(pl.col("rule") == "end_mark")["text"]) == ["###", "###"]


def test_acronyms_and_stage_directions_are_no_signatures() -> None:
    text = (
        "The clinic is run by the World Health Organization (WHO).\n\nStaff of the agency (WHO)\n\n"
        "He thanked the guests. (Laughter.)\n\nThen he sat down. (Laughter.)\n\nThe end came late."
    )
    tables = run({"a.txt": text.encode()})
    assert tables["documents"].height == 1
    assert not tables["removed"].filter(pl.col("rule") == "signature").height


def test_a_repeated_pull_quote_of_a_repeated_article_is_no_signature() -> None:
    story = (
        "Monday, July 1, 2019\n\nIt rained in {0}.\n\n—One of the villagers\n\nThe river "
        "rose by noon in {0}.\n\n"
    )
    text = "".join(story.format(town) for town in ("Namur", "Namur"))
    assert len(starts(text)) == 2


def test_stars_may_part_the_sections_of_one_article() -> None:
    text = "The first part tells of spring.\n\n* * *\n\nThe second part tells of autumn.\n"
    assert len(starts(text)) == 1
    assert len(starts(text, parameters=Parameters(split="rules"))) in (1, 2)


def test_a_file_of_separators_is_read_in_its_own_time() -> None:
    """Each of them was once weighed against all the others: some hundred took minutes."""
    sections = "* * *\n".join(["The spring was late.\n", *[""] * 4000, "The autumn came.\n"])
    assert starts(sections) == ["The spring was", "The autumn came."]


def test_the_researchers_splits_win() -> None:
    text = HARBOUR + NOTICE + ITEMS
    second = text.index("The crews said")
    assert starts(text, splits=[("a.txt", str(second))]) == ["Ferry crews at", "The crews said"]
    # also in the middle of a line
    middle = text.index("walked out")
    assert starts(text, splits=[("a.txt", str(middle))])[1] == "walked out on"
    assert len(starts(text, splits=[("other.txt", "10")])) == 4


def test_forced_rules() -> None:
    text = HARBOUR + NOTICE + ITEMS
    assert len(starts(text, parameters=Parameters(split="none"))) == 1
    assert len(starts(text, parameters=Parameters(split="lines"))) == 6


def test_hard_wraps_are_joined_and_hyphens_kept_unless_the_whole_word_is_known() -> None:
    text = (
        "The government of the northern province said on Wednesday that a cease-\n"
        "fire had been agreed and that the agreement would be put to a vote at\n"
        "the end of the month, when the parliament of the province meets for a\n"
        "session on the budget of the coming year. On Tuesday the whole govern-\nment had "
        "asked for the session.\n"
    )
    tables = run({"a.txt": text.encode()})
    clean = tables["documents"]["text"][0]
    assert "cease-fire had been" in clean
    assert "the whole government had asked" in clean
    assert "\n" not in clean
    assert tables["repairs"]["rule"].to_list() == ["line_end_hyphen"]


@pytest.mark.parametrize(
    "inner",
    ["One on Russia/Ukraine, the other on Israel/ Hamas.", "Sudan/South Sudan/ Chad is one."],
)
def test_slashes_between_words_are_no_agency_of_a_dateline(inner: str) -> None:
    stories = [
        f"DOHA, March {day}, 2024 (Gulf Courier) - Story {day} was told to reporters on the"
        f" day.\n\n{inner if day == 3 else 'It went on.'} Officials said that talks would resume"
        " soon.\n\n\n"
        for day in range(1, 6)
    ]
    assert run({"run.txt": "".join(stories).encode()})["documents"].height == 5
