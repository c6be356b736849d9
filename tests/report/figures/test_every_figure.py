"""What holds of every figure, whatever it shows."""

import os
import re
import subprocess
import sys
import warnings
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

import analysis
from analysis.report.figures import style
from tests.report.figures.boxes import words_of
from tests.report.figures.drawn import FIGURES, draw

every_figure = pytest.mark.parametrize("name", FIGURES)


@every_figure
def test_is_drawn_with_caption_alt_text_and_data(name):
    picture = draw(name)
    assert picture.drawn and picture.why is None
    assert picture.data.height > 0
    assert re.fullmatch(r"[a-z0-9-]+", picture.name)
    for words in (picture.caption, picture.alt):
        assert words.endswith(".") and len(words) > 40
        assert not re.search("[‎⁦-⁩]", words), "marks for drawing do not belong into prose"


@every_figure
def test_fills_the_width_of_the_page_and_no_more_than_its_height(name):
    width, height = draw(name).figure.get_size_inches()
    assert width == pytest.approx(16 / 2.54)
    assert height < 24 / 2.54


@every_figure
def test_no_type_is_smaller_than_eight_points(name):
    assert min(words.size for words in words_of(draw(name).figure)) >= 8


@every_figure
def test_no_words_overlap(name):
    level = [words for words in words_of(draw(name).figure) if not words.turned]
    overlapping = [(a.text, b.text) for a, b in combinations(level, 2) if a.overlaps(b)]
    assert not overlapping


@every_figure
def test_no_words_are_cut_off(name):
    figure = draw(name).figure
    width, height = figure.get_size_inches() * 72
    outside = [
        words.text
        for words in words_of(figure)
        if words.left < -1 or words.bottom < -1 or words.right > width + 1 or words.top > height + 1
    ]
    assert not outside


@every_figure
def test_every_letter_is_in_the_bundled_fonts(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(name).svg()


@every_figure
def test_pandas_tables_give_the_same_figure(name):
    other, one = draw(name, lambda table: table.to_pandas()), draw(name)
    assert other.svg() == one.svg()
    # So the report finds what a notebook has drawn.
    assert other.key == one.key


@every_figure
def test_an_empty_table_gives_a_sentence_that_says_why(name):
    picture = draw(name, lambda table: table.clear())
    assert not picture.drawn
    assert picture.why.endswith(".") and picture.why[0].isupper()
    with pytest.raises(ValueError, match=re.escape(picture.why)):
        picture.svg()
    with pytest.raises(ValueError, match=re.escape(picture.why)):
        picture.png()


@every_figure
def test_one_row_is_drawn_or_refused_but_never_fails(name):
    picture = draw(name, lambda table: table.head(1))
    assert picture.drawn == (picture.why is None)
    if picture.drawn:
        assert picture.svg()


@every_figure
def test_svg_ids_are_unique_and_begin_with_the_figures_name(name):
    picture = draw(name)
    root = etree.fromstring(picture.svg())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(one.startswith(f"{picture.name}-") for one in ids)
    href = "{http://www.w3.org/1999/xlink}href"
    links = {one.get(href)[1:] for one in root.iter("{*}*") if one.get(href, "").startswith("#")}
    assert links <= set(ids)


@every_figure
def test_svg_holds_no_date_and_no_letters_as_type(name):
    svg = draw(name).svg()
    assert b"<dc:date>" not in svg
    assert b"<text" not in svg, "letters are drawn as outlines, so no machine's fonts matter"


@every_figure
def test_hints_of_marks_are_in_the_svg(name):
    picture = draw(name)
    text = picture.svg().decode()
    for mark in picture.hints:
        assert f'<g id="{picture.name}-{mark}"><title>' in text


def test_two_processes_draw_the_same_bytes():
    """Other hash seeds, time zones and locales: the same svg and png."""
    program = (
        "import hashlib\n"
        "from tests.report.figures.drawn import FIGURES, draw\n"
        "for name in sorted(FIGURES):\n"
        "    picture = draw(name)\n"
        "    print(name, hashlib.sha256(picture.svg() + picture.png(60)).hexdigest())\n"
    )
    root = Path(analysis.__file__).parents[1]
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, locale in (("1", "Asia/Jerusalem", "C"), ("2", "UTC", "tr_TR.UTF-8"))
    ]
    assert said[0].count("\n") == len(FIGURES)
    assert said[0] == said[1]


def test_what_the_process_has_set_before_does_not_matter():
    import matplotlib

    before = draw("frequencies").svg()
    with matplotlib.rc_context({"font.family": "serif", "axes.facecolor": "black"}):
        assert draw("frequencies").svg() == before
        assert matplotlib.rcParams["axes.facecolor"] == "black"


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="per_million"):
        draw("frequencies", lambda table: table.drop("per_million"))


def test_fonts_come_with_the_package():
    from matplotlib import font_manager

    with style.styled():
        for family in style.FAMILY:
            found = Path(font_manager.findfont(family, fallback_to_default=False))
            assert found.parent.name == "fonts" and found.parent.parent.name == "report"
