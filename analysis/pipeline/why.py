"""Says which stages are out of date, and through which input."""

from collections.abc import Iterator
from typing import Any

from analysis.pipeline import digest, state
from analysis.pipeline.layout import Layout
from analysis.pipeline.raw import RawFile, list_raw
from analysis.pipeline.stages import STAGES, Stage


def _differences(before: dict[str, Any], now: dict[str, Any], word: str) -> list[str]:
    new = [key for key in now if key not in before]
    gone = [key for key in before if key not in now]
    changed = [key for key in now if key in before and now[key] != before[key]]
    lines = []
    for label, keys in (("new", new), ("gone", gone), ("changed", changed)):
        if keys:
            shown = ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
            lines.append(f"{word} {label}: {shown}")
    return lines


def reasons(layout: Layout, one: Stage, files: list[RawFile]) -> list[str]:
    """Why the stage would be made again; empty where it is up to date."""
    manifest = state.recorded(layout, one)
    if manifest is None:
        return ["it has not been made"]
    found = []
    wanted = state.of_stage(layout, one, files)
    if manifest.get("state") != digest.of_value(wanted):
        code = manifest.get("code", {})
        if code.get("package") != wanted["code"]:
            found.append(f"the code of analysis/{one.name} or of what the stages share changed")
        if code.get("notebook") != wanted["notebook"]:
            found.append(f"notebooks/{one.notebook} changed")
        found += _differences(manifest.get("environment", {}), wanted["environment"], "environment")
        found += _parameter_changes(manifest.get("parameters", {}), wanted["parameters"])
    found += _differences(manifest.get("inputs", {}), state.inputs(layout, one), "input")
    problem = state.damaged(layout, one, manifest)
    if problem:
        found.append(problem)
    if not found and manifest.get("state") != digest.of_value(wanted):
        found.append("corpus.toml, a hand-made file or a parameter's presence changed")
    return found


def _parameter_changes(used: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    return [
        f"parameter {key}: was {used.get(key)!r}, is {value!r}"
        for key, value in wanted.items()
        if used.get(key) != value
    ]


def why(corpus: str) -> Iterator[str]:
    """One line or more per stage."""
    layout = Layout(corpus)
    files = list_raw(layout)
    stale: set[str] = set()
    for one in STAGES:
        found = reasons(layout, one, files)
        through = [name for name in one.needs if name in stale]
        if not found and not through:
            yield f"{one.name}: up to date"
            continue
        stale.add(one.name)
        yield f"{one.name}: out of date"
        for reason in found:
            yield f"  {reason}"
        if through:
            yield f"  it reads {', '.join(through)}, which will be made again"
