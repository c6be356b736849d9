"""Measure the date expressions of the timeline stage.

predict GOLD.jsonl [--narrative]   one JSON line per date expression, as shared/bench/score_dates.py
                                   `score` wants it; GOLD.jsonl is what its `text` prints
                                   ({"doc", "dct", "text"} a line)
speed ARTICLES.csv|.jsonl          articles of 2 kB per CPU-second (field `text`)
list ARTICLES.csv|.jsonl           the expressions in their sentences, to read
"""

import argparse
import csv
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from analysis.timeline.dates import DateOptions, resolve_dates

_ARTICLE = 2_000
# Enough for measuring: the stage gets its sentences from the corpus.
_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]*[A-Z0-9])|\n\s*\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|St"
    r"|Inc|Co|Corp|No|vs|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|[A-Z])|[ap]\.m)\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences by punctuation."""
    spans, start = [], 0
    for gap in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text, max(0, gap.start() - 8), gap.start()):
            continue
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return spans


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
        found = sum(len(resolve_dates(text, published, spans, options)) for text, published, spans in rows)
    spent = time.process_time() - began
    print(
        f"{len(rows)} articles, {size} characters, {found} expressions:"
        f" {rounds * size / _ARTICLE / spent:,.0f} articles of 2 kB per CPU-second"
    )


def show(path: Path, options: DateOptions) -> None:
    """Print every expression with what stands around it."""
    for text, published in articles(path):
        for found in resolve_dates(text, published, sentences(text), options):
            before = text[max(0, found.start - 60) : found.start]
            after = text[found.end : found.end + 40]
            line = f"{published}\t{found.type}\t{found.value}\t{found.basis}\t{before}[[{found.surface}]]{after}"
            print(" ".join(line.replace("\t", " | ").split()))


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
    sys.exit(main())
