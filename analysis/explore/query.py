"""What somebody types into the search box, as a pattern that can be searched safely.

Patterns are run by Rust's regex engine (through polars), whose time grows with the length of
the text and never explodes, whatever is typed.
"""

import re
from dataclasses import dataclass

import polars as pl

from analysis.contract import InputError

#: A `*` inside a word stands for any letters; alone it stands for one whole word.
_REST = r"[\w'’\-]*"
_WORD = r"\w[\w'’\-]*"


@dataclass(frozen=True)
class Query:
    """A search: what was typed, and the pattern that it means."""

    typed: str
    pattern: str


def parse_query(typed: str, *, regex: bool = False, case: bool = False) -> Query:
    """Words, a phrase or a regular expression.

    typed: `ceasefire`, `humanitarian aid`, `cease*`, `* crossing`; with `regex` a regular
        expression in Rust's syntax (no look-around, no back-references).
    case: whether capital and small letters differ.
    Raises InputError that says what is wrong with it.
    """
    text = typed.strip()
    if not text:
        raise InputError("type a word, a phrase, or a part of one with * (cease*)")
    pattern = text if regex else _words(text)
    flags = "" if case else "(?i)"
    query = Query(text, flags + pattern)
    _check(query)
    return query


def _words(text: str) -> str:
    words = []
    for word in text.split():
        if not word.strip("*"):
            words.append(_WORD)
            continue
        parts = [_escaped(part) for part in re.split(r"\*+", word)]
        words.append(_REST.join(parts))
    if all(word == _WORD for word in words):
        raise InputError("* alone finds every word: give at least one letter, such as cease*")
    start = r"\b" if words[0] == _WORD or re.match(r"\w", text) else ""
    end = r"\b" if words[-1] == _WORD or re.search(r"\w$", text) else ""
    return start + r"\s+".join(words) + end


def _escaped(part: str) -> str:
    """Letter for letter, but for straight and curly quotation marks, which are one here."""
    escaped = "".join(
        "['’‘]" if letter in "'’‘" else '["“”]' if letter in '"“”' else re.escape(letter)
        for letter in part
    )
    return escaped.replace(r"\ ", " ")


def _check(query: Query) -> None:
    try:
        tried = pl.select(pl.lit("a b").str.contains(query.pattern)).item()
        empty = pl.select(pl.lit("").str.contains(query.pattern)).item()
    except pl.exceptions.ComputeError as error:
        raise InputError(_explained(query.typed, str(error))) from None
    if tried is None or empty:
        raise InputError(
            f"{query.typed!r} also matches where nothing stands, so it would match everywhere:"
            " ask for at least one letter (+ instead of *)"
        )


def _explained(typed: str, said: str) -> str:
    """The engine's complaint in a sentence with a remedy."""
    lowered = said.lower()
    if "look-around" in lowered:
        why = "look-ahead and look-behind cannot be used here; search for the words themselves"
    elif "backreference" in lowered:
        why = "references back to a group cannot be used here"
    elif "unclosed group" in lowered:
        why = "a bracket ( is not closed: add ), or write \\( for the sign itself"
    elif "unopened group" in lowered:
        why = "a bracket ) was never opened: write \\) for the sign itself"
    elif "unclosed character class" in lowered:
        why = "a bracket [ is not closed: add ], or write \\[ for the sign itself"
    elif "repetition operator missing expression" in lowered:
        why = "*, + and ? need something before them, such as \\w*"
    elif "too big" in lowered or "size limit" in lowered:
        why = "it is too large when written out: use smaller repetitions"
    else:
        last = [line.strip() for line in said.splitlines() if line.strip()][-1:]
        why = re.sub(r"^error: ", "", last[0]) if last else "it cannot be understood"
    return f"{typed!r} is no regular expression: {why}"
