"""The hot loop: UTF-8 bytes to words, each with its place and the number of its form.

Compiled by numba, because counting is bound by this loop: the same rules as a regular
expression with one string per word run at a tenth of its speed.
"""

from typing import Any

import numba
import numpy as np
from numba import types

from analysis.language.hashing import PRIME, SEED, larger_table
from analysis.language.loops import BYTES, KEYS, NUMBER, PLACES, loop, read

KEEP_CASE, KEEP_NUMBERS, KEEP_PUNCTUATION = 1, 2, 4
DOTLESS_I, ELISIONS = 1, 2


_OTHER, _SPACE, _LETTER, _HEBREW, _NUMBER, _KATAKANA, _CONNECTOR, _EXTEND = range(8)
_BOTH, _APOSTROPHE, _HYPHEN, _SINGLE, _NARROW = 10, 11, 13, 14, 15


@numba.njit(cache=True, nogil=True)
def _character(text: Any, i: int, pages: Any, blocks: Any) -> tuple[int, int]:
    """Class and width in bytes of the character that starts at byte i (valid UTF-8)."""
    b = text[i]
    if b < 0x80:
        return blocks[pages[0] * 256 + b], 1
    if b < 0xE0:
        c = ((b & 0x1F) << 6) | (text[i + 1] & 0x3F)
        width = 2
    elif b < 0xF0:
        c = ((b & 0x0F) << 12) | ((text[i + 1] & 0x3F) << 6) | (text[i + 2] & 0x3F)
        width = 3
    else:
        c = (
            ((b & 0x07) << 18)
            | ((text[i + 1] & 0x3F) << 12)
            | ((text[i + 2] & 0x3F) << 6)
            | (text[i + 3] & 0x3F)
        )
        width = 4
    return blocks[pages[c >> 8] * 256 + (c & 255)], width


@numba.njit(cache=True, nogil=True)
def _scan(
    text: Any,
    bounds: Any,
    sentence_starts: Any,
    sentence_bounds: Any,
    traits: Any,
    elided: Any,
    pages: Any,
    blocks: Any,
    joins: Any,
    bridges: Any,
    options: int,
    first: Any,
    types: Any,
    slots: Any,
    hashes: Any,
    arena: Any,
    arena_bounds: Any,
    forms: Any,
    starts: Any,
    lengths: Any,
    joined: Any,
    word_bounds: Any,
) -> tuple[int, int]:
    """Scan texts from `first` on, until the table of forms might be more than half full.

    Fills the arrays given, which are never reassigned here: numba would count references to
    them in every turn of the loop. Returns the text to go on with and the forms known.
    """
    keep_case = options & KEEP_CASE != 0
    keep_numbers = options & KEEP_NUMBERS != 0
    keep_punctuation = options & KEEP_PUNCTUATION != 0
    ascii_class = blocks[pages[0] * 256 : pages[0] * 256 + 128]
    folds = np.zeros((2, 256), dtype=np.uint8)
    letters = np.zeros((2, 256), dtype=np.uint8)
    for b in range(256):
        lowered = b + 32 if 65 <= b <= 90 and not keep_case else b
        folds[0, b] = lowered
        folds[1, b] = b if b == 73 else lowered
        if b < 128 and ascii_class[b] == _LETTER:
            letters[0, b] = folds[0, b]
            letters[1, b] = folds[1, b]

    mask = np.uint64(len(slots) - 1)

    for d in range(first, len(bounds) - 1):
        most = bounds[d + 1] - bounds[d]
        if not keep_punctuation:
            most = most // 2 + 1
        if 2 * (types + most) > len(slots):
            return d, types
        words = word_bounds[d]
        i = bounds[d]
        end = bounds[d + 1]
        dotless = 1 if traits[d] & DOTLESS_I != 0 else 0
        fold = folds[dotless]
        letter = letters[dotless]
        elides = traits[d] & ELISIONS != 0
        place = 0
        contiguous = False
        sentence = sentence_bounds[d]
        while i < end:
            if text[i] < 128:
                c = ascii_class[text[i]]
                width = 1
            else:
                if text[i] < 128:
                    c = ascii_class[text[i]]
                    width = 1
                else:
                    c, width = _character(text, i, pages, blocks)
            if c in (_SPACE, _NARROW):
                i += width
                place += 1
                continue
            starts_word = (_LETTER <= c <= _CONNECTOR) or c == _SINGLE
            if not starts_word and not keep_punctuation:
                if c != _EXTEND:
                    contiguous = False
                i += width
                place += 1
                continue

            begin = i
            start = place
            h = SEED
            last = c
            has_letter = False
            has_number = False
            bridging = False
            while True:
                if c == _NUMBER:
                    has_number = True
                elif c in (_LETTER, _HEBREW, _KATAKANA, _SINGLE):
                    has_letter = True
                for k in range(i, i + width):
                    h = (h ^ np.uint64(fold[text[k]])) * PRIME
                i += width
                place += 1
                if c == _LETTER:
                    run = i
                    while i < end:
                        b = letter[text[i]]
                        if b == 0:
                            break
                        h = (h ^ np.uint64(b)) * PRIME
                        i += 1
                    place += i - run
                if c != _EXTEND:
                    last = c
                if i >= end:
                    break
                if text[i] < 128:
                    c = ascii_class[text[i]]
                    width = 1
                else:
                    c, width = _character(text, i, pages, blocks)
                if c == _EXTEND:
                    continue
                if not starts_word:
                    break
                if bridging:
                    bridging = False
                    continue
                if joins[last, c]:
                    continue
                if c < 8 or c == _SINGLE:
                    break
                after = i + width
                following = _OTHER
                while after < end:
                    following, step = _character(text, after, pages, blocks)
                    if following != _EXTEND:
                        break
                    after += step
                if after >= end:
                    following = _OTHER
                if bridges[last, c, following]:
                    quote = c == _APOSTROPHE or (c == _BOTH and width == 3)
                    if elides and quote:
                        cut = False
                        for k in range(len(elided)):
                            if elided[k] == h:
                                cut = True
                        if cut:
                            for k in range(i, i + width):
                                h = (h ^ np.uint64(text[k])) * PRIME
                            i += width
                            place += 1
                            break
                    bridging = True
                    continue
                if c == _APOSTROPHE and last == _HEBREW:
                    continue
                break

            if starts_word and not has_letter and not (has_number and keep_numbers):
                contiguous = False
                continue

            if sentence < sentence_bounds[d + 1] and sentence_starts[sentence] <= start:
                contiguous = False
                while sentence < sentence_bounds[d + 1] and sentence_starts[sentence] <= start:
                    sentence += 1

            size = i - begin
            slot = (h ^ (h >> np.uint64(32))) & mask
            form = -1
            while slots[slot] != 0:
                known = slots[slot] - 1
                if hashes[known] == h:
                    a = arena_bounds[known]
                    if arena_bounds[known + 1] - a == size:
                        same = True
                        for k in range(size):
                            if arena[a + k] != fold[text[begin + k]]:
                                same = False
                                break
                        if same:
                            form = known
                            break
                slot = (slot + np.uint64(1)) & mask
            if form < 0:
                form = types
                a = arena_bounds[types]
                for k in range(size):
                    arena[a + k] = fold[text[begin + k]]
                hashes[types] = h
                types += 1
                arena_bounds[types] = a + size
                slots[slot] = types

            forms[words] = form
            starts[words] = start
            lengths[words] = place - start
            joined[words] = contiguous
            words += 1
            contiguous = True
        word_bounds[d + 1] = words
    return len(bounds) - 1, types


@loop(
    BYTES,
    PLACES,
    PLACES,
    PLACES,
    BYTES,
    KEYS,
    BYTES,
    BYTES,
    read(types.bool_, 2),
    read(types.bool_, 3),
    NUMBER,
)
def split(
    text: Any,
    bounds: Any,
    sentence_starts: Any,
    sentence_bounds: Any,
    traits: Any,
    elided: Any,
    pages: Any,
    blocks: Any,
    joins: Any,
    bridges: Any,
    options: int,
) -> Any:
    """Words of many texts that lie one after the other in `text`.

    text: uint8, valid UTF-8; bounds: where each text begins, and the end.
    sentence_starts, sentence_bounds: code points at which sentences begin, text by text.
    traits: per text, DOTLESS_I and ELISIONS; elided: unmixed hashes of words that a following
        apostrophe cuts off ("l" in "l'homme").
    Returns form of each word (uint32), first code point and length, whether nothing
    but white space parts it from the word before in the same sentence, words up to each text,
    bytes of the forms (ASCII in lower case unless KEEP_CASE) and their bounds.
    """
    keep_punctuation = options & KEEP_PUNCTUATION != 0
    room = len(text) + 1 if keep_punctuation else len(text) // 2 + len(bounds) + 1
    forms = np.empty(room, dtype=np.uint32)
    starts = np.empty(room, dtype=np.uint32)
    lengths = np.empty(room, dtype=np.uint32)
    joined = np.empty(room, dtype=np.uint8)
    word_bounds = np.zeros(len(bounds), dtype=np.int64)
    hashes = np.empty(room, dtype=np.uint64)
    arena = np.empty(len(text), dtype=np.uint8)
    arena_bounds = np.empty(room + 1, dtype=np.int64)
    arena_bounds[0] = 0
    slots = np.zeros(1 << 16, dtype=np.uint32)
    # Typed numbers: a literal would have the scan compiled once more.
    text_number: Any = np.int64(0)
    types: Any = np.int64(0)
    while text_number < len(bounds) - 1:
        text_number, types = _scan(
            text,
            bounds,
            sentence_starts,
            sentence_bounds,
            traits,
            elided,
            pages,
            blocks,
            joins,
            bridges,
            options,
            text_number,
            types,
            slots,
            hashes,
            arena,
            arena_bounds,
            forms,
            starts,
            lengths,
            joined,
            word_bounds,
        )
        if text_number < len(bounds) - 1:
            needed = types + (bounds[text_number + 1] - bounds[text_number]) + 2
            slots = larger_table(hashes[:types], 4 * needed)
    words = word_bounds[-1]
    return (
        forms[:words].copy(),
        starts[:words].copy(),
        lengths[:words].copy(),
        joined[:words].copy(),
        word_bounds,
        arena[: arena_bounds[types]].copy(),
        arena_bounds[: types + 1].copy(),
    )
