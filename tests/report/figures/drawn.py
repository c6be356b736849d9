"""Every figure drawn from the hand-written tables, by the name of its function."""

from collections.abc import Callable

import polars as pl

from analysis.report import figures
from analysis.report.figures import Picture
from tests.report.figures import given

#: How the tables are handed in: as they are, or as pandas, or with their rows taken out.
Hand = Callable[[pl.DataFrame], object]

FIGURES: dict[str, Callable[[Hand], Picture]] = {
    "waterfall": lambda hand: figures.waterfall(hand(given.FILES), hand(given.REMOVED)),
    "languages_lengths": lambda hand: figures.languages_lengths(hand(given.DOCUMENTS)),
    "articles_by_outlet": lambda hand: figures.articles_by_outlet(hand(given.DOCUMENTS)),
    "copies_by_outlet": lambda hand: figures.copies_by_outlet(hand(given.DOCUMENTS)),
    "frequencies": lambda hand: figures.frequencies(hand(given.FREQUENCIES)),
    "collocations": lambda hand: figures.collocations(
        hand(given.COLLOCATIONS), hand(given.FREQUENCIES)
    ),
    "zipf": lambda hand: figures.zipf(hand(given.FREQUENCIES)),
    "keyness": lambda hand: figures.keyness(hand(given.KEYNESS)),
    "keyness_panels": lambda hand: figures.keyness_panels(hand(given.KEYNESS)),
    "trends": lambda hand: figures.trends(hand(given.coverage())),
    "trends_of_names": lambda hand: figures.trends(
        hand(given.coverage()), "entity", {"loc-gaza": "Gaza"}
    ),
    "word_trends": lambda hand: figures.word_trends(hand(given.TRENDS)),
    "barcode": lambda hand: figures.barcode(
        hand(given.DOCUMENT_TERMS), hand(given.DOCUMENTS), ["gaza", "aid"]
    ),
    "top_entities": lambda hand: figures.top_entities(hand(given.ENTITIES)),
    "network": lambda hand: figures.network(
        hand(given.COOCCURRENCE), hand(given.ENTITIES), hand(given.NODES)
    ),
    "ego_network": lambda hand: figures.network(
        hand(given.COOCCURRENCE), hand(given.ENTITIES), hand(given.NODES), around="loc-egypt"
    ),
    "matrix": lambda hand: figures.matrix(hand(given.COOCCURRENCE), hand(given.ENTITIES)),
    "coverage": lambda hand: figures.coverage(hand(given.coverage()), hand(given.BURSTS)),
    "bursts": lambda hand: figures.bursts(hand(given.BURSTS)),
    "lags": lambda hand: figures.lags(hand(given.LAGS)),
    "calendar": lambda hand: figures.calendar(hand(given.coverage())),
    "event_timeline": lambda hand: figures.event_timeline(
        hand(given.EVENTS), hand(given.TEXTS), hand(given.KNOWN)
    ),
    "tolls": lambda hand: figures.tolls(
        hand(given.TOLLS), hand(given.DOCUMENTS), hand(given.REFERENCE)
    ),
    "disagreements": lambda hand: figures.disagreements(hand(given.DISAGREEMENTS)),
}


def draw(name: str, hand: Hand = lambda table: table) -> Picture:
    """One figure, from tables handed in as `hand` says."""
    return FIGURES[name](hand)
