"""What Dateline gets right, measured against hand-made truth.

    python -m tests.gold.quality [--run data/processed/sample] [--split dev|held_out|all]
                                 [--shared FOLDER] [--write]

Without --split the half that the rules were built on (dev) and the whole sample (all) are shown.
The half that was set aside is scored alone with --split held_out only, because each look at it
spends it; of sentences that were marked one by one the whole is shown only when it is asked for.

--shared   a folder with `data` and `bench`: corpora that do not belong to the project are measured
           too (runs two small corpora through the corpus stage)
--write    put the figures into README.md and into analysis/resources/report/quality.json, which the
           report reads; figures that were not measured this time stay as they are
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analysis.pipeline.layout import processed_root, project_root
from tests.gold.marked_measures import of_marked
from tests.gold.measures import Measure, as_text
from tests.gold.run_measures import ON, of_run
from tests.gold.shared_measures import of_shared
from tests.readme_tables import write_table

RESOURCE = project_root() / "analysis" / "resources" / "report" / "quality.json"
#: What the report says of the texts, by split.
_HALVES = {"dev": "half that the rules were built on", "held_out": "held-out half", "all": ""}
_SPLITS = ("dev", "held_out", "all")


def measured(run: Path, splits: Sequence[str]) -> list[Measure]:
    """Every measure on the truth that the project holds."""
    found: list[Measure] = []
    for split in splits:
        found += of_run(run, split)
    for split in splits:
        if split != "all" or splits == ["all"]:
            found += of_marked(split)
    return found


def resource(measures: Iterable[Measure], before: str | None = None) -> str:
    """The content of quality.json: these figures, and those of before that were not measured.

    Of the sample, the half that the rules were built on is left out: the whole and the half set
    aside are there.
    """
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in json.loads(before)["measures"] if before else ():
        rows[row["stage"], row["what"], row["measure"], row["data"]] = row
    for one in measures:
        if (one.on, one.split) == (ON, "dev"):
            continue
        data = f"{one.on}, {_HALVES[one.split]}".removesuffix(", ")
        row = {
            "stage": one.stage,
            "what": one.what,
            "measure": one.measure,
            "value": round(one.value, 3),
            "items": one.items,
            "data": data,
        }
        if one.low is not None and one.high is not None:
            row |= {"low": round(one.low, 3), "high": round(one.high, 3)}
        rows[one.stage, one.what, one.measure, data] = row
    ordered = [rows[key] for key in sorted(rows)]
    return json.dumps({"format": 1, "measures": ordered}, ensure_ascii=False, indent=1) + "\n"


def readme_rows(measures: Iterable[Measure]) -> dict[tuple[str, ...], dict[str, str]]:
    """Rows of the README's table: what was measured on what, a column for each split."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for one in measures:
        row = rows.setdefault((one.what, one.measure, one.on), {})
        row[_COLUMNS[one.split]] = f"{one.value:.3f} of {one.items:,}"
        if one.bar is not None:
            row["bar"] = f"{'≤' if one.at_most else '≥'} {one.bar:g}"
    return rows


_KEY = ("what", "measure", "on")
_COLUMNS = {"dev": "built on", "held_out": "held out", "all": "all"}


def write(own: Sequence[Measure], shared: Sequence[Measure]) -> None:
    """Put the figures where readers find them."""
    before = RESOURCE.read_text("utf-8") if RESOURCE.is_file() else None
    fresh = RESOURCE.with_suffix(".new")
    fresh.write_text(resource([*own, *shared], before), "utf-8")
    fresh.replace(RESOURCE)
    write_table("quality", _KEY, (*_COLUMNS.values(), "bar"), readme_rows(own))
    if shared:
        write_table("quality-elsewhere", _KEY, ("all", "bar"), readme_rows(shared))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, default=processed_root() / "sample")
    parser.add_argument("--split", choices=_SPLITS)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not (given.run / "40_timeline" / "tolls.parquet").is_file():
        raise SystemExit(f"no finished run in {given.run}: run `make all CORPUS=sample`")
    own = measured(given.run, [given.split] if given.split else ["dev", "all"])
    shared = of_shared(given.shared) if given.shared else []
    print(as_text([*own, *shared]))
    if given.write:
        write(own, shared)


if __name__ == "__main__":
    main()
