"""Numbers whose outcome another clause or number holds: "nine workers they abducted"."""

import re

from analysis.timeline.tolls.phrases import held_where
from analysis.timeline.tolls.row import Row

_CLAUSE = re.compile(r"[QE][wd](?:h|w(?=h))?(?=K)")
_WHO = {"they", "he", "she", "it", "we", "you", "i"}
_AMONG = re.compile(r"[QE]x{1,2}(?:rt?x?)?w[fd]*([QEZ])")


def reduced_relative(row: Row) -> None:
    """As in "a ransom for nine oil workers they abducted"."""
    for match in _CLAUSE.finditer(row.letters):
        index, verb = match.start(), match.end()
        outcome = row.symbols[verb].outcome
        if row.low(index + 1) in _WHO and row.is_free(index) and not row.is_conditional(index):
            told = held_where(row) if outcome == "held" else outcome
            if told:
                row.propose(index, (told,))


def counted_among(row: Row) -> None:
    """As in "three officers were among 12 people killed"."""
    for match in _AMONG.finditer(row.letters):
        index, whole = match.start(), match.start(1)
        if row.low(whole - 1) != "among" or not row.is_free(index):
            continue
        if whole in row.links.outcomes:
            row.propose(index, row.links.outcomes[whole])
