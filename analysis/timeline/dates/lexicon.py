"""Words and their classes: a text becomes a string with one sign for each word and gap.

Rules are matched on these signs, not on the letters, so the cost of reading an article is one
dictionary look-up a word, and no rule can meet more text than a handful of neighbouring words.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, product, repeat
from typing import Any

# Words are runs of letters or of digits, so "21st", "1980s" and "5:30PM" fall into their parts.
_WORD = re.compile(r"([A-Za-z]+|[0-9]+)")

Value = str | int | float

OTHER = "."
"""The sign of every word and gap that no rule knows."""

_SPACES = " \n\t\r\u00a0\u2009\u202f"
_HYPHENS = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
_APOSTROPHES = ("'", "\u2019", "\u2018", "`")
DIGITS = {
    "d_zero": [f"0{n}" for n in range(10)],
    "d_one": [str(n) for n in range(1, 10)],
    "d_month": [str(n) for n in range(10, 13)],
    "d_nought": ["0"],
    "d_hour": [str(n) for n in range(13, 25)],
    "d_day": [str(n) for n in range(25, 32)],
    "d_minute": [str(n) for n in range(32, 60)],
    "d_two": [str(n) for n in range(60, 100)],
    "d_three": [str(n).zfill(3) for n in range(1000)],
    "y_far": [str(n) for n in (*range(1000, 1900), *range(2050, 2200), 2000)],
    "y_near": [str(n) for n in range(1900, 2050) if n != 2000],
    "d_four": [str(n).zfill(4) for n in (*range(1000), *range(2200, 10000))],
}


@dataclass(frozen=True)
class Signs:
    """A text as signs: parts alternate gap, word, gap, …; offsets[i] is where part i starts."""

    parts: list[str]
    offsets: list[int]
    signs: str


@dataclass(frozen=True)
class Lexicon:
    """sign: of each class. sets: class names under a common name. values: of each word."""

    sign: Mapping[str, str]
    sets: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Value]
    codes: Mapping[str, str]

    def read(self, text: str) -> Signs:
        """The text as signs; every part has one, in order."""
        parts = _WORD.split(text)
        signs = "".join(map(self.codes.get, parts, repeat(OTHER)))
        return Signs(parts, [0, *accumulate(map(len, parts))], signs)

    def letters(self, name: str) -> str:
        """All signs of a class or set."""
        if name in self.sets:
            return "".join(self.letters(one) for one in self.sets[name])
        if name == "other":
            return OTHER
        return self.sign[name]


def resource(name: str) -> dict[str, dict[str, Any]]:
    """A TOML file of analysis/resources/timeline."""
    folder = resources.files("analysis.resources").joinpath("timeline")
    return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))


def _spellings(word: str, case: str) -> Iterator[str]:
    if case == "any":
        yield from (word, word.capitalize(), word.upper())
    elif case == "capital":
        yield from (word, word.upper())
    else:
        yield word


def _white(limit: int) -> list[str]:
    """Runs of white space of up to `limit` signs that do not part paragraphs."""
    runs = ("".join(run) for n in range(1, limit + 1) for run in product(_SPACES, repeat=n))
    return [run for run in runs if run.replace("\r\n", "\n").count("\n") < 2]


def _gaps() -> dict[str, list[str]]:
    white = _white(3)
    few = ["", *_white(2)]
    return {
        "gap": white,
        "glue": [""],
        "comma": [f"{a}," + b for a in ("", " ") for b in few if b],
        "tight_comma": [","],
        "dot": ["." + b for b in few if b],
        "tight_dot": ["."],
        "dot_comma": [".," + b for b in few],
        "hyphen": list(_HYPHENS),
        "dash": [f" {h} " for h in _HYPHENS] + ["--", " -- "],
        "apostrophe": list(_APOSTROPHES),
        "quote": [f" {a}" for a in _APOSTROPHES],
        "after_apostrophe": [f"{a} " for a in _APOSTROPHES],
        "colon": [":"],
        "slash": ["/"],
        "plus": ["+", " +"],
        "dot_open": [f".{a}({b}" for a in few for b in ("", " ")],
        "open": [f"{a}({b}" for a in few for b in ("", " ")],
        "close": [f"{a}){b}" for a in ("", " ") for b in few],
    }


@cache
def lexicon() -> Lexicon:
    """The words of analysis/resources/timeline/date_words.toml with gaps and digits.

    Raises ValueError where a word stands in two classes.
    """
    data = resource("date_words.toml")
    sets = {name: tuple(members) for name, members in data.pop("sets").items()}
    sign: dict[str, str] = {}
    codes: dict[str, str] = {}
    values: dict[str, Value] = {}

    def enter(name: str, spelling: str) -> None:
        # One sign a class, from a block without meaning in regular expressions.
        mark = sign.setdefault(name, chr(0x4E00 + len(sign)))
        if codes.setdefault(spelling, mark) != mark:
            raise ValueError(f"{spelling!r} stands in two classes, one is {name}")

    for name, spellings in (*_gaps().items(), *DIGITS.items()):
        for spelling in spellings:
            enter(name, spelling)
    for name, words in data.items():
        case = words.pop("case")
        for word, value in words.items():
            for spelling in _spellings(word, case):
                enter(name, spelling)
                values[spelling] = value
    return Lexicon(sign, sets, values, codes)
