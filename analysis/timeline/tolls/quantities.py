"""Numbers with the words that bound them, ranges joined: "at least 31", "between 8 and 10"."""

import re
from collections.abc import Sequence

from analysis.timeline.tolls.lexicon import bounds
from analysis.timeline.tolls.model import Quantity, Token
from analysis.timeline.tolls.numbers import may_begin, number_at

_HYPHENS = {"-", "–", "—", "‑"}

_FILLERS = {
    "a",
    "total",
    "of",
    "the",
    "perhaps",
    "possibly",
    "another",
    "further",
    "additional",
    "least",
}
_CHANGE = {
    "rose",
    "risen",
    "rises",
    "rising",
    "increased",
    "increasing",
    "increase",
    "climbed",
    "grew",
    "grown",
    "up",
    "raised",
    "jumped",
    "dropped",
    "fell",
    "fallen",
    "revised",
    "down",
    "went",
    "gone",
    "lowered",
    "reduced",
    "soared",
    "decreased",
    "updated",
    "downgraded",
    "upgraded",
    "changed",
}
_MAYBE = {",", "and", "or", "—", "maybe", "perhaps", "possibly"}
_NOT_AFTER_RANGE = {"per", "percent", "%"}


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All numbers of a sentence with their bounds, ranges joined."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        single = number_at(tokens, at) if may_begin(tokens[at].low) else None
        if single is None:
            at += 1
            continue
        last, value, vague = single
        joined = _range(tokens, at, last, value) if not vague else None
        if joined is not None:
            last, high = joined
            lead = at - 1 if at and tokens[at - 1].low in ("between", "from") else at
            lead, outer = _bound_before(tokens, lead)
            figures: tuple[tuple[int, str], ...] = ((value, "at_least"), (high, "at_most"))
            if outer in ("at_least", "more_than"):
                figures = ((value, outer),)
            found.append(Quantity(at, last, lead, figures))
        else:
            lead, bound = _bound_before(tokens, at)
            bound = bound or _bound_after(tokens, last)
            if vague and bound not in ("more_than", "at_least"):
                bound = "at_least"
            found.append(Quantity(at, last, lead, ((value, bound or "exact"),), vague))
        at = last
    return found


def bound_after_noun(tokens: Sequence[Token], at: int) -> str | None:
    """The bound in "ten people or more", given the token after the noun."""
    return _bound_after(tokens, at)


def _range(tokens: Sequence[Token], first: int, last: int, value: int) -> tuple[int, int] | None:
    """The second half of "8 to 10", "8-10", "between 8 and 10", "8 or 10": (token after, value)."""
    if last + 1 >= len(tokens):
        return None
    link = tokens[last]
    before = tokens[first - 1].low if first else ""
    if link.low in _HYPHENS:
        if link.start != tokens[last - 1].end or tokens[last + 1].start != link.end:
            return None
    elif link.low == "and":
        if before != "between":
            return None
    elif link.low not in ("to", "or"):
        return None
    second = number_at(tokens, last + 1)
    if second is None or second[2] or second[1] <= value:
        return None
    if link.low == "to" and before == "from" and _changes(tokens, first - 1):
        return None
    # "8 to 10 million" is eight million
    high, after = second[1], second[0]
    if after < len(tokens) and tokens[after].low in _NOT_AFTER_RANGE:
        return None
    if link.low == "or" and high > 3 * max(value, 1):
        return None
    return after, high


def _changes(tokens: Sequence[Token], at: int) -> bool:
    return any(token.low in _CHANGE for token in tokens[max(0, at - 8) : at])


def _bound_before(tokens: Sequence[Token], at: int) -> tuple[int, str | None]:
    """First token of the bound words before a number, and the bound."""
    words_before = bounds()
    end = at
    for _ in range(5):
        for length in range(min(words_before.longest, end), 0, -1):
            words = tuple(token.low for token in tokens[end - length : end])
            bound = words_before.by_words.get(words)
            if bound is not None:
                if bound == "at_most" and words == ("up", "to") and _raised(tokens, end - length):
                    return at, None
                if words[0] in ("over", "past") and _is_particle(tokens, end - length):
                    return at, None  # "turned over 24 prisoners"
                if words == ("some",) and tokens[end].low == "of":
                    return at, None  # "some of the 25 wounded"
                return end - length, bound
        if end and tokens[end - 1].low in _FILLERS:
            end -= 1
        else:
            break
    return at, None


_HANDED = re.compile(r"(?:turn|hand|took|tak|giv|gave|carr|br(?:ing|ought)|sign|run|ran)\w*$")


def _is_particle(tokens: Sequence[Token], at: int) -> bool:
    """Does "over" belong to the verb before it?"""
    return at > 0 and _HANDED.match(tokens[at - 1].low) is not None


def _raised(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in ("went", "gone", "is", "brought", "goes")


def _bound_after(tokens: Sequence[Token], at: int) -> str | None:
    words = tuple(token.low for token in tokens[at : at + 2])
    if words in (("or", "more"), ("and", "counting"), ("or", "above")):
        return "at_least"
    if len(words) > 1 and words[0] not in _MAYBE and words[1] not in _MAYBE:
        later = []
    else:
        later = [
            token.low for token in tokens[at : at + 4] if token.low not in (",", "and", "or", "—")
        ]
    if later[:2] in (["maybe", "more"], ["perhaps", "more"], ["possibly", "more"]):
        return "at_least"
    if words == ("or", "so"):
        return "about"
    if words == ("at", "the") and at + 2 < len(tokens) and tokens[at + 2].low == "least":
        return "at_least"  # "15 children at the least"
    if words in (("or", "fewer"), ("or", "less")):
        return "at_most"
    if words and words[0] == "+":
        return "at_least"
    if words[:1] == ("plus",):
        return "at_least"
    return None
