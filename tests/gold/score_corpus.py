"""Scores the tables of the corpus stage against hand-made or constructed truth.

    python tests/gold/score_corpus.py 10_CORPUS GOLD [--raw FOLDER] [--split dev]

10_CORPUS: folder with documents.parquet and removed.parquet. GOLD: a folder with articles.jsonl
and boilerplate.jsonl (tests/gold/sample), or a gold.jsonl of run-together files (file, start,
end, date, duplicate_of, signature; offsets with CR LF counted as one), which needs --raw.

Offsets are code points; characters are counted without white space.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

Row = Mapping[str, Any]
Place = tuple[str, int | None]


@dataclass(frozen=True)
class Gold:
    """Articles (id, source_file, record, start, end, date, copy_of) and boilerplate spans."""

    articles: Sequence[Row]
    boilerplate: Sequence[Row]


def read_sample(folder: Path, split: str | None = None) -> Gold:
    """The gold of the sample corpus, or one half of it."""

    def rows(name: str) -> list[Row]:
        lines = (folder / name).read_text("utf-8").splitlines()
        loaded = [json.loads(line) for line in lines]
        return [row for row in loaded if split is None or row["split"] == split]

    return Gold(rows("articles.jsonl"), rows("boilerplate.jsonl"))


def read_run_on(path: Path, raw: Path) -> Gold:
    """The gold of run-together files: what lies between articles is boilerplate, and signatures."""
    by_file: dict[str, list[Row]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        by_file[row["file"]].append(row)
    articles: list[Row] = []
    boilerplate: list[Row] = []
    for name, rows in by_file.items():
        text = (raw / name).read_bytes().decode("utf-8")
        places = [at for at, one in enumerate(text) if not text.startswith("\r\n", at)]
        places.append(len(text))
        last = 0
        for row in sorted(rows, key=lambda one: one["start"]):
            start, end = places[row["start"]], places[row["end"]]
            boilerplate.append(_span(name, last, start))
            last = end
            signature = row["signature"]
            if text.startswith(signature, start):
                boilerplate.append(_span(name, start, start + len(signature)))
            elif text[:end].rstrip().endswith(signature):
                at = text.rindex(signature, start, end)
                boilerplate.append(_span(name, at, at + len(signature)))
            articles.append(
                {
                    "id": (name, row["order"]),
                    "source_file": name,
                    "record": None,
                    "start": start,
                    "end": end,
                    "date": row["date"],
                    "story": row["duplicate_of"] or row["source_url"],
                }
            )
        boilerplate.append(_span(name, last, len(text)))
    return Gold(articles, boilerplate)


def _span(name: str, start: int, end: int) -> Row:
    return {"source_file": name, "record": None, "start": start, "end": end}


def score(
    gold: Gold, documents: pl.DataFrame, removed: pl.DataFrame, texts: Mapping[Place, str]
) -> dict[str, float]:
    """All measures, as shares (1 is perfect) and counts.

    texts: the decoded file or field of each place that has spans, to leave white space out.
    """
    files = {row["source_file"] for row in gold.articles}
    ours = [row for row in documents.iter_rows(named=True) if row["source_file"] in files]
    gone = [row for row in removed.iter_rows(named=True) if row["source_file"] in files]
    matched = match_articles(gold.articles, ours)
    return {
        **starts(gold.articles, ours),
        **characters(gold, ours, gone, texts),
        **dates(gold.articles, matched),
        **copies(gold.articles, matched),
    }


def _key(row: Row) -> tuple[str, int | None, int | None]:
    return row["source_file"], row["record"], row["start"]


def starts(gold: Iterable[Row], ours: Iterable[Row]) -> dict[str, float]:
    """Precision, recall and F1 of the places at which articles begin."""
    truth = {_key(row) for row in gold}
    found = {_key(row) for row in ours}
    hits = len(truth & found)
    precision, recall = hits / max(len(found), 1), hits / max(len(truth), 1)
    return {
        "articles": len(truth),
        "start_precision": precision,
        "start_recall": recall,
        "start_f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def match_articles(gold: Iterable[Row], ours: Iterable[Row]) -> dict[Any, Row]:
    """The document that has most of each gold article: by its start, otherwise by overlap."""
    by_place: dict[Place, list[Row]] = defaultdict(list)
    for row in ours:
        by_place[row["source_file"], row["record"]].append(row)
    matched = {}
    for row in gold:
        best, most = None, 0
        for other in by_place[row["source_file"], row["record"]]:
            if row["start"] is None or other["start"] is None:
                common = 1
            else:
                common = min(row["end"], other["end"]) - max(row["start"], other["start"])
            if common > most:
                best, most = other, common
        if best is not None:
            matched[row["id"]] = best
    return matched


def characters(
    gold: Gold, ours: Sequence[Row], removed: Sequence[Row], texts: Mapping[Place, str]
) -> dict[str, float]:
    """How many characters of the boilerplate went, and how many of the articles were lost."""
    total = gone = article = lost = 0
    for place, text in texts.items():
        here = [
            row["start"] is not None and (row["source_file"], row["record"]) == place
            for row in gold.articles
        ]
        if not any(here):
            continue
        kept = _mask(len(text), _at(ours, place)) & ~_mask(len(text), _at(removed, place))
        boilerplate = _mask(len(text), _at(gold.boilerplate, place))
        inside = _mask(len(text), _at(gold.articles, place)) & ~boilerplate
        ink = _ink(text)
        total += (boilerplate & ink).bit_count()
        gone += (boilerplate & ink & ~kept).bit_count()
        article += (inside & ink).bit_count()
        lost += (inside & ink & ~kept).bit_count()
    return {
        "boilerplate_recall": gone / max(total, 1),
        "article_lost": lost / max(article, 1),
        "boilerplate_characters": total,
        "article_characters": article,
    }


def _at(rows: Iterable[Row], place: Place) -> list[tuple[int, int]]:
    return [
        (row["start"], row["end"])
        for row in rows
        if (row["source_file"], row["record"]) == place and row["start"] is not None
    ]


def _mask(length: int, spans: Iterable[tuple[int, int]]) -> int:
    """Spans as the bits of one whole number."""
    mask = 0
    for start, end in spans:
        mask |= ((1 << (end - start)) - 1) << start
    return mask & ((1 << length) - 1)


def _ink(text: str) -> int:
    return int("".join("0" if one.isspace() else "1" for one in reversed(text)) or "0", 2)


def dates(gold: Iterable[Row], matched: Mapping[Any, Row]) -> dict[str, float]:
    """Publication days that are right, an undated article counting as right when left undated."""
    right = total = invented = undated = 0
    for row in gold:
        document = matched.get(row["id"])
        found = document["published"] if document is not None else None
        total += 1
        undated += row["date"] is None
        invented += row["date"] is None and found is not None
        right += document is not None and row["date"] == (found.isoformat() if found else None)
    return {"date_right": right / max(total, 1), "undated": undated, "date_invented": invented}


def copies(gold: Sequence[Row], matched: Mapping[Any, Row]) -> dict[str, float]:
    """Precision and recall over pairs of articles that tell one story."""
    story: dict[Any, Any] = {}
    by_id = {row["id"]: row for row in gold}
    for row in gold:
        origin = row
        while origin.get("copy_of") is not None and origin["copy_of"] in by_id:
            origin = by_id[origin["copy_of"]]
        story[row["id"]] = row["story"] if "story" in row else origin["id"]
    truth = _pairs(story)
    found = _pairs({key: document["group_id"] for key, document in matched.items()})
    hits = len(truth & found)
    return {
        "copy_pairs": len(truth),
        "copy_precision": hits / max(len(found), 1) if found else 1.0,
        "copy_recall": hits / max(len(truth), 1) if truth else 1.0,
    }


def _pairs(groups: Mapping[Any, Any]) -> set[tuple[Any, Any]]:
    members: dict[Any, list[Any]] = defaultdict(list)
    for key, group in groups.items():
        members[group].append(key)
    return {pair for one in members.values() for pair in combinations(sorted(one, key=str), 2)}


def read_texts(raw: Path, gold: Gold, files: pl.DataFrame | None = None) -> dict[Place, str]:
    """The decoded text files that the gold has spans in (records: csv and jsonl `text` fields)."""
    import csv
    import io

    texts: dict[Place, str] = {}
    encodings = (
        dict(files.select("source_file", "encoding").iter_rows()) if files is not None else {}
    )
    for name in sorted({row["source_file"] for row in gold.articles if row["start"] is not None}):
        text = (raw / name).read_bytes().decode(encodings.get(name) or "utf-8-sig")
        if name.endswith(".csv"):
            rows = csv.DictReader(io.StringIO(text, newline=""))
            texts.update({(name, number): row["text"] for number, row in enumerate(rows)})
        elif name.endswith(".jsonl"):
            lines = [line for line in text.split("\n") if line.strip()]
            texts.update({(name, at): json.loads(line)["text"] for at, line in enumerate(lines)})
        else:
            texts[name, None] = text
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--split")
    given = parser.parse_args()
    gold = (
        read_run_on(given.gold, given.raw)
        if given.gold.is_file()
        else read_sample(given.gold, given.split)
    )
    documents, removed, files = (
        pl.read_parquet(given.tables / f"{name}.parquet")
        for name in ("documents", "removed", "files")
    )
    for name, value in score(gold, documents, removed, read_texts(given.raw, gold, files)).items():
        print(f"{name:24} {value:.4f}" if isinstance(value, float) else f"{name:24} {value}")


if __name__ == "__main__":
    main()
