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
    dashed = any(token.low in _DASHES for token in tokens)
    row: list[Symbol] = []
    at = 0
    while at < len(tokens):
        if dashed or tokens[at].low == ",":
            aside = _stutter(tokens, at, counts) or _aside(tokens, at, counts)
            if aside is not None:
                at = aside
                continue
        count = counts.get(at)
        again = None if count is None else _said_again(tokens, count, counts)
        if again is not None:
            at = again
            continue
        if count is not None:
            row.append(Symbol(count.symbol, at, count.after, count.outcome, count))
            at = _named_again(tokens, count, words)
            continue
        symbol = _word(tokens, at, words, dated)
        # A phrase must not swallow the beginning of a number ("a total of 31").
        inside = [start for start in counts if at < start < symbol.last]
        if inside:
            symbol = Symbol(symbol.letter, at, min(inside), symbol.outcome)
        row.append(symbol)
        at = symbol.last
    return row


def _aside(tokens: Sequence[Token], at: int, counts: Collection[int]) -> int | None:
    """The end of ", according to the fire service," or ", as has been pointed out," inside a
    clause; such asides are left out."""
    if tokens[at].low != "," or at + 2 >= len(tokens):
        return None
    first, second = tokens[at + 1].low, tokens[at + 2].low
    if (first, second) != ("according", "to") and (first != "as" or second in ("well", "many")):
        return None
    for here in range(at + 3, min(at + 16, len(tokens) - 1)):
        if here in counts:
            return None
        if tokens[here].low == ",":
            return here + 1
    return None


_DASHES = ("—", "–", "-")


def _stutter(tokens: Sequence[Token], at: int, counts: Collection[int]) -> int | None:
    """The second beginning in speech: "people who were — who were taken"."""
    for length in range(1, 5):
        dash = at + length
        if dash + length >= len(tokens):
            return None
        if tokens[dash].low in _DASHES and not any(one in counts for one in range(at, dash)):
            again = tokens[dash + 1 : dash + 1 + length]
            if [token.low for token in tokens[at:dash]] == [token.low for token in again]:
                return dash + 1
    return None


def _named_again(tokens: Sequence[Token], count: Count, words: Lexicon) -> int:
    """The end of nouns that say again who is counted: "1,200 people — women and girls —"."""
    end = count.after
    if count.symbol != "Q" or end + 2 >= len(tokens):
        return end
    opened = tokens[end].low in _DASHES
    here, nouns = end + opened, 0
    while here < len(tokens):
        person = words.people.at(tokens, here)
        if person is None and tokens[here].low not in ("and", "or", ","):
            break
        if person is None and nouns == 0 and (opened or tokens[here].low == ","):
            return end
        nouns += person is not None
        here = person[0] if person else here + 1
    closed = here < len(tokens) and tokens[here].low in _DASHES
    if nouns < 2 or opened != closed or tokens[here - 1].low in ("and", "or", ","):
        return end
    count.group = "people"
    return here + closed


def _said_again(tokens: Sequence[Token], count: Count, counts: dict[int, Count]) -> int | None:
    """Where "1,200 - more than 1,200 people" begins again: speech that corrects itself.

    A bound of the first holds for the second as well: "more than 1,000 — 1,000 lives".
    """
    at = count.after
    if count.symbol not in "EQ" or at + 1 >= len(tokens):
        return None
    value, bound = count.quantity.figures[0]
    if tokens[at].low in (",", "and") and count.quantity.vague:  # "dozens, hundreds of people"
        larger = counts.get(at + 1)
        grows = larger is not None and larger.quantity.figures[0][0] >= value
        return at + 1 if larger is not None and larger.quantity.vague and grows else None
    if tokens[at].low not in _DASHES:
        return None
    at += 1 + (tokens[at + 1].low in _DASHES)
    following = counts.get(at)
    if following is None:
        return None
    if following.quantity.figures[0][0] != value:  # "thousands of — 1,400 people"
        return at if tokens[count.after - 1].low == "of" else None
    if bound != "exact" and following.bound is None and following.quantity.figures[0][1] == "exact":
        following.bound = bound
    return at


#: Nouns that count what befell people, and verbs as well.
_VERBS_TOO = ("arrests", "murders")


def _acts(tokens: Sequence[Token], at: int) -> bool:
    """As in "Israel arrests 60 in raids", but not "the number of arrests passed 60"."""
    number = next((token for token in tokens[at + 1 : at + 4] if token.low not in _BOUNDING), None)
    named = at > 0 and tokens[at - 1].text[:1].isupper()
    return named and number is not None and number.text[:1].isdigit()


_BOUNDING = ("at", "least", "more", "than", "over", "nearly", "some", "about", "another")


def _word(tokens: Sequence[Token], at: int, words: Lexicon, dated: Collection[int]) -> Symbol:
    if at in dated:
        return Symbol("f", at, at + 1)
    low = tokens[at].low
    outcome = words.outcomes.at(tokens, at) if low in words.outcomes.longest else None
    other = words.classes.at(tokens, at) if low in words.classes.longest else None
    if outcome and (other is None or outcome[0] >= other[0]):
        letter = "w" if outcome[2] == "D" else outcome[2]
        if low in _VERBS_TOO and _acts(tokens, at):
            letter = "B"
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
