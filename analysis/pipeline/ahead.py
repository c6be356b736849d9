"""Works the tables of a stage out in a process of its own, while the notebook's kernel starts.

The notebook takes the tables as it finds them and goes on with what it shows. Where that process
gave up or was lost, the notebook works them out itself: so an error is that of its cell, and
what is kept of the work is not done twice.
"""

import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from analysis.pipeline.layout import ANSWER, TABLES
from analysis.pipeline.nursery import NURSERY, Child, Nursery, bear, forks

#: Seconds between two looks of a notebook for its tables.
_LOOK = 0.01

#: What is known of each table by its file name, as in a manifest.
Outputs = Mapping[str, Any]


def work_out(stage: str, corpus: str) -> None:
    """Make the stage's tables where WORK says, and say in TABLES what was made; in the child."""
    to = Path(os.environ[TABLES])
    # The notebook says again what went wrong; what is logged all the same is shown by the owner.
    with (to.with_name("log")).open("wb") as log:
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
    from analysis.pipeline.manifest import told
    from analysis.pipeline.session import Session

    session = Session(stage, corpus).compute()
    found = {path.name: told(path) for path in sorted(session.folder.glob("*.parquet"))}
    fresh = to.with_suffix(".new")
    fresh.write_text(json.dumps(found), "utf-8")
    fresh.replace(to)


def tables_are_made() -> bool:
    """Whether another process has made the tables of this notebook; waits until that is known."""
    given = os.environ.get(ANSWER)
    if not given:
        return False
    answer = Path(given)
    while _waiting(answer).exists():
        time.sleep(_LOOK)
    return answer.exists()


def _waiting(answer: Path) -> Path:
    """Stands while there is no answer; becomes the answer, or is removed: that takes no room on a
    disk that may be full."""
    return answer.with_name(f"{answer.name}.waiting")


class Ahead:
    """The owner's side, to be used in a `with` block: at its end the process has ended."""

    def __init__(
        self,
        nursery: Nursery,
        stage: str,
        corpus: str,
        environment: Mapping[str, str],
        private: Path,
        then: Callable[[Outputs | None], bool],
    ) -> None:
        """private: a folder of this run; then: told what was made, None where nothing was, it
        returns when the notebook may go on, and whether it may take what was made."""
        self._asked = (nursery, stage, corpus)
        self._answer, self._tables = private / "answer", private / "tables.json"
        self._environment = {**environment, TABLES: str(self._tables)}
        self._then = then
        self._child: Child | None = None
        self._watcher = Thread(target=self._watch, daemon=True)
        #: What was made; None where the notebook has to do it.
        self.outputs: Outputs | None = None

    @property
    def for_notebook(self) -> dict[str, str]:
        """What the notebook's kernel is told besides; nothing where it works alone."""
        return {ANSWER: str(self._answer)} if self._child is not None else {}

    def __enter__(self) -> "Ahead":
        nursery, stage, corpus = self._asked
        if forks():
            _waiting(self._answer).touch()
            self._child = bear(
                nursery.address,
                "stage",
                stage=stage,
                corpus=corpus,
                environment={NURSERY: nursery.address, **self._environment},
            )
            self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            if self._watcher.is_alive():
                with contextlib.suppress(ProcessLookupError):
                    self._child.kill()
            self._watcher.join()

    def wait(self) -> Outputs | None:
        """What was made, when that is known."""
        if self._child is not None:
            self._watcher.join()
        return self.outputs

    def log(self) -> list[str]:
        """Lines that the process and the libraries in it had to say."""
        return self._tables.with_name("log").read_text("utf-8", "replace").splitlines()

    def _watch(self) -> None:
        assert self._child is not None
        outputs: Outputs | None = None
        self._child.ended()
        with contextlib.suppress(OSError, ValueError):
            outputs = json.loads(self._tables.read_text("utf-8"))
        if self._then(outputs) and outputs is not None:
            self.outputs = outputs
        if self.outputs is not None:
            _waiting(self._answer).replace(self._answer)
        else:
            _waiting(self._answer).unlink()
