"""The words that name a source: left of a reporting verb, trimmed to what can be one."""

import re

_NAME_ONLY = re.compile(
    r"(?:[A-Z][\w.'’-]*|al-[A-Z]\w*|el-[A-Z]\w*|bin|al|el|de|van|von)(?:\s+(?:[A-Z][\w.'’-]*|"
    r"al-[A-Z]\w*|el-[A-Z]\w*|bin|al|el|de|van|von))*"
)


_APPOSITION = re.compile(
    r"(?:the|a|an|its|his|their|head|chief|director|spokes\w+|president|chairman|minister|"
    r"leader|deputy|who|of|from)\b",
    re.IGNORECASE,
)


_PRONOUN = re.compile(
    r"(?:he|she|they|it|we|i|you|this|these|those|there|one|some|many|others|most|what|people|"
    r"all|both)$",
    re.IGNORECASE,
)


_PREPOSED = re.compile(
    r"(?:In|On|At|By|Before|After|Since|During|For|From|Earlier|Later|Meanwhile|Yesterday|Today|"
    r"Late|Early|Last|Of|Over|Until|Across|Near|"
    r"in|on|at|by|last|yesterday|today|earlier)\b"
)


_DETERMINER = re.compile(r"\b(?:the|a|an|its|his|their|local|state|some)\b")


_SOURCE_NOUN = re.compile(
    r"[A-Z]|\b(?:minist\w+|official\w*|polic\w+|arm(?:y|ies)|militar\w+|medics?|rescuers?|"
    r"doctors?|hospitals?|authorit\w+|residents?|"
    r"witness\w*|governments?|media|sources?|spokes\w+|reports?|offices?|agenc\w+|directors?|"
    r"leaders?|groups?|monitors?|activists?|"
    r"organi[sz]ations?|charit\w+|investigators?|prosecutors?|firefighters?|workers?|crews?|"
    r"survivors?|experts?|researchers?|"
    r"lawyers?|mayors?|governors?|ambassadors?|diplomats?|figures?|stud\w+|locals|aides?|"
    r"commanders?|fighters|rebels|militants|"
    r"commission|council|court|coroner|union|company|airline|university|service\w*|department|"
    r"bureau|network|newspapers?|outlets?|movements?|militias?|part(?:y|ies)|foundation|institute|"
    r"cent(?:er|re)|alliance|coalition|federation|association|committee|famil(?:y|ies)|relatives|"
    r"embassy|navy|coast guard|observers?|peacekeepers?|statement|website|radio|television|papers?|"
    r"magazines?|surveys?|documents?|records|police chief|watchdog|nurses?|colleagues?|"
    r"lawmakers?)\b"
)


_POSSESSIVE = re.compile(r"['’]s?$")


_MOST_WORDS = 14


_CLAUSE_BREAK = re.compile(
    r"[;:()\[\]“”\"—–]|\s--?\s|,|\b(?:that|while|but|and|after|when|where|because|which|who|as|"
    r"though|although|if|since|before)\b"
)


_SKIPPED = re.compile(
    r"(?:\s|\b(?:has|have|had|also|further|later|earlier|then|since|previously|initially|already|\w+ly|"
    r"first|now|was quoted as|"
    r"were quoted as|did|still|again|"
    r"(?:went|goes) on to|continued to|just|wants? to|wanted to)\b)+$"
)


_TITLE = re.compile(
    r"^(?:(?:the|a|its|foreign|prime|defen[cs]e|health|interior|military|army|police|hospital|"
    r"government|chief|deputy)\s+){0,3}"
    r"(?:spokes\w+|ministers?|president|director|mayor|governor|general|commander|chief|doctor|"
    r"ambassador|secretary|envoy|leader)\s+(?=[A-Z])",
    re.IGNORECASE,
)


_DAY_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December)\b"
)


_ACRONYM = re.compile(r"\([A-Z][\w.&-]{1,11}\)")


_RELATIVE = re.compile(
    r",\s+(?:who|whose|which|where)\b(?:[^;,“”\"]|,(?=\d{3}\b))*(?:,[^;,“”\"]{0,60})?,\s*$"
)


_NAMED_LAST = re.compile(
    r"(?:^|[,;:.“\"]\s+|\b(?:and|but|while)\s+)((?:[Tt]he|[Aa]|[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+){0,3}"
    r"(?:spokes\w+|ministers?|president|director|head|chief|mayor|governor|commander|secretary|"
    r"envoy|leader|chairman)(?:\s+(?:of|for)\s+[^,;]{1,60})?,\s+"
    r"[A-Z][\w.'’-]+(?:\s+(?:al-|el-)?[A-Za-z][\w.'’-]+){0,3}),\s*$"
)


_MADE_BY = re.compile(
    r"^(?:(?:a|an|the|its|[Aa]nother|new|joint|latest|recent|official|[Aa]|[Tt]he|[Ii]ts)\s+){0,3}"
    r"(?:statements?|reports?|stud(?:y|ies)|communiqu[eé]s?|(?:press |news )?releases?|"
    r"figures|data|numbers|counts?)\s+(?:issued |released |published |made )?"
    r"(?:from|by|of)\s+(?=\S)"
)


def subject_of(sentence: str, verb: int) -> tuple[int | None, str | None]:
    """Begin and words of the subject left of a verb; (begin, None) for a pronoun."""
    left = sentence[:verb]
    skipped = _SKIPPED.search(left)
    end = skipped.start() if skipped else len(left)
    bracketed = False
    relative = _RELATIVE.search(left, 0, end)
    if relative is not None:  # "the army, which calls it a base, said"
        end = relative.start()
    title = _NAMED_LAST.search(left, 0, end)
    if title is not None:  # "the spokesman of the fire service, John Smith, said"
        return title.start(1), title.group(1)
    if left[:end].endswith(",") and end > 1:  # "Lazzarini, the head of UNRWA, said"
        end -= 1
        bracketed = True
    begin = _clause_start(left, end)
    chunk = left[begin:end].strip()
    before = left[:begin].rstrip()
    if (before.endswith(",") and chunk and _APPOSITION.match(chunk)) or bracketed:
        name_end = len(before) - 1 if before.endswith(",") else len(before)
        name_begin = _clause_start(left, name_end)
        name = left[name_begin:name_end].strip()
        if (
            name
            and _NAME_ONLY.fullmatch(_strip_title(name))
            and not _PREPOSED.match(name)
            and not _DAY_NAME.match(name)
        ):
            begin = name_begin + (
                len(left[name_begin:name_end]) - len(left[name_begin:name_end].lstrip())
            )
            chunk = left[begin:end].strip()
        elif bracketed:
            return None, None
    if _PRONOUN.match(chunk):
        return begin, None
    words = plausible(chunk)
    if words is None:
        return None, None
    return left.rfind(words, 0, end) if words in left[:end] else begin, words


def _strip_title(name: str) -> str:
    return _TITLE.sub("", name)


def _joins_sources(words: str) -> bool:
    words = words.strip()
    return (
        0 < len(words.split()) <= 4
        and not re.search(r"\d|\w+ed\b", words)
        and (_SOURCE_NOUN.search(words) is not None)
    )


def _clause_start(text: str, end: int) -> int:
    start = 0
    short = [match.span() for match in _ACRONYM.finditer(text, 0, end)]
    for stop in _CLAUSE_BREAK.finditer(text, 0, end):
        if any(first <= stop.start() < last for first, last in short):
            continue  # "the Council (NDRRMC) said"
        if stop.group() == "and" and _joins_sources(text[start : stop.start()]):
            continue  # "residents and police said"
        if (
            stop.group() == "and"
            and re.match(r"\s+(?:the\s+)?[A-Z]", text[stop.end() :])
            and re.search(r"[A-Z]\w+\s*$", text[: stop.start()])
        ):
            continue  # "Health and Safety Executive"
        start = stop.end()
    return start


def plausible(words: str) -> str | None:
    """The words of a source, trimmed; None where they can be none."""
    words = words.strip(" ,\t\n'\"“”*_")
    words = re.sub(
        r"^(?:and|but|so|yet|also|however|then|meanwhile|only|both|as|like|when|what|where)\s+",
        "",
        words,
        flags=re.IGNORECASE,
    )
    if _PREPOSED.match(words):
        words = _without_adverbial(words)
    words = _MADE_BY.sub("", words)
    words = _IN_PLACE.sub("", words)
    words = _POSSESSIVE.sub("", words) if words.endswith(("'s", "’s")) else words
    words = _DURING.sub("", words)
    if _HAPPENS.match(words):
        return None  # "the quake that struck the south on Monday has increased the toll"
    if not words or len(words.split()) > _MOST_WORDS or _PRONOUN.match(words.split()[0]):
        return None
    if not _SOURCE_NOUN.search(words) or re.search(r"\b(?:killed|died|wounded|injured)\b", words):
        return None
    return words


_DURING = re.compile(r"\s+(?:during|over) (?:the|this|last) \w+$")
_HAPPENS = re.compile(
    r"(?:struck|hit|left|killed|injured|wounded|caused|led|followed|occurred|happened|destroyed|"
    r"sparked|triggered|began|started|brought)\b"
)


#: Where a source sits is no part of its name: "Kamal Adwan, in Beit Lahia".
_IN_PLACE = re.compile(r",\s+(?:in|near|at|outside)\s+[A-Z][^,]*$")


def _without_adverbial(words: str) -> str:
    """As in "On Tuesday the Health Ministry" → "the Health Ministry"."""
    parts = words.split()
    for at in range(2, len(parts)):
        if _DETERMINER.fullmatch(parts[at]) and parts[at - 1] not in (
            "of",
            "in",
            "for",
            "at",
            "from",
            "by",
            "to",
        ):
            return " ".join(parts[at:])
    if len(parts) >= 3 and parts[0].lower() in ("in", "on", "at") and parts[2][:1].isupper():
        return " ".join(parts[2:])
    if parts[0].lower() in ("yesterday", "today", "meanwhile", "earlier", "later"):
        return " ".join(parts[1:])
    return ""
