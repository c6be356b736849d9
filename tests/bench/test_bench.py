"""The composed corpus and the measuring are what the tables say they are."""

import json
import random
import sys
from itertools import combinations
from pathlib import Path

import pytest

from tests.bench import news
from tests.bench.__main__ import commands
from tests.bench.pipeline_speed import change_one
from tests.bench.process_tree import run


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sentences of chance words, so that no two have three words in a row in common."""
    draw = random.Random(5)
    words = ["".join(draw.choices("abdeilmnorstu", k=draw.randint(3, 9))) for _ in range(3000)]
    told = [" ".join(draw.choices(words, k=draw.randint(9, 20))).capitalize() for _ in range(1500)]
    folder = tmp_path_factory.mktemp("source")
    folder.joinpath("news.md").write_text(".\n\n".join(told) + ".", "utf-8")
    return folder


def triples(article: news.Article) -> set[tuple[str, str, str]]:
    words = article.text.split()
    return set(zip(words, words[1:], words[2:], strict=False))


def test_one_article_in_twenty_is_a_copy_and_nothing_else_resembles_another(source: Path) -> None:
    articles = list(news.articles([source], 1.0))
    copies = [one for one in articles if one.copied]
    assert 0.03 < len(copies) / len(articles) < 0.07
    words = {one: triples(one) for one in articles[:120]}
    alike = [
        {first.copied, second.copied}
        for first, second in combinations(words, 2)
        if len(words[first] & words[second]) > 0.5 * min(len(words[first]), len(words[second]))
    ]
    assert alike
    assert all(True in pair for pair in alike)


def test_the_same_seed_gives_the_same_files(source: Path, tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    made = news.compose([source], first, 0.2, 0.05)
    assert news.compose([source], second, 0.2, 0.05) == made
    news.compose([source], other, 0.2, 0.05, seed=2)

    def files(folder: Path) -> dict[str, bytes]:
        paths = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    assert files(first) == files(second) != files(other)
    assert made.megabytes == pytest.approx(sum(map(len, files(first).values())) / 1e6)
    assert 0.05e6 <= sum(len(one.encode()) for one in made.texts) < 0.06e6


def test_every_article_stands_in_the_raw_files_once(source: Path, tmp_path: Path) -> None:
    made = news.compose([source], tmp_path / "raw", 0.2, 9.0)
    assert len(made.texts) == made.articles
    lines = [
        json.loads(line)
        for path in (tmp_path / "raw" / "export").iterdir()
        for line in path.read_text("utf-8").splitlines()
    ]
    wires = [path.read_text("utf-8") for path in (tmp_path / "raw" / "wire").iterdir()]
    in_records = {row["text"] for row in lines}
    assert in_records == set(made.texts[::2])
    assert all(sum(text in wire for wire in wires) == 1 for text in made.texts[1::2])
    assert all(wire.count("LEGAL NOTICE") == 1 for wire in wires)


def test_changing_one_article_changes_one_word_of_one(source: Path, tmp_path: Path) -> None:
    news.compose([source], tmp_path / "raw", 0.05, 0.01)
    path = next((tmp_path / "raw" / "export").iterdir())
    before = path.read_text("utf-8").splitlines()
    change_one(tmp_path / "raw")
    after = path.read_text("utf-8").splitlines()
    differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1
    first, second = (json.loads(line) for line in differing[0])
    assert {key for key in first if first[key] != second[key]} == {"text"}


def test_memory_and_time_of_children_are_counted() -> None:
    child = (
        "import time; held = bytearray(150_000_000); end = time.process_time() + 0.6\n"
        "while time.process_time() < end: pass"
    )
    parent = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {child!r}]))"
    ran = run([sys.executable, "-c", parent])
    assert ran.code == 0
    assert ran.megabytes > 150
    assert ran.seconds > 0.6
    assert 0.6 < ran.cpu_seconds < 5


def test_every_measuring_file_is_a_command() -> None:
    found = commands()
    assert list(found)[:2] == ["pipeline", "sample"]
    assert {"corpus_copies", "terms_counting", "timeline_tolls", "bare_names"} <= set(found)
    assert not {"news", "terms_corpus", "figures", "test_bench"} & set(found)
