"""The stage as a whole: evidence, invariance to cutting, quoting rules, empty parts."""

import re
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.contract import Description, Outputs
from analysis.report.tables import TABLES
from tests.report import runs


@cache
def whole() -> Outputs:
    return runs.report(runs.lively())


def test_every_declared_table_is_made() -> None:
    assert set(whole().tables) == {table.stem for table in TABLES}
    for one in TABLES:
        found = runs.table(whole(), one.stem)
        assert_frame_equal(one.conform(found), found)
        assert found.sort(one.key).equals(found)


@pytest.mark.parametrize("shards", [2, 5, 13])
def test_output_does_not_depend_on_how_articles_are_cut(shards: int) -> None:
    other = runs.report(runs.lively(shards))
    for one in TABLES:
        assert_frame_equal(runs.table(other, one.stem), runs.table(whole(), one.stem))
    for name in whole().files:
        assert runs.body(other, name) == runs.body(whole(), name), name


def test_two_builds_give_equal_bytes() -> None:
    again = runs.report(runs.lively())
    assert set(again.files) == set(whole().files)
    for name in whole().files:
        assert runs.body(again, name) == runs.body(whole(), name), name


def test_evidence_stands_where_it_says() -> None:
    texts = dict(
        pl.concat([part.load()["documents"] for part in runs.lively().shards])
        .select("doc_id", "text")
        .iter_rows()
    )
    rows = runs.table(whole(), "evidence").filter(pl.col("id") == "entity:org:hamas")
    assert rows.height == len(runs.HOSTILE)
    for row in rows.iter_rows(named=True):
        assert texts[row["doc_id"]][row["start"] : row["end"]] == "Hamas"
        assert row["quote"][row["mark_start"] : row["mark_end"]] == "Hamas"


def test_words_are_found_as_they_were_counted() -> None:
    lists = runs.table(whole(), "evidence_lists")
    found = dict(lists.select("id", "rows").iter_rows())
    # One sentence of each article; the copy is not counted.
    assert found["term:said"] == len(runs.HOSTILE)
    assert found["term:killed"] == len(runs.HOSTILE)


def test_a_pair_marks_both_names() -> None:
    rows = runs.table(whole(), "evidence").filter(pl.col("id") == "pair:loc:egypt|org:hamas")
    assert rows.height == len(runs.HOSTILE)
    for row in rows.iter_rows(named=True):
        marked = {
            row["quote"][row["mark_start"] : row["mark_end"]],
            row["quote"][row["also_start"] : row["also_end"]],
        }
        assert marked == {"Hamas", "Egypt"}


def test_a_disagreement_leads_to_the_figures_that_differ() -> None:
    rows = runs.table(whole(), "evidence").filter(pl.col("id").str.starts_with("disagreement:"))
    assert rows.height == 2
    assert all("people were killed" in quote for quote in rows["quote"])


def test_lists_keep_what_the_parameter_says_and_count_all() -> None:
    outputs = runs.report(runs.lively(), evidence_kept=3)
    lists = runs.table(outputs, "evidence_lists").filter(pl.col("id") == "term:said")
    assert lists.select("rows", "kept").row(0) == (len(runs.HOSTILE), 3)
    assert runs.table(outputs, "evidence").filter(pl.col("id") == "term:said").height == 3


@pytest.mark.parametrize(
    ("licence", "longest"),
    [("CC-BY-4.0", 320), ("Public domain", 320), ("ask the agency", 120), (None, 120),
     ("All rights reserved", 0)],
)  # fmt: skip
def test_quotations_follow_the_licence(licence: str | None, longest: int) -> None:
    outputs = runs.report(runs.lively(description=Description(licence=licence)))
    quotes = runs.table(outputs, "evidence").filter(pl.col("doc_id").is_not_null())["quote"]
    if longest:
        assert 0 < max(len(quote) for quote in quotes.drop_nulls()) <= longest
    else:
        assert quotes.null_count() == len(quotes)
        page = runs.body(outputs, "report.html").decode()
        assert "met Egypt" not in page
        assert "No sentence is quoted" in page


def test_findings_are_made_from_the_tables() -> None:
    findings = runs.table(whole(), "findings")
    said = dict(findings.select("topic", "sentence").iter_rows())
    assert said["corpus"].startswith("13 articles of 5 outlets, published from 1 January 2024")
    assert "12 sentences name both, where chance would give 2.0" in said["entities"]
    assert "from 7 to 8" in said["tolls"]
    assert list(said) == ["corpus", "terms", "names", "entities", "tolls"]


def _section(page: str, name: str) -> str:
    start = page.index(f'aria-labelledby="{name}"')
    return re.sub(r"<[^>]+>", "", page[start : page.index("</section>", start)])


def _empty(**kind: Any) -> str:
    held = dict(runs.articles(["One line only."], **kind))
    return runs.body(runs.report(runs.given(held, {})), "report.html").decode()


def test_empty_parts_say_why() -> None:
    page = _empty(dated=False)
    assert "Of none of the 1 article is the publication day known" in _section(page, "timeline")
    assert "No name was found" in _section(page, "entities")
    assert "No word was found" in _section(page, "terms")
    assert "No figure of people killed" in _section(page, "tolls")


def test_a_corpus_without_any_article_has_a_report() -> None:
    outputs = runs.report(runs.given({**runs.articles([])}, {}))
    page = runs.body(outputs, "report.html").decode()
    assert "No article was found in the raw files" in page
    assert runs.body(outputs, "report.pdf").startswith(b"%PDF")
    assert runs.table(outputs, "findings").is_empty()


def test_run_id_changes_with_what_decides_the_report() -> None:
    def named(**changes: Any) -> str:
        outputs = runs.report(runs.given(dict(runs.articles(["A."])), {}), **changes)
        page = runs.body(outputs, "report.html").decode()
        return page[page.index("Run ", page.index("<footer>")) :][4:16]

    assert named() == named()
    assert named() != named(terms=7)
    assert named(released=date(2025, 1, 1)) != named()
