"""The prose of the notebooks: sentences whose numbers come from tables.

Each takes tables of the contract and returns one or two sentences; where a table has nothing to
say, the sentence says that.
"""

from analysis.report.sentences.corpus import (
    about,
    copying,
    dating,
    languages,
    ledger,
    problems,
    size,
)
from analysis.report.sentences.entities import merged, names_found, pairs_found
from analysis.report.sentences.terms import key_words, spread_of_words, vocabulary
from analysis.report.sentences.timeline import (
    bursts_found,
    dates_found,
    disagreeing,
    events_found,
    tolls_found,
)

__all__ = [
    "about",
    "bursts_found",
    "copying",
    "dates_found",
    "dating",
    "disagreeing",
    "events_found",
    "key_words",
    "languages",
    "ledger",
    "merged",
    "names_found",
    "pairs_found",
    "problems",
    "size",
    "spread_of_words",
    "tolls_found",
    "vocabulary",
]
