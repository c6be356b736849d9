"""Figures that a sentence takes back: people who are free again, numbers that were corrected."""

import re

from analysis.timeline.tolls.row import PEOPLE, Row

_HELD = {"abducted", "detained"}
_FREEING = re.compile(
    r"\b(?:releas(?:e of|ed|ing)|free(?:d|ing|dom)|liberated|rescued|rescue of|"
    r"br(?:ing|inging|ought)|repatriat\w+|swap\w*|reunit\w+|returned|return of)\b"
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
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed)|dismiss(?:es|ed)|false|not true|untrue|"
    r"no evidence)\s+(?:\w+\s+){0,2}?(?:that|reports?|claims?|allegations)\b[^,;.]{0,50}$",
    re.IGNORECASE,
)


def taken_back(row: Row) -> None:
    """Drop who was freed ("the release of six detained men"), what was corrected or denied."""
    for index in list(row.links.outcomes):
        held = set(row.links.outcomes[index]) <= _HELD
        if (held and _is_freed(row, index)) or _is_refuted(row.before(index)):
            row.drop(index)


def _is_refuted(before: str) -> bool:
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
    return bool(_FREEING.search(row.text(start, index)) or _FREED.search(after))
