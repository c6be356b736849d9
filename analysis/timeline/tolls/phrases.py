"""Verb phrases in a row of symbols: their auxiliaries, their objects, whether it happened."""

import re

from analysis.timeline.tolls.row import Row

_HELD_ABROAD = re.compile(
    r"hostage|captiv|pirate|ransom|insurg|militia|group (?:says|said|claim\w*) it|hamas|gaza|"
    r"militant|kidnap|gunm|rebel|islamic state|isis|terroris",
    re.IGNORECASE,
)


_HELD_BY_LAW = re.compile(
    r"polic|prison|jail|custody|detention|arrest|suspic|suspect|charge|protest|detain|officers|"
    r"authorit|trial|court|army|troops|soldiers|security forces",
    re.IGNORECASE,
)


def auxiliary(row: Row, index: int) -> tuple[int, str]:
    """Where the verb phrase that ends before a participle begins, and its letters."""
    start = index
    while start > 0 and index - start < 8 and row.letters[start - 1] in "xhmnfrt":
        obliged = start > 1 and row.low(start - 2) == "had"  # "have had to leave their homes"
        if row.letters[start - 1] == "t" and not (
            obliged or set(row.letters[start:index]) & set("xh")
        ):
            break
        start -= 1
    # "were wounded or killed", "were targeted and killed": the auxiliary stands before the first.
    if (
        start == index
        and index > 1
        and row.letters[index - 1] in "ac"
        and (row.letters[index - 2] in "KA" or _is_other_participle(row, index))
    ):
        first, words = auxiliary(row, index - 2)
        if "x" in words:
            return first, words
    return start, row.letters[start:index]


_PARTICIPLE = re.compile(
    r"\w+ed|shot|beaten|taken|hit|bound|stolen|found|caught|struck|hanged|hung"
)


def _is_other_participle(row: Row, index: int) -> bool:
    other = row.letters[index - 2] == "w" and _PARTICIPLE.fullmatch(row.low(index - 2))
    return bool(other) and row.letters[index] == "K" and not has_object(row, index)


#: Verbs whose infinitive tells what is, not what is meant to be: "appear to be held".
_SEEMING = re.compile(
    r"\b(?:appear|seem|believed|thought|known|said|reported|understood|presumed|feared|confirmed|"
    r"suspected|assumed|estimated|had)\w*$",
    re.IGNORECASE,
)


def is_real(row: Row, start: int, words: str, letter: str, known: bool = False) -> bool:
    """Did it happen, by its verb phrase?"""
    if "n" in words and "not only" not in row.text(start, start + 4):
        return False
    first = row.symbols[start].first
    modals = [row.low(start + at) for at, word in enumerate(words) if word == "m"]
    if modals and not ("h" in words and modals[0] in ("may", "might", "must")):
        return False
    to = start + words.rindex("t") if "t" in words else start - 1
    buried = row.low(start + len(words)) == "buried"
    if to > 0 and row.letters[to] == "t" and not buried and _SEEMING.search(row.text(to - 2, to)):
        return known or not row.is_conditional(start)
    if "t" in words:
        after = words[words.rindex("t") + 1 :]
        if "h" not in after and letter != "V":
            return False
    elif start > 0 and row.letters[start - 1] == "t" and "h" not in words:
        return False
    if (
        not modals
        and row.tokens[first].low in ("be", "being")
        and start > 0
        and row.letters[start - 1] in "mt"
    ):
        return False
    return known or not row.is_conditional(start)


def has_object(row: Row, index: int) -> bool:
    """Is a bare participle an active verb: "gunmen killed three", "killed and wounded 12"?"""
    here = index + 1
    while here < len(row.letters) and row.letters[here] in "fy" and row.low(here) != "by":
        here += 1
    if here >= len(row.letters):
        return False
    letter = row.letters[here]
    if letter in "dUgO":
        return True
    if letter in "QRZ":
        return True
    if letter == "E":
        # "31 killed 46 injured" has no comma now and then
        return here + 1 >= len(row.letters) or row.letters[here + 1] not in "KAV"
    if letter == "C" or letter == "w":
        return (
            row.low(here) not in ("when", "near")
            and letter == "w"
            and row.letters[index - 1] in "QR"
        )
    if letter == "a" and here + 1 < len(row.letters) and row.letters[here + 1] in "K":
        return has_object(row, here + 1)
    return False


def is_modal(row: Row, index: int) -> bool:
    """As in "could cause 500 deaths", "would mean"."""
    before = row.letters[max(0, index - 4) : index]
    return "m" in before and "h" not in before and "c" not in before


def is_denied(row: Row, index: int) -> bool:
    """Does a negation stand right before a symbol?"""
    return index > 0 and row.letters[index - 1] == "n"


_CAUGHT = re.compile(r"\b(?:captur|seiz)(?:ed|ing)\b", re.IGNORECASE)
_LAWLESS = re.compile(
    r"gunm|militant|rebel|kidnap|pirate|insurg|hostage|hamas|taliban|terroris|islamic state|isis|"
    r"bandit|al-qa|armed (?:men|group)|attackers|militia|guerr?illa",
    re.IGNORECASE,
)


def held_where(row: Row) -> str | None:
    """Whether people who are held are abducted or detained, by the words around it."""
    caught = _CAUGHT.search(row.sentence)
    if caught is not None:  # by who does it: gunmen abduct, armies and police detain
        by = re.match(r".*?\bby\s+([^,.;]{0,60})", row.sentence[caught.end() :])
        who = by.group(1) if by else row.sentence[: caught.start()]
        return "abducted" if _LAWLESS.search(who) else "detained"
    if _HELD_ABROAD.search(row.sentence):
        return "abducted"
    return "detained" if _HELD_BY_LAW.search(row.sentence) else None


_JOINED_AFTER = re.compile(r"(?:[po][dgwC]{1,4})?(?:c?af*|c)([QERZ])")


def follow(row: Row, target: int, outcomes: tuple[str, ...]) -> None:
    """Numbers listed after an object: "killed 12 soldiers, three settlers and a boy"."""
    here = target
    while True:
        match = _JOINED_AFTER.match(row.letters, here + 1)
        if match is None:
            return
        here = match.end() - 1
        if not row.is_free(here):
            return
        after = row.letters[here + 1 : here + 2]
        if after and after in "xhmvKAVrw":
            return  # it has a predicate of its own
        row.propose(here, outcomes)
