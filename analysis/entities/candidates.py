"""Possible names that the model did not mark: runs of capitalised words."""

import re
from collections.abc import Iterable

from analysis.entities.gazetteer import Gazetteer
from analysis.entities.spans import trimmed
from analysis.entities.wordlists import cues

_CAPITALISED = r"(?:[A-Z][^\W_]*(?:[.'’&\-‐‑][^\W_]+)*|(?:al|el|Al|El)-[A-Z][^\W_]*(?:['’-][^\W_]+)*)(?:(?<=\b[A-Z])\.(?:[A-Z]\.)*)?"
_BETWEEN = r"(?: |-| of the | of | for the | & | bin | al | van | de | del | der | von | da )"
RUN = re.compile(rf"(?<![^\W_]){_CAPITALISED}(?:{_BETWEEN}{_CAPITALISED})*")
_LOWER = re.compile(r"(?<![^\W_])[a-z][a-z]+(?![^\W_])")
_LEAD = re.compile(r"[^\s]+\s+")
_JOINT = re.compile(r"^(?:of|for|the|&|bin|al|van|de|del|der|von|da)\s+")


def runs(text: str, taken: Iterable[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Spans of capitalised words outside the spans already taken."""
    blanked = list(text)
    for start, end in taken:
        blanked[start:end] = "\0" * (end - start)
    plain, found = "".join(blanked), []
    for match in RUN.finditer(plain):
        start, end = _pruned(text, *trimmed(text, match.start(), match.end()), gazetteer)
        if end - start >= 2:
            found.append((start, end))
    return found


def _pruned(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
    """The run without titles, nationalities, weekdays and the like at its edges."""
    lists = cues()
    while start < end:
        match = _LEAD.match(text, start, end)
        word = (match.group().strip() if match else text[start:end]).rstrip(".,").casefold()
        outside = word in lists.no_names or word in lists.titles or word in gazetteer.demonyms
        if not outside and not (match and _JOINT.match(text[start:end])):
            break
        if match is None:
            return start, start
        start = match.end()
    while start < end:
        cut = text.rfind(" ", start, end)
        word = text[max(cut + 1, start) : end].rstrip(".,").casefold()
        if word not in lists.no_names or cut < start:
            break
        end = cut
    return trimmed(text, start, end)


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand in lower case in these texts."""
    return frozenset(word for text in texts for word in _LOWER.findall(text))
