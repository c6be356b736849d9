"""The word-break classes of characters, and which of them join into words (UAX #29).

The classes are those of Unicode's Word_Break property, with the tailorings that Dateline
makes: a colon joins nothing (as in CLDR's root locale), a hyphen between letters or digits
joins, a narrow no-break space joins digits only (French thousands), and letters of scripts
written without spaces (Han, Hiragana, Thai, …) stand for themselves, one word each.
"""

from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

CLASSES = (
    "other",
    "space",
    "letter",
    "hebrew",
    "number",
    "katakana",
    "connector",
    "extend",
    "mid_letter",
    "mid_number",
    "mid_both",
    "apostrophe",
    "quote",
    "hyphen",
    "single",
    "narrow_space",
)
CODE = {name: code for code, name in enumerate(CLASSES)}

_LETTERS = ("letter", "hebrew")
#: before, after: no break between them.
_JOINS = [
    *((a, b) for a in (*_LETTERS, "number") for b in (*_LETTERS, "number")),
    ("katakana", "katakana"),
    *((a, "connector") for a in (*_LETTERS, "number", "katakana", "connector")),
    *(("connector", b) for b in (*_LETTERS, "number", "katakana")),
]
#: before, between, after: the three stand in one word.
_BRIDGES = [
    *(
        (a, mid, b)
        for a in _LETTERS
        for mid in ("mid_letter", "mid_both", "apostrophe")
        for b in _LETTERS
    ),
    *(("number", mid, "number") for mid in ("mid_number", "mid_both", "apostrophe")),
    ("number", "narrow_space", "number"),
    ("hebrew", "quote", "hebrew"),
]
_HYPHENATED = [(a, "hyphen", b) for a in (*_LETTERS, "number") for b in (*_LETTERS, "number")]


@cache
def class_table() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Classes of all code points in two steps: blocks[pages[c >> 8] * 256 + (c & 255)]."""
    flat = np.zeros(0x110000, dtype=np.uint8)
    listing = (files("analysis.resources.language") / "word_break.tsv").read_text("utf-8")
    for line in listing.splitlines()[1:]:
        first, last, name = line.split("\t")
        flat[int(first, 16) : int(last, 16) + 1] = CODE[name]
    numbers: dict[bytes, int] = {}
    pages = [numbers.setdefault(page.tobytes(), len(numbers)) for page in flat.reshape(-1, 256)]
    return np.array(pages, dtype=np.uint8), np.frombuffer(b"".join(numbers), dtype=np.uint8)


@cache
def join_table() -> npt.NDArray[np.bool_]:
    """[before, after]: characters of these classes stand in one word when next to each other."""
    table = np.zeros((len(CLASSES), len(CLASSES)), dtype=np.bool_)
    for before, after in _JOINS:
        table[CODE[before], CODE[after]] = True
    return table


@cache
def bridge_table(*, hyphens: bool, apostrophes: bool) -> npt.NDArray[np.bool_]:
    """[before, between, after]: the middle character joins its neighbours into one word."""
    table = np.zeros((len(CLASSES),) * 3, dtype=np.bool_)
    for before, between, after in _BRIDGES + (_HYPHENATED if hyphens else []):
        table[CODE[before], CODE[between], CODE[after]] = True
    if not apostrophes:
        table[:, CODE["apostrophe"], :] = False
    return table
