"""Questions to the concordance: words, patterns and phrases."""

import re

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.tokens import WordRules, words

#: Numbers of the words that one part of a query allows; None: any word.
Element = npt.NDArray[np.int64] | None


class QueryError(ValueError):
    """A query cannot be read; the message says which part and why."""


def elements_of(query: str, terms: pl.Series, rules: WordRules) -> list[Element]:
    """What each word of a query allows.

    query: parts parted by blanks: words as they are counted, patterns with * and ?, * alone for
    any word, alternatives joined by |, /regular expressions/ for a whole word.
    terms: the corpus's words, sorted. Raises QueryError.
    """
    parts = re.findall(r"/(?:[^/\\]|\\.)+/|\S+", query)
    if not parts:
        raise QueryError("the query holds no word")
    return [element for part in parts for element in _element(part, terms, rules)]


def _element(part: str, terms: pl.Series, rules: WordRules) -> list[Element]:
    if part == "*":
        return [None]
    if len(part) > 2 and part.startswith("/") and part.endswith("/"):
        return [_matching(part[1:-1], part, terms)]
    if any(sign in part for sign in "*?|"):
        written = (part.lower() if rules.lower_case else part).replace("’", "'")
        pattern = "|".join(
            re.escape(choice).replace(r"\*", ".*").replace(r"\?", ".")
            for choice in written.split("|")
        )
        return [_matching(pattern, part, terms)]
    found: list[Element] = []
    for word in words(part, rules=rules):
        at = int(terms.search_sorted(word))
        known = at < len(terms) and terms[at] == word
        found.append(np.array([at] if known else [], dtype=np.int64))
    if not found:
        raise QueryError(f"{part!r} holds no word: punctuation is not counted")
    return found


def _matching(pattern: str, part: str, terms: pl.Series) -> npt.NDArray[np.int64]:
    try:
        hit = terms.str.contains(f"^(?:{pattern})$", strict=True)
    except pl.exceptions.ComputeError as error:
        reason = " ".join(str(error).split())
        raise QueryError(f"{part!r} is no regular expression: {reason}") from error
    return np.flatnonzero(hit.to_numpy())
