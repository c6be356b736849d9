"""Find the date expressions of a text and resolve them in their order."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.timeline.dates.anchors import Anchors
from analysis.timeline.dates.context import is_name, is_quantity
from analysis.timeline.dates.intervals import Days, days, moved
from analysis.timeline.dates.known_days import Surroundings, known_year
from analysis.timeline.dates.lexicon import Signs, lexicon
from analysis.timeline.dates.mention import DateMention
from analysis.timeline.dates.options import DateOptions
from analysis.timeline.dates.patterns import rules
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.readings import read
from analysis.timeline.dates.resolution import resolve
from analysis.timeline.dates.situation import Place, Resolved, Situation
from analysis.timeline.dates.tense import Tense, tense

_DAYS_OF = {"D": 1.0, "W": 7.0, "F": 14.0, "WE": 7.0, "M": 30.4375, "Q": 91.3125, "Y": 365.25}
_REACH = 60


def resolve_dates(
    text: str,
    published: date | None,
    sentences: Sequence[tuple[int, int]],
    options: DateOptions,
) -> list[DateMention]:
    """The date expressions of an article, in order, none overlapping another.

    text: the article; published: its day, None where unknown (then nothing is counted from it).
    sentences: start and end of each in the text, ascending.
    Raises nothing on any text.
    """
    signs = lexicon().read(text)
    matches = rules().find(signs)
    if not matches:
        return []
    article = _Article(text, signs, sentences, [start for start, _ in sentences])
    found = [
        article.place(reading)
        for match in matches
        for reading in read(match, signs)
        if not is_name(reading, signs) and not is_quantity(reading, signs)
    ]
    undecided: list[Resolved | None] = [None] * len(found)
    anchors = Anchors(published, options.narrative)
    values = _values(found, anchors, options, undecided, clocks=False)
    # A time of day belongs to the day that its sentence names, before or after it.
    if None in values:
        by_sentence = _days_named(found, values)
        for at, (reading, place, _) in enumerate(found):
            named = by_sentence.get(place.sentence)
            if reading.field == "clock" and named:
                values[at] = (_closest(named, at).isoformat() + reading.time, "previous")
    if None in values:
        anchors = Anchors(published, options.narrative)
        values = _values(found, anchors, options, values, clocks=True)
    return [
        article.mention(reading, place, span, value, published)
        for (reading, place, span), value in zip(found, values, strict=True)
        if value is not None and value[0]
    ]


_Found = tuple[Reading, Place, tuple[int, int]]


def _values(
    found: Sequence[_Found],
    anchors: Anchors,
    options: DateOptions,
    known: Sequence[Resolved | None],
    *,
    clocks: bool,
) -> list[Resolved | None]:
    """The value of each expression, in order; times of day (clocks) only when told to."""
    values = list(known)
    for at, (reading, place, _) in enumerate(found):
        clock = reading.field == "clock"
        value = values[at]
        if value is None:
            if clock and not clocks:
                continue
            value = values[at] = resolve(reading, Situation(place, anchors, options))
        dated = reading.type in ("DATE", "TIME") and not clock
        if dated and not (options.narrative and value[1] == "published"):
            anchors.remember(reading, value[0], place.sentence, value[1] == "explicit", place.lead)
    return values


def _days_named(
    found: Sequence[_Found], values: Sequence[Resolved | None]
) -> dict[int, list[tuple[int, date]]]:
    """The days that each sentence names, with their place among the expressions."""
    named: dict[int, list[tuple[int, date]]] = {}
    for at, ((reading, place, _), value) in enumerate(zip(found, values, strict=True)):
        if value is None or reading.type not in ("DATE", "TIME"):
            continue
        covered = days(value[0])
        if covered and covered[0] == covered[1]:
            named.setdefault(place.sentence, []).append((at, covered[0]))
    return named


def _closest(named: Sequence[tuple[int, date]], at: int) -> date:
    """The day named closest to a place, the earlier one of two."""
    after = bisect_right(named, at, key=lambda one: one[0])
    near = named[max(after - 1, 0) : after + 1]
    return min(near, key=lambda one: abs(one[0] - at))[1]


@dataclass(frozen=True)
class _Article:
    text: str
    signs: Signs
    sentences: Sequence[tuple[int, int]]
    starts: list[int]

    def place(self, reading: Reading) -> _Found:
        """Where a reading stands and what its sentence tells when asked."""
        start, end = self.span(reading)
        sentence = max(bisect_right(self.starts, start) - 1, 0)
        low, high = self.sentences[sentence] if self.sentences else (0, len(self.text))

        def before() -> list[str]:
            return list(self.words_before(reading.first, low))

        def after() -> list[str]:
            return list(self.words_after(reading.last, high))

        def ask_tense() -> Tense:
            return tense(before(), after())

        def ask_year(month: int, day: int, published: date) -> int | None:
            around = Surroundings(before(), after(), self.words, ask_tense)
            return known_year(month, day, published, around)

        lead = self.signs.parts[reading.first - 2].lower() if reading.first >= 2 else ""
        return reading, Place(sentence, lead, ask_tense, ask_year), (start, end)

    def mention(
        self,
        reading: Reading,
        place: Place,
        span: tuple[int, int],
        resolved: Resolved,
        published: date | None,
    ) -> DateMention:
        value, basis = resolved
        covered = days(value)
        if reading.type == "DURATION":
            covered = _stretch(reading, published)
            basis = "published" if covered else "none"
        start, end = span
        first, last = covered or (None, None)
        surface = self.text[start:end]
        return DateMention(
            start, end, surface, reading.type, value, first, last, basis, place.sentence
        )

    def span(self, reading: Reading) -> tuple[int, int]:
        """Where the expression stands, without the gaps around it, with the stop of "p.m."."""
        text = self.text
        start, end = self.signs.offsets[reading.first], self.signs.offsets[reading.last]
        while start < end and not text[start].isalnum() and text[start] not in "'\u2019":
            start += 1
        while end > start and not text[end - 1].isalnum() and text[end - 1] != ".":
            end -= 1
        if text[end : end + 1] == "." and text[end - 2 : end].lower() in (".m", ".c"):
            end += 1
        return start, end

    def words(self) -> set[str]:
        return {part.lower() for part in self.signs.parts[1::2]}

    def words_before(self, first: int, low: int) -> Iterator[str]:
        begin = first
        while begin > 1 and first - begin < _REACH and self.signs.offsets[begin - 1] >= low:
            begin -= 1
        return (part for part in self.signs.parts[begin:first] if part[:1].isalpha())

    def words_after(self, last: int, high: int) -> Iterator[str]:
        end = last
        parts = self.signs.parts
        while end < len(parts) and end - last < _REACH and self.signs.offsets[end] < high:
            end += 1
        return (part for part in parts[last:end] if part[:1].isalpha())


def _stretch(reading: Reading, published: date | None) -> Days | None:
    """The days of "the past two years" and "the next four weeks"."""
    size = _DAYS_OF.get(reading.unit or "")
    if published is None or reading.steps is None or size is None:
        return None
    other = moved(published, round(reading.steps * size))
    if other is None:
        return None
    return (other, published) if reading.steps < 0 else (published, other)
