"""What each stage depends on besides earlier stages, as one small file per stage.

`make` compares times of files; these are rewritten only when their content changes, so that
deleted articles, odd names and edits within one second count. Standard library only.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.pipeline import digest, raw, settings
from analysis.pipeline.layout import Layout
from analysis.pipeline.stages import STAGES, Stage, stage


def hand_files(layout: Layout, stage: Stage) -> dict[str, str]:
    """The hand-made files that the stage honours and that exist, with their hashes."""
    found = {}
    for name in stage.hand:
        for ending in (".tsv", ".txt"):
            path = layout.hand / f"{name}{ending}"
            if path.is_file():
                found[path.name] = digest.of_file(path)
    return found


def reference_corpus(layout: Layout) -> str | None:
    """The corpus that [reference] names, if any."""
    reference = settings.described(layout).get("reference", {})
    other = reference.get("corpus") if isinstance(reference, dict) else None
    return other if isinstance(other, str) and other != layout.corpus else None


def of_stage(layout: Layout, stage: Stage, files: list[raw.RawFile]) -> dict[str, Any]:
    """Everything that decides the stage's output, earlier stages apart."""
    state: dict[str, Any] = {
        "parameters": settings.chosen(layout, stage.name),
        "description": settings.described(layout),
        "hand": hand_files(layout, stage),
        "code": digest.code(stage.name),
        "notebook": digest.notebook(stage.notebook),
        "environment": digest.environment(),
    }
    if not stage.needs:
        state["raw"] = raw.content_hash(files)
    other = reference_corpus(layout)
    if other and stage.name == "terms":
        state["reference"] = raw.content_hash(raw.list_raw(Layout(other)))
    return state


def recorded(layout: Layout, stage: Stage) -> dict[str, Any] | None:
    """The stage's manifest, or None where it has none that can be read."""
    try:
        found: dict[str, Any] = json.loads(stage.manifest(layout).read_text("utf-8"))
        return found
    except (OSError, ValueError):
        return None


def damaged(layout: Layout, stage: Stage, manifest: dict[str, Any]) -> str | None:
    """The first output whose size is not what the manifest says; None where all are whole."""
    for name, facts in manifest.get("outputs", {}).items():
        path = stage.output(layout) / name
        try:
            if path.stat().st_size != facts["bytes"]:
                return f"{name} has another size than when it was written"
        except OSError:
            return f"{name} is gone"
    return None


def inputs(layout: Layout, one: Stage) -> dict[str, Any]:
    """What the stage reads: raw files, or the tables of earlier stages, with their hashes."""
    if not one.needs:
        return {file.source_file: file.sha256 for file in raw.list_raw(layout)}
    found = {}
    for name in one.needs:
        earlier = stage(name)
        outputs = (recorded(layout, earlier) or {}).get("outputs", {})
        for output, facts in outputs.items():
            if output.endswith(".parquet"):
                found[f"{earlier.folder}/{output}"] = facts["sha256"]
    return found


def up_to_date(
    layout: Layout, one: Stage, wanted: dict[str, Any], read: dict[str, Any] | None = None
) -> bool:
    """Whether the stage was finished from this very state and these very tables.

    read: what it reads, where that is not what the stages before it have finished.
    """
    manifest = recorded(layout, one)
    return bool(
        manifest
        and manifest.get("state") == digest.of_value(wanted)
        and manifest.get("inputs") == (inputs(layout, one) if read is None else read)
        and not damaged(layout, one, manifest)
    )


def finished(layout: Layout, one: Stage) -> bool:
    """Whether there is nothing to do for the stage."""
    return up_to_date(layout, one, of_stage(layout, one, raw.list_raw(layout)))


def _rewrite(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        fresh = path.with_suffix(".new")
        fresh.write_text(text, "utf-8")
        fresh.replace(path)


def refresh(layout: Layout) -> list[raw.RawFile]:
    """Bring the state files up to date, and mark as old what no longer fits them.

    A manifest written from another state, or whose outputs are damaged, gets the oldest of
    times: so nothing depends on two changes falling into different seconds.
    """
    files = raw.list_raw(layout)
    try:
        layout.state.mkdir(parents=True, exist_ok=True)
        with _alone(layout):
            _bring_up_to_date(layout, files)
    except OSError as error:
        raise InputError(
            f"data/processed/{layout.corpus} cannot be written ({error.strerror})"
        ) from None
    return files


@contextlib.contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    """Two `make` at once write these files one after the other."""
    with (layout.state / "looking.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _bring_up_to_date(layout: Layout, files: list[raw.RawFile]) -> None:
    raw.remember(layout, files)
    for one in STAGES:
        state = of_stage(layout, one, files)
        path = layout.state / f"{one.name}.json"
        _rewrite(path, json.dumps(state, sort_keys=True, ensure_ascii=False, indent=1))
        manifest = recorded(layout, one)
        if manifest is None:
            continue
        at = one.manifest(layout)
        if manifest.get("state") != digest.of_value(state) or damaged(layout, one, manifest):
            os.utime(at, (0, 0))
        elif path.stat().st_mtime_ns > at.stat().st_mtime_ns > 0:
            written = at.stat().st_mtime_ns
            os.utime(path, ns=(written, written))
