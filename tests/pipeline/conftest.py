"""A throw-away corpus and a throw-away place for results."""

import shutil
from pathlib import Path

import pytest

from analysis.pipeline.layout import Layout
from tests.pipeline.building import Built, build, write_corpus
from tests.pipeline.disturbed import ARTICLES, NAME


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A corpus "little" with two files."""
    monkeypatch.setenv("DATELINE_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("DATELINE_PROCESSED", str(tmp_path / "processed"))
    made = Layout("little")
    made.raw.mkdir(parents=True)
    (made.raw / "one.txt").write_text("GENEVA, Oct. 17 - Talks went on.\n", "utf-8")
    (made.raw / "sub").mkdir()
    (made.raw / "sub" / "two.txt").write_text("CAIRO, Oct. 18 - Talks ended.\n", "utf-8")
    return made


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_corpus(folder, NAME, ARTICLES)
    return folder


@pytest.fixture(scope="session")
def calm(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same corpus, built undisturbed."""
    built = build(NAME, tmp_path_factory.mktemp("calm"), raw)
    assert built.code == 0, built.said
    return built


@pytest.fixture
def processed(calm: Built, tmp_path: Path) -> Path:
    """A copy of the undisturbed build, with its cache."""
    shutil.copytree(calm.run, tmp_path / "processed" / NAME)
    return tmp_path / "processed"
