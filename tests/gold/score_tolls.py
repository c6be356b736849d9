"""Score the reading of tolls against hand-labelled truth.

    python -m tests.gold.score_tolls [--gold sentences|sample|second|third] [--split S] [--errors]

sentences: tests/gold/tolls/sentences.jsonl, each sentence by itself.
second: tests/gold/tolls/second.jsonl, the same by a second annotator (splits build2, held_out2).
third: tests/gold/tolls/third.jsonl, drawn and labelled after the rules were finished (held_out3).
sample: tests/gold/sample/tolls.jsonl, whole articles of the sample corpus.
Printed: precision, recall and F1 of (value, outcome, bound), and, of the matched figures that have
a source in the truth, the share whose source is right (same words but for case, a leading article
and a possessive ending; or one holds the other and at least half of its words). Of the sample
also the shares of matched figures whose place (compared like a source), as_of and cumulative are
right, null included.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis.language.sentences import sentences as sentence_spans
from analysis.timeline.dates import DateOptions, resolve_dates
from analysis.timeline.tolls import find_tolls

HERE = Path(__file__).parent


@dataclass
class Score:
    """Counts of one run; figures are (value, outcome, bound)."""

    right: int = 0
    found: int = 0
    true: int = 0
    sourced: int = 0
    sourced_right: int = 0
    groups_right: int = 0
    unsourced: int = 0
    unsourced_right: int = 0
    settled: int = 0
    places_right: int = 0
    days_right: int = 0
    totals_right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 0.0

    @property
    def attribution(self) -> float:
        return self.sourced_right / self.sourced if self.sourced else 0.0

    def __str__(self) -> str:
        f1 = 2 * self.right / max(self.found + self.true, 1)
        return (
            f"value+outcome+bound: P {self.precision:.3f} R {self.recall:.3f} F1 {f1:.3f} "
            f"({self.true} true, {self.found} found); source right {self.attribution:.3f} of "
            f"{self.sourced} that have one; none given where none is named "
            f"{self.unsourced_right / max(self.unsourced, 1):.3f} of {self.unsourced}; "
            f"group right {self.groups_right / max(self.right, 1):.3f}"
            + (
                f"; of {self.settled} matched: place right {self.places_right / self.settled:.3f}, "
                f"as_of {self.days_right / self.settled:.3f}, "
                f"cumulative {self.totals_right / self.settled:.3f}"
                if self.settled
                else ""
            )
        )


Row = dict[str, Any]


def figures(row: Row) -> tuple[int, str, str]:
    return row["value"], row["outcome"], row["bound"]


def same_source(first: str | None, second: str | None) -> bool:
    """Do two sets of words name one source?"""
    if first is None or second is None:
        return first is second
    a, b = _plain(first), _plain(second)
    if a == b:
        return True
    short, long = sorted((a.split(), b.split()), key=len)
    return f" {' '.join(short)} " in f" {' '.join(long)} " and 2 * len(short) >= len(long)


def _plain(words: str) -> str:
    words = re.sub(r"^(?:the|a|an)\s+", "", words.strip().lower().replace("’", "'"))
    return re.sub(r"'s?$", "", " ".join(words.split()))


def compare(truth: list[Row], found: list[Row], score: Score) -> tuple[list[Row], list[Row]]:
    """Add one text to the score; returns what was missed and what was too much."""
    score.true += len(truth)
    score.found += len(found)
    left = list(found)
    missed = []
    for row in truth:
        same = [other for other in left if figures(other) == figures(row)]
        if "start" in row:
            same = [
                other
                for other in same
                if other["start"] < row["end"] and row["start"] < other["end"]
            ]
        if not same:
            missed.append(row)
            continue
        match = next(
            (one for one in same if same_source(one["attributed_to"], row["attributed_to"])),
            same[0],
        )
        left.remove(match)
        score.right += 1
        score.groups_right += match["group"] == row["group"]
        if "as_of" in row:  # labelled where whole articles are, not single sentences
            missed.extend(_setting(row, match, score))
        agrees = same_source(match["attributed_to"], row["attributed_to"])
        if row["attributed_to"] is None:
            score.unsourced += 1
            score.unsourced_right += agrees
        else:
            score.sourced += 1
            score.sourced_right += agrees
            if not agrees:
                missed.append(
                    {"source wanted": row["attributed_to"], "got": match["attributed_to"]}
                )
    return missed, left


def _setting(row: Row, match: Row, score: Score) -> list[Row]:
    """Compare where and for when a figure holds; returns what differs."""
    day = row["as_of"] if match["as_of"] is None or row["as_of"] is None else str(match["as_of"])
    same = {
        "place": same_source(match["place"], row["place"]),
        "as_of": day == row["as_of"] and (match["as_of"] is None) == (row["as_of"] is None),
        "cumulative": match["cumulative"] == row["cumulative"],
    }
    score.settled += 1
    score.places_right += same["place"]
    score.days_right += same["as_of"]
    score.totals_right += same["cumulative"]
    return [
        {f"{name} wanted": row[name], "got": match[name], "start": row["start"]}
        for name, agrees in same.items()
        if not agrees
    ]


def sentences(split: str, name: str = "sentences") -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Text, truth and what is found, for every labelled sentence of a split."""
    for line in (HERE / "tolls" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            text = row["text"]
            found = [vars(toll) for toll in find_tolls(text, [(0, len(text))])]
            yield text, row["tolls"], found


def sample(split: str) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Text, truth and what is found, for every English article of a split of the sample."""
    folder = HERE / "sample"
    truth: dict[str, list[Row]] = {}
    for line in (folder / "tolls.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == split:
            truth.setdefault(row["id"], []).append(row)
    for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["split"] != split or (article["lang"] or "en") != "en":
            continue
        text = article["text"]
        spans = sentence_spans(text)
        published = date.fromisoformat(article["date"]) if article["date"] else None
        dates = resolve_dates(text, published, spans, DateOptions())
        found = find_tolls(text, spans, dates=dates, published=published)
        yield text, truth.get(article["id"], []), [vars(toll) for toll in found]


def run(texts: Iterable[tuple[str, list[Row], list[Row]]], errors: bool = False) -> Score:
    """Score texts; errors: print each miss and each false figure with its sentence."""
    score = Score()
    kinds: Counter[str] = Counter()
    for text, truth, found in texts:
        missed, extra = compare(truth, found, score)
        kinds.update(row.get("outcome", "source") for row in missed)
        if errors and (missed or extra):
            _show(text, missed, extra)
    if errors:
        print(dict(kinds))
    return score


def _show(text: str, missed: list[Row], extra: list[Row]) -> None:
    if all("start" not in row for row in missed):
        print("\n#", text if len(text) < 450 else "")
    for sign, rows in (("-", missed), ("+", extra)):
        for row in rows:
            start = row.get("start")
            around = (
                "" if start is None or len(text) < 450 else text[max(0, start - 90) : start + 110]
            )
            said = {key: row[key] for key in row if key in _SHOWN}
            print(f"   {sign} {said} {' '.join(around.split())}")


_SHOWN = {"surface", "value", "bound", "outcome", "attributed_to", "source wanted", "got",
          "place wanted", "as_of wanted", "cumulative wanted"}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the reading of tolls.")
    parser.add_argument(
        "--gold", choices=("sentences", "sample", "second", "third"), default="sentences"
    )
    parser.add_argument(
        "--split",
        choices=("dev", "held_out", "build2", "held_out2", "held_out3"),
        help="dev, of second build2, of third held_out3, where none is given",
    )
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    chosen = parser.parse_args()
    default = {"second": "build2", "third": "held_out3"}.get(chosen.gold, "dev")
    split = chosen.split or default
    if split[-1] != default[-1]:
        parser.error(f"{chosen.gold} has no split {split}")
    texts = sample(split) if chosen.gold == "sample" else sentences(split, chosen.gold)
    print(run(texts, chosen.errors))


if __name__ == "__main__":
    main()
