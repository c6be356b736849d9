"""An automaton over known names: finds them as whole names, in texts that no model reads."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from analysis.entities.gazetteer import shipped
from analysis.entities.spans import facilities
from analysis.entities.wordlists import cues, given_names


class Match(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    type: str


class Matcher:
    """Finds the lexicon's forms as whole words, the longest where several begin together."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.forms = list(forms)
        self.types = list(forms.values())
        self._automaton = (
            AhoCorasick(
                self.forms,
                matchkind=MatchKind.Standard,
                implementation=Implementation.ContiguousNFA,
            )
            if forms
            else None
        )

    def find(self, text: str) -> list[Match]:
        """The names of a text, from left to right."""
        if self._automaton is None:
            return []
        whole = _longest(
            (start, end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(
                text, overlapping=True
            )
            if not text[end : end + 1].isalnum()
            and text[end : end + 2] not in ("'t", "’t")
            and not (start and (text[start - 1].isalnum() or text[start - 1] in "_@#"))
        )
        starts = {start for start, _, _ in whole}
        ends = {end for _, end, _ in whole}
        result: list[Match] = []
        for start, end, number in whole:
            if result and start < result[-1].end:
                continue
            kind = self.types[number]
            longer = _with_tail(text, start, end, kind, starts) or _with_head(text, start, end)
            if longer is not None:
                result.append(longer)
                continue
            if kind == "LOC" and (direction := _DIRECTED.search(text, max(0, start - 12), start)):
                start = direction.start(1)
            last = end
            if end + 1 not in starts and not self._free(number, text, end):
                last = run_on(text, end)
            bare = self._short(number) or (kind == "PER" and " " in text[start:end])
            if start - 1 not in ends and not bare and _runs_in(text, start):
                continue
            if kind == "LOC" and (tail := facilities().match(text, end) or _STATE.match(text, end)):
                last = end = tail.end()
            if last == end or (kind == "PER" and " " not in text[start:end]):
                result.append(
                    _person(text, start, last) if kind == "PER" else Match(start, last, kind)
                )
        return _joined(text, result)

    def _short(self, number: int) -> bool:
        """Whether a country's short form, "US", which no capital before it belongs to."""
        known = shipped().find(self.forms[number])
        short = self.forms[number].replace(".", "").isupper() and len(self.forms[number]) <= 4
        return short and known is not None and known.kind == "country"

    def _free(self, number: int, text: str, end: int) -> bool:
        """Whether a name keeps to itself before a capital: a country or a short form ("U.S. Special
        Envoy", "ASEAN Member State"), unless the tail of an organisation or a place follows."""
        form = self.forms[number]
        known = shipped().find(form)
        short = form.isupper() and " " not in form and self.types[number] == "ORG"
        if not short and (known is None or known.kind != "country"):
            return False
        following = _NEXT.match(text, end)
        words = [word.casefold() for word in following.groups() if word] if following else []
        return not cues().organisation_tails.union(cues().place_tails).intersection(words)


def _longest(found: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Of names that overlap the one that begins first, the longest of these. Only whole names are
    compared: "Eastern Med" does not hide "Mediterranean"."""
    result: list[tuple[int, int, int]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not result or one[0] >= result[-1][1]:
            result.append(one)
    return result


_NEXT = re.compile(r" ([A-Z][\w]*(?:['’-][\w]+)*)(?: ([A-Z][a-z]+(?:['’-][\w]+)*))?")
_BEFORE = re.compile(
    r"(?:^|(?<!\w)[-–•*] |[\n.?!:\"“(—] ?|([\w’'-]) )([A-Z][\w]*(?:[.'’-][\w]+)*\.?)[ -]$"
)


_DIRECTIONS = {
    *("north", "south", "east", "west", "central"),
    *("northern", "southern", "eastern", "western"),
}


#: Words that begin sentences and names alike.
_IN_NAMES = {
    "new",
    "old",
    "great",
    "young",
    "poor",
    "uncle",
    "aunt",
    "will",
    "may",
    "over",
    "under",
}


@lru_cache(maxsize=100_000)
def _no_part(word: str) -> bool:
    """Whether a capitalised word beside a name is no part of it."""
    low = word.rstrip(".").casefold()
    lists = cues()
    if low in _DIRECTIONS:
        return False
    if low in lists.titles or low in lists.no_names or low in lists.function_words - _IN_NAMES:
        return True
    return shipped().country_of(word) is not None


#: "Washington State", a place told from the city; not "Washington State University".
_STATE = re.compile(r" State(?![\w-]|,? [A-Z]|['’])")
#: A direction with a capital within a sentence: "the Eastern [Mediterranean]".
_DIRECTED = re.compile(
    r"(?<=[a-z,] )((?:North|South|East|West|Northern|Southern|Eastern|Western|Central) )$"
)
#: The words behind a name up to the tail of a longer one: "Senate [Judiciary Committee]".
_BEHIND = re.compile(r"(?: (?:of |for |and )?[A-Z][\w’'-]*){1,4}")
#: The head of a longer name before a name: "University of [Kansas]".
_HEAD = re.compile(
    r"((?:[A-Z][a-z]+ )?(University|Bank|Ministry|Department|House|Court|Institute|Church|Republic|"
    r"Port|Gulf|Strait|Bay|Isle) of (?:the )?)$"
)
_PLACES = {"Republic", "Port", "Gulf", "Strait", "Bay", "Isle"}
_HYPHENATED = re.compile(r"-[A-Z][a-z]+(?: [A-Z][a-z]+(?![\w’'-]*-))?")
_ARABIC = re.compile(r"(?: bin [A-Z]\w+| (?:al|el)-[A-Z]\w+)+")


def _with_tail(text: str, start: int, end: int, kind: str, starts: set[int]) -> Match | None:
    """The name with the capitalised words behind it, if they end like an organisation's name.

    starts: where known names begin; "and" before one of them joins two names, not one.
    """
    if text[end : end + 1] != " ":
        return None
    behind = _BEHIND.match(text, end)
    more = behind.group() if behind else ""
    joint = more.find(" and ")
    if joint >= 0 and end + joint + 5 in starts:
        more = more[:joint]
    words = more.split()
    while words:
        last = _POSSESSIVE.sub("", words[-1])
        low = last.casefold()
        tail = low in cues().organisation_tails and low not in _ALONE and len(words) > 1
        if tail or (kind == "LOC" and len(words) == 1 and low in _PAPERS):
            size = len(" ".join([*words[:-1], last])) + 1
            return Match(start, end + size, "ORG")
        words.pop()
    return None


_POSSESSIVE = re.compile(r"['’]s?$")
#: A place and one of these is a newspaper.
_PAPERS = {"times", "post", "herald", "tribune", "gazette", "chronicle"}
#: Tails that often stand as names by themselves behind a place ("U.S. Congress").
_ALONE = {"congress", "senate", "house", "parliament", "government", "forces", "army", "police"} | {
    *("democrats", "republicans", "greens", "socialists")
}


def _with_head(text: str, start: int, end: int) -> Match | None:
    head = _HEAD.search(text, max(0, start - 40), start)
    if head is None:
        return None
    return Match(head.start(1), end, "LOC" if head.group(2) in _PLACES else "ORG")


def _person(text: str, start: int, end: int) -> Match:
    """A person's name with the rest of a hyphenated given name or an Arabic rest behind it, and
    with a given name before it."""
    double = _HYPHENATED.match(text, end)
    if double and text[start:end].casefold() in given_names():
        end = double.end()
    arabic = _ARABIC.match(text, end)
    end = arabic.end() if arabic else end
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    if before and " " not in text[start:end] and before.group(1).casefold() in given_names():
        start = before.start(1)
    return Match(start, end, "PER")


_WORD_BEFORE = re.compile(r"(?<![\w.'’-])([A-Z][a-z]+) $")


def _joined(text: str, matches: list[Match]) -> list[Match]:
    """Neighbours that are one name: a given name and a family name, "U.S." and "Congress"."""
    result: list[Match] = []
    for one in matches:
        if result and one.start <= result[-1].end:
            # A name reached back over the one before it.
            result[-1] = Match(min(result[-1].start, one.start), max(one.end, result[-1].end),
                               one.type)  # fmt: skip
            continue
        last = result[-1] if result else None
        if last is not None and one.start == last.end + 1 and text[last.end] == " ":
            words = (text[last.start : last.end], text[one.start : one.end])
            person = last.type == one.type == "PER" and " " not in words[0]
            known = shipped().find(" ".join(words))
            if (person and words[1].count(" ") < 2) or (known and known.weight == 2):
                kind = known.type if known and known.weight == 2 else "PER"
                result[-1] = Match(last.start, one.end, kind)
                continue
        result.append(one)
    return result


def run_on(text: str, end: int) -> int:
    """Where a run of capitalised words that goes on behind a name ends; the name's end if none."""
    following = _NEXT.match(text, end)
    if following is None or _no_part(following.group(1)):
        return end
    return following.end(1)


def _runs_in(text: str, start: int) -> bool:
    """Whether a capitalised word before the name is likely a part of it ("North [Gaza]")."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before is None or before.group(1) is None:
        return False
    word = before.group(2)
    # A full stop behind a word of some length ends a sentence.
    return not (word.endswith(".") and len(word) > 3) and not _no_part(word)
