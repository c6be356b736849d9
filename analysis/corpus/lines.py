"""From raw text to paragraphs: line ends, blank lines, hard wraps, hyphenated line ends."""

import re
from itertools import pairwise

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
_NARROWEST, _WIDEST = 40, 140
_CLOSED = '.!?…:"”’)؟'


def read_paragraphs(raw: str, soft: bool = False) -> list[Paragraph]:
    """The paragraphs of a text: runs of lines up to a blank line, hard-wrapped lines joined.

    In a text that is not hard-wrapped every line is a paragraph. A line break is a wrap when the
    next word would not have fitted into the line: that is measured, file by file.
    soft: line breaks mean nothing, as in Markdown; only blank lines part paragraphs.
    """
    lines = []
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
    width = 0 if soft else _wrap_width(lines)
    if width is None:
        return [
            Paragraph(start, end, " ".join(text.split()), blank)
            for start, end, text, blank in lines
        ]
    return _joined(raw, lines, width)


def _wrap_width(lines: list[tuple[int, int, str, int]]) -> int | None:
    """The width at which lines were wrapped, None where they were not."""
    breaks = [
        (len(above[2]), len(below[2].split(" ", 1)[0]))
        for above, below in pairwise(lines)
        if not below[3] and len(above[2]) <= _WIDEST
    ]
    lengths = sorted(length for length, _ in breaks)
    if not lengths:
        return None
    width = lengths[min(int(len(lengths) * 0.9), len(lengths) - 1)]
    if width < _NARROWEST:
        return None
    needed = sum(length + 1 + word > width for length, word in breaks)
    long_lines = sum(len(line[2]) > 1.6 * width for line in lines)
    if needed < 0.6 * len(breaks) or long_lines > len(breaks):
        return None
    return width if len(breaks) > 2 or lengths[0] > 60 else None


def _joined(raw: str, lines: list[tuple[int, int, str, int]], width: int) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    above = ""
    for start, end, text, blank in lines:
        goes_on = (
            bool(above)
            and not blank
            and (
                not _NUMBERED.match(text)
                if not width
                else width * 0.5 < len(above) <= width * 1.25
                and (
                    len(above) + 1 + len(text.split(" ", 1)[0]) > width
                    or (len(above) > 0.8 * width and above[-1] not in _CLOSED)
                )
                and not _OWN_LINE.match(text)
                and not _OWN_LINE.match(above)
            )
        )
        if goes_on:
            last = paragraphs[-1]
            last.end = end
            last.lines += 1
        else:
            paragraphs.append(Paragraph(start, end, "", blank))
        above = text
    for paragraph in paragraphs:
        paragraph.text = " ".join(raw[paragraph.start : paragraph.end].split())
    return paragraphs


def line_end_hyphens(raw: str, paragraphs: list[Paragraph]) -> list[Repair]:
    """What to do with words cut at a line end: a hyphen that only the line end asked for goes.

    It goes where the whole word stands elsewhere in the text and the hyphenated one does not;
    otherwise the parts are joined and the hyphen stays.
    """
    repairs: list[Repair] = []
    wrapped = [one for one in paragraphs if one.lines > 1]
    if not wrapped or "-" not in raw:
        return repairs
    words: set[str] | None = None
    for paragraph in wrapped:
        for match in _HYPHEN.finditer(raw, paragraph.start, paragraph.end):
            hyphen = match.start()
            before = _PART_BEFORE.search(raw, max(paragraph.start, hyphen - 40), hyphen)
            after = _PART_AFTER.match(raw, match.end())
            if before is None or after is None:
                continue
            if words is None:
                words = set(raw.lower().split())
            first, second = before.group().lower(), after.group().lower()
            if first + second in words and f"{first}-{second}" not in words:
                repairs.append(Repair(hyphen, match.end(), "", "line_end_hyphen"))
            else:
                repairs.append(Repair(hyphen + 1, match.end(), "", None))
    return repairs
