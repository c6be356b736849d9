"""The statistical model behind a small interface, so that another one can take its place."""

import importlib.util
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.errors import InputError

States = NDArray[np.float32]

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
#: Characters that the model takes at once; a longer "sentence" (a table, a list) is cut.
LONGEST = 20_000


class Found(NamedTuple):
    """A name in a sentence: offsets in the sentence and the model's own label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Seen:
    """What a recogniser made of a sentence.

    found: names in order of start. starts, ends: its tokens. states: one row per token, what the
    model held of it before it decided (None where the model does not show that). pieces: in how
    many pieces a sentence too long for the model was read.
    """

    found: list[Found]
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    states: States | None = None
    pieces: int = 1


class Recogniser(Protocol):
    """Finds names in sentences; equal calls give equal answers."""

    #: Name and version, by which weights that fit its states are found.
    name: str

    def recognise(self, sentences: Sequence[str]) -> list[Seen]:
        """What it makes of each sentence."""
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
        recogniser: Any = self._pipeline.get_pipe("ner")
        shared = {
            node.upstream_name for node in recogniser.model.walk() if hasattr(node, "upstream_name")
        }
        # A shared embedding layer is needed only where the recogniser listens to it.
        needed = {"ner"} | ({"tok2vec", "transformer", *shared} if shared else set())
        for name in [one for one in self._pipeline.pipe_names if one not in needed]:
            self._pipeline.remove_pipe(name)

        self._recogniser = recogniser
        for name in self._pipeline.pipe_names:
            component: Any = self._pipeline.get_pipe(name)
            network = component.model
            if type(network.ops).__name__ == "NumpyOps":
                network._to_ops(_ops())
        self._states: Any = None
        self.name = f"{model} {found}"
        if not shared:
            self._watch(recogniser.model.get_ref("tok2vec"))

    def _watch(self, layer: Any) -> None:
        """Keeps the embedding layer's last output, which is worked out anyway."""
        forward = layer._func

        def kept(model: Any, given: Any, is_train: bool) -> Any:
            result = forward(model, given, is_train)
            self._states = result[0]
            return result

        layer._func = kept

    def recognise(self, sentences: Sequence[str]) -> list[Seen]:
        """The names of each sentence, with the states of its tokens."""
        pieces = [(number, piece) for number, text in enumerate(sentences) for piece in _cut(text)]
        result: list[Seen] = []
        for first in range(0, len(pieces), BATCH):
            batch = pieces[first : first + BATCH]
            answers = self._batch([piece for _, piece in batch])
            for (number, _), seen in zip(batch, answers, strict=True):
                if number == len(result):
                    result.append(seen)
                else:
                    result[number] = _joined(result[number], seen, sentences[number])
        return result

    def _batch(self, sentences: Sequence[str]) -> list[Seen]:
        documents = [self._pipeline.make_doc(text) for text in sentences]
        self._states = None
        if self._pipeline.pipe_names == ["ner"]:
            self._recogniser.set_annotations(documents, self._recogniser.predict(documents))
        else:
            documents = list(self._pipeline.pipe(documents, batch_size=BATCH))
        states, position, result = self._states, 0, []
        fitting = states is not None and len(states) == sum(map(len, documents))
        for document in documents:
            tokens = document.to_array(["IDX", "LENGTH"]).astype(np.int64)
            result.append(
                Seen(
                    [Found(span.start_char, span.end_char, span.label_) for span in document.ents],
                    tokens[:, 0].tolist(),
                    tokens.sum(1).tolist(),
                    states[position : position + len(document)] if fitting else None,
                )
            )
            position += len(document)
        return result


@cache
def _ops() -> Any:
    """thinc's operations with numpy's product of matrices, 2.5 times as fast as thinc's own.

    The last bits of a row depend on the rows beside it, so batches are cut by article (or, for
    excerpts, by part) and the processes run with one thread each.
    """
    from thinc.api import NumpyOps

    # Where thinc is not followed for its types, its class is Any.
    class NumpyProducts(NumpyOps):  # type: ignore[misc, unused-ignore]
        """NumpyOps with another `gemm`."""

        def gemm(
            self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
        ) -> Any:
            left, right = x.T if trans1 else x, y.T if trans2 else y
            return np.matmul(left, right, out=out)

    return NumpyProducts()


def _cut(text: str) -> list[str]:
    """The text in pieces that the model takes, cut at blanks."""
    pieces = []
    while len(text) > LONGEST:
        cut = text.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def _joined(one: Seen, other: Seen, text: str) -> Seen:
    """Two pieces of a sentence as one; `other` follows `one`."""
    shift = sum(map(len, _cut(text)[: one.pieces]))
    states = (
        np.concatenate([one.states, other.states])
        if one.states is not None and other.states is not None
        else None
    )
    return Seen(
        [*one.found, *(Found(n.start + shift, n.end + shift, n.label) for n in other.found)],
        [*one.starts, *(start + shift for start in other.starts)],
        [*one.ends, *(end + shift for end in other.ends)],
        states,
        one.pieces + 1,
    )


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
    raise InputError(
        f"the package {model} holds no spaCy pipeline (no config.cfg in {package.name}/)"
    )


def _install(model: str, version: str) -> str:
    pin = f"=={version}" if version else ""
    return f".venv/bin/uv pip install {model.replace('_', '-')}{pin}"


@cache
def load(model: str, version: str) -> Recogniser:
    """The recogniser, loaded once per process. Raises InputError where it cannot be had."""
    return SpacyRecogniser(model, version)
