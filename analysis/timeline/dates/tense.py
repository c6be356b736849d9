"""Whether the words around a date speak of what was or of what will be."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from analysis.timeline.dates.lexicon import resource

Tense = Literal["past", "future"] | None

_REACH = 25
_BACK = 4


@cache
def _cues() -> dict[str, frozenset[str]]:
    data = resource("tense_words.toml")
    return {name: frozenset(str(row["words"]).split()) for name, row in data.items()}


def tense(before: Sequence[str], after: Sequence[str]) -> Tense:
    """The tense of the clause around a date.

    before, after: the words of the sentence on both sides, in their order. The nearest verb
    before the date decides; where there is none (the date opens the sentence), the first after.
    """
    found = _backward(before[-_REACH:])
    return found or _forward(after[:_REACH])


def _backward(words: Sequence[str]) -> Tense:
    for at in range(len(words) - 1, -1, -1):
        found = _at(words, at)
        if found:
            return found
    return None


def _forward(words: Sequence[str]) -> Tense:
    for at in range(len(words)):
        found = _at(words, at)
        if found:
            return found
    return None


def _at(words: Sequence[str], at: int) -> Tense:
    """What the word at a place says, if it is a verb that says anything."""
    cues = _cues()
    word = words[at].lower()
    if word == "to" and at > 0 and words[at - 1].lower() in cues["prospect"]:
        return "future"
    if word == "set" and at + 1 < len(words) and words[at + 1].lower() in ("to", "for"):
        return "future"
    if word in cues["future"]:
        return None if _negated_future(words, at) else "future"
    if word in cues["past"]:
        return _passive(words, at) or "past"
    if len(word) > 3 and word.endswith("ed") and word not in cues["not_past"]:
        return _passive(words, at) or "past"
    if word in cues["participle"]:
        return _passive(words, at) or "past"
    return None


def _negated_future(words: Sequence[str], at: int) -> bool:
    """ "had planned", "was due": "due", "plans" and the like still look ahead; "would have"
    looks back."""
    return words[at].lower() in ("would", "will") and _has(words[at + 1 : at + 3], ("have",))


def _passive(words: Sequence[str], at: int) -> Tense:
    """ "will be held", "to be signed", "due to be published": the participle is no past."""
    near = [word.lower() for word in words[max(0, at - _BACK) : at]]
    cues = _cues()
    if _has(near, ("have", "having")):
        return None
    if "be" in near and not _has(near, cues["achieved"]):
        return "future"
    return None


def _has(words: Iterable[str], some: Iterable[str]) -> bool:
    return not set(words).isdisjoint(some)
