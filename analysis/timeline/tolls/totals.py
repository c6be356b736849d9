"""Numbers that a toll noun announces: "the death toll rose from 31 to 46"."""

import re
from collections.abc import Iterator

from analysis.timeline.tolls.lexicon import lexicon
from analysis.timeline.tolls.phrases import follow
from analysis.timeline.tolls.row import Row

#: How far a toll noun reaches, in symbols.
_REACH = 16
_UNCERTAIN = re.compile(
    r"\b(?:likely|expected|could|would|will|might|projected|predicted|forecast|set|about) to\b|"
    r"\b(?:could|would|will|might|may) (?!have)",
    re.IGNORECASE,
)


_TOLL_LINKS = {
    "to",
    "at",
    "of",
    "is",
    "was",
    "stands",
    "stood",
    "reached",
    "reaches",
    "hit",
    "hits",
    "past",
    "now",
    ":",
    "as",
    "were",
    "number",
    "numbered",
    "numbers",
    "are",
    "be",
    "been",
    "and",
    "reaching",
    "hitting",
    "totaled",
    "totalled",
    "total",
    "totals",
    "touched",
    "around",
    "figure",
    "reach",
    "in",
    "range",
    "ranged",
    "ranging",
    "vary",
    "varied",
}


_BOUND_IS_LINK = {
    "passed",
    "topped",
    "surpassed",
    "exceeded",
    "exceeds",
    "exceed",
    "surpasses",
    "exceeding",
    "surpassing",
    "tops",
    "passes",
    "crosses",
    "surpass",
    "topping",
    "passing",
    "over",
    "above",
    "crossed",
    "past",
    "nearing",
    "approaching",
}


def totals(row: Row) -> None:
    """As in "the death toll rose from 31 to 46", "the dead at 31"."""
    for index, outcome in toll_nouns(row):
        for here in range(index + 1, min(index + _REACH, len(row.letters))):
            letter = row.letters[here]
            if letter == "S" and row.low(here) != ":":
                break
            if letter not in "QERZ":
                continue
            count = row.symbols[here].count
            if count is None or not row.is_free(here):
                _name(row, index, here)
                continue
            if (
                not _reaches(row, here)
                and row.letters[index + 1 : here] != "i"
                and not _set_off(row, here)
            ):
                continue
            if row.letters[here - 1] == "i" and here == index + 2:  # "the dead included five women"
                row.propose(here, (outcome,), subset=True)
                follow(row, here, (outcome,))
                break
            if letter == "R" or _is_withdrawn(row, index, here):
                continue
            if not row.is_conditional(index) and not _UNCERTAIN.search(row.text(index, here)):
                row.propose(here, (outcome,))
                _name(row, index, here)
                if row.low(here - 1) in ("are", "were", "include", "included", ":"):
                    follow(row, here, (outcome,))
                if row.low(here - 1) == "from" or row.letters[here + 1 : here + 2] in ("t", "F"):
                    continue
            break


_AMONG = re.compile(r"\s+(?:among|of|for|in)\s+(?:the\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE)
_OF = re.compile(r"\b(?:number|total|count|tally|figures?)\s+(?:of|for)\s", re.IGNORECASE)


def _name(row: Row, index: int, here: int) -> None:
    """Give a total the group that its noun counts, where its own number names none."""
    count = row.symbols[here].count
    if here in row.links.outcomes and count is not None and count.group is None:
        group = _who(row, index, here)
        if group is not None:
            row.links.groups[here] = group


def _who(row: Row, index: int, here: int) -> str | None:
    """The group that a toll noun counts: "number of journalists killed", "toll among children"."""
    symbol = row.symbols[index]
    if symbol.letter == "L":
        first, last = symbol.last, row.symbols[here].first
    else:
        first, last = row.symbols[max(index - 5, 0)].first, symbol.first
        of = _OF.search(row.text(index - 5, index))
        if of is None:
            return None
    for at in range(first, last):
        found = lexicon().people.at(row.tokens, at)
        if found is None or found[2] != "many":
            continue
        before = row.sentence[row.tokens[symbol.last - 1].end : row.tokens[at].start]
        if symbol.letter != "L" or _AMONG.fullmatch(before):
            return found[1]
    return None


def _is_withdrawn(row: Row, index: int, here: int) -> bool:
    """The first figure of "revised down from 52 to 47"."""
    if row.low(here - 1) != "from":
        return False
    return (
        re.search(r"\b(?:revis|correct|lower|downgrad|adjust)", row.text(index - 4, here))
        is not None
    )


def _set_off(row: Row, here: int) -> bool:
    """As in "the highest death toll from bird flu - 57."."""
    return (
        row.letters[here] == "E"
        and row.low(here - 1) in ("-", "--", "—", "–")
        and row.letters[here + 1 : here + 2] in ("", "S")
    )


_BROUGHT = re.compile(r"\b(?:br(?:ing|ought)\w*|rais\w+|put\w*|tak\w+|push\w+|lift\w+)\b")


def brought_to(row: Row) -> None:
    """As in "bringing to 167 the number of troops killed"."""
    if not _BROUGHT.search(row.sentence):
        return
    for index, outcome in toll_nouns(row):
        before = row.letters[max(0, index - 9) : index]
        at = before.rfind("E")
        here = max(0, index - 9) + at
        if at < 0 or not row.is_free(here) or row.low(here - 1) not in ("to", "at"):
            continue
        if _BROUGHT.search(row.text(here - 4, here)):
            row.propose(here, (outcome,))


_NUMBER_OF = re.compile(r"\b(?:number|total|count|tally|figures?|toll) (?:of|for)(?: [\w' -]+)?$")
_THE = re.compile(r"\b(?:the|those)(?: \w+)?$")


def toll_nouns(row: Row) -> Iterator[tuple[int, str]]:
    """Symbols that announce a total, with its outcome: "death toll", "number of wounded"."""
    for index, symbol in enumerate(row.symbols):
        if symbol.letter == "L":
            yield index, symbol.outcome or "killed"
        elif symbol.letter in "KA" and symbol.outcome not in (None, "held"):
            before = row.text(index - 5, index).lower()
            if _NUMBER_OF.search(before) or _THE.search(before):
                yield index, symbol.outcome or "killed"
        elif (
            symbol.letter == "w"
            and symbol.outcome
            and row.low(index) in ("deaths", "fatalities", "injuries", "arrests")
        ):
            yield index, symbol.outcome
        elif row.low(index) == "hostages" and re.search(
            r"\b(?:number|total|count) of(?: [\w' -]+)?$", row.text(index - 5, index).lower()
        ):
            yield index, "abducted"


def _reaches(row: Row, index: int) -> bool:
    """Is a number linked to a toll noun by "to", "at", "reached", …?"""
    symbol = row.symbols[index]
    if row.tokens[symbol.first].low in _BOUND_IS_LINK:
        return True
    if index == 0:
        return False
    before = index - 1
    while before > 0 and row.letters[before] in "fd":
        before -= 1
    word = row.tokens[row.symbols[before].last - 1].low
    return word in _TOLL_LINKS or row.low(before) == "from"


def elliptic(row: Row) -> None:
    """As in "spoke of 16 dead; rescuers said 17"; "which brought the total to 9"."""
    for index, letter in enumerate(row.letters):
        if letter != "E" or not row.is_free(index) or index == 0:
            continue
        outer = next((at for at in range(index - 1, -1, -1) if at in row.links.outcomes), None)
        if outer is None and row.context is None:
            continue
        outcomes = (row.context or "",) if outer is None else row.links.outcomes[outer][:1]
        if ("killed",) in row.links.outcomes.values():  # "killed 14 and hurt 25; its total is 46"
            outcomes = ("killed",)
        ends = row.letters[index + 1 : index + 2] in ("", "S", "c", "a")
        before = row.text(index - 4, index).lower()
        told = re.search(r"\b(?:said|confirmed|spoke of|reported|counted|put it at|says)$", before)
        summed = re.search(
            r"\b(?:its|the|their|overall|br(?:ing|ought)\w*|rais\w+|tak\w+) (?:\w+ ){0,2}?"
            r"(?:total|tally|count)(?: \w+){0,2} (?:to|at|of|is|was|reached)$",
            row.text(index - 7, index).lower(),
        )
        moved = re.search(
            r"\b(?:lower|rais|revis|correct|updat|increas|reduc)\w* (?:\w+ ){1,3}?to$",
            row.text(index - 6, index).lower(),
        )
        compared = re.search(r"\bas (?:were|was|did|are)$", before)
        if outer is None:
            if ends and summed:
                row.propose(index, outcomes)
        elif compared or (ends and ((told and ";" in row.text(outer, index)) or summed or moved)):
            row.propose(index, outcomes)
