"""A finished run of nine invented articles, written straight from the tables' schemas.

Small enough to be counted by hand; the tests' figures come from reading it.
"""

import json
import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from analysis.contract import Table
from analysis.corpus import tables as corpus
from analysis.entities import tables as entities
from analysis.pipeline.stages import STAGES
from analysis.terms import tables as terms
from analysis.timeline import tables as timeline

RUN_ID = "fa11edc0ffee"

#: id, outlet, day, title, sentences. Paragraphs are parted by "¶".
ARTICLES: list[tuple[str, str | None, date | None, str | None, list[str]]] = [
    ("aa01", "Northwire", date(2024, 3, 1), "Ferry opens",
     ["Ada Hill opened the night ferry in Port Vale on Friday.",
      "¶The ferry will carry 400 people.",
      "At least 12 people were injured, the harbour police said."]),
    ("aa02", "Northwire", date(2024, 3, 4), "Ferry stops",
     ["The ferry stopped on Monday.",
      "Hill said that the cease-fire of the unions had ended in Port Vale."]),
    ("aa03", "Northwire", date(2024, 3, 9), "Ferry, ferry",
     ["Ada Hill called it a ferry for all.", "A ferry, she said, is a bridge."]),
    ("bb01", "Southpost", date(2024, 3, 1), None,
     ["Port Vale saw the ferry on Friday with Ada Hill aboard.",
      "15 people were injured, the mayor said."]),
    ("bb02", "Southpost", date(2024, 4, 2), "Night ferries <b>& more</b>",
     ["Night ferries are <script>alert(1)</script> dear.", "Unions want more."]),
    ("bb03", "Southpost", date(2024, 5, 2), "No tide",
     ["Port Vale was quiet.", "¶Nobody was hurt."]),
    ("cc01", "صوت البحر", date(2024, 5, 1), "العبّارة",
     ["عادت العبّارة إلى الميناء يوم الأربعاء.", "لم يصب أحد."]),
    ("dd01", None, None, None, ["Prices rose.", "The ferry was late, the unions said."]),
    ("ee01", "Southpost", date(2024, 3, 2), "Ferry opens",
     ["Ada Hill opened the night ferry in Port Vale on Friday.",
      "¶The ferry will carry 300 people."]),
]  # fmt: skip
COPY_OF = {"ee01": "aa01"}
#: entity_id, name, type, spellings; a spelling may stand for one entity only.
ENTITIES = [
    ("per:ada hill", "Ada Hill", "PER", ["Ada Hill"]),
    ("per:hill", "Hill", "PER", ["Hill"]),
    ("loc:port vale", "Port Vale", "LOC", ["Port Vale"]),
]
RAW_NOTICE = "LEGAL NOTICE: Northwire texts may not be copied.\n"


def doc_id(short: str) -> str:
    return short.ljust(16, "0")


def body(sentences: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The article's text and the spans of its sentences."""
    text, spans = "", []
    for sentence in sentences:
        if text:
            text += "\n\n" if sentence.startswith("¶") else " "
        start = len(text)
        text += sentence.removeprefix("¶")
        spans.append((start, len(text)))
    return text, spans


def _frames(raw: Path) -> dict[str, pl.DataFrame]:
    texts = {short: body(sentences) for short, *_, sentences in ARTICLES}
    files, documents, removed, sentence_rows = [], [], [], []
    for short, outlet, day, title, _ in ARTICLES:
        text, spans = texts[short]
        source = f"{short}.txt"
        content = text + "\n" + RAW_NOTICE
        (raw / source).write_bytes(content.encode())
        files.append(
            {"source_file": source, "bytes": len(content.encode()), "sha256": "0" * 64,
             "format": "txt", "encoding": "utf-8", "documents": 1, "chars": len(content),
             "chars_kept": len(text), "chars_removed": len(RAW_NOTICE)}
        )  # fmt: skip
        documents.append(
            {"doc_id": doc_id(short), "source_file": source, "start": 0, "end": len(content),
             "title": title, "text": text, "published": day,
             "published_basis": "file_name" if day else None, "published_conflict": [],
             "outlet": outlet, "language": "ar" if short == "cc01" else "en",
             "words": len(words(text)), "group_id": doc_id(COPY_OF.get(short, short)),
             "copy_of": doc_id(COPY_OF[short]) if short in COPY_OF else None}
        )  # fmt: skip
        removed.append(
            {"source_file": source, "start": len(text) + 1, "end": len(content), "rule": "notice",
             "text": RAW_NOTICE}
        )  # fmt: skip
        sentence_rows += [
            {"doc_id": doc_id(short), "sentence": at, "start": a, "end": b}
            for at, (a, b) in enumerate(spans)
        ]
    variants = [
        {"group_id": doc_id("aa01"), "doc_id": doc_id("aa01"), "sentence": 1, "value": "400",
         "other_doc_id": doc_id("ee01"), "other_value": "300"}
    ]  # fmt: skip
    made = {
        corpus.FILES: files, corpus.DOCUMENTS: documents, corpus.REMOVED: removed,
        corpus.SENTENCES: sentence_rows, corpus.VARIANTS: variants, corpus.REPAIRS: [],
        **_terms(texts), **_names(texts), **_days(texts),
    }  # fmt: skip
    return {table.name: table.frame(rows) for table, rows in made.items()}


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’-]\w+)*", text.lower())


def _terms(texts: dict[str, Any]) -> dict[Table, list[dict[str, Any]]]:
    counted = {short: Counter(words(text)) for short, (text, _) in texts.items()}
    total: Counter[str] = Counter()
    for short, counter in counted.items():
        if short not in COPY_OF:
            total.update(counter)
    return {
        terms.DOCUMENT_TERMS: [
            {"doc_id": doc_id(short), "term": term, "count": n}
            for short, counter in counted.items()
            for term, n in counter.items()
        ],
        terms.FREQUENCIES: [
            {"term": term, "n": 1, "stop_word": term in ("the", "a", "on", "in", "of"), "count": n,
             "documents": 1, "per_million": 1.0, "tf_idf": 1.0, "count_all": n, "key": at}
            for at, (term, n) in enumerate(sorted(total.items()))
        ],
    }  # fmt: skip


def _found(texts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mention; a longer spelling goes before a shorter one that lies inside it."""
    rows = []
    for short, (text, spans) in texts.items():
        taken: list[tuple[int, int]] = []
        for entity_id, _, kind, spellings in ENTITIES:
            for spelling in spellings:
                for hit in re.finditer(re.escape(spelling), text):
                    if any(a <= hit.start() < b for a, b in taken):
                        continue
                    taken.append(hit.span())
                    at = next(i for i, (a, b) in enumerate(spans) if a <= hit.start() < b)
                    rows.append(
                        {"doc_id": doc_id(short), "sentence": at, "start": hit.start(),
                         "end": hit.end(), "surface": spelling, "type": kind,
                         "entity_id": entity_id, "method": "model"}
                    )  # fmt: skip
    return rows


def _names(texts: dict[str, Any]) -> dict[Table, list[dict[str, Any]]]:
    mentions = _found(texts)
    copies = {doc_id(short) for short in COPY_OF}
    counted = [row for row in mentions if row["doc_id"] not in copies]
    together: dict[tuple[str, str], set[tuple[str, int]]] = {}
    places: dict[tuple[str, int], set[str]] = {}
    for row in counted:
        places.setdefault((row["doc_id"], row["sentence"]), set()).add(row["entity_id"])
    for place, ids in places.items():
        for pair in combinations(sorted(ids), 2):
            together.setdefault(pair, set()).add(place)
    days = {doc_id(short): day for short, _, day, *_ in ARTICLES}
    pairs, months, evidence = [], [], []
    for (a, b), found in together.items():
        key = {"entity_a": a, "entity_b": b}
        articles = {doc for doc, _ in found}
        pairs.append(
            {**key, "sentences": len(found), "documents": len(articles), "expected": 0.5,
             "g2": 4.0 * len(found), "npmi": 0.4, "p": 0.004,
             "p_adjusted": 0.01 if len(found) > 1 else 0.2, "in_backbone": len(found) > 1,
             "paragraphs": len(found), "documents_both": len(articles), "disparity": 0.01,
             "sentences_all": len(found)}
        )  # fmt: skip
        by_month = Counter(days[doc].replace(day=1) for doc, _ in found if days[doc])
        months += [
            {**key, "period": month, "sentences": n, "documents": n}
            for month, n in by_month.items()
        ]
        evidence += [{**key, "doc_id": doc, "sentence": at} for doc, at in found]
    rows = []
    for entity_id, name, kind, spellings in ENTITIES:
        own = [row for row in counted if row["entity_id"] == entity_id]
        rows.append(
            {"entity_id": entity_id, "name": name, "type": kind, "aliases": spellings,
             "mentions": len(own), "documents": len({row["doc_id"] for row in own}),
             "mentions_all": sum(row["entity_id"] == entity_id for row in mentions)}
        )  # fmt: skip
    return {
        entities.MENTIONS: mentions, entities.ENTITIES: rows, entities.COOCCURRENCE: pairs,
        entities.COOCCURRENCE_BY_MONTH: months, entities.EVIDENCE: evidence,
        entities.COOCCURRENCE_BY_OUTLET: [],
        entities.MERGES: [{"entity_id": "per:ada hill", "alias": "Hill", "evidence": "surname",
                           "decision": "candidate", "mentions": 1}],
        entities.NODES: [
            {"entity_id": entity_id, "community": 0, "degree": 1, "strength": 2, "betweenness": 0.0}
            for entity_id, *_ in ENTITIES
        ],
    }  # fmt: skip


def _days(texts: dict[str, Any]) -> dict[Table, list[dict[str, Any]]]:
    dates = []
    for short, day in (
        ("aa01", date(2024, 3, 1)),
        ("bb01", date(2024, 3, 1)),
        ("ee01", date(2024, 3, 1)),
    ):
        at = texts[short][0].index("Friday")
        dates.append(
            {"doc_id": doc_id(short), "sentence": 0, "start": at, "end": at + 6, "type": "DATE",
             "surface": "Friday", "value": day.isoformat(), "first": day, "last": day,
             "basis": "published"}
        )  # fmt: skip
    tolls = []
    for short, at, value, bound, by in (
        ("aa01", 2, 12, "at_least", "the harbour police"),
        ("bb01", 1, 15, "exact", "the mayor"),
    ):
        start = texts[short][0].index(str(value))
        tolls.append(
            {"doc_id": doc_id(short), "sentence": at, "start": start, "end": start + 2,
             "surface": str(value), "value": value, "bound": bound, "outcome": "injured",
             "group": "people", "attributed_to": by, "cumulative": False, "as_of": date(2024, 3, 1),
             "subset": False, "basis": "rule"}
        )  # fmt: skip
    per_day = Counter(day for short, _, day, *_ in ARTICLES if day and short not in COPY_OF)
    return {
        timeline.DATES: dates,
        timeline.TOLLS: tolls,
        timeline.EVENTS: [
            {"day": date(2024, 3, 1), "sentences": 2, "documents": 2, "sources": 2,
             "headline_doc_id": doc_id("aa01"), "headline_sentence": 0,
             "entities": ["per:ada hill", "loc:port vale"], "score": 2.0}
        ],
        timeline.DISAGREEMENTS: [
            {"day": date(2024, 3, 1), "outcome": "injured", "group": "people", "cumulative": False,
             "low": 12, "high": 15, "contradictory": False,
             "sources": ["the harbour police", "the mayor"],
             "outlets": ["Northwire", "Southpost"], "rows": []}
        ],
        timeline.COVERAGE: [
            {"period": day, "unit": "day", "series": "all", "documents": n, "sentences": n,
             "mentions": n, "share": 1.0, "share_low": 1.0, "share_high": 1.0}
            for day, n in per_day.items()
        ],
    }  # fmt: skip


def build(raw_root: Path, processed_root: Path, stages: tuple[str, ...] | None = None) -> None:
    """Write the raw files and the finished stages (all, or those named) of corpus "tiny"."""
    raw = raw_root / "tiny"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "corpus.toml").write_text('title = "Tiny corpus"\nlicence = "CC0-1.0"\n', "utf-8")
    write_run(processed_root / "tiny", "tiny", _frames(raw), stages)


def write_run(
    run: Path, name: str, frames: dict[str, pl.DataFrame], stages: tuple[str, ...] | None = None
) -> None:
    """Write tables as finished stages, with manifests."""
    for stage in STAGES:
        if stages is not None and stage.name not in stages:
            continue
        folder = run / stage.folder
        folder.mkdir(parents=True, exist_ok=True)
        outputs = {}
        for table, frame in frames.items():
            if table.startswith(f"{stage.folder}/"):
                path = folder / f"{table.rsplit('/', 1)[1]}.parquet"
                frame.write_parquet(path, row_group_size=1024 if "documents" in table else 65536)
                outputs[path.name] = {
                    "bytes": path.stat().st_size,
                    "sha256": "",
                    "rows": len(frame),
                }
        manifest = {"run_id": RUN_ID, "stage": stage.name, "corpus": name, "outputs": outputs}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
