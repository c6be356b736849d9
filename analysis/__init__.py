"""Dateline: reproducible analysis of a news corpus, from raw articles to a citable report."""

__version__ = "0.1.0"
