"""Possible names that the model did not mark: runs of capitalised words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer
from analysis.entities.spans import trimmed, unhyphenated
from analysis.entities.wordlists import cues

_WORD = r"[A-Z][^\W_]*(?:[.'’&\-‐‑][^\W_]+)*"
_ARABIC = r"(?:al|el|Al|El)-[A-Z][^\W_]*(?:['’-][^\W_]+)*"
_CAPITALISED = rf"(?:{_WORD}|{_ARABIC})(?:(?<=\b[A-Z])\.(?:[A-Z]\.)*)?"
_BETWEEN = r"(?: |-| of the | of | for the | & | bin | al | van | de | del | der | von | da )"
RUN = re.compile(rf"(?<![^\W_]){_CAPITALISED}(?:{_BETWEEN}{_CAPITALISED})*(?: plc\b)?")
_LOWER = re.compile(r"(?<![^\W_])[a-z][a-z]+(?![^\W_])")
_LEAD = re.compile(r"[^\s]+\s+")
_JOINT = re.compile(r"^(?:of|for|the|&|bin|al|van|de|del|der|von|da)\s+")


def runs(
    text: str, taken: Iterable[tuple[int, int]], gazetteer: Gazetteer
) -> list[tuple[int, int]]:
    """Spans of capitalised words outside the spans already taken."""
    blanked = list(text)
    for start, end in taken:
        blanked[start:end] = "\0" * (end - start)
    plain, found = "".join(blanked), []
    for match in RUN.finditer(plain):
        start, end = pruned(text, *trimmed(text, match.start(), match.end()), gazetteer)
        alone = text[start:end].rstrip(".").casefold()
        if end - start >= 2 and alone not in cues().strong_titles:
            found.extend(unhyphenated(text, start, end, gazetteer))
    return found


def pruned(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
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


@lru_cache(maxsize=4)
def _automaton(names: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)


def with_known(
    number: int, text: str, found: Sequence[Candidate], gazetteer: Gazetteer
) -> list[Candidate]:
    """The candidates of a sentence with the gazetteer's names of several words among them.

    Such a name takes the place of what overlaps it, unless the model saw a longer name around it.
    """
    result = list(found)
    for _, start, end in _automaton(gazetteer.phrases).find_matches_as_indexes(text):
        inside = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "-")
        if inside or text[end : end + 1].isalnum():
            continue
        over = [one for one in result if one.start < end and start < one.end]
        if any((one.start, one.end) == (start, end) for one in over) or any(
            one.start <= start and end <= one.end and one.label in ("PER", "ORG", "LOC")
            for one in over
        ):
            continue
        label = next((one.label for one in over if one.label), "")
        result = [one for one in result if one not in over]
        result.append(Candidate(number, start, end, text[start:end], label, False))
    return result


def lower_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand in lower case in these texts."""
    return frozenset(word for text in texts for word in _LOWER.findall(text))
