"""Sentences of a clean text: nupunkt's, mended where news English defeats it.

Measured on hand-checked sentences (tests/bench/corpus_sentences.py) against nupunkt alone, NLTK's
Punkt and spaCy: nupunkt breaks after "U.N." and titles in quotes, and does not break after a
bracketed sentence.
"""

import re
from functools import cache, lru_cache

from nupunkt import load, sent_spans

from analysis.language.word_lists import word_list

#: A sentence cannot end in these: a name follows them.
_NAMED = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Cpl|Sgt|Adm|Brig|Sen|Rep|Gov|Pres"
    "|Rev|Hon|Fr|Msgr|St|Ste|Mt|Ft|Supt|Insp|Det|Amb|Atty|MM|Mme|Mlle|Sr|Sra|Av|Doç|Yrd|Hz"
)
_BEFORE_NAME = re.compile(rf"(?:^|[^\w.])(?:{_NAMED})\.$", re.IGNORECASE)
#: After these a sentence ends only if the next word is one that begins sentences.
_SHORTENED = "No|no|vs|Nos|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
_INITIALS = re.compile(rf"(?:^|[^\w.])(?:(?:[^\W\d_]\.){{2,4}}|[^\W\d_]\.|(?:{_SHORTENED})\.)$")
_BEGINNERS = word_list("sentence_beginners")
_WORD = re.compile(r"[^\W_]+")
#: A whole word before a full stop and a word that begins sentences after it: two sentences, though
#: nupunkt may know the first as an abbreviation ("20th century. And …", "… that, John. Is it …").
_LAST_WORD = re.compile(r"(?:[^\W\d_]{4,}|(?:^|[.!?:”\"’] )No)$")
_NEXT_WORD = re.compile(r"[A-Z][a-z]*\b")
_SHORT_FORMS = word_list("short_forms")
_STARTERS = _BEGINNERS - word_list("may_go_on")
#: Where nupunkt leaves two sentences in one: around a bracketed sentence, after a closed quote.
_INNER = re.compile(
    r"(?<=[.!?…][)\]])\s+(?=[^\W\d_a-zß-ÿ]|[“\"‘'(\[])|(?<=[.!?…])\s+(?=[(\[][^\W\d_a-z][^()\[\]]{0,80}[.!?][)\]])"
    r"|(?<=[.!?…][”\"’])\s+(?=[(\[][^\W\d_a-z][^()\[\]]{0,80}[.!?][)\]])|(?<=[؟۔])\s+(?=\w)"
)
#: Marks at which a sentence may end, before white space: those without which a paragraph is one
#: sentence. A `stop` is one at which nupunkt's decision hangs on the word before it alone: a blank
#: and a letter, digit or opening quote follow, and no list number such as "2." or "iv." begins
#: there. After a question mark and a capital letter it hangs on nothing.
_MARK = re.compile(
    r"[.!?…؟۔。](?:(?P<stop>(?<=[.?!]) (?=[^\W_]|[“‘])"
    r"(?!(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})\)?\.))|\W*?\s)"
)
_ROMAN = "ivxlc"
_PLAIN = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]{2,})*")
#: Longer words come but once.
_USUAL = 40
#: _INNER matches only where one of these stands.
_NEEDED = ("(", ")", "[", "]", "؟", "۔")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text whose paragraphs are parted by blank lines, in order.

    Spans hold no white space at their ends, and no sentence goes over a blank line.
    """
    found: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        for first, last, whole in _sure(text, start, end):
            if whole:
                found.append((first, last))
            else:
                found += _mended(text, _spans(text, first, last))
    return found


def _sure(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A paragraph cut at the full stops after plain words that are no abbreviations, and between
    a question mark and a capital letter; and whether a part is one sentence for sure.

    There nupunkt finds an end whatever follows, so that it need not be asked: most ends.
    """
    spans = []
    whole = True
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        if match.lastgroup is None:
            whole = False
            continue
        if text[at] != ".":
            ends = text[at - 1 : at].isalnum() and "A" <= text[at + 2] <= "Z"
        else:
            begin = text.rfind(" ", start, at) + 1 or start
            word = text[begin:at]
            ends = _ends(word) if at - begin <= _USUAL else _ends.__wrapped__(word)
        if ends:
            spans.append((start, at + 1, whole))
            start = at + 2
            whole = True
        else:
            whole = False
    spans.append((start, end, whole))
    return spans


@lru_cache(1 << 14)
def _ends(word: str) -> bool:
    """Whether a sentence ends after this word and a full stop, whatever follows."""
    return _PLAIN.fullmatch(word) is not None and not _doubtful(word.lower())


def _doubtful(word: str) -> bool:
    """Whether a sentence may go on after this word and a full stop (word in lower case)."""
    known = _not_plain()
    # "iv." may number what follows it.
    return (
        word in known
        or ("-" in word and word.rsplit("-", 1)[-1] in known)
        or not word.strip(_ROMAN)
    )


@cache
def _not_plain() -> frozenset[str]:
    """The words that nupunkt or the rules of this module do not take for a sentence's last."""
    parameters = load("default").parameters
    mended = (*_NAMED.lower().split("|"), *_SHORTENED.lower().split("|"))
    pairs = (first for first, _ in parameters.collocations)
    return frozenset((*parameters.abbrev_types, *pairs, *mended))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for piece in text.split("\n\n"):
        stripped = piece.strip()
        if stripped:
            first = start + piece.index(stripped[0])
            spans.append((first, first + len(stripped)))
        start += len(piece) + 2
    return spans


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """nupunkt's sentences of one paragraph, without the white space that they keep."""
    paragraph = text[start:end]
    result = []
    for first, last in sent_spans(paragraph):
        piece = paragraph[first:last]
        stripped = piece.strip()
        if stripped:
            first += piece.index(stripped[0])
            result.append((start + first, start + first + len(stripped)))
    return result


def _mended(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _goes_on(text, *joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    result = []
    first_start, last_end = spans[0][0], spans[-1][1]
    marked = any(text.find(one, first_start, last_end) >= 0 for one in _NEEDED)
    for start, end in joined:
        for first, last in _gaps(text, start, end, marked):
            if first > start and any(one.isalnum() for one in text[start:first]):
                result.append((start, first))
                start = last
        result.append((start, end))
    return result


def _gaps(text: str, start: int, end: int, marked: bool) -> list[tuple[int, int]]:
    """White space within a sentence of nupunkt's at which a sentence ends.

    marked: whether the paragraph holds one of the marks that _INNER needs.
    """
    gaps: list[tuple[int, int]] = []
    if marked:
        gaps += [match.span() for match in _INNER.finditer(text, start, end)]
    at = text.find(". ", start, end)
    while at >= 0:
        word = _LAST_WORD.search(text, max(start, at - 24), at)
        following = _NEXT_WORD.match(text, at + 2)
        begins = following is not None and following.group() in _STARTERS
        if begins and word is not None and word.group().lower() not in _SHORT_FORMS:
            gaps.append((at + 1, at + 2))
        at = text.find(". ", at + 2, end)
    return sorted(gaps)


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether a break after text[start:end] is none, the next sentence beginning at `following`."""
    if text[end - 1] != ".":
        return False
    tail = text[max(end - 12, start) : end]
    if _BEFORE_NAME.search(tail):
        return True
    if not _INITIALS.search(tail):
        return False
    word = _WORD.match(text, following)
    return word is not None and word.group() not in _BEGINNERS
