"""Rules: their small language, and where they match.

A pattern is a row of class names of the lexicon. A blank is a gap between words, `+` joins two
names with nothing between, `,` is a comma and blank, `.` a full stop with or without blank, `-` a
hyphen, `~` a blank or hyphen, `^` two parts of one word, `:` `/` `'` stand for themselves.
`( | )` choose, `?` is "or not", `name=` labels what follows, `< >` enclose the mention where the
pattern asks for neighbours that do not belong to it (those before it must be of one length). There
is no unlimited repetition, so a match takes bounded time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import NamedTuple

from analysis.timeline.dates.lexicon import OTHER, Lexicon, Signs, lexicon, resource

_JOINTS = {
    " ": ("gap",),
    ",": ("comma",),
    ".": ("dot", "tight_dot"),
    "-": ("hyphen",),
    "~": ("gap", "hyphen"),
    "^": ("glue",),
    ":": ("colon",),
    "/": ("slash",),
    "'": ("apostrophe", "quote"),
    "+": (),
}
_TOKEN = re.compile(r"(?P<label>[a-z_]+)=|(?P<name>[a-z_]+)|(?P<sign>.)")


_REMEMBERED = 50_000
_LONG_RUN = 64


class PatternError(ValueError):
    """A rule that cannot be read."""


@dataclass(frozen=True)
class Rule:
    """form: the reading that its matches are given; example: a text and what it yields."""

    form: str
    pattern: re.Pattern[str]
    begins: str
    example: str


class Match(NamedTuple):
    """Parts first to last (exclusive) of the text are a mention; labels hold part ranges."""

    form: str
    first: int
    last: int
    labels: Mapping[str, tuple[int, int]]

    def moved(self, by: int) -> "Match":
        """The same match, `by` parts further on."""
        labels = {name: (first + by, last + by) for name, (first, last) in self.labels.items()}
        return Match(self.form, self.first + by, self.last + by, labels)


class _Compiler:
    """Recursive descent over one pattern; keeps the set of signs it can begin with."""

    def __init__(
        self, source: str, words: Lexicon, shorthands: dict[str, str], names: Iterator[int]
    ) -> None:
        self.source = source
        self.words = words
        self.shorthands = shorthands
        self.tokens = list(_TOKEN.finditer(source))
        self.at = 0
        self.names = names

    def compile(self) -> tuple[str, str]:
        text, begins, _ = self.choice()
        if self.at < len(self.tokens):
            raise PatternError(f"unexpected {self.tokens[self.at].group()!r} in {self.source!r}")
        return text, begins

    def peek(self) -> str:
        return self.tokens[self.at].group() if self.at < len(self.tokens) else ""

    def choice(self) -> tuple[str, str, bool]:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        return (
            "(?:" + "|".join(text for text, _, _ in branches) + ")",
            "".join(begins for _, begins, _ in branches),
            any(empty for _, _, empty in branches),
        )

    def sequence(self) -> tuple[str, str, bool]:
        text, begins, empty = "", "", True
        while self.peek() not in ("", "|", ")"):
            one, its_begins, its_empty = self.item()
            text += one
            begins += its_begins if empty else ""
            empty = empty and its_empty
        return text, begins, empty

    def item(self) -> tuple[str, str, bool]:
        token = self.tokens[self.at]
        self.at += 1
        label = token.group("label")
        if label:
            text, begins, empty = self.atom()
            text = f"(?P<{label}__{next(self.names)}>{text})"
        else:
            self.at -= 1
            text, begins, empty = self.atom()
        if self.peek() == "?":
            self.at += 1
            return f"(?:{text})?", begins, True
        return text, begins, empty

    def atom(self) -> tuple[str, str, bool]:
        token = self.tokens[self.at]
        self.at += 1
        name, sign = token.group("name"), token.group("sign")
        if name:
            if name in self.shorthands:
                inner = _Compiler(self.shorthands[name], self.words, self.shorthands, self.names)
                text, begins = inner.compile()
                return f"(?:{text})", begins, False
            if name not in self.words.sign and name not in self.words.sets and name != "other":
                raise PatternError(f"unknown class {name!r} in {self.source!r}")
            letters = self.words.letters(name)
            return f"[{letters}]", letters, False
        if sign == "(":
            text, begins, empty = self.choice()
            if self.peek() != ")":
                raise PatternError(f"a bracket is open in {self.source!r}")
            self.at += 1
            return f"(?:{text})", begins, empty
        if sign in _JOINTS:
            letters = "".join(self.words.letters(joint) for joint in _JOINTS[sign])
            return (f"[{letters}]", letters, False) if letters else ("", "", True)
        raise PatternError(f"unknown sign {sign!r} in {self.source!r}")


@dataclass(frozen=True)
class Rules:
    """All rules, found by the sign with which a match begins."""

    all: tuple[Rule, ...]
    by_sign: dict[str, tuple[Rule, ...]]
    trigger: re.Pattern[str]
    seen: dict[str, tuple[Match, ...]] = field(default_factory=dict)

    def find(self, text: Signs) -> list[Match]:
        """The longest match at each place, from left to right, none overlapping."""
        signs = text.signs
        found: list[Match] = []
        done = 0
        for trigger in self.trigger.finditer(signs):
            at = trigger.start()
            if at < done:
                continue
            first = max(signs.rfind(OTHER, done, at) + 1, done)
            last = signs.find(OTHER, at)
            done = len(signs) if last < 0 else last + 1
            found += [match.moved(first) for match in self._in_run(signs[first:done])]
        return found

    def _in_run(self, run: str) -> tuple[Match, ...]:
        # Few shapes make most of the dates of a language, so what a run yields is remembered.
        known = self.seen.get(run)
        if known is None:
            known = tuple(self._search(run))
            if len(self.seen) < _REMEMBERED and len(run) < _LONG_RUN:
                self.seen[run] = known
        return known

    def _search(self, run: str) -> Iterator[Match]:
        at = 0
        while at < len(run):
            match = self._longest(run, at)
            if match is None:
                at += 1
                continue
            at = max(match.last, at + 1)
            if match.form != "none":
                yield match

    def _longest(self, run: str, at: int) -> Match | None:
        best: re.Match[str] | None = None
        form = ""
        for rule in self.by_sign.get(run[at], ()):
            match = rule.pattern.match(run, at)
            if match and (best is None or match.end() > best.end()):
                best, form = match, rule.form
        if best is None:
            return None
        labels = {
            name.rsplit("__", 1)[0]: best.span(name)
            for name, held in best.groupdict().items()
            if held is not None
        }
        return Match(form, best.start(), best.end(), labels)


def compiled(
    form: str, pattern: str, example: str, words: Lexicon, shorthands: dict[str, str]
) -> Rule:
    """One rule of a form, from its pattern; raises PatternError where that cannot be read."""
    before, core, after = "", pattern, ""
    if "<" in pattern:
        before, _, rest = pattern.partition("<")
        core, _, after = rest.partition(">")
    names = count()
    behind, inner, ahead = (
        _Compiler(one, words, shorthands, names).compile() for one in (before, core, after)
    )
    text = inner[0]
    if before:
        text = f"(?<={behind[0]}){text}"
    if after:
        text += f"(?={ahead[0]})"
    return Rule(form, re.compile(text), inner[1], example)


@cache
def rules() -> Rules:
    """The rules of analysis/resources/timeline/date_rules.toml."""
    words = lexicon()
    data = resource("date_rules.toml")
    shorthands = {name: str(text) for name, text in data["shorthands"].items()}
    made = []
    for form, rows in data["rules"].items():
        for pattern, example in rows:
            made.append(compiled(form, pattern, example, words, shorthands))
    by_sign: dict[str, list[Rule]] = {}
    for rule in made:
        for sign in dict.fromkeys(rule.begins):
            by_sign.setdefault(sign, []).append(rule)
    return Rules(
        tuple(made),
        {sign: tuple(some) for sign, some in by_sign.items()},
        re.compile(f"[{words.letters('trigger')}]"),
    )
