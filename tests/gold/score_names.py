"""Scores the names of a run against the hand-made truth of the sample corpus.

    python tests/gold/score_names.py data/processed/sample tests/gold/sample [--split dev]

Two measures, English articles only:
  strict F1   same span and same type, over PER, ORG and LOC together and each alone
  B³ F1       entities: for each mention found with the right span, the share of its cluster that
              is right, both ways (Bagga and Baldwin 1998); missed and spurious mentions count as
              clusters of their own, so that it cannot be raised by finding less
An article of the truth is found in `documents` by its text; where the texts differ a little, spans
are led over by their characters that are no white space.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import polars as pl

TYPES = ("PER", "ORG", "LOC")
#: Part of a text's characters that must be found for two texts to be one article.
ALIKE = 0.7


@dataclass(frozen=True)
class Name:
    """A mention: article of the truth, span in its text, type, and what it stands for."""

    article: str
    start: int
    end: int
    type: str
    entity: str


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each kept character stood."""
    kept = [index for index, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[index] for index in kept), kept


def alignment(gold: str, found: str) -> dict[int, int]:
    """Positions of the found text's characters in the gold text, white space left out."""
    first, gold_at = squeezed(gold)
    second, found_at = squeezed(found)
    if first == second:
        return dict(zip(found_at, gold_at, strict=True))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return {
        found_at[block.b + step]: gold_at[block.a + step]
        for block in blocks
        for step in range(block.size)
    }


def matched(articles: Mapping[str, str], documents: Mapping[str, str]) -> dict[str, str]:
    """The doc_id of each article of the truth that is among the documents, one to one."""
    shingles = {key: _shingles(text) for key, text in documents.items()}
    by_shingle: dict[str, list[str]] = defaultdict(list)
    for key, pieces in shingles.items():
        for piece in pieces:
            by_shingle[piece].append(key)
    ranked = []
    for article, text in articles.items():
        own = _shingles(text)
        shared = Counter(key for piece in own for key in by_shingle.get(piece, ()))
        for key, count in shared.items():
            ranked.append((2 * count / (len(own) + len(shingles[key])), article, key))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for alike, article, key in sorted(ranked, key=lambda row: (-row[0], row[1], row[2])):
        if alike >= ALIKE and article not in pairs and key not in taken:
            pairs[article] = key
            taken.add(key)
    return pairs


def _shingles(text: str) -> set[str]:
    plain, _ = squeezed(text)
    return {plain[start : start + 12] for start in range(max(1, len(plain) - 11))}


def strict(gold: Iterable[Name], found: Iterable[Name]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 in per cent, of each type and of ALL."""
    truth = {(one.article, one.start, one.end, one.type) for one in gold}
    answer = {(one.article, one.start, one.end, one.type) for one in found}
    result = {}
    for kind in (*TYPES, "ALL"):
        right = {row for row in truth if kind in ("ALL", row[3])}
        given = {row for row in answer if kind in ("ALL", row[3])}
        hits = len(right & given)
        result[kind] = (
            100 * hits / max(1, len(given)),
            100 * hits / max(1, len(right)),
            200 * hits / max(1, len(given) + len(right)),
        )
    return result


def b_cubed(gold: Sequence[Name], found: Sequence[Name]) -> tuple[float, float, float]:
    """B³ precision, recall and F1 in per cent; a mention without partner scores nothing."""
    truth = {(one.article, one.start, one.end): one.entity for one in gold}
    answer = {(one.article, one.start, one.end): one.entity for one in found}
    true_cluster: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    found_cluster: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for key, entity in truth.items():
        true_cluster[entity].add(key)
    for key, entity in answer.items():
        found_cluster[entity].add(key)
    precision = recall = 0.0
    for key in truth.keys() & answer.keys():
        right, given = true_cluster[truth[key]], found_cluster[answer[key]]
        shared = len(right & given)
        precision += shared / len(given)
        recall += shared / len(right)
    p, r = precision / max(1, len(answer)), recall / max(1, len(truth))
    return 100 * p, 100 * r, 200 * p * r / (p + r) if p + r else 0.0


def read(
    run: Path, gold: Path, split: str
) -> tuple[list[Name], list[Name], dict[str, str], list[str]]:
    """Gold names, found names in gold offsets, texts by article, articles not found."""
    rows = [json.loads(line) for line in (gold / "articles.jsonl").read_text("utf-8").splitlines()]
    texts = {row["id"]: row["text"] for row in rows if row["lang"] == "en"}
    wanted = {row["id"] for row in rows if row["lang"] == "en" and split in ("all", row["split"])}
    documents = pl.read_parquet(run / "10_corpus" / "documents.parquet")
    mentions = pl.read_parquet(run / "30_entities" / "mentions.parquet")
    by_id = dict(documents.select("doc_id", "text").iter_rows())
    pairs = {key: doc_id for key, doc_id in matched(texts, by_id).items() if key in wanted}
    names = [
        Name(row["id"], row["start"], row["end"], row["type"], row["entity"])
        for row in map(json.loads, (gold / "names.jsonl").read_text("utf-8").splitlines())
        if row["id"] in wanted
    ]
    grouped: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for doc_id, *row in mentions.select("doc_id", "start", "end", "type", "entity_id").iter_rows():
        grouped[doc_id].append((row[0], row[1], row[2], row[3]))
    found = []
    for article, doc_id in sorted(pairs.items()):
        place = alignment(texts[article], by_id[doc_id])
        for start, end, kind, entity in grouped[doc_id]:
            # A name in text that the truth does not hold keeps a place of its own.
            first = place.get(start, -1 - start)
            last = place.get(end - 1, -1 - end)
            found.append(Name(article, first, last + 1, kind, entity))
    return names, found, texts, sorted(wanted - pairs.keys())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("run", type=Path, help="data/processed/<corpus>")
    parser.add_argument("gold", type=Path, help="tests/gold/sample")
    parser.add_argument("--split", choices=("dev", "held_out", "all"), default="dev")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    gold, found, texts, missing = read(given.run, given.gold, given.split)
    scores, clusters = strict(gold, found), b_cubed(gold, found)
    if given.json:
        print(json.dumps({"strict": scores, "b_cubed": clusters, "articles_missing": missing}))
        return
    print(f"{len(gold)} names in the truth, {len(found)} found; articles not found: {len(missing)}")
    for kind, (p, r, f) in {**scores, "B³": clusters}.items():
        print(f"{kind:5} P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f}")
    truth, answer = ({(o.article, o.start, o.end, o.type) for o in side} for side in (gold, found))
    for label, rows in (("missed", truth - answer), ("spurious", answer - truth)):
        for article, start, end, kind in sorted(rows)[: given.errors]:
            text = texts[article]
            print(label, kind, repr(text[start:end]), "|", text[max(0, start - 40) : end + 40])


if __name__ == "__main__":
    main()
