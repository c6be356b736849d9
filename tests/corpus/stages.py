"""Runs the corpus stage on a folder of files made in the test."""

from collections.abc import Mapping

import polars as pl

from analysis.contract import Description, Given, InMemory, Part
from analysis.corpus.blocks import cut
from analysis.corpus.identity import unit_prefix
from analysis.corpus.parameters import Parameters
from analysis.corpus.stage import compute
from analysis.corpus.tables import RAW, TABLES


def raw_rows(files: Mapping[str, bytes], block: int = 1 << 22) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, content in files.items():
        spans, head = cut(name, content, block)
        for number, (first, start, end) in enumerate(spans):
            rows.append(
                {
                    "source_file": name,
                    "block": number,
                    "first_record": first,
                    "head": head if number else b"",
                    "content": content[start:end],
                }
            )
    return sorted(
        rows, key=lambda row: unit_prefix(str(row["source_file"]), int(str(row["block"])))
    )


def run(
    files: Mapping[str, bytes],
    *,
    shards: int = 1,
    block: int = 1 << 22,
    parameters: Parameters | None = None,
    description: Description | None = None,
    splits: list[tuple[str, str]] | None = None,
) -> dict[str, pl.DataFrame]:
    """Every table of the stage, by stem."""
    engine = InMemory()
    rows = raw_rows(files, block)
    size = max(-(-len(rows) // shards), 1)
    parts: list[Part] = [
        engine.share({"raw": pl.DataFrame(rows[at : at + size], schema=RAW.schema)})
        for at in range(0, len(rows), size)
    ]
    hand = {}
    if splits is not None:
        hand["splits"] = pl.DataFrame(splits, schema=["source_file", "start"], orient="row")
    outputs = compute(
        engine,
        Given(parts, {}, engine.share(hand), description or Description()),
        parameters or Parameters(),
    )
    tables = {}
    for table in TABLES:
        frames = [part.load()[table.stem] for part in outputs.tables[table.stem]]
        tables[table.stem] = table.conform(pl.concat(frames) if frames else table.empty())
    return tables
