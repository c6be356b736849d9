"""The statistical model behind a small interface, so that another one can take its place."""

import importlib.util
import json
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

from analysis.errors import InputError

#: spaCy's labels and those of CoNLL-style models, as types of this project.
LABELS = {
    "PERSON": "PER", "PER": "PER",
    "ORG": "ORG",
    "GPE": "LOC", "LOC": "LOC", "FAC": "LOC",
    "NORP": "OTHER", "EVENT": "OTHER", "WORK_OF_ART": "OTHER", "PRODUCT": "OTHER",
    "LAW": "OTHER", "LANGUAGE": "OTHER", "MISC": "OTHER",
}  # fmt: skip

#: Sentences given to the model at once. Part of the result: a batch is padded to its longest
#: member, and sums of floats depend on their order.
BATCH = 64


class Found(NamedTuple):
    """A name in a sentence: offsets in the sentence and the model's own label."""

    start: int
    end: int
    label: str


class Recogniser(Protocol):
    """Finds names in sentences; equal calls give equal answers."""

    def recognise(self, sentences: Sequence[str]) -> list[list[Found]]:
        """The names of each sentence, in order of start."""
        ...


class SpacyRecogniser:
    """An installed spaCy pipeline, of which only what its `ner` needs is loaded."""

    def __init__(self, model: str, version: str) -> None:
        path = _data(model)
        found = json.loads((path / "meta.json").read_text("utf-8")).get("version", "")
        if version and found != version:
            raise InputError(
                f"the language model {model} is installed in version {found}, this run asks for "
                f"{version}: run `{_install(model, version)}`, or set model_version in "
                "[entities] of notebooks/parameters.toml"
            )
        import spacy

        with warnings.catch_warnings():
            # W095: the model was packed for spaCy 3.7; the pair in use is pinned in locks/ and
            # measured by the tests.
            warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
            self._pipeline = spacy.load(path)
        if "ner" not in self._pipeline.pipe_names:
            raise InputError(f"the spaCy model {model} has no component `ner`; choose another one")
        recogniser = self._pipeline.get_pipe("ner")
        shared = {
            node.upstream_name
            for node in recogniser.model.walk()
            if hasattr(node, "upstream_name")
        }
        # A shared embedding layer is needed only where the recogniser listens to it.
        needed = {"ner"} | ({"tok2vec", "transformer", *shared} if shared else set())
        for name in [one for one in self._pipeline.pipe_names if one not in needed]:
            self._pipeline.remove_pipe(name)

    def recognise(self, sentences: Sequence[str]) -> list[list[Found]]:
        return [
            [Found(span.start_char, span.end_char, span.label_) for span in document.ents]
            for document in self._pipeline.pipe(sentences, batch_size=BATCH)
        ]


def _data(model: str) -> Path:
    """The folder of the model's files: of a spaCy package, or of a package that wraps one."""
    if importlib.util.find_spec("spacy") is None:
        raise InputError("spaCy is not installed: run `make setup`")
    spec = importlib.util.find_spec(model) if model.isidentifier() else None
    if spec is None or spec.origin is None:
        raise InputError(
            f"the language model {model} is not installed: run `{_install(model, '')}`, "
            "or `make setup` for the one that Dateline pins"
        )
    package = Path(spec.origin).parent
    for folder in (package, *sorted(package.iterdir())):
        if (folder / "config.cfg").is_file() and (folder / "meta.json").is_file():
            return folder
    raise InputError(f"the package {model} holds no spaCy pipeline (no config.cfg in {package.name}/)")


def _install(model: str, version: str) -> str:
    pin = f"=={version}" if version else ""
    return f".venv/bin/uv pip install {model.replace('_', '-')}{pin}"


@cache
def load(model: str, version: str) -> Recogniser:
    """The recogniser, loaded once per process. Raises InputError where it cannot be had."""
    return SpacyRecogniser(model, version)
