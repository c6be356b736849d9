"""One article: its text, its raw text, its copies, its sentences."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis.contract import InputError
from analysis.corpus import tables
from analysis.explore import Corpus, open_corpus
from analysis.explore.evidence import marks_of
from analysis.explore.raw_text import raw_of
from tests.explore import tiny


def test_the_text_comes_with_names_dates_and_figures(corpus: Corpus) -> None:
    doc_id = tiny.doc_id("aa01")
    text = corpus.article(doc_id).text
    found = {
        (text[mark.start : mark.end], mark.kind) for mark in marks_of(corpus, [doc_id])[doc_id]
    }
    assert found == {("Ada Hill", "PER"), ("Port Vale", "LOC"), ("Friday", "date"), ("12", "toll")}


def test_an_unknown_article_gets_a_sentence(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="there is no article 'ffff'"):
        corpus.article("ffff")


def test_the_raw_text_holds_what_was_removed_in_its_place(corpus: Corpus) -> None:
    article = corpus.article(tiny.doc_id("aa01"))
    raw = raw_of(corpus.run, dict(article.facts))
    assert raw.text == article.text + "\n" + tiny.RAW_NOTICE
    (mark,) = raw.marks
    assert raw.text[mark.start : mark.end] == tiny.RAW_NOTICE
    assert (mark.kind, mark.note) == ("removed", "removed: notice")


@pytest.mark.parametrize("change", ["Other text.", None])
def test_a_raw_file_that_changed_or_went_is_said(corpus: Corpus, change: str | None) -> None:
    path = corpus.run.layout.raw / "aa01.txt"
    if change is None:
        path.unlink()
    else:
        path.write_text(change, "utf-8")
    with pytest.raises(InputError, match=r"aa01\.txt"):
        raw_of(corpus.run, dict(corpus.article(tiny.doc_id("aa01")).facts))


def _records(kind: str) -> str:
    rows = [{"id": "1", "body": "One\r\ntwo, “three”."}, {"id": "2", "body": "Vier\n\nfünf."}]
    if kind == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows)
    if kind == "json":
        return json.dumps(rows)
    lines = ["id,body", *(f'{row["id"]},"{row["body"]}"' for row in rows)]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_the_raw_text_of_a_record_is_its_field(
    kind: str, roots: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.build(*roots)
    name, content = f"records.{kind}", _records(kind).encode()
    (roots[0] / "tiny" / name).write_bytes(content)
    numbers = dict.fromkeys(("documents", "chars", "chars_kept", "chars_removed"), 0)
    file = {"source_file": name, "bytes": len(content), "sha256": "", "format": kind, **numbers}
    file["encoding"] = "utf-8"
    path = roots[1] / "tiny" / "10_corpus" / "files.parquet"
    pl.concat([pl.read_parquet(path), tables.FILES.frame([file])]).write_parquet(path)
    manifest = roots[1] / "tiny" / "10_corpus" / "manifest.json"
    manifest.write_text(json.dumps({"run_id": "x", "outputs": {}}))
    run = open_corpus("tiny").run
    facts: dict[str, Any] = {
        "doc_id": "ff",
        "source_file": name,
        "record": 1,
        "start": 0,
        "end": 11,
    }
    assert raw_of(run, facts).text == "Vier\n\nfünf."
    with pytest.raises(InputError, match="record 7"):
        raw_of(run, {**facts, "record": 7})


def test_a_format_without_places_is_said(corpus: Corpus) -> None:
    facts = {**corpus.article(tiny.doc_id("aa01")).facts, "start": None}
    with pytest.raises(InputError, match="what was left out is listed"):
        raw_of(corpus.run, facts)


def test_a_path_out_of_the_corpus_is_not_followed(corpus: Corpus) -> None:
    name = "../../secret.txt"
    (corpus.run.layout.raw.parent.parent / "secret.txt").write_text("x", "utf-8")
    path = corpus.run.layout.run / "10_corpus" / "files.parquet"
    row = tables.FILES.frame([{**pl.read_parquet(path).row(0, named=True), "source_file": name}])
    row.write_parquet(path)
    (path.parent / "manifest.json").write_text(json.dumps({"outputs": {}}), "utf-8")
    facts = {**corpus.article(tiny.doc_id("aa01")).facts, "source_file": name}
    with pytest.raises(InputError, match="no longer in data/raw"):
        raw_of(open_corpus("tiny").run, facts)


def test_copies_stand_with_their_original_first(corpus: Corpus) -> None:
    for short in ("aa01", "ee01"):
        found = corpus.copies(tiny.doc_id(short))
        assert found["doc_id"].tolist() == [tiny.doc_id("aa01"), tiny.doc_id("ee01")]
    assert corpus.variants(tiny.doc_id("ee01"))["other_value"].tolist() == ["300"]


def test_evidence_of_a_pair_a_name_and_a_day(corpus: Corpus) -> None:
    pair = corpus.evidence("Port Vale", "Ada Hill")
    assert pair["doc_id"].tolist() == [tiny.doc_id("aa01"), tiny.doc_id("bb01")]
    assert len(corpus.evidence("Ada Hill", where={"outlet": "Northwire"})) == 2
    day = corpus.event_days()["day"][0]
    assert all("Friday" in text for text in corpus.evidence(day=day)["text"])
    assert len(corpus.evidence(day=day)) == 2
    with pytest.raises(InputError, match="an entity, two entities, or a day"):
        corpus.evidence()


def test_figures_and_events_follow_the_selection(corpus: Corpus) -> None:
    assert corpus.tolls({"outlet": "Southpost"})["value"].tolist() == [15]
    assert corpus.tolls(outcome="killed").empty
    assert corpus.events({"from": "2024-03-02"}).empty
    assert corpus.disagreements()["high"].tolist() == [15]
    assert corpus.coverage()["documents"].sum() == 7


def test_the_neighbourhood_by_month_and_with_weak_pairs(corpus: Corpus) -> None:
    network = corpus.network
    (march,) = network.months()
    assert corpus.ego("Ada Hill", month=march)["sentences"].tolist() == [2]
    assert corpus.ego("Hill").empty
    assert corpus.ego("Hill", significant=False)["name"].tolist() == ["Port Vale"]
