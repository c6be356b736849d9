"""Numbers and their bounds in a tokenised sentence."""

import re
from collections.abc import Sequence

from analysis.timeline.tolls.lexicon import bounds
from analysis.timeline.tolls.model import Quantity, Token

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_LOOSE = {"dozen": 12, "score": 20} | _SCALES
#: A plural stands for at least two of its kind: "dozens" 24, "thousands" 2,000.
_PLURALS = {f"{word}s": 2 * value for word, value in _LOOSE.items()}
_MULTIPLES = {"tens": 10, "dozens": 12, "hundreds": 100}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|\d+\.\d+")
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
_NOT_AFTER_RANGE = {"per", "percent", "%"}


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """All numbers of a sentence with their bounds, ranges joined."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        single = _number(tokens, at)
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


def _number(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    """Number that begins at a token: (token after it, value, vague)."""
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in ("a", "an", "several", "few", "many", "half", "couple"):
        return _loose(tokens, at)
    if low in _MULTIPLES and following == "of" and at + 2 < len(tokens):
        scale = tokens[at + 2].low
        if scale in _PLURALS:
            factor = 2 * _MULTIPLES[low] if low != "dozens" else 24
            return at + 3, factor * _PLURALS[scale] // 2, True
    if low in _PLURALS:
        if low == "scores" and following not in ("of", "more", "were", "killed", "dead", "injured"):
            return None
        return at + 1, _PLURALS[low], True
    if _DIGITS.fullmatch(low):
        return _digits(tokens, at)
    return _words(tokens, at)


def _loose(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    words = [token.low for token in tokens[at : at + 4]]
    if words[0] == "half" and words[1:3] == ["a", "dozen"]:
        return at + 3, 6, False
    if words[0] == "half" and words[1:3] == ["a", "million"]:
        return at + 3, 500_000, False
    if words[0] in ("a", "an") and len(words) > 1 and words[1] in _LOOSE and words[1] != "score":
        after = at + 2
        value = _LOOSE[words[1]]
        if len(words) > 2 and words[2] in _SCALES and _SCALES[words[2]] > value:
            return after + 1, value * _SCALES[words[2]], False
        return after, value, False
    skip = {"several": 1, "few": 1, "many": 1, "couple": 1}.get(words[0])
    if words[0] == "a" and len(words) > 2 and words[1] in ("few", "couple"):
        skip = 2
    if skip is None:
        return None
    if len(words) > skip and words[skip] == "of":
        skip += 1
    if len(words) > skip and words[skip] in _LOOSE:
        if len(words) > skip + 1 and words[skip] == "hundred" and words[skip + 1] == "thousand":
            return at + skip + 2, 200_000, True
        return at + skip + 1, 2 * _LOOSE[words[skip]], True
    return None


def _digits(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    text = tokens[at].low.replace(",", "")
    scale = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if scale in _SCALES:
        return at + 2, round(float(text) * _SCALES[scale]), False
    if scale == "dozen" and "." not in text:
        return at + 2, 12 * int(text), False
    if "." in text or len(text) > 12:
        return None
    return at + 1, int(text), False


def _words(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    total = current = 0
    last = at
    while last < len(tokens):
        low = tokens[last].low
        if (
            low == "and"
            and last > at
            and tokens[last - 1].low in _SCALES
            and last + 1 < len(tokens)
        ):
            # "two hundred and five", but not "two hundred and a thousand"
            if _small(tokens[last + 1].low) is None or not _ends_scale(tokens, last + 1):
                break
            last += 1
            continue
        small = _small(low)
        if small is not None:
            if current % 100 and last > at:
                break
            current += small
        elif low in _SCALES and current:
            scale = _SCALES[low]
            if scale == 100:
                current *= 100
            else:
                total, current = total + current * scale, 0
        elif low == "dozen" and current:
            return last + 1, 12 * current, False
        else:
            break
        last += 1
    if last == at:
        return None
    return last, total + current, False


def _ends_scale(tokens: Sequence[Token], at: int) -> bool:
    """In "two hundred and five killed" five goes on; in "a hundred and five thousand" too."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following not in ("hundred", "dozen")


def _small(low: str) -> int | None:
    if low in _UNITS:
        return _UNITS[low]
    if low in _TENS:
        return _TENS[low]
    tens, _, unit = low.partition("-")
    if tens in _TENS and unit in _UNITS and 0 < _UNITS[unit] < 10:
        return _TENS[tens] + _UNITS[unit]
    return None


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
    second = _number(tokens, last + 1)
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
                return end - length, bound
        if end and tokens[end - 1].low in _FILLERS:
            end -= 1
        else:
            break
    return at, None


def _raised(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].low in ("went", "gone", "is", "brought", "goes")


def _bound_after(tokens: Sequence[Token], at: int) -> str | None:
    words = tuple(token.low for token in tokens[at : at + 2])
    if words in (("or", "more"), ("and", "counting"), ("or", "above")):
        return "at_least"
    later = [token.low for token in tokens[at : at + 4] if token.low not in (",", "and", "or", "—")]
    if later[:2] in (["maybe", "more"], ["perhaps", "more"], ["possibly", "more"]):
        return "at_least"
    if words == ("or", "so"):
        return "about"
    if words in (("or", "fewer"), ("or", "less")):
        return "at_most"
    if words and words[0] == "+":
        return "at_least"
    if words[:1] == ("plus",):
        return "at_least"
    return None
