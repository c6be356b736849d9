"""A slip in a file of choices is named: the file, the key, the nearest valid key."""

import tomllib

import pytest
from pydantic import BaseModel, ConfigDict, Field

from analysis.contract import InputError
from analysis.pipeline import settings
from analysis.pipeline.layout import Layout, notebooks
from analysis.pipeline.parameters import as_toml, check, check_all, describe, load, model
from analysis.pipeline.stages import STAGES


class Toy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    window_days: int = Field(7, ge=0, description="days")
    names: tuple[str, ...] = ()


def test_an_unknown_key_gets_the_nearest_name() -> None:
    with pytest.raises(InputError) as caught:
        check(Toy, {"window_day": 3}, "corpus")
    assert str(caught.value) == (
        "notebooks/parameters.toml, [corpus]: unknown key 'window_day'; did you mean 'window_days'?"
    )


def test_a_wrong_type_and_a_wrong_value_are_said_together() -> None:
    with pytest.raises(InputError) as caught:
        check(Toy, {"window_days": -1, "names": 3}, "corpus")
    first, second = str(caught.value).splitlines()
    assert "window_days = -1" in first
    assert "names = 3" in second


def test_a_slip_in_corpus_toml_is_found_there(layout: Layout) -> None:
    name = next(iter(model("terms").model_fields))
    (layout.raw / "corpus.toml").write_text(f"[parameters.terms]\n{name}_ = 1\n")
    with pytest.raises(InputError, match=r"data/raw/little/corpus.toml, \[parameters.terms\]"):
        check_all(layout)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel = 'x'", "unknown key 'titel'; did you mean 'title'"),
        ("[reference.where]\noutlets = 'x'", "unknown key 'reference.where.outlets'; did you mean"),
        ("published = 'soon'", "published = 'soon'"),
        ("language = 'english'", "language = 'english'"),
        ("title = ", "corpus.toml: "),
        ("[parameters.term]\nx = 1", r"section \[term\] is no stage"),
    ],
)
def test_corpus_toml_is_checked(layout: Layout, text: str, message: str) -> None:
    (layout.raw / "corpus.toml").write_text(text)
    with pytest.raises(InputError, match=message):
        describe(layout)
        check_all(layout)


def test_corpus_toml_overrides_and_changes_win(layout: Layout) -> None:
    first = settings.chosen(layout, "corpus")
    key, value = next((k, v) for k, v in first.items() if type(v) is int)
    (layout.raw / "corpus.toml").write_text(f"[parameters.corpus]\n{key} = {value + 1}\n")
    assert getattr(load(layout, "corpus"), key) == value + 1
    assert getattr(load(layout, "corpus", {key: value}), key) == value


def test_every_parameter_stands_in_the_file_with_its_reason() -> None:
    path = notebooks() / "parameters.toml"
    written = tomllib.loads(path.read_text("utf-8"))
    for stage in STAGES:
        for name, field in model(stage.name).model_fields.items():
            assert field.description, f"{stage.name}.{name} has no description"
            if field.get_default(call_default_factory=True) is not None:
                assert name in written[stage.name], f"{stage.name}.{name} is not in the file"
        check(model(stage.name), written[stage.name], stage.name)
    assert tomllib.loads(as_toml()).keys() == written.keys()
