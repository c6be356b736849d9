"""Which files count as articles, and when they count as changed."""

import os
from pathlib import Path

import pytest

from analysis.contract import InputError
from analysis.pipeline import raw
from analysis.pipeline.layout import Layout
from analysis.pipeline.raw import list_raw, remember


def names(layout: Layout) -> list[str]:
    return [file.source_file for file in list_raw(layout)]


def test_files_about_the_corpus_are_no_articles(layout: Layout) -> None:
    for name in ("README.md", "LICENSE", "Licence.txt", "corpus.toml", ".hidden"):
        (layout.raw / name).write_text("")
    layout.hand.mkdir()
    (layout.hand / "aliases.tsv").write_text("entity\talias\ttype\n")
    (layout.raw / "sub" / "README.md").write_text("an article in a sub-folder")
    assert names(layout) == ["one.txt", "sub/README.md", "sub/two.txt"]


def test_hash_is_taken_anew_only_where_size_or_time_differ(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout.state.mkdir(parents=True)
    remember(layout, list_raw(layout))
    hashed: list[Path] = []
    real = raw.digest.of_file
    monkeypatch.setattr(raw.digest, "of_file", lambda path: hashed.append(path) or real(path))
    list_raw(layout)
    assert hashed == []
    (layout.raw / "one.txt").write_text("another")
    list_raw(layout)
    assert [path.name for path in hashed] == ["one.txt"]


def test_an_edit_that_keeps_size_and_second_counts(layout: Layout) -> None:
    layout.state.mkdir(parents=True)
    path = layout.raw / "one.txt"
    before = list_raw(layout)
    remember(layout, before)
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"17", b"19"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert raw.content_hash(list_raw(layout)) != raw.content_hash(before)


def test_a_link_out_of_the_folder_is_listed_and_not_read(layout: Layout, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")
    (layout.raw / "link.txt").symlink_to(secret)
    (layout.raw / "folder").symlink_to(tmp_path)
    problems = {file.source_file: file.problem for file in list_raw(layout)}
    assert "link out of the corpus folder" in (problems["link.txt"] or "")
    assert "link out of the corpus folder" in (problems["folder"] or "")
    assert problems["one.txt"] is None


def test_a_link_inside_is_read(layout: Layout) -> None:
    (layout.raw / "again.txt").symlink_to(layout.raw / "one.txt")
    hashes = {file.source_file: file.sha256 for file in list_raw(layout)}
    assert hashes["again.txt"] == hashes["one.txt"] != ""


def test_odd_names(layout: Layout) -> None:
    odd = ["a b.txt", "ün\u0308 – x.txt", "tab\tname.txt", "-rf.txt", "$(touch x).txt"]
    for name in odd:
        (layout.raw / name).write_text(name, "utf-8")
    (Path(os.fsdecode(os.fsencode(layout.raw) + b"/bad\xff.txt"))).write_text("x")
    found = names(layout)
    assert set(odd) <= set(found)
    assert "bad\ufffd.txt" in found
    layout.state.mkdir(parents=True)
    remember(layout, list_raw(layout))
    assert names(layout) == found


def test_an_empty_folder_says_what_to_do(layout: Layout) -> None:
    for path in [layout.raw / "one.txt", layout.raw / "sub" / "two.txt"]:
        path.unlink()
    with pytest.raises(InputError, match="holds no articles: put text"):
        list_raw(layout)


def test_a_missing_folder_says_what_to_do(layout: Layout) -> None:
    with pytest.raises(InputError, match="no folder data/raw/other"):
        list_raw(Layout("other"))


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".", "..", "-x", "a\0b"])
def test_a_corpus_is_a_folder_name(name: str) -> None:
    with pytest.raises(InputError, match="no folder name"):
        Layout(name)
