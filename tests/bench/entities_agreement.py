"""How far sampled mode finds what exhaustive mode finds, on one corpus; and which is right.

    python -m tests.bench entities_agreement EXHAUSTIVE SAMPLED [--least 3]
        [--documents DOCUMENTS --sentences SENTENCES --sheet SHEET [--draw 100]]
    python -m tests.bench entities_agreement --judged SHEET

EXHAUSTIVE and SAMPLED: folders with mentions.parquet of the two runs (30_entities); one corpus
under two names, one of them with `[parameters.entities] sample_above = 0` in its corpus.toml.
Mentions agree when document, span and type are equal. Counted are names whose surface occurs at
least --least times in either run.

--sheet writes disagreements drawn by a fixed seed, for judging blind: a sentence with the place in
question, and what A and B say of it; which mode is A changes from row to row. --judged counts the
column `right` (A, B, both, neither) of such a sheet by mode.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

KEY = ["doc_id", "start", "end", "type"]
COLUMNS = ("doc_id", "start", "end", "sentence", "a", "b", "right", "note")


def exhaustive_is_a(doc_id: str, start: int) -> bool:
    """Which mode stands in column A: as good as a coin, and the same each time."""
    return hashlib.sha256(f"{doc_id} {start}".encode()).digest()[0] % 2 == 0


def said(frame: pl.DataFrame, row: dict[str, Any]) -> str:
    """What a run says of a place: the names that touch it."""
    near = frame.filter(
        (pl.col("doc_id") == row["doc_id"])
        & (pl.col("start") < row["end"])
        & (pl.col("end") > row["start"])
    )
    names = [f"[{surface}] {kind}" for surface, kind in near.select("surface", "type").iter_rows()]
    return "; ".join(names).replace("\n", " ") or "no name"


def sheet(
    full: pl.DataFrame,
    part: pl.DataFrame,
    drawn: list[dict[str, Any]],
    documents: pl.DataFrame,
    sentences: pl.DataFrame,
) -> list[dict[str, Any]]:
    """The rows of a sheet, what each run says of each place drawn."""
    texts = dict(documents.select("doc_id", "text").iter_rows())
    places = {row[:2]: row[2:] for row in sentences.select(
        "doc_id", "sentence", "start", "end").iter_rows()}  # fmt: skip
    rows = []
    for row in drawn:
        text = texts[row["doc_id"]]
        start, end = places[row["doc_id"], row["sentence"]]
        start, end = max(start, row["start"] - 200), min(end, row["end"] + 150)
        around = text[start : row["start"]] + "<<" + row["surface"] + ">>" + text[row["end"] : end]
        pair = [said(full, row), said(part, row)]
        if not exhaustive_is_a(row["doc_id"], row["start"]):
            pair.reverse()
        rows.append(
            {
                "doc_id": row["doc_id"],
                "start": row["start"],
                "end": row["end"],
                "sentence": " ".join(around.split()),
                "a": pair[0],
                "b": pair[1],
                "right": "",
                "note": "",
            }
        )
    return rows


def tally(path: Path) -> None:
    """Print how often which mode was judged right."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            right = row["right"]
            if right in ("A", "B"):
                first = exhaustive_is_a(row["doc_id"], int(row["start"]))
                right = "exhaustive" if (right == "A") == first else "sampled"
            counts[right or "not judged"] += 1
    print(f"{counts.total()} disagreements judged: {dict(sorted(counts.items()))}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("exhaustive", type=Path, nargs="?")
    parser.add_argument("sampled", type=Path, nargs="?")
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--draw", type=int, default=100)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--judged", type=Path)
    given = parser.parse_args()
    if given.judged:
        tally(given.judged)
        return
    if given.exhaustive is None or given.sampled is None:
        parser.error("two runs are needed, or --judged SHEET")
    whole, sampled = (
        pl.read_parquet(one / "mentions.parquet") for one in (given.exhaustive, given.sampled)
    )
    often = [
        frame.group_by("surface").len().filter(pl.col("len") >= given.least)["surface"]
        for frame in (whole, sampled)
    ]
    kept = pl.concat(often).unique().implode()
    full, part = (frame.filter(pl.col("surface").is_in(kept)) for frame in (whole, sampled))
    both = full.join(part, on=KEY, how="semi").height
    print(f"exhaustive {full.height}, sampled {part.height}, equal {both}")
    p, r = both / max(1, part.height), both / max(1, full.height)
    f1 = 2 * both / max(1, full.height + part.height)
    print(f"precision {p:.4f} recall {r:.4f} F1 {f1:.4f}")
    if given.sheet:
        only = [full.join(part, on=KEY, how="anti"), part.join(full, on=KEY, how="anti")]
        # One place once, though both runs name it, each in its way.
        apart = pl.concat(only).sort(KEY).unique(["doc_id", "start"], keep="first")
        rows = list(apart.sort(KEY).iter_rows(named=True))
        drawn = random.Random(1).sample(rows, min(given.draw, len(rows)))
        documents, sentences = pl.read_parquet(given.documents), pl.read_parquet(given.sentences)
        with given.sheet.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(sheet(whole, sampled, drawn, documents, sentences))


if __name__ == "__main__":
    main()
