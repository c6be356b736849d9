"""What single paragraphs of a news text are: text, or a named kind of boilerplate.

The rules are general patterns of press texts; what is peculiar to a file or a corpus is learned
from repetition (signatures.py, repetition.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import ahocorasick_rs

from analysis.corpus.days import WrittenDate, written_dates

_MARKS = r"\-=_*~#•·—–+.─━═"
_MARK_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "end_mark",
        re.compile(
            r"(?:\\?#\s?(?:\\?#\s?){1,4}|\(?\[?(?:END|ENDS|Ends|End)(?: (?:OF )?(?:TEXT|ITEM|STORY|STATEMENT))?\]?\)?\.?"
            r"|[-–—] ?30 ?[-–—]|[-–—=*/ ]+(?:ENDS?|ends?|End|SON)[-–—=*/ ]+|\(SON\)|\((?:more|MORE)\)|/ENDS?/?)$"
        ),
    ),
    (
        "separator",
        re.compile(rf"(?=(?:\s*[{_MARKS}]){{3}})(?:([{_MARKS}])\s*(?:\1\s*)+|[-=_*~ ]{{5,}})$"),
    ),
)
_LONGEST_MARK, _LONGEST_LINE, _LONGEST_NOTICE = 120, 400, 1200
_COPYRIGHT = re.compile(r"©|\(c\) |copyright\b", re.IGNORECASE)
_END_WORDS = ("END", "End")
_LINE_RULES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, longest, re.compile(pattern))
    for kind, longest, pattern in (
        (
            "follow_us",
            300,
            r"(?i)(?:you can )?(?:please )?(?:follow|find|join|like|connect with|visit) (?:us|@\w+|our|the)?\b.{0,60}"
            r"\b(?:on|via|at|through)\b.{0,80}\b(?:twitter|facebook|instagram|telegram|whatsapp|youtube|tiktok|linkedin|x|channels?|social)\b.{0,100}$"
            r"|(?:Follow|Join) (?:us|[A-Z@][\w .'’&-]{1,40}) (?:on|for|across|at|via) [^.]{2,110}\.?$"
            r"|(?i:bizi .{0,60}(?:takip edin|izleyin)|.{0,80}takip edin(?:iz)?\.?|تابعونا\b.{0,120}|suivez[- ]nous\b.{0,120}|folgen sie uns\b.{0,120}|s[ií]guenos\b.{0,120})$",
        ),
        (
            "subscription",
            300,
            r"(?i)(?:to )?(?:please )?(?:subscribe|sign up|register)\b.{0,160}\b(?:newsletter|letter|morning|daily|updates?|e-?mails?|inbox|edition|channel|alerts?|briefing|bulletin|service|digest|today|free|now|here)\b.{0,60}$"
            r"|(?i:get (?:our|the) .{0,80}(?:newsletter|inbox|briefing).{0,60}|already a subscriber\b.{0,80}|this (?:article|story) is for subscribers.{0,60})$"
            r"|(?i:.{0,80}(?:abone ol(?:un|unuz)?)\b.{0,60}|.{0,20}اشترك.{0,120}|abonnez[- ]vous\b.{0,120}|abonnieren sie\b.{0,120})$",
        ),
        (
            "cookie",
            400,
            r"(?i)(?:we|this (?:web)?site|our (?:web)?site|by continuing)\b.{0,120}\bcookies?\b.{0,260}$|(?i:accept (?:all )?cookies|cookie (?:policy|settings|preferences))\.?$",
        ),
        (
            "photo_credit",
            160,
            r"(?i)[(\[]\s*(?:file )?(?:photo(?:graph)?s?|images?|pictures?|photo credits?|image credits?|foto(?:ğraf)?|صورة|الصورة)(?: credits?| by| courtesy(?: of)?)?\s*(?::|/|\s).{2,120}[)\]]\.?$"
            r"|(?:file )?(?:photo(?:graph)?s?|(?:photo|image|picture) credits?|foto(?:ğraf)?|صورة|الصورة)(?: by| courtesy of)?\s*[:/] ?.{2,120}$|photo(?:graph)? (?:by|courtesy of) .{2,80}$",
        ),
        (
            "credit",
            260,
            r"(?i)[(\[]?(?:additional )?(?:reporting|writing|edited|editing|compiled|translated|translation|written|report) by [^.]{3,220}(?:\.[^.]{0,60})?[)\]]?\.?$",
        ),
        (
            "page_furniture",
            160,
            r"(?i)(?:read (?:more|also|next|full)|see also|also read|related(?: (?:stories|articles|news|topics))?|more on this(?: story)?|click here|share this|advertisement|"
            r"continue reading|most read|recommended|share|print|comments?|loading\.*|skip to (?:main )?content|back to top|tags|topics|copy link|sponsored|haberin devamı|اقرأ أيضا[ً]?|ilgili haberler|lire aussi)(?:\s*[:>»].{0,120}|\.{0,3})$",
        ),
    )
)
#: A rule is tried only where one of its words stands in the paragraph (lower case).
_TRIGGERS: dict[str, tuple[str, ...]] = {
    "follow_us": (
        "follow", "find us", "join", "like us", "connect with", "visit", "takip ed", "bizi",
        "تابعونا", "suivez", "folgen sie", "síguenos", "siguenos",
    ),
    "subscription": (
        "subscri", "sign up", "register", "newsletter", "inbox", "briefing", "abone ol", "اشترك",
        "abonne",
    ),
    "cookie": ("cookie",),
    "photo_credit": ("photo", "image", "picture", "foto", "صورة"),
    "credit": (
        "reporting by", "writing by", "edited by", "editing by", "compiled by", "translated by",
        "translation by", "written by", "report by",
    ),
    "page_furniture": (
        "read", "see also", "also read", "related", "more on this", "click", "share", "advert",
        "most read", "recommended", "print", "comment", "loading", "skip to", "back to top",
        "tags", "topics", "copy link", "sponsored", "haber", "اقرأ", "lire aussi",
    ),
}  # fmt: skip
_BYLINE = re.compile(
    r"(?:By|BY|From) (?!the\b)[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|and|in|of|at|the|for|de|van|al|bin)){0,9}(?:,? [A-Z][^.!?]{0,60})?$"
    r"|(?:Haber|Muhabir|Yazan|كتب|بقلم|تقرير|Par|Von)\s*:\s*[^.!?:]{2,60}$"
)
_LABEL = r"(?:(?:first |last )?(?:published|updated|posted|issued|released|modified|date|dated|tarih|yayın(?:lanma)? tarihi|التاريخ|تاريخ النشر|نشر(?: في)?)(?: on| at)?\s*:?\s*)"
_CLOCK = r"(?:[\s,|–—-]*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?\(?(?:GMT|UTC|EST|EDT|CET|CEST|TSİ|BST|IST|local time)\)?(?:[+-]\d+)?)?)?"
_BEFORE_DATE = re.compile(
    rf"(?i)(?:{_LABEL}|(?P<name>[^\d\W][^\d\n:]{{0,38}}?)(?P<mark>\s*[-–—|:/,]\s*|\s+){_LABEL}?)?[\[(]?$"
)
_AFTER_DATE = re.compile(rf"(?i){_CLOCK}[\s.,;:)\]|]*$|\s*(?P<mark>[-–—|,/])\s*(?P<name>[^\d\n.!?]{{2,40}})$")
#: Where a dateline ends, and what may stand in one.
_DASH = re.compile(r"\s*(?:--|[-–—])\s+(?=\S)|(?<=[)\]])\s*:\s+(?=\S)| ?— ?(?=\S)")
_OUTLET = re.compile(r"\s*[(\[]([^()\[\]\d]{2,40})[)\]]$")
_DAY = re.compile(
    r",?\s+((?:[^\W\d_]{3,10}\.?\s+\d{1,2}|\d{1,2}\s+[^\W\d_]{3,10}\.?)(?:,?\s+(?:19|20)\d\d)?)$"
)
_PLACE = re.compile(r"[^\W\d_][^\d()\[\]:;!?\"“”]{1,60}$")
_PREPOSITIONS = frozenset("on in at by of from until since before after beginning starting the".split())
_SMALL = frozenset("al el ul de la le of the and in on da du bin st".split())
_TERMINAL = ".!?…\"”’')]»:;,،؟"


@cache
def _phrases() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, float]]]:
    """One automaton for the words of all rules and the phrases of notices with their weights."""
    text = resources.files("analysis.resources").joinpath("corpus/notices.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    words = [(word, kind) for kind, some in _TRIGGERS.items() for word in some]
    known = [(kind, 0.0) for _, kind in words] + [("notice", float(weight)) for weight, _ in rows]
    automaton = ahocorasick_rs.AhoCorasick(
        [word for word, _ in words] + [phrase for _, phrase in rows],
        matchkind=ahocorasick_rs.MatchKind.Standard,
    )
    return automaton, known


def line_kind(text: str) -> str | None:
    """The kind of boilerplate that a whole paragraph is by its wording, None where it is text."""
    length = len(text)
    if length > _LONGEST_NOTICE:
        return None
    if length <= _LONGEST_MARK and not (text[0].isalpha() and text[:3] not in _END_WORDS):
        for kind, pattern in _MARK_RULES:
            if pattern.match(text):
                return kind
    automaton, known = _phrases()
    found = {match[0] for match in automaton.find_matches_as_indexes(text.lower(), overlapping=True)}
    if not found:
        return None
    if length <= _LONGEST_LINE:
        kinds = {known[one][0] for one in found}
        for kind, longest, pattern in _LINE_RULES:
            if kind in kinds and length <= longest and pattern.match(text):
                return kind
    return "notice" if _is_notice(text, [known[one][1] for one in found]) else None


def _is_notice(text: str, weights: Sequence[float]) -> bool:
    """Whether phrases that weigh so much make a paragraph a legal notice and no report on one."""
    words = text.count(" ") + 1
    weight, heaviest = sum(weights), max(weights)
    if _COPYRIGHT.match(text):
        weight, heaviest = weight + 2, max(heaviest, 1.5 if words <= 60 else 0)
    return weight >= 3 and heaviest >= 1.5 and (words <= 40 or weight >= 0.06 * words)


def is_byline(text: str) -> bool:
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
    if len(text) > 110 or not any(letter.isdigit() for letter in text):
        return None
    found = next((one for one in written_dates(text, order) if one.year is not None), None)
    if found is None:
        return None
    before = _BEFORE_DATE.match(text[: found.start])
    after = _AFTER_DATE.match(text[found.end :])
    if not before or not after:
        return None
    beside, mark = before.group("name", "mark") if before.group("name") else after.group("name", "mark")
    if beside is None:
        return DateLine(found, None, None, found.start)
    if mark.strip() in ("", ","):
        words = re.findall(r"[^\W\d_]+", beside)
        named = len(words) <= 4 and all(word[0].isupper() or word in _SMALL for word in words)
        is_place = named and (mark.strip() or beside.isupper()) and beside.lower() not in _PREPOSITIONS
        return DateLine(found, None, beside.strip(), found.start) if is_place else None
    return DateLine(found, beside.strip(), None, found.start)


def dateline(text: str) -> tuple[str, str | None, str | None] | None:
    """Place, date and agency of a dateline at the beginning of a paragraph: "GAZA CITY, Oct. 17
    (Wire) - …"; a place in ordinary letters counts only with a date or an agency beside it."""
    dash = _DASH.search(text, 2, 100)
    if dash is None or dash.start() > 80:
        return None
    head = text[: dash.start()].rstrip()
    bracket = _OUTLET.search(head)
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
    words = re.findall(r"[^\W\d_]+", place)
    if len(words) > 8 or any(word[0].islower() and word not in _SMALL for word in words):
        return None
    return place, day.group(1) if day else None, outlet


def is_headline(text: str) -> bool:
    """Whether a paragraph may be a headline: short and without a full stop."""
    return 2 < len(text) <= 150 and text[-1] not in _TERMINAL and not text[0].islower()
