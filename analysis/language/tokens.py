"""Words of a text: UAX #29 with stated tailorings, the same for every stage.

Rules, version 1. A word is a run of letters and digits by Unicode's word boundaries, lower
case. Hyphens inside words join ("cease-fire"), so do apostrophes ("don't"; a curly one is
written straight), points and commas inside numbers ("11,500") and abbreviations ("u.s").
French, Italian, Catalan and Occitan elided words are cut after the apostrophe ("l'" + "eau").
Turkish and Azeri I becomes ı; İ becomes i everywhere. Arabic clitics are left on their words.
Scripts without spaces (Han, Hiragana, Thai, …) give one word per letter. Soft hyphens and
bidirectional marks inside words are dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from analysis.language.word_classes import bridge_table, class_table, join_table

RULES_VERSION = 1

_DOTLESS = frozenset({"tr", "az"})
_INVISIBLE = "[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
_APOSTROPHES = "[\u2018\u2019\uff07]"
_HYPHENS = "[\u2010\u2011]"


class WordRules(BaseModel):
    """Which pieces of a text are words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lower_case: bool = Field(
        default=True, description="count The and the as one word, because news has both"
    )
    hyphens: bool = Field(
        default=True, description="keep hyphenated words whole, so that cease-fire is one word"
    )
    apostrophes: bool = Field(
        default=True, description="keep apostrophes inside words, so that don't is one word"
    )
    elisions: bool = Field(
        default=True,
        description="cut l' and the like off French, Italian, Catalan and Occitan words, so that "
        "l'eau and eau are counted together",
    )
    numbers: bool = Field(default=True, description="count numbers such as 11,500 as words")
    punctuation: bool = Field(
        default=False, description="count punctuation marks as words, as some published tables do"
    )


@dataclass(frozen=True)
class Words:
    """The words of many texts, text after text.

    forms: uint32, rank of each word's form in `vocabulary`.
    starts, lengths: uint32, first code point of each word in its text, and its code points there.
    joined: nothing but white space lies between this word and the one before it in its sentence.
    bounds: int64, one more than texts: words before each text.
    vocabulary: the distinct forms in code point order.
    keys: uint64, a hash of each form that is the same in every run.
    """

    forms: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint32]
    joined: npt.NDArray[np.uint8]
    bounds: npt.NDArray[np.int64]
    vocabulary: pl.Series
    keys: npt.NDArray[np.uint64]


def split_words(
    texts: pl.Series,
    languages: pl.Series | None = None,
    rules: WordRules | None = None,
    sentence_starts: Sequence[npt.NDArray[np.int64]] | None = None,
) -> Words:
    """Words of many texts, in order, with the places at which they stand.

    texts: strings; languages: ISO 639-1 codes or null, for elisions and the Turkish i.
    sentence_starts: two arrays: code points at which sentences begin, text by text, and the
        number of sentences before each text (one more than texts); without it only punctuation
        parts sentences.
    """
    from analysis.language import word_kernel as kernel
    from analysis.language.hashing import hash_bytes

    rules = rules or WordRules()
    count = len(texts)
    data, bounds = _utf8(texts)
    if sentence_starts is None:
        sentence_starts = (np.zeros(0, np.int64), np.zeros(count + 1, np.int64))
    tongue = languages.to_list() if languages is not None else [None] * count
    traits = np.array(
        [
            kernel.DOTLESS_I * (code in _DOTLESS)
            + kernel.ELISIONS * (rules.elisions and code in elided_words())
            for code in tongue
        ],
        dtype=np.uint8,
    )
    pages, blocks = class_table()
    options = (
        kernel.KEEP_CASE * (not rules.lower_case)
        + kernel.KEEP_NUMBERS * rules.numbers
        + kernel.KEEP_PUNCTUATION * rules.punctuation
    )
    raw, starts, lengths, joined, word_bounds, arena, arena_bounds = kernel.split(
        data,
        bounds,
        sentence_starts[0],
        sentence_starts[1],
        traits,
        _elided_hashes(),
        pages,
        blocks,
        join_table(),
        bridge_table(hyphens=rules.hyphens, apostrophes=rules.apostrophes),
        options,
    )
    vocabulary, rank = _normal_forms(_strings(arena, arena_bounds), rules)
    form_data, form_bounds = _utf8(vocabulary)
    return Words(
        forms=rank[raw],
        starts=starts,
        lengths=lengths,
        joined=joined,
        bounds=word_bounds,
        vocabulary=vocabulary,
        keys=hash_bytes(form_data, form_bounds),
    )


def words(text: str, language: str | None = None, rules: WordRules | None = None) -> list[str]:
    """The words of one text, in order."""
    found = split_words(pl.Series([text]), pl.Series([language], dtype=pl.String), rules)
    return found.vocabulary.gather(found.forms).to_list()


def count_words(
    texts: pl.Series, languages: pl.Series | None = None, rules: WordRules | None = None
) -> pl.Series:
    """Number of words of each text (Int64)."""
    return pl.Series("words", np.diff(split_words(texts, languages, rules).bounds))


@cache
def elided_words() -> dict[str, frozenset[str]]:
    """By language, the words that lose their vowel before an apostrophe, without it."""
    listing = (files("analysis.resources.language") / "elisions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in listing.splitlines()[1:])
    return {code: frozenset(forms.split()) for code, forms in rows}


@cache
def _elided_hashes() -> npt.NDArray[np.uint64]:
    from analysis.language.hashing import hash_word

    forms = sorted(set().union(*elided_words().values()))
    return np.array([hash_word(word) for word in forms], dtype=np.uint64)


def _utf8(texts: pl.Series) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The texts' bytes in one array, and where each begins."""
    array: Any = texts.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    first, last = (int(bounds[0]), int(bounds[-1])) if len(array) else (0, 0)
    content = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    return content[first:last], bounds - first


def _strings(data: npt.NDArray[np.uint8], bounds: npt.NDArray[np.int64]) -> pl.Series:
    import pyarrow as pa

    array = pa.LargeStringArray.from_buffers(
        len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(data)
    )
    series: Any = pl.from_arrow(array)
    return pl.Series("term", series, dtype=pl.String)


def _normal_forms(raw: pl.Series, rules: WordRules) -> tuple[pl.Series, npt.NDArray[np.uint32]]:
    """Sorted distinct forms, and for each raw form its rank among them.

    ASCII letters were lowered by the kernel; a capital I that is left comes from Turkish text.
    """
    term = pl.col("term")
    plain = term.str.len_bytes() == term.str.len_chars()
    foreign = (
        term.str.replace_all(_INVISIBLE, "")
        .str.replace_all(_APOSTROPHES, "'")
        .str.replace_all(_HYPHENS, "-")
        .str.normalize("NFC")
    )
    if rules.lower_case:
        foreign = foreign.str.replace_all("I", "ı").str.replace_all("İ", "i").str.to_lowercase()
        plain = plain & ~term.str.contains("I", literal=True)
    frame = raw.to_frame("term").with_row_index("raw")
    rest = frame.filter(~plain).with_columns(foreign)
    merged = pl.concat([frame.filter(plain), rest]).sort("term")
    ranked = merged.with_columns((pl.col("term").rle_id()).alias("rank"))
    rank = np.empty(len(raw), dtype=np.uint32)
    rank[ranked["raw"].to_numpy()] = ranked["rank"].to_numpy()
    return ranked["term"].unique(maintain_order=True), rank
