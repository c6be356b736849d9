"""What holds for any text, hostile ones included."""

from datetime import date
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from analysis.timeline.dates import DateMention, DateOptions, resolve_dates
from analysis.timeline.dates.intervals import days
from analysis.timeline.dates.lexicon import Signs, lexicon
from analysis.timeline.dates.patterns import Match, Rules, rules

WORDS = sorted({*lexicon().codes, "10000"})
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", ". ", "-", ", "])),
        max_size=60,
    ).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
)
PUBLISHED = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2024, 2, 29)])
OPTIONS = st.builds(
    DateOptions,
    narrative=st.booleans(),
    day_first=st.sampled_from([None, True, False]),
    corpus_years=st.lists(st.integers(1, 9999), max_size=3).map(tuple),
    corpus_first=st.none() | st.dates(),
    corpus_last=st.none() | st.dates(),
)


def cut(text: str, places: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(sorted({0, len(text), *(at for at in places if at < len(text))})))


@given(TEXTS, PUBLISHED, OPTIONS, st.lists(st.integers(0, 200), max_size=5))
@example(
    "29 February 1900, 31 April, 30 February 2024, 99999 years ago, 9999 centuries later",
    date.max,
    DateOptions(),
    [],
)
@example(
    "9999 and 31 December 9999. The next day. The following year. Winter 9999.",
    date.max,
    DateOptions(narrative=True),
    [24],
)
@example(
    "1 BC. The following year. The next decade. 0 BC 9999 BC 10 years later",
    None,
    DateOptions(narrative=True),
    [6],
)
def test_mentions_are_sound(
    text: str, published: date | None, options: DateOptions, places: list[int]
) -> None:
    sentences = cut(text, places)
    found = resolve_dates(text, published, sentences, options)
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.surface == mention.surface.strip()
        assert sentences[mention.sentence][0] <= mention.start
        assert mention.value
        check_days(mention)
        end = mention.end


def check_days(mention: DateMention) -> None:
    assert (mention.first is None) == (mention.last is None)
    if mention.first is None or mention.last is None:
        return
    assert mention.first <= mention.last
    assert mention.basis != "none"
    if mention.type != "DURATION":
        assert days(mention.value) == (mention.first, mention.last)


@given(TEXTS, OPTIONS)
def test_nothing_rests_on_a_day_of_publication_that_is_unknown(
    text: str, options: DateOptions
) -> None:
    for mention in resolve_dates(text, None, [(0, len(text))], options):
        assert mention.basis != "published"


@given(TEXTS, PUBLISHED)
def test_reading_twice_gives_the_same(text: str, published: date | None) -> None:
    once = resolve_dates(text, published, [(0, len(text))], DateOptions())
    assert once == resolve_dates(text, published, [(0, len(text))], DateOptions())


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    st.sampled_from([" ", "-", ", ", ". "]),
)
def test_work_grows_with_the_text_and_no_faster(words: list[str], gap: str) -> None:
    # Each place of a text is tried once: no nesting of runs, triggers or rules.
    text = gap.join(words * 60)
    signs = lexicon().read(text)
    counting = Counting(rules().all, rules().by_sign, rules().trigger)
    counting.find(signs)
    assert counting.tries <= len(signs.parts)


class Counting(Rules):
    """Rules that count at how many places a match was sought."""

    tries = 0

    def _longest(self, run: str, at: int) -> Match | None:
        Counting.tries += 1
        return super()._longest(run, at)

    def find(self, text: Signs) -> list[Match]:
        Counting.tries = 0
        return super().find(text)
