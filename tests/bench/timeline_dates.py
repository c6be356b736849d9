"""Measure the date expressions of the timeline stage.

predict GOLD.jsonl [--narrative]   one JSON line per date expression, as shared/bench/score_dates.py
                                   `score` wants it; GOLD.jsonl is what its `text` prints
                                   ({"doc", "dct", "text"} a line)
speed ARTICLES.csv|.jsonl          articles of 2 kB per CPU-second (field `text`), beside
                                   dateparser's search_dates where that is installed
list ARTICLES.csv|.jsonl           the expressions in their sentences, to read
"""

import argparse
import csv
import importlib
import json
import re
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from analysis.language.sentences import sentences
from analysis.timeline.dates import DateOptions, resolve_dates

_ARTICLE = 2_000
_RIVAL_ARTICLES = 3


def day(text: str | None) -> date | None:
    """The day of an ISO date with or without a time of day; one file of MEANTIME has 03-02-2009
    for 3 February."""
    if not text or len(text) < 10:
        return None
    odd = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", text)
    return date.fromisoformat("-".join(reversed(odd.groups())) if odd else text[:10])


def articles(path: Path) -> Iterator[tuple[str, date | None]]:
    """Text and day of publication of each article."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file) if path.suffix == ".csv" else map(json.loads, file)
        for row in rows:
            yield row["text"], day(row.get("date") or row.get("published") or row.get("dct"))


def predict(path: Path, options: DateOptions) -> None:
    """Print predictions for the scorer."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text = row["text"]
            for found in resolve_dates(text, day(row["dct"]), sentences(text), options):
                print(
                    json.dumps(
                        {
                            "doc": row["doc"],
                            "start": found.start,
                            "end": found.end,
                            "type": found.type,
                            "value": found.value,
                        }
                    )
                )


def speed(path: Path, options: DateOptions) -> None:
    """Print articles of 2 kB per CPU-second, sentence splitting left out."""
    rows = [(text, published, sentences(text)) for text, published in articles(path)]
    size = sum(len(text) for text, _, _ in rows)
    for text, published, spans in rows[:5]:
        resolve_dates(text, published, spans, options)
    rounds, found = max(1, 4_000_000 // max(size, 1)), 0
    began = time.process_time()
    for _ in range(rounds):
        found = sum(
            len(resolve_dates(text, published, spans, options)) for text, published, spans in rows
        )
    spent = time.process_time() - began
    print(
        f"{len(rows)} articles, {size} characters, {found} expressions:"
        f" {rounds * size / _ARTICLE / spent:,.0f} articles of 2 kB per CPU-second"
    )
    print(rival([(text, published) for text, published, _ in rows[:_RIVAL_ARTICLES]]))


def rival(rows: list[tuple[str, date | None]]) -> str:
    """The same measure for dateparser.search.search_dates."""
    try:
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return "dateparser is not installed"
    search("warm up on Tuesday", languages=["en"])
    began, found = time.process_time(), 0
    for text, published in rows:
        base = {
            "RELATIVE_BASE": datetime.combine(published or date(2000, 1, 1), datetime.min.time())
        }
        found += len(search(text, languages=["en"], settings=base) or ())
    spent = time.process_time() - began
    size = sum(len(text) for text, _ in rows)
    speed = size / _ARTICLE / spent
    return f"dateparser: {found} expressions, {speed:,.1f} articles of 2 kB per CPU-second"


def show(path: Path, options: DateOptions) -> None:
    """Print every expression with what stands around it."""
    for text, published in articles(path):
        for found in resolve_dates(text, published, sentences(text), options):
            before = text[max(0, found.start - 60) : found.start]
            after = text[found.end : found.end + 40]
            place = " ".join(f"{before}[[{found.surface}]]{after}".split())
            print(published, found.type, found.value, found.basis, place, sep=" | ")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["predict", "speed", "list"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--narrative", action="store_true", help="anchor on the previous date")
    arguments = parser.parse_args()
    options = DateOptions(narrative=arguments.narrative)
    {"predict": predict, "speed": speed, "list": show}[arguments.command](arguments.path, options)


if __name__ == "__main__":
    main()
