"""Figures that a sentence takes back: people who are free again, numbers that were corrected."""

import re

from analysis.timeline.tolls.row import PEOPLE, Row

_HELD = {"abducted", "detained"}
_FREEING = re.compile(
    r"\b(?:releas(?:e of|ed|ing)|free(?:d|ing|dom)|liberated|rescued|rescue of|"
    r"(?:turn|hand)(?:ed|ing|s)? over|br(?:ing|inging|ought)|repatriat\w+|"
    r"swap\w*|reunit\w+|returned|return of)\b"
    r"(?:\W+[\w'’-]+){0,6}\W*$",
    re.IGNORECASE,
)
_FREED = re.compile(
    r"\b(?:have|has|had|were|was|are|is|be|been|being|and|but)\s+(?:\w+\s+){0,2}?(?:released|freed|"
    r"rescued|returned|brought (?:home|back)|reunited|let go|liberated|coming home|repatriated|"
    r"exchanged)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:are|is|were|was|remain\w*|still)\s+(?:\w+\s+){0,2}?(?:held|captive|hostage|in "
    r"captivity|missing)\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:revis\w*|correct\w*|lower\w*|downgrad\w*|replac\w*)\b[^.;]*\b(?:earlier|previous|initial|"
    r"original|first|preliminary)\s+(?:\w+\s+){0,2}(?:toll|figure|count|estimate|number|total)\s+"
    r"of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed)|dismiss(?:es|ed)|false|"
    r"not true|untrue|no evidence)\s+(?:\w+\s+){0,2}?"
    r"(?:that|reports?|claims?|allegations)\b[^,;.]{0,50}$",
    re.IGNORECASE,
)


def taken_back(row: Row) -> None:
    """Drop who was freed ("the release of six detained men"), what was corrected or denied."""
    for index in list(row.links.outcomes):
        held = set(row.links.outcomes[index]) <= _HELD
        if (
            (held and _is_freed(row, index))
            or _is_refuted(row.before(index))
            or (row.links.outcomes[index] == ("displaced",) and _is_cleared(row, index))
        ):
            row.drop(index)


_CLEARED = re.compile(r"\bevacuat", re.IGNORECASE)
_DRIVEN = re.compile(
    r"\b(?:homes?|houses|displac|fle[de]|uproot|driven|villag|neighbou?rhoods?)", re.IGNORECASE
)
_SITE = re.compile(
    r"\b(?:hotel|building|offices?|plane|aircraft|airliner|trains?|stations?|airport|embass|hospital|ship|"
    r"ferry|liner|stadium|schools?|mall|theat|cinema|church|factory|plant|wounded|injured|"
    r"nationals|citizens|foreigners|tourists|diplomat|staff|bomb threat)",
    re.IGNORECASE,
)
#: Fewer people leave a building; more leave a place where they live.
_A_QUARTER = 100


def _is_cleared(row: Row, index: int) -> bool:
    """Were people only led out of a building, a ship or a country ("150 left the hotel")?"""
    if not _CLEARED.search(row.sentence) or _DRIVEN.search(row.sentence):
        return False
    count = row.symbols[index].count
    few = count is not None and count.quantity.figures[0][0] < _A_QUARTER
    return few or _SITE.search(row.sentence) is not None


_DOUBT = re.compile(
    r"den[iy]|disput|reject|dismiss|false|true|evidence|revis|correct|lower|downgrad|replac",
    re.IGNORECASE,
)


def _is_refuted(before: str) -> bool:
    if not _DOUBT.search(before):
        return False
    return bool(_CORRECTED.search(before) or _DENIED.search(before))


def _is_freed(row: Row, index: int) -> bool:
    end = index + 1
    while end < len(row.letters) and end - index < 16 and row.letters[end] not in PEOPLE + "S":
        end += 1
    after = row.text(index + 1, end)
    if _STILL.search(after):
        return False
    start = index
    while start > 0 and index - start < 9 and row.letters[start - 1] not in "KIBVS":
        start -= 1
    freed = _FREED.search(after)
    if freed and end < len(row.letters) and row.letters[end] in PEOPLE:
        # "detained 16, but released 10": those who are freed are others
        freed = None if after[freed.end() :].strip() in ("", "all") else freed
    return bool(_FREEING.search(row.text(start, index)) or freed)
