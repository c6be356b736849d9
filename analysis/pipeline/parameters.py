"""Typed parameters: every choice of the analysis, checked before anything runs."""

import difflib
import importlib
import json
import textwrap
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from analysis.contract import Description, InputError
from analysis.pipeline import settings
from analysis.pipeline.layout import Layout
from analysis.pipeline.stages import STAGES

Model = TypeVar("Model", bound=BaseModel)


def model(stage: str) -> type[BaseModel]:
    """The class of the stage's parameters."""
    found: type[BaseModel] = importlib.import_module(f"analysis.{stage}.parameters").Parameters
    return found


def _nearest(name: str, valid: list[str]) -> str:
    near = difflib.get_close_matches(name, valid, n=1, cutoff=0.4)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(valid)}"


def _valid_names(of: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where the unknown key at `path` stands."""
    here: Any = of
    for step in path[:-1]:
        fields = getattr(here, "model_fields", {})
        if step not in fields:
            return []
        here = fields[step].annotation
        if not hasattr(here, "model_fields"):
            inner = [one for one in getattr(here, "__args__", ()) if hasattr(one, "model_fields")]
            if not inner:
                return []
            here = inner[0]
    return sorted(field.alias or name for name, field in here.model_fields.items())


def _where(section: str, key: str, layout: Layout | None) -> str:
    """The file that a wrong key stands in."""
    if layout is not None:
        own = settings.corpus_toml(layout)
        if section == "corpus.toml":
            return f"data/raw/{layout.corpus}/corpus.toml"
        if key.split(".")[0] in own.get("parameters", {}).get(section, {}):
            return f"data/raw/{layout.corpus}/corpus.toml, [parameters.{section}]"
    return f"notebooks/parameters.toml, [{section}]"


def check(
    of: type[Model], given: Mapping[str, Any], section: str, layout: Layout | None = None
) -> Model:
    """The values as a typed model.

    Raises InputError that names the file, the key, what is wrong with it, and for an unknown
    key the nearest valid one.
    """
    try:
        return of.model_validate(given)
    except ValidationError as error:
        lines = []
        for one in error.errors():
            key = ".".join(str(step) for step in one["loc"])
            where = _where(section, key, layout)
            if one["type"] == "extra_forbidden":
                valid = _valid_names(of, one["loc"])
                near = _nearest(str(one["loc"][-1]), valid) if valid else ""
                lines.append(f"{where}: unknown key {key!r}{near}")
            else:
                lines.append(f"{where}: {key} = {one['input']!r}: {one['msg']}")
        raise InputError("\n".join(lines)) from None


def describe(layout: Layout) -> Description:
    """corpus.toml, checked; a corpus without a title is called by its folder."""
    said = check(Description, settings.described(layout), "corpus.toml", layout)
    return said if said.title else said.model_copy(update={"title": f"Corpus “{layout.corpus}”"})


def load(layout: Layout, stage: str, changes: Mapping[str, Any] | None = None) -> BaseModel:
    """The stage's parameters: parameters.toml, then corpus.toml, then `changes`."""
    given = {**settings.chosen(layout, stage), **(changes or {})}
    return check(model(stage), given, stage, layout)


def check_all(layout: Layout) -> None:
    """Check every file of choices, so that a slip in the last stage shows before the first."""
    describe(layout)
    for one in STAGES:
        load(layout, one.name)


def as_toml() -> str:
    """Every parameter of every stage with its default, unit and reason, as parameters.toml."""
    lines = [
        "# Every choice of the analysis. A corpus may override any of them in its corpus.toml,",
        "# under [parameters.<stage>]. Keys that are unknown or of a wrong type stop the run.",
    ]
    for one in STAGES:
        lines += ["", f"[{one.name}]"]
        for name, field in model(one.name).model_fields.items():
            extra = field.json_schema_extra
            unit = extra.get("unit") if isinstance(extra, dict) else None
            text = f"{field.description or ''}" + (f" [{unit}]" if unit else "")
            lines += [f"# {line}" for line in textwrap.wrap(text, 96)]
            default = field.get_default(call_default_factory=True)
            lines.append(
                f"{name} = {toml_value(default)}" if default is not None else f"# {name} ="
            )
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """The value as it is written in a TOML file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return "[" + ", ".join(toml_value(item) for item in items) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, BaseModel):
        return toml_value(value.model_dump())
    return json.dumps(value, ensure_ascii=False)
