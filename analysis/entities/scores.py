"""Names in lines of results: "Arsenal 2 Chelsea 1", "Tiger Woods 66, Ernie Els (South Africa) 67".

Such lines are no sentences, so a model that learned from sentences says little of them; their form
says more. A side is a team or a person, a country stands for its team under its own name.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.entities.gazetteer import Gazetteer
from analysis.entities.names import fold
from analysis.entities.wordlists import cues, given_names

_WORD = r"[A-Z][^\W\d_]*(?:[.'’\-][^\W\d_]+)*\.?"
_SIDE = (
    rf"(?P<name>{_WORD}(?: (?:{_WORD}|de|la|of|van|und)){{0,3}})"
    rf"(?: \((?P<from>{_WORD}(?: {_WORD})*)\))?"
)
_NUMBER = r"\d{1,3}(?:[.:]\d\d)?(?![\d%]|,\d)"
#: A side with its number, where a line, another number or punctuation stands before it.
_PAIR = re.compile(rf"(?:(?<=^)|(?<=[\d,;:.)\]] )){_SIDE},? {_NUMBER}")
#: Two sides and a result in words: "Leeds beat Wigan 24-12".
_BEAT = re.compile(
    rf"^{_SIDE.replace('name', 'first').replace('from', 'a')} "
    r"(?:beat|bt|v|vs|drew with|lost to|defeated) "
    rf"{_SIDE.replace('name', 'second').replace('from', 'b')},? \d{{1,3}}-\d{{1,3}}\b"
)


class Side(NamedTuple):
    """A name in a result: offsets in the sentence and its type."""

    start: int
    end: int
    type: str


def sides(text: str, gazetteer: Gazetteer) -> list[Side]:
    """The teams and persons of a line of results; [] for any other text.

    A line of pairs needs two of them, lest "Chapter 11" be a team.
    """
    result, persons = _BEAT.match(text), False
    if result:
        spans = [result.span("first"), result.span("second")]
    else:
        pairs = list(_PAIR.finditer(text))
        spans = [match.span("name") for match in pairs]
        persons = any(match["from"] for match in pairs)
        if len(spans) < 2 or spans[0][0] > 40 or not _covers(text, spans):
            return []
    found = [Side(start, end, _type(text[start:end], persons, gazetteer)) for start, end in spans]
    return [side for side in found if side.type]


def _covers(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether names and numbers make up most of the line."""
    letters = sum(map(str.isalpha, text))
    return 2 * sum(end - start for start, end in spans) > letters


def _type(name: str, persons: bool, gazetteer: Gazetteer) -> str:
    """persons: whether the line gives countries in brackets, as it does for persons only."""
    lists = cues()
    words = name.casefold().split()
    known = gazetteer.find(name)
    outside = words[0] in lists.no_names or words[0] in lists.function_words
    if known is None and outside:
        return ""
    if known is not None and known.kind == "country":
        return "LOC"
    full = 2 <= len(words) <= 3 and (persons or fold(words[0]) in given_names())
    return "PER" if full and words[-1] not in lists.organisation_tails else "ORG"
