"""How far sampled mode finds what exhaustive mode finds, on one corpus.

    python tests/bench/entities_agreement.py EXHAUSTIVE SAMPLED [--least 3] [--draw 100]

EXHAUSTIVE and SAMPLED: folders with mentions.parquet of the two runs (30_entities). Mentions agree
when document, span and type are equal. Counted are names whose surface occurs at least --least
times in either run. --draw lists disagreements, drawn by a fixed seed, for reading.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import polars as pl

KEY = ["doc_id", "start", "end", "type"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("exhaustive", type=Path)
    parser.add_argument("sampled", type=Path)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument(
        "--documents", type=Path, help="documents.parquet, to print the context of draws"
    )
    given = parser.parse_args()
    full, part = (
        pl.read_parquet(one / "mentions.parquet") for one in (given.exhaustive, given.sampled)
    )
    often = [
        frame.group_by("surface").len().filter(pl.col("len") >= given.least)["surface"]
        for frame in (full, part)
    ]
    kept = pl.concat(often).unique().implode()
    full, part = (frame.filter(pl.col("surface").is_in(kept)) for frame in (full, part))
    both = full.join(part, on=KEY, how="semi").height
    print(f"exhaustive {full.height}, sampled {part.height}, equal {both}")
    p, r = both / max(1, part.height), both / max(1, full.height)
    f1 = 2 * both / max(1, full.height + part.height)
    print(f"precision {p:.4f} recall {r:.4f} F1 {f1:.4f}")
    only = [
        ("exhaustive", full.join(part, on=KEY, how="anti")),
        ("sampled", part.join(full, on=KEY, how="anti")),
    ]
    rows = [(label, row) for label, frame in only for row in frame.sort(KEY).iter_rows(named=True)]
    texts = {}
    if given.documents:
        texts = dict(pl.read_parquet(given.documents).select("doc_id", "text").iter_rows())
    for label, row in random.Random(1).sample(rows, min(given.draw, len(rows))):
        text = texts.get(row["doc_id"], "")
        around = text[max(0, row["start"] - 60) : row["end"] + 50].replace("\n", " ")
        print(f"only {label}: {row['surface']!r} {row['type']} | {around}")


if __name__ == "__main__":
    main()
