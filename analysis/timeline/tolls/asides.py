"""Lists that say who is among a number: "ten people, including three children and two women,"."""

import re
from dataclasses import dataclass

from analysis.timeline.tolls.row import PEOPLE, Row

_COUNTED = r"[dfgwC]*[QERZ][fgwC]*(?:[po][dgwC]{1,4})?"
_MEMBER = rf"(?:{_COUNTED}|d[fgwC]{{1,3}})"
# A comma before the "and" closes a list of two or more only: after one member a clause may begin
# ("including two children, and 20 people were injured").
_ASIDE = re.compile(
    rf"i(?:{_MEMBER}(?:c{_MEMBER})+ca{_MEMBER}|{_MEMBER}(?:c{_MEMBER})*a{_MEMBER}|"
    rf"{_MEMBER}(?:c{_MEMBER})+(?=c)|{_MEMBER})"
)
#: How far before its list the whole number stands, in symbols.
_NEAR = 8


@dataclass(frozen=True)
class Aside:
    """A list of parts: symbols [first, last) from its "including"; whole: the number before."""

    first: int
    last: int
    whole: int


def asides(row: Row) -> list[Aside]:
    """The lists of parts in a sentence, each with the number that it belongs to."""
    found: list[Aside] = []
    if "i" not in row.letters:
        return found
    for match in _ASIDE.finditer(row.letters):
        first = match.start()
        for at in range(first - 1, max(first - 1 - _NEAR, -1), -1):
            if row.letters[at] in PEOPLE:
                found.append(Aside(first, match.end(), at))
                break
            if row.letters[at] in "SqvI":
                break
    return found


def aside_before(row: Row, index: int, start: int) -> Aside | None:
    """The list that holds the number at `index` and ends before a verb phrase at `start`."""
    for aside in asides(row):
        if aside.first < index < aside.last <= start:
            closed = row.letters[aside.last : aside.last + 1] == "c"
            return aside if closed or aside.last == start else None
    return None


def members(row: Row) -> None:
    """Numbers of such a list are parts of the number before it, and suffered what it did."""
    for aside in asides(row):
        whole = row.links.outcomes.get(aside.whole)
        if whole is None:
            continue
        for at in range(aside.first + 1, aside.last):
            if row.links.outcomes.get(at) == whole:
                row.links.subsets.add(at)
            elif row.is_free(at) and row.letters[at] == "Q":
                row.propose(at, whole, subset=True)
