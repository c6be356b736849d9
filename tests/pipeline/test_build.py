"""Stages begin when the tables that they need are there, and fail together where they must."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import MachineError
from analysis.pipeline import build, earlier
from analysis.pipeline.ahead import Ahead, tables_are_made
from analysis.pipeline.build import Build, Others
from analysis.pipeline.layout import ANSWER, EARLIER, Layout
from analysis.pipeline.nursery import Nursery
from analysis.pipeline.stages import stage

PATIENCE = 30
ALL = ("corpus", "terms", "entities", "timeline", "report")
SAID = {"outputs": {"documents.parquet": {"sha256": "1", "bytes": 1, "rows": 1}}}


class Closed(Nursery):
    """A nursery that bears nothing, and knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def small(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A corpus that was built before and is small enough for stages side by side."""
    monkeypatch.setenv("DATELINE_PROCESSES", "2")
    documents = stage("corpus").output(layout) / "documents.parquet"
    documents.parent.mkdir(parents=True)
    documents.touch()
    for name in ALL:
        (layout.work / stage(name).folder).mkdir(parents=True)
        (layout.work / stage(name).folder / "documents.parquet").write_text(name)
    return layout


def test_a_stage_begins_with_the_tables_of_one_whose_notebook_still_runs(small: Layout) -> None:
    begun = {name: threading.Event() for name in ALL}
    read: dict[str, list[str]] = {}
    finished: list[str] = []

    def make(name: str, others: Others) -> int:
        begun[name].set()
        read[name] = sorted(others.early)
        if name != "report":
            others.made(SAID)
            following = "terms" if name == "corpus" else "timeline"
            following = "report" if name == "timeline" else following
            assert begun[following].wait(PATIENCE), f"{following} waits for {name}"
        for tables in others.early.values():
            assert (tables.folder / "documents.parquet").is_file()
        assert others.wait()
        finished.append(name)
        return 0

    assert Build(small, ALL, make).run(Closed()) == 0
    assert {"terms", "entities"} <= {*read["timeline"]}
    assert "timeline" in read["report"]
    assert sorted(finished) == sorted(ALL)
    for name in ALL:
        for needed in stage(name).needs:
            assert finished.index(needed) < finished.index(name)
    assert list(small.work.glob("*.tables")) == []


@pytest.mark.parametrize(
    ("processes", "names", "patient"),
    [
        ("2", ALL, {"terms"}),
        ("2", ("corpus", "terms"), set()),
        ("1", ALL, set()),
    ],
)
def test_a_stage_is_patient_where_one_that_takes_longer_runs_beside_it(
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    processes: str,
    names: tuple[str, ...],
    patient: set[str],
) -> None:
    monkeypatch.setenv("DATELINE_PROCESSES", processes)
    found: set[str] = set()

    def make(name: str, others: Others) -> int:
        found.update([name] if others.patient else [])
        return 0

    assert Build(small, names, make).run(Closed()) == 0
    assert found == patient


def test_stages_follow_each_other_where_memory_counts_for_more(
    small: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_PROCESSES", "1")
    running: list[str] = []

    def make(name: str, others: Others) -> int:
        assert running == []
        running.append(name)
        others.made(SAID)
        assert not others.early
        running.remove(name)
        return 0

    assert Build(small, ALL, make).run(Closed()) == 0


def test_what_was_made_in_the_build_is_known_to_be_whole(small: Layout) -> None:
    known: dict[str, frozenset[str]] = {}

    def make(name: str, others: Others) -> int:
        known[name] = others.finished
        if name == "terms":
            others.made(SAID)
        return 0

    assert Build(small, ("corpus", "terms", "timeline"), make).run(Closed()) == 0
    assert known["timeline"] == {"terms"}


@pytest.mark.parametrize("raised", [None, MachineError("the disk is full")])
def test_a_stage_that_fails_ends_those_that_read_its_tables(
    small: Layout, raised: Exception | None
) -> None:
    nursery, begun = Closed(), threading.Event()

    def make(name: str, others: Others) -> int:
        if name == "corpus":
            others.made(SAID)
            assert begun.wait(PATIENCE)
            if raised is not None:
                raise raised
            return 3
        begun.set()
        assert not others.wait()
        # Its processes are ended.
        assert nursery.closed.wait(PATIENCE)
        return 1

    build_ = Build(small, ("corpus", "terms", "timeline"), make)
    if raised is None:
        assert build_.run(nursery) == 3
    else:
        with pytest.raises(MachineError, match="disk is full"):
            build_.run(nursery)
    assert list(small.work.glob("*.tables")) == []


def test_a_stage_that_fails_lets_those_beside_it_finish(small: Layout) -> None:
    nursery, made = Closed(), []
    failed = threading.Event()

    def make(name: str, others: Others) -> int:
        if name == "terms":
            failed.set()
            return 2
        if name == "entities":
            assert failed.wait(PATIENCE)
        made.append(name)
        return 0

    assert Build(small, ALL, make).run(nursery) == 2
    assert (made, nursery.closed.is_set()) == (["corpus", "entities"], False)


def test_tables_set_aside_stay_while_another_build_may_read_them(small: Layout) -> None:
    from analysis.pipeline.locks import locked

    tables = earlier.set_aside(small, stage("corpus"), SAID)
    assert tables is not None
    with locked(small, "terms"):
        build.clear_tables_away(small)
        assert tables.folder.is_dir()
    build.clear_tables_away(small)
    assert not tables.folder.exists()


def test_tables_are_read_where_they_are_set_aside(
    small: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stage("corpus")
    tables = earlier.set_aside(small, one, {**SAID, "run_id": "new"})
    assert tables is not None
    monkeypatch.setenv(EARLIER, '["corpus"]')
    assert earlier.made(small, one) == tables
    path = earlier.path_of(small, one, tables, "documents")
    assert path.read_text() == "corpus"
    assert earlier.inputs(small, stage("terms"), {"corpus": tables}) == {
        "10_corpus/documents.parquet": "1"
    }
    one.manifest(small).write_text('{"run_id": "old"}')
    with pytest.raises(MachineError, match="other tables"):
        earlier.finished(small, {"corpus": "new"})
    one.manifest(small).write_text('{"run_id": "new"}')
    assert earlier.finished(small, {"corpus": "new"}) == {"corpus": {"run_id": "new"}}


@pytest.mark.parametrize(("corpus", "wanted"), [("little", True), ("nowhere", False)])
def test_a_notebook_works_alone_where_its_tables_could_not_be_made(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: str, wanted: bool
) -> None:
    told: list[bool] = []

    def then(outputs: object) -> bool:
        told.append(outputs is not None)
        return True

    given = {"DATELINE_WORK": str(tmp_path / "work"), "DATELINE_PROCESSES": "1"}
    nursery = Nursery(())
    try:
        with Ahead(nursery, "corpus", corpus, given, tmp_path, then) as ahead:
            if not ahead.for_notebook:
                pytest.skip("processes are not forked here")
            monkeypatch.setenv(ANSWER, ahead.for_notebook[ANSWER])
            assert tables_are_made() is wanted
            outputs = ahead.wait()
    finally:
        nursery.close()
    assert told == [wanted]
    assert (outputs is not None) is wanted
    assert (tmp_path / "work" / "documents.parquet").exists() is wanted


def test_a_process_that_is_ended_at_once_leaves_an_answer(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then: Callable[[object], bool] = lambda outputs: True  # noqa: E731
    nursery = Nursery(())
    with Ahead(nursery, "corpus", layout.corpus, {}, tmp_path, then) as ahead:
        if not ahead.for_notebook:
            pytest.skip("processes are not forked here")
        monkeypatch.setenv(ANSWER, ahead.for_notebook[ANSWER])
        nursery.close()
        assert not tables_are_made()
    assert ahead.wait() is None
