"""Word lists of the toll rules, read once from the package's resources.

Classes of words (tolls_words.tsv), one letter each, so that rules can be written as patterns over
the letters of a sentence:
  x be  h have  m modal  n negation  t to  F from  o of  y by  p preposition  s subordinator
  c comma or bracket  S end of clause  a and/or  q relative  i including  r hedged participle
  v other finite verb  f filler  d determiner  g nationality  C other capital word  w other word
and of outcomes (tolls_outcomes.tsv):
  K past  I gerund  B base  V own  A state  N act  L toll  O lost
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from analysis.timeline.tolls.model import Token

_KINDS = {
    "past": "K",
    "gerund": "I",
    "base": "B",
    "own": "V",
    "state": "A",
    "act": "N",
    "toll": "L",
    "count": "D",
    "lost": "O",
}
Words = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """Phrases by their words; the longest that begins at a token is found."""

    by_words: Mapping[Words, tuple[str, str]]
    longest: Mapping[str, int] = field(default_factory=dict)

    def at(self, tokens: Sequence[Token], index: int) -> tuple[int, str, str] | None:
        """(token after the phrase, first value, second value) of the longest phrase here."""
        for length in range(self.longest.get(tokens[index].low, 0), 0, -1):
            words = tuple(token.low for token in tokens[index : index + length])
            found = self.by_words.get(words)
            if found is not None:
                return index + len(words), *found
        return None


@dataclass(frozen=True)
class Lexicon:
    """people: phrase → (group, "one" or "many"); outcomes: phrase → (outcome, letter);
    classes: phrase → (letter, ""); things: nouns that are no people; stems: beginnings of words
    of which a sentence with an outcome holds one."""

    people: Phrases
    outcomes: Phrases
    classes: Phrases
    things: frozenset[str]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Bounds:
    """Bound of a number by the words before it; longest: words of the longest such phrase."""

    by_words: Mapping[Words, str]
    longest: int


@cache
def bounds() -> Bounds:
    """The words that bound a number."""
    by_words = {
        tuple(phrase.split()): bound
        for bound, phrases in _rows("tolls_bounds.tsv")
        if bound != "stem"
        for phrase in phrases.split(";")
    }
    return Bounds(by_words, max(len(words) for words in by_words))


@cache
def lexicon() -> Lexicon:
    """The word lists."""
    people = {}
    for group, words in _rows("tolls_people.tsv"):
        listed = [word.replace("_", " ").lower() for word in words.split()]
        for word in listed:
            plural = word in _PLURAL_FORMS or (word.endswith("s") and word[:-1] in listed)
            many = plural or word.endswith(("men", "people", "children", "s"))
            people[tuple(word.split())] = (group, "many" if many else "one")
    outcomes = {}
    for outcome, kind, phrases in _rows("tolls_outcomes.tsv"):
        for phrase in phrases.split(";"):
            outcomes[tuple(phrase.lower().split())] = (outcome, _KINDS[kind])
    classes = {}
    for letter, phrases in _rows("tolls_words.tsv"):
        listed = [";", *phrases.split(";")] if letter == "S" else phrases.split(";")
        for phrase in filter(None, listed):
            classes[tuple(phrase.lower().split())] = (letter, "")
    things = frozenset(
        word.replace("_", " ") for (words,) in _rows("tolls_things.tsv") for word in words.split()
    )
    stems = dict(_rows("tolls_bounds.tsv"))["stem"].split(";")
    return Lexicon(_phrases(people), _phrases(outcomes), _phrases(classes), things, tuple(stems))


_PLURAL_FORMS = {
    "people",
    "men",
    "women",
    "children",
    "police",
    "staff",
    "crew",
    "personnel",
    "troops",
    "kids",
    "french",
    "chinese",
    "japanese",
    "lebanese",
    "vietnamese",
    "swiss",
    "irish",
    "welsh",
    "dutch",
}


def _rows(name: str) -> list[list[str]]:
    text = (files("analysis.resources") / "timeline" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _phrases(by_words: dict[Words, tuple[str, str]]) -> Phrases:
    longest: dict[str, int] = {}
    for words in by_words:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Phrases(by_words, longest)
