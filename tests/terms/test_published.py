"""The published figures counted from the texts themselves, where these are at hand."""

import csv
import hashlib
import math
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis.language.tokens import WordRules, Words, split_words
from analysis.terms import association, counting
from analysis.terms.keyness import keyness

GOLD = Path(__file__).parents[1] / "gold" / "terms"
SHARED = os.environ.get("DATELINE_SHARED")

needs_texts = pytest.mark.skipif(
    SHARED is None, reason="DATELINE_SHARED does not name the folder with the published texts"
)


def gold(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((GOLD / f"{name}.csv").open(encoding="utf-8")))


def near(row: dict[str, str], value: float) -> None:
    assert value == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]) + 1e-12), row


def snowball() -> set[str]:
    lines = (GOLD / "snowball_english.txt").read_text("utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


def test_the_stop_words_are_those_of_the_source() -> None:
    header = (GOLD / "snowball_english.txt").read_text("utf-8")
    words = "".join(f"{word}\n" for word in sorted(snowball()))
    assert hashlib.sha256(words.encode()).hexdigest() in header


@pytest.fixture(scope="module")
def addresses() -> pl.DataFrame:
    """The addresses up to 2021, with their parts of speech left alone."""
    path = Path(str(SHARED)) / "data" / "us_inaugural" / "inaugural_1789_2025.csv"
    return pl.read_csv(path).filter(pl.col("Year") <= 2021)


@pytest.fixture(scope="module")
def novels() -> tuple[list[str], Words]:
    """The novel of every printed line, and the lines' words (hyphens part, as in tidytext)."""
    path = Path(str(SHARED)) / "data" / "jane_austen" / "austen_books.tsv"
    lines = [line.rsplit("\t", 1) for line in path.read_text("utf-8").split("\n")[1:] if line]
    return [book for _, book in lines], split_words(
        pl.Series([text for text, _ in lines]), rules=WordRules(hyphens=False)
    )


def counts(found: Words, chosen: np.ndarray) -> dict[str, int]:
    """Count of each form in the chosen texts."""
    of = np.repeat(chosen, np.diff(found.bounds))
    number = np.bincount(found.forms[of], minlength=len(found.vocabulary))
    return dict(zip(found.vocabulary.to_list(), number.tolist(), strict=True))


@needs_texts
def test_inaugural_keyness(addresses: pl.DataFrame) -> None:
    found = split_words(addresses["text"], rules=WordRules(punctuation=True))
    late = (addresses["Year"] >= 1945).to_numpy()
    trump = (addresses["docname_"] == "2017-Trump").to_numpy()
    parts = {
        "1945 and later": late,
        "before 1945": ~late,
        "2017-Trump": trump,
        "other addresses of 1945 and later": late & ~trump,
        "all": late | ~late,
    }
    number = {name: counts(found, chosen) for name, chosen in parts.items()}
    for row in gold("inaugural_keyness_quanteda"):
        group, item = row["group"], row["item"]
        if row["measure"] == "tokens":
            near(row, sum(number[group].values()))
        elif row["measure"] == "types (features)":
            near(row, len(found.vocabulary))
        elif row["measure"] in {"n_target", "n_reference"}:
            near(row, number[group].get(item, 0))
        else:
            names = {
                "1945 and later against earlier": ("1945 and later", "before 1945"),
                "2017-Trump against other addresses of 1945 and later": (
                    "2017-Trump",
                    "other addresses of 1945 and later",
                ),
            }[group]
            a, b = (number[name] for name in names)
            frame = pl.DataFrame({"count": [a.get(item, 0)], "reference_count": [b.get(item, 0)]})
            table = keyness(frame, words=sum(a.values()), reference_words=sum(b.values()))
            near(row, table["chi2"].item())


@needs_texts
def test_inaugural_frequencies(addresses: pl.DataFrame) -> None:
    found = split_words(addresses["text"])
    year, president = addresses["Year"], addresses["President"]
    groups: dict[str, np.ndarray] = {"Obama 2009 and 2013": (president == "Obama").to_numpy()}
    for name in ("Adams", "Jefferson", "Madison", "Washington"):
        first_six = year.is_in(sorted(year.to_list())[:6]).to_numpy()
        groups[f"{name} (first six addresses)"] = (president == name).to_numpy() & first_six
    toys = ["a a b b c d", "a d d d", "a a a"]
    for row in gold("inaugural_frequency_quanteda"):
        if row["group"].startswith("toy"):
            toy = split_words(pl.Series(toys))
            count = counts(toy, np.ones(3, np.bool_))[row["item"]]
            held = sum(row["item"] in text.split() for text in toys)
            assert row["expected"] == f"{count} / {held}"
            continue
        number = counts(found, groups[row["group"]])
        kept = {word: n for word, n in number.items() if n and word not in snowball()}
        if row["measure"].startswith("rank"):
            near(row, 1 + sum(n > kept[row["item"]] for n in kept.values()))
        else:
            near(row, kept[row["item"]])
            if "top 2" in row["measure"]:
                assert sorted(kept.values())[-2] <= kept[row["item"]]


@needs_texts
def test_inaugural_collocations(addresses: pl.DataFrame) -> None:
    washington = addresses.filter(pl.col("President") == "Washington")["text"]
    texts = {
        "1789-Washington and 1793-Washington": washington,
        'toy text "a b c a b d e b d a b"': pl.Series(["a b c a b d e b d a b"]),
    }
    measured: dict[tuple[str, str], dict[str, float]] = {}
    for group, text in texts.items():
        found = split_words(text)
        counted = np.ones(len(text), np.bool_)
        first, second, count, leads, follows = counting.count_pairs(
            found.forms, found.joined, found.bounds, counted, len(found.vocabulary)
        )
        table = association.cells(count, leads[first], follows[second], leads.sum())
        strength, z = association.log_odds(table)
        words = found.vocabulary.to_list()
        for a, b, c, x, y in zip(first, second, count, strength, z, strict=True):
            values = {"count": float(c), "lambda": float(x), "z": float(y)}
            measured[group, f"{words[a]} {words[b]}"] = values
    for row in gold("inaugural_collocations_quanteda"):
        near(row, measured[row["group"], row["item"]][row["measure"].split(" ")[0]])


@needs_texts
def test_austen(novels: tuple[list[str], Words]) -> None:
    books, found = novels
    book = np.array(books)
    number = {name: counts(found, book == name) for name in sorted(set(books))}
    everything = counts(found, np.ones(len(books), np.bool_))
    for row in gold("austen_tidytext"):
        item, group, measure = row["item"], row["group"], row["measure"]
        if item == "(lines)":
            near(row, len(books))
        elif item == "(all tokens)":
            chosen = everything if group == "all" else number[group]
            near(row, sum(chosen.values()))
        elif item.startswith("(types"):
            near(row, len(set(found.vocabulary.to_list()) - snowball()))
        elif measure.startswith("tf-idf"):
            held = sum(words.get(item, 0) > 0 for words in number.values())
            share = number[group][item] / sum(number[group].values())
            near(row, share * math.log(len(number) / held))
        else:
            near(row, everything[item])
