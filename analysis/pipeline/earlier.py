"""Tables of the stages before: in their own folders, or set aside while a notebook still runs.

A stage's tables are finished some time before its notebook is. The next stage need not wait for
the pictures: the tables are linked into a folder that stays where it is when the finished stage
is swapped in, and the next stage reads them there.
"""

import json
import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import MachineError
from analysis.pipeline import state, store
from analysis.pipeline.layout import EARLIER, Layout
from analysis.pipeline.locks import nobody_else
from analysis.pipeline.stages import Stage, stage

_SAID = "manifest.json"
#: Seconds between two looks for a manifest.
_LOOK = 0.01


@dataclass(frozen=True)
class Made:
    """Tables of a stage: their folder, and what its manifest says, or will say, of them."""

    folder: Path
    said: Mapping[str, Any]

    @property
    def tables(self) -> dict[str, Any]:
        """What is said of each table, by its file name."""
        outputs = self.said.get("outputs", {})
        return {
            name: {key: facts[key] for key in ("bytes", "rows", "sha256")}
            for name, facts in outputs.items()
            if name.endswith(".parquet")
        }

    @property
    def inputs(self) -> dict[str, str]:
        """Hash of each table by its file name."""
        return {name: facts["sha256"] for name, facts in self.tables.items()}

    @property
    def known_early(self) -> dict[str, Any]:
        """What its manifest says that is known as soon as the tables are made."""
        return {**self.said, "outputs": self.tables}


def aside(layout: Layout, one: Stage) -> Path:
    """Where the stage's tables are set aside."""
    return layout.work / f"{one.folder}.tables"


def set_aside(layout: Layout, one: Stage, said: Mapping[str, Any]) -> Made | None:
    """Link the tables of a stage that is being made into a folder of their own.

    said: what its manifest will say, as far as that is known: run_id, parameters, code and outputs,
    of these the tables. None where the file system has no links: then nobody starts early.
    """
    folder = aside(layout, one)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        for name in said["outputs"]:
            os.link(layout.work / one.folder / name, folder / name)
        (folder / _SAID).write_text(json.dumps(said), "utf-8")
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return Made(folder, said)


def _early() -> Sequence[str]:
    """Stages whose tables this process reads where they are set aside."""
    return list(json.loads(os.environ.get(EARLIER) or "[]"))


def made(layout: Layout, one: Stage) -> Made:
    """The tables of an earlier stage: those set aside for this process, else the finished ones."""
    if one.name not in _early():
        return Made(one.output(layout), state.recorded(layout, one) or {})
    folder = aside(layout, one)
    return Made(folder, json.loads((folder / _SAID).read_text("utf-8")))


def finished(layout: Layout, run_ids: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """The manifests of those stages, by stage, when these runs of theirs are finished.

    Raises MachineError where another run of a stage was finished instead.
    """
    for name in _early():
        there = False
        while not there and not _is(layout, name, run_ids[name]):
            time.sleep(_LOOK)
            with nobody_else(layout, name) as there:
                pass
        if not _is(layout, name, run_ids[name]):
            raise MachineError(f"{name} was made from other tables in the meantime")
    return {name: state.recorded(layout, stage(name)) or {} for name in run_ids}


def _is(layout: Layout, name: str, run_id: str) -> bool:
    """Whether that run of the stage is the one that is finished."""
    return (state.recorded(layout, stage(name)) or {}).get("run_id") == run_id


def inputs(layout: Layout, one: Stage, early: Mapping[str, Made] | None = None) -> dict[str, Any]:
    """What the stage reads, with hashes; early: tables set aside, by the stage that made them."""
    found = state.inputs(layout, one)
    for name, tables in (early or {}).items():
        folder = stage(name).folder
        found = {key: sha for key, sha in found.items() if not key.startswith(f"{folder}/")}
        found |= {f"{folder}/{table}": sha for table, sha in tables.inputs.items()}
    return found


def path_of(layout: Layout, one: Stage, tables: Made, stem: str) -> Path:
    """Where one of the tables lies; raises InputError that says how to make it."""
    path = tables.folder / f"{stem}.parquet"
    return path if path.is_file() else store.table_path(layout, one, stem)
