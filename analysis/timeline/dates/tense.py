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
    if _stands_for_itself(before, after):
        return "future"
    found = _backward(before[-_REACH:]) or _forward(after[:_REACH])
    return found or ("future" if _announces(before) else None)


def _stands_for_itself(before: Sequence[str], after: Sequence[str]) -> bool:
    """ "the election is on Sunday", "Friday is the last day"."""
    near = [word.lower() for word in before[-2:]]
    if near[-1:] == ["is"] or (near[:1] == ["is"] and near[1:] in (["on"], ["for"])):
        return True
    return [word.lower() for word in after[:1]] == ["is"]


def _announces(before: Sequence[str]) -> bool:
    """A headline's infinitive, in a sentence without another verb: "Pope to visit Beirut"."""
    for at in range(1, len(before) - 1):
        named, verb = before[at - 1][:1].isupper(), before[at + 1]
        if before[at] == "to" and named and verb.islower() and verb not in _cues()["article"]:
            return True
    return False


def _backward(words: Sequence[str]) -> Tense:
    for at in range(len(words) - 1, -1, -1):
        if words[at].lower() in _cues()["timetable"]:
            return "future"
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
    if word in cues["arranged"] and _has(words[at + 1 : at + 2], ("to", "for", "on")):
        # "had been scheduled for Tuesday": that Tuesday is over, or the plan is.
        return "past" if _has(words[max(0, at - 2) : at], ("had",)) else "future"
    if word in cues["future"]:
        return None if _looks_back(words, at) else "future"
    if word in cues["past"]:
        return _passive(words, at) or "past"
    if len(word) > 3 and word.endswith("ed") and word not in cues["not_past"]:
        return _passive(words, at) or "past"
    if word in cues["participle"]:
        return _passive(words, at) or "past"
    return None


def _looks_back(words: Sequence[str], at: int) -> bool:
    """ "would have left", "may have died"."""
    modal = words[at].lower() in ("would", "will", "may")
    return modal and _has(words[at + 1 : at + 3], ("have",))


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
