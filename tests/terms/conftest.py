"""Small corpora and runs of the stage for the tests of the terms stage."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from analysis.contract import Description, Given, InMemory, Part
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.terms.parameters import Parameters
from analysis.terms.stage import compute
from analysis.terms.tables import TABLES

Frames = dict[str, pl.DataFrame]


def articles(texts: Sequence[str | dict[str, Any]]) -> pl.DataFrame:
    """Documents of these texts; a mapping may set any other column."""
    rows = []
    for number, text in enumerate(texts):
        given = {"text": text} if isinstance(text, str) else dict(text)
        doc_id = f"{number:016x}"
        defaults = {
            "doc_id": doc_id,
            "source_file": "a.txt",
            "published_conflict": [],
            "language": "en",
            "words": 0,
            "group_id": doc_id,
        }
        rows.append(defaults | given)
    return DOCUMENTS.frame(rows)


def sentences(documents: pl.DataFrame) -> pl.DataFrame:
    """Sentences that end at ". "."""
    rows = []
    for doc_id, text in documents.select("doc_id", "text").iter_rows():
        start = 0
        for number, piece in enumerate(text.split(". ")):
            end = min(start + len(piece) + 2, len(text))
            rows.append({"doc_id": doc_id, "sentence": number, "start": start, "end": end})
            start = end
    return SENTENCES.frame(rows)


def run_stage(
    documents: pl.DataFrame,
    parameters: Parameters | None = None,
    *,
    cuts: Sequence[int] = (),
    description: Description | None = None,
    whole: dict[str, Part] | None = None,
    hand: Frames | None = None,
) -> Frames:
    """All tables of the stage; cuts: rows at which the documents are cut into shards."""
    engine = InMemory()
    found = sentences(documents)
    bounds = [0, *cuts, len(documents)]
    shards = []
    for low, high in pairwise(bounds):
        part = documents[low:high]
        own = found.filter(pl.col("doc_id").is_in(part["doc_id"].implode()))
        shards.append(engine.share({"documents": part, "sentences": own}))
    given = Given(shards, whole or {}, engine.share(hand or {}), description or Description())
    out = compute(engine, given, parameters or Parameters())
    return {
        table.stem: table.conform(
            pl.concat([part.load()[table.stem] for part in out.tables[table.stem]])
        )
        for table in TABLES
    }


@pytest.fixture(name="articles")
def _articles() -> Callable[..., pl.DataFrame]:
    return articles


@pytest.fixture(name="run_stage")
def _run_stage() -> Callable[..., Frames]:
    return run_stage


@pytest.fixture
def news() -> pl.DataFrame:
    """Twelve short dispatches of three outlets over three months, one of them a copy."""
    stories = [
        "Aid convoys entered Gaza on Monday. The agency said 11,500 people were waiting.",
        "The army said it struck two sites in Gaza. Officials said the strikes continued.",
        "A cease-fire was discussed in Cairo. Officials said talks would go on, and on.",
        "Markets rose in London. The index gained two points, and oil fell.",
    ]
    rows = []
    for number in range(12):
        rows.append(
            {
                "text": stories[number % 4] + (" More talks." * (number // 4)),
                "outlet": ("Alpha", "Beta", None)[number % 3],
                "published": date(2024, 1 + number % 3, 1 + number),
                "copy_of": f"{3:016x}" if number == 7 else None,
            }
        )
    return articles(rows)
