"""Where and when the figures of an article stand, by their sentence and those just before it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from analysis.timeline.datelines import is_dateline
from analysis.timeline.tolls.model import DateSpan, Name, Toll
from analysis.timeline.tolls.nouns import NATIONALITY
from analysis.timeline.tolls.places import choose_place, plain_places, scene, source_place
from analysis.timeline.tolls.sources import Source
from analysis.timeline.tolls.when import counts_a_day, day_of, says_total, tells_of_event

_CAPITAL = re.compile(r"[A-Z][\w-]+")
_NEAR = 45
#: From here on a count of the dead is seldom that of one event, one of the displaced never.
_MANY_DEAD = 1000
_MANY_DISPLACED = 100_000
_NO_NAME = {
    "The",
    "Its",
    "A",
    "Their",
    "Israeli",
    "Palestinian",
    "Lebanese",
    "National",
    "But",
    "And",
}
_WAR_IN = re.compile(
    r"\b(?:war|fighting|offensive|operation|invasion|bombardment|campaign|truce|cease-?fire|conflict|"
    r"bloodshed|earthquake|floods?|flooding|epidemic|outbreak) (?:in|on|of|against) (?:the )?"
    # "Sudan's war" is where it is fought; "killed by Israel's war", "Israel's war on Gaza" are not.
    r"([A-Z][a-z]+(?: Strip)?)|"
    r"(?<!\bby )\b([A-Z][a-z]+)(?:['’]s)? (?:war(?! (?:on|against|in)\b)|death toll)\b"
)
_PART_ENDS = re.compile(r"[,;]| and | while ")
_MINISTRY = re.compile(r"\b(?:[Mm]inistry|[Hh]ealth (?:officials|authorities))\b")
_AUTHORITY = (
    r"(?:[Hh]ealth (?:[Mm]inistry|officials|authorities)|[Mm]inistry of [Hh]ealth|(?:government )?"
    r"media office|authorities|[Cc]ivil [Dd]efen[cs]e)"
)
_NAMED_MINISTRY = re.compile(
    rf"\b([A-Z][a-z]+)(?:['’]s)? {_AUTHORITY}\b|\b{_AUTHORITY} in (?:the )?([A-Z][a-z]+(?: Strip)?)"
)


class Setting:
    """An article's places and dates; last: the figure read before."""

    #: A figure without place or day takes them from this many sentences before it.
    _BACK = 2
    #: Sentences in which an article says what it is about: headline, first lines.
    _LEAD = 4
    #: A report is about a day of the last week.
    _NEWS = 7

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        places: Sequence[Name],
        dates: Sequence[DateSpan],
        published: date | None,
    ) -> None:
        self._text = text
        self._sentences = sentences
        self._places = places
        self._place_starts = [name.start for name in places]
        self._known = {text[name.start : name.end]: name.entity_id for name in places}
        self.dates: dict[int, list[DateSpan]] = {}
        for mention in dates:
            self.dates.setdefault(mention.sentence, []).append(mention)
        self.published = published
        self._ministries: list[Name] | None = None
        self._told: dict[int, bool] = {}
        self.last: Toll | None = None

    def _places_of(self, index: int) -> list[Name]:
        """Places of a sentence, in offsets of the sentence."""
        start, end = self._sentences[index]
        if not self._places:
            return [Name(*span) for span in plain_places(self._text[start:end])]
        first = bisect_left(self._place_starts, start)
        last = bisect_left(self._place_starts, end)
        return [
            Name(name.start - start, name.end - start, name.entity_id)
            for name in self._places[first:last]
        ]

    def place(
        self,
        index: int,
        number: tuple[int, int],
        source: Source | None,
        cumulative: bool | None,
    ) -> tuple[str | None, str | None]:
        """Place and entity: of the sentence, else of those before it or of who counts."""
        start, end = self._sentences[index]
        sentence = self._text[start:end]
        places = self._places_of(index)
        span = None if source is None else (source.start, source.end)
        counting = source_place(sentence, self._named_in_source(sentence, places, span), span)
        chosen = choose_place(sentence, places, *number, span)
        if chosen is None and (cumulative is not False or counts_a_day(sentence)):
            if counting is not None:
                return sentence[counting.start : counting.end], counting.entity_id
            other = self._ministry_place(index, span)
            if other is None and cumulative:
                if self.last and self.last.sentence == index - 1 and self.last.cumulative:
                    return self.last.place, self.last.place_id
                other = self._theatre()
            if other is not None:
                return self._text[other.start : other.end], other.entity_id
        if chosen is not None:
            return sentence[chosen.start : chosen.end], chosen.entity_id
        # A running total has a scope of its own, which is not where the last event happened.
        reach = 0 if cumulative else self._BACK
        for back in range(index - 1, max(index - 1 - reach, -1), -1):
            start, end = self._sentences[back]
            before = self._text[start:end]
            named = scene(before, self._places_of(back))
            if named is not None:
                return before[named.start : named.end], named.entity_id
        if counting is None:
            return None, None
        return sentence[counting.start : counting.end], counting.entity_id

    def has_own_place(self, index: int, after: int) -> bool:
        """Does a place follow a part right away, as in "including 38 in Vietnam"?"""
        start, end = self._sentences[index]
        near = self._text[start + after : min(start + after + _NEAR, end)]
        stop = _PART_ENDS.search(near)
        reach = after + (stop.start() if stop else len(near))
        return any(after <= name.start < reach for name in self._places_of(index))

    def settled(
        self, index: int, cumulative: bool | None, outcome: str, value: int, sentence: str
    ) -> bool | None:
        """Running total or one event, where the sentence leaves it open or is weak evidence.

        A few people counted after a sentence that tells of an event are its victims; millions who
        are displaced, or a ministry's thousands, are those of the whole war.
        """
        if cumulative is None:
            if outcome == "displaced" and value >= _MANY_DISPLACED:
                return True
            before = self.is_of_event_before(index)
            if before is False and value >= _MANY_DEAD and _MINISTRY.search(sentence):
                return True
            if before is None and value < _MANY_DEAD and self._tells_of_one_event():
                return False
            return before
        weak = outcome != "abducted" and value < _MANY_DEAD and not says_total(sentence)
        if cumulative and weak and self.is_of_event_before(index) is False:
            return False
        return cumulative

    def _tells_of_one_event(self) -> bool:
        """Does an article begin with one event, without a total?"""
        return any(self._is_event(start, end) for start, end in self._sentences[: self._LEAD])

    def is_of_event_before(self, index: int) -> bool | None:
        """False if the sentences just before tell of one event, else unsaid."""
        for back in range(index - 1, max(index - 1 - self._BACK, -1), -1):
            start, end = self._sentences[back]
            if self._is_event(start, end):
                return False
        return None

    def _is_event(self, start: int, end: int) -> bool:
        told = self._told.get(start)
        if told is None:
            told = self._told[start] = tells_of_event(self._text[start:end])
        return told

    def _ministry_place(self, index: int, span: tuple[int, int] | None) -> Name | None:
        """The place of a health ministry that is named only as such: that of the only one named in
        full in the article, of several the one named just before."""
        start, _ = self._sentences[index]
        if span is None or not _MINISTRY.search(self._text, start + span[0], start + span[1]):
            return None
        if self._ministries is None:
            self._ministries = [
                Name(*match.span(group), self._known.get(match.group(group)))
                for match in _NAMED_MINISTRY.finditer(self._text)
                for group in (1, 2)
                if self._may_be_place(match.group(group))
            ]
        if len({self._text[one.start : one.end] for one in self._ministries}) == 1:
            return self._ministries[0]
        near = self._sentences[max(index - self._BACK, 0)][0]
        before = [name for name in self._ministries if near <= name.start < start]
        return before[-1] if before else None

    def _may_be_place(self, word: str | None) -> bool:
        return word is not None and (word in self._known if self._places else word not in _NO_NAME)

    def _theatre(self) -> Name | None:
        """The place of the one war or disaster that an article speaks of, for its totals."""
        named = [
            Name(*match.span(group), self._known.get(match.group(group)))
            for match in _WAR_IN.finditer(self._text)
            for group in (1, 2)
            if self._may_be_place(match.group(group))
        ]
        words = {self._text[name.start : name.end].removesuffix(" Strip") for name in named}
        return named[0] if len(words) == 1 else None

    def _named_in_source(
        self, sentence: str, places: Sequence[Name], span: tuple[int, int] | None
    ) -> Sequence[Name]:
        """Places of a sentence, and those within the name of a source ("the Gaza Health
        Ministry"), by the article's other mentions of them; in text order."""
        if span is None:
            return places
        found: list[Name] = []
        for match in _CAPITAL.finditer(sentence, *span):
            entity = self._known.get(match.group())
            if match.group() in self._known:
                found.append(Name(match.start(), match.end(), entity))
        if not found:  # no other mention of it: "the Gaza Health Ministry" alone
            for match in _NAMED_MINISTRY.finditer(
                sentence, span[0], min(span[1] + 40, len(sentence))
            ):
                group = 1 if match.group(1) else 2
                word = match.group(group)
                if word not in _NO_NAME and not NATIONALITY.match(word) and word[0].isupper():
                    found.append(Name(*match.span(group), None))
        # Of a longer name ("authorities in the United Kingdom") its first word is no place.
        apart = [
            one
            for one in found
            if not any(one.start < it.end and it.start < one.end for it in places)
        ]
        return sorted([*places, *apart], key=lambda name: name.start)

    def _is_printing(self, mention: DateSpan) -> bool:
        """Is a date that of a line such as "GAZA, Oct. 17 (Agency)", the day of printing?"""
        line = self._text.rfind("\n", 0, mention.start) + 1
        head = self._text[line : mention.end + 12]
        return is_dateline(head, mention.start - line, mention.end - line)

    def day_around(self, index: int) -> date | None:
        """The day of the sentences just before, else the one that the article begins with.

        A sentence that speaks of another time ("in 2013", "last week") takes neither.
        """
        day = self.day_before(index) or self._main_day()
        return None if day is None or self._is_of_other_time(index, day) else day

    def _is_of_other_time(self, index: int, day: date) -> bool:
        return any(
            one.type == "DATE" and not one.first <= day <= one.last
            for one in self.dates.get(index, [])
            if one.first is not None and one.last is not None
        )

    def _main_day(self) -> date | None:
        if self.published is None:
            return None
        for index, (start, end) in enumerate(self._sentences[: self._LEAD]):
            dates = [one for one in self.dates.get(index, []) if not self._is_printing(one)]
            day = day_of(self._text[start:end], start, 0, dates, False, self.published)
            if day is not None and (self.published - day).days <= self._NEWS:
                return day
        return None

    def day_before(self, index: int) -> date | None:
        """The day that the sentences just before speak of."""
        for back in range(index - 1, max(index - 1 - self._BACK, -1), -1):
            start, end = self._sentences[back]
            dates = [one for one in self.dates.get(back, []) if not self._is_printing(one)]
            day = day_of(self._text[start:end], start, 0, dates, False, self.published)
            if day is not None:
                return day
        return None
