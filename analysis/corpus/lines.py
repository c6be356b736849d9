"""From raw text to paragraphs: line ends, blank lines, hard wraps, hyphenated line ends."""

import re
from itertools import pairwise

import ahocorasick_rs

from analysis.corpus.spans import Paragraph, Repair

_LINE = re.compile(r"[^\r\n]+")
_HYPHEN = re.compile(r"-[^\S\r\n]*(?:\r\n|\n|\r)[^\S\r\n]*")
_PART_BEFORE = re.compile(r"[^\W\d_]{2,}$")
_PART_AFTER = re.compile(r"[^\W\d_]{2,}")
#: Lines that never go on into the next or out of the one before.
_OWN_LINE = re.compile(
    r"(?:By [A-Z]|Published|Updated|Date\b|[\-=_*~#•·—–+ ]{3,}$|[(\[][^()\[\]]{2,40}[)\]]$"
    r"|[-–—] ?[A-Z][\w .&'-]{1,40}$|[-*•] |©)"
)
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
#: What the lines of _OWN_LINE begin with.
_OWN_FIRST = frozenset("BPUD([©-–—*•=_~#·+ ")
#: White space within lines other than the blank.
_ODD_ASCII = "\t\x0b\x0c\x1c\x1d\x1e\x1f"
_ODD_BLANKS = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_NARROWEST, _WIDEST = 40, 140
#: A line without white space at its ends: start, end, text, blank lines above.
_Line = tuple[int, int, str, int]
_CLOSED = '.!?…:"”’)؟'


def read_paragraphs(raw: str, soft: bool = False) -> list[Paragraph]:
    """The paragraphs of a text: runs of lines up to a blank line, hard-wrapped lines joined.

    In a text that is not hard-wrapped every line is a paragraph. A line break is a wrap when the
    next word would not have fitted into the line: that is measured, file by file.
    soft: line breaks mean nothing, as in Markdown; only blank lines part paragraphs.
    """
    lines = _lines_by_feed(raw) if "\r" not in raw else _lines(raw)
    width = 0 if soft else _wrap_width(lines)
    if width is not None:
        return _joined(raw, lines, width)
    if _single_blanks(raw):
        return [Paragraph(start, end, text, blank) for start, end, text, blank in lines]
    return [
        Paragraph(start, end, " ".join(text.split()), blank) for start, end, text, blank in lines
    ]


def _single_blanks(raw: str) -> bool:
    """Whether words within lines are parted by one blank each, so that nothing is to be folded."""
    if "  " in raw or any(one in raw for one in _ODD_ASCII):
        return False
    return raw.isascii() or not any(one in raw for one in _ODD_BLANKS)


def _lines(raw: str) -> list[_Line]:
    lines: list[_Line] = []
    last_end = 0
    for match in _LINE.finditer(raw):
        line = match.group()
        text = line.strip()
        if not text:
            continue
        start = match.start() + line.index(text[0])
        gap = raw[last_end : match.start()]
        breaks = gap.count("\n") or gap.count("\r") if last_end or gap else 1
        lines.append((start, start + len(text), text, max(breaks - 1, 0)))
        last_end = match.end()
    return lines


def _lines_by_feed(raw: str) -> list[_Line]:
    """The same for text whose lines end with line feeds alone, most of it, at half the cost."""
    lines: list[_Line] = []
    at = blank = 0
    # Nothing stands before the first line, so a blank one there is one line break.
    first = -1
    for line in raw.split("\n"):
        text = line.strip()
        if not text:
            blank += 1
        else:
            start = at if text[0] == line[0] else at + line.index(text[0])
            lines.append((start, start + len(text), text, max(blank + first, 0)))
            blank = first = 0
        at += len(line) + 1
    return lines


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width at which lines were wrapped, None where they were not."""
    breaks = [
        (len(above[2]), len(below[2].split(" ", 1)[0]), above[2][-1] in _CLOSED)
        for above, below in pairwise(lines)
        if not below[3] and len(above[2]) <= _WIDEST
    ]
    lengths = sorted(length for length, _, _ in breaks)
    # Lines that all close a sentence were not wrapped.
    if not lengths or all(closed for _, _, closed in breaks):
        return None
    width = lengths[min(int(len(lengths) * 0.9), len(lengths) - 1)]
    if width < _NARROWEST:
        return None
    needed = sum(length + 1 + word > width for length, word, _ in breaks)
    long_lines = sum(len(line[2]) > 1.6 * width for line in lines)
    if needed < 0.6 * len(breaks) or long_lines > len(breaks):
        return None
    return width if len(breaks) > 2 or lengths[0] > 60 else None


def _joined(raw: str, lines: list[_Line], width: int) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    above = ""
    for line in lines:
        start, end, text, blank = line
        if above and not blank and _goes_on(above, text, width):
            last = paragraphs[-1]
            last.end = end
            last.lines += 1
        else:
            paragraphs.append(Paragraph(start, end, text, blank))
        above = text
    for paragraph in paragraphs:
        if paragraph.lines > 1:
            paragraph.text = raw[paragraph.start : paragraph.end]
        paragraph.text = " ".join(paragraph.text.split())
    return paragraphs


def _goes_on(above: str, text: str, width: int) -> bool:
    """Whether a line goes on with the one above it; width 0: all do but list items."""
    if not width:
        return not _NUMBERED.match(text)
    length = len(above)
    if not width * 0.5 < length <= width * 1.25:
        return False
    if text[0].islower() and above[-1] not in _CLOSED:
        return True
    if length + 1 + len(text.split(" ", 1)[0]) <= width and (
        length <= 0.8 * width or above[-1] in _CLOSED
    ):
        return False
    return not (
        (text[0] in _OWN_FIRST and _OWN_LINE.match(text))
        or (above[0] in _OWN_FIRST and _OWN_LINE.match(above))
    )


def line_end_hyphens(raw: str, paragraphs: list[Paragraph]) -> list[Repair]:
    """What to do with words cut at a line end: a hyphen that only the line end asked for goes.

    It goes where the whole word stands elsewhere in the text and the hyphenated one does not;
    otherwise the parts are joined and the hyphen stays.
    """
    wrapped = [one for one in paragraphs if one.lines > 1]
    if not wrapped or "-" not in raw:
        return []
    cuts = []
    for paragraph in wrapped:
        for match in _HYPHEN.finditer(raw, paragraph.start, paragraph.end):
            hyphen = match.start()
            before = _PART_BEFORE.search(raw, max(paragraph.start, hyphen - 40), hyphen)
            after = _PART_AFTER.match(raw, match.end())
            if before is not None and after is not None:
                parts = before.group().lower(), after.group().lower()
                cuts.append((hyphen, match.end(), "".join(parts), "-".join(parts)))
    known = _standing(raw, {word for cut in cuts for word in cut[2:]}) if cuts else set()
    return [
        Repair(hyphen, end, "", "line_end_hyphen")
        if whole in known and hyphenated not in known
        else Repair(hyphen + 1, end, "", None)
        for hyphen, end, whole, hyphenated in cuts
    ]


def _standing(raw: str, words: set[str]) -> set[str]:
    """Those of some words (in lower case) that stand in the text between white space."""
    text, ordered = raw.lower(), sorted(words)
    found = set()
    automaton = ahocorasick_rs.AhoCorasick(ordered)
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if (not start or text[start - 1].isspace()) and not text[end : end + 1].strip():
            found.add(ordered[number])
    return found
