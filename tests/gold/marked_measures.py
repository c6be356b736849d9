"""Sentences marked one by one (names, tolls) against what the stages make of them."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis.contract import Description, Given, InMemory
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.entities.parameters import Parameters
from analysis.entities.stage import compute
from tests.gold import score_tolls
from tests.gold.measures import Measure, f1
from tests.gold.run_measures import toll_measures

NAMES = Path(__file__).parent / "names" / "white_house.jsonl"
WHITE_HOUSE = "White House sentences"
TOLLS = "White House and Wikinews sentences"
#: The halves of the second annotator's sentences.
_SECOND = {"dev": "build2", "held_out": "held_out2"}

#: Start, end, type.
Name = tuple[int, int, str]


def of_marked(split: str) -> list[Measure]:
    """Every measure on marked sentences; split: dev, held_out or all."""
    halves = ("dev", "held_out") if split == "all" else (split,)
    rows = [json.loads(line) for line in NAMES.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["split"] in halves]
    found = names_in([[row["text"]] for row in rows])
    true = {
        (number, start, end, kind)
        for number, row in enumerate(rows)
        for start, end, kind in row["names"]
    }
    seen = {
        (number, *name)
        for number, by_sentence in enumerate(found)
        for names in by_sentence.values()
        for name in names
    }
    tolls = score_tolls.run(one for half in halves for one in score_tolls.sentences(half))
    again = score_tolls.run(
        one for half in halves for one in score_tolls.sentences(_SECOND[half], "second")
    )
    third = score_tolls.run(
        one
        for half in halves
        if half == "held_out"
        for one in score_tolls.sentences("held_out3", "third")
    )
    return [
        f1(
            "entities",
            "names",
            "F1",
            WHITE_HOUSE,
            split,
            len(true & seen),
            len(seen),
            len(true),
            0.88,
        ),
        *toll_measures(tolls, TOLLS, split),
        *toll_measures(again, f"{TOLLS}, second annotator", split),
        *(toll_measures(third, f"{TOLLS}, third set", split) if third.true else ()),
    ]


def names_in(documents: Sequence[Sequence[str]]) -> list[dict[int, list[Name]]]:
    """What the entities stage finds in documents given as sentences.

    Returns, for each document, the names of each of its sentences, with offsets in the sentence.
    """
    articles, spans = [], []
    starts: dict[tuple[str, int], int] = {}
    for number, sentences in enumerate(documents):
        doc_id, at = f"{number:016x}", 0
        for place, sentence in enumerate(sentences):
            starts[doc_id, place] = at
            spans.append(
                {"doc_id": doc_id, "sentence": place, "start": at, "end": at + len(sentence)}
            )
            at += len(sentence) + 1
        text = " ".join(sentences)
        articles.append(
            {
                "doc_id": doc_id, "source_file": f"{doc_id}.txt", "text": text, "language": "en",
                "words": len(text.split()), "group_id": doc_id, "published_conflict": [],
            }
        )  # fmt: skip
    engine = InMemory()
    tables = {"documents": DOCUMENTS.frame(articles), "sentences": SENTENCES.frame(spans)}
    given = Given([engine.share(tables)], {}, engine.share({}), Description())
    parts = compute(engine, given, Parameters()).tables["mentions"]
    mentions = pl.concat(part.load()["mentions"] for part in parts)
    found: list[dict[int, list[Name]]] = [{} for _ in documents]
    for doc_id, sentence, start, end, kind in mentions.select(
        "doc_id", "sentence", "start", "end", "type"
    ).iter_rows():
        before = starts[doc_id, sentence]
        found[int(doc_id, 16)].setdefault(sentence, []).append((start - before, end - before, kind))
    return found
