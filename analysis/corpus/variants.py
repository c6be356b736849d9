"""What differs between the versions of one story: the numbers of sentences that say the same."""

import re

import polars as pl

from analysis.corpus.tables import VARIANTS
from analysis.language.word_lists import word_list

#: Sentences of articles in groups, as variants are read from.
TOLD: dict[str, pl.DataType | type[pl.DataType]] = {
    "group_id": pl.String,
    "doc_id": pl.String,
    "copy_of": pl.String,
    "sentence": pl.Int32,
    "text": pl.String,
}
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?:\.\d+)?(?!\w)|(?<![\w.,])\d+(?:[.,]\d+)?(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 0.5
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_IN_ORDER = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = word_list("numbers")


def told(articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The sentences of articles that are in a group of several; of copies those alone that may
    hold a number."""
    rows = sentences.join(
        articles.select("doc_id", "group_id", "copy_of", "text"), on="doc_id", maintain_order="left"
    )
    said = rows.select(
        "group_id",
        "doc_id",
        "copy_of",
        "sentence",
        text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
    )
    return said.filter(
        pl.col("copy_of").is_null()
        | pl.col("text").str.contains(r"\d")
        | pl.col("text").str.to_lowercase().str.contains_any(sorted(_NUMBER_WORDS))
    )


def variants(rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers that a copy gives otherwise than the group's earliest member, in like sentences."""
    own = []
    for row in _changed(rows).sort("doc_id", "sentence").iter_rows():
        words = _lowered(row[-1])
        if numbers := _numbers(row[-1], words):
            own.append((*row, frozenset(words) - _NUMBER_WORDS, numbers))
    originals = pl.Series(sorted({row[2] for row in own}), dtype=pl.String)
    read = rows.filter(pl.col("doc_id").is_in(originals.implode())).sort("doc_id", "sentence")
    theirs: dict[str, list[tuple[frozenset[str], str]]] = {}
    for doc_id, text in read.select("doc_id", "text").iter_rows():
        theirs.setdefault(doc_id, []).append((_words(text), text))
    found = []
    for group, doc_id, original, sentence, _, words, numbers in own:
        for value, other in _differing(words, numbers, theirs.get(original, [])):
            found.append((group, doc_id, sentence, value, original, other))
    frame = pl.DataFrame(found, schema=VARIANTS.schema, orient="row")
    return VARIANTS.conform(frame.sort(VARIANTS.key, maintain_order=True))


def _changed(rows: pl.DataFrame) -> pl.DataFrame:
    """Sentences of copies that the group's earliest member does not have.

    Most copies say nothing else: then the sentences of neither need be looked into.
    """
    copied = rows.filter(pl.col("copy_of").is_not_null())
    told_first = rows.filter(pl.col("copy_of").is_null()).select("text", copy_of="doc_id")
    return copied.join(told_first.unique(), on=["copy_of", "text"], how="anti")


def _words(text: str) -> frozenset[str]:
    return frozenset(_lowered(text)) - _NUMBER_WORDS


def _lowered(text: str) -> list[str]:
    """The words of a text in lower case."""
    if "\u0130" in text or "\u03a3" in text:
        # The small form of the one is two, of which one is no letter; that of the other hangs on
        # what follows it.
        return [word.lower() for word in _WORD.findall(text)]
    return _WORD.findall(text.lower())


def _numbers(text: str, words: list[str]) -> list[str]:
    """The numbers of a text, in figures and in words; words: its own in lower case."""
    found = list(_NUMBER.finditer(text))
    if not _NUMBER_WORDS.isdisjoint(words):
        found += [one for one in _WORD.finditer(text) if one.group().lower() in _NUMBER_WORDS]
        found.sort(key=lambda one: one.start())
    return [one.group() for one in found]


def _differing(
    own: frozenset[str], numbers: list[str], others: list[tuple[frozenset[str], str]]
) -> list[tuple[str, str]]:
    """Pairs of numbers at the same place in this sentence and in the one most like it."""
    best: str | None = None
    alike = _ALIKE
    for other, text in others:
        few, many = sorted((len(own), len(other)))
        # Even if one held all words of the other.
        if few < alike * many:
            continue
        both = len(own & other)
        score = both / max(few + many - both, 1)
        if score > alike or (score == alike and best is None):
            best, alike = text, score
    given = [] if best is None else _numbers(best, _lowered(best))
    if len(given) != len(numbers):
        return []
    return [(a, b) for a, b in zip(numbers, given, strict=True) if _value(a) != _value(b)]


def _value(number: str) -> str:
    """One form of a number, however it is written: "Fifteen" and "15", "11,500" and "11500"."""
    word = number.lower()
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    if word in _IN_ORDER:
        return str(_IN_ORDER.index(word))
    tens = _TENS.index(word) if word in _TENS else None
    return word.removesuffix("s") if tens is None else str(10 * (tens + 2))
