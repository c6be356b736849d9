"""The whole pipeline on the sample and on small throw-away corpora."""

import getpass
import json
import shutil
import socket
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis.pipeline.layout import project_root
from analysis.pipeline.session import tables_of
from analysis.pipeline.stages import STAGES
from analysis.pipeline.verify import compare
from tests.pipeline.building import Built, build, write_corpus

UNDATED = (
    "Talks on a truce went on in Cairo on Tuesday, officials said.\n"
    "At least 12 people were killed in an air strike on a house in Khan Younis, the Health"
    " Ministry said.\n"
    "The convoy reached the crossing at night. (Harbour Press)\n"
    "LEGAL NOTICE: No part of the texts of Harbour Press may be used without a contract.\n"
    "Egypt sent 40 trucks with flour to the strip.\n"
    "The council votes on Wednesday on a resolution.\n"
    "A court in The Hague hears the case next week.\n"
)


@pytest.fixture(scope="session")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("undated")
    write_corpus(folder / "raw", "one", {"file.txt": UNDATED})
    return build("one", folder / "processed", folder / "raw")


def table(built: Built, name: str) -> pl.DataFrame:
    return pl.read_parquet(built.run / f"{name}.parquet")


def test_the_sample_builds(sample: Built) -> None:
    assert sample.code == 0, sample.said
    assert (sample.run / "50_report" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (sample.run / "50_report" / "report.html").stat().st_size > 10_000


def test_every_table_has_its_declared_columns_and_order(sample: Built) -> None:
    for stage in STAGES:
        for declared in tables_of(stage.name):
            found = table(sample, declared.name)
            assert declared.conform(found).equals(found), declared.name
            keys = found.select(declared.key)
            assert keys.equals(keys.sort(declared.key)), declared.name
            if declared.unique:
                assert keys.is_duplicated().sum() == 0, declared.name


def test_spans_lie_in_their_articles_and_hold_their_surface(sample: Built) -> None:
    documents = table(sample, "10_corpus/documents").select("doc_id", "text")
    for name in ("30_entities/mentions", "40_timeline/dates", "40_timeline/tolls"):
        rows = table(sample, name).join(documents, on="doc_id", how="left")
        assert rows.height > 100, name
        cut = [text[a:b] for text, a, b in rows.select("text", "start", "end").iter_rows()]
        assert cut == rows["surface"].to_list(), name


def test_manifests_name_every_file_with_its_hash(sample: Built) -> None:
    from analysis.pipeline.digest import of_file

    for stage in STAGES:
        folder = sample.run / stage.folder
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }
        assert files == set(manifest["outputs"])
        for name, facts in manifest["outputs"].items():
            assert of_file(folder / name) == facts["sha256"]


def test_outputs_tell_nothing_of_the_machine(sample: Built) -> None:
    private = [str(project_root()), str(sample.run.parent), str(Path.home())]
    private = [word for word in private if len(word) > 5]
    private += [word for word in (socket.gethostname(), getpass.getuser()) if len(word) > 5]
    for path in sample.run.rglob("*"):
        if path.is_file() and not path.relative_to(sample.run).as_posix().startswith("."):
            content = path.read_bytes()
            for word in private:
                assert word.encode() not in content, f"{word} in {path.name}"


def test_a_second_build_does_nothing(sample: Built) -> None:
    before = {path: path.stat().st_mtime_ns for path in sample.run.rglob("*.parquet")}
    again = build("sample", sample.run.parent)
    assert again.code == 0
    assert {path: path.stat().st_mtime_ns for path in sample.run.rglob("*.parquet")} == before


def test_the_same_bytes_under_other_circumstances(
    sample: Built, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = build(
        "sample",
        tmp_path_factory.mktemp("again"),
        PYTHONHASHSEED="4711",
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        DATELINE_PROCESSES="1",
    )
    assert other.code == 0, other.said
    assert list(compare(sample.run, other.run)) == []


def test_one_undated_file_builds_and_says_what_cannot_be_known(undated: Built) -> None:
    assert undated.code == 0, undated.said
    documents = table(undated, "10_corpus/documents")
    assert documents.height == 4
    assert documents["published"].null_count() == 4
    assert documents["outlet"].to_list().count("Harbour Press") >= 1
    assert not documents["text"].str.contains("LEGAL NOTICE|Harbour Press").any()
    dates = table(undated, "40_timeline/dates")
    assert dates["first"].null_count() == dates.height
    assert table(undated, "40_timeline/coverage").height == 0
    assert table(undated, "40_timeline/events").height == 0
    html = (undated.run / "50_report" / "report.html").read_text("utf-8")
    assert "dated" in html


def test_adding_an_article_gives_what_a_full_build_gives(undated: Built, tmp_path: Path) -> None:
    more = "CAIRO, Nov. 3, 2023 - Egypt opened the Rafah crossing.\n"
    write_corpus(tmp_path / "raw", "one", {"file.txt": UNDATED, "more.txt": more})
    shutil.copytree(undated.run, tmp_path / "grown" / "one")
    grown = build("one", tmp_path / "grown", tmp_path / "raw")
    full = build("one", tmp_path / "full", tmp_path / "raw")
    assert (grown.code, full.code) == (0, 0), grown.said + full.said
    assert list(compare(full.run, grown.run)) == []
    published = table(full, "10_corpus/documents")["published"].drop_nulls().to_list()
    assert published == [date(2023, 11, 3)]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no folder data/raw/bad"),
        ({"corpus.toml": "title = ", "a.txt": "x"}, "corpus.toml"),
        ({"corpus.toml": "titel = 'x'", "a.txt": "x"}, "did you mean 'title'"),
        ({"README.md": "about"}, "holds no articles"),
        ({"a.txt": "x", "hand/alias.tsv": "x"}, "did you mean aliases.tsv"),
    ],
)
def test_wrong_input_is_said_in_one_line_and_nothing_is_written(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    write_corpus(tmp_path / "raw", "bad", files)
    built = build("bad", tmp_path / "processed", tmp_path / "raw")
    assert built.code == 2, built.said
    assert message in built.said
    assert "Traceback" not in built.said
    assert not list((tmp_path / "processed").rglob("*.parquet"))


def test_files_of_other_kinds_and_broken_ones_are_listed_and_the_run_goes_on(
    tmp_path: Path,
) -> None:
    write_corpus(
        tmp_path / "raw",
        "mixed",
        {
            "good.txt": "GENEVA, Nov. 3, 2023 - Talks on aid went on.\n",
            "broken.txt": b"Caf\xe9 \x81\x8d \xff\xfe\x00 half a text",
            "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00",
            "empty.txt": b"",
            "half.json": '{"text": "cut off',
            "table.csv": "text\n",
        },
    )
    built = build("mixed", tmp_path / "processed", tmp_path / "raw")
    assert built.code == 0, built.said
    files = table(built, "10_corpus/files")
    assert files.height == 6
    problems = dict(files.select("source_file", "problem").iter_rows())
    assert problems["good.txt"] is None
    assert problems["picture.png"]
    assert problems["half.json"]
    assert "files with problems" in built.said


def test_a_corpus_without_a_word_builds_empty_tables(tmp_path: Path) -> None:
    write_corpus(tmp_path / "raw", "empty", {"a.txt": "*** ---\n\n…\n", "b.txt": b""})
    built = build("empty", tmp_path / "processed", tmp_path / "raw")
    assert built.code == 0, built.said
    for stage in STAGES:
        for declared in tables_of(stage.name):
            assert declared.conform(table(built, declared.name)) is not None
    assert table(built, "30_entities/mentions").height == 0
    assert table(built, "20_terms/frequencies").height == 0
    assert (built.run / "50_report" / "report.pdf").exists()
