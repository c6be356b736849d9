"""A sentence as a row of symbols: each number with its noun is one, every other word its class.

Symbols of numbers, added to those of the lexicon:
  Q people ("31 Israeli soldiers")     E bare ("31", "46 others", "12 of them")
  R unknown noun ("31 trekkers")       U things, units, times ("31 rockets")
  Z the number says the outcome itself ("31 deaths", "12 wounded men", "23 of the dead")
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.timeline.tolls.counts import count_at
from analysis.timeline.tolls.lexicon import Lexicon
from analysis.timeline.tolls.model import Token
from analysis.timeline.tolls.nouns import NATIONALITY, Count
from analysis.timeline.tolls.quantities import find_quantities


@dataclass
class Symbol:
    """One letter of the row: the tokens [first, last) it stands for, and what hangs on it."""

    letter: str
    first: int
    last: int
    outcome: str | None = None
    count: Count | None = None


def symbols_of(tokens: Sequence[Token], words: Lexicon, dated: Collection[int]) -> list[Symbol]:
    """The row of symbols of a sentence; dated: indices of tokens that belong to a date."""
    counts = {
        count.quantity.lead: count
        for quantity in find_quantities(tokens)
        if (count := count_at(tokens, quantity, words, dated)) is not None
    }
    row: list[Symbol] = []
    at = 0
    while at < len(tokens):
        aside = _aside(tokens, at)
        if aside is not None:
            at = aside
            continue
        count = counts.get(at)
        if count is not None and _is_repeated(tokens, count, counts):
            row.append(Symbol("w", at, count.after))
            at = count.after
            continue
        if count is not None:
            row.append(Symbol(count.symbol, at, count.after, count.outcome, count))
            at = count.after
            continue
        symbol = _word(tokens, at, words, dated)
        # A phrase must not swallow the beginning of a number ("a total of 31").
        inside = [start for start in counts if at < start < symbol.last]
        if inside:
            symbol = Symbol(symbol.letter, at, min(inside), symbol.outcome)
        row.append(symbol)
        at = symbol.last
    return row


def _aside(tokens: Sequence[Token], at: int) -> int | None:
    """The end of ", according to the fire service," inside a clause; such asides are left out."""
    if tokens[at].low != "," or [token.low for token in tokens[at + 1 : at + 3]] != [
        "according",
        "to",
    ]:
        return None
    for here in range(at + 3, min(at + 16, len(tokens) - 1)):
        if tokens[here].low == ",":
            return here + 1
    return None


def _is_repeated(tokens: Sequence[Token], count: Count, counts: dict[int, Count]) -> bool:
    """The first number of "1,200 - more than 1,200 people": speech that corrects itself."""
    at = count.after
    if count.symbol not in "EQ" or at + 1 >= len(tokens) or tokens[at].low not in ("—", "–", "-"):
        return False
    at += 1 + (tokens[at + 1].low in ("—", "–", "-"))
    following = counts.get(at)
    return following is not None and (
        following.quantity.figures[0][0] == count.quantity.figures[0][0]
    )


def _word(tokens: Sequence[Token], at: int, words: Lexicon, dated: Collection[int]) -> Symbol:
    if at in dated:
        return Symbol("f", at, at + 1)
    outcome = words.outcomes.at(tokens, at)
    other = words.classes.at(tokens, at)
    if outcome and (other is None or outcome[0] >= other[0]):
        letter = "w" if outcome[2] == "D" else outcome[2]
        return Symbol(letter, at, outcome[0], outcome[1])
    if other:
        return Symbol(other[1], at, other[0])
    token = tokens[at]
    if token.text[:1].isupper():
        letter = "g" if NATIONALITY.match(token.text) else "C"
    elif token.low.endswith("ly") and len(token.low) > 4:
        letter = "f"
    elif token.low.isalpha() or "-" in token.low or token.low[:1].isdigit():
        letter = "w"
    else:
        letter = "c"
    return Symbol(letter, at, at + 1)
