"""Where a name begins and ends: the model's spans, brought to the contract's convention.

Titles, a leading "the" and a possessive lie outside; the whole name lies inside ("Rafah
crossing", "Hay Street", "Abdel-Fattah el-Sisi").
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from analysis.entities.gazetteer import Gazetteer
from analysis.entities.names import fold
from analysis.entities.recogniser import LABELS, Found
from analysis.entities.wordlists import cues

_EDGE = " \t\n\r\u00a0\"“”„«»‘'`’,;:.!?()[]{}<>*_#|/\\–—-…•·&"
_OPENING = _EDGE.replace("'", "").replace("’", "").replace("‘", "")
_POSSESSIVE = re.compile(r"\s*['’](?:s|S)$|(?<=[sS])\s*['’]$")
_ARTICLE = re.compile(
    r"(?:the(?!\s+Hague\b)|a|an|(?:it|that|here|there|what|he|she|let)['’]s"
    r"|(?-i:this|that|our|my|your|their|its|his|her))\s+"
    r"|\d+\s+(?=[A-Z][a-z]+ (?:Street|Avenue|Road|Drive|Lane))",
    re.I,
)
_FIRST = re.compile(r"[^\s]+\s+")
_ABBREVIATED = re.compile(r"(?:[A-Za-z]\.)+|(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros|St)\.")
#: A capitalised word that follows after one blank.
_GOVERNMENT = re.compile(r"(?:Government|Governments|State|Nation|People) of (?:the )?")
_JUNIOR = re.compile(r",? (?:Jr|Sr)\b\.?")
_NEXT = re.compile(r" ([A-Z][^\W_]*(?:[-'’][^\W_]+)*)")
_PLC = re.compile(r" plc\b")
_HYPHENATED = re.compile(r"-[^\W\d_]+(?:[-'’][^\W_]+)*")
_ARABIC_NEXT = re.compile(
    r"[ -](?:al|el|ul|Al|El|bin|Bin|ibn|Ibn|abu|Abu)[ -][A-Z][^\W_]*(?:['’-][^\W_]+)*"
)
_ARABIC_BEFORE = re.compile(r"(?:\b(?:al|el|Al|El|Abu|abu|bin|Bin|Ben|Abdel|Abdul|Abd)[ -])+$")
_BEFORE = re.compile(r"([A-Z][^\W_]*(?:[-'’.][^\W_]*)*) $")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotes, punctuation, articles and possessives at its edges."""
    before = None
    while before != (start, end) and start < end:
        before = (start, end)
        while start < end and text[start] in _OPENING:
            start += 1
        possessive = _POSSESSIVE.search(text, start, end)
        if possessive and possessive.start() > start:
            end = possessive.start()
        while end > start and text[end - 1] in _EDGE:
            if text[end - 1] == "." and _ends_abbreviated(text, start, end):
                break
            end -= 1
        article = _ARTICLE.match(text, start, end)
        if article:
            start = article.end()
    return start, end


def _ends_abbreviated(text: str, start: int, end: int) -> bool:
    word = text[start:end].rsplit(None, 1)[-1]
    return bool(_ABBREVIATED.fullmatch(word))


def _strip_leading(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, bool]:
    """A person's span without titles, nationalities and lower-case words before the name."""
    lists, titled = cues(), False
    while True:
        match = _FIRST.match(text, start, end)
        if not match or match.end() >= end:
            return start, titled
        raw = match.group().strip()
        word = raw.rstrip(".,:").casefold()
        before = word in lists.function_words and (
            word not in _GIVEN or text[match.end() : end].count(" ") > 0
        )
        if before or word in lists.titles or fold(raw.rstrip(",:")) in gazetteer.demonyms:
            titled = titled or word in lists.strong_titles
        elif (
            not raw[:1].islower() or word in lists.particles or raw[:3].casefold() in ("al-", "el-")
        ):
            return start, titled
        start = match.end()
        while start < end and text[start] in _OPENING:
            start += 1


_TRAILING = re.compile(r"\s+([^\s]+)$")


def _strip_trailing(text: str, start: int, end: int, tails: frozenset[str]) -> int:
    """A span without lower-case words at its end, unless they belong to it."""
    while True:
        match = _TRAILING.search(text, start, end)
        if not match:
            return end
        word = match.group(1)
        if word[:1].isupper() or word[:1].isdigit() or word in tails or word[:3] in ("al-", "el-"):
            return end
        end = match.start()


@cache
def facilities() -> re.Pattern[str]:
    """What makes the place's name before it a facility's: " refugee camp", " crossing"."""
    return re.compile(r" (?:" + "|".join(map(re.escape, cues().facility_tails)) + r")\b(?!-)")


def _extended(
    text: str, start: int, end: int, kind: str, gazetteer: Gazetteer
) -> tuple[int, int, str]:
    """The span with the rest of a hyphenated name, a facility's or an organisation's tail."""
    lists = cues()
    hyphenated = _HYPHENATED.match(text, end)
    one = hyphenated and len(unhyphenated(text, start, hyphenated.end(), gazetteer)) == 1
    if hyphenated and one and text[end + 1 : end + 2].isupper():
        end = hyphenated.end()
    if kind == "PER":
        junior = _JUNIOR.match(text, end)
        if junior and " " in text[start:end]:
            return start, junior.end(), kind
        while arabic := _ARABIC_NEXT.match(text, end):
            end = arabic.end()
        given = _BEFORE.search(text, max(0, start - 20), start)
        if given and " " not in text[start:end] and given.start() > 0:
            word = given.group(1).rstrip(".").casefold()
            known = lists.titles | lists.no_names | lists.function_words
            if word not in known and not gazetteer.country_of(word):
                start = given.start()
    if text.startswith("Hague", start) and text[max(0, start - 4) : start].casefold() == "the ":
        start -= 4  # the one city whose article is part of its name
    before = _ARABIC_BEFORE.search(text, max(0, start - 24), start)
    if before:
        start = before.start()
    company = _PLC.match(text, end)
    if company:
        return start, company.end(), "ORG"
    following = _NEXT.match(text, end)
    if following:
        word = following.group(1).casefold()
        if kind != "PER" and word in lists.organisation_tails:
            return start, following.end(), "ORG"
        if word in lists.place_tails and not text[start:end].isupper():
            return start, following.end(), "LOC"
        alone = kind == "PER" and " " not in text[start:end] and len(word) > 1
        if alone and word not in lists.no_names:
            end = following.end()
            while arabic := _ARABIC_NEXT.match(text, end):
                end = arabic.end()
            return start, end, kind
    if text[start:end].casefold() not in lists.no_names:
        facility = facilities().match(text, end)
        if facility:
            return start, facility.end(), "LOC"
    return start, end, kind


_SPLIT = re.compile(
    r"\s+[-–—/|]+\s+|\s*/\s*(?=[A-Z])|;\s+|,\s+(?!(?:Inc|Jr|Sr|Ltd|LLC|L\.P|D\.C|DC|N\.J)\b)"
)
_AND = re.compile(r"\s+(?:and|&)\s+")


def _parts(text: str, name: Found) -> list[Found]:
    """A span cut where two names were taken for one ("Chiang Mai - Bangkok")."""
    kind = LABELS.get(name.label)
    if kind is None or kind == "OTHER":
        return [name]
    cut = _AND if kind == "PER" and _AND.search(text, name.start, name.end) else _SPLIT
    pieces, start = [], name.start
    for match in cut.finditer(text, name.start, name.end):
        pieces.append(Found(start, match.start(), name.label))
        start = match.end()
    return [*pieces, Found(start, name.end, name.label)] if pieces else [name]


_NUMBER = re.compile(r" \d+$")
_HYPHEN = re.compile(r"-(?=[A-Z])")


def unhyphenated(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """The span, cut at its hyphens where each part is a known name and the whole is none
    ("Gaza-Egypt", but "Guinea-Bissau")."""
    cuts = [start, *(match.end() for match in _HYPHEN.finditer(text, start, end)), end + 1]
    if len(cuts) < 3 or gazetteer.find(text[start:end]) is not None:
        return [(start, end)]
    pieces = [(first, last - 1) for first, last in pairwise(cuts)]
    known = [gazetteer.find(text[first:last]) for first, last in pieces]
    return pieces if all(one is not None and one.weight == 2 for one in known) else [(start, end)]


def repaired(
    text: str, found: Sequence[Found], gazetteer: Gazetteer
) -> list[tuple[int, int, str, bool]]:
    """Spans by the contract's convention: start, end, type (OTHER: no name), titled before.

    Later spans that overlap an earlier one are dropped.
    """
    result: list[tuple[int, int, str, bool]] = []
    reached = 0
    for name in (
        Found(start, end, part.label)
        for one in found
        for part in _parts(text, one)
        for start, end in unhyphenated(text, part.start, part.end, gazetteer)
    ):
        kind = LABELS.get(name.label)
        if kind is None or name.start < reached:
            continue
        start, end = trimmed(text, name.start, name.end)
        titled = False
        official = _GOVERNMENT.match(text, start, end)
        place = gazetteer.find(text[official.end() : end]) if official else None
        if official and place and place.kind == "country" and not gazetteer.find(text[start:end]):
            start, kind = official.end(), "LOC"
        if kind == "PER":
            start, titled = _strip_leading(text, start, end, gazetteer)
        if kind in ("PER", "ORG", "LOC"):
            end = _strip_trailing(text, start, end, _lower_tails())
            start, end = trimmed(text, start, end)
            if start < end:
                start, end, kind = _extended(text, start, end, kind, gazetteer)
                if kind == "PER":
                    start, again = _strip_leading(text, start, end, gazetteer)
                    titled = titled or again
        if kind == "PER" and (number := _NUMBER.search(text, start, end)):
            end = number.start()
        if kind != "OTHER" and _no_name(text[start:end].rstrip(".").casefold()):
            kind = "OTHER"
        if start < reached or start >= end or not any(map(str.isalpha, text[start:end])):
            continue
        result.append((start, end, kind, titled))
        reached = end
    return result


def _no_name(word: str) -> bool:
    lists = cues()
    return word in lists.no_names or (word in lists.strong_titles and word not in _SURNAMES)


#: Function words that are given names as well: dropped only where two words follow them.
_GIVEN = {"will", "may", "young", "old"}
#: Titles that are family names as well.
_SURNAMES = {"king", "prince", "pope", "bishop", "judge", "justice", "major", "abbot"}


@cache
def _lower_tails() -> frozenset[str]:
    """Lower-case words that may end a name."""
    return frozenset(word for tail in cues().facility_tails for word in tail.split())
