"""Which number suffered what: patterns over the symbols of a sentence (see chunks and lexicon).

Every rule proposes (symbol of the number, outcome); a number keeps the first proposal, and the
rules stand in the order of their trust. What is denied, only feared for the future, a rate, or
said of those who did it, is proposed by no rule.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from analysis.timeline.tolls.chunks import Symbol
from analysis.timeline.tolls.model import Token

_PEOPLE = "QERZ"
#: What may stand between a subject and its verb; verbs and new clauses end the search.
_GAP = set("pdCgwofciqatyUQERZrDF")
_REACH = 16
_PREPOSITIONS = set("potyF")
_HYPOTHETICAL = {"if", "unless", "whether"}
_RELEASE = re.compile(
    r"\b(?:releas\w*|free[ds]?|freeing|freedom|rescu\w*|return\w*|exchang\w*|swap\w*|trad\w+|bring\w*|brought|"
    r"recover\w*|reunit\w*|home|came out|come out|coming out|got out|get out|getting out|out|back|let go|handed over|"
    r"extract\w*|liberat\w*|names? of|list of|deal|returned|secure\w*|safe\w*|shot)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:t[oa]ken?|taking|took|seized?|held|hold(?:s|ing)?|still|remain\w*|captive|captivity|number\w*|hostage-taking|"
    r"kidnap\w*|abduct\w*|dragged|keep\w*|believed)\b",
    re.IGNORECASE,
)
_HELD_ABROAD = re.compile(r"hostage|captiv|hamas|gaza|militant|kidnap|gunm|rebel|islamic state|isis|terroris", re.IGNORECASE)
_HELD_BY_LAW = re.compile(
    r"polic|prison|jail|custody|detention|arrest|suspic|suspect|charge|protest|detain|officers|authorit|trial|court",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^(?:\W*\w+){0,6}?\W*\b(?:annually|yearly|per (?:\d|capita|million|thousand|hundred))|^(?:\W*\w+){0,3}?\W*\b(?:every|each|per)\s+(?:\w+\s+){0,2}?(?:day|hour|minute|week|month|year|days|hours|minutes|"
    r"weeks|months|years|night|second|seconds)\b|^\W*(?:\w+\W+){0,2}?(?:daily|a day|an hour|a week|a year|a month|a minute)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:average|typically|on average|averaging|rate)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each|which of the)\s*$", re.IGNORECASE)
_UNCERTAIN = re.compile(
    r"\b(?:likely|expected|could|would|will|might|projected|predicted|forecast|set|about) to\b|\b(?:could|would|will|might|may) (?!have)",
    re.IGNORECASE,
)
_NOT_MEANT = re.compile(r"\b(?:not|n['’]t|never) (?:mean|necessarily|say|claim)\b", re.IGNORECASE)
_MADE_UP = re.compile(r"\b(?:equivalent (?:to|of)|as if|imagine|would be|suppose)\b[^,;]{0,30}$", re.IGNORECASE)
_OBJECT_OF = {"took", "take", "takes", "taking", "hold", "holds", "holding", "released", "freed", "saw", "rescued", "seized"}
_LIVES = re.compile(r"\b(?:los[ts]\w*|claim\w*|t[oa]ken?|took|taking|cost\w*|perish|end\w*)\b", re.IGNORECASE)
_SAVED = re.compile(r"\b(?:sav\w+|protect\w*|rescu\w+|spar\w+)\b", re.IGNORECASE)
_TOLL_LINKS = {
    "to", "at", "of", "is", "was", "stands", "stood", "reached", "reaches", "hit", "hits", "past", "now", ":", "as", "were",
    "number", "numbered", "numbers", "are", "be", "been", "and", "reaching", "hitting", "totaled", "totalled", "total",
    "totals", "touched", "around", "figure", "reach", "in",
}  # fmt: skip
_BOUND_IS_LINK = {"passed", "topped", "surpassed", "exceeded", "exceeds", "exceed", "surpasses", "exceeding",
                  "surpassing", "tops", "passes", "crosses", "surpass", "topping", "passing", "over", "above", "crossed", "nearing", "approaching"}  # fmt: skip
_COUNT_NOUN = re.compile(r"number|total|count|tally|figure|toll|sum")


@dataclass
class Links:
    """Outcomes of numbers: by position in the row, and which are parts of other numbers."""

    outcomes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    subsets: set[int] = field(default_factory=set)
    groups: dict[int, str] = field(default_factory=dict)


class Row:
    """A sentence in symbols, with the questions that the rules ask of it."""

    def __init__(
        self, sentence: str, tokens: Sequence[Token], symbols: Sequence[Symbol], context: str | None
    ) -> None:
        self.context = context
        self.sentence = sentence
        self.tokens = tokens
        self.symbols = symbols
        self.letters = "".join(symbol.letter for symbol in symbols)
        self.links = Links()

    def low(self, index: int) -> str:
        """First word of a symbol."""
        return self.tokens[self.symbols[index].first].low

    def text(self, first: int, last: int) -> str:
        """The sentence from symbol first up to symbol last, both clipped to the row."""
        first, last = max(first, 0), min(last, len(self.symbols))
        if first >= last:
            return ""
        start = self.tokens[self.symbols[first].first].start
        end = self.tokens[self.symbols[last - 1].last - 1].end
        return self.sentence[start:end]

    def propose(self, index: int, outcomes: tuple[str, ...], subset: bool = False) -> None:
        """Give a number its outcome unless it has one already, or is none that can be counted."""
        count = self.symbols[index].count
        if count is None or index in self.links.outcomes or self._is_rate(index):
            return
        if count.symbol == "U" or (count.symbol == "E" and count.noun):
            return
        self.links.outcomes[index] = outcomes
        if subset:
            self.links.subsets.add(index)

    def before(self, index: int) -> str:
        """The sentence up to a symbol."""
        return self.sentence[: self.tokens[self.symbols[index].first].start]

    def is_free(self, index: int) -> bool:
        return self.letters[index] in _PEOPLE and index not in self.links.outcomes

    def _is_rate(self, index: int) -> bool:
        symbol = self.symbols[index]
        after = self.sentence[self.tokens[symbol.last - 1].end :][:80]
        before = self.sentence[: self.tokens[symbol.first].start][-30:]
        return bool(_RATE.match(after) or _AVERAGE.search(before) or _EVERY.search(before))

    def is_conditional(self, index: int) -> bool:
        """Does an "if" rule the clause of a symbol?"""
        for here in range(index - 1, max(index - 12, -1), -1):
            letter = self.letters[here]
            if letter == "S":
                return False
            if letter == "s" and self.low(here) in _HYPOTHETICAL:
                return True
        return False


def link(
    sentence: str, tokens: Sequence[Token], symbols: Sequence[Symbol], context: str | None = None
) -> Links:
    """Outcome of every number of people in a sentence.

    context: outcome of the figures of the sentence before, to which "its total stood at" refers.
    """
    row = Row(sentence, tokens, symbols, context)
    if not any(letter in row.letters for letter in _PEOPLE):
        return row.links
    for rule in _RULES:
        rule(row)
    return row.links


def _said_of_themselves(row: Row) -> None:
    """"31 deaths", "12 wounded men", "23 of the dead"."""
    for index, symbol in enumerate(row.symbols):
        count = symbol.count
        if count is None or row.letters[index] != "Z" or count.outcome is None:
            continue
        if row.is_conditional(index) or _denied(row, index) or _modal(row, index):
            continue
        near = row.text(index - 5, index + 6)
        if count.noun == "lives" and (not _LIVES.search(near) or _SAVED.search(near)):
            continue
        if count.outcome == "held":
            continue
        row.propose(index, (count.outcome,))


def _modal(row: Row, index: int) -> bool:
    """"could cause 500 deaths", "would mean"."""
    before = row.letters[max(0, index - 4) : index]
    return "m" in before and "h" not in before and "c" not in before


def _denied(row: Row, index: int) -> bool:
    return index > 0 and row.letters[index - 1] == "n"


def _verbs(row: Row) -> None:
    """Predicates of which the number is the subject: "31 were killed", "31 died", "31 dead"."""
    for index, symbol in enumerate(row.symbols):
        letter = symbol.letter
        if letter not in "KAV" or symbol.outcome is None:
            continue
        start, words = _auxiliary(row, index)
        passive = "x" in words
        if letter == "K" and not passive and _has_object(row, index):
            continue
        if letter == "K" and "h" in words and not passive:
            continue
        if _is_inverted(row, index):
            continue
        if not _is_real(row, start, words, letter):
            continue
        subject = _subject(row, start, loose=passive or letter == "V", letter=letter)
        if subject is None:
            continue
        if not _may_be(row, subject, index, words):
            continue
        _take(row, subject, _joined_outcomes(row, index))


def _may_be(row: Row, subject: int, index: int, words: str) -> bool:
    """Sense checks on a subject and its verb."""
    letter = row.letters[index]
    count = row.symbols[subject].count
    if count is None:
        return False
    if letter == "V" and row.symbols[index].outcome in ("displaced", "missing"):
        if row.letters[subject] == "R":
            return False
        # A few who flee are fugitives; thousands who flee are displaced.
        alone = row.symbols[index].last - row.symbols[index].first == 1
        if alone and row.low(index) == "fled" and count.quantity.figures[0][0] < 100:
            return False
    if not words and subject == index - 1 and "n" in row.letters[max(0, subject - 3) : subject]:
        return False  # "don't hold 800 workers hostage"
    if count.bound == "at_least" and " are " in f" {row.text(index - len(words), index)} ":
        return False  # "events where four or more people are killed"
    return _MADE_UP.search(row.before(subject)) is None


def _is_inverted(row: Row, index: int) -> bool:
    """"Among those killed were 22 Americans": the subject follows."""
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
        _follow(row, target, (outcome,))
    return True


def _auxiliary(row: Row, index: int) -> tuple[int, str]:
    """Where the verb phrase that ends before a participle begins, and its letters."""
    start = index
    while start > 0 and index - start < 8 and row.letters[start - 1] in "xhmnfrt":
        if row.letters[start - 1] == "t" and not set(row.letters[start:index]) & set("xh"):
            break
        start -= 1
    # "were wounded or killed": the auxiliary stands before the first participle.
    if start == index and index > 1 and row.letters[index - 1] in "ac" and row.letters[index - 2] in "KA":
        first, words = _auxiliary(row, index - 2)
        if "x" in words:
            return first, words
    return start, row.letters[start:index]


def _has_object(row: Row, index: int) -> bool:
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
        return row.low(here) not in ("when", "near") and letter == "w" and row.letters[index - 1] in "QR"
    if letter == "a" and here + 1 < len(row.letters) and row.letters[here + 1] in "K":
        return _has_object(row, here + 1)
    return False


def _is_real(row: Row, start: int, words: str, letter: str, known: bool = False) -> bool:
    """Did it happen, by its verb phrase?"""
    if "n" in words and "not only" not in row.text(start, start + 4):
        return False
    first = row.symbols[start].first
    modals = [row.low(start + at) for at, word in enumerate(words) if word == "m"]
    if modals and not ("h" in words and modals[0] in ("may", "might", "must")):
        return False
    if "t" in words:
        after = words[words.rindex("t") + 1 :]
        if "h" not in after and letter != "V":
            return False
    elif start > 0 and row.letters[start - 1] == "t" and "h" not in words:
        return False
    if not modals and row.tokens[first].low in ("be", "being") and start > 0 and row.letters[start - 1] in "mt":
        return False
    return known or not row.is_conditional(start)


def _subject(row: Row, start: int, loose: bool, letter: str) -> int | None:
    """The number before a verb phrase that begins at symbol start."""
    fallback: int | None = None
    here = start - 1
    steps = 0
    while here >= 0 and steps < _REACH:
        symbol = row.letters[here]
        if symbol in "QERZ":
            before = row.letters[here - 1] if here else ""
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
        elif symbol not in _GAP:
            if symbol in "KA" and loose and steps < 8 and here > 0 and row.letters[here - 1] in "QE":
                pass  # "240 people kidnapped by Hamas were killed"
            else:
                return fallback
        here, steps = here - 1, steps + 1
    return fallback


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
        while following < len(row.letters) and row.letters[following] in "af":
            following += 1
        if following >= len(row.letters) or row.letters[following] not in "KAV":
            break
        if row.letters[following] == "K" and _has_object(row, following):
            break
        outcomes.append(row.symbols[following].outcome or "")
        here = following + 1
    resolved = [_held(row) if outcome == "held" else outcome for outcome in outcomes]
    return tuple(dict.fromkeys(outcome for outcome in resolved if outcome))


def _held(row: Row) -> str | None:
    if _HELD_ABROAD.search(row.sentence):
        return "abducted"
    return "detained" if _HELD_BY_LAW.search(row.sentence) else None


def _take(row: Row, subject: int, outcomes: tuple[str, ...]) -> None:
    """Give a subject its outcome, and the numbers that are joined with it ("12 men and 3 boys")."""
    if not outcomes:
        return
    row.propose(subject, outcomes)
    here = subject
    while True:
        match = _JOINED_BEFORE.search(row.letters[:here])
        if match is None or not row.is_free(match.start()):
            return
        if match.start() > 0 and row.letters[match.start() - 1] in "po" and row.letters[match.start() - 1]:
            return
        here = match.start()
        if here > 0 and row.letters[here - 1] == "i":
            return
        row.propose(here, outcomes)


_JOINED_BEFORE = re.compile(r"[QER](?:p[dgwC]{1,4})?c?a?f*$(?<![QER])")
_JOINED_AFTER = re.compile(r"(?:[po][dgwC]{1,4})?(?:c?af*|c)([QERZ])")


def _active(row: Row) -> None:
    """Predicates of which the number is the object: "killed 31", "wounding at least 46"."""
    for index, symbol in enumerate(row.symbols):
        letter = symbol.letter
        if letter not in "KIBO" or symbol.outcome is None:
            continue
        match = _OBJECT.match(row.letters, index + 1)
        if match is None:
            continue
        target = match.end() - 1
        start, words = _auxiliary(row, index)
        if letter == "K" and "x" in words and "h" not in words.split("x")[-1]:
            continue
        known = row.tokens[row.symbols[target].first - 1].low in ("the", "these", "those")
        if not _is_real(row, start, words, "K", known=known) or (letter == "B" and not _is_finite(row, start)):
            continue
        if letter == "I" and _only_intended(row, index):
            continue
        if letter == "O" and row.letters[target] != "Q":
            continue
        before = [row.symbols[at].outcome for at in range(index, target) if row.letters[at] in "KIB"]
        outcomes = [_held(row) if outcome == "held" else outcome for outcome in before]
        if letter == "O":
            outcomes = ["killed"]
        named = tuple(dict.fromkeys(outcome for outcome in outcomes if outcome))
        if named:
            row.propose(target, named)
            _follow(row, target, named)


_OBJECT = re.compile(r"(?:[fd]|[ac]{1,2}[KIB]|y(?=f))*[QERZ]|d?[gwC]{1,4}c?ad?f?[QE]")


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
            r"\b(?:threat\w*|plan\w*|plot\w*|avoid\w*|prevent\w*|risk\w*|aim\w*|intent\w*|without|instead of|possibly|potentially)"
            r"(?:\s+\w+){0,2}$",
            row.text(index - 4, index),
            re.IGNORECASE,
        )
    )


def _follow(row: Row, target: int, outcomes: tuple[str, ...]) -> None:
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


def _nouns_of(row: Row) -> None:
    """"the deaths of 31 people", "the bodies of 12"."""
    for index, symbol in enumerate(row.symbols):
        if symbol.letter != "N" or symbol.outcome is None:
            continue
        match = re.compile(r"[fd]*[QERZ]").match(row.letters, index + 1)
        if match is None or row.is_conditional(index) or _denied(row, index):
            continue
        target = match.end() - 1
        if row.tokens[symbol.first].low in ("loss", "taking") and row.letters[target] != "Q":
            continue
        if row.low(index) == "lives" and not _LIVES.search(row.text(index - 3, index)):
            continue
        outcomes = tuple(symbol.outcome.split("+"))
        row.propose(target, outcomes)
        _follow(row, target, outcomes)


def _tolls(row: Row) -> None:
    """"the death toll rose from 31 to 46", "the number of wounded is 500", "the dead at 31"."""
    for index, outcome in _toll_nouns(row):
        for here in range(index + 1, min(index + _REACH, len(row.letters))):
            letter = row.letters[here]
            if letter == "S" and row.low(here) != ":":
                break
            if letter not in "QERZ":
                continue
            count = row.symbols[here].count
            if count is None or not row.is_free(here) or not _reaches(row, here):
                continue
            if letter == "R" or _is_withdrawn(row, index, here):
                continue
            if not row.is_conditional(index) and not _UNCERTAIN.search(row.text(index, here)):
                row.propose(here, (outcome,))
                if row.low(here - 1) == "from" or row.letters[here + 1 : here + 2] == "t":
                    continue
            break


def _is_withdrawn(row: Row, index: int, here: int) -> bool:
    """The first figure of "revised down from 52 to 47"."""
    if row.low(here - 1) != "from":
        return False
    return re.search(r"\b(?:revis|correct|lower|downgrad|adjust)", row.text(index, here)) is not None


def _brought_to(row: Row) -> None:
    """"bringing to 167 the number of troops killed"."""
    for index, outcome in _toll_nouns(row):
        before = row.letters[max(0, index - 9) : index]
        at = before.rfind("E")
        here = max(0, index - 9) + at
        if at < 0 or not row.is_free(here) or row.low(here - 1) not in ("to", "at"):
            continue
        if re.search(r"\b(?:br(?:ing|ought)\w*|rais\w+|put\w*|tak\w+|push\w+|lift\w+)\b", row.text(here - 4, here)):
            row.propose(here, (outcome,))


_DRIVEN = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:to (?:flee|leave their|evacuate their|abandon their)|from their (?:homes|houses|villages|land)|"
    r"out of their homes)"
)


def _driven_out(row: Row) -> None:
    """"forced 5,000 residents to flee"."""
    for index, letter in enumerate(row.letters):
        if letter not in "QE" or not row.is_free(index) or index == 0:
            continue
        after = row.sentence[row.tokens[row.symbols[index].last - 1].end :]
        verb = re.search(r"\b(?:forc(?:ed|ing)|driv(?:en|ing)|drove|prompt(?:ed|ing)|caus(?:ed|ing)|pushed)$", row.text(index - 2, index))
        if verb and _DRIVEN.match(after) and "m" not in row.letters[max(0, index - 4) : index]:
            row.propose(index, ("displaced",))


def _series(row: Row) -> None:
    """The later ones of "21 injured in Davao, 36 in Cotabato and seven in Santos"."""
    for match in re.finditer(r"(?<=[ca])E(?=p[dCgw])", row.letters):
        index = match.start()
        if not row.is_free(index):
            continue
        outer = next((at for at in range(index - 1, -1, -1) if row.letters[at] in _PEOPLE), None)
        if outer is None or outer not in row.links.outcomes or index - outer > 10:
            continue
        if not set(row.letters[outer + 1 : index]) & set("xhmvSs"):
            row.propose(index, row.links.outcomes[outer], subset=outer in row.links.subsets)


def _toll_nouns(row: Row) -> Iterator[tuple[int, str]]:
    for index, symbol in enumerate(row.symbols):
        if symbol.letter == "L":
            yield index, symbol.outcome or "killed"
        elif symbol.letter in "KA" and symbol.outcome not in (None, "held"):
            before = row.text(index - 5, index).lower()
            number_of = re.search(r"\b(?:number|total|count|tally|figures?|toll) (?:of|for)(?: [\w' -]+)?$", before)
            if number_of or re.search(r"\bthe(?: \w+)?$", before):
                yield index, symbol.outcome or "killed"
        elif symbol.letter == "w" and symbol.outcome and row.low(index) in ("deaths", "fatalities", "injuries", "arrests"):
            yield index, symbol.outcome
        elif symbol.letter == "w" and row.low(index) == "hostages":
            if re.search(r"\b(?:number|total|count) of(?: [\w' -]+)?$", row.text(index - 5, index).lower()):
                yield index, "abducted"


def _reaches(row: Row, index: int) -> bool:
    """Is a number linked to a toll noun by "to", "at", "reached", …?"""
    symbol = row.symbols[index]
    if symbol.count is not None and symbol.count.quantity.lead < symbol.count.quantity.first:
        if row.tokens[symbol.count.quantity.lead].low in _BOUND_IS_LINK:
            return True
    if index == 0:
        return False
    before = index - 1
    while before > 0 and row.letters[before] in "fd":
        before -= 1
    word = row.tokens[row.symbols[before].last - 1].low
    return word in _TOLL_LINKS or row.low(before) == "from"


def _parts(row: Row) -> None:
    """"including 46 children", "46 of them children", "2,055 children among them"."""
    for index, letter in enumerate(row.letters):
        if letter not in _PEOPLE or not row.is_free(index):
            continue
        count = row.symbols[index].count
        outer = next((at for at in range(index - 1, -1, -1) if at in row.links.outcomes), None)
        if outer is None or count is None:
            continue
        before = row.letters[max(0, index - 2) : index].rstrip("fd")
        after = row.text(index + 1, index + 3).lower()
        listed = before.endswith("i") or (
            row.letters[index - 1] in "ac"
            and any(at in row.links.subsets for at in range(max(0, index - 6), index))
        )
        partitive = count.partitive and letter == "E" and row.letters[index - 1] in "caS"
        if count.partitive and letter == "E" and row.letters[index + 1 : index + 2] == "d":
            continue  # "two journalists, one of them the son of …"
        if index + 1 < len(row.letters) and _SPARED.match(row.low(index + 1)):
            continue  # "57 of whom escaped"
        if listed or partitive or after.startswith("among them"):
            row.propose(index, _whole(row, index, outer), subset=True)


_SPARED = re.compile(r"(?:escap|surviv|releas|freed|return|recover|rescu)\w*$")


def _of_those(row: Row) -> None:
    """"Of those killed, 14 were women"."""
    for match in re.finditer(r"od?[KA]p?[dCgw]{0,3}c(?:af)?E(?=x|V)", row.letters):
        index = match.end() - 1
        verb = next(at for at in range(match.start(), index) if row.letters[at] in "KA")
        outcome = row.symbols[verb].outcome
        if row.is_free(index) and outcome and outcome != "held":
            row.propose(index, (outcome,), subset=True)


def _whole(row: Row, index: int, outer: int) -> tuple[str, ...]:
    """Outcome of the figure that a part belongs to: after "560 people killed and 2,271 injured,
    including 91 children" the first, which holds the noun."""
    nearest = row.symbols[outer].count
    part = row.symbols[index].count
    if part is not None and part.partitive and part.group is None:
        return row.links.outcomes[outer]
    if nearest is None or nearest.group is not None or row.letters[outer] != "E":
        return row.links.outcomes[outer]
    for at in range(outer - 1, -1, -1):
        if row.letters[at] == "S":
            break
        if at in row.links.outcomes and row.letters[at] in "QZ":
            return row.links.outcomes[at]
    return row.links.outcomes[outer]


def _elliptic(row: Row) -> None:
    """"… spoke of 16 dead; rescuers said between 17 and 18"; "47 died, which brought the total to 40,738"."""
    for index, letter in enumerate(row.letters):
        if letter != "E" or not row.is_free(index) or index == 0:
            continue
        outer = next((at for at in range(index - 1, -1, -1) if at in row.links.outcomes), None)
        if outer is None and row.context is None:
            continue
        outcomes = (row.context or "",) if outer is None else row.links.outcomes[outer][:1]
        ends = row.letters[index + 1 : index + 2] in ("", "S", "c", "a")
        before = row.text(index - 4, index).lower()
        told = re.search(r"\b(?:said|confirmed|spoke of|reported|counted|put it at|says)$", before)
        summed = re.search(r"\b(?:total|tally|count)(?: \w+){0,2} (?:to|at|of|is|was|reached)$", before)
        compared = re.search(r"\bas (?:were|was|did|are)$", before)
        if outer is None:
            if ends and summed:
                row.propose(index, outcomes)
        elif compared or ends and ((told and ";" in row.text(outer, index)) or summed):
            row.propose(index, outcomes)


def _hostages(row: Row) -> None:
    """Hostages that are counted, unless they are counted as freed."""
    for index, symbol in enumerate(row.symbols):
        count = symbol.count
        if count is None or count.group != "hostages" or not row.is_free(index):
            continue
        near = row.text(index - 9, index + 9)
        if _NOT_MEANT.search(row.before(index)) or row.low(index - 1) == "or":
            continue
        if row.is_conditional(index) or (_RELEASE.search(near) and not _TAKEN.search(row.text(index - 4, index + 5))):
            continue
        if re.search(r"\b(?:releas|free|rescu|return|exchang|swap)", row.text(index - 4, index + 5), re.IGNORECASE):
            continue
        row.propose(index, ("abducted",))


_RULES: tuple[Callable[[Row], None], ...] = (
    _verbs,
    _said_of_themselves,
    _active,
    _nouns_of,
    _tolls,
    _brought_to,
    _driven_out,
    _series,
    _elliptic,
    _of_those,
    _parts,
    _hostages,
)
