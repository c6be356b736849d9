"""A number and the noun that it counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.timeline.tolls.lexicon import Lexicon
from analysis.timeline.tolls.model import Quantity, Token
from analysis.timeline.tolls.numbers import number_at

NATIONALITY = re.compile(r"[A-Z][a-zé]+(?:ian|ean|an|ish|ese|i|ic|ch)$")


_NATIONALS = re.compile(r"[A-Z][a-zé]{2,}(?:ians|eans|ans|is|ites|ards)$")


_PERSON_ENDING = re.compile(r"(?:ers|ors|ists|ians|ees|men|women|folk|goers|ants|mates)$")


_DETERMINERS = {"the", "its", "their", "his", "her", "our", "these", "those", "all", "my", "your"}


_PRONOUNS = {"them", "us", "those", "whom", "these", "which", "you"}


_EXTRA = {
    "more",
    "other",
    "additional",
    "further",
    "different",
    "separate",
    "such",
    "new",
    "or",
    "so",
    "-",
    "+",
    "plus",
}


_STOP_CLASSES = set("xhmntFoypscSaqirvd")


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


def noun_of(tokens: Sequence[Token], quantity: Quantity, words: Lexicon) -> Count:
    """The number with the noun after it."""
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
            return _predicate(tokens, Count(quantity, "E", at + 2, partitive=True), words)
        at += 1
        while at < len(tokens) and tokens[at].low in _DETERMINERS:
            partitive = True
            at += 1
        whole = number_at(tokens, at) if at < len(tokens) else None
        if whole is not None and not whole[2]:  # "18 of the 25 passengers"
            partitive = True
            at = whole[0]
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
    while at < len(tokens) and NATIONALITY.match(tokens[at].text):
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
        if token.low == "own" and here > at - 1 and tokens[here - 1].low in _DETERMINERS:
            return Count(quantity, "Q", here + 1)  # "two of their own"
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
        hedged = found is not None and found[1] in "rf" and found[0] == here + 1
        if hedged and _noun_follows(tokens, here + 1, words):  # "10,000 suspected fighters"
            last_word = token
            here += 1
            continue
        if (found and found[1] in _STOP_CLASSES and token.low not in ("'s",)) or not (
            token.low[0].isalpha()
        ):
            break
        if found and found[1] == "f" and last_word is None:
            break
        if (
            token.low.endswith("ly")
            and last_word is None
            and not _noun_follows(tokens, here + 1, words)
        ):
            break
        last_word = token
        here += 1
    if (
        last_word is None
    ):  # also "31 injured", with nothing after it: the participle is the predicate
        return Count(quantity, "E", at)
    shared = _shared_noun(tokens, here, last_word, words)
    if shared is not None and several and outcome is None:
        return Count(quantity, "Q", here, shared)
    return _unknown(tokens, at, here, last_word, quantity, outcome)


def nationality_of(tokens: Sequence[Token], count: Count) -> str | None:
    """The nationality by which a number is counted: "14 American citizens", "33 Thais"."""
    for at in range(count.quantity.last, count.after):
        word = tokens[at].text
        if not word[:1].isupper() or not (NATIONALITY.match(word) or _NATIONALS.match(word)):
            continue
        # "two of Khan's victims" are not counted by a nationality.
        if at + 1 == len(tokens) or tokens[at + 1].text not in ("'s", "’s"):
            return word
    return None


def _shared_noun(tokens: Sequence[Token], at: int, adjective: Token, words: Lexicon) -> str | None:
    """Group of the noun that comes with the next number: "three foreign and two Afghan nurses"."""
    if at + 1 >= len(tokens) or tokens[at].low not in ("and", "or"):
        return None
    if adjective.low.endswith("s") and not NATIONALITY.match(adjective.text):
        return None  # a noun of its own
    following = number_at(tokens, at + 1)
    if following is None:
        return None
    for here in range(following[0], min(following[0] + 4, len(tokens))):
        person = words.people.at(tokens, here)
        if person is not None:
            return person[1]
        if not tokens[here].low[0].isalpha() or words.classes.at(tokens, here):
            return None
    return None


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
            return Count(
                quantity, "Z" if outcome else "Q", here, "people", outcome=outcome, noun=noun.low
            )
        return Count(quantity, "R", here, "people", outcome=outcome, noun=noun.low)
    if _PERSON_ENDING.search(noun.low) and noun.text[0].islower():
        return Count(quantity, "Q", here, "people", outcome=outcome, noun=noun.low)
    if noun.text[0].isupper() and quantity.vague:  # "hundreds of Taliban"
        return Count(quantity, "Q", here, "people", noun=noun.low)
    if quantity.figures[0][0] == 1 and noun.text[0].islower() and not noun.low.endswith("ed"):
        return Count(quantity, "R", here, "people", outcome=outcome, noun=noun.low)
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
        if number_at(tokens, here) is not None:  # "two bombs killed six people"
            return False
    return False


def _is_modifier(tokens: Sequence[Token], at: int, number: str, words: Lexicon) -> bool:
    """Is the person noun only the first half of a compound, as in "settler attacks"?"""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.low == "'s":
        return True
    following = words.people.at(tokens, at)
    if following:  # but "took 800 workers hostage"
        return number == "one" or following[2] == "many" or following[1] != "hostages"
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


def _coordinated(tokens: Sequence[Token], at: int, group: str, words: Lexicon) -> tuple[int, str]:
    """As in "women and children", "men, women and children": the end, and the common group."""
    groups = common = {group}
    end, closed = at, at
    while end + 1 < len(tokens) and tokens[end].low in (",", "and", "or", "&"):
        here = end + 1
        last = tokens[end].low != "," or tokens[here].low in ("and", "or")
        if tokens[end].low == "," and tokens[here].low in ("and", "or"):
            here += 1
        while here < len(tokens) and (
            NATIONALITY.match(tokens[here].text)
            or tokens[here].low in ("other", "elderly", "young")
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
