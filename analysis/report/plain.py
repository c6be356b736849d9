"""Text of articles as text: harmless in every output, and in reach of the bundled fonts.

Nothing here changes what a reader sees of ordinary text. Removed are characters that no document
format may hold (controls, unpaired surrogates, non-characters) and those that reorder what stands
around them (bidirectional overrides); direction is told by an attribute instead.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

_BARRED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufff9-\uffff\ud800-\udfff"
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u00ad"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_LONG_WORD = re.compile(r"\S{41,}")
_BREAK_AFTER = 20

#: "GAZA CITY, Oct. 18 (Levant Wire) — ": a place in capitals with a day or an agency, and a dash.
_DATELINE = re.compile(
    r"(?=[A-Z]{3})(?:[A-Z][A-Z'’.-]*[ ,/]+){1,5}"
    r"(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?, )?"
    r"(?:(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?\s*"
    r"(?:\([^()\n]{2,40}\)\s*)?|\([^()\n]{2,40}\)\s*)(?:--|[-–—:])\s*(?=\S)"
)

#: Drawn in print for a character that no bundled font has.
NO_GLYPH = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text on one line, without characters that could break a document."""
    return " ".join(_BARRED.sub("", text).split())


def dateline_end(text: str) -> int:
    """Where what an article reports begins, after place, day and agency; 0 without them."""
    found = _DATELINE.match(text)
    return found.end() if found else 0


def direction(text: str) -> str:
    """rtl where the first letter is Arabic, Hebrew and the like; ltr otherwise."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut at a word where one ends near, with "…"."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > 0.6 * limit else cut).rstrip(" ,;:") + "…"


def excerpt(
    text: str, spans: Sequence[tuple[int, int]], limit: int
) -> tuple[str, list[tuple[int, int]]]:
    """At most about `limit` characters of the text around the spans, and where they are then.

    spans: (start, end) in order, not overlapping. The whole text where it fits; otherwise a window
    from before the first span, with "…" where something was left out; a span that does not fit in
    it is not returned.
    """
    first, last = 0, len(text)
    if last > limit:
        start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        room = max(limit - 2 - (end - start), 0)
        first = max(0, start - room // 2)
        last = min(len(text), first + limit - 2)
        first = max(0, last - (limit - 2))
        first, last = _at_words(text, first, last, start, end)
    quote = "…" if first else ""
    marks, at = [], first
    for start, end in spans:
        if start < at or end > last or start >= end:
            continue
        quote = _joined(quote, text[at:start])
        begin = len(quote)
        quote = _joined(quote, text[start:end])
        marks.append((begin, len(quote)))
        at = end
    quote = _joined(quote, text[at:last]).rstrip()
    return quote + ("…" if last < len(text) else ""), marks


def _joined(quote: str, text: str) -> str:
    """The quotation and what follows, on one line, with one blank where there were several."""
    part = clean_part(text)
    return quote + (part.lstrip() if not quote or quote.endswith((" ", "…")) else part)


def clean_part(text: str) -> str:
    """Like clean, but white space at the ends stays as one blank, so that parts can be joined."""
    return re.sub(r"\s+", " ", _BARRED.sub("", text))


def _at_words(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Move the window's edges to blanks where there is one within a dozen characters."""
    if first:
        blank = text.find(" ", first, min(first + 12, start))
        first = blank + 1 if blank >= 0 else first
    if last < len(text):
        blank = text.rfind(" ", max(last - 12, end), last)
        last = blank if blank >= 0 else last
    return first, last


@cache
def printable() -> frozenset[int]:
    """Code points that the bundled fonts can draw."""
    from matplotlib.ft2font import FT2Font

    found: set[int] = set()
    for font in files("analysis.resources").joinpath("report/fonts").iterdir():
        if font.name.endswith("-Regular.ttf"):
            with as_file(font) as path:
                found |= FT2Font(str(path)).get_charmap().keys()
    return frozenset(found)


def for_print(text: str) -> str:
    """The text as `drawable` gives it; words of more than 40 characters may break every 20."""
    return _LONG_WORD.sub(_breakable, drawable(text))


def drawable(text: str) -> str:
    """The text with NO_GLYPH for what no bundled font has: archives allow no missing glyph."""
    if not text.isascii():
        known = printable()
        text = "".join(
            char
            if char.isascii() or ord(char) in known
            else ("" if unicodedata.category(char) in ("Cf", "Mn") else NO_GLYPH)
            for char in text
        )
    return text


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[at : at + _BREAK_AFTER] for at in range(0, len(word), _BREAK_AFTER))
