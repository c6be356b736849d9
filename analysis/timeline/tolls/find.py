"""All tolls of an article."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick

from analysis.timeline.tolls.article import Article
from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.model import DateSpan, Name, Toll

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|dozens?|scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
#: Longer sentences are lists or text without stops; their clauses cannot be told apart.
_LONGEST = 1500
#: A figure so small may be said of many things; its repetition tells nothing.
_TELLING = 3


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
    candidates = list(_candidates(text, sentences))
    if not candidates:
        return tolls
    article = Article(text, sentences, places, dates, published)
    for index in candidates:
        if article.has_only_dates(index, _NUMBER):
            continue
        context = before[1] if index - before[0] == 1 else None
        found = article.tolls_of(index, context)
        if found:
            before = (index, found[0].outcome)
        tolls.extend(found)
    return _completed(tolls)


def _completed(tolls: list[Toll]) -> list[Toll]:
    """Give a figure without place, day or period that of its repetition: a headline says 33, the
    text under it "33 people on Tuesday"."""
    by_figure: dict[tuple[int, str], list[Toll]] = {}
    for toll in tolls:
        by_figure.setdefault((toll.value, toll.outcome), []).append(toll)
    return [_filled(toll, by_figure[toll.value, toll.outcome]) for toll in tolls]


def _filled(toll: Toll, same: Sequence[Toll]) -> Toll:
    others = [other for other in same if other is not toll and other.value >= _TELLING]
    if not others:
        return toll
    place = toll if toll.place else next((one for one in others if one.place), toll)
    cumulative = toll.cumulative
    if cumulative is None:
        cumulative = next((one.cumulative for one in others if one.cumulative is not None), None)
    day = toll.as_of or next((one.as_of for one in others if one.as_of), None)
    return replace(
        toll, place=place.place, place_id=place.place_id, cumulative=cumulative, as_of=day
    )


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
