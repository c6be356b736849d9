"""A sentence in symbols, and what the rules for tolls ask of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.timeline.tolls.chunks import Symbol
from analysis.timeline.tolls.model import Token

PEOPLE = "QERZ"


_HYPOTHETICAL = {"if", "unless", "whether"}


_RATE = re.compile(
    r"^(?:\W+\w+){0,6}?\W+(?:annually|yearly|per (?:\d|capita|million|thousand|hundred))|"
    r"^(?:\s+\w+){0,3}?\s+for every\b|"
    r"^(?:\W+\w+){0,5}?\W+(?:every|each|per)\s+(?:\w+\s+){0,2}?(?:day|hour|minute|week|month|"
    r"year|days|hours|minutes|"
    r"weeks|months|years|night|second|seconds)\b|^\W*(?:\w+\W+){0,2}?(?:daily|"
    r"(?<!in )(?<!within )(?<!over )(?:an hour|a (?:day|week|year|month|minute)))\b",
    re.IGNORECASE,
)


_RATE_ENDS = re.compile(
    r"^[^,.;:]{0,80}?\b(?:daily|annually|(?:per|each|every) (?:day|week|month|year|hour)|"
    r"(?<!in )(?<!for )(?<!half )(?<!than )(?<!over )(?<!within )a (?:day|week|month|year))"
    r"\s*(?:[,.;!?”\"]|$)",
    re.IGNORECASE,
)


_EACH_TIME = re.compile(
    r"\W*(?:each|every)\s+(?:single\s+)?(?:day|week|month|year|hour|minute)\b", re.IGNORECASE
)


_NONE_OF = re.compile(
    r"\ball but \w+ of (?:the )?$|\b(?:nobody|no one|none) among (?:the )?$|"
    r"\b(?:none|neither|not one|not a single one|per ?cent|%|half|"
    r"thirds?|quarters?|most|majority) of (?:the |these |those |its |their )?$",
    re.IGNORECASE,
)


_HOW_MANY = re.compile(r"\bhow many(?: \w+)?(?: of)?\s*$", re.IGNORECASE)


_AVERAGE = re.compile(r"\b(?:average|typically|on average|averaging|rate)\b", re.IGNORECASE)


_EVERY = re.compile(r"\b(?:every|each|which of the)\s*$", re.IGNORECASE)


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
        if count is None or index in self.links.outcomes or self._is_no_figure(index):
            return
        if count.symbol == "U" or (count.symbol == "E" and count.noun):
            return
        self.links.outcomes[index] = outcomes
        if subset:
            self.links.subsets.add(index)

    def drop(self, index: int) -> None:
        """Take back what was proposed for a number."""
        del self.links.outcomes[index]
        self.links.subsets.discard(index)

    def before(self, index: int) -> str:
        """The sentence up to a symbol."""
        return self.sentence[: self.tokens[self.symbols[index].first].start]

    def is_free(self, index: int) -> bool:
        return self.letters[index] in PEOPLE and index not in self.links.outcomes

    def _is_no_figure(self, index: int) -> bool:
        symbol = self.symbols[index]
        after = self.sentence[self.tokens[symbol.last - 1].end :][:80]
        before = self.sentence[: self.tokens[symbol.first].start][-30:]
        return bool(
            _RATE.match(after)
            or _RATE_ENDS.match(after)
            or _EACH_TIME.match(self.sentence)
            or _AVERAGE.search(before)
            or _EVERY.search(before)
            or _HOW_MANY.search(before)
            or _NONE_OF.search(before)
        )

    def is_conditional(self, index: int) -> bool:
        """Does an "if" rule the clause of a symbol?"""
        for here in range(index - 1, max(index - 12, -1), -1):
            letter = self.letters[here]
            if letter == "S":
                return False
            if letter == "s" and self.low(here) in _HYPOTHETICAL:
                return True
        return False
