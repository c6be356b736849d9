"""A small made-up corpus as the tables that the timeline stage gets."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import polars as pl

from analysis.contract import Description, Given, InMemory, Outputs, Tables
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.timeline.parameters import Parameters
from analysis.timeline.stage import compute

MENTIONS = {
    "doc_id": pl.String, "sentence": pl.Int32, "start": pl.Int64, "end": pl.Int64,
    "surface": pl.String, "type": pl.String, "entity_id": pl.String, "method": pl.String,
}  # fmt: skip
PLACES = {"Rafah": "e-rafah", "Gaza": "e-gaza", "Jenin": "e-jenin", "Doha": "e-doha"}


def article(
    doc_id: str,
    text: str,
    published: date | None,
    outlet: str | None = "Wire",
    copy_of: str | None = None,
    language: str | None = "en",
) -> dict[str, object]:
    return {
        "doc_id": doc_id, "source_file": f"{doc_id}.txt", "text": text, "published": published,
        "published_conflict": [], "outlet": outlet, "language": language,
        "words": len(text.split()), "group_id": copy_of or doc_id, "copy_of": copy_of,
    }  # fmt: skip


def tables_of(articles: Sequence[dict[str, object]]) -> Tables:
    """documents, sentences (cut at full stops), mentions of PLACES, and document_terms."""
    sentences: list[dict[str, object]] = []
    mentions: list[tuple[object, ...]] = []
    terms: list[tuple[str, str, int]] = []
    for one in articles:
        doc_id, text = str(one["doc_id"]), str(one["text"])
        for number, match in enumerate(re.finditer(r"\S[^.]*\.", text)):
            sentences.append(
                {"doc_id": doc_id, "sentence": number, "start": match.start(), "end": match.end()}
            )
            for place, entity in PLACES.items():
                for name in re.finditer(rf"\b{place}\b", match.group()):
                    start = match.start() + name.start()
                    mentions.append(
                        (doc_id, number, start, start + len(place), place, "LOC", entity, "list")
                    )
        words = re.findall(r"\w+", text.lower())
        terms.extend((doc_id, word, words.count(word)) for word in sorted(set(words)))
    term_schema = {"doc_id": pl.String, "term": pl.String, "count": pl.Int64}
    return {
        "documents": DOCUMENTS.frame(articles),
        "sentences": SENTENCES.frame(sentences),
        "mentions": pl.DataFrame(mentions, schema=MENTIONS, orient="row").sort("doc_id", "start"),
        "document_terms": pl.DataFrame(terms, schema=term_schema, orient="row").sort(
            "doc_id", "term"
        ),
    }


def run(
    articles: Sequence[dict[str, object]],
    parameters: Parameters | None = None,
    *,
    cuts: Sequence[int] = (),
    hand: Tables | None = None,
    whole: Tables | None = None,
) -> dict[str, pl.DataFrame]:
    """All tables of the stage; cuts: where the sorted articles are cut into shards."""
    engine = InMemory()
    ordered = sorted(articles, key=lambda one: str(one["doc_id"]))
    edges = [0, *cuts, len(ordered)]
    shards = [
        engine.share(tables_of(ordered[first:last])) for first, last in pairwise(edges) if ordered
    ]
    given = Given(
        shards=shards,
        whole={name: engine.share({name: frame}) for name, frame in (whole or {}).items()},
        hand=engine.share(hand or {}),
        description=Description(),
    )
    outputs: Outputs = compute(engine, given, parameters or Parameters())
    return {
        stem: pl.concat([part.load()[stem] for part in parts]) if parts else pl.DataFrame()
        for stem, parts in outputs.tables.items()
    }
