"""Country names that careless copy prints in lower case."""

import re
from collections.abc import Sequence
from functools import cache

from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer, shipped
from analysis.entities.reading import Sentence

#: Countries whose lower-case name is a common word: they need a place's preposition before.
_COMMON = {"turkey", "china", "chad", "jordan", "guinea", "georgia", "grenada", "wales", "america"}
_BEFORE = re.compile(r"\b(?:in|from|to|with|by|between|and|of|against|via|into)\s+$", re.I)
_AFTER = re.compile(r"\s+(?:sandwich|meat|breast|dinner|cabinet|shop|pigs?|hunt)\b")


@cache
def _pattern() -> re.Pattern[str]:
    names = {
        key for key, known in shipped().names.items()
        if known.kind == "country" and key.isalpha() and key.islower() and len(key) > 3
    }  # fmt: skip
    return re.compile(r"(?<![\w@#./-])(?:" + "|".join(sorted(names)) + r")(?![\w-])")


def lower_places(
    sentences: Sequence[Sentence], named: Sequence[Candidate], gazetteer: Gazetteer
) -> list[Candidate]:
    """Countries in lower case outside the names already found."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in named:
        taken.setdefault(one.sentence, []).append((one.start, one.end))
    found = []
    for sentence in sentences:
        for match in _pattern().finditer(sentence.text):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken.get(sentence.number, ())):
                continue
            if gazetteer.find(match.group()) is None:
                continue
            common = match.group() in _COMMON
            if common and (
                not _BEFORE.search(sentence.text, 0, start) or _AFTER.match(sentence.text, end)
            ):
                continue
            found.append(Candidate(sentence.number, start, end, match.group(), "", False))
    return found
