"""Whom the words of a toll's source name, and of which place that source counts the dead."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from analysis.contract import Tables
from analysis.timeline.tables import TOLLS

_ARTICLE = ("the ", "a ", "an ")
#: Before one of these a name only describes the one after it: "the Hamas-run ministry".
_JOINED = ("-", "‑", "–")
#: A place speaks only where nobody of it is named: "Israel said", not "residents of Israel said".
_RANK = {"ORG": 0, "PER": 1, "LOC": 2}


#: Authorities that count the victims of their own place; an army or a foreign ministry does not.
_COUNTS_ITS_OWN = re.compile(
    r"-(?:(?:health|interior|emergenc\w+)-ministry|ministry-of-(?:health|the-interior)|"
    r"civil-defen[cs]e|(?:government-)?media-office|health-(?:authorit\w+|officials))$"
)


class _Named(NamedTuple):
    start: int
    end: int
    type: str
    entity_id: str


def with_sources(tolls: pl.DataFrame, tables: Tables, mentions: pl.DataFrame) -> pl.DataFrame:
    """Tolls with the column source_id: the entity that `attributed_to` names, null where none.

    tables: documents and sentences of the shard; mentions: doc_id, sentence, start, end, type,
    entity_id. An organisation goes before a person, who speaks for it ("IDF spokesman Daniel
    Hagari"); a country or town counts only where its name is all that is said. "The ministry" is
    the one named last before it in the article. A running total without a place gets that of its
    source, where the source is called by a place that the article names ("Gaza Health Ministry").
    """
    said = tolls.filter(pl.col("attributed_to").is_not_null())
    if said.is_empty() or mentions.is_empty():
        return tolls.with_columns(source_id=pl.lit(None, pl.String))
    asked = said.select("doc_id").unique()
    texts = dict(
        tables["documents"].join(asked, on="doc_id", how="semi").select("doc_id", "text").rows()
    )
    spans = {
        (doc_id, sentence): (start, end)
        for doc_id, sentence, start, end in tables["sentences"]
        .join(said.select("doc_id", "sentence").unique(), on=["doc_id", "sentence"], how="semi")
        .select("doc_id", "sentence", "start", "end")
        .rows()
    }
    named = _by_article(mentions.join(asked, on="doc_id", how="semi"))
    rows = []
    for toll in tolls.iter_rows(named=True):
        doc_id, words = toll["doc_id"], toll["attributed_to"]
        span = spans.get((doc_id, toll["sentence"]))
        if words is not None and span is not None:
            text, names = texts[doc_id], named.get(doc_id, [])
            toll["source_id"] = _source(text, span, words, names)
            toll |= _place(toll, text, names)
        rows.append(toll)
    return TOLLS.frame(rows)


def _place(toll: Mapping[str, Any], text: str, named: list[_Named]) -> dict[str, str]:
    """Place and place_id of a running total by its source, where the sentence tells none."""
    known = toll["place"] is not None or toll["basis"] == "hand" or not toll["cumulative"]
    seat = None if known or not toll["source_id"] else _seat(toll["source_id"], named)
    return (
        {"place": text[seat.start : seat.end], "place_id": seat.entity_id}
        if seat is not None
        else {}
    )


def _by_article(mentions: pl.DataFrame) -> Mapping[str, list[_Named]]:
    found: dict[str, list[_Named]] = {}
    rows = mentions.filter(pl.col("type").is_in(list(_RANK))).sort("doc_id", "start")
    for doc_id, *one in rows.select("doc_id", "start", "end", "type", "entity_id").iter_rows():
        found.setdefault(doc_id, []).append(_Named(*one))
    return found


def _source(text: str, span: tuple[int, int], words: str, named: list[_Named]) -> str | None:
    """The entity that the words of a source name; span: of their sentence in the text."""
    at = text.find(words, *span)
    if at < 0:
        return None
    end = at + len(words)
    first = bisect_left(named, at, key=lambda one: one.start)
    inside = [
        one for one in _until(named[first:], end) if text[one.end : one.end + 1] not in _JOINED
    ]
    inside.sort(key=lambda one: (_RANK[one.type], one.start))
    plain = _without_article(words)
    if inside and (inside[0].type != "LOC" or plain == text[inside[0].start : inside[0].end]):
        return inside[0].entity_id
    return None if inside else _named_before(text, plain, named[:first])


def _seat(source: str, named: list[_Named]) -> _Named | None:
    """The place whose dead an authority counts, by its name; ids are made of names."""
    _, _, called = source.partition("-")
    places = (
        {one.entity_id.partition("-")[2]: one for one in named if one.type == "LOC"}
        if _COUNTS_ITS_OWN.search(called)
        else {}
    )
    found = [name for name in places if called.startswith(f"{name}-")]
    return places[max(found, key=len)] if found else None


def _until(named: Iterable[_Named], end: int) -> list[_Named]:
    found = []
    for one in named:
        if one.end > end:
            break
        found.append(one)
    return found


def _named_before(text: str, word: str, named: list[_Named]) -> str | None:
    """The organisation named last whose name ends with this one word ("the ministry")."""
    if " " in word or not word.islower():
        return None
    for one in reversed(named):
        if one.type == "ORG" and text[one.start : one.end].lower().endswith(f" {word}"):
            return one.entity_id
    return None


def _without_article(words: str) -> str:
    low = words.lower()
    return next((words[len(one) :] for one in _ARTICLE if low.startswith(one)), words)
