"""Where, over which time and for which day a figure holds."""

import re
from collections.abc import Sequence
from datetime import date

from analysis.timeline.tolls.model import DateSpan, Name

_TOTAL = re.compile(
    r"\b(?:since|so far|to date|in total|total(?:ed|led|s|ing)?|altogether|overall|over the "
    r"(?:course|war|last|past)|"
    r"(?:in|during|of|throughout) (?:the|this|\w+ \w+ of) (?:\w+ )?(?:war|conflict|fighting|"
    r"occupation|campaign|offensive|hostilities)|"
    r"months? of|weeks? of|up to (?=[A-Z])|by (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:(?:air ?)?strikes?|airstrikes?|attacks?|blasts?|explosions?|bomb(?:ing|s|ed)?|"
    r"shooting|shot|raids?|crash(?:ed|es)?|collision|collided|"
    r"(?:earth)?quake|collapse[ds]?|fires?|accidents?|incidents?|ambush|massacre|clash(?:es)?|"
    r"fl[eo]od(?:s|ing)?|storm|tornado|hurricane|"
    r"eruption|derail\w+|capsiz\w+|sank|stampede|avalanche|shell(?:ing|ed)|hit|struck)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:overnight|yesterday|today|tonight|"
    r"(?:past|last|previous) (?:24|48|twenty-four) hours|(?:in|over|within) (?:24|48) hours|in "
    r"(?:the )?past day|"
    r"(?:on|late|early|this|last) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues|Wednes|"
    r"Thurs|Fri|Satur|Sun)day|separate|another)\b",
    re.IGNORECASE,
)
_DAILY = re.compile(
    r"^.{0,40}?\b(?:(?:past|last|previous) (?:\w+ )?(?:hours|day|days)|in 24 hours|overnight|a "
    r"day earlier)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:(?:have|has) (?:\w+ ){0,2}been|have (?:\w+ )?(?:died|perished|fled|lost|left)|"
    r"(?:death )?toll|counted|stood at|stands at|"
    r"reached|passed|(?:still|remain\w*) (?:held|missing|in)|are (?:\w+ )?(?:held|missing|"
    r"displaced|being held)|killed or missing)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:(?:death )?toll|number of (?:\w+ ){0,3}(?:dead|deaths|killed|wounded|injured|missing|"
    r"displaced|hostages)|"
    r"the (?:dead|wounded|injured) (?:at|number))\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:held|hold|holding|remain\w*|still|in captivity|held captive|in gaza)\b", re.IGNORECASE
)
_BEFORE_PLACE = re.compile(
    r"\b(?i:in|at|near|across|inside|on|of|outside|around|within|throughout|along|over|into|"
    r"raid(?:ed|ing)|bomb(?:ed|ing)|str[iu]c?k(?:e|es|ing)?|hit|shell(?:ed|ing)|attack(?:ed|ing)|"
    r"storm(?:ed|ing)|"
    r"between)\s+(?:the\s+)?(?:[a-z][\w-]*\s+){0,3}(?:the\s+)?(?:of\s+)?(?:the\s+)?$"
)
_FROM = re.compile(r"\b(?:from|against|by|with|to)\s+(?:the\s+)?(?:[a-z]+\s+)?$")
_PLAIN_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|on|outside|throughout)\s+(?:the\s+)?(?:(?:southern|northern|"
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


def _is_scene(sentence: str, name: Name) -> bool:
    before = sentence[max(0, name.start - 60) : name.start]
    after = sentence[name.end : name.end + 12]
    if _FROM.search(before):
        return False
    if _BEFORE_PLACE.search(before):
        return True
    return re.match(r"(?:['’]s)?\s+(?:death|toll|war|since)", after) is not None


def is_cumulative(sentence: str, start: int, end: int, outcome: str) -> bool | None:
    """Running total (True), one event (False), or unsaid (None)."""
    if _DAILY.match(sentence[end:]):
        return False
    if outcome == "abducted" and _HELD.search(sentence):
        return True
    if _TOTAL.search(sentence):
        return True
    if _EVENT.search(sentence):
        return False
    if _COUNT.search(sentence):
        return True
    if _TIME.search(sentence):
        return False
    return True if _RUNNING.search(sentence) else None


_TOLD_ON = re.compile(
    r"\b(?:said|says|announced|reported|confirmed|stated|added|told \w+|told|noted|wrote|"
    r"tweeted)\s+(?:on\s+|late\s+|early\s+|in\s+)*$"
)
_LAST_DAY = re.compile(
    r"\b(?:past|last|previous) (?:24|twenty-four) hours|in 24 hours|\bpast day\b", re.IGNORECASE
)


def day_of(
    sentence: str,
    offset: int,
    start: int,
    dates: Sequence[DateSpan],
    cumulative: bool | None,
    published: date | None,
) -> date | None:
    """The day for which a figure holds.

    dates: the date expressions of the sentence, in text offsets; offset: the sentence's start.
    The beginning of a period ("since October 7") is no such day.
    """
    if _LAST_DAY.search(sentence):
        return published
    days = []
    for mention in dates:
        if mention.first is None or mention.first != mention.last:
            continue
        before = sentence[max(0, mention.start - offset - 14) : mention.start - offset].lower()
        if re.search(r"\b(?:since|from|after|before|began|started)\s+(?:the\s+|last\s+)?$", before):
            continue
        if published is not None and mention.first > published:
            continue
        if _TOLD_ON.search(sentence[max(0, mention.start - offset - 24) : mention.start - offset]):
            continue  # the day of the statement, not of the event
        limit = re.search(r"\b(?:by|as of|up to|until)\s+(?:\w+\s+)?$", before)
        distance = abs(mention.start - offset - start)
        days.append((0 if limit else 1, distance, mention.first))
    if cumulative:
        limits = [day for rank, _, day in days if rank == 0]
        if limits:
            return limits[0]
        recent = [day for _, _, day in days if published is None or (published - day).days <= 7]
        return recent[0] if recent else (None if days else published)
    return min(days)[2] if days else None
