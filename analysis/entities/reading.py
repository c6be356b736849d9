"""First phase: what the model sees in each article, with its spans repaired."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from analysis.contract import Tables
from analysis.entities.candidates import runs, with_known
from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer, extended
from analysis.entities.leaning import leanings
from analysis.entities.lowercase import raised
from analysis.entities.names import fold
from analysis.entities.parameters import Parameters
from analysis.entities.recogniser import Recogniser, load
from analysis.entities.spans import repaired

LANGUAGE = "en"

FOUND = {
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "form": pl.String,
    "label": pl.String,
    "titled": pl.Boolean,
    "lean_per": pl.Float64,
    "lean_org": pl.Float64,
    "lean_loc": pl.Float64,
    "lean_other": pl.Float64,
}
VOTES = {"key": pl.String, "label": pl.String, "votes": pl.Int64}
READ = {"documents": pl.Int64, "documents_read": pl.Int64, "words": pl.Int64, "sentences": pl.Int64}


class Sentence(NamedTuple):
    """A sentence with its place in the article."""

    number: int
    start: int
    text: str


_SPACES = ("\n", "\r", "\t", "\u00a0", "\u2028")
_CAPITAL = re.compile(r"[A-Z]")


def readable() -> pl.Expr:
    """Articles in a language that the stage reads; unknown counts as English."""
    return pl.col("language").fill_null(LANGUAGE) == LANGUAGE


def articles(tables: Tables) -> Iterator[tuple[str, list[Sentence]]]:
    """Each article that can be read, with its sentences; white space is made blanks."""
    documents = tables["documents"].filter(readable())
    texts = {
        doc_id: _blank(text) for doc_id, text in documents.select("doc_id", "text").iter_rows()
    }
    grouped: dict[str, list[Sentence]] = {doc_id: [] for doc_id in texts}
    for doc_id, number, start, end in (
        tables["sentences"].select("doc_id", "sentence", "start", "end").iter_rows()
    ):
        if doc_id in grouped:
            grouped[doc_id].append(Sentence(number, start, texts[doc_id][start:end]))
    yield from grouped.items()


def _blank(text: str) -> str:
    for space in _SPACES:
        text = text.replace(space, " ")
    return text


#: A speaker's name in a transcript, "MS. JEAN-PIERRE:", or a dateline in capitals.
_SPEAKER = re.compile(r"(?<![^\W_])[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,5}(?=:)")
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'’\-]{2,}(?:,? [A-Z][A-Z.'’\-]*){0,4}"
    r"(?=,? (?:\(|[-–—_]|[A-Z][a-z]{2,8}\.? \d)|, \d"
    r"|, [A-Z][a-z.]+(?: [A-Z][a-z]+)* (?:\(|[-–—_] ))"
)


def _titled(match: re.Match[str]) -> str:
    text = match.group()
    return text.title() if len(text) > 3 else text


def as_model_sees(text: str) -> str:
    """The sentence as the model reads it best, of the same length: capitals throughout become
    words with initials, and so do a speaker's name and a dateline in capitals; known names in a
    sentence without a capital get theirs."""
    if text.islower():
        return raised(text)
    text = _DATELINE.sub(_titled, _SPEAKER.sub(_titled, text))
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        titled = text.title()
        return titled if len(titled) == len(text) else text
    return text


def read(
    sentences: Sequence[Sentence], recogniser: Recogniser, gazetteer: Gazetteer
) -> list[Candidate]:
    """Names that the model marks, and runs of capitals that it does not, sentence by sentence.

    A sentence in which no word begins like a name is not shown to the model.
    """
    given = [(one, as_model_sees(one.text)) for one in sentences]
    shown = [one for one, text in given if _CAPITAL.search(text)]
    texts = [text for _, text in given if _CAPITAL.search(text)]
    result: list[Candidate] = []
    for one, seen, answer in zip(shown, texts, recogniser.recognise(texts), strict=True):
        found = answer.found
        taken = [(name.start, name.end) for name in found]
        own: list[Candidate] = []
        for start, end, label, titled in repaired(seen, found, gazetteer):
            own.append(Candidate(one.number, start, end, seen[start:end], label, titled))
            taken.append((start, end))
        for start, end in runs(seen, taken, gazetteer):
            own.append(Candidate(one.number, start, end, seen[start:end], "", False))
        own = with_known(one.number, seen, own, gazetteer)
        leans = leanings(recogniser, answer, [(name.start, name.end) for name in own])
        result.extend(replace(name, lean=lean) for name, lean in zip(own, leans, strict=True))
    return sorted(result, key=lambda one: (one.sentence, one.start))


def recognise(tables: Tables, hand: Tables, *, parameters: Parameters) -> Tables:
    """Facts of a shard: candidates with their labels, and how often each name got which.

    The model reads article by article, so that no batch depends on how the corpus is cut.
    """
    return _facts(articles(tables), hand, parameters)


def recognise_excerpts(tables: Tables, hand: Tables, *, parameters: Parameters) -> Tables:
    """As `recognise`, of a part of the excerpts, which the model reads in one go."""
    given = [(doc_id, one) for doc_id, sentences in articles(tables) for one in sentences]
    together = [one._replace(number=index) for index, (_, one) in enumerate(given)]
    found = _facts([("", together)], hand, parameters)
    index = found["found"]["sentence"].to_list()
    return {
        **found,
        "found": found["found"].with_columns(
            doc_id=pl.Series([given[place][0] for place in index], dtype=pl.String),
            sentence=pl.Series([given[place][1].number for place in index], dtype=pl.Int32),
        ),
    }


def _facts(
    given: Iterable[tuple[str, list[Sentence]]], hand: Tables, parameters: Parameters
) -> Tables:
    gazetteer = hand_gazetteer(hand)
    recogniser: Recogniser | None = None
    rows: list[tuple[object, ...]] = []
    votes: Counter[tuple[str, str]] = Counter()
    for doc_id, sentences in given:
        if not sentences:
            continue
        if recogniser is None:
            recogniser = load(parameters.model, parameters.model_version)
        starts = {one.number: one.start for one in sentences}
        for one in read(sentences, recogniser, gazetteer):
            base = starts[one.sentence]
            span = (base + one.start, base + one.end)
            rows.append((doc_id, one.sentence, *span, one.form, one.label, one.titled, *one.lean))
            votes[fold(one.form), one.label] += 1
    return {
        "found": pl.DataFrame(rows, schema=FOUND, orient="row"),
        "votes": votes_table(votes),
    }


def hand_gazetteer(hand: Tables) -> Gazetteer:
    """The gazetteer with the researcher's own rows, where there are any."""
    rows = hand.get("gazetteer")
    return extended(rows.iter_rows(named=True) if rows is not None else ())


def votes_table(votes: Counter[tuple[str, str]]) -> pl.DataFrame:
    """Counts of labels by folded name, as a sorted table."""
    rows = [(key, label, count) for (key, label), count in sorted(votes.items())]
    return pl.DataFrame(rows, schema=VOTES, orient="row")


def measure(tables: Tables) -> Tables:
    """How much of a shard there is to read."""
    return {"read": read_counts(tables)}


def total(shards: Iterable[Tables]) -> Tables:
    """How much of the corpus there is to read."""
    return {"read": pl.concat([tables["read"] for tables in shards]).sum()}


def read_counts(tables: Tables) -> pl.DataFrame:
    """One row: articles, articles that can be read, and their words and sentences."""
    documents = tables["documents"]
    kept = documents.filter(readable())
    sentences = tables["sentences"].join(kept.select("doc_id"), on="doc_id", how="semi")
    row = (documents.height, kept.height, int(kept["words"].sum()), sentences.height)
    return pl.DataFrame([row], schema=READ, orient="row")
