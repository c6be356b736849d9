"""The tables of a finished run of the sample corpus against its hand-made truth."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from analysis.pipeline.layout import raw_root
from tests.gold import score_corpus, score_dates_sample, score_names, score_tolls
from tests.gold.measures import Measure, f1, share

GOLD = Path(__file__).parent / "sample"
ON = "sample"


def of_run(run: Path, split: str) -> list[Measure]:
    """Every measure of a run; split: dev, held_out or all."""
    return [
        *corpus(run, split),
        *names(run, split),
        *dates(run, split),
        *tolls(run, split),
    ]


def corpus(run: Path, split: str, raw: Path | None = None) -> list[Measure]:
    """Article starts, boilerplate, copies and publication days; bars are those of the sample."""
    gold = score_corpus.read_sample(GOLD, None if split == "all" else split)
    documents, removed, files = (
        pl.read_parquet(run / "10_corpus" / f"{name}.parquet")
        for name in ("documents", "removed", "files")
    )
    texts = score_corpus.read_texts(raw or raw_root() / "sample", gold, files)
    found = score_corpus.score(gold, documents, removed, texts)
    return corpus_measures(found, ON, split, (0.97, 0.98, 0.002, 0.97, 0.92, None))


def corpus_measures(
    found: Mapping[str, float],
    on: str,
    split: str,
    bars: tuple[float | None, ...],
) -> list[Measure]:
    """What score_corpus says; bars: starts, boilerplate, lost, copy precision, recall, days."""
    starts, boilerplate, lost, precision, recall, days = bars
    true = int(found["articles"])
    right = round(found["start_recall"] * true)
    seen = round(right / found["start_precision"]) if right else 0
    pairs = int(found["copy_pairs"])
    hits = round(found["copy_recall"] * pairs)
    paired = round(hits / found["copy_precision"]) if hits else 0
    ink, text = int(found["boilerplate_characters"]), int(found["article_characters"])
    gone = found["boilerplate_recall"]
    return [
        f1("corpus", "article starts", "F1", on, split, right, seen, true, starts),
        Measure(
            "corpus", "boilerplate characters", "recall", on, split, gone, ink, boilerplate
        ),
        Measure(
            "corpus", "article characters lost", "share", on, split,
            found["article_lost"], text, lost, at_most=True,
        ),
        share("corpus", "copies", "precision", on, split, hits, paired, precision),
        share("corpus", "copies", "recall", on, split, hits, pairs, recall),
        share(
            "corpus", "publication days", "accuracy", on, split,
            round(found["date_right"] * true), true, days,
        ),
    ]  # fmt: skip


def names(run: Path, split: str) -> list[Measure]:
    """Names with span and type, and which of them stand for one entity."""
    gold, found, _, _ = score_names.read(run, GOLD, split)
    true = {(one.article, one.start, one.end, one.type) for one in gold}
    seen = {(one.article, one.start, one.end, one.type) for one in found}
    joined = score_names.b_cubed(gold, found)[2] / 100
    whole = len(true)
    return [
        f1("entities", "names", "F1", ON, split, len(true & seen), len(seen), whole, 0.88),
        Measure("entities", "names joined to one entity", "B3 F1", ON, split, joined, whole, 0.93),
    ]


def dates(run: Path, split: str) -> list[Measure]:
    """Date expressions: span, value, day."""
    half = None if split == "all" else split
    articles = [
        row for row in score_dates_sample.rows("articles.jsonl", half) if row["lang"] == "en"
    ]
    truth: dict[str, list[score_dates_sample.Span]] = defaultdict(list)
    for row in score_dates_sample.rows("dates.jsonl", half):
        span = score_dates_sample.Span(row["start"], row["end"], row["type"], row["value"])
        truth[row["id"]].append(span)
    totals: dict[str, tuple[int, int, int]] = dict.fromkeys(score_dates_sample.MEASURES, (0, 0, 0))
    for article, found in score_dates_sample.read_run(run, articles):
        for name, counts in score_dates_sample.count(truth[article], found).items():
            before = totals[name]
            totals[name] = (before[0] + counts[0], before[1] + counts[1], before[2] + counts[2])
    measures = []
    for name in ("strict", "value", "day"):
        right, true, seen = totals[name]
        what = {"strict": "date expressions, span"}.get(name, f"date expressions, {name}")
        measures.append(f1("timeline", what, "F1", ON, split, right, seen, true))
    return measures


def tolls(run: Path, split: str) -> list[Measure]:
    """Reported figures and who is named as their source."""
    score = score_tolls.run(toll_rows(run, split))
    settings = (
        ("place of tolls", score.places_right),
        ("day of tolls", score.days_right),
        ("tolls, running total or one event", score.totals_right),
    )
    return [
        *toll_measures(score, ON, split),
        *(
            share("timeline", what, "accuracy", ON, split, right, score.settled)
            for what, right in settings
        ),
    ]


def toll_measures(score: score_tolls.Score, on: str, split: str) -> list[Measure]:
    """What score_tolls counts."""
    return [
        share("timeline", "tolls", "precision", on, split, score.right, score.found, 0.93),
        share("timeline", "tolls", "recall", on, split, score.right, score.true, 0.87),
        share(
            "timeline", "source of tolls", "accuracy", on, split,
            score.sourced_right, score.sourced, 0.85,
        ),
    ]  # fmt: skip


Row = dict[str, Any]


def toll_rows(run: Path, split: str) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Text, truth and what the run found, in places of the gold text, for each English article."""
    truth: dict[str, list[Row]] = defaultdict(list)
    for line in (GOLD / "tolls.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth[row["id"]].append(row)
    rows = [json.loads(line) for line in (GOLD / "articles.jsonl").read_text("utf-8").splitlines()]
    texts = {row["id"]: row["text"] for row in rows if row["lang"] == "en"}
    documents = pl.read_parquet(run / "10_corpus" / "documents.parquet", columns=["doc_id", "text"])
    by_id = dict(documents.iter_rows())
    pairs = score_names.matched(texts, by_id)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in pl.read_parquet(run / "40_timeline" / "tolls.parquet").iter_rows(named=True):
        found[row["doc_id"]].append(row)
    for row in rows:
        article = row["id"]
        if article not in texts or split not in ("all", row["split"]):
            continue
        doc_id = pairs.get(article, "")
        place = score_names.alignment(texts[article], by_id[doc_id]) if doc_id else {}
        here = [
            {
                **one,
                # A figure in text that the truth does not hold keeps a place of its own.
                "start": place.get(one["start"], -1),
                "end": place.get(one["end"] - 1, -2) + 1,
            }
            for one in found[doc_id]
        ]
        yield texts[article], truth[article], here
