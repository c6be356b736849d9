"""Which articles belong to a part of the corpus that keyness compares."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Selection
from analysis.language.tokens import WordRules, Words, words


def select(
    selection: Selection, documents: pl.DataFrame, found: Words, rules: WordRules
) -> npt.NDArray[np.bool_]:
    """True for the articles that fulfil every condition of the selection.

    documents: columns outlet, published; found: their words. An undated article lies in no
    period. A term, or an entity's name, is met where its words follow one another in the text:
    entities are recognised after this stage, so other spellings of the name are not seen here.
    """
    chosen = np.ones(len(documents), dtype=np.bool_)
    if selection.outlet is not None:
        chosen &= _true(documents["outlet"].str.to_lowercase() == selection.outlet.lower())
    if selection.first is not None:
        chosen &= _true(documents["published"] >= selection.first)
    if selection.last is not None:
        chosen &= _true(documents["published"] <= selection.last)
    for phrase in (selection.term, selection.entity):
        if phrase is not None:
            chosen &= holding(found, words(phrase, rules=rules))
    return chosen


def describe(selection: Selection) -> str:
    """The selection in words, as it stands in tables and figures."""
    parts = []
    if selection.outlet is not None:
        parts.append(selection.outlet)
    if selection.first is not None:
        parts.append(f"from {selection.first.isoformat()}")
    if selection.last is not None:
        parts.append(f"to {selection.last.isoformat()}")
    if selection.term is not None:
        parts.append(f"with “{selection.term}”")
    if selection.entity is not None:
        parts.append(f"naming {selection.entity}")
    return " ".join(parts) or "all articles"


def holding(found: Words, sequence: list[str]) -> npt.NDArray[np.bool_]:
    """True for the texts in which these words follow one another."""
    texts = len(found.bounds) - 1
    if not sequence:
        return np.zeros(texts, dtype=np.bool_)
    hits = np.ones(max(len(found.forms) - len(sequence) + 1, 0), dtype=np.bool_)
    for offset, word in enumerate(sequence):
        number = found.vocabulary.search_sorted(word)
        if number >= len(found.vocabulary) or found.vocabulary[number] != word:
            return np.zeros(texts, dtype=np.bool_)
        hits &= found.forms[offset : offset + len(hits)] == number
    places = np.flatnonzero(hits)
    text = np.searchsorted(found.bounds, places, side="right") - 1
    inside = places + len(sequence) <= found.bounds[text + 1]
    held = np.zeros(texts, dtype=np.bool_)
    held[text[inside]] = True
    return held


def _true(condition: pl.Series) -> npt.NDArray[np.bool_]:
    return condition.fill_null(False).to_numpy().astype(np.bool_)
