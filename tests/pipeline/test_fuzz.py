"""Hostile text through readers, splitter, dates, reported figures and the report's escaping.

Three hundred examples in `make test`, twenty thousand in `make soak`: none may crash, take two
seconds, break the ledger's law or reach the report as anything but text.
"""

import csv
import io
import json
import os
import re
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from types import FrameType

import polars as pl
import pytest
import typst
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.report import export, plain
from analysis.timeline.dates import DateOptions, resolve_dates
from analysis.timeline.tolls import find_tolls
from tests.corpus.stages import run
from tests.corpus.test_law import PIECES, check_law

SECONDS = 2.0
#: Alone, so that one damaged example does not hide behind the next.
FUZZ = settings(
    max_examples=20_000 if os.environ.get("DATELINE_SOAK") else 300,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
NEWS = st.sampled_from(
    [
        "Monday, ", "on Tuesday ", "Oct. 7 ", "7/10/2023 ",
        "the 31st of ","February 30, ", "last year ",
        "since the 1990s ", "two days later ",
        "in 2 to 3 weeks ", "overnight ", "noon GMT ", "99999 ",
        "at least 31 ", "11,500 ", "1,2,3 ", "dozens of ", "٣١ ",
        "½ ", "two hundred and ", "no one ",
        "people were killed ", "killed and wounded ",
        "the death toll rose to ", "according to ", "(the ",
        "including 46 children ", "Health Ministry said", "in Rafah", ". ", "; ",
        " — ", "“", "”", ")", "’s ",
        "=HYPERLINK(\"x\")", "+1", "@SUM(A1)", "<script>x</script>", "&#60;",
        "#let x = 1", "$x$", "*b*",
        "#eval(\"1\")", "\\u{0}", "]]>", "<!--", "{{x}}", "${x}", "\u202e", "\u2066",
        "\ud7ff", "\U0001f600",
        "e\u0301\u0302\u0303", "\u200f", "\ufdfa",
        "غزة ", "汉字 ", "'; DROP TABLE", "\r", "\x0b", "\x7f",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.one_of(PIECES, NEWS), max_size=30).map("".join),
    st.tuples(st.one_of(PIECES, NEWS), st.integers(1, 400)).map(lambda pair: pair[0] * pair[1]),
    st.text(max_size=120),
)
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))


class Hang(Exception):
    """Something took more of the processor's time than it may."""


@contextmanager
def no_hang() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"longer than {SECONDS} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def articles(text: str) -> list[str]:
    """What the corpus stage makes of it, once as a file and once as a record."""
    content = text.encode("utf-8", "replace")
    record = json.dumps({"text": text}).encode()
    tables = run({"a.txt": content, "b.jsonl": record})
    raw = content.decode("utf-8").removeprefix("\ufeff")
    if tables["files"].filter(pl.col("source_file") == "a.txt")["encoding"][0] == "utf-8":
        check_law(tables, "a.txt", None, raw)
    check_law(tables, "b.jsonl", 0, text)
    return [*tables["documents"]["text"].to_list(), text]


def read(text: str, published: date | None) -> None:
    """Dates and reported figures lie in the text, as they stand there."""
    cuts = [0, *(i + 1 for i, one in enumerate(text) if one in ".!?\n"), len(text)]
    sentences = [(a, b) for a, b in pairwise(cuts) if a < b]
    dates = resolve_dates(text, published, sentences, DateOptions())
    for one in dates:
        assert text[one.start : one.end] == one.surface
    for toll in find_tolls(text, sentences, published=published):
        assert text[toll.start : toll.end] == toll.surface


def escaped(texts: list[str]) -> None:
    """Shown text is text: in a table no formula, in HTML no markup, in Typst no code."""
    for text in texts:
        shown = plain.clean(text)
        assert not any(unicodedata.category(char) == "Cc" for char in shown)
        cell = export.safe_cell(shown)
        if not re.fullmatch(r"[-+−]?[\d,]*\.?\d+(e[-+]?\d+)?\s?%?", cell, re.IGNORECASE):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([cell, "next"])
        assert next(csv.reader(io.StringIO(line.getvalue()))) == [cell, "next"]
    printed = [plain.for_print(plain.clean(text)) for text in texts]
    page, _ = typst.compile_with_warnings(
        b'#for one in json(bytes(sys.inputs.texts)) [#html.elem("q", one)]',
        format="html",
        sys_inputs={"texts": json.dumps(printed)},
        ignore_system_fonts=True,
    )
    assert page.decode("utf-8").count("<q>") == len(texts)
    assert b"<script" not in page.split(b"<body>")[-1]


@pytest.fixture(scope="module", autouse=True)
def libraries_read() -> None:
    """Models and word lists are read at the first use; that is not what is timed."""
    read("On Monday 31 people were killed.", date(2023, 10, 17))
    escaped(articles("GAZA CITY, Oct. 17 (Wire) - On Monday 31 people were killed."))


@FUZZ
@given(TEXTS, DAYS)
@example("\x00" * 5, None)
@example("WN - " * 209, None)
@example("killed 31 " * 300, date(9999, 12, 31))
@example("last year next year two centuries ago in 3000 years", date(1, 1, 1))
def test_hostile_text_stays_text(text: str, published: date | None) -> None:
    with no_hang():
        texts = articles(text)
        for one in texts:
            read(one, published)
        escaped(texts)


def test_a_hang_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.pipeline.test_fuzz.SECONDS", 0.05)
    with pytest.raises(Hang), no_hang():
        while True:
            pass
