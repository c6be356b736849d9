"""Which numbers count something: years, ages, money, ratios and names with a number do not."""

from collections.abc import Collection, Sequence

from analysis.timeline.tolls.lexicon import Lexicon
from analysis.timeline.tolls.model import Quantity, Token
from analysis.timeline.tolls.nouns import Count, noun_of
from analysis.timeline.tolls.quantities import bound_after_noun, find_quantities

_IDENTIFIERS = {
    "flight",
    "force",
    "boeing",
    "resolution",
    "route",
    "highway",
    "article",
    "section",
    "chapter",
    "no",
    "number",
    "channel",
    "day",
    "page",
    "airbus",
    "room",
    "unit",
    "division",
    "brigade",
    "battalion",
    "phase",
    "group",
    "formula",
    "type",
    "model",
    "area",
    "line",
    "title",
    "tower",
    "level",
    "category",
    "grade",
    "round",
    "week",
    "version",
    "episode",
    "covid",
    "tier",
    "track",
    "item",
    "order",
    "figure",
    "table",
    "zone",
    "block",
    "camp",
    "magnitude",
    "age",
    "aged",
    "apollo",
    "interstate",
    "bus",
    "train",
    "gate",
    "stage",
    "part",
    "vol",
    "act",
}


_YEAR_BEFORE = {
    "in",
    "since",
    "of",
    "from",
    "until",
    "till",
    "by",
    "late",
    "early",
    "mid",
    "before",
    "after",
    "during",
    "to",
    "the",
    "through",
    "between",
    "and",
    ",",
}


_MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
}


_MONEY = {"$", "€", "£", "₪", "¥", "usd", "us$", "eur"}


_PARTS = {
    "quarters", "thirds", "fifths", "tenths", "sixths", "eighths", "quarter", "third",
    "percent", "%", "per", "percentage", "th", "st", "°", "/",
}  # fmt: skip


def count_at(
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
    clock = before == ":" and first > 1 and tokens[first - 2].low.isdigit()
    if clock and tokens[first - 2].end == tokens[first - 1].start:
        return None  # "at 10:57"
    if following in ("in", "out") and _is_ratio(tokens, at):
        return None
    if before == "in" and first > 1 and find_quantities(tokens[first - 2 : first - 1]):
        return None
    if before == "of" and first > 1 and tokens[first - 2].low == "out":
        return None
    if before == "." and first > 1 and tokens[first - 2].low == "no":
        return None
    if before == "but" and first > 1 and tokens[first - 2].low == "all":
        return None  # "all but one of the sixteen"
    if _is_age(tokens, first):
        return None
    count = noun_of(tokens, quantity, words)
    if _is_bare_year(tokens, quantity, before):
        return None
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


_OF_AGES = {"between", "of", "from", "and", "to", "or", ",", "-", "–", "under", "over", "the"}


def _is_age(tokens: Sequence[Token], first: int) -> bool:
    """As in "between the ages of 14 and 18", "aged 5 to 12"."""
    at = first - 1
    while at >= 0 and first - at < 7:
        low = tokens[at].low
        if low in ("age", "ages", "aged"):
            return True
        if low not in _OF_AGES and not low.isdigit():
            return False
        at -= 1
    return False


def _is_bare_year(tokens: Sequence[Token], quantity: Quantity, before: str) -> bool:
    """The year of "their September 2015 deaths", "the 2004 killings"."""
    token = tokens[quantity.first]
    if quantity.last != quantity.first + 1 or not token.text.isdigit() or len(token.text) != 4:
        return False
    after_month = before in _MONTHS
    return 1900 <= quantity.figures[0][0] <= 2099 and (after_month or before in ("the", "'s"))


def _is_ratio(tokens: Sequence[Token], at: int) -> bool:
    """As in "one in five", "9 out of 10"."""
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
    if before.low == "." and first > 1 and tokens[first - 2].low in _MONTHS and value <= 31:
        return True
    if following in _MONTHS and value <= 31:
        return True
    if digits and 1500 <= value <= 2100 and quantity.lead == first:
        return before.low in _YEAR_BEFORE or before.low in _MONTHS or before.text[:1].isupper()
    said_of_one = before.low in ("was", "is", "turned", "aged") and digits and value <= 115
    if said_of_one and following in ("and", ",", ".", "when", "years", "in", "at"):
        return True
    # A comma on both sides after a name is an age: "John Smith, 46, was killed".
    if before.low in (",", "(") and following in (",", ")") and digits and value <= 110:
        return first > 1 and (tokens[first - 2].text[:1].isupper() or before.low == "(")
    # "at 12:30", but not "Storm kills 12: police".
    hour = following == ":" and digits and value < 25
    return hour and at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end
