"""A throw-away corpus and a throw-away place for results."""

from pathlib import Path

import pytest

from analysis.pipeline.layout import Layout


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
