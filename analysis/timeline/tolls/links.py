"""Which number suffered what: patterns over the symbols of a sentence (see chunks and lexicon).

Every rule proposes (symbol of the number, outcome); a number keeps the first proposal, and the
rules stand in the order of their trust. What is denied, only feared for the future, a rate, or
said of those who did it, is proposed by no rule.
"""

import re
from collections.abc import Callable, Sequence

from analysis.timeline.tolls.apposition import apposed, breakdown, with_injuries
from analysis.timeline.tolls.asides import members
from analysis.timeline.tolls.chunks import Symbol
from analysis.timeline.tolls.model import Token
from analysis.timeline.tolls.objects import (
    acts_upon,
    driven_out,
    nouns_of,
    objects,
    said_of_themselves,
)
from analysis.timeline.tolls.parts import hostages, of_those, parts, series
from analysis.timeline.tolls.relatives import counted_among, reduced_relative
from analysis.timeline.tolls.row import PEOPLE, Links, Row
from analysis.timeline.tolls.subjects import subjects
from analysis.timeline.tolls.taken_back import taken_back
from analysis.timeline.tolls.totals import brought_to, elliptic, totals


def link(
    sentence: str, tokens: Sequence[Token], symbols: Sequence[Symbol], context: str | None = None
) -> Links:
    """Outcome of every number of people in a sentence.

    context: outcome of the figures of the sentence before, to which "its total stood at" refers.
    """
    row = Row(sentence, tokens, symbols, context)
    if not any(letter in row.letters for letter in PEOPLE) or _IMAGINED.search(sentence):
        return row.links
    for rule in _RULES:
        rule(row)
    return row.links


_IMAGINED = re.compile(
    r"\bwhat would (?:you|we|they|people|happen)\b|\bimagine (?:if|that|what|a|being)\b|"
    r"\bif,? (?:in fact|tomorrow)\b",
    re.IGNORECASE,
)


_RULES: tuple[Callable[[Row], None], ...] = (
    subjects,
    said_of_themselves,
    objects,
    nouns_of,
    acts_upon,
    totals,
    brought_to,
    driven_out,
    reduced_relative,
    counted_among,
    series,
    elliptic,
    of_those,
    apposed,
    with_injuries,
    parts,
    hostages,
    parts,
    breakdown,
    members,
    taken_back,
)
