"""Compares two finished runs: parameters, inputs, and which findings moved."""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.pipeline import state
from analysis.pipeline.layout import Layout
from analysis.pipeline.session import tables_of
from analysis.pipeline.stages import STAGES, Stage
from analysis.pipeline.store import read_table

#: Findings that are compared: table, columns that name a row, column that may move.
FINDINGS = (
    ("terms", "frequencies", ("term", "n"), "per_million"),
    ("entities", "entities", ("entity_id",), "mentions"),
    ("entities", "cooccurrence", ("entity_a", "entity_b"), "sentences"),
    ("timeline", "events", ("day",), "score"),
    ("timeline", "disagreements", ("day", "place", "outcome", "group"), "high"),
)
SHOWN = 10


def _manifests(layout: Layout) -> dict[str, dict[str, Any]]:
    found = {}
    for one in STAGES:
        manifest = state.recorded(layout, one)
        if manifest is None:
            raise InputError(f"corpus {layout.corpus!r} has no finished {one.name}")
        found[one.name] = manifest
    return found


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)


def diff(a: str, b: str) -> Iterator[str]:
    """Lines that say how run `b` differs from run `a`.

    Raises InputError where one of them is not finished.
    """
    one, other = Layout(a), Layout(b)
    first, second = _manifests(one), _manifests(other)
    for name in first:
        for key, was, now in _changed(first[name]["parameters"], second[name]["parameters"]):
            yield f"{name}: parameter {key}: {json.dumps(was)} and {json.dumps(now)}"
        if first[name].get("code") != second[name].get("code"):
            yield f"{name}: made by different code"
        for package, was, now in _changed(
            first[name].get("packages", {}), second[name].get("packages", {})
        ):
            yield f"{name}: package {package}: {was} and {now}"
    inputs = list(_changed(first["corpus"]["inputs"], second["corpus"]["inputs"]))
    yield f"raw files: {len(inputs)} differ" + _examples([key for key, _, _ in inputs])
    for name in first:
        for stem, was, now in _changed(_rows(first[name]), _rows(second[name])):
            yield f"{name}/{stem}: {was} and {now} rows"
    yield from _said(one, other)
    for stage_name, stem, keys, value in FINDINGS:
        yield from _moved(one, other, stage_name, stem, keys, value)


def _said(one: Layout, other: Layout) -> Iterator[str]:
    """The main findings, where their sentences differ."""
    tables = [read_table(layout, STAGES[-1], "findings") for layout in (one, other)]
    left, right = (dict(table.select("topic", "sentence").iter_rows()) for table in tables)
    for topic, was, now in _changed(left, right):
        yield f"finding on {topic}:"
        yield f"  {was or 'none'}"
        yield f"  {now or 'none'}"


def _rows(manifest: dict[str, Any]) -> dict[str, int]:
    return {k: v["rows"] for k, v in manifest["outputs"].items() if "rows" in v}


def _examples(names: list[str]) -> str:
    return f" ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})" if names else ""


def _moved(
    one: Layout, other: Layout, stage_name: str, stem: str, keys: tuple[str, ...], value: str
) -> Iterator[str]:
    """The findings of one table that moved most."""
    of: Stage = next(stage for stage in STAGES if stage.name == stage_name)
    if stem not in {table.stem for table in tables_of(stage_name)}:
        return
    columns = [*keys, value]
    left = read_table(one, of, stem).select(columns)
    right = read_table(other, of, stem).select(columns)
    joined = left.join(
        right, on=list(keys), how="full", coalesce=True, suffix="_b", nulls_equal=True
    )
    moved = joined.with_columns(
        by=(pl.col(f"{value}_b").fill_null(0) - pl.col(value).fill_null(0)).cast(pl.Float64)
    ).filter(pl.col("by") != 0)
    if not moved.height:
        return
    yield f"{stage_name}/{stem}: {moved.height} of {joined.height} rows moved in {value}; most:"
    top = moved.with_columns(size=pl.col("by").abs()).sort(
        "size", *keys, descending=[True, *[False] * len(keys)], nulls_last=True
    )
    for row in top.head(SHOWN).iter_rows(named=True):
        name = " / ".join("-" if row[key] is None else str(row[key]) for key in keys)
        yield f"  {name}: {row[value]} and {row[f'{value}_b']}"
