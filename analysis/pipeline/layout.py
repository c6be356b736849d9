"""Where things lie. Every path of the project is made here."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import analysis
from analysis.errors import InputError

#: Told to a kernel that `make` starts: where results go, and where it says how far the work is.
WORK = "DATELINE_WORK"
PROGRESS = "DATELINE_PROGRESS"
#: Told to a process that works out tables for a notebook: where it says which it has made, and of
#: which stages the tables are set aside.
TABLES = "DATELINE_TABLES"
EARLIER = "DATELINE_EARLIER"
#: Told to the processes of a stage that need not hurry: by how much others go before them.
NICE = "DATELINE_NICE"
#: Told to the notebook's kernel: where it is answered whether its tables are made.
ANSWER = "DATELINE_ANSWER"


def project_root() -> Path:
    """The checkout: the folder that holds `analysis`, `notebooks` and `locks`."""
    return Path(analysis.__file__).resolve().parents[1]


def notebooks() -> Path:
    """The folder of the notebooks and of parameters.toml."""
    return project_root() / "notebooks"


def raw_root() -> Path:
    """data/raw, or DATELINE_RAW where that is set (tests, a data disk)."""
    given = os.environ.get("DATELINE_RAW")
    return Path(given).resolve() if given else project_root() / "data" / "raw"


def processed_root() -> Path:
    """data/processed, or DATELINE_PROCESSED where that is set (tests, verify, a data disk)."""
    given = os.environ.get("DATELINE_PROCESSED")
    return Path(given).resolve() if given else project_root() / "data" / "processed"


@dataclass(frozen=True)
class Layout:
    """The folders of one corpus."""

    corpus: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\w[\w.\-]*", self.corpus):
            raise InputError(
                f"corpus {self.corpus!r} is no folder name: use letters, digits, '-', '_' and '.'"
            )

    @property
    def raw(self) -> Path:
        return raw_root() / self.corpus

    @property
    def hand(self) -> Path:
        return self.raw / "hand"

    @property
    def run(self) -> Path:
        return processed_root() / self.corpus

    @property
    def cache(self) -> Path:
        return self.run / ".cache"

    @property
    def state(self) -> Path:
        return self.run / ".state"

    @property
    def work(self) -> Path:
        """Results not yet finished; swapped into place when they are."""
        return self.run / ".work"

    @property
    def scratch(self) -> Path:
        """Results of notebooks that somebody runs by hand."""
        return self.run / ".scratch"
