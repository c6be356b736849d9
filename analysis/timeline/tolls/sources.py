"""Who reports a figure: reporting clauses of a sentence and the words of their sources."""

import re
from dataclasses import dataclass

_VERBS = (
    "said|says|say|reported|reports|announced|announces|confirmed|confirms|stated|states|added|adds|told|"
    "estimated|estimates|estimate|counted|counts|recorded|documented|claimed|claims|noted|notes|acknowledged|tweeted|"
    "wrote|declared|warned|revealed|believes|believe|listed|lists|tallied|indicated|indicate|concluded|insisted|"
    "registered|found|alleged|shows?|showed|spoke\\s+of|"
    "(?:put|puts|raised|raises|revised|lowered|gave|gives|placed|updated|increased)"
    "(?=\\s+(?:the|its|their|that|this)\\s+(?:\\w+\\s+){0,4}?(?:toll|numbers?|count|dead|total|figures?|wounded|injured|missing|tally)\\b)|"
    "(?:put|puts)(?=\\s+\\S+\\s+(?:toll|number|count))"
)
_VERB = re.compile(rf"\b(?:{_VERBS})\b")
_CITED = re.compile(
    r"\b(?:according to|citing|as (?:reported|confirmed|announced|stated) by|(?:reported|confirmed|announced|compiled|"
    r"released|provided|published|verified|given|recorded) by|"
    r"(?:figures|data|numbers|statistics|estimates|information|reports) (?:from|by))\s+",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\bwith\s+((?:[\w.'’-]+\s+){1,6}?)(?:reporting|saying|confirming|announcing|estimating|claiming|putting)\b"
)
_COUNT_OF = re.compile(
    r"((?:\b[Tt]he\s+)?(?:[A-Z][\w.-]*\s+|[a-z]+\s+){0,4}?[A-Za-z][\w.-]*)['’]s\s+(?:latest\s+|own\s+)?"
    r"(?:count|tally|toll|figures?|estimate)\b"
)
#: Where the words of a cited source end.
_CITED_END = re.compile(
    r"\s*(?:[;:.!?)\]—–\"”]|\.\s|,(?!\s+(?:the|a|an)\s+(?:head|spokes|director|chief|leader)\w*)|\bthat\b|\bwho\b|\bwhich\b|\bwhile\b|\bas\b|"
    r"\bbut\b|\bwith\b|\bafter\b|\bsaid\b|\bsays\b|\bhas\b|\bhave\b|\bhad\b|\bwere\b|\bwas\b|\bare\b|\bis\b|\bsince\b|\b(?:on|last|this)\s+"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|week|month|year)|\byesterday\b|\btoday\b|\bmore than\b|\bat least\b|\bincluding\b|\s\d)"
)
_CLAUSE_BREAK = re.compile(
    r"[;:()\[\]“”\"—–]|\s--?\s|,|\b(?:that|while|but|and|after|when|where|because|which|who|as|though|although|if|since|before)\b"
)
_SKIPPED = re.compile(
    r"(?:\s+|\b(?:has|have|had|also|later|earlier|then|since|previously|initially|already|\w+ly|first|now|was quoted as|"
    r"were quoted as|did|still|again)\b)+$"
)
_NAME_ONLY = re.compile(r"(?:[A-Z][\w.'’-]*|al-[A-Z]\w*|el-[A-Z]\w*|bin|al|el|de|van|von)(?:\s+(?:[A-Z][\w.'’-]*|al-[A-Z]\w*|el-[A-Z]\w*|bin|al|el|de|van|von))*")
_APPOSITION = re.compile(
    r"(?:the|a|an|its|his|their|head|chief|director|spokes\w+|president|chairman|minister|leader|deputy|who)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i|you|this|these|those|there|one|some|many|others|most|what|people|all|both)$", re.IGNORECASE)
_PREPOSED = re.compile(
    r"(?:In|On|At|By|Before|After|Since|During|For|From|Earlier|Later|Meanwhile|Yesterday|Today|Late|Early|Last|Of|Over|Until|Across|Near|"
    r"in|on|at|by|last|yesterday|today|earlier)\b"
)
_DETERMINER = re.compile(r"\b(?:the|a|an|its|his|their|local|state|some)\b")
_SOURCE_NOUN = re.compile(
    r"[A-Z]|\b(?:minist\w+|official\w*|polic\w+|arm(?:y|ies)|militar\w+|medics?|rescuers?|doctors?|hospitals?|authorit\w+|residents?|"
    r"witness\w*|governments?|media|sources?|spokes\w+|reports?|offices?|agenc\w+|directors?|leaders?|groups?|monitors?|activists?|"
    r"organi[sz]ations?|charit\w+|investigators?|prosecutors?|firefighters?|workers?|crews?|survivors?|experts?|researchers?|"
    r"lawyers?|mayors?|governors?|ambassadors?|diplomats?|figures?|stud\w+|locals|aides?|commanders?|fighters|rebels|militants|"
    r"commission|council|court|coroner|union|company|airline|university|service\w*|department|bureau|network|newspapers?|outlets?)\b"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_WORDS = 14


@dataclass(frozen=True)
class Source:
    """A reporting clause: its span in the sentence, the source's words or None for a pronoun.

    where: "before" the figures it reports, "after" them, or "cited" (either side).
    """

    start: int
    end: int
    words: str | None
    where: str


def find_sources(sentence: str) -> list[Source]:
    """Reporting clauses of a sentence in order."""
    found = [*_cited(sentence), *_reporting(sentence)]
    for match in _WITH.finditer(sentence):
        words = _plausible(match.group(1))
        if words:
            found.append(Source(match.start(), match.end(), words, "before"))
    for match in _COUNT_OF.finditer(sentence):
        words = _plausible(match.group(1))
        if words:
            found.append(Source(match.start(1), match.end(), words, "before"))
    return sorted(found, key=lambda source: (source.start, source.end))


def source_of(sources: list[Source], sentence: str, start: int) -> Source | None:
    """The source of the figure at start: the reporting clause that it stands in."""
    before = [one for one in sources if one.end <= start]
    after = [one for one in sources if one.start > start]
    cited = next((one for one in after if one.where == "cited"), None)
    if cited is not None and _same_clause(sentence, start, cited.start):
        if not before or before[-1].where != "cited":
            return cited
    said = next((one for one in reversed(before)), None)
    if said is not None and said.where != "after":
        gap = sentence[said.end : start]
        if not after or not re.search(r";|,\s*(?:but|while|although|whereas)\b", gap):
            return said
    follows = next((one for one in after if one.where in ("after", "cited", "before")), None)
    if follows is not None and (follows.where != "before" or follows.words is None or _trails(sentence, follows)):
        return follows
    if said is not None and not after and ";" not in sentence[said.end : start]:
        return said
    return None


def _same_clause(sentence: str, start: int, end: int) -> bool:
    return ";" not in sentence[start:end]


def _trails(sentence: str, source: Source) -> bool:
    """Does a reporting clause close what stands before it ("…, the ministry said.")?"""
    rest = sentence[source.end :].strip()
    return re.match(r"(?:$|[.,;!?\"”')]|(?:on|in|at|late|early|yesterday|today|this|last|earlier|to|by|via|during|through)\b)", rest, re.IGNORECASE) is not None


def _cited(sentence: str) -> list[Source]:
    found = []
    for match in _CITED.finditer(sentence):
        # An abbreviation's point ends no source ("the U.N.").
        end = match.end()
        for stop in _CITED_END.finditer(sentence, match.end()):
            if stop.group().strip() == "." and re.search(r"\b(?:[A-Z]|Dr|Mr|Mrs|Gen|Col|St|Lt|Sgt|Gov|Sen)$", sentence[: stop.start()]):
                continue
            end = stop.start()
            break
        else:
            end = len(sentence)
        words = _plausible(sentence[match.end() : end])
        if words:
            found.append(Source(match.start(), end, words, "cited"))
    return found


def _reporting(sentence: str) -> list[Source]:
    found = []
    for match in _VERB.finditer(sentence):
        if re.search(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+ly\s+)?$", sentence[: match.start()]):
            continue  # "bodies were found"
        if match.group() in ("estimates", "reports", "counts", "claims") and re.match(r"\s*[,.;)]", sentence[match.end() :]):
            continue  # "according to U.N. estimates,"
        if re.match(r"\s+of\b|\s+(?:\S+\s+){0,5}lives\b", sentence[match.end() :]) and match.group() != "spoke of":
            continue  # "claims of 40 dead", "the crash claimed 179 lives"
        if match.group() in ("reports", "counts", "claims", "estimates", "notes", "states", "lists", "show") and re.search(
            r"\b(?:the|of|some|other|these|their|media|news|more|\d+|several|many|no|conflicting)\s*$", sentence[: match.start()], re.IGNORECASE
        ) and not re.match(r"\s+(?:that|\d|at least|more)", sentence[match.end() :]):
            continue
        inverted = _inverted(sentence, match.start(), match.end())
        if inverted is not None:
            found.append(inverted)
            continue
        begin, words = _subject(sentence, match.start())
        if begin is None:
            continue
        closes = bool(re.search(r"[,”\"]\s*$", sentence[:begin])) and bool(
            re.match(r"\s*(?:$|[.,;!?\"”])", sentence[match.end() :])
        )
        found.append(Source(begin, match.end(), words, "after" if closes else "before"))
    return found


_INVERTED = re.compile(r"\s+((?:the\s+|a\s+|an\s+)?(?:[A-Z]|spokes|police|local|officials)[^,.;:\"“”]*(?:\.[A-Z]\.?[^,.;]*)?)")


def _inverted(sentence: str, start: int, end: int) -> Source | None:
    if not re.search(r"[,”\"]\s*$", sentence[:start]):
        return None
    match = _INVERTED.match(sentence, end)
    if match is None or re.match(r"\s+(?:that|in|on|at|[A-Z]\w+day)\b", sentence[end:]):
        return None
    words = _plausible(match.group(1))
    return None if words is None else Source(start, match.end(), words, "after")


def _subject(sentence: str, verb: int) -> tuple[int | None, str | None]:
    """Begin and words of the subject left of a verb; (begin, None) for a pronoun."""
    left = sentence[:verb]
    skipped = _SKIPPED.search(left)
    end = skipped.start() if skipped else len(left)
    bracketed = False
    if left[:end].endswith(",") and end > 1:  # "Lazzarini, the head of UNRWA, said"
        end -= 1
        bracketed = True
    begin = _clause_start(left, end)
    chunk = left[begin:end].strip()
    before = left[:begin].rstrip()
    if before.endswith(",") and chunk and _APPOSITION.match(chunk) or bracketed:
        name_end = len(before) - 1 if before.endswith(",") else len(before)
        name_begin = _clause_start(left, name_end)
        name = left[name_begin:name_end].strip()
        if name and _NAME_ONLY.fullmatch(_strip_title(name)) and not _PREPOSED.match(name) and not _DAY_NAME.match(name):
            begin = name_begin + (len(left[name_begin:name_end]) - len(left[name_begin:name_end].lstrip()))
            chunk = left[begin:end].strip()
        elif bracketed:
            return None, None
    if _PRONOUN.match(chunk):
        return begin, None
    words = _plausible(chunk)
    if words is None:
        return None, None
    return left.rfind(words, 0, end) if words in left[:end] else begin, words


_TITLE = re.compile(
    r"^(?:(?:the|a|its|foreign|prime|defen[cs]e|health|interior|military|army|police|hospital|government|chief|deputy)\s+){0,3}"
    r"(?:spokes\w+|ministers?|president|director|mayor|governor|general|commander|chief|doctor|ambassador|secretary|envoy|leader)\s+(?=[A-Z])",
    re.IGNORECASE,
)
_DAY_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def _strip_title(name: str) -> str:
    return _TITLE.sub("", name)


def _joins_sources(words: str) -> bool:
    words = words.strip()
    return 0 < len(words.split()) <= 4 and not re.search(r"\d|\w+ed\b", words) and (
        _SOURCE_NOUN.search(words) is not None
    )


_ACRONYM = re.compile(r"\([A-Z][\w.&-]{1,11}\)")


def _clause_start(text: str, end: int) -> int:
    start = 0
    short = [match.span() for match in _ACRONYM.finditer(text, 0, end)]
    for stop in _CLAUSE_BREAK.finditer(text, 0, end):
        if any(first <= stop.start() < last for first, last in short):
            continue  # "the Council (NDRRMC) said"
        if stop.group() == "and" and _joins_sources(text[start : stop.start()]):
            continue  # "residents and police said"
        if stop.group() == "and" and re.match(r"\s+[A-Z]", text[stop.end() :]) and re.search(r"[A-Z]\w+\s*$", text[: stop.start()]):
            continue  # "Health and Safety Executive"
        start = stop.end()
    return start


def _plausible(words: str) -> str | None:
    """The words of a source, trimmed; None where they can be none."""
    words = words.strip(" ,\t\n'\"“”*_")
    words = re.sub(r"^(?:and|but|so|yet|also|however|then|meanwhile|only|both)\s+", "", words, flags=re.IGNORECASE)
    if _PREPOSED.match(words):
        words = _without_adverbial(words)
    words = _POSSESSIVE.sub("", words) if words.endswith(("'s", "’s")) else words
    if not words or len(words.split()) > _MOST_WORDS or _PRONOUN.match(words):
        return None
    if not _SOURCE_NOUN.search(words) or re.search(r"\b(?:killed|died|wounded|injured)\b", words):
        return None
    return words


def _without_adverbial(words: str) -> str:
    """"On Tuesday the Health Ministry" → "the Health Ministry"."""
    parts = words.split()
    for at in range(2, len(parts)):
        if _DETERMINER.fullmatch(parts[at]) and parts[at - 1] not in ("of", "in", "for", "at", "from", "by", "to"):
            return " ".join(parts[at:])
    if len(parts) >= 3 and parts[0].lower() in ("in", "on", "at") and parts[2][:1].isupper():
        return " ".join(parts[2:])
    if parts[0].lower() in ("yesterday", "today", "meanwhile", "earlier", "later"):
        return " ".join(parts[1:])
    return ""
