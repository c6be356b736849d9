"""The whole stage on small corpora."""

from datetime import date
from io import BytesIO

import networkx as nx
import polars as pl
import pytest
from corpora import Article, run

from analysis.entities.parameters import Parameters
from analysis.entities.tables import TABLES

ARTICLES = [
    Article(
        "GAZA CITY, Oct. 17 - Israeli Prime Minister Benjamin Netanyahu spoke with President Joe "
        "Biden on Tuesday. Netanyahu said that Hamas was behind the attack.\n\n"
        "Gaza's Health Ministry reported 471 dead. The Health Ministry asked Egypt to open the "
        "Rafah crossing.",
        date(2023, 10, 17),
        "Levant Wire",
    ),
    Article(
        "U.S. President Joe Biden met Benjamin Netanyahu in Tel Aviv. Biden will also meet "
        "Egyptian President Abdel Fattah el-Sisi in Cairo.\n\nSisi told reporters that Egypt would "
        "not let people from the Gaza Strip in.",
        date(2023, 10, 18),
        "Gulfwire",
    ),
    Article(
        "The World Food Programme (WFP) said that no trucks had passed. WFP trucks wait in Egypt. "
        "Hamas thanked Abdel-Fattah al-Sisi, and Netanyahu called Biden again.",
        date(2023, 11, 2),
        "Gulfwire",
    ),
    Article(
        "U.S. President Joe Biden met Benjamin Netanyahu in Tel Aviv. Biden will also meet "
        "Egyptian President Abdel Fattah el-Sisi in Cairo.",
        date(2023, 10, 18),
        "Northern Desk",
        copy_of=1,
    ),
    Article("Başbakan Binyamin Netanyahu dün konuştu.", date(2023, 10, 18), "Post", language="tr"),
    Article("It rained all day and nobody came.", None, None),
    Article(
        "Netanyahu and Biden spoke. The Israel Defense Forces (IDF) left Khan Yunis, the IDF said. "
        "People returned to Khan Younis.",
        date(2023, 11, 20),
        "Gulfwire",
    ),
]


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return run(ARTICLES)


def entity(tables: dict[str, pl.DataFrame], name: str) -> dict:
    return tables["entities"].filter(pl.col("name") == name).row(0, named=True)


def test_every_table_is_sorted_by_its_key(tables: dict[str, pl.DataFrame]) -> None:
    for table in TABLES:
        frame = tables[table.stem]
        assert frame.equals(frame.sort(table.key, maintain_order=True)), table.name
        assert not table.unique or frame.select(table.key).is_unique().all(), table.name


def test_mentions_stand_in_the_text_within_their_sentence(tables: dict[str, pl.DataFrame]) -> None:
    from corpora import identity, shard

    texts = {identity(number): article.text for number, article in enumerate(ARTICLES)}
    sentences = {row[:2]: row[2:] for row in shard(ARTICLES)["sentences"].iter_rows()}
    assert tables["mentions"].height > 25
    for row in tables["mentions"].iter_rows(named=True):
        assert texts[row["doc_id"]][row["start"] : row["end"]] == row["surface"]
        start, end = sentences[row["doc_id"], row["sentence"]]
        assert start <= row["start"] < row["end"] <= end
        assert row["type"] in ("PER", "ORG", "LOC")


def test_names_of_one_person_are_one_entity(tables: dict[str, pl.DataFrame]) -> None:
    biden = entity(tables, "Joe Biden")
    assert biden["type"] == "PER" and set(biden["aliases"]) == {"Joe Biden", "Biden"}
    sisi = entity(tables, "Abdel Fattah el-Sisi")
    assert {"Abdel Fattah el-Sisi", "Abdel-Fattah al-Sisi", "Sisi"} <= set(sisi["aliases"])


def test_short_forms_and_ministries(tables: dict[str, pl.DataFrame]) -> None:
    assert set(entity(tables, "World Food Programme")["aliases"]) == {"World Food Programme", "WFP"}
    assert entity(tables, "Gaza Health Ministry")["aliases"] == ["Health Ministry"]
    assert entity(tables, "Hamas")["type"] == "ORG"
    assert set(entity(tables, "Khan Younis")["aliases"]) == {"Khan Younis", "Khan Yunis"}


def test_totals_leave_copies_out(tables: dict[str, pl.DataFrame]) -> None:
    cairo = entity(tables, "Cairo")
    assert (cairo["mentions"], cairo["mentions_all"], cairo["documents"]) == (1, 2, 1)
    assert cairo["first_published"] == cairo["last_published"] == date(2023, 10, 18)


def test_pairs_lead_to_their_sentences(tables: dict[str, pl.DataFrame]) -> None:
    pair = tables["cooccurrence"].filter(
        (pl.col("entity_a") == "per-benjamin-netanyahu") & (pl.col("entity_b") == "per-joe-biden")
    )
    assert pair["sentences"].to_list() == [4]
    evidence = tables["evidence"].filter(
        (pl.col("entity_a") == "per-benjamin-netanyahu") & (pl.col("entity_b") == "per-joe-biden")
    )
    assert evidence.height == 4
    months = tables["cooccurrence_by_month"].filter(pl.col("entity_b") == "per-joe-biden")
    assert months.filter(pl.col("entity_a") == "per-benjamin-netanyahu").select(
        "period", "sentences"
    ).rows() == [(date(2023, 10, 1), 2), (date(2023, 11, 1), 2)]


def test_filters_say_what_was_left_out(tables: dict[str, pl.DataFrame]) -> None:
    rows = {row["filter"]: row for row in tables["filters"].iter_rows(named=True)}
    assert (rows["language"]["rows_in"], rows["language"]["rows_out"]) == (7, 6)
    assert rows["rare pairs"]["rows_out"] == tables["cooccurrence"].height
    for row in rows.values():
        assert row["rows_in"] >= row["rows_out"]


@pytest.mark.parametrize("cuts", [(3,), (1, 2, 3, 4, 5, 6)])
@pytest.mark.parametrize("parameters", [Parameters(), Parameters(sample_above=0, sample_min=2)])
def test_the_cut_into_shards_changes_nothing(cuts: tuple[int, ...], parameters: Parameters) -> None:
    whole, parted = (
        run(ARTICLES, parameters=parameters),
        run(ARTICLES, cuts=cuts, parameters=parameters),
    )
    for name, table in whole.items():
        assert table.equals(parted[name]), name


def test_sampled_mode_finds_the_names_that_recur() -> None:
    repeated = ARTICLES[:3] * 4
    full = run(repeated)
    part = run(repeated, parameters=Parameters(sample_above=0, sample_contexts=2))
    assert "match" in part["mentions"]["method"].to_list()
    columns = ["doc_id", "start", "end", "type", "entity_id"]
    same = full["mentions"].join(part["mentions"], on=columns, how="semi").height
    assert same >= 0.9 * max(full["mentions"].height, part["mentions"].height)


def test_a_surname_goes_to_the_person_of_its_article() -> None:
    tables = run(
        [
            Article("Jake Sullivan met Kaag in Cairo. Sullivan then left for Doha."),
            Article("Judge Emmet Sullivan ruled on Friday. Sullivan gave no reason."),
            Article("Judge Emmet Sullivan spoke again. Jake Sullivan did not."),
        ]
    )
    names = dict(tables["entities"].select("entity_id", "name").iter_rows())
    found = [
        names[row["entity_id"]]
        for row in tables["mentions"].iter_rows(named=True)
        if row["surface"] == "Sullivan"
    ]
    assert found == ["Jake Sullivan", "Emmet Sullivan"]


def test_a_given_name_goes_before_a_family_name_that_is_nearly_the_same() -> None:
    tables = run([Article("Barack Obama met Ehud Barak in Tel Aviv. Barack thanked Barak.")])
    found = tables["mentions"].filter(pl.col("surface").is_in(["Barack", "Barak"]))
    assert found["entity_id"].to_list() == ["per-barack-obama", "per-ehud-barak"]


def test_laws_and_ideas_are_nobody() -> None:
    tables = run(
        [
            Article("The Affordable Care Act divides the U.S. Senate."),
            Article("Lawmakers said Artificial Intelligence would divide the U.S. Senate."),
        ]
    )
    assert tables["entities"]["name"].to_list() == ["US Senate"]


def test_a_place_that_may_be_two_is_joined_to_neither() -> None:
    tables = run([Article("He left New York for Ohio. New York City is large.")])
    assert {"New York", "New York City"} <= set(tables["entities"]["name"])


def test_the_researchers_files_are_honoured() -> None:
    articles = [
        Article("Omar Bakri met Bassem Naim in Doha. Basem Naim left. Qalya fell silent.")
    ] * 2
    hand = {
        "aliases": pl.DataFrame(
            [{"entity": "Bassem Naim", "alias": "Basem Naim", "type": "not the same"}]
        ),
        "gazetteer": pl.DataFrame([{"name": "Qalya", "type": "LOC", "kind": "village"}]),
    }
    tables = run(articles, hand=hand)
    assert entity(tables, "Basem Naim")["entity_id"] != entity(tables, "Bassem Naim")["entity_id"]
    assert entity(tables, "Qalya")["kind"] == "village"


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [Article("It rained all day.")],
        [Article("")],
        [Article("Es regnet in Berlin.", language="de")],
    ],
)
def test_no_name_at_all_gives_empty_tables_and_files(articles: list[Article]) -> None:
    tables = run(articles)
    for table in TABLES:
        if table.stem != "filters":
            assert tables[table.stem].is_empty(), table.name
    assert tables["filters"].height == 6
    assert len(nx.read_graphml(BytesIO(tables["network.graphml"]["content"][0]))) == 0
