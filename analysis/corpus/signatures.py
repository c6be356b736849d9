"""Signatures of agencies: learned from how the paragraphs of a text end and begin.

"(WN)" at the end of several paragraphs, after a full stop, is a signature; "(WHO)" in running
text is not. What is learned is the signature's wording, so that it is found everywhere.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.corpus.outlets import agency_like
from analysis.corpus.rules import (
    date_line,
    dateline,
    is_byline,
    is_headline,
    line_kind,
    stamped,
)
from analysis.corpus.spans import Paragraph
from analysis.language.word_lists import word_list

_TAIL = re.compile(
    r"\s*[(\[]\s*(?P<name>[^()\[\]]{2,40}?)\s*[)\]]\.?$|\s/(?P<slashed>[^\W\d_][^/\d]{1,38})/$"
)
_TAIL_DASH = re.compile(r"(?<=[.!?\"”’)])\s+[-–—]{1,2}\s?(?P<name>[A-Z][^.!?\n]{1,38})$")
#: What _TAIL ends with, and what _TAIL_DASH does not.
_BRACKETS, _MAY_END, _NO_DASH = (")", "]"), (")", "]", "/", "."), (".", "!", "?")
_TAIL_WORD = re.compile(r"(?<=[.!?\"”’)])\s+(?P<name>[^\W\d_a-z][^\W\d_]{1,15})$")
#: How often such a word must close an article: names, too, may stand alone at an end.
_LEAST_WORDS = 3
_ALONE = re.compile(
    r"(?:[-–—]{1,2}\s?(?P<dash>[^\W\d_][^.!?()\[\]\d:,]{1,38})"
    r"|[(\[]\s*(?P<bracket>[^()\[\]]{2,40}?)\s*[)\]]\.?|(?P<bare>[^\W\d_][\w .&'’/-]{1,30}))$"
)
_NAME = re.compile(r"[^\W\d_][\w'’.&/-]*(?: [\w'’.&/-]+){0,4}$")
_CLOSING = re.compile(r"[.!?…。؟\"”’'»)\]]\s*$")
#: Boilerplate that stands between articles.
_BETWEEN = ("notice", "separator", "end_mark", "follow_us", "subscription", "credit")
#: Words in brackets that end a paragraph without being a name.
_NO_NAMES = word_list("no_names")


@dataclass(frozen=True)
class Learned:
    """Wordings that a text uses as signatures (at ends) and before its date lines (heads), and
    bare words that close its articles ("… it said. Enditem")."""

    names: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def signature_name(name: str) -> str | None:
    """The wording as an outlet's name, None where it cannot be one."""
    name = " ".join(name.split()).strip(" -–—/")
    parts = name.lower().strip(".").split()
    if not name or not _NAME.match(name) or any(one in _NO_NAMES for one in parts):
        return None
    if name.endswith(".") and not name[:-1].isupper():
        return None
    if name[0].islower() and (len(parts) > 1 or len(name) > 4):
        return None
    return name


def tail(text: str) -> tuple[str, int] | None:
    """Name in brackets (or after a dash) at a paragraph's end, and where it begins in the text."""
    # Most paragraphs end with a full stop, and those that do may only be signed in brackets.
    last = text[-1:]
    if last == "." and text[-2:-1] not in _BRACKETS:
        return None
    match = None
    if last in _MAY_END:
        match = _TAIL.search(text, max(len(text) - 60, 0))
    if match is None and last not in _NO_DASH:
        match = _TAIL_DASH.search(text, max(len(text) - 60, 0))
    if match is None or match.start() < 8:
        return None
    groups = match.groupdict()
    name = signature_name(groups["name"] or groups.get("slashed") or "")
    return (
        (name, match.start() + len(match.group()) - len(match.group().lstrip())) if name else None
    )


def tail_word(text: str) -> tuple[str, int] | None:
    """The single word after a closed sentence at a paragraph's end, and where it begins."""
    if text[-1:] in _NO_DASH or text[-1:] in _MAY_END:
        return None
    match = _TAIL_WORD.search(text, max(len(text) - 24, 0))
    return (match.group("name"), match.start("name")) if match and match.start() > 8 else None


def alone(text: str) -> str | None:
    """The name that a whole short paragraph may be as a signature: "- Anatolian Post", "(WN)"."""
    if len(text) > 44:
        return None
    match = _ALONE.match(text)
    if match is None:
        return None
    return signature_name(match.group("dash") or match.group("bracket") or match.group("bare"))


def learn(
    paragraphs: Sequence[Paragraph],
    ends: Sequence[tuple[str, int] | None],
    run_together: bool = True,
) -> Learned:
    """The signatures of one text, whose paragraphs have these tails.

    A wording in brackets counts when a closed sentence stands before it and it comes again, or
    when what follows it can only follow an article's end (a notice, a rule, a date line, the
    text's own end). Where that is a date line or the text's end, once, it must be worded as an
    agency's name: a photographer's, or that of the site where a film stands, may close an article,
    too. run_together: whether the text may hold several articles; in one article
    nothing is learned from what comes again.
    """
    tails: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    closing: dict[str, list[str]] = {}
    inside: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    closers: Counter[str] = Counter()
    lines: dict[str, set[str]] = {}
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        end = ends[index]
        if run_together and end is None and (word := tail_word(text)) is not None:
            seen[word[0]] += 1
            closers[word[0]] += _after(paragraphs, index) is not None
        if end is not None:
            name, begin = end
            tails[name] += 1
            if _CLOSING.search(text[:begin]):
                closed[name] += 1
                if text[-1] != "." and (after := _after(paragraphs, index)):
                    closing.setdefault(name, []).append(after)
        if len(text) <= 110:
            found = date_line(text)
            if found is not None and found.name:
                heads[found.name] += 1
            elif index and (name_alone := alone(text)) is not None:
                lines.setdefault(text, set()).add(paragraphs[index - 1].text)
                if text[0] in "-–—([" and (after := _after(paragraphs, index)):
                    closing.setdefault(name_alone, []).append(after)
    sure = {
        name
        for name, after in closing.items()
        if len(after) > 1 or "boilerplate" in after or agency_like(name)
    }
    whole = "\n".join(one.text for one in paragraphs) if tails else ""
    for name in tails:
        inside[name] = sum(whole.count(form) for form in (f"({name})", f"[{name}]", f"/{name}/"))
    if not run_together:
        alone_at_end = {line for line in lines if alone(line) in sure and line[0] in "-–—(["}
        return Learned(frozenset(sure), frozenset(heads), frozenset(alone_at_end))
    names = sure | {
        name
        for name in tails
        if closed[name] >= 2
        and closed[name] >= 0.5 * tails[name]
        and tails[name] >= 0.6 * inside[name]
    }
    # A line that comes back below the same line belongs to a text told twice, not to an agency.
    marked = {line: len(above) for line, above in lines.items() if line[0] in "-–—(["}
    names |= {sole for line, n in marked.items() if n > 1 and (sole := alone(line)) is not None}
    repeated = frozenset(line for line, n in marked.items() if n > 1 or alone(line) in names)
    # An agency signs once: where it closes its articles, its name before the date is a dateline.
    signing = frozenset(head for head in heads if head not in names)
    words = {word for word, n in closers.items() if n >= max(_LEAST_WORDS, 0.6 * seen[word])}
    return Learned(frozenset(names), signing, repeated, frozenset(words))


def _after(paragraphs: Sequence[Paragraph], index: int) -> str | None:
    """What follows the paragraph, if only an article's end can stand before it: boilerplate, or
    the head of the next article or the text's end."""
    if index + 1 == len(paragraphs):
        return "end"
    following = paragraphs[index + 1].text
    if line_kind(following) in _BETWEEN:
        return "boilerplate"
    if is_headline(following) and index + 2 < len(paragraphs):
        below = paragraphs[index + 2].text
        if date_line(below) is not None or dateline(below) or is_byline(below):
            return "head"
    return "head" if _heads(following) else None


def _heads(text: str) -> bool:
    return date_line(text) is not None or dateline(text) is not None or stamped(text) is not None
