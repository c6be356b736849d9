"""The finished run of the tiny corpus, in a throw-away place."""

from pathlib import Path

import pytest

from analysis.explore import Corpus, open_corpus
from tests.explore import tiny


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Folders of raw and of finished corpora, empty, and named to the pipeline."""
    raw, processed = tmp_path / "raw", tmp_path / "processed"
    raw.mkdir()
    processed.mkdir()
    monkeypatch.setenv("DATELINE_RAW", str(raw))
    monkeypatch.setenv("DATELINE_PROCESSED", str(processed))
    return raw, processed


@pytest.fixture
def corpus(roots: tuple[Path, Path]) -> Corpus:
    """The tiny corpus, opened."""
    tiny.build(*roots)
    return open_corpus("tiny")
