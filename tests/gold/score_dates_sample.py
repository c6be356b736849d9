"""Score the date expressions of the sample corpus against its hand-made truth.

    python tests/gold/score_dates_sample.py [--split dev|held_out] [--errors]
    python tests/gold/score_dates_sample.py --run data/processed/sample [--split …] [--errors]

Without --run the gold texts themselves are read, with their true days of publication. With it the
tables of a run are scored (10_corpus/documents, 40_timeline/dates): gold text and
documents.text are aligned by their characters other than white space, so that what was unwrapped
or left out does not shift the truth.

Printed, over all articles in English: precision, recall and F1 of
  strict   the same span               relaxed  an overlapping span, one to one
  type     relaxed, the same type      value    relaxed, the same value
  day      gold dates of one day: overlap and the same day
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import polars as pl

from analysis.language.sentences import sentences as sentence_spans
from analysis.timeline.dates import DateOptions, resolve_dates

HERE = Path(__file__).parent / "sample"
MEASURES = ("strict", "relaxed", "type", "value", "day")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """A date expression in the gold text."""

    start: int
    end: int
    type: str
    value: str

    def overlap(self, other: "Span") -> int:
        return min(self.end, other.end) - max(self.start, other.start)

    @property
    def day(self) -> str | None:
        whole = self.type == "DATE" and len(self.value) == 10 and self.value[:4].isdigit()
        return self.value if whole and "X" not in self.value else None


def rows(name: str, split: str | None) -> list[Row]:
    """The lines of a gold file, all or of one half."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    loaded: list[Row] = [json.loads(line) for line in lines]
    return [row for row in loaded if split is None or row["split"] == split]


def pairs(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """One to one by overlap: same spans first, then the largest overlap."""
    candidates = sorted(
        ((one.start, one.end) != (two.start, two.end), -overlap, i, j)
        for i, one in enumerate(gold)
        for j, two in enumerate(found)
        if (overlap := one.overlap(two)) > 0
    )
    left, right, chosen = set(range(len(gold))), set(range(len(found))), []
    for _, _, i, j in candidates:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            chosen.append((i, j))
    return chosen


def align(gold: str, text: str) -> dict[int, int]:
    """For each character of text other than white space, its place in the gold text."""
    here = [at for at, one in enumerate(text) if not one.isspace()]
    there = [at for at, one in enumerate(gold) if not one.isspace()]
    matcher = SequenceMatcher(
        None, "".join(text[at] for at in here), "".join(gold[at] for at in there), autojunk=False
    )
    return {
        here[block.a + step]: there[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def read_gold_texts(articles: Iterable[Row]) -> Iterator[tuple[str, list[Span]]]:
    """What the stage finds in the gold texts."""
    for row in articles:
        published = date.fromisoformat(row["date"]) if row["date"] else None
        spans = list(sentence_spans(row["text"]))
        found = resolve_dates(row["text"], published, spans, DateOptions())
        yield row["id"], [Span(one.start, one.end, one.type, one.value) for one in found]


def read_run(run: Path, articles: Iterable[Row]) -> Iterator[tuple[str, list[Span]]]:
    """What a run has found, in places of the gold texts."""
    documents = pl.read_parquet(run / "10_corpus" / "documents.parquet")
    dates = pl.read_parquet(run / "40_timeline" / "dates.parquet")
    by_file: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
    for document in documents.iter_rows(named=True):
        by_file[document["source_file"], document["record"]].append(document)
    by_document = dates.partition_by("doc_id", as_dict=True)
    for row in articles:
        near = by_file[row["source_file"], row["record"]]
        aligned = [(align(row["text"], one["text"]), one["doc_id"]) for one in near]
        places, doc_id = max(aligned, key=lambda one: len(one[0]), default=({}, ""))
        spans = []
        for found in by_document.get((doc_id,), pl.DataFrame()).iter_rows(named=True):
            inside = [places[at] for at in range(found["start"], found["end"]) if at in places]
            if inside:
                spans.append(Span(inside[0], inside[-1] + 1, found["type"], found["value"]))
        yield row["id"], spans


def count(gold: Sequence[Span], found: Sequence[Span]) -> dict[str, tuple[int, int, int]]:
    """Right, true and found of every measure."""
    paired = [(gold[i], found[j]) for i, j in pairs(gold, found)]
    right = {
        "strict": sum((one.start, one.end) == (two.start, two.end) for one, two in paired),
        "relaxed": len(paired),
        "type": sum(one.type == two.type for one, two in paired),
        "value": sum(one.value == two.value for one, two in paired),
        "day": sum(one.day is not None and one.day == two.day for one, two in paired),
    }
    true, seen = [span.day for span in gold], [span.day for span in found]
    sizes = {name: (len(gold), len(found)) for name in MEASURES} | {
        "day": (len(true) - true.count(None), len(seen) - seen.count(None))
    }
    return {name: (right[name], *sizes[name]) for name in MEASURES}


def errors(gold: Sequence[Span], found: Sequence[Span], text: str) -> Iterator[str]:
    """Misses, inventions and wrong values, one line each."""
    chosen = pairs(gold, found)
    for i, j in chosen:
        if gold[i].value != found[j].value:
            one, two = gold[i], found[j]
            yield f"value  {text[one.start : one.end]}: {one.value}, found {two.value}"
    for kind, spans, side in (("missed", gold, 0), ("spurious", found, 1)):
        matched = {pair[side] for pair in chosen}
        for at, span in enumerate(spans):
            if at not in matched:
                yield f"{kind}  {text[span.start : span.end]!r} {span.value}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, help="folder of a run, else the gold texts are read")
    parser.add_argument("--split", choices=["dev", "held_out"])
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    arguments = parser.parse_args()
    articles = [row for row in rows("articles.jsonl", arguments.split) if row["lang"] == "en"]
    truth: dict[str, list[Span]] = defaultdict(list)
    for row in rows("dates.jsonl", arguments.split):
        truth[row["id"]].append(Span(row["start"], row["end"], row["type"], row["value"]))
    read = read_run(arguments.run, articles) if arguments.run else read_gold_texts(articles)
    texts = {row["id"]: row["text"] for row in articles}
    totals = dict.fromkeys(MEASURES, (0, 0, 0))
    for article, found in read:
        gold = truth[article]
        for name, (right, true, seen) in count(gold, found).items():
            before = totals[name]
            totals[name] = (before[0] + right, before[1] + true, before[2] + seen)
        if arguments.errors:
            for line in errors(gold, found, texts[article]):
                print(article, line)
    print(f"{len(articles)} articles")
    for name, (right, true, seen) in totals.items():
        precision, recall = right / max(seen, 1), right / max(true, 1)
        f1 = 2 * right / max(true + seen, 1)
        print(
            f"{name:8} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
            f"  ({right} of {true}, {seen} found)"
        )


if __name__ == "__main__":
    main()
