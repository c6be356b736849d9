"""Numbers that are the object of an outcome, or say it themselves: "killed 31", "31 deaths"."""

import re

from analysis.timeline.tolls.phrases import (
    auxiliary,
    follow,
    held_where,
    is_denied,
    is_modal,
    is_real,
)
from analysis.timeline.tolls.row import Row

LIVES = re.compile(
    r"\b(?:los[ts]\w*|claim\w*|t[oa]ken?|took|taking|cost\w*|perish|end\w*)\b", re.IGNORECASE
)


SAVED = re.compile(r"\b(?:sav\w+|protect\w*|rescu\w+|spar\w+)\b", re.IGNORECASE)


_OBJECT = re.compile(
    r"(?:[fd]|[ac]{1,2}[KIB]|[ac]{1,2}w(?=[ac]{1,2}[KI])|y(?=f))*[QERZ]|"
    # somebody without a number first: "a man, his wife and five of their children"
    r"(?:d?[gwC]{1,4}(?:[po]d?[gwC]{1,3})?c){0,2}d?[gwC]{1,7}c?ad?f*[QERZ](?![xhmvKAVr])"
)


#: "lost eight battleships and more than 5,000 men"
_LOST_TOO = re.compile(r"U(?:c[fdwCg]*U)*c?af?Q")


def objects(row: Row) -> None:
    """Predicates of which the number is the object: "killed 31", "wounding at least 46"."""
    for index, symbol in enumerate(row.symbols):
        letter = symbol.letter
        if letter not in "KIBO" or symbol.outcome is None:
            continue
        match = _OBJECT.match(row.letters, index + 1)
        if match is None and letter == "O":
            match = re.compile("f?d?U").match(row.letters, index + 1)
        if match is None:
            continue
        target = match.end() - 1
        start, words = auxiliary(row, index)
        if letter == "K" and "x" in words and "h" not in words.split("x")[-1]:
            continue
        known = row.tokens[row.symbols[target].first - 1].low in ("the", "these", "those")
        if not is_real(row, start, words, "K", known=known) or (
            letter == "B" and not _is_finite(row, start)
        ):
            continue
        if letter == "I" and _only_intended(row, index):
            continue
        if letter == "O" and row.letters[target] != "Q":
            listed = _LOST_TOO.match(row.letters, target)
            if row.letters[target] != "U" or listed is None:
                continue
            target = listed.end() - 1
        before = [
            row.symbols[at].outcome for at in range(index, target) if row.letters[at] in "KIB"
        ]
        outcomes = [held_where(row) if outcome == "held" else outcome for outcome in before]
        if letter == "O":
            outcomes = ["killed"]
        if "held" in before and row.letters[target] == "R":
            continue  # "captured five awards"
        named = tuple(dict.fromkeys(outcome for outcome in outcomes if outcome))
        if named:
            row.propose(target, named)
            follow(row, target, named)


def _is_finite(row: Row, start: int) -> bool:
    """A base form is no infinitive and rules nobody but its subject ("air strikes kill 31")."""
    if start == 0:
        return False
    before = row.letters[start - 1]
    if before in "tmn":
        return row.text(start - 3, start).lower().startswith(("went on", "going on", "managed"))
    return True


def _only_intended(row: Row, index: int) -> bool:
    return bool(
        re.search(
            r"\b(?:threat\w*|plan\w*|plot\w*|avoid\w*|prevent\w*|risk\w*|aim\w*|intent\w*|"
            r"without|instead of|possibly|potentially)"
            r"(?:\s+\w+){0,2}$",
            row.text(index - 4, index),
            re.IGNORECASE,
        )
    )


#: An act that is wanted has not happened: "ordered the arrest of two soldiers".
_ORDERED = re.compile(
    r"\b(?<!accused of )(?<!charged with )(?:order|approv|authori[sz]|demand|"
    r"call(?:s|ed|ing)? for|seek|sought|warrants? for|request|threat|plot|plann|attempt|"
    r"prevent|avoid|oppos|urg)"
    r"\w*(?:\s+(?!that\b|after\b)[\w'’-]+){0,3}\s+(?:for\s+)?$",
    re.IGNORECASE,
)


def nouns_of(row: Row) -> None:
    """As in "the deaths of 31 people", "the bodies of 12"."""
    for index, symbol in enumerate(row.symbols):
        if symbol.letter != "N" or symbol.outcome is None:
            continue
        match = re.compile(r"[fd]*[QERZ]").match(row.letters, index + 1)
        if match is None or row.is_conditional(index) or is_denied(row, index):
            continue
        target = match.end() - 1
        if row.tokens[symbol.first].low in ("loss", "taking") and row.letters[target] != "Q":
            continue
        if _ORDERED.search(row.before(index)):
            continue
        if row.low(index) == "lives" and not LIVES.search(row.text(index - 3, index)):
            continue
        outcomes = tuple(symbol.outcome.split("+"))
        row.propose(target, outcomes)
        follow(row, target, outcomes)


#: A noun of an act that its "of" stands away from: "the arrest this week of two people".
_ACT = re.compile(
    r"\b(?:(?P<killed>killings?|murders?|deaths?|execution|massacre)|(?P<detained>arrests?|detention)|"
    r"(?P<abducted>abduction|kidnapping)|(?P<injured>wounding))\s+"
    r"(?:(?:by|that|in|on|this|last|yesterday|today|overnight)\b[^,.;:]{0,60}|"
    r"(?:and|or)\s+(?:[\w-]+\s+){0,2}[\w-]+)\sof\s+(?:the\s+)?$"
)


def acts_upon(row: Row) -> None:
    """As in "the killing by rebels of 123 people"."""
    for index, letter in enumerate(row.letters):
        if letter not in "QE" or not row.is_free(index) or row.is_conditional(index):
            continue
        match = _ACT.search(row.before(index))
        if match is not None and match.lastgroup is not None:
            row.propose(index, (match.lastgroup,))


_DRIVEN = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:to (?:flee|evacuate|abandon (?:their|the)|"
    r"leave (?:their|the (?:area|city|town|village|region|country|north|south|east|west)))\b|"
    r"from their "
    r"(?:homes|houses|villages|land)|"
    r"(?:out|out of their homes|across the border|into (?:exile|camps|shelters|[A-Z]\w+))\b)"
)


def driven_out(row: Row) -> None:
    """As in "forced 5,000 residents to flee"."""
    for index, letter in enumerate(row.letters):
        if letter not in "QE" or not row.is_free(index) or index == 0:
            continue
        after = row.sentence[row.tokens[row.symbols[index].last - 1].end :]
        verb = re.search(
            r"\b(?:forc(?:ed|ing)|driv(?:en|ing)|drove|prompt(?:ed|ing)|caus(?:ed|ing)|pushed|evacuat(?:ed|ing)|expel(?:led|ling))$",
            row.text(index - 2, index),
        )
        if verb and _DRIVEN.match(after) and "m" not in row.letters[max(0, index - 4) : index]:
            row.propose(index, ("displaced",))


_AVERTED = re.compile(
    r"(?:could|can|might|may|would|will)\s+(?:\w+\s+)?(?:be|have been)\s+"
    r"(?:prevent|avoid|avert|sav)|"
    r"(?:could|might|may|would|will) (?:be|occur|happen|result|follow)\b",
    re.IGNORECASE,
)


def said_of_themselves(row: Row) -> None:
    """As in "31 deaths", "12 wounded men", "23 of the dead"."""
    for index, symbol in enumerate(row.symbols):
        count = symbol.count
        if count is None or row.letters[index] != "Z" or count.outcome is None:
            continue
        if row.is_conditional(index) or is_denied(row, index) or is_modal(row, index):
            continue
        if _AVERTED.match(row.text(index + 1, index + 4)):
            continue
        near = row.text(index - 5, index + 6)
        if count.noun == "lives" and (not LIVES.search(near) or SAVED.search(near)):
            continue
        if count.outcome == "held":
            continue
        row.propose(index, (count.outcome,))
