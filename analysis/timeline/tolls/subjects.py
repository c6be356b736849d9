"""Numbers that are the subject of an outcome: "31 were killed", "31 died", "31 dead"."""

import re

from analysis.timeline.tolls.asides import aside_before
from analysis.timeline.tolls.phrases import auxiliary, follow, has_object, held_where, is_real
from analysis.timeline.tolls.row import Row

#: What may stand between a subject and its verb; verbs and new clauses end the search.
_GAP = set("pdCgwofciqatyUQERZrDF")


_REACH = 16


_PREPOSITIONS = set("potyF")


_MADE_UP = re.compile(
    r"\b(?:equivalent (?:to|of)|as if|imagine|would be|suppose)\b[^,;]{0,30}$", re.IGNORECASE
)


_DEFINITION = re.compile(r"\b(?:where|when|whenever|wherever|which)\s+$", re.IGNORECASE)


_ILLNESS = re.compile(
    r"\b(?:virus|flu|influenza|diseases?|illness|sick\w*|infect\w*|poison\w*|cholera|fever|covid\S*|"
    r"pneumonia|symptoms?|outbreak|salmonella|measles|malaria|ebola)\b",
    re.IGNORECASE,
)


_CONDEMNED = re.compile(
    r"\b(?:sentenc|condemn|doom|scar|frighten|bor)\w*\s.*\bto death$", re.IGNORECASE | re.DOTALL
)


_OBJECT_OF = {
    "took",
    "take",
    "takes",
    "taking",
    "hold",
    "holds",
    "holding",
    "released",
    "freed",
    "saw",
    "rescued",
    "seized",
}


def subjects(row: Row) -> None:
    """Predicates of which the number is the subject: "31 were killed", "31 died", "31 dead"."""
    for index, symbol in enumerate(row.symbols):
        letter = symbol.letter
        if letter not in "KAV" or symbol.outcome is None:
            continue
        start, words = auxiliary(row, index)
        passive = "x" in words
        if letter == "K" and not passive and has_object(row, index):
            continue
        if letter == "K" and "h" in words and not passive:
            continue
        if _is_inverted(row, index):
            continue
        if _CONDEMNED.search(row.text(index - 6, index + 1)):
            continue  # "sentenced four men to death"
        if row.low(index).startswith("hospitali") and _ILLNESS.search(row.sentence):
            continue
        if not is_real(row, start, words, letter) or row.low(index) == "buried":
            continue
        subject = _subject(row, start, loose=passive or letter == "V", letter=letter)
        if subject is None:
            if passive and letter == "K":
                _take_along(row, index, _joined_outcomes(row, index))
            continue
        if not _may_be(row, subject, index, words):
            continue
        outcomes = _joined_outcomes(row, index)
        _take(row, subject, outcomes)
        _take_along(row, index, outcomes)


_ALONG = re.compile(r"(?:f|p[dqgwC]{1,4}){0,3}(?:c?a[fd]*([QE])|s[fd]*([QE]))(?![xhmvKAVI])")


def _take_along(row: Row, index: int, outcomes: tuple[str, ...]) -> None:
    """Those who follow the verb: "9,200 fighters were killed along with 7,299 civilians"."""
    match = _ALONG.match(row.letters, index + 1)
    if match is None or not outcomes:
        return
    target = match.end() - 1
    count = row.symbols[target].count
    with_bare = match.group(2) == "E" and (count is None or count.noun != "others")
    if with_bare and row.tokens[row.symbols[target].last - 1].low != "others":
        return
    joint = max(row.letters.rfind("a", 0, target), row.letters.rfind("s", 0, target))
    if row.text(joint, joint + 1).lower() in ("along with", "together with", "as well as", "with"):
        row.propose(target, outcomes)


def _may_be(row: Row, subject: int, index: int, words: str) -> bool:
    """Sense checks on a subject and its verb."""
    letter = row.letters[index]
    count = row.symbols[subject].count
    if count is None:
        return False
    gone = row.symbols[index].outcome in ("displaced", "missing")
    if letter in "VA" and gone and row.letters[subject] == "R":
        return False  # "three files are missing"
    if letter == "V" and gone:
        # A few who flee are fugitives; thousands who flee are displaced.
        alone = row.symbols[index].last - row.symbols[index].first == 1
        armed = count.group in ("soldiers", "fighters", "police", "prisoners")
        if alone and row.low(index) == "fled" and (count.quantity.figures[0][0] < 100 or armed):
            return False
    if not words and subject == index - 1 and "n" in row.letters[max(0, subject - 3) : subject]:
        return False  # "don't hold 800 workers hostage"
    if _DEFINITION.search(row.before(subject)) and " or more" in row.text(subject, subject + 1):
        return False  # "events where four or more people are killed"
    return _MADE_UP.search(row.before(subject)) is None


def _is_inverted(row: Row, index: int) -> bool:
    """As in "Among those killed were 22 Americans": the subject follows."""
    here = index + 1
    if here >= len(row.letters) or row.letters[here] != "x":
        return False
    if not re.search(r"\bamong\b", row.text(index - 12, index + 1), re.IGNORECASE):
        return False
    match = re.compile(r"x+[fd]*[QERZ]").match(row.letters, here)
    if match is None:
        return False
    target = match.end() - 1
    outcome = row.symbols[index].outcome
    if outcome and outcome != "held":
        row.propose(target, (outcome,))
        follow(row, target, (outcome,))
    return True


def _subject(row: Row, start: int, loose: bool, letter: str) -> int | None:
    """The number before a verb phrase that begins at symbol start."""
    fallback: int | None = None
    if _follows_another(row, start - 1):
        return None
    here = start - 1
    steps = 0
    while here >= 0 and steps < _REACH:
        symbol = row.letters[here]
        if symbol in "QERZ":
            listed = aside_before(row, here, start)
            if listed is not None:
                here = listed.first - 1
                continue
            before = row.letters[here - 1] if here else ""
            if _is_one_thing(row, here) and (
                before in _PREPOSITIONS or "c" in row.letters[here + 1 : start]
            ):
                return fallback  # "according to one estimate, …"
            aside = before == "i" or (_partitive(row, here) and before == "c")
            if aside and "c" in row.letters[here + 1 : start]:
                here, steps = here - 1, steps + 1
                continue
            if here < start - 1 and _is_object(row, here):
                return fallback
            adjacent = here == start - 1 and not loose
            if before and before in _PREPOSITIONS and not adjacent:
                if loose and fallback is None and before != "y":
                    fallback = here
            elif before == "y":
                return None
            elif here == start - 1 or loose or _only_place(row, here + 1, start):
                if symbol == "R" and letter not in "KVA":
                    return None
                return here
            else:
                return fallback
        elif symbol == "U":
            before = row.letters[here - 1] if here else ""
            if before not in "po" or not before:
                return fallback
        elif symbol == "v" and re.fullmatch("q[wC]", row.letters[max(0, here - 2) : here]):
            here, steps = here - 3, steps + 1  # "ten Americans that we know are held"
            continue
        elif symbol not in _GAP:
            if (
                symbol in "KA"
                and loose
                and steps < 8
                and here > 0
                and row.letters[here - 1] in "QE"
            ):
                pass  # "240 people kidnapped by Hamas were killed"
            else:
                return fallback
        here, steps = here - 1, steps + 1
    return fallback


def _is_one_thing(row: Row, index: int) -> bool:
    """Is a number one of something that no list knows?"""
    count = row.symbols[index].count
    return row.letters[index] == "R" and count is not None and count.quantity.figures[0][0] == 1


def _follows_another(row: Row, relative: int) -> bool:
    """Does a relative pronoun take up another noun: "two clerics, a monk who died in 1903"?"""
    if relative < 1 or row.letters[relative] != "q":
        return False
    here = relative - 1
    comma = row.letters[here] == "c"
    here -= comma
    nouns = 0
    while here >= 0 and nouns < 4 and row.letters[here] in "wCg":
        here, nouns = here - 1, nouns + 1
    if here < 0 or nouns == 0 or row.letters[here] != "d":
        return False
    return row.low(here) in ("a", "an") or (comma and row.low(here) in _DEFINITE)


_DEFINITE = {"the", "his", "her", "their", "its"}


def _partitive(row: Row, index: int) -> bool:
    count = row.symbols[index].count
    return count is not None and count.partitive


def _is_object(row: Row, index: int) -> bool:
    """Does a verb stand before the number, so that it cannot be the subject of the next one?"""
    return index > 0 and (row.letters[index - 1] in "KIB" or row.low(index - 1) in _OBJECT_OF)


def _only_place(row: Row, first: int, last: int) -> bool:
    """Is all between a noun and its participle one prepositional phrase ("in southern Gaza")?"""
    between = row.letters[first:last]
    return len(between) <= 6 and re.fullmatch(r"f*(?:p[dgwC]+o?d?C*)f*r?", between) is not None


def _joined_outcomes(row: Row, index: int) -> tuple[str, ...]:
    """The outcomes of "killed or injured", each once."""
    outcomes = [row.symbols[index].outcome or ""]
    here = index + 1
    while here + 1 < len(row.letters) and row.letters[here] in "ac":
        following = here + 1
        # "killed, injured, or are missing"
        skipped = "afxh" if "or" in row.text(here, here + 2).lower().split() else "af"
        while following < len(row.letters) and row.letters[following] in skipped:
            following += 1
        if following >= len(row.letters) or row.letters[following] not in "KAV":
            break
        if "another" in row.text(here, following).lower():
            break  # "one soldier was killed and another wounded"
        if row.letters[following] == "K" and has_object(row, following):
            break
        outcomes.append(row.symbols[following].outcome or "")
        here = following + 1
    resolved = [held_where(row) if outcome == "held" else outcome for outcome in outcomes]
    return tuple(dict.fromkeys(outcome for outcome in resolved if outcome))


_JOINED_BEFORE = re.compile(r"[QER](?:p[dgwC]{1,4})?(?:cd[wgC]{1,3})*c?a?f*$(?<![QER])")
#: Verbs that no ending tells from nouns: "the ferry with 150 on board sank, and 40 drowned".
_FINITE = re.compile(
    r"\b(?:\w+ed|sank|fell|hit|struck|broke|went|came|began|drew|burst|blew|took place)$",
    re.IGNORECASE,
)


def _take(row: Row, subject: int, outcomes: tuple[str, ...]) -> None:
    """Give a subject its outcome, and the numbers that are joined with it ("12 men and 3 boys")."""
    if not outcomes:
        return
    row.propose(subject, outcomes)
    here = subject
    while True:
        match = _JOINED_BEFORE.search(row.letters[:here])
        if match is None or not row.is_free(match.start()) or _partitive(row, match.start()):
            return  # a part belongs to what stands before it: "22 dead, 9 of them children, and …"
        lead = row.letters[: match.start()].rstrip("df")
        if lead.endswith(("p", "o")):
            return  # "of the thousands of protesters, 680 were arrested"
        if lead.endswith("w") and _FINITE.search(row.text(len(lead) - 1, len(lead))):
            return  # "the parade drew 10,000, and 5 were hurt"
        between = row.text(match.start() + 1, here).lower().rstrip(" ,&")
        if _FINITE.search(re.sub(r",?\s+(?:and|but|or)$", "", between)):
            return
        here = match.start()
        if here > 0 and (row.letters[here - 1] == "i" or _is_object(row, here)):
            return
        row.propose(here, outcomes)
