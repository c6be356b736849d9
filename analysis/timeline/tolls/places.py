"""Where it happened that a figure reports."""

import re
from collections.abc import Sequence

from analysis.timeline.tolls.model import Name

_BEFORE_PLACE = re.compile(
    r"\b(?i:in|at|near|across|inside|on|outside|around|fled|fleeing|left|leaving|within|throughout|along|over|into|"
    r"raid(?:ed|ing)|bomb(?:ed|ing)|str[iu]c?k(?:e|es|ing)?|hit|shell(?:ed|ing)|attack(?:ed|ing)|"
    r"storm(?:ed|ing)|"
    r"between|(?:city|cities|town|village|north|south|east|west|part|parts|outskirts|provinces?|"
    r"districts?|regions?|state|suburbs?|quarter|camp|port|capital|area|strip|coast|cent(?:er|re)|"
    r"heart|streets|side|people|island|neighbou?rhood) of)\s+"
    r"(?:the\s+)?(?:[a-z][\w-]*\s+){0,3}(?:the\s+)?(?:of\s+)?(?:the\s+)?$"
)
_FROM = re.compile(r"\b(?:from|against|by|with|to)\s+(?:the\s+)?(?:[a-z]+\s+)?$")
_PLAIN_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Ii]nside|on|[Oo]utside|[Tt]hroughout|"
    r"(?:north|south|east|west)(?:east|west)? of)\s+(?:the\s+)?(?:(?:southern|northern|"
    r"central|eastern|western|occupied|besieged|nearby|"
    r"north|south|east|west|city|town|village|district|province|region|state|port|area|"
    r"northwestern|northeastern|southwestern|southeastern)\s+|of\s+|the\s+){0,4}"
    r"((?:[aA]l-|[eE]l-)?[A-Z][\w’'-]+(?:\s+(?:(?:al-|el-)?[A-Z][\w-]+|of\s+[A-Z]\w+)){0,3})"
)
_NO_PLACE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|"
    r"August|(?:Septem|Octo|Novem|Decem)ber|"
    r"(?:Islam|Christian|Ramadan|Christmas|Easter|Twitter|Facebook|English|Arabic|Hebrew|"
    r"Congress|I)\b"
)
_DAY_AFTER = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_NO_PLACE_BEFORE = re.compile(
    r"\s+(?:attack|assault|strike|war|raid|militants|fighters|government|forces|troops|soldiers|"
    r"officials)"
)
_ADJECTIVE = re.compile(r"(?:[a-z]i|ian|ish|ese|can|ench|utch)$")
_HEALTH = re.compile(
    r"\b(?:health|ministry|hospital|authorit|official|government|media office|civil defen)",
    re.IGNORECASE,
)


def plain_places(sentence: str) -> list[tuple[int, int]]:
    """Spans of places by their preposition alone, for texts whose names were not recognised."""
    found = []
    for match in _PLAIN_PLACE.finditer(sentence):
        after = sentence[match.end(1) :]
        if _ADJECTIVE.search(match.group(1)) and re.match(r"\s+[a-z]", after):
            continue
        if not _NO_PLACE.match(match.group(1)) and not _NO_PLACE_BEFORE.match(after):
            end = match.end(1)
            if sentence[:end].endswith(("'s", "’s")):
                end -= 2
            day = _DAY_AFTER.search(sentence, match.start(1), end)
            if day is not None:  # "near Baghdad Monday"
                end = day.start()
            found.append((match.start(1), end))
    return found


def choose_place(
    sentence: str,
    places: Sequence[Name],
    start: int,
    end: int,
    source: tuple[int, int] | None,
) -> Name | None:
    """The place of the figure at start: the nearest in its clause, else the nearest at all.

    places: spans in the sentence; source: span of the reporting clause, whose places are none.
    """
    outside = [
        name
        for name in places
        if not (source and source[0] <= name.start < source[1])
        and not (start <= name.start < end)
        and _is_scene(sentence, name)
    ]
    outside = [name for name in outside if not _only_near(sentence, name, outside)]
    if not outside:
        return None

    def distance(name: Name) -> tuple[int, int]:
        between = sentence[end : name.start] if name.start >= end else sentence[name.end : start]
        breaks = between.count(";") * 3 + len(re.findall(r",| and | while | but ", between))
        behind = 0 if name.start >= end else 2
        return breaks * 2 + behind, len(between)

    return min(outside, key=distance)


def source_place(
    sentence: str, places: Sequence[Name], source: tuple[int, int] | None
) -> Name | None:
    """The place of an authority that counts for it ("Gaza's Health Ministry")."""
    if source is None or not _HEALTH.search(sentence[source[0] : source[1]]):
        return None
    inside = [name for name in places if source[0] <= name.start < source[1]]
    return inside[-1] if inside else None


def scene(sentence: str, places: Sequence[Name]) -> Name | None:
    """The last place of a sentence in which something can have happened."""
    scenes = [name for name in places if _is_scene(sentence, name)]
    scenes = [name for name in scenes if not _only_near(sentence, name, scenes)]
    return scenes[-1] if scenes else None


_NEARBY = re.compile(
    r"(?:\s+(?:refugee )?(?:camp|quarter|district|neighbou?rhood|city|hospital|"
    r"school))?,?\s+(?:in the (?:middle|north|south|east|west|cent(?:re|er)|heart)|"
    r"(?:just |\d+ \w+ )?(?:north|south|east|west)\w*|a \w+(?: \w+)?|part|in|near|outside|on "
    r"the outskirts|in (?:north|south|east|west|cent)\w+)"
    r"(?:\s+(?:of|in))?(?:\s+the)?\s*"
)


def _only_near(sentence: str, name: Name, others: Sequence[Name]) -> bool:
    """Does a place only say where the place before it lies ("al-Mawasi, west of Khan Younis")?"""
    return any(
        other.end < name.start and _NEARBY.fullmatch(sentence[other.end : name.start])
        for other in others
    )


#: A name before such a word says whose, not where: "across the U.S. government".
_ADJECTIVAL = re.compile(
    r"(?:['’]s)?\s+(?:governments?|citizens?|nationals?|soldiers?|troops|officials?|forces?|army|"
    r"military|police|personnel|embassy|president|intelligence|lawmakers?|custody|officers?|"
    r"base|service ?members?)\b",
    re.IGNORECASE,
)


_ACTOR = re.compile(r"\b(?:by|from|of)\s+$")
#: "northern Haiti suffered an earthquake", "the city was hit".
_STRICKEN = re.compile(
    r"\s+(?:(?:has|have|had)\s+)?(?:suffered|saw|seen|experienced|endured|"
    r"(?:was|were|been)\s+(?:hit|struck|shaken|rocked))\b"
)


def _is_scene(sentence: str, name: Name) -> bool:
    before = sentence[max(0, name.start - 60) : name.start]
    after = sentence[name.end : name.end + 12]
    if _STRICKEN.match(sentence, name.end):
        return True
    if _FROM.search(before):
        return False
    if _BEFORE_PLACE.search(before):
        return not _ADJECTIVAL.match(sentence[name.end : name.end + 24])
    if _ADJECTIVAL.match(after):
        return False
    if _ACTOR.search(before):
        return False  # "killed by Israel's war"
    return re.match(r"(?:['’]s)?\s+(?:death|toll|war|since)", after) is not None
