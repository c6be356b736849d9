"""Words: the rules as examples, and Unicode's own boundaries as an oracle."""

from importlib.resources import files
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.tokens import WordRules, count_words, split_words, words

ARABIC = "قالت الوزارة إن 30 شخصاً قتلوا"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cease-fire held.", ["the", "cease-fire", "held"]),
        ("He can't; she cannot", ["he", "can't", "she", "cannot"]),
        ("don’t don't", ["don't", "don't"]),
        ("11,500 killed, 3.5 million", ["11,500", "killed", "3.5", "million"]),
        ("on 2023-10-07, COVID-19", ["on", "2023-10-07", "covid-19"]),
        ("the U.S. said", ["the", "u.s", "said"]),
        ("Israel's dogs' 'quoted'", ["israel's", "dogs", "quoted"]),
        ("dead--said—and…then", ["dead", "said", "and", "then"]),
        ("BREAKING:Gaza 10:30", ["breaking", "gaza", "10", "30"]),
        ("_any_ under_score __", ["_any_", "under_score"]),
        ("a-b-c -x- y-", ["a-b-c", "x", "y"]),
        ("5% of $7 & #tag @name", ["5", "of", "7", "tag", "name"]),
        ("co\u00adoperate \u200fword\u200e", ["cooperate", "word"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("11\u202f500 «\u202fmot\u202f»", ["11\u202f500", "mot"]),
        ("日本語 カタカナ", ["日", "本", "語", "カタカナ"]),
        ('צה"ל', ['צה"ל']),
        (ARABIC, ["قالت", "الوزارة", "إن", "30", "شخصاً", "قتلوا"]),
        ("İstanbul", ["istanbul"]),
        ("", []),
        ("... !?", []),
        ("😀 ok", ["ok"]),
    ],
)
def test_words_follow_the_stated_rules(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "L’homme qu'il d'Israël aujourd'hui",
            ["l'", "homme", "qu'", "il", "d'", "israël", "aujourd'hui"],
        ),
        ("fr", "O'Brien", ["o'brien"]),
        ("it", "dell'Unione l'acqua po'", ["dell'", "unione", "l'", "acqua", "po"]),
        ("en", "l'homme", ["l'homme"]),
        ("tr", "IŞIK İzmir TIR", ["ışık", "izmir", "tır"]),
        ("az", "QIZIL", ["qızıl"]),
        ("en", "IRAN", ["iran"]),
    ],
)
def test_languages_have_their_own_letters_and_elisions(
    language: str, text: str, expected: list[str]
) -> None:
    assert words(text, language) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"hyphens": False}, ["a", "cease", "fire", "don't", "7"]),
        ({"apostrophes": False}, ["a", "cease-fire", "don", "t", "7"]),
        ({"numbers": False}, ["a", "cease-fire", "don't"]),
        ({"lower_case": False}, ["A", "cease-fire", "don't", "7"]),
        ({"punctuation": True}, ["a", "cease-fire", ",", "don't", "7", "%", "."]),
    ],
)
def test_every_rule_can_be_switched(rules: dict[str, bool], expected: list[str]) -> None:
    assert words("A cease-fire, don't 7%.", rules=WordRules(**rules)) == expected


def test_turkish_and_english_share_one_vocabulary_without_mixing() -> None:
    found = split_words(pl.Series(["IRAN", "IRAN"]), pl.Series(["en", "tr"]))
    assert found.vocabulary.gather(found.forms).to_list() == ["iran", "ıran"]


def test_places_are_code_points_of_each_text() -> None:
    texts = ["é 日本 x", "", "“Gaza” said"]
    found = split_words(pl.Series(texts))
    seen = []
    for number, text in enumerate(texts):
        for k in range(found.bounds[number], found.bounds[number + 1]):
            start, length = int(found.starts[k]), int(found.lengths[k])
            seen.append(text[start : start + length])
    assert seen == ["é", "日", "本", "x", "Gaza", "said"]


def test_joined_is_broken_by_punctuation_sentences_and_dropped_numbers() -> None:
    def joined(text: str, starts: list[int], **rules: bool) -> list[int]:
        bounds = (np.array(starts, np.int64), np.array([0, len(starts)], np.int64))
        return split_words(pl.Series([text]), None, WordRules(**rules), bounds).joined.tolist()

    assert joined("a b, c d", [0]) == [0, 1, 0, 1]
    assert joined("a b\n\nc", [0]) == [0, 1, 1]
    assert joined("a b\n\nc", [0, 5]) == [0, 1, 0]
    assert joined("a 7 b", [0], numbers=False) == [0, 0]


def test_a_hash_of_a_word_is_the_same_in_every_run() -> None:
    one = split_words(pl.Series(["gaza aid"]))
    two = split_words(pl.Series(["zebra", "aid to gaza"]))
    key = dict(zip(two.vocabulary.to_list(), two.keys.tolist(), strict=True))
    assert [key["aid"], key["gaza"]] == one.keys.tolist()


def test_huge_tokens_and_large_vocabularies_are_whole() -> None:
    found = split_words(pl.Series(["x" * 2_000_000, " ".join(f"w{k}" for k in range(150_000))]))
    assert found.lengths[0] == 2_000_000
    assert len(found.vocabulary) == 150_001
    assert found.vocabulary.to_list() == sorted(found.vocabulary.to_list())


def test_counting_words_of_missing_texts() -> None:
    assert count_words(pl.Series([None, "", "a b"], dtype=pl.String)).to_list() == [0, 0, 2]


def test_the_table_of_classes_is_that_of_unicode() -> None:
    """Every code point, against the regex package's copy of the Unicode database."""
    listing = (files("analysis.resources.language") / "word_break.tsv").read_text("utf-8")
    found: dict[str, set[int]] = {}
    for line in listing.splitlines()[1:]:
        first, last, name = line.split("\t")
        found.setdefault(name, set()).update(range(int(first, 16), int(last, 16) + 1))
    points = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    everything = "".join(map(chr, points))

    def having(pattern: str) -> set[int]:
        return {ord(m.group()) for m in regex.finditer(pattern, everything)}

    assert found["letter"] == having(r"\p{WB=ALetter}")
    assert found["hebrew"] == having(r"\p{WB=Hebrew_Letter}")
    assert found["number"] == having(r"\p{WB=Numeric}")
    assert found["katakana"] == having(r"\p{WB=Katakana}")
    assert found["connector"] == having(r"\p{WB=ExtendNumLet}") - {0x202F}
    assert found["extend"] == having(r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]")
    assert found["mid_letter"] == having(r"\p{WB=MidLetter}") - {0x3A, 0x2010, 0x2011}
    assert found["mid_number"] == having(r"\p{WB=MidNum}")
    assert found["mid_both"] == having(r"\p{WB=MidNumLet}")
    assert found["space"] == having(r"\s") - {0x202F} | {0x200B}


_SIGNS = "ab1Zé9.,'’\"_-;: \n()/םקカタ日本ぁ\u0301\u00ad\u200dقا٣ßΣ·‿&😀\u0e01"


_PROPERTIES = (
    *("ALetter", "Hebrew_Letter", "Numeric", "Katakana", "ExtendNumLet", "Extend", "Format"),
    *("ZWJ", "MidLetter", "MidNum", "MidNumLet", "Single_Quote", "Double_Quote", "WSegSpace"),
    *("Newline", "CR", "LF"),
)
_IGNORED = {"Extend", "Format", "ZWJ"}
_NEWLINES = {"Newline", "CR", "LF"}
_AHL = {"ALetter", "Hebrew_Letter"}
_MNQ = {"MidNumLet", "Single_Quote"}


def _breaks(kinds: list[str], i: int) -> bool:
    """Whether a word boundary lies before character i: the rules of UAX #29, one by one."""
    if kinds[i - 1] in _NEWLINES or kinds[i] in _NEWLINES:
        return not (kinds[i - 1] == "CR" and kinds[i] == "LF")
    if kinds[i - 1] == kinds[i] == "WSegSpace":
        return False
    if kinds[i] in _IGNORED:
        return False
    before = [
        k for k in range(i) if kinds[k] not in _IGNORED or k == 0 or kinds[k - 1] in _NEWLINES
    ]
    after = [k for k in range(i, len(kinds)) if kinds[k] not in _IGNORED]
    left = kinds[before[-1]]
    left2 = kinds[before[-2]] if len(before) > 1 else ""
    right = kinds[i]
    right2 = kinds[after[1]] if len(after) > 1 else ""
    joined = (
        (left in _AHL and right in _AHL)
        or (left in _AHL and right in {"MidLetter"} | _MNQ and right2 in _AHL)
        or (left2 in _AHL and left in {"MidLetter"} | _MNQ and right in _AHL)
        or (left == "Hebrew_Letter" and right == "Single_Quote")
        or (left == "Hebrew_Letter" and right == "Double_Quote" and right2 == "Hebrew_Letter")
        or (left2 == "Hebrew_Letter" and left == "Double_Quote" and right == "Hebrew_Letter")
        or (left in _AHL | {"Numeric"} and right in _AHL | {"Numeric"})
        or (left2 == "Numeric" and left in {"MidNum"} | _MNQ and right == "Numeric")
        or (left == "Numeric" and right in {"MidNum"} | _MNQ and right2 == "Numeric")
        or (left == right == "Katakana")
        or (left in _AHL | {"Numeric", "Katakana", "ExtendNumLet"} and right == "ExtendNumLet")
        or (left == "ExtendNumLet" and right in _AHL | {"Numeric", "Katakana"})
    )
    return not joined


def _unicode_words(text: str) -> list[str]:
    """Pieces between Unicode's default word boundaries that hold a letter or a digit."""
    kinds = [
        next((name for name in _PROPERTIES if regex.match(rf"\p{{WB={name}}}", sign)), "Other")
        for sign in text
    ]
    cuts = [0, *(i for i in range(1, len(text)) if _breaks(kinds, i)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    holds = r"[\p{L}\p{WB=ALetter}\p{WB=Numeric}\p{WB=Katakana}]"
    return [one for one in pieces if regex.search(holds, one)]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=_SIGNS.replace(":", ""), max_size=40))
def test_boundaries_are_those_of_unicode(text: str) -> None:
    found = split_words(pl.Series([text]), rules=WordRules(hyphens=False))
    pieces = [
        text[start : start + length]
        for start, length in zip(found.starts.tolist(), found.lengths.tolist(), strict=True)
    ]
    assert pieces == _unicode_words(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_splits_into_ordered_words_that_stand_there(texts: list[str]) -> None:
    cleaned = ["".join(c for c in text if not 0xD800 <= ord(c) < 0xE000) for text in texts]
    found = split_words(pl.Series(cleaned, dtype=pl.String))
    assert len(found.bounds) == len(cleaned) + 1
    for number, text in enumerate(cleaned):
        part = slice(found.bounds[number], found.bounds[number + 1])
        starts, lengths = found.starts[part].tolist(), found.lengths[part].tolist()
        ends = [start + length for start, length in zip(starts, lengths, strict=True)]
        assert all(length > 0 for length in lengths)
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert all(end <= len(text) for end in ends)
        assert words(text) == found.vocabulary.gather(found.forms[part]).to_list()
