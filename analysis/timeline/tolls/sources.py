"""Who reports a figure: reporting clauses of a sentence and the words of their sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.timeline.tolls.naming import plausible, subject_of

_VERBS = (
    "said|says|say|reported|reports|announced|announces|confirmed|confirms|stated|states|added|"
    "adds|told|"
    "estimated|estimates|estimate|counted|counts|recorded|documented|claimed|claims|noted|notes|"
    "acknowledged|tweeted|"
    "wrote|declared|warned|revealed|believes|believe|listed|lists|tallied|indicated|indicate|"
    "concluded|insisted|"
    "registered|found|alleged|described|shows?|showed|spoke\\s+of|identified|"
    "report(?=\\s+(?:(?:at least|more than|over|nearly|some|about|up to)\\s+)?\\d)|"
    "named(?=\\s+(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|all)\\b)|"
    "(?:put|puts|raised|raises|revised|lowered|gave|gives|placed|updated|increased)"
    "(?=\\s+(?:the|its|their|that|this)\\s+(?:\\w+\\s+){0,4}?(?:toll|numbers?|count|dead|total|"
    "figures?|wounded|injured|missing|tally)\\b)|"
    "(?:put|puts)(?=\\s+\\S+\\s+(?:toll|number|count))"
)


_VERB = re.compile(rf"\b(?:{_VERBS})\b")


_CITED = re.compile(
    r"\b(?:according to|citing|quot(?:ing|e[sd]?)|as (?:reported|confirmed|announced|stated) by|"
    r"(?:reported|confirmed|announced|compiled|"
    r"released|provided|published|verified|given|recorded) (?:\w+ly )?by|"
    r"(?:figures|data|numbers|statistics|estimates|information|reports) (?:from|by))\s+",
    re.IGNORECASE,
)


_WITH = re.compile(
    r"\bwith\s+((?:[\w.'’-]+\s+){1,6}?)(?:reporting|saying|confirming|announcing|estimating|"
    r"claiming|putting)\b"
)


_COUNT_OF = re.compile(
    r"((?:\b[Tt]he\s+)?(?:[A-Z][\w.-]*\s+|[a-z]+\s+){0,4}?[A-Za-z][\w.-]*)['’]s\s+(?:latest\s+|"
    r"own\s+)?"
    r"(?:count|tally|toll|figures?|estimate)\b"
)


_COUNTED = re.compile(r"['’]s\s+(?:latest\s+|own\s+)?(?:count|tally|toll|figure|estimate)")


#: What has a toll of its own, and reports none: "War's toll: 30,000 dead".
_HAPPENING = re.compile(
    r"\b(?:war|conflict|offensive|siege|attack|raid|strike|storm|hurricane|cyclone|typhoon|tornado|"
    r"(?:earth)?quake|tsunami|flood(?:s|ing)?|fire|blaze|crash|blast|explosion|disaster|outbreak|"
    r"virus|pandemic|epidemic|heatwave|violence|unrest)$",
    re.IGNORECASE,
)


#: Who speaks in a headline, beside a colon or a dash: short, with a noun of speakers at its end.
#: Fewer nouns than `naming` knows: what stands before a colon is often what is spoken of ("Rebels:
#: 12 killed").
_SPEAKER = (
    r"(?:[\w.’'-]+\s+){0,5}?(?:officials?|ministry|police|army|military|navy|medics|rescuers|doctors|"
    r"hospitals?|authorities|residents|witness(?:es)?|government|media|sources?|spokes\w+|reports?|"
    r"agency|governor|mayor|minister|president|monitors?|group|prosecutors?|firefighters|"
    r"coast ?guard|civil defen[cs]e|rescue services|Red Cross|Red Crescent|watchdog|charity)"
    r"(?:\s+(?:of|in|for)\s+[\w’'-]+(?:\s+[\w’'-]+)?)?"
    r"|(?:the\s+)?(?!(?:US|USA|UK|UAE|DRC|AIDS|HIV|ISIS|ISIL|LIVE|WATCH|UPDATE|BREAKING)\b)[A-Z]{2,7}"
)
_LABEL = re.compile(rf"\s*(?P<who>{_SPEAKER})\s*:\s+(?=\S)")
_TAIL = re.compile(rf"(?::|\s[-–—])\s+(?P<who>{_SPEAKER})\s*$")


#: Where the words of a cited source end.
_CITED_END = re.compile(
    r"\s*(?:[;:.!?)\]—–\"”]|\.\s|,(?!\s+(?:the|a|an)\s+(?:head|spokes|director|chief|"
    r"leader)\w*)|\bthat\b|\bwho\b|\bwhich\b|\bwhile\b|\bas\b|"
    r"\bor\b|\bbut\b|\bwith\b|\bafter\b|\bsaid\b|\bsays\b|\bhas\b|\bhave\b|\bhad\b|\bwere\b|\bwas\b|"
    r"\bare\b|\bis\b|\bsince\b|\b(?:on|last|this)\s+"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|week|month|year)|\byesterday\b|\btoday\b|"
    r"\bto (?:journalists|reporters|the media|state)\b|\bmore "
    r"than\b|\bat least\b|\bincluding\b|\s\d)"
)


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
    found = [*_cited(sentence), *_reporting(sentence), *_in_headline(sentence)]
    # These two begin with words of any kind: look for what they end with first.
    for match in _WITH.finditer(sentence) if "with " in sentence else ():
        words = plausible(match.group(1))
        if words:
            found.append(Source(match.start(), match.end(), words, "before"))
    for match in _COUNT_OF.finditer(sentence) if _COUNTED.search(sentence) else ():
        words = plausible(_CITED.sub("", match.group(1)))
        if words and not _HAPPENING.search(words):
            found.append(Source(match.start(1), match.end(), words, "before"))
    # "CNN reported the governor said": the inner clause speaks.
    inner = {source.start: source.end for source in sorted(found, key=lambda one: one.end)}
    kept = [source for source in found if source.end == inner[source.start]]
    return sorted(kept, key=lambda source: (source.start, source.end))


def source_of(sources: list[Source], sentence: str, start: int) -> Source | None:
    """The source of the figure at start: the reporting clause that it stands in."""
    before = [one for one in sources if one.end <= start]
    after = [one for one in sources if one.start > start]
    cited = next((one for one in after if one.where == "cited"), None)
    only = not before or before[-1].where != "cited"
    if cited is not None and only and _same_clause(sentence, start, cited.start):
        return cited
    said = next((one for one in reversed(before)), None)
    if said is not None and said.where == "cited" and _ENDED.match(sentence, said.end):
        # "12 died, according to the army; on the other side three were hurt"
        return _following(sentence, after)
    if said is not None and said.where != "after":
        gap = sentence[said.end : start]
        if not after or not re.search(r";|,\s*(?:but|while|although|whereas)\b", gap):
            return said
    follows = _following(sentence, after)
    if follows is not None:
        return follows
    if said is not None and not after and ";" not in sentence[said.end : start]:
        return said
    return None


_ENDED = re.compile(r"\s*;")


def _following(sentence: str, after: list[Source]) -> Source | None:
    """The reporting clause behind a figure, if it closes what it stands behind."""
    follows = next((one for one in after if one.where in ("after", "cited", "before")), None)
    if follows is not None and (
        follows.where != "before" or follows.words is None or _trails(sentence, follows)
    ):
        return follows
    return None


def _same_clause(sentence: str, start: int, end: int) -> bool:
    return ";" not in sentence[start:end]


def _trails(sentence: str, source: Source) -> bool:
    """Does a reporting clause close what stands before it ("…, the ministry said.")?"""
    rest = sentence[source.end :].strip()
    return (
        re.match(
            r"(?:$|[.,;!?\"”')]|(?:on|in|at|late|early|yesterday|today|this|last|earlier|to|by|"
            r"via|during|through)\b)",
            rest,
            re.IGNORECASE,
        )
        is not None
    )


def _cited(sentence: str) -> list[Source]:
    found = []
    for match in _CITED.finditer(sentence):
        # An abbreviation's point ends no source ("the U.N.").
        end = match.end()
        for stop in _CITED_END.finditer(sentence, match.end()):
            if stop.group().strip() == "." and re.search(
                r"\b(?:[A-Z]|Dr|Mr|Mrs|Gen|Col|St|Lt|Sgt|Gov|Sen)$", sentence[: stop.start()]
            ):
                continue
            end = stop.start()
            break
        else:
            end = len(sentence)
        words = plausible(sentence[match.end() : end])
        if words and not _is_of_things(sentence, match):
            found.append(Source(match.start(), end, words, "cited"))
    return found


def _in_headline(sentence: str) -> Iterator[Source]:
    """As in "IDF: 100 killed in raid" and "Toll tops 30,000: health ministry"; a sentence that
    ends with a full stop is no headline, and its label may be a speaker's in a transcript."""
    if sentence.rstrip().endswith((".", "!", "?", '"', "”")):
        return
    label = _LABEL.match(sentence) if ":" in sentence else None
    if label is not None and (words := plausible(label.group("who"))):
        yield Source(label.start("who"), label.end(), words, "before")
    tail = _TAIL.search(sentence)
    if tail is not None and (words := plausible(tail.group("who"))):
        yield Source(tail.start(), tail.end(), words, "cited")


def _is_of_things(sentence: str, match: re.Match[str]) -> bool:
    """As in "ships provided by France": what is provided is no figure."""
    made = re.match(r"(?:compiled|released|provided|published|given|recorded)", match.group(), re.I)
    return made is not None and not _NUMBERS.search(sentence, 0, match.start())


_NUMBERS = re.compile(
    r"\b(?:figures?|tolls?|numbers?|counts?|data|statistics|estimates?|reports?|lists?|tally|"
    r"information|deaths|casualties|dead|killed|injured|wounded)\b",
    re.IGNORECASE,
)


def _reporting(sentence: str) -> list[Source]:
    found = []
    for match in _VERB.finditer(sentence):
        if re.search(
            r"\b(?:was|were|been|be|being|is|are|an)\s+(?:\w+ly\s+)?$",
            sentence[: match.start()],
            re.I,
        ):
            continue  # "bodies were found", "an estimated 300"
        if match.group() in ("estimates", "reports", "counts", "claims") and re.match(
            r"\s*[,.;)]", sentence[match.end() :]
        ):
            continue  # "according to U.N. estimates,"
        if (
            re.match(
                r"\s+(?:of|responsibility|credit)\b"
                + (r"|\s+(?:\S+\s+){0,5}lives\b" if match.group().startswith("claim") else ""),
                sentence[match.end() :],
            )
            and match.group() != "spoke of"
        ):
            continue  # "claims of 40 dead", "the crash claimed 179 lives"
        if (
            match.group()
            in ("reports", "counts", "claims", "estimates", "notes", "states", "lists", "show")
            and re.search(
                r"\b(?:the|of|some|other|these|their|media|news|more|\d+|several|many|no|"
                r"conflicting)\s*$",
                sentence[: match.start()],
                re.IGNORECASE,
            )
            and not re.match(r"\s+(?:that|\d|at least|more)", sentence[match.end() :])
        ):
            continue
        inverted = _inverted(sentence, match.start(), match.end())
        if inverted is not None:
            found.append(inverted)
            continue
        begin, words = subject_of(sentence, match.start())
        if words is not None and (told := _VERB.search(words)):
            # "CNN reported the governor said"; but in "has confirmed reports that" none speaks
            inner = plausible(words[told.end() :])
            if inner is not None:
                words = inner
            elif told.end() < len(words) or match.group() not in ("say", "said", "suggest"):
                continue
        if begin is None:
            continue
        closes = bool(re.search(r"[,”\"]\s*$", sentence[:begin])) and bool(
            re.match(r"\s*(?:$|[.,;!?\"”])", sentence[match.end() :])
            or (match.group() == "told" and not _TOLD_THAT.match(sentence, match.end()))
        )
        found.append(Source(begin, match.end(), words, "after" if closes else "before"))
    return found


_TOLD_THAT = re.compile(r"(?:\s+[^\s,]+){1,6}?\s+that\b")
_INVERTED = re.compile(
    r"\s+((?:the\s+|a\s+|an\s+|its\s+|their\s+)?(?:[A-Z]|spokes|police|local|officials)[^,.;"
    r":\"“”]*(?:\.[A-Z]\.?[^,.;]*)?)"
)


def _inverted(sentence: str, start: int, end: int) -> Source | None:
    if not re.search(r"[,”\"]\s*$", sentence[:start]):
        return None
    match = _INVERTED.match(sentence, end)
    if match is None or re.match(r"\s+(?:that|in|on|at|[A-Z]\w+day)\b", sentence[end:]):
        return None
    words = plausible(match.group(1))
    return None if words is None else Source(start, match.end(), words, "after")
