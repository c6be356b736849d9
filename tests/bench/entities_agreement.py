"""How far sampled mode finds what exhaustive mode finds, on one corpus; and which is right.

    python -m tests.bench entities_agreement EXHAUSTIVE SAMPLED [--least 3]
        [--documents DOCUMENTS --sentences SENTENCES --sheet SHEET --key KEY [--draw 100]
         [--seed 1]]
    python -m tests.bench entities_agreement --score SHEET --key KEY

EXHAUSTIVE and SAMPLED: folders with mentions.parquet of the two runs (30_entities); one corpus
under two names, one of them with `[parameters.entities] sample_above = 0` in its corpus.toml.
Mentions agree when document, span and type are equal. Counted are names whose surface occurs at
least --least times in either run.

--sheet writes disagreements drawn by --seed, for judging blind: a sentence with the place in
question, what stands around it, and two answers in an order that chance decides row by row. Which
mode gave which stands in --key only. --score reads the column `right` (1, 2, both, neither) of a
judged sheet and counts it by mode, with the probability of such a difference if both were as good
(two-sided sign test).
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator
from math import comb
from pathlib import Path
from typing import Any

import polars as pl

PLACE = ["doc_id", "start", "end", "type"]
SHEET = ("row", "sentence", "context", "answer_1", "answer_2", "right", "note")
KEY = ("row", "doc_id", "start", "end", "answer_1")
MODES = ("exhaustive", "sampled")
#: Code points of the article shown before and behind the sentence.
AROUND = 300


def said(frame: pl.DataFrame, row: dict[str, Any]) -> str:
    """What a run says of a place: the names that touch it."""
    near = frame.filter(
        (pl.col("doc_id") == row["doc_id"])
        & (pl.col("start") < row["end"])
        & (pl.col("end") > row["start"])
    )
    names = [f"[{surface}] {kind}" for surface, kind in near.select("surface", "type").iter_rows()]
    return "; ".join(names).replace("\n", " ") or "no name"


def drawn(full: pl.DataFrame, part: pl.DataFrame, count: int, seed: int) -> list[dict[str, Any]]:
    """Disagreements drawn by a seed, a place once though both runs name it, each in its way."""
    only = [full.join(part, on=PLACE, how="anti"), part.join(full, on=PLACE, how="anti")]
    apart = pl.concat(only).sort(PLACE).unique(["doc_id", "start"], keep="first").sort(PLACE)
    rows = list(apart.iter_rows(named=True))
    return random.Random(seed).sample(rows, min(count, len(rows)))


def blind(
    runs: tuple[pl.DataFrame, pl.DataFrame],
    places: list[dict[str, Any]],
    documents: pl.DataFrame,
    sentences: pl.DataFrame,
    seed: int,
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Row by row, what the judge sees, and the key to it."""
    texts = dict(documents.select("doc_id", "text").iter_rows())
    spans = {
        (doc_id, number): (start, end)
        for doc_id, number, start, end in sentences.select(
            "doc_id", "sentence", "start", "end"
        ).iter_rows()
    }
    order = random.Random(f"order {seed}")
    for number, row in enumerate(places, 1):
        text = texts[row["doc_id"]]
        start, end = spans[row["doc_id"], row["sentence"]]
        marked = f"{text[start : row['start']]}<<{row['surface']}>>{text[row['end'] : end]}"
        around = f"{text[max(0, start - AROUND) : start]} [...] {text[end : end + AROUND]}"
        first = order.randrange(2)
        yield (
            {
                "row": number,
                "sentence": " ".join(marked.split()),
                "context": " ".join(around.split()),
                "answer_1": said(runs[first], row),
                "answer_2": said(runs[1 - first], row),
                "right": "",
                "note": "",
            },
            {
                "row": number,
                "doc_id": row["doc_id"],
                "start": row["start"],
                "end": row["end"],
                "answer_1": MODES[first],
            },
        )


def written(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def score(sheet: Path, key: Path) -> Counter[str]:
    """How often which mode was judged right."""
    first = {row["row"]: row["answer_1"] for row in read(key)}
    counts: Counter[str] = Counter()
    for row in read(sheet):
        right = row["right"].strip().lower()
        if right in ("1", "2"):
            mode = MODES.index(first[row["row"]])
            right = MODES[mode if right == "1" else 1 - mode]
        elif right not in ("", "both", "neither"):
            raise SystemExit(f"row {row['row']}: `right` is {right!r}: 1, 2, both or neither")
        counts[right or "not judged"] += 1
    return counts


def sign_test(one: int, other: int) -> float:
    """Two-sided probability of so unequal a split of one + other fair coins, or a more unequal."""
    total = one + other
    tail = sum(comb(total, few) for few in range(min(one, other) + 1)) / 2**total
    return min(1.0, 2 * tail)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("exhaustive", type=Path, nargs="?")
    parser.add_argument("sampled", type=Path, nargs="?")
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--draw", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--score", type=Path)
    given = parser.parse_args()
    if given.score:
        if given.key is None:
            parser.error("--score needs --key")
        counts = score(given.score, given.key)
        print(f"{counts.total()} disagreements: {dict(sorted(counts.items()))}")
        p = sign_test(*(counts[mode] for mode in MODES))
        print(f"sampled {counts['sampled']} : {counts['exhaustive']} exhaustive, p {p:.3f}")
        return
    if given.exhaustive is None or given.sampled is None:
        parser.error("two runs are needed, or --score SHEET")
    whole, sampled = (
        pl.read_parquet(one / "mentions.parquet") for one in (given.exhaustive, given.sampled)
    )
    often = [
        frame.group_by("surface").len().filter(pl.col("len") >= given.least)["surface"]
        for frame in (whole, sampled)
    ]
    kept = pl.concat(often).unique().implode()
    full, part = (frame.filter(pl.col("surface").is_in(kept)) for frame in (whole, sampled))
    both = full.join(part, on=PLACE, how="semi").height
    print(f"exhaustive {full.height}, sampled {part.height}, equal {both}")
    p, r = both / max(1, part.height), both / max(1, full.height)
    f1 = 2 * both / max(1, full.height + part.height)
    print(f"precision {p:.4f} recall {r:.4f} F1 {f1:.4f}")
    if given.sheet:
        if not (given.key and given.documents and given.sentences):
            parser.error("--sheet needs --key, --documents and --sentences")
        places = drawn(full, part, given.draw, given.seed)
        documents, sentences = pl.read_parquet(given.documents), pl.read_parquet(given.sentences)
        rows = list(blind((whole, sampled), places, documents, sentences, given.seed))
        written(given.sheet, SHEET, [shown for shown, _ in rows])
        written(given.key, KEY, [hidden for _, hidden in rows])


if __name__ == "__main__":
    main()
