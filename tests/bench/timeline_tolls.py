"""Articles per CPU-second of reading tolls, alone and with dates.

    python -m tests.bench.timeline_tolls CSV [--column text] [--size 2000] [--repeat 5]

CSV: articles, one a row, with a column of text. They are cut at paragraphs into articles of about
--size characters, so that the figure does not hang on the length of the source's articles.
"""

import argparse
import csv
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from analysis.language.sentences import sentences
from analysis.timeline.dates import DateOptions, resolve_dates
from analysis.timeline.tolls import find_tolls

Article = tuple[str, list[tuple[int, int]]]


def read_articles(path: Path, column: str, size: int) -> list[Article]:
    """Texts of about a size, with their sentences."""
    csv.field_size_limit(sys.maxsize)
    pieces: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            held = ""
            for paragraph in filter(None, (part.strip() for part in row[column].split("\n\n"))):
                held += f"{paragraph}\n\n"
                if len(held) >= size:
                    pieces.append(held.strip())
                    held = ""
            if held.strip():
                pieces.append(held.strip())
    return [(text, sentences(text)) for text in pieces]


def cpu_seconds(function: Callable[[], object], repeat: int) -> float:
    """The least CPU time of several runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        function()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--column", default="text")
    parser.add_argument("--size", type=int, default=2000, help="characters of an article")
    parser.add_argument("--repeat", type=int, default=5)
    chosen = parser.parse_args()
    articles = read_articles(chosen.articles, chosen.column, chosen.size)
    published = date(2019, 6, 1)
    options = DateOptions()

    def tolls() -> int:
        return sum(len(find_tolls(text, spans, published=published)) for text, spans in articles)

    def both() -> None:
        for text, spans in articles:
            dates = resolve_dates(text, published, spans, options)
            find_tolls(text, spans, dates=dates, published=published)

    characters = sum(len(text) for text, _ in articles)
    print(f"{len(articles)} articles, {characters / 1e6:.2f} million characters, {tolls()} tolls")
    for name, function in (("tolls", tolls), ("dates and tolls", both)):
        seconds = cpu_seconds(function, chosen.repeat)
        articles_a_second = characters / chosen.size / seconds
        print(
            f"{name}: {articles_a_second:,.0f} articles of {chosen.size} characters, "
            f"{characters / seconds / 1e6:.1f} million characters per CPU-second"
        )


if __name__ == "__main__":
    main()
