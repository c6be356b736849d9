"""What is drawn once is found again, and only what is the same."""

import datetime
import os
import time
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis.pipeline.cache import Cache
from analysis.pipeline.pictures import Pictures
from analysis.report import figures, kept
from tests.report.figures import given

DIFFERENT = [
    None, True, 1, 1.0, "1", b"1", [1], [[1]], [1, 1], [1, [1]], ["1", "2"], ["12", ""], {"1": 1},
    datetime.date(2024, 1, 1), np.array([1]), np.array([1.0]), np.array([[1]]),
    pl.DataFrame({"a": [1]}), pl.DataFrame({"b": [1]}), pl.DataFrame({"a": [1.0]}),
    pl.DataFrame({"a": [None]}, schema={"a": pl.Int64}), pl.DataFrame({"a": [1], "b": [1]}),
    partial(max, 1), partial(max, 2),
]  # fmt: skip


def test_different_values_have_different_keys():
    usable = [one for one in DIFFERENT if not isinstance(one, partial)]
    keys = [kept.content_key(one) for one in usable]
    assert len(set(keys)) == len(keys)


def test_a_function_is_named_by_what_it_takes_from_outside():
    def drawing(number, words):
        def draw():
            return number, words

        return draw

    assert kept.content_key(drawing(1, "a")) == kept.content_key(drawing(1, "a"))
    others = (drawing(2, "a"), drawing(1, "b"), lambda: None, partial(drawing, 1, "a"))
    assert kept.content_key(drawing(1, "a")) not in {kept.content_key(one) for one in others}


def test_what_cannot_be_named_is_refused():
    with pytest.raises(TypeError):
        kept.content_key([object()])


def test_equal_tables_have_one_key_wherever_they_come_from():
    polars = figures.frequencies(given.FREQUENCIES)
    pieces = pl.concat([given.FREQUENCIES[:1], given.FREQUENCIES[1:]], rechunk=False)
    assert polars.key == figures.frequencies(pieces).key
    assert polars.key == figures.frequencies(given.FREQUENCIES.to_pandas()).key
    other = given.FREQUENCIES.with_columns(pl.col("per_million") * 1.01)
    assert polars.key != figures.frequencies(other).key


@pytest.fixture
def cache(tmp_path):
    """The caches of a corpus; drawings are kept there as long as the test lasts."""
    yield tmp_path
    kept.keep_in(None)


def test_a_figure_that_is_kept_is_not_drawn_again(cache, monkeypatch):
    kept.keep_in(Pictures(cache / "terms"))
    first = figures.frequencies(given.FREQUENCIES)
    svg, png = first.svg(), first.png(100)
    # The report finds what the notebook of another stage has drawn.
    kept.keep_in(Pictures(cache / "report"))
    again = figures.frequencies(given.FREQUENCIES)
    monkeypatch.setattr(figures.Picture, "_svg", lambda _: pytest.fail("drawn again"))
    assert (again.svg(), again.png(100)) == (svg, png)
    assert not (cache / "report").exists()


def test_kept_or_not_the_bytes_are_the_same(cache):
    fresh = figures.frequencies(given.FREQUENCIES).svg()
    kept.keep_in(Pictures(cache / "terms"))
    assert [figures.frequencies(given.FREQUENCIES).svg() for _ in range(2)] == [fresh, fresh]


def test_a_damaged_drawing_is_drawn_again(cache):
    kept.keep_in(Pictures(cache / "terms"))
    svg = figures.frequencies(given.FREQUENCIES).svg()
    (path,) = (cache / "terms").glob("*/*.tables")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert figures.frequencies(given.FREQUENCIES).svg() == svg


def test_where_nothing_can_be_kept_it_is_drawn_all_the_same(cache):
    (cache / "terms").write_text("a file, where a folder would have to be")
    kept.keep_in(Pictures(cache / "terms"))
    assert figures.frequencies(given.FREQUENCIES).svg().startswith(b"<?xml")


def test_what_a_stage_takes_from_another_one_is_not_swept_away_there(cache):
    kept.keep_in(Pictures(cache / "terms"))
    figures.frequencies(given.FREQUENCIES).svg()
    (path,) = Path(cache / "terms").glob("*/*.tables")
    os.utime(path, (0, 0))
    kept.keep_in(Pictures(cache / "report"))
    figures.frequencies(given.FREQUENCIES).svg()
    assert Cache(cache / "terms").sweep(1) == 0


def test_what_another_process_draws_is_waited_for(cache):
    place = Pictures(cache / "terms")
    kept.keep_in(place)
    (cache / "terms").mkdir()
    child = os.fork()
    if child == 0:
        with place.alone("key"):
            (cache / "drawing").touch()
            time.sleep(0.3)
            place.keep("key", b"theirs")
        os._exit(0)
    while not (cache / "drawing").exists():
        time.sleep(0.01)
    assert kept.once("key", lambda: b"mine") == b"theirs"
    assert kept.once("other", lambda: b"mine") == b"mine"
    os.waitpid(child, 0)
