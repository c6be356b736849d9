"""The timeline stage from end to end on a small corpus."""

from datetime import date

import polars as pl
import pytest

from analysis.timeline.parameters import Parameters
from analysis.timeline.tables import TABLES
from tests.timeline.corpus import article, run

TUESDAY = date(2023, 10, 17)
WEDNESDAY = date(2023, 10, 18)
FRIDAY = date(2023, 10, 20)
BLAST = "A blast in Rafah killed 471 people on Tuesday, the ministry said."
CORPUS = [
    article("a1", f"{BLAST} Talks go on.", WEDNESDAY),
    article(
        "a2", "The army said the blast in Rafah on Tuesday killed 250 people.", WEDNESDAY, "Post"
    ),
    article("a3", BLAST, WEDNESDAY, "Daily", "a1"),
    article(
        "a4", "Police arrested 12 men in Jenin. On October 17 a blast shook Rafah.", FRIDAY, "Post"
    ),
    article("a5", "Ein Angriff in Rafah am 17 Oktober: 471 killed.", WEDNESDAY, language="de"),
    article("a6", "Undated: 12 people were killed in Gaza.", None),
]  # fmt: skip


@pytest.mark.parametrize("cuts", [(), (1,), (3,), (1, 2, 3, 4, 5)])
def test_tables_are_valid_and_do_not_depend_on_the_cut(cuts: tuple[int, ...]) -> None:
    names = pl.DataFrame({"entity_id": ["e-rafah"], "name": ["Rafah"], "type": ["LOC"]})
    one = run(CORPUS, whole={"entities": names})
    other = run(CORPUS, cuts=cuts, whole={"entities": names})
    for table in TABLES:
        frame = table.conform(other[table.stem])
        assert frame.equals(one[table.stem]), table.name
        assert frame.equals(frame.sort(table.key, maintain_order=True)), table.name
        if table.unique:
            assert not frame.select(table.key).is_duplicated().any(), table.name


def test_copies_have_rows_of_their_own_but_count_once() -> None:
    tables = run(CORPUS)
    assert tables["tolls"].filter(pl.col("doc_id") == "a3").height == 1
    every = tables["coverage"].filter((pl.col("series") == "all") & (pl.col("unit") == "day"))
    assert every["documents"].sum() == 4  # a1, a2, a4, a5
    counted = run(CORPUS, Parameters(count_copies=True))["coverage"]
    assert (
        counted.filter((pl.col("series") == "all") & (pl.col("unit") == "day"))["documents"].sum()
        == 5
    )


@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_coverage_adds_up_to_the_articles(unit: str) -> None:
    coverage = run(CORPUS)["coverage"].filter(pl.col("unit") == unit)
    every = coverage.filter(pl.col("series") == "all")
    outlets = coverage.filter(pl.col("series").str.starts_with("outlet:"))
    assert every["documents"].sum() == outlets["documents"].sum() == 4
    assert every["sentences"].sum() == 6
    sums = outlets.group_by("period").agg(pl.col("documents", "sentences", "mentions").sum())
    held = every.filter(pl.col("documents") > 0).select(
        "period", "documents", "sentences", "mentions"
    )
    assert sums.sort("period").equals(held.sort("period"))


def test_silent_days_are_shown_as_silent() -> None:
    coverage = run(CORPUS)["coverage"]
    row = coverage.filter((pl.col("unit") == "day") & (pl.col("period") == date(2023, 10, 19)))
    assert row.select("series", "documents", "share").rows() == [("all", 0, None)]


def test_series_of_terms_and_entities() -> None:
    coverage = run(CORPUS, Parameters(terms=("blast",), top_entities=1))["coverage"]
    days = coverage.filter(pl.col("unit") == "day")
    blast = days.filter(pl.col("series") == "term:blast")
    assert blast.select("period", "documents", "sentences", "mentions").rows() == [
        (WEDNESDAY, 2, 2, 2),
        (date(2023, 10, 20), 1, 1, 1),
    ]
    rafah = days.filter(pl.col("series") == "entity:e-rafah")
    assert rafah["documents"].to_list() == [3, 1]
    first = rafah.row(0, named=True)
    assert first["share"] == 1.0
    assert first["share_low"] == pytest.approx(0.4385, abs=1e-4)  # Wilson, 3 of 3


def test_top_terms_are_frequent_and_no_stop_words() -> None:
    frequencies = pl.DataFrame(
        {
            "term": ["the", "blast", "rafah", "17"], "n": [1, 1, 1, 1], "count": [9, 5, 3, 8],
            "stop_word": [True, False, False, False],
        }
    )  # fmt: skip
    coverage = run(CORPUS, Parameters(top_terms=1), whole={"frequencies": frequencies})["coverage"]
    series = coverage.filter(pl.col("series").str.starts_with("term:"))["series"].unique()
    assert series.to_list() == ["term:blast"]


def test_the_event_is_dated_to_its_day_with_its_sources() -> None:
    events = run(CORPUS)["events"]
    row = events.filter(pl.col("day") == TUESDAY).row(0, named=True)
    assert (row["documents"], row["sentences"], row["sources"]) == (3, 3, 2)
    assert (row["headline_doc_id"], row["headline_sentence"]) == ("a1", 0)
    assert row["entities"][0] == "e-rafah"


def test_lags_lead_from_event_day_to_report_day() -> None:
    lags = run(CORPUS)["lags"]
    assert lags.select("lag", "mentions", "documents").rows() == [(1, 2, 2), (3, 1, 1)]
    assert lags["share"].sum() == pytest.approx(1.0)


def test_differing_figures_of_one_day_and_place_disagree() -> None:
    (row,) = run(CORPUS)["disagreements"].to_dicts()
    assert (row["day"], row["place"], row["low"], row["high"]) == (TUESDAY, "Rafah", 250, 471)
    assert row["sources"] == ["army", "ministry"]
    assert row["contradictory"]


def test_a_dropped_toll_is_gone_everywhere() -> None:
    tolls = run(CORPUS)["tolls"]
    start = tolls.filter(pl.col("doc_id") == "a2")["start"][0]
    hand = {
        "tolls": pl.DataFrame({"doc_id": ["a2", "zz"], "start": [start, 1], "value": ["drop", "1"]})
    }
    tables = run(CORPUS, hand=hand)
    assert tables["tolls"].filter(pl.col("doc_id") == "a2").is_empty()
    assert tables["disagreements"].is_empty()
    filters = {row["filter"]: row for row in tables["filters"].to_dicts()}
    dropped = filters["tolls dropped by hand"]
    assert dropped["rows_in"] - dropped["rows_out"] == 1
    missed = filters["corrections that match no toll"]
    assert (missed["rows_in"], missed["rows_out"]) == (2, 1)


def test_what_is_left_out_is_counted() -> None:
    filters = {
        row["filter"]: (row["rows_in"], row["rows_out"])
        for row in run(CORPUS)["filters"].to_dicts()
    }
    assert filters["undated articles"] == (6, 5)
    assert filters["copies"] == (5, 4)
    assert filters["other languages"] == (6, 5)


def test_other_languages_have_no_tolls() -> None:
    assert "a5" not in run(CORPUS)["tolls"]["doc_id"].to_list()


def test_an_undated_corpus_has_tolls_but_no_coverage_and_no_events() -> None:
    tables = run([one | {"published": None} for one in CORPUS])
    for table in TABLES:
        table.conform(tables[table.stem])
    for stem in ("coverage", "bursts", "changepoints", "events", "lags"):
        assert tables[stem].is_empty(), stem
    assert tables["tolls"].height == 5
    assert tables["tolls"]["as_of"].null_count() == 5


def test_an_empty_corpus_gives_empty_tables() -> None:
    tables = run([])
    assert all(tables[table.stem].is_empty() for table in TABLES if table.stem != "filters")


def test_without_names_and_terms_the_stage_still_runs() -> None:
    from analysis.contract import Description, Given, InMemory
    from analysis.timeline.stage import compute
    from tests.timeline.corpus import tables_of

    engine = InMemory()
    bare = {
        name: frame
        for name, frame in tables_of(CORPUS).items()
        if name in ("documents", "sentences")
    }
    given = Given([engine.share(bare)], {}, engine.share({}), Description())
    outputs = compute(engine, given, Parameters())
    places = outputs.tables["tolls"][0].load()["tolls"]["place"].to_list()
    assert "Rafah" in places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GAZA CITY, Oct. 17 (Wire) - A blast shook Rafah.", []),
        ("A blast shook Rafah on October 17.", [TUESDAY]),
    ],
)
def test_datelines_are_no_events(text: str, expected: list[date]) -> None:
    tables = run(
        [article("a1", text.replace("Oct.", "Oct"), WEDNESDAY)], Parameters(event_documents=1)
    )
    assert tables["events"]["day"].to_list() == expected


def test_pairs_of_the_backbone_have_a_series_of_their_own() -> None:
    articles = [
        article("a1", "Rafah and Gaza wait. Gaza sleeps. Jenin and Doha talk.", WEDNESDAY),
        article("a2", "Rafah is near Gaza. Gaza is near Rafah.", FRIDAY),
    ]
    pairs = pl.DataFrame(
        {
            "entity_a": ["e-gaza", "e-doha"],
            "entity_b": ["e-rafah", "e-jenin"],
            "sentences": [3, 1],
            "in_backbone": [True, False],
        }
    )
    found = run(articles, whole={"cooccurrence": pairs})["coverage"]
    edges = found.filter(pl.col("series").str.starts_with("edge:") & (pl.col("unit") == "day"))
    assert edges["series"].unique().to_list() == ["edge:e-gaza|e-rafah"]
    counts = edges.select("period", "documents", "sentences", "mentions").sort("period")
    assert counts.rows() == [(WEDNESDAY, 1, 1, 1), (FRIDAY, 1, 2, 2)]


def test_words_of_speech_and_time_get_a_series_only_when_named() -> None:
    words = pl.DataFrame(
        {"term": ["said", "blast"], "n": [1, 1], "stop_word": [False, False], "count": [9, 3]}
    )
    wanted = {
        Parameters(): {"term:blast"},
        Parameters(terms=("said",)): {"term:blast", "term:said"},
    }
    articles = [article("a1", "The ministry said the blast was said to be near.", WEDNESDAY)]
    for parameters, terms in wanted.items():
        found = run(articles, parameters, whole={"frequencies": words})["coverage"]["series"]
        assert {series for series in found if series.startswith("term:")} == terms


def test_another_happening_of_a_day_is_told_beside_the_first() -> None:
    blast = "A blast shook Rafah on Tuesday, officials in the town said in the evening."
    talks = "Envoys met for talks in Doha on Tuesday, the first since the spring, hosts said."
    corpus = [
        *(article(f"a{n}", blast, WEDNESDAY, f"Wire {n}") for n in range(4)),
        *(article(f"b{n}", talks, WEDNESDAY, f"Post {n}") for n in range(2)),
    ]
    for cuts in ((), (1, 5)):
        (event,) = run(corpus, cuts=cuts)["events"].rows(named=True)
        assert (event["headline_doc_id"], event["also_doc_id"]) == ("a0", "b0")
        assert (event["documents"], event["also_documents"]) == (6, 2)
    (alone,) = run(corpus[:5])["events"].rows(named=True)
    assert (alone["also_doc_id"], alone["also_documents"]) == (None, None)


@pytest.mark.parametrize("back", ["Since October 17", "After the horrific October 17 attack"])
def test_a_sentence_that_looks_back_on_a_day_does_not_head_it(back: str) -> None:
    corpus = [
        article("a1", f"{back} nobody was let into Rafah, officials said there.", WEDNESDAY),
        article("a2", "Talks go on. A blast shook Rafah on October 17, officials said.", FRIDAY),
        article("a3", "Talks go on. Rafah was shaken by a blast on October 17, it said.", FRIDAY),
    ]
    (event,) = run(corpus)["events"].rows(named=True)
    assert event["headline_doc_id"] == "a2"
