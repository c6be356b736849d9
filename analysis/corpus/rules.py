"""What single paragraphs of a news text are: text, or a named kind of boilerplate.

The rules are general patterns of press texts; what is peculiar to a file or a corpus is learned
from repetition (signatures.py, repetition.py).
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import ahocorasick_rs

from analysis.corpus.days import WrittenDate, written_dates
from analysis.corpus.outlets import agency_like
from analysis.language.word_lists import word_list

_MARKS = r"\-=_*~#•·—–+.─━═"
_MARK_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "end_mark",
        re.compile(
            r"(?:\\?#\s?(?:\\?#\s?){1,4}"
            r"|\(?\[?(?:ENDS?|Ends?)(?: (?:OF )?(?:TEXT|ITEM|STORY|STATEMENT))?\]?\)?\.?"
            r"|[-–—] ?30 ?[-–—]|[-–—=*/ ]+(?:ENDS?|ends?|End|SON)[-–—=*/ ]+"
            r"|\(SON\)|\((?:more|MORE)\)|/ENDS?/?)$"
        ),
    ),
    (
        "separator",
        re.compile(rf"(?=(?:\s*[{_MARKS}]){{3}})(?:([{_MARKS}])\s*(?:\1\s*)+|[-=_*~ ]{{5,}})$"),
    ),
)
_LONGEST_MARK, _LONGEST_LINE, _LONGEST_NOTICE = 120, 400, 1200
#: "(c)" before a year or a name is a copyright, before anything else the third of a list.
_COPYRIGHT = re.compile(
    r"©|\(c\) (?=\d{4}|(?-i:(?:[A-Z][\w.&'’-]*,? ?){1,5}\.?$))"
    r"|copyright\s*(?:©|\(c\)|\d{4}|by\b|notice)",
    re.IGNORECASE,
)
#: A paragraph that tells what somebody said or did is a report, unless it reserves all rights.
_REPORTS = re.compile(
    r"\b(?:said|says|told|ruled|announced|according to|asked|argued|sued|court|parliament)\b",
    re.IGNORECASE,
)
_END_WORDS = ("END", "End")
_BYLINE = re.compile(
    r"(?:By|BY) (?!the\b)[A-Z][\w.'’-]*"
    r"(?: (?:[A-Z][\w.'’-]*|and|in|of|at|the|for|de|van|al|bin)){0,9}(?:,? [A-Z][^.!?]{0,60})?$"
    r"|(?:Haber|Muhabir|Yazan|كتب|بقلم|تقرير|Par|Von)\s*:\s*[^.!?:]{2,60}$"
)
_LABEL = (
    r"(?:(?:first |last )?(?:published|updated|posted|issued|released|modified|dated?|tarih"
    r"|yayın(?:lanma)? tarihi|التاريخ|تاريخ النشر|نشر(?: في)?)(?: on| at)?\s*:?\s*)"
)
_CLOCK = (
    r"(?:[\s,|–—-]*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?\(?(?:GMT|UTC|EST|EDT|CET|CEST|TSİ|BST|IST|local time)\)?(?:[+-]\d+)?)?)?"
)
_PAGE = r"(?:\s*,?\s*(?:pages?|pp?\.|pg\.?|seite|sayfa)\s*[A-Z]?\d{1,3}(?:\s*[-–]\s*\d{1,3})?)?"
_STAMP = re.compile(
    r"[,T ]*\s*\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\s*[\])]?\s*(?:[-–—|:]\s*)?"
    r"(?:(?P<name>[^\d\W][^:\n]{1,38}):\s)?(?=\S)",
    re.IGNORECASE,
)
#: Initials of those who wrote and edited: "ab/cd-ef".
_DESK = re.compile(r"[a-z]{1,4}(?:-[a-z]{1,4})*/[a-z]{1,4}(?:[-/][a-z]{1,4})*$")
_BEFORE_DATE = re.compile(
    rf"(?i)(?:{_LABEL}|(?P<name>[^\d\W][^\d\n:]{{0,38}}?)(?P<mark>\s*[-–—|:/,]\s*|\s+){_LABEL}?)?[\[(]?$"
)
_AFTER_DATE = re.compile(
    rf"(?i){_CLOCK}{_PAGE}[\s.,;:)\]|]*$|\s*(?P<mark>[-–—|,/])\s*(?P<name>[^\d\n.!?]{{2,40}})$"
)
#: Where a dateline ends, and what may stand in one.
_DASH = re.compile(
    r"\s*(?:--|[-–—])\s+(?=\S)|(?<=[)\]])\s*:\s+(?=\S)| ?— ?(?=\S)|(?<=\)\.)[-–—]\s*(?=\S)"
)
_SLASHED = re.compile(r"\.?\s*/(?P<outlet>[^/\d,;]{2,30})/\.?\s+(?=\S)")
#: An agency that names itself before the place: "(ANSA) - ROMA, 15 MAG - …".
_SENDER = re.compile(r"\((?P<outlet>[^\W\d_][^()\[\]\d]{1,28})\)\s*[-–—]\s*(?=\S)")
_OUTLET = re.compile(r"\s*[(\[]([^()\[\]\d]{2,40})[)\]]$")
_DAY = re.compile(
    r",?\s+((?:[^\W\d_]{3,10}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\W\d_]{3,10}\.?)(?:,?\s+(?:19|20)\d\d)?)$"
)
#: Where nothing of this stands there is no dash of a dateline.
_DASHES = re.compile(r"[-–—:](?:\s|(?<=—)|(?<=\)\.[-–—]))")
_DIGIT = re.compile(r"\d")
#: Part of a date or an agency, without one of which a place in ordinary letters is none.
_BESIDE_PLACE = re.compile(r"[\d)\]/]")
_PLACE = re.compile(r"[^\W\d_][^\d()\[\]:;!?\"“”]{1,60}$")
_PREPOSITIONS = word_list("before_dates")
_BEGINNERS = word_list("sentence_beginners")
_SMALL = word_list("small")
_OPENING_QUOTES, _CLOSING_QUOTES = "\"“‘'«„", "\"”’'»"
_TERMINAL = ".!?…\"”’')]»:;,،؟"


@dataclass(frozen=True)
class _Phrases:
    """One automaton for the words of all line rules and the phrases of notices."""

    automaton: ahocorasick_rs.AhoCorasick
    kinds: tuple[str, ...]
    weights: tuple[float, ...]
    rules: tuple[tuple[str, int, re.Pattern[str]], ...]


@cache
def _phrases() -> _Phrases:
    folder = resources.files("analysis.resources").joinpath("corpus")
    given = tomllib.loads(folder.joinpath("lines.toml").read_text("utf-8"))["rule"]
    lines = folder.joinpath("notices.tsv").read_text("utf-8").splitlines()
    notices = [line.split("\t") for line in lines if not line.startswith("#")]
    found = [(word, rule["kind"], 0.0) for rule in given for word in rule["words"]]
    found += [(phrase, "notice", float(weight)) for weight, phrase in notices]
    texts, kinds, weights = zip(*found, strict=True)
    return _Phrases(
        # So many states fit as a table of all letters, which is read three times as fast.
        ahocorasick_rs.AhoCorasick(texts, implementation=ahocorasick_rs.Implementation.DFA),
        kinds,
        weights,
        tuple(
            (rule["kind"], rule["longest"], re.compile(f"(?i:{'|'.join(rule['patterns'])})$"))
            for rule in given
        ),
    )


def line_kind(text: str) -> str | None:
    """The kind of boilerplate that a whole paragraph is by its wording, None where it is text."""
    length = len(text)
    if not 0 < length <= _LONGEST_NOTICE:
        return None
    if length <= _LONGEST_MARK and not (text[0].isalpha() and text[:3] not in _END_WORDS):
        for kind, pattern in _MARK_RULES:
            if pattern.match(text):
                return kind
    if length <= 20 and "/" in text and _DESK.match(text):
        return "credit"
    known = _phrases()
    matches = known.automaton.find_matches_as_indexes(text.lower(), overlapping=True)
    found = {match[0] for match in matches}
    if not found:
        return None
    if length <= _LONGEST_LINE:
        kinds = {known.kinds[one] for one in found}
        for kind, longest, pattern in known.rules:
            if kind in kinds and length <= longest and pattern.match(text):
                return kind
    return "notice" if _is_notice(text, [known.weights[one] for one in found]) else None


def _is_notice(text: str, weights: Sequence[float]) -> bool:
    """Whether phrases that weigh so much make a paragraph a legal notice and no report on one."""
    size = text.count(" ") + 1
    weight, heaviest = sum(weights), max(weights)
    if _COPYRIGHT.match(text):
        weight, heaviest = weight + 2, max(heaviest, 1.5 if size <= 60 else 0)
    if weight < 3 or heaviest < 1.5 or (size > 40 and weight < 0.06 * size):
        return False
    return heaviest >= 3 or not _REPORTS.search(text)


def is_byline(text: str) -> bool:
    """Whether a paragraph names an author and says nothing else."""
    return len(text) <= 100 and _BYLINE.match(text) is not None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A paragraph that is nothing but a date, with what stands beside it.

    name: of an agency, parted by a dash, bar, colon or slash. place: parted by a comma or blank.
    begin: where the date begins in the text.
    """

    date: WrittenDate
    name: str | None
    place: str | None
    begin: int


def date_line(text: str, order: str = "auto") -> DateLine | None:
    """The paragraph as a date line, None where it is none."""
    if len(text) > 110 or not _DIGIT.search(text):
        return None
    return _date_line(text, order)


@lru_cache(maxsize=4096)  # a line is looked at as itself and as its neighbours' company
def _date_line(text: str, order: str) -> DateLine | None:
    found = next((one for one in written_dates(text, order) if one.year is not None), None)
    if found is None:
        return None
    before = _BEFORE_DATE.match(text[: found.start])
    after = _AFTER_DATE.match(text[found.end :])
    if not before or not after:
        return None
    beside, mark = (
        before.group("name", "mark") if before.group("name") else after.group("name", "mark")
    )
    if beside is None:
        return DateLine(found, None, None, found.start)
    if mark.strip() in ("", ",") and (beside.isupper() or not agency_like(beside)):
        parts = re.findall(r"[^\W\d_]+", beside)
        named = len(parts) <= 4 and all(one[0].isupper() or one in _SMALL for one in parts)
        is_place = (
            named and (mark.strip() or beside.isupper()) and beside.lower() not in _PREPOSITIONS
        )
        return DateLine(found, None, beside.strip(), found.start) if is_place else None
    return DateLine(found, beside.strip(), None, found.start)


def dateline(text: str) -> tuple[str, str | None, str | None] | None:
    """Place, date and agency of a dateline at the beginning of a paragraph: "GAZA CITY, Oct. 17
    (Wire) - …"; a place in ordinary letters counts only with a date or an agency beside it."""
    begin = text[2:100]
    if not (
        "- " in begin
        or "—" in begin
        or "– " in begin
        or ": " in begin
        or "/" in begin
        or ")." in begin
    ):
        return None
    if (text[1].islower() or text[2].islower()) and not _BESIDE_PLACE.search(text, 0, 100):
        return None
    return _dateline(text[:100])


@lru_cache(maxsize=4096)  # a paragraph is looked at as itself and as its neighbours' company
def _dateline(text: str) -> tuple[str, str | None, str | None] | None:
    sender = _SENDER.match(text)
    if sender is not None:
        found = dateline(text[sender.end() :])
        return (found[0], found[1], sender.group("outlet")) if found else None
    slashed = _SLASHED.search(text, 2, 100) if "/" in text else None
    dash = _DASH.search(text, 2, 100) if not slashed and _DASHES.search(text, 2, 100) else None
    if slashed is not None:
        head, outlet = text[: slashed.start()], slashed.group("outlet").strip()
        if slashed.group().startswith("/") and not head.isupper():
            return None  # "Talks on Sudan/Chad/ Libya": the slashes part words
    elif dash is None or dash.start() > 80:
        return None
    else:
        head = text[: dash.start()].rstrip()
        bracket = _OUTLET.search(head.removesuffix("."))
        outlet = bracket.group(1).strip() if bracket else None
        head = head[: bracket.start()] if bracket else head
    day = _DAY.search(head)
    if day and next(written_dates(day.group(1)), None) is not None:
        place = head[: day.start()]
    else:
        day, place = None, head
    place = place.strip(" ,")
    if not _PLACE.match(place) or not (day or outlet or (place.isupper() and len(place) > 2)):
        return None
    parts = re.findall(r"[^\W\d_]+", place)
    if len(parts) > 8 or any(one[0].islower() and one not in _SMALL for one in parts):
        return None
    if parts[0] in _BEGINNERS and not place.isupper():
        return None  # "On Thursday, the Court (CJ) — the highest …" names no place
    return place, day.group(1) if day else None, outlet


def stamped(text: str, order: str = "auto") -> DateLine | None:
    """The day, hour and sender with which a paragraph begins, as messages are exported:
    "[01.03.2021 14:30] City Desk: …"; None where it does not begin so."""
    if not (text[0].isdigit() or text[0] in "[(") or not _DIGIT.search(text, 0, 3):
        return None
    found = next(written_dates(text[:40], order), None)
    if found is None or found.year is None or found.start > 1:
        return None
    match = _STAMP.match(text, found.end)
    return DateLine(found, match.group("name"), None, found.start) if match else None


def is_headline(text: str) -> bool:
    """Whether a paragraph may be a headline: short and without a full stop."""
    if not 2 < len(text) <= 150 or text[0].islower():
        return False
    # "Germany bans airline, citing 'security'", but not what is a quotation as a whole.
    last = text.rstrip(_CLOSING_QUOTES)[-1:] if text[0] not in _OPENING_QUOTES else text[-1]
    return last != "" and last not in _TERMINAL
