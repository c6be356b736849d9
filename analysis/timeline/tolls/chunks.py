"""A sentence as a row of symbols: each number with its noun is one, every other word its class.

Symbols of numbers, added to those of the lexicon:
  Q people ("31 Israeli soldiers")     E bare ("31", "46 others", "12 of them")
  R unknown noun ("31 trekkers")       U things, units, times ("31 rockets")
  Z the number says the outcome itself ("31 deaths", "12 wounded men", "23 of the dead")
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.timeline.tolls.lexicon import Lexicon
from analysis.timeline.tolls.model import Quantity, Token
from analysis.timeline.tolls.numbers import bound_after_noun, find_quantities

_NATIONALITY = re.compile(r"[A-Z][a-zé]+(?:ian|ean|an|ish|ese|i|ic|ch)$")
_NATIONALS = re.compile(r"[A-Z][a-zé]{2,}(?:ians|eans|ans|is|ites|ards)$")
_PERSON_ENDING = re.compile(r"(?:ers|ors|ists|ians|ees|men|women|folk|goers|ants)$")
_DETERMINERS = {"the", "its", "their", "his", "her", "our", "these", "those", "all", "my", "your"}
_PRONOUNS = {"them", "us", "those", "whom", "these", "which", "you"}
_EXTRA = {"more", "other", "additional", "further", "different", "separate", "such", "new", "or",
          "so", "-", "+", "plus"}  # fmt: skip
_STOP_CLASSES = set("xhmntFoypscSaqirvd")
_IDENTIFIERS = {
    "flight", "boeing", "resolution", "route", "highway", "article", "section", "chapter", "no", "number", "channel",
    "day", "page", "airbus", "room", "unit", "division", "brigade", "battalion", "phase", "group", "formula", "type", "model",
    "area", "line", "chapter", "title", "tower", "level", "category", "grade", "round", "week", "version", "episode",
    "covid", "tier", "track", "item", "order", "figure", "table", "zone", "block", "camp", "magnitude", "age", "aged",
    "apollo", "interstate", "bus", "train", "gate", "stage", "part", "vol", "chapter", "act",
}  # fmt: skip
_YEAR_BEFORE = {
    "in", "since", "of", "from", "until", "till", "by", "late", "early", "mid", "before", "after", "during", "to",
    "the", "through", "between", "and", ",",
}  # fmt: skip
_MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
}  # fmt: skip
_MONEY = {"$", "€", "£", "₪", "¥", "usd", "us$", "eur"}
_PARTS = {"percent", "%", "per", "percentage", "th", "st", "°", "/"}


@dataclass
class Count:
    """A number with its noun.

    after: token after the noun; group: null where no noun says it; partitive: of a larger number
    ("12 of them"); outcome: said by the number's own noun; surely: no doubt about that outcome.
    """

    quantity: Quantity
    symbol: str
    after: int
    group: str | None = None
    partitive: bool = False
    outcome: str | None = None
    noun: str = ""
    bound: str | None = None


@dataclass
class Symbol:
    """One letter of the row: the tokens [first, last) it stands for, and what hangs on it."""

    letter: str
    first: int
    last: int
    outcome: str | None = None
    count: Count | None = None


def symbols_of(
    tokens: Sequence[Token], words: Lexicon, dated: Collection[int]
) -> list[Symbol]:
    """The row of symbols of a sentence; dated: indices of tokens that belong to a date."""
    counts = {
        count.quantity.lead: count
        for quantity in find_quantities(tokens)
        if (count := _count(tokens, quantity, words, dated)) is not None
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
    if tokens[at].low != "," or [token.low for token in tokens[at + 1 : at + 3]] != ["according", "to"]:
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
        letter = "g" if _NATIONALITY.match(token.text) else "C"
    elif token.low.endswith("ly") and len(token.low) > 4:
        letter = "f"
    elif token.low.isalpha() or "-" in token.low or token.low[:1].isdigit():
        letter = "w"
    else:
        letter = "c"
    return Symbol(letter, at, at + 1)


def _count(
    tokens: Sequence[Token], quantity: Quantity, words: Lexicon, dated: Collection[int]
) -> Count | None:
    """The number with its noun; None for years, ages, money, ordinals and names with a number."""
    first, at = quantity.first, quantity.last
    if first in dated or (at - 1) in dated or quantity.figures[0][0] == 0:
        return None
    before = tokens[first - 1].low if first else ""
    following = tokens[at].low if at < len(tokens) else ""
    if before in _MONEY or following in _PARTS or before in ("no.", "#", "@"):
        return None
    if following in ("in", "out") and _is_ratio(tokens, at):
        return None
    if before == "in" and first > 1 and find_quantities(tokens[first - 2 : first - 1]):
        return None
    if before == "of" and first > 1 and tokens[first - 2].low == "out":
        return None
    if before == "." and first > 1 and tokens[first - 2].low == "no":
        return None
    count = _noun(tokens, quantity, words)
    if count.symbol == "E" and _is_name_or_year(tokens, quantity):
        return None
    if tokens[first].low == "one" and count.symbol == "E" and before in (
        "no", "any", "every", "each", "this", "that", "the", "another", "which",
    ):  # fmt: skip
        return None
    late = bound_after_noun(tokens, count.after) if count.after < len(tokens) else None
    if late and quantity.figures[0][1] == "exact" and len(quantity.figures) == 1:
        count.bound = late
    return count


def _is_ratio(tokens: Sequence[Token], at: int) -> bool:
    """"one in five", "9 out of 10"."""
    rest = [token.low for token in tokens[at : at + 4]]
    here = 2 if rest[:2] == ["out", "of"] else 1
    if here >= len(rest):
        return False
    number = find_quantities(tokens[at + here : at + here + 1])
    return bool(number) and not (rest[here].isdigit() and len(rest[here]) == 4)


def _is_name_or_year(tokens: Sequence[Token], quantity: Quantity) -> bool:
    first, at = quantity.first, quantity.last
    token = tokens[first]
    before = tokens[first - 1] if first else None
    following = tokens[at].low if at < len(tokens) else ""
    digits = token.text.isdigit() and at == first + 1
    value = quantity.figures[0][0]
    if before is None:
        return False
    if before.low in _IDENTIFIERS and (digits or before.low in ("aged", "age", "phase")):
        return True
    if before.low in _MONTHS and value <= 31:
        return True
    if following in _MONTHS and value <= 31:
        return True
    if digits and 1900 <= value <= 2100 and quantity.lead == first:
        return before.low in _YEAR_BEFORE or before.low in _MONTHS or before.text[:1].isupper()
    if before.low in ("was", "is", "turned", "aged") and digits and value <= 115:
        if following in ("and", ",", ".", "when", "years", "in", "at"):
            return True
    # A comma on both sides after a name is an age: "John Smith, 46, was killed".
    if before.low in (",", "(") and following in (",", ")") and digits and value <= 110:
        return first > 1 and (tokens[first - 2].text[:1].isupper() or before.low == "(")
    return following == ":" and digits and value < 25


def _noun(tokens: Sequence[Token], quantity: Quantity, words: Lexicon) -> Count:
    at = quantity.last
    partitive = False
    while at < len(tokens) and tokens[at].low in _EXTRA:
        if tokens[at].low == "or" and not (
            at + 1 < len(tokens) and tokens[at + 1].low in ("so", "more", "fewer", "less")
        ):
            break
        at += 1
    if at < len(tokens) and tokens[at].low == "others":
        return Count(quantity, "E", at + 1)
    if at + 1 < len(tokens) and tokens[at].low == "of":
        if tokens[at + 1].low in _PRONOUNS and not (
            tokens[at + 1].low in ("those", "these")
            and at + 2 < len(tokens)
            and tokens[at + 2].low not in (",", "were", "are", "had", "have")
        ):
            count = _predicate(tokens, Count(quantity, "E", at + 2, partitive=True), words)
            return count
        at += 1
        while at < len(tokens) and tokens[at].low in _DETERMINERS:
            partitive = True
            at += 1
        held = words.outcomes.at(tokens, at) if at < len(tokens) else None
        if partitive and held and held[2] in "KA":
            return Count(quantity, "Z", held[0], None, True, held[1])
        if at + 1 < len(tokens) and tokens[at + 1].low == "'s":
            partitive = True
            at += 2
        elif at + 2 < len(tokens) and tokens[at + 2].low == "'s":
            partitive = True
            at += 3
    count = _walk(tokens, at, quantity, words)
    count.partitive = partitive
    return count


def _predicate(tokens: Sequence[Token], count: Count, words: Lexicon) -> Count:
    """The group in "12 of them children" and "12 of whom were children"."""
    at = count.after
    if at < len(tokens) and tokens[at].low in ("were", "are", "was"):
        at += 1
    while at < len(tokens) and _NATIONALITY.match(tokens[at].text):
        at += 1
    found = words.people.at(tokens, at) if at < len(tokens) else None
    if found:
        end, group = _coordinated(tokens, found[0], found[1], words)
        count.after, count.group = end, group
    return count


def _walk(tokens: Sequence[Token], at: int, quantity: Quantity, words: Lexicon) -> Count:
    """From the number over adjectives to its noun."""
    outcome: str | None = None
    last_word: Token | None = None
    several = quantity.figures[-1][0] > 1
    here = at
    while here < len(tokens) and here - at < 8:
        token = tokens[here]
        person = words.people.at(tokens, here)
        said = words.outcomes.at(tokens, here)
        if said and said[2] == "D" and not (person and person[0] > said[0]):
            group = _group_before(tokens, at, here, words)
            return Count(quantity, "Z", said[0], group, outcome=said[1], noun=token.low)
        if said and not person:
            if said[2] in "KA" and _noun_follows(tokens, said[0], words):
                outcome = said[1]
                here = said[0]
                continue
            break
        if person is None and several and _NATIONALS.match(token.text):
            person = (here + 1, "people", "many")
        if person:
            end, group, number = person
            if _is_modifier(tokens, end, number, words):
                last_word = token
                here = end
                continue
            end, group = _coordinated(tokens, end, group, words)
            return Count(
                quantity, "Z" if outcome else "Q", end, group, outcome=outcome, noun=token.low
            )
        if token.low in words.things and not _noun_follows(tokens, here + 1, words):
            return Count(quantity, "U", here + 1, noun=token.low)
        found = words.classes.at(tokens, here)
        if found and found[1] in "rf" and found[0] == here + 1:
            if _noun_follows(tokens, here + 1, words):  # "10,000 suspected fighters"
                last_word = token
                here += 1
                continue
        if (found and found[1] in _STOP_CLASSES and token.low not in ("'s",)) or not (
            token.low[0].isalpha()
        ):
            break
        if found and found[1] == "f" and last_word is None:
            break
        if token.low.endswith("ly") and last_word is None and not _noun_follows(tokens, here + 1, words):
            break
        last_word = token
        here += 1
    if last_word is None:
        if outcome:  # "31 injured", with nothing after it: the participle is the predicate
            return Count(quantity, "E", at)
        return Count(quantity, "E", at)
    return _unknown(tokens, at, here, last_word, quantity, outcome)


def _unknown(
    tokens: Sequence[Token],
    at: int,
    here: int,
    noun: Token,
    quantity: Quantity,
    outcome: str | None,
) -> Count:
    """A number with a noun that no list holds."""
    plural = noun.low.endswith("s") and not noun.low.endswith("ss")
    if plural and noun.text[0].islower():
        if _PERSON_ENDING.search(noun.low):
            return Count(quantity, "Z" if outcome else "Q", here, "people", outcome=outcome, noun=noun.low)
        return Count(quantity, "R", here, "people", outcome=outcome, noun=noun.low)
    if _PERSON_ENDING.search(noun.low) and noun.text[0].islower():
        return Count(quantity, "Q", here, "people", outcome=outcome, noun=noun.low)
    if noun.text[0].isupper() and quantity.vague:  # "hundreds of Taliban"
        return Count(quantity, "Q", here, "people", noun=noun.low)
    if noun.text[0].isupper() or quantity.figures[0][0] == 1:
        return Count(quantity, "U", here, noun=noun.low)
    # The word after the number is no noun that could be counted: "31 believed", "46 seriously".
    return Count(quantity, "E", at)


def _noun_follows(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    for here in range(at, min(at + 4, len(tokens))):
        token = tokens[here]
        if words.people.at(tokens, here) or _NATIONALS.match(token.text):
            return True
        found = words.classes.at(tokens, here)
        if (found and found[1] != "f") or not token.low[0].isalpha():
            return False
    return False


def _is_modifier(tokens: Sequence[Token], at: int, number: str, words: Lexicon) -> bool:
    """Is the person noun only the first half of a compound ("settler attacks", "police stations")?"""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.low == "'s":
        return True
    if words.people.at(tokens, at):
        return True
    if not token.low.isalpha() or token.text[0].isupper():
        return False
    said = words.outcomes.at(tokens, at)
    if said:
        return said[2] == "D"
    if token.low in words.things:
        return True
    if words.classes.at(tokens, at) or number == "many":
        return False
    return token.low.endswith("s")


def _coordinated(
    tokens: Sequence[Token], at: int, group: str, words: Lexicon
) -> tuple[int, str]:
    """"women and children", "men, women and children": the end, and the common group."""
    groups = common = {group}
    end, closed = at, at
    while end + 1 < len(tokens) and tokens[end].low in (",", "and", "or", "&"):
        here = end + 1
        last = tokens[end].low != "," or tokens[here].low in ("and", "or")
        if tokens[end].low == "," and tokens[here].low in ("and", "or"):
            here += 1
        while here < len(tokens) and (
            _NATIONALITY.match(tokens[here].text) or tokens[here].low in ("other", "elderly", "young")
        ):
            here += 1
        person = words.people.at(tokens, here) if here < len(tokens) else None
        if person is None or person[2] != "many" or _is_modifier(tokens, person[0], "many", words):
            break
        end = person[0]
        groups.add(person[1])
        if last:  # "men, women" without an "and" may be two clauses: "9 children, medics said"
            closed, common = end, set(groups)
    if closed == at:
        return at, group
    return closed, common.pop() if len(common) == 1 else "people"


def _group_before(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> str | None:
    for here in range(start, end):
        found = words.people.at(tokens, here)
        if found:
            return found[1]
    return None
