"""Opening a run: what is there, what is missing, and what is said about it."""

from pathlib import Path

import pytest

from analysis.contract import InputError
from analysis.corpus.tables import DOCUMENTS
from analysis.explore import Corpus, open_corpus
from analysis.pipeline.reader import Run, corpora
from tests.explore import tiny

Roots = tuple[Path, Path]


def test_a_corpus_that_is_unknown_gets_the_nearest_name(roots: Roots) -> None:
    tiny.build(*roots)
    with pytest.raises(InputError, match="did you mean 'tiny'"):
        open_corpus("tinny")
    assert corpora() == ["tiny"]


def test_a_corpus_that_was_never_built_gets_the_command(roots: Roots) -> None:
    (roots[0] / "fresh").mkdir()
    with pytest.raises(InputError, match="never built: run `make all CORPUS=fresh`"):
        open_corpus("fresh")


def test_a_corpus_with_no_articles_at_all_is_told_where_to_put_them(roots: Roots) -> None:
    with pytest.raises(InputError, match="put articles into data/raw/nowhere"):
        open_corpus("nowhere")


def test_a_half_built_run_opens_and_says_what_needs_more(roots: Roots) -> None:
    tiny.build(*roots, stages=("corpus", "terms"))
    corpus = open_corpus("tiny")
    assert "not finished: entities, timeline, report" in repr(corpus)
    assert corpus.kwic("ferry")["match"].tolist()
    with pytest.raises(InputError, match="make entities CORPUS=tiny"):
        corpus.entities()
    with pytest.raises(InputError, match="make timeline CORPUS=tiny"):
        corpus.events()


def test_a_damaged_table_is_noticed(roots: Roots) -> None:
    tiny.build(*roots)
    path = roots[1] / "tiny" / "10_corpus" / "documents.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="not what its stage wrote"):
        Run("tiny").frame(DOCUMENTS)


def test_a_table_of_an_older_version_is_noticed(roots: Roots) -> None:
    tiny.build(*roots)
    with pytest.raises(InputError, match="older version"):
        Run("tiny").frame(DOCUMENTS, ["doc_id", "not_yet_invented"])


def test_without_a_name_the_corpus_that_make_was_called_with_opens(
    roots: Roots, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.build(*roots)
    monkeypatch.setenv("CORPUS", "tiny")
    assert open_corpus().name == "tiny"


def test_in_a_notebook_the_sentence_stands_alone(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    for cell, said in (
        ("open_corpus('tinny')", "did you mean 'tiny'?"),
        ("open_corpus('tiny').kwic('(ferry', regex=True)", "a bracket ( is not closed"),
    ):
        shell.run_cell(f"from analysis.explore import open_corpus\n{cell}")
        out = capsys.readouterr().out
        assert said in out and "Traceback" not in out and len(out.splitlines()) == 1
