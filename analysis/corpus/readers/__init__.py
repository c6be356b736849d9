"""Readers: one for each format, from a file's bytes to articles and what was left out."""

from analysis.corpus.readers.choose import read_unit

__all__ = ["read_unit"]
