"""All tolls of an article."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick

from analysis.timeline.tolls.chunks import Count, symbols_of
from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.links import Links, link
from analysis.timeline.tolls.model import DateSpan, Name, Toll
from analysis.timeline.tolls.scope import choose_place, day_of, is_cumulative, plain_places
from analysis.timeline.tolls.sources import Source, find_sources, source_of
from analysis.timeline.tolls.tokens import tokenise

#: A sentence without one of these holds no outcome.
_STEMS = (
    "kill", "dead", "death", "died", "dies", "dying", "injur", "wound", "hurt", "missing", "displac", "detain", "arrest",
    "abduct", "kidnap", "hostage", "captive", "captivity", "fatalit", "toll", "slain", "slew", "murder", "massacr", "perish",
    "bodies", "corpse", "remains of", "lives", "fled", "flee", "homeless", "drown", "execut", "martyr", "unaccounted",
    "custody", "slaughter", "butcher", "uproot", "held", "hold", "jail", "imprison", "disappear", "vanish", "maim",
    "lost", "loss", "gunned", "shot dead", "behead", "lynch", "assassinat", "carried off", "snatched", "buried", "wiped out",
    "felled", "burned", "burnt", "burn", "electrocut", "succumb", "passed away", "pass away", "rounded up", "apprehend",
    "incarcerat", "evacuat", "homes", "idps", "expulsion", "exodus", "prisoner", "detention", "bars", "body count",
    "taken", "taking", "froze", "starved", "lifeless", "detained", "total",
)  # fmt: skip
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|twenty-\w+|thirty-\w+|dozens?|scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
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
    place_starts = [name.start for name in places]
    for index in _candidates(text, sentences):
        start, end = sentences[index]
        sentence = text[start:end]
        inside = [date_ for date_ in dates if start <= date_.start < end]
        nearby = places[bisect_left(place_starts, start) : bisect_left(place_starts, end)]
        shifted = [Name(name.start - start, name.end - start, name.entity_id) for name in nearby]
        if not places:
            shifted = [Name(*span) for span in plain_places(sentence)]
        context = before[1] if index - before[0] == 1 else None
        found = _of_sentence(sentence, index, start, shifted, inside, published, context)
        if found:
            before = (index, found[0].outcome)
        tolls.extend(found)
    return tolls


@cache
def _machine() -> AhoCorasick:
    cased = {form for stem in _STEMS for form in (stem, stem.capitalize(), stem.upper())}
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


def _of_sentence(
    sentence: str,
    index: int,
    offset: int,
    places: Sequence[Name],
    dates: Sequence[DateSpan],
    published: date | None,
    context: str | None,
) -> list[Toll]:
    tokens = tokenise(sentence)
    spans = [(mention.start - offset, mention.end - offset) for mention in dates if mention.type != "SET"]
    dated = {
        at
        for at, token in enumerate(tokens)
        for first, last in spans
        if first <= token.start and token.end <= last
    }
    symbols = symbols_of(tokens, lexicon(), dated)
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
        start = tokens[quantity.first].start
        end = tokens[quantity.last - 1].end
        source = source_of(sources, sentence, start)
        place = choose_place(sentence, places, start, end, _span(source))
        for outcome in links.outcomes[at]:
            several = len(links.outcomes[at]) > 1
            cumulative = is_cumulative(sentence, start, end, outcome)
            day = day_of(sentence, offset, start, dates, cumulative, published)
            for value, bound in quantity.figures:
                found.append(
                    Toll(
                        sentence=index,
                        start=offset + start,
                        end=offset + end,
                        surface=sentence[start:end],
                        value=value,
                        bound="at_most" if several else count.bound or bound,
                        outcome=outcome,
                        group=listed,
                        place=None if place is None else sentence[place.start : place.end],
                        place_id=None if place is None else place.entity_id,
                        attributed_to=None if source is None else source.words,
                        cumulative=cumulative,
                        as_of=day,
                        subset=at in links.subsets,
                    )
                )
    return _unique(found)


def _span(source: Source | None) -> tuple[int, int] | None:
    return None if source is None else (source.start, source.end)


def _group(count: Count, at: int, listed: str | None, links: Links) -> str:
    """The group of a number; one without a noun takes that of the number before it in its list."""
    if count.group is not None:
        return count.group
    if listed is not None:
        return listed
    return "hostages" if links.outcomes[at] == ("abducted",) else "people"


def _unique(tolls: list[Toll]) -> list[Toll]:
    seen: dict[tuple[int, str, str], Toll] = {}
    for toll in tolls:
        seen.setdefault((toll.start, toll.outcome, toll.bound), toll)
    return list(seen.values())
