"""B³ of a run's entities over a hand-made list of entities and their surfaces.

    python tests/bench/entities_resolution.py RUN tests/gold/names/white_house_entities.tsv

RUN: folder with mentions.parquet. Counted are the mentions whose surface stands in the list;
surfaces that may mean several persons ("Biden", "Johnson") are left out of it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    given = parser.parse_args()
    entity_of = {
        surface.casefold(): entity
        for line in given.gold.read_text("utf-8").splitlines()[1:]
        for entity, surfaces in [line.split("\t")]
        for surface in surfaces.split("|")
    }
    pairs: Counter[tuple[str, str]] = Counter()
    for surface, found in (
        pl.read_parquet(given.run / "mentions.parquet").select("surface", "entity_id").iter_rows()
    ):
        if surface.casefold() in entity_of:
            pairs[entity_of[surface.casefold()], found] += 1
    true, answer = Counter[str](), Counter[str]()
    for (entity, found), count in pairs.items():
        true[entity] += count
        answer[found] += count
    total = pairs.total()
    p = sum(count * count / answer[found] for (_, found), count in pairs.items()) / total
    r = sum(count * count / true[entity] for (entity, _), count in pairs.items()) / total
    print(f"{len(true)} entities, {total} mentions")
    print(f"B³ P {100 * p:.2f} R {100 * r:.2f} F1 {200 * p * r / (p + r):.2f}")
    groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (entity, found), count in pairs.items():
        groups[entity].append((found, count))
    for entity, rows in sorted(groups.items()):
        if len(rows) > 1:
            print("split", entity, sorted(rows, key=lambda row: -row[1]))
    joined: dict[str, set[str]] = defaultdict(set)
    for entity, found in pairs:
        joined[found].add(entity)
    for found, entities in sorted(joined.items()):
        if len(entities) > 1:
            print("joined", found, sorted(entities))


if __name__ == "__main__":
    main()
