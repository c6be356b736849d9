"""All tolls of an article."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick

from analysis.timeline.tolls.chunks import symbols_of
from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.links import link
from analysis.timeline.tolls.model import DateSpan, Name, Token, Toll
from analysis.timeline.tolls.nouns import Count
from analysis.timeline.tolls.row import Links
from analysis.timeline.tolls.scope import (
    choose_place,
    day_of,
    is_cumulative,
    plain_places,
    scene,
    source_place,
)
from analysis.timeline.tolls.sources import Source, find_sources, source_of
from analysis.timeline.tolls.tokens import tokenise

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|"
    r"thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|twenty-\w+|thirty-\w+|dozens?|scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[A-Z][\w-]+")
#: Longer sentences are lists or text without stops; their clauses cannot be told apart.
_LONGEST = 1500


def find_tolls(
    text: str,
    sentences: Sequence[tuple[int, int]],
    *,
    places: Sequence[Name] = (),
    dates: Sequence[DateSpan] = (),
    published: date | None = None,
) -> list[Toll]:
    """Reported figures of an article, in text order.

    sentences: spans (start, end); places: names of places in text order; without any, they are
    guessed from prepositions. dates: resolved date expressions; published: publication day.
    """
    tolls: list[Toll] = []
    before: tuple[int, str | None] = (-2, None)
    article = _Article(text, sentences, places, dates, published)
    for index in _candidates(text, sentences):
        context = before[1] if index - before[0] == 1 else None
        found = article.tolls_of(index, context)
        if found:
            before = (index, found[0].outcome)
        tolls.extend(found)
    return tolls


@cache
def _machine() -> AhoCorasick:
    cased = {form for stem in lexicon().stems for form in (stem, stem.capitalize(), stem.upper())}
    return AhoCorasick(sorted(cased))


def _candidates(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Sentences that hold a word for an outcome and a number."""
    starts = [start for start, _ in sentences]
    last = -1
    for _, position, _ in _machine().find_matches_as_indexes(text):
        index = bisect_right(starts, position) - 1
        if index <= last:
            continue
        last = index
        start, end = sentences[index]
        if position < end and end - start <= _LONGEST and _NUMBER.search(text, start, end):
            yield index


class _Article:
    """An article whose sentences are read one by one, with a look at those just before."""

    #: A figure without place or day takes them from this many sentences before it.
    _BACK = 2

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
        self._dates: dict[int, list[DateSpan]] = {}
        for mention in dates:
            self._dates.setdefault(mention.sentence, []).append(mention)
        self._published = published

    def tolls_of(self, index: int, context: str | None) -> list[Toll]:
        """The tolls of one sentence; context: outcome of the figures of the sentence before."""
        start, end = self._sentences[index]
        sentence = self._text[start:end]
        dates = self._dates.get(index, [])
        tokens = tokenise(sentence)
        symbols = symbols_of(tokens, lexicon(), _dated(tokens, dates, start))
        links = link(sentence, tokens, symbols, context)
        if not links.outcomes:
            return []
        sources = find_sources(sentence)
        found: list[Toll] = []
        listed: str | None = None
        for at in sorted(links.outcomes):
            count = symbols[at].count
            if count is None:
                continue
            listed = _group(count, at, listed, links)
            quantity = count.quantity
            first, last = tokens[quantity.first].start, tokens[quantity.last - 1].end
            source = source_of(sources, sentence, first)
            several = len(links.outcomes[at]) > 1
            for outcome in links.outcomes[at]:
                cumulative = is_cumulative(sentence, first, last, outcome)
                place, place_id = self._place(index, (first, last), source, cumulative)
                day = day_of(sentence, start, first, dates, cumulative, self._published)
                for value, bound in quantity.figures:
                    found.append(
                        Toll(
                            sentence=index,
                            start=start + first,
                            end=start + last,
                            surface=sentence[first:last],
                            value=value,
                            bound="at_most" if several else count.bound or bound,
                            outcome=outcome,
                            group=listed,
                            place=place,
                            place_id=place_id,
                            attributed_to=None if source is None else source.words,
                            cumulative=cumulative,
                            as_of=day if day or cumulative else self._day_before(index),
                            subset=at in links.subsets,
                        )
                    )
        return _unique(found)

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

    def _place(
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
        counting = source_place(sentence, [*places, *self._inside_names(sentence, span)], span)
        chosen = choose_place(sentence, places, *number, span) or (counting if cumulative else None)
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

    def _inside_names(self, sentence: str, span: tuple[int, int] | None) -> list[Name]:
        """Places within the name of a source ("the Gaza Health Ministry"), by the article's other
        mentions of them."""
        if span is None:
            return []
        found = []
        for match in _CAPITAL.finditer(sentence, *span):
            entity = self._known.get(match.group())
            if match.group() in self._known:
                found.append(Name(match.start(), match.end(), entity))
        return found

    def _day_before(self, index: int) -> date | None:
        """The day that the sentences just before speak of."""
        for back in range(index - 1, max(index - 1 - self._BACK, -1), -1):
            start, end = self._sentences[back]
            day = day_of(
                self._text[start:end], start, 0, self._dates.get(back, []), False, self._published
            )
            if day is not None:
                return day
        return None


def _dated(tokens: Sequence[Token], dates: Sequence[DateSpan], offset: int) -> set[int]:
    """Indices of tokens that belong to a date expression."""
    spans = [(mention.start - offset, mention.end - offset) for mention in dates]
    return {
        at
        for at, token in enumerate(tokens)
        for first, last in spans
        if first <= token.start and token.end <= last
    }


def _group(count: Count, at: int, listed: str | None, links: Links) -> str:
    """The group of a number; one without a noun takes that of the number before it in its list."""
    named = links.groups.get(at, count.group)
    if named is not None:
        return named
    if listed is not None:
        return listed
    return "hostages" if links.outcomes[at] == ("abducted",) else "people"


def _unique(tolls: list[Toll]) -> list[Toll]:
    seen: dict[tuple[int, str, str], Toll] = {}
    for toll in tolls:
        seen.setdefault((toll.start, toll.outcome, toll.bound), toll)
    return list(seen.values())
