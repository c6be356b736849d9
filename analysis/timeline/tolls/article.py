"""An article whose sentences are read for tolls one by one."""

import re
from collections.abc import Sequence
from datetime import date

from analysis.timeline.tolls.chunks import symbols_of
from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.links import link
from analysis.timeline.tolls.model import DateSpan, Name, Token, Toll
from analysis.timeline.tolls.nouns import Count, nationality_of
from analysis.timeline.tolls.row import Links
from analysis.timeline.tolls.setting import Setting
from analysis.timeline.tolls.sources import find_sources, source_of
from analysis.timeline.tolls.tokens import tokenise
from analysis.timeline.tolls.when import day_of, is_cumulative, is_short

_CAPITAL = re.compile(r"[A-Z][\w-]+")


class Article:
    """An article whose sentences are read one by one, with a look at those just before."""

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
        self._setting = Setting(text, sentences, places, dates, published)

    def has_only_dates(self, index: int, number: re.Pattern[str]) -> bool:
        """Is every number of a sentence part of a date expression?"""
        dates = self._setting.dates.get(index)
        if not dates:
            return False
        start, end = self._sentences[index]
        return all(
            any(one.start <= found.start() < one.end for one in dates)
            for found in number.finditer(self._text, start, end)
        )

    def tolls_of(self, index: int, context: str | None) -> list[Toll]:
        """The tolls of one sentence; context: outcome of the figures of the sentence before."""
        start, end = self._sentences[index]
        sentence = self._text[start:end]
        setting = self._setting
        dates = setting.dates.get(index, [])
        tokens = tokenise(sentence)
        symbols = symbols_of(tokens, lexicon(), _dated(tokens, dates, start))
        links = link(sentence, tokens, symbols, context)
        if not links.outcomes:
            return []
        sources = find_sources(sentence)
        found: list[Toll] = []
        whole: Toll | None = None
        listed: str | None = None
        for at in sorted(links.outcomes):
            count = symbols[at].count
            if count is None:
                continue
            group = _group(count, at, listed, links)
            if at not in links.subsets or listed is None:
                listed = group
            quantity = count.quantity
            first, last = tokens[quantity.first].start, tokens[quantity.last - 1].end
            source = source_of(sources, sentence, first)
            several = len(links.outcomes[at]) > 1
            subset = at in links.subsets
            for outcome in links.outcomes[at]:
                cumulative = is_cumulative(sentence, first, last, outcome)
                value = quantity.figures[0][0]
                cumulative = setting.settled(index, cumulative, outcome, value, sentence)
                place, place_id = setting.place(index, (first, last), source, cumulative)
                if subset and whole and not setting.has_own_place(index, last):
                    place, place_id = whole.place, whole.place_id
                day = day_of(sentence, start, first, dates, cumulative, setting.published)
                later = None
                if day is None and not cumulative:
                    short = is_short(sentence, last)
                    later = setting.published if short else setting.day_around(index)
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
                            group=group,
                            place=place,
                            place_id=place_id,
                            attributed_to=None if source is None else source.words,
                            cumulative=cumulative,
                            as_of=day if day or cumulative else later,
                            subset=subset,
                            nationality=nationality_of(tokens, count),
                        )
                    )
            if not subset:
                whole = setting.last = found[-1]
        return _unique(found)


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
