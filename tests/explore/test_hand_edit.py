"""The researcher's own files: lines are added and taken back, nothing else changes."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.contract import InputError
from analysis.pipeline.hand import read_hand
from analysis.pipeline.hand_edit import append, take_back
from analysis.pipeline.layout import Layout


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("DATELINE_RAW", str(tmp_path))
    (tmp_path / "own").mkdir()
    return Layout("own")


def _file(layout: Layout) -> Path:
    return layout.hand / "aliases.tsv"


def test_the_first_line_brings_the_header(layout: Layout) -> None:
    append(layout, "aliases", [{"entity": "Ada Hill", "alias": "Hill", "type": "PER"}])
    assert _file(layout).read_text("utf-8") == "entity\talias\ttype\nAda Hill\tHill\tPER\n"


def test_what_stands_in_the_file_stays_byte_for_byte(layout: Layout) -> None:
    layout.hand.mkdir()
    before = b"\xef\xbb\xbf# mine\r\nalias\ttype\tentity\r\n\r\n  Bo \tPER\tBo Li\r\n# end"
    _file(layout).write_bytes(before)
    added = append(layout, "aliases", [{"entity": "Ada Hill", "alias": "Hill"}])
    after = _file(layout).read_bytes()
    assert added == ["Hill\t\tAda Hill"]
    assert after == before + b"\r\nHill\t\tAda Hill\r\n"
    rows = read_hand(layout)["aliases"].select("entity", "alias").rows()
    assert rows == [("Bo Li", "Bo"), ("Ada Hill", "Hill")]


def test_a_line_that_stands_there_is_not_written_twice(layout: Layout) -> None:
    row = {"entity": "Ada Hill", "alias": "Hill", "type": ""}
    assert append(layout, "aliases", [row, row]) == ["Ada Hill\tHill"]
    assert append(layout, "aliases", [row]) == []


def test_taking_back_removes_the_line_and_nothing_else(layout: Layout) -> None:
    append(layout, "aliases", [{"entity": "A", "alias": "a", "type": "PER"}])
    before = _file(layout).read_bytes()
    lines = append(layout, "aliases", [{"entity": "B", "alias": "b", "type": "PER"}])
    assert take_back(layout, "aliases", lines) == 1
    assert _file(layout).read_bytes() == before
    assert take_back(layout, "aliases", lines) == 0


def test_a_file_that_cannot_be_understood_is_left_alone(layout: Layout) -> None:
    layout.hand.mkdir()
    _file(layout).write_text("who\twhat\nA\tb\n", "utf-8")
    with pytest.raises(InputError, match="column 'entity' is missing"):
        append(layout, "aliases", [{"entity": "A", "alias": "b"}])
    assert _file(layout).read_text("utf-8") == "who\twhat\nA\tb\n"


def test_a_name_that_would_read_as_a_remark_is_refused(layout: Layout) -> None:
    with pytest.raises(InputError, match="would be a remark"):
        append(layout, "aliases", [{"entity": "#1", "alias": "One"}])
    assert not _file(layout).exists()


def test_a_folder_that_cannot_be_written_is_said(layout: Layout) -> None:
    layout.hand.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        append(layout, "aliases", [{"entity": "A", "alias": "b"}])


_cell = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() and text[0] != "#")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(_cell, _cell), min_size=1, max_size=5))
def test_whatever_is_written_is_read_again_and_earlier_lines_stay(
    layout: Layout, rows: list[tuple[str, str]]
) -> None:
    _file(layout).unlink(missing_ok=True)
    for entity, alias in rows:
        before = _file(layout).read_bytes() if _file(layout).exists() else b""
        try:
            append(layout, "aliases", [{"entity": entity, "alias": alias, "type": "PER"}])
        except InputError:
            # Nothing but blanks and controls, or a remark: refused, and nothing is changed.
            assert not _file(layout).exists() or _file(layout).read_bytes() == before
            continue
        assert _file(layout).read_bytes().startswith(before)
        last = read_hand(layout)["aliases"].rows()
        assert tuple(" ".join(part.split()) for part in (entity, alias)) in {
            (one or "", two or "") for one, two, _ in last
        }
