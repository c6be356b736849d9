"""Exploring a finished corpus: from analysis.explore import open_corpus."""

from analysis.explore.corpus import Article, Corpus, open_corpus

__all__ = ["Article", "Corpus", "open_corpus"]
