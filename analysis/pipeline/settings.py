"""notebooks/parameters.toml and corpus.toml as they stand, before they are checked.

Standard library only: this runs whenever `make` is called. The check against the typed models
is in analysis.pipeline.parameters.
"""

import tomllib
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.pipeline.layout import Layout, notebooks
from analysis.pipeline.stages import STAGES


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content; raises InputError that names file and line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.parent.name}/{path.name}: {error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.parent.name}/{path.name}: save it as UTF-8") from None


def corpus_toml(layout: Layout) -> dict[str, Any]:
    """corpus.toml, empty where there is none."""
    path = layout.raw / "corpus.toml"
    return read_toml(path) if path.exists() else {}


def described(layout: Layout) -> dict[str, Any]:
    """What corpus.toml says of the corpus, parameters left out."""
    return {key: value for key, value in corpus_toml(layout).items() if key != "parameters"}


def chosen(layout: Layout, stage: str) -> dict[str, Any]:
    """The stage's section of parameters.toml, overridden by corpus.toml's.

    Raises InputError where either file has a section that is no stage.
    """
    sections: dict[str, Any] = read_toml(notebooks() / "parameters.toml")
    own = corpus_toml(layout).get("parameters", {})
    names = {one.name for one in STAGES}
    for where, given in (("notebooks/parameters.toml", sections), ("corpus.toml", own)):
        if not isinstance(given, dict):
            raise InputError(f"{where}: [parameters] must be a table of stages")
        for key, value in given.items():
            if key not in names:
                raise InputError(
                    f"{where}: section [{key}] is no stage; there are {', '.join(sorted(names))}"
                )
            if not isinstance(value, dict):
                raise InputError(f"{where}: {key} must be a section, [{key}]")
    return {**sections.get(stage, {}), **own.get(stage, {})}
