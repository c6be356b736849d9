"""A build that is killed leaves nothing behind that the next one does not put right."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from analysis.pipeline.layout import project_root
from analysis.pipeline.verify import compare
from tests.pipeline.building import build, build_and_kill, command, environment, write_corpus

KILLS = 30 if os.environ.get("DATELINE_SOAK") else 3
ARTICLES = {
    f"{n:02d}.txt": f"CAIRO, Nov. {n}, 2023 (Harbour Press) - Egypt and Qatar said on Tuesday that"
    f" {n + 10} people were killed in Khan Younis. Talks with Hamas go on in Doha.\n"
    for n in range(1, 20)
}


def test_killed_builds_end_in_the_same_bytes(tmp_path: Path) -> None:
    write_corpus(tmp_path / "raw", "killed", ARTICLES)
    undisturbed = build("killed", tmp_path / "calm", tmp_path / "raw")
    assert undisturbed.code == 0, undisturbed.said
    moments = random.Random(20231107)
    for _ in range(KILLS):
        build_and_kill("killed", tmp_path / "wild", tmp_path / "raw", moments.uniform(0.5, 14))
    after = build("killed", tmp_path / "wild", tmp_path / "raw")
    assert after.code == 0, after.said
    assert list(compare(undisturbed.run, after.run)) == []
    strays = [*after.run.rglob("*.new"), *(after.run / ".work").rglob("*")]
    assert [path.name for path in strays] == []


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    write_corpus(tmp_path / "raw", "twice", ARTICLES)
    both = [
        subprocess.Popen(
            command("all", "twice"),
            env=environment(tmp_path / "raw", tmp_path / "processed"),
            cwd=project_root(),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=600)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert any("waiting, process" in text for text in said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    write_corpus(tmp_path / "raw", "closed", ARTICLES)
    (tmp_path / "processed").mkdir(mode=0o500)
    built = build("closed", tmp_path / "processed", tmp_path / "raw")
    assert built.code == 2
    assert "cannot be written" in built.said
