"""The stage as a whole: comparisons, invariance, bad input, the ledger of what was left out."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from analysis.contract import Description, Extent, Given, InMemory, Measured, Part, Tables
from analysis.corpus.tables import SENTENCES
from analysis.terms.keyness import keyness
from analysis.terms.parameters import Parameters
from analysis.terms.stage import compute
from analysis.terms.tables import TABLES
from tests.terms.conftest import articles, run_stage


def describe(**given: Any) -> Description:
    return Description.model_validate(given)


@pytest.mark.parametrize("cuts", [(3,), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (0, 6, 12)])
def test_nothing_depends_on_the_cut_into_shards(news: pl.DataFrame, cuts: tuple[int, ...]) -> None:
    parameters = Parameters(min_count=1, keyness_min_count=1, store_ngrams=2, mattr_window=5)
    whole = run_stage(news, parameters)
    parts = run_stage(news, parameters, cuts=cuts)
    for table in TABLES:
        assert_frame_equal(parts[table.stem], whole[table.stem], check_exact=True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("ab 1.,'-é日\n", max_size=30), min_size=2, max_size=6),
    st.lists(st.sampled_from(["A", "B", None]), min_size=6, max_size=6),
    st.integers(1, 5),
)
def test_nothing_depends_on_the_cut_for_any_text(
    texts: list[str], outlets: list[str | None], cut: int
) -> None:
    rows = articles([{"text": t, "outlet": o} for t, o in zip(texts, outlets, strict=False)])
    parameters = Parameters(min_count=1, keyness_min_count=1)
    whole, parts = (run_stage(rows, parameters, cuts=c) for c in ((), (min(cut, len(texts)),)))
    for table in TABLES:
        assert_frame_equal(parts[table.stem], whole[table.stem], check_exact=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_depends_on_the_order_of_rows(news: pl.DataFrame, seed: int) -> None:
    parameters = Parameters(min_count=1, keyness_min_count=1, store_ngrams=3, lemmas=True)
    whole = run_stage(news, parameters)
    shuffled = run_stage(news.sample(fraction=1, shuffle=True, seed=seed), parameters)
    for table in TABLES:
        assert_frame_equal(shuffled[table.stem], whole[table.stem], check_exact=True)


def test_pairs_merged_in_several_passes_are_the_same(
    news: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_stage(news, Parameters(min_count=1))
    monkeypatch.setattr("analysis.terms.merge.PAIRS_AT_ONCE", 7)
    monkeypatch.setattr("analysis.terms.merge.CELLS", 60)
    monkeypatch.setattr("analysis.terms.merge.BATCH", 2)
    parts = run_stage(news, Parameters(min_count=1), cuts=(2, 5, 9))
    for table in TABLES:
        assert_frame_equal(parts[table.stem], whole[table.stem], check_exact=True)


def test_rows_stand_by_key_and_once(news: pl.DataFrame) -> None:
    tables = run_stage(news, Parameters(min_count=1, keyness_min_count=1), cuts=(5,))
    for table in TABLES:
        frame, key = tables[table.stem], list(table.key)
        assert frame.select(key).equals(frame.sort(key).select(key)), table.name
        assert len(frame.select(key).unique()) == len(frame), table.name


def test_outlets_are_compared_with_all_others(news: pl.DataFrame) -> None:
    tables = run_stage(news, Parameters(keyness_min_count=1))
    table = tables["keyness"]
    assert table.select("target", "reference").unique().sort("target").rows() == [
        ("Alpha", "all other articles"),
        ("Beta", "all other articles"),
    ]
    originals = news.filter(pl.col("copy_of").is_null())
    counted = tables["document_terms"].join(originals.select("doc_id", "outlet"), on="doc_id")
    alpha = pl.col("outlet").eq_missing(pl.lit("Alpha"))
    sums = (
        counted.group_by("term")
        .agg(
            pl.col("count").filter(alpha).sum(),
            pl.col("count").filter(~alpha).sum().alias("reference_count"),
            pl.len().alias("all").cast(pl.Int64),
            alpha.sum().cast(pl.Int64).alias("documents"),
        )
        .sort("term")
    )
    expected = keyness(
        sums, words=sums["count"].sum(), reference_words=sums["reference_count"].sum()
    ).with_columns(reference_documents=pl.col("all") - pl.col("documents"))
    found = table.filter(pl.col("target") == "Alpha")
    columns = [name for name in found.columns if name in expected.columns]
    assert_frame_equal(found.select(columns), expected.select(columns))


def test_dispersion_in_both_parts_is_that_of_each_part_alone(news: pl.DataFrame) -> None:
    table = run_stage(news, Parameters(keyness_min_count=1))["keyness"]
    beta = pl.col("outlet").eq_missing(pl.lit("Beta"))
    for chosen, column in ((beta, "dispersion"), (~beta, "reference_dispersion")):
        alone = run_stage(news.filter(chosen & pl.col("copy_of").is_null()))["frequencies"]
        both = (
            table.filter(pl.col("target") == "Beta")
            .select("term", found=column)
            .join(alone.select("term", "dispersion"), on="term", how="left")
        )
        assert_series_equal(both["found"], both["dispersion"], check_names=False)


def test_selections_by_outlet_day_term_and_entity(news: pl.DataFrame) -> None:
    description = describe(
        target={"where": {"term": "cease-fire", "from": date(2024, 1, 1)}},
        reference={"where": {"entity": "Gaza", "to": date(2024, 3, 31)}},
    )
    tables = run_stage(news, Parameters(keyness_min_count=1), description=description)
    table = tables["keyness"]
    assert set(table.select("target", "reference").rows()) == {
        ("from 2024-01-01 with “cease-fire”", "to 2024-03-31 naming Gaza")
    }
    rows = {row["term"]: row for row in table.iter_rows(named=True)}
    assert (rows["cairo"]["count"], rows["cairo"]["reference_count"]) == (3, 0)
    assert (rows["gaza"]["count"], rows["gaza"]["reference_count"]) == (0, 6)
    assert "london" not in {t for t, row in rows.items() if row["count"] + row["reference_count"]}
    step = tables["filters"].filter(pl.col("filter") == "articles outside the comparison")
    assert step.select("rows_in", "rows_out").row(0) == (11, 9)


def test_a_target_alone_is_compared_with_the_rest_and_overlap_belongs_to_it() -> None:
    rows = articles(["gaza aid", "gaza talks", "oil talks"])
    alone = run_stage(
        rows,
        Parameters(keyness_min_count=1),
        description=describe(target={"where": {"term": "gaza"}}),
    )["keyness"]
    assert alone["reference"].unique().to_list() == ["all other articles"]
    assert alone.filter(pl.col("term") == "talks").select("count", "reference_count").row(0) == (
        1,
        1,
    )
    description = describe(
        target={"where": {"term": "gaza"}}, reference={"where": {"term": "talks"}}
    )
    tables = run_stage(rows, Parameters(keyness_min_count=1), description=description)
    talks = tables["keyness"].filter(pl.col("term") == "talks")
    assert talks.select("count", "reference_count").row(0) == (1, 1)
    reason = tables["filters"].filter(pl.col("filter") == "articles outside the comparison")[
        "reason"
    ]
    assert "1 that fit both belong to the target" in reason.item()


def test_a_phrase_is_met_where_its_words_follow_one_another() -> None:
    rows = articles(["rafah crossing shut", "crossing rafah", "the rafah", "crossing"])
    description = describe(target={"where": {"term": "Rafah crossing"}})
    table = run_stage(rows, Parameters(keyness_min_count=1), description=description)["keyness"]
    assert table["count"].sum() == 3


def test_an_empty_side_gives_no_comparison(news: pl.DataFrame) -> None:
    description = describe(target={"where": {"outlet": "Nobody"}})
    assert len(run_stage(news, description=description)["keyness"]) == 0


def test_another_corpus_as_reference(news: pl.DataFrame) -> None:
    other = run_stage(articles(["oil oil prices", "gaza prices"]))["frequencies"]
    tables = run_stage(
        news,
        Parameters(keyness_min_count=1),
        description=describe(reference={"corpus": "markets"}),
        whole={"reference_frequencies": InMemory().share({"reference_frequencies": other})},
    )
    table, own = tables["keyness"], tables["frequencies"]
    assert set(table.select("target", "reference").rows()) == {("this corpus", "markets")}
    rows = {row["term"]: row for row in table.iter_rows(named=True)}
    assert rows["prices"]["count"] == 0
    assert rows["prices"]["reference_count"] == 2
    assert rows["oil"]["reference_per_million"] == pytest.approx(1e6 * 2 / 5)
    assert table["count"].sum() == own["count"].sum()
    assert table["reference_dispersion"].null_count() == len(table)


def test_outlet_frequencies_add_up(news: pl.DataFrame) -> None:
    table = run_stage(news)["frequencies_by_outlet"]
    for outlet in ("Alpha", "Beta"):
        chosen = news.filter((pl.col("outlet") == outlet) & pl.col("copy_of").is_null())
        alone = run_stage(chosen)["frequencies"].select("term", "count", "documents", "per_million")
        found = table.filter(pl.col("outlet") == outlet).drop("outlet")
        assert_frame_equal(found, alone.sort("term"))


def test_small_outlets_are_not_compared_and_that_is_said(news: pl.DataFrame) -> None:
    tables = run_stage(news, Parameters(keyness_outlets=1))
    assert tables["keyness"]["target"].n_unique() == 1
    step = tables["filters"].filter(pl.col("filter") == "outlets not compared").row(0, named=True)
    assert (step["rows_in"], step["rows_out"]) == (2, 1)


def test_filters_of_copies_and_rare_words(news: pl.DataFrame) -> None:
    steps = {
        r["filter"]: (r["rows_in"], r["rows_out"])
        for r in run_stage(news)["filters"].iter_rows(named=True)
    }
    assert steps["copies"] == (12, 11)
    assert steps["articles without words"] == (11, 11)
    before, after = steps["words of copies"]
    copy = news.filter(pl.col("copy_of").is_not_null())["text"].item()
    assert before - after == len(copy.replace(".", "").replace(",", "").split())


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [""],
        ["...", "!? —"],
        [{"text": "a b", "language": None}],
        [{"text": "x y z", "language": "zz"}],
        [{"text": "a b", "copy_of": "f" * 16}],
        ["w" * 1_000_000],
        ["word"],
        [{"text": "a", "outlet": "A"}, {"text": "...", "outlet": "B"}],
    ],
    ids=[
        "nothing",
        "blank",
        "punctuation",
        "no language",
        "unknown language",
        "only a copy",
        "one token",
        "one word",
        "one outlet without words",
    ],
)
def test_poor_corpora_give_valid_tables(rows: list[Any]) -> None:
    tables = run_stage(articles(rows), Parameters(min_count=1, keyness_min_count=1))
    for table in TABLES:
        for name, values in tables[table.stem].to_dict().items():
            if values.dtype == pl.Float64:
                assert not values.is_nan().any(), f"{table.name}.{name}"
                assert not values.is_infinite().any(), f"{table.name}.{name}"


def test_a_corpus_without_shards() -> None:
    from analysis.contract import Given
    from analysis.terms.stage import compute

    engine = InMemory()
    out = compute(engine, Given([], {}, engine.share({}), Description()), Parameters())
    assert all(
        sum(len(p.load()[name]) for p in parts) == 0
        for name, parts in out.tables.items()
        if name not in {"filters", "diversity"}
    )


class Watching(InMemory):
    """Keeps what each function that is called once has returned."""

    def __init__(self) -> None:
        self.made: dict[str, Tables] = {}

    def once(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> Part:
        made = super().once(function, *parts, **constants)
        self.made[function.__name__] = made.load()
        return made


def test_a_changed_article_changes_counts_but_not_the_words_that_are_asked_about() -> None:
    """What a shard answers depends on `ask` only, so that the answers of the others stay."""

    def questions(last: str) -> dict[str, Tables]:
        engine = Watching()
        texts = ["Aid convoys entered Gaza.", "Talks went on in Cairo.", last]
        shard = engine.share({"documents": articles(texts), "sentences": SENTENCES.empty()})
        given = Given([shard], {}, engine.share({}), Description())
        (part,) = compute(engine, given, Parameters(min_count=1)).tables["frequencies"]
        assert not part.load()["frequencies"].is_empty()
        return engine.made

    before, after = questions("Talks went on."), questions("Talks went on, on.")
    assert not before["weigh"]["scarce"].equals(after["weigh"]["scarce"])
    for name, table in before["ask"].items():
        assert_frame_equal(table, after["ask"][name])


def test_extents_are_known_without_making_the_tables() -> None:
    """Also where the first and the last article have no words."""
    rows = articles(["", "One two two.", "...", "Three.", ""])
    engine = InMemory()
    shard = engine.share({"documents": rows, "sentences": SENTENCES.empty()})
    given_ = Given([shard], {}, engine.share({}), Description())
    outputs = compute(engine, given_, Parameters())
    for stem in ("document_terms", "concordance_index"):
        (part,) = outputs.tables[stem]
        made = part.load()
        assert isinstance(made, Measured)
        assert made.extent(stem) == Extent.of(made[stem])


def test_articles_of_frequent_words_are_rows_of_document_terms(news: pl.DataFrame) -> None:
    parameters = Parameters(min_count=1, collocate_terms=3, watch=("gaza",))
    tables = run_stage(news, parameters, cuts=(2, 7))
    frequent = tables["frequencies"].filter((pl.col("n") == 1) & ~pl.col("stop_word"))
    frequent = frequent.filter(pl.col("term").str.contains(r"\p{L}\p{L}"))
    words = frequent.sort(["count", "term"], descending=[True, False])["term"].head(12)
    assert "gaza" in words
    expected = tables["document_terms"].filter(pl.col("term").is_in(words.implode()))
    assert tables["word_articles"].equals(
        expected.select("term", "doc_id", "count").sort("term", "doc_id")
    )


@pytest.mark.parametrize("cuts", [(), (2, 5, 9)])
def test_outlets_are_compared_in_their_main_language_only(
    news: pl.DataFrame, cuts: tuple[int, ...]
) -> None:
    """Keyness is that of a corpus of the one language, whatever else outlets hold.

    Gamma writes Arabic, and once English; Alpha writes English, and once Turkish; one article
    without an outlet is Arabic; the language of one of Beta's is not known.
    """
    parameters = Parameters(min_count=1, keyness_min_count=1)
    arabic = "دخلت قافلة المساعدات غزة يوم الاثنين. قال المسؤول إن المحادثات مستمرة."
    english = [
        *news.select("text", "outlet", "copy_of").to_dicts(),
        {"text": "Aid entered Gaza. " * 3, "outlet": "Gamma"},
    ]
    beside = [
        {"text": arabic, "outlet": "Gamma", "language": "ar"},
        {"text": arabic + " غزة غزة.", "outlet": "Gamma", "language": "ar"},
        {"text": "Yardım Gazze'ye girdi ve aid.", "outlet": "Alpha", "language": "tr"},
        {"text": "Aid.", "outlet": "Beta", "language": None},
    ]
    outlets = pl.col("target").is_in(["Alpha", "Beta"])
    alone = run_stage(articles(english), parameters)["keyness"].filter(outlets)
    mixed = run_stage(articles([*english, *beside]), parameters, cuts=cuts)
    found = mixed["keyness"]
    # Nobody else writes Arabic: Gamma has nothing to be compared with.
    assert found["reference"].unique().to_list() == ["all other articles (en)"]
    assert_frame_equal(found.drop("reference"), alone.drop("reference"), check_exact=True)
    left_out = mixed["filters"].filter(pl.col("filter").str.contains("another language"))
    held = [row for row in english if row["outlet"] in ("Alpha", "Beta") and not row.get("copy_of")]
    assert left_out.select("rows_in", "rows_out").rows() == [(len(held) + 2, len(held))]
    # What an outlet holds in another language is counted with its words all the same.
    by_outlet = mixed["frequencies_by_outlet"].filter(outlet="Alpha")
    assert by_outlet.filter(term="yardım")["count"].to_list() == [1]
    assert by_outlet["per_million"].sum() == pytest.approx(1e6)
    words = by_outlet["term"].to_list()
    assert words == sorted(set(words))

    nameless = {"text": 9 * arabic, "language": "ar"}
    rows = articles([*english, *beside, nameless])
    found = run_stage(rows, parameters, cuts=cuts)["keyness"]
    assert found.select("target", "reference").unique().sort("target").rows() == [
        ("Alpha", "all other articles (en)"),
        ("Beta", "all other articles (en)"),
        ("Gamma", "all other articles (ar)"),
    ]
    assert_frame_equal(
        found.filter(outlets).drop("reference"), alone.drop("reference"), check_exact=True
    )
    gamma = found.filter(pl.col("target") == "Gamma", pl.col("term") == "غزة")
    assert gamma.select("count", "reference_count").row(0) == (4, 9)


def test_tables_are_made_without_pandas(tmp_path: Path) -> None:
    """Its reading takes most of a second and 50 MB, in every process."""
    say = """
import sys
import polars as pl
from analysis.contract import Description, Given, InMemory
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.pipeline.store import write_outputs
from analysis.terms.parameters import Parameters
from analysis.terms.stage import compute
from analysis.terms.tables import TABLES
from pathlib import Path
text = "Aid entered Gaza on Monday. The aid came late."
row = {"doc_id": 16 * "0", "source_file": "a", "group_id": 16 * "0", "text": text, "language": "en"}
documents = DOCUMENTS.frame([row | {"published_conflict": [], "words": 9}])
engine = InMemory()
shard = engine.share({"documents": documents, "sentences": SENTENCES.empty()})
given = Given([shard], {}, engine.share({}), Description())
write_outputs(TABLES, compute(engine, given, Parameters()), Path(sys.argv[1]), engine)
assert pl.read_parquet(Path(sys.argv[1], "concordance_index.parquet")).height == 1
assert "pandas" not in sys.modules
"""
    command = [sys.executable, "-c", say, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
