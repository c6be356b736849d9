"""Every figure of notebooks and report: tables in, a Picture out.

A Picture holds the figure, its caption, its alt text and the rows that are drawn; where there is
nothing to draw it holds the sentence that says why.
"""

from analysis.report.figures.contrast import keyness, keyness_panels
from analysis.report.figures.corpus import languages_lengths, waterfall
from analysis.report.figures.days import calendar, lags
from analysis.report.figures.disagreement import disagreements
from analysis.report.figures.entities import matrix, top_entities
from analysis.report.figures.events import event_timeline
from analysis.report.figures.names_network import network
from analysis.report.figures.outlets import articles_by_outlet, copies_by_outlet
from analysis.report.figures.over_time import bursts, coverage
from analysis.report.figures.picture import Picture, nothing
from analysis.report.figures.reported import tolls
from analysis.report.figures.spread import barcode
from analysis.report.figures.terms import collocations, frequencies, zipf
from analysis.report.figures.trends import trends, word_trends

__all__ = [
    "Picture",
    "articles_by_outlet",
    "barcode",
    "bursts",
    "calendar",
    "collocations",
    "copies_by_outlet",
    "coverage",
    "disagreements",
    "event_timeline",
    "frequencies",
    "keyness",
    "keyness_panels",
    "lags",
    "languages_lengths",
    "matrix",
    "network",
    "nothing",
    "tolls",
    "top_entities",
    "trends",
    "waterfall",
    "word_trends",
    "zipf",
]
