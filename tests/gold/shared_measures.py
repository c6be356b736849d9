"""Figures on corpora that do not belong to the project, from a folder with `data` and `bench`.

Each needs its own part of that folder; what is not there is not measured.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from analysis.language.sentences import sentences
from analysis.pipeline.layout import project_root
from analysis.timeline.dates import DateOptions, resolve_dates
from tests.bench import corpus_sentences, timeline_tolls_reference
from tests.bench.timeline_dates import day
from tests.gold import score_corpus
from tests.gold.marked_measures import names_in
from tests.gold.measures import Measure, f1, share
from tests.gold.run_measures import GOLD, corpus_measures


def of_shared(folder: Path) -> list[Measure]:
    """Every measure whose data are in the folder."""
    data, bench = folder / "data", folder / "bench"
    found: list[Measure] = []
    for needed, measure in _MEASURES:
        if (data / needed).exists():
            found += measure(data, bench)
        else:
            print(f"no {needed} in the shared data: not measured", file=sys.stderr)
    return found


def _corpus_stage(raw: Path, work: Path) -> Path:
    """The tables of the corpus stage for a folder of raw files."""
    (work / "raw").mkdir(parents=True)
    (work / "raw" / "one").symlink_to(raw.resolve(), target_is_directory=True)
    subprocess.run(
        [sys.executable, "-m", "analysis.pipeline", "run", "corpus", "one"],
        env={
            **os.environ,
            "DATELINE_RAW": str(work / "raw"),
            "DATELINE_PROCESSED": str(work / "processed"),
        },
        cwd=project_root(),
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return work / "processed" / "one" / "10_corpus"


def run_together(data: Path, bench: Path) -> list[Measure]:
    """Dispatches run together in one file: starts, boilerplate, copies, days."""
    folder = data / "runon_wikinews_dev"
    with tempfile.TemporaryDirectory() as work:
        made = _corpus_stage(folder / "files", Path(work))
        documents, removed, files = (
            pl.read_parquet(made / f"{name}.parquet") for name in ("documents", "removed", "files")
        )
    gold = score_corpus.read_run_on(folder / "gold.jsonl", folder / "files")
    texts = score_corpus.read_texts(folder / "files", gold, files)
    found = score_corpus.score(gold, documents, removed, texts)
    bars = (0.97, 0.99, 0.001, 0.98, 0.95, 0.95)
    return corpus_measures(found, "run-together Wikinews", "all", bars)


def web_pages(data: Path, bench: Path) -> list[Measure]:
    """Strings that the text of a web page must hold, and strings that it must not hold."""
    folder = data / "html_open_licence"
    with tempfile.TemporaryDirectory() as work:
        made = _corpus_stage(folder / "html", Path(work))
        rows = pl.read_parquet(made / "documents.parquet").select("source_file", "text").rows()
    texts: dict[str, str] = {}
    for name, text in rows:
        texts[name] = texts.get(name, "") + " " + " ".join(text.split())
    pages = json.loads((folder / "segments.json").read_text("utf-8")).values()
    kept = [" ".join(one.split()) in texts.get(p["file"], "") for p in pages for one in p["with"]]
    gone = [
        " ".join(one.split()) not in texts.get(p["file"], "") for p in pages for one in p["without"]
    ]
    on = "web pages under open licences"
    return [
        share("corpus", "strings of the article", "kept", on, "all", sum(kept), len(kept), 1),
        share("corpus", "strings around it", "left out", on, "all", sum(gone), len(gone), 1),
    ]


def sentence_ends(data: Path, bench: Path) -> list[Measure]:
    """Sentence boundaries in hand-checked paragraphs, their ends left out."""
    rows = [json.loads(line) for line in corpus_sentences.GOLD.read_text("utf-8").splitlines()]
    checked = {row["paragraph"]: row["ends"] for row in rows}
    right = found = true = 0
    folders = [data / "wikinews_2019", data / "wh_briefings_gaza_dev"]
    texts = {corpus_sentences.name_of(one): one for one in corpus_sentences.paragraphs(folders)}
    for name, ends in checked.items():
        if name in texts:
            text = texts[name]
            inner = set(corpus_sentences.counted(text, corpus_sentences.ours(text))) - {ends[-1]}
            right += len(inner & set(ends[:-1]))
            found += len(inner)
            true += len(ends) - 1
    on = "hard paragraphs of White House and Wikinews"
    return [f1("corpus", "sentence boundaries", "F1", on, "all", right, found, true, 0.98)]


def wikigold(data: Path, bench: Path) -> list[Measure]:
    """Names in Wikipedia, by the scorer of the shared folder."""
    gold, scorer = data / "ner_wikigold" / "wikigold.conll", bench / "score_entities.py"
    with tempfile.TemporaryDirectory() as work:
        texts, answer = Path(work) / "texts.jsonl", Path(work) / "answer.jsonl"
        _printed(scorer, gold, "--detok", "--emit-text", texts)
        rows = [json.loads(line) for line in texts.read_text("utf-8").splitlines()]
        documents: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            documents.setdefault(row["doc"], []).append(row)
        named = names_in([[row["text"] for row in part] for part in documents.values()])
        lines = [
            json.dumps({"id": row["id"], "spans": found.get(place, [])})
            for part, found in zip(documents.values(), named, strict=True)
            for place, row in enumerate(part)
        ]
        answer.write_text("\n".join(lines), "utf-8")
        said = json.loads(
            _printed(scorer, gold, answer, "--detok", "--trim", "--json", "--boot", 500)
        )
    low, high = said["ci"]
    on = "Wikigold (the weights were fitted on it)"
    return [
        Measure(
            "entities", "names", "F1", on, "all", said["ALL"]["f"], said["ALL"]["n"], 0.75, False,
            low, high,
        )
    ]  # fmt: skip


def meantime(data: Path, bench: Path) -> list[Measure]:
    """Date expressions in short news."""
    folder = data / "timex_meantime_dev"
    return _timeml(folder, bench, "MEANTIME", DateOptions(), {"value": 0.76, "day": 0.88})


def wikiwars(data: Path, bench: Path) -> list[Measure]:
    """Date expressions in narratives of wars, read from the one before."""
    folder = data / "timex_wikiwars"
    return _timeml(folder, bench, "WikiWars", DateOptions(narrative=True), {"value": 0.78})


def _timeml(
    gold: Path, bench: Path, on: str, options: DateOptions, bars: dict[str, float]
) -> list[Measure]:
    scorer = bench / "score_dates.py"
    with tempfile.TemporaryDirectory() as work:
        answer = Path(work) / "answer.jsonl"
        texts = [json.loads(line) for line in _printed(scorer, "text", gold).splitlines()]
        answer.write_text("\n".join(_dates(texts, options)), "utf-8")
        said = json.loads(_printed(scorer, "score", gold, answer, "--json", "--boot", 1000))
    return [
        Measure(
            "timeline", f"date expressions, {name}", "F1", on, "all", said[name]["F1"] / 100,
            said[name]["gold"], bar, False, *(one / 100 for one in said[name]["ci95"]),
        )
        for name, bar in bars.items()
    ]  # fmt: skip


def _dates(texts: list[dict[str, Any]], options: DateOptions) -> Iterator[str]:
    for row in texts:
        for one in resolve_dates(row["text"], day(row["dct"]), sentences(row["text"]), options):
            yield json.dumps(
                {
                    "doc": row["doc"], "start": one.start, "end": one.end,
                    "type": one.type, "value": one.value,
                }
            )  # fmt: skip


def _printed(script: Path, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        # The resampling of one scorer follows the order of a set.
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def deaths(data: Path, bench: Path) -> list[Measure]:
    """Deaths in Gaza as texts report them, against the public daily series.

    The sample was written with that series at hand: its gap says only that the figures are read.
    """
    series = timeline_tolls_reference.read_series(
        data / "palestine_datasets" / "casualties_daily.json"
    )
    measures = []
    for on, texts in (
        ("White House texts", data / "wh_briefings_gaza_dev"),
        ("sample, dev half (written with the series at hand)", GOLD / "articles.jsonl"),
    ):
        found = timeline_tolls_reference.compare(texts, series, 1000)
        gaps = [abs(one.gap) for one in found if one.other_scope is None]
        if gaps:
            measures.append(
                Measure(
                    "timeline", "reported deaths against the daily series", "median gap",
                    on, "all", median(gaps), len(gaps), 0.03, at_most=True,
                )
            )  # fmt: skip
            beyond = [abs(one.beyond_bound) for one in found if one.other_scope is None]
            measures.append(
                Measure(
                    "timeline", "the same, beyond the bound that was said", "median gap",
                    on, "all", median(beyond), len(beyond), 0.03, at_most=True,
                )
            )  # fmt: skip
    return measures


_MEASURES: tuple[tuple[str, Callable[[Path, Path], list[Measure]]], ...] = (
    ("runon_wikinews_dev", run_together),
    ("html_open_licence", web_pages),
    ("wikinews_2019", sentence_ends),
    ("ner_wikigold", wikigold),
    ("timex_meantime_dev", meantime),
    ("timex_wikiwars", wikiwars),
    ("palestine_datasets", deaths),
)
