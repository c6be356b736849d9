"""Over which time and for which day a figure holds."""

import re
from collections.abc import Sequence
from datetime import date

from analysis.timeline.tolls.model import DateSpan

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
    r"Thurs|Fri|Satur|Sun)day|separate|another|a day (?:earlier|before)|the day before|"
    r"of (?:his|her|their|its) wounds|"
    r"the same day|in the (?:attack|crash|blast|raid|strike|fire))\b",
    re.IGNORECASE,
)
#: What a record is measured against is no beginning of a count: "the worst attack since 1948".
_RECORD = re.compile(
    r"\b(?:worst|deadliest|bloodiest|heaviest|largest|biggest|most|highest|first|greatest|gravest)\b"
    r"[^.;]{0,90}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_IN_CLAUSE = re.compile(r"\b(?:that|which|when|where|who)\b", re.IGNORECASE)
#: Counting over time, by the verb: "the ministry has counted 3,823 dead".
_TALLIED = re.compile(
    r"\b(?:has|have|had)\s+(?:\w+\s+){0,2}?(?:counted|listed|recorded|registered|documented|"
    r"tallied|lost)\b",
    re.IGNORECASE,
)
_HOSTAGES = re.compile(r"\b(?:number of|families of|all|of the)\b[^,;]{0,30}$", re.IGNORECASE)
_DAILY = re.compile(
    r"^.{0,40}?\b(?:(?:past|last|previous) (?:\w+ )?(?:hours|day|days)|in 24 hours|overnight|a "
    r"day earlier)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:(?:have|has|had) (?:\w+ ){0,2}been|have (?:\w+ )?(?:died|perished|fled|lost|left)|"
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


def is_cumulative(sentence: str, start: int, end: int, outcome: str) -> bool | None:
    """Running total (True), one event (False), or unsaid (None)."""
    if _DAILY.match(sentence[end:]):
        return False
    if outcome == "abducted" and _HELD.search(sentence):
        return True
    if outcome == "abducted" and _HOSTAGES.search(sentence[:start]):
        return True
    if _is_of_clause(sentence, start) or is_short(sentence, end):
        return False
    if any(_counts(sentence, found.start(), found.group()) for found in _TOTAL.finditer(sentence)):
        return True
    if _EVENT.search(sentence):
        return False
    if _COUNT.search(sentence):
        return True
    if _TIME.search(sentence):
        return False
    return True if _RUNNING.search(sentence) or _TALLIED.search(sentence) else None


#: A count that began with an event of the last days is none of a whole war: "193 people since
#: fighting resumed on Friday".
_SINCE_LATELY = re.compile(
    r"^[^,;]{0,60}?\bsince\s+(?:[\w'’-]+\s+){2,7}?(?:on )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|dawn|midnight|midday|noon|"
    r"(?:the|this) morning|overnight|last night)\b",
    re.IGNORECASE,
)


def is_short(sentence: str, end: int) -> bool:
    """Is a figure counted since a day of the last week?"""
    return _SINCE_LATELY.match(sentence[end:]) is not None


def _counts(sentence: str, start: int, words: str) -> bool:
    """Does "since" begin a count? Other words of a total always do."""
    return words.lower() != "since" or not _RECORD.search(sentence[:start])


def _is_of_clause(sentence: str, start: int) -> bool:
    """Does the figure stand within what "since" names: "since the attack that killed three"?"""
    since = [found.end() for found in _SINCE.finditer(sentence, 0, start)]
    return (
        bool(since)
        and "," not in sentence[since[-1] : start]
        and bool(_IN_CLAUSE.search(sentence, since[-1], start))
    )


def says_total(sentence: str) -> bool:
    """Does a sentence speak of a running total ("since", "so far", "the death toll")?"""
    return _TOTAL.search(sentence) is not None or _COUNT.search(sentence) is not None


def counts_a_day(sentence: str) -> bool:
    """Does a sentence give the count of a day or two ("in the past 24 hours")?"""
    return _LAST_DAY.search(sentence) is not None


def tells_of_event(sentence: str) -> bool:
    """Does a sentence tell of one event, not of a running total?"""
    return not _TOTAL.search(sentence) and bool(_EVENT.search(sentence) or _TIME.search(sentence))


_TOLD_ON = re.compile(
    r"\b(?:said|says|announced|reported|confirmed|stated|added|told \w+|told|noted|wrote|"
    r"tweeted)\s+(?:on\s+|late\s+|early\s+|in\s+)*$"
)
_LAST_DAY = re.compile(
    r"\b(?:past|last|previous) (?:(?:24|48|twenty-four) hours|(?:two|three|few) days)|in 24 hours|"
    r"\bpast day\b",
    re.IGNORECASE,
)


#: A date in a clause with "since": "since fighting resumed on Friday".
_SINCE_WHICH = re.compile(r"\bsince\s+[^,;:]{0,60}$", re.IGNORECASE)


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
        if _SINCE_WHICH.search(sentence[: mention.start - offset]):
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
        return recent[0] if recent else published
    return min(days)[2] if days else None
