"""Capitalised things that are nobody: what is dropped from the names of either way of reading."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from analysis.entities.national import Named
from analysis.entities.wordlists import cues


@cache
def _phrases() -> re.Pattern[str]:
    """Concepts of several words, in which a word by itself looks like a name: "State of the
    [Union]"."""
    several = sorted(
        (one for one in cues().concepts if " " in one), key=lambda one: (-len(one), one)
    )
    return re.compile(
        r"(?<!\w)(?:"
        + "|".join(re.escape(one).replace("'", "['’]") for one in several)
        + r")(?!\w)",
        re.I,
    )


@cache
def _anywhere() -> AhoCorasick:
    return AhoCorasick([one.lower() for one in cues().concepts if " " in one])


def _concepts(text: str) -> list[tuple[int, int]]:
    """Where concepts of several words stand."""
    plain = text.replace("’", "'")
    # Tells much faster that there is none; letters beyond ASCII have more than two cases.
    if plain.isascii() and not _anywhere().find_matches_as_indexes(plain.lower()):
        return []
    return [match.span() for match in _phrases().finditer(text)]


_ADHERENTS = re.compile(r"(?:^|.* )(?:Republicans?|Democrats?|Conservatives|Liberals|Tories)")
_MEDAL = re.compile(r"(?:^|.* )medals? of |.* .* law$")
#: Behind the name of a chamber or a movement: what is named are its people.
_MEMBERS = re.compile(r" (?:Republicans?|Democrats?|Conservatives|Liberals)\b")


def is_matter(form: str, kind: str) -> bool:
    """Whether this is the name of a law, an event, a prize, an idea or of a party's adherents,
    and so of nobody."""
    low = form.casefold().replace("’", "'")
    if low in cues().concepts or (kind != "LOC" and _ADHERENTS.fullmatch(form)):
        return True
    if kind != "PER" and _MEDAL.search(low):
        return True
    # A person may be called Law or Cup; a name of three words that ends so is no person's.
    tail = low.rsplit(" ", 1)[-1].rstrip(".")
    return low.count(" ") >= (2 if kind == "PER" else 1) and tail in cues().matter_tails


def without_matters(named: Sequence[Named], texts: Mapping[int, str]) -> list[Named]:
    """The names that do not lie within a concept of several words, nor tell whose adherents are
    meant ("House Republicans")."""
    spans: dict[int, list[tuple[int, int]]] = {}
    result = []
    for row in named:
        one, kind, _ = row
        text = texts[one.sentence]
        if one.sentence not in spans:
            spans[one.sentence] = _concepts(text)
        inside = any(start <= one.start and one.end <= end for start, end in spans[one.sentence])
        members = kind == "ORG" and _MEMBERS.match(text, one.end)
        if not inside and not members:
            result.append(row)
    return result
