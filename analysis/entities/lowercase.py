"""Names that careless copy prints in lower case."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from ahocorasick_rs import AhoCorasick

from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer, shipped
from analysis.entities.wordlists import cues, given_names


class Printed(Protocol):
    """A sentence as it stands in its article."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


#: Countries whose lower-case name is a common word: they need a place's preposition before.
_COMMON = {"turkey", "china", "chad", "jordan", "guinea", "georgia", "grenada", "wales", "america"}
_BEFORE = re.compile(r"\b(?:in|from|to|with|by|between|and|of|against|via|into)\s+$", re.I)
_AFTER = re.compile(r"\s+(?:sandwich|meat|breast|dinner|cabinet|shop|pigs?|hunt)\b")


@cache
def _names() -> list[str]:
    return sorted(
        key for key, known in shipped().names.items()
        if known.kind == "country" and key.isalpha() and key.islower() and len(key) > 3
    )  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"(?<![\w@#./-])(?:" + "|".join(_names()) + r")(?![\w-])")


@cache
def _anywhere() -> AhoCorasick:
    """Tells much faster than the pattern that a sentence holds none of the names."""
    return AhoCorasick(_names())


def lower_places(
    sentences: Sequence[Printed], named: Sequence[Candidate], gazetteer: Gazetteer
) -> list[Candidate]:
    """Countries in lower case outside the names already found."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for one in named:
        taken.setdefault(one.sentence, []).append((one.start, one.end))
    found = []
    for sentence in sentences:
        if not _anywhere().find_matches_as_indexes(sentence.text):
            continue
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


_POSSESSIVE = re.compile(r"['’]s$")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def raised(text: str) -> str:
    """A sentence without any capital, with capitals where known names stand: given names and the
    word after them, places and organisations that mean one thing, what follows a title."""
    lists, gazetteer, result = cues(), shipped(), list(text)
    before, left = "", 0
    for match in _LETTERS.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        known = gazetteer.names.get(word)
        certain = known is not None and known.weight > 0 and word not in _COMMON
        plain = word in lists.function_words or word in lists.titles
        given = word in given_names() and not plain and before not in lists.place_prepositions
        follows = left > 0 and not plain and word not in lists.no_names
        family = follows and text[match.start() - 1] == " " and len(word) > 3
        titled = before in lists.strong_titles and not plain and len(word) > 3
        if given or certain or family or titled or gazetteer.country_of(word):
            result[match.start()] = text[match.start()].upper()
        left = 1 if given else 0
        before = word
    return "".join(result)
