"""Numbers beside a figure or a noun: they say the same people again, or what they suffer."""

import re

from analysis.timeline.tolls.row import PEOPLE, Row

_THE_HARMED = re.compile(r"d[KA][wC]?c[fd]*([QE])(?![xhmvKV])")
_HARM = re.compile(
    r"^\s+(?:others?\s+|more\s+)?(?:(?:were|was|being) treated for|suffered|sustained|received|"
    r"with|suffering from)\s+(?:(?!no\b|any\b)[\w-]+\s+){0,4}?"
    r"(?:injur(?:y|ies)|wounds?|burns|fractures|concussions?)\b",
    re.IGNORECASE,
)


def apposed(row: Row) -> None:
    """As in "The injured teenagers, three girls and a boy, …"."""
    for match in _THE_HARMED.finditer(row.letters):
        harm = match.start() + 1
        outcome, index = row.symbols[harm].outcome, match.start(1)
        if outcome and outcome != "held" and row.is_free(index):
            row.propose(index, (outcome,))


def with_injuries(row: Row) -> None:
    """As in "two more with minor injuries", "12 people suffered burns"."""
    for index, letter in enumerate(row.letters):
        if letter in "QE" and row.is_free(index) and not row.is_conditional(index):
            after = row.sentence[row.tokens[row.symbols[index].last - 1].end :]
            if _HARM.match(after):
                row.propose(index, ("injured",))


def breakdown(row: Row) -> None:
    """Numbers after a figure that add up to it: "20 bodies were found, 11 women and nine men"."""
    for outer, outcomes in list(row.links.outcomes.items()):
        whole = _value(row, outer)
        at, total, listed = outer + 1, 0, []
        while at < len(row.letters) and total < whole:
            if row.letters[at] in PEOPLE:
                if not row.is_free(at):
                    break
                listed.append(at)
                total += _value(row, at)
            at += 1
        if total == whole and len(listed) > 1:
            for part in listed:
                row.propose(part, outcomes, subset=True)


def _value(row: Row, index: int) -> int:
    count = row.symbols[index].count
    return 0 if count is None else count.quantity.figures[0][0]
