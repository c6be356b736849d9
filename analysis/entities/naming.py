"""Second phase: which candidates are names, and of what type, article by article."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from analysis.contract import Tables
from analysis.entities.candidates import lower_words
from analysis.entities.evidence import CAST, Article, Candidate, Corpus, survey
from analysis.entities.features import describe, judge
from analysis.entities.gazetteer import Gazetteer
from analysis.entities.introductions import introductions
from analysis.entities.lowercase import lower_places
from analysis.entities.matters import is_matter, without_matters
from analysis.entities.names import fold
from analysis.entities.national import Named, qualified
from analysis.entities.persons import is_short_of, parts
from analysis.entities.reading import Sentence, articles, as_model_sees, hand_gazetteer
from analysis.entities.scores import sides
from analysis.entities.shares import share

NAMED = {
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "surface": pl.String,
    "form": pl.String,
    "type": pl.String,
    "method": pl.String,
}
FORMS = {
    "form": pl.String,
    "type": pl.String,
    "mentions": pl.Int64,
    "documents": pl.Int64,
}
#: Candidates, and those of them that are names.
JUDGED = {"candidates": pl.Int64, "names": pl.Int64}
LINKS = {"short": pl.String, "long": pl.String, "documents": pl.Int64}
INTRODUCED = {"short": pl.String, "long": pl.String, "documents": pl.Int64}


def merge_votes(shards: Iterable[Tables]) -> Tables:
    """How the model labelled each folded name over the whole corpus, and the `families` that this
    tells, see evidence.Corpus."""
    frames = [tables["votes"] for tables in shards]
    votes = pl.concat(frames).group_by("key", "label").agg(pl.col("votes").sum())
    votes = votes.sort("key", "label")
    full = votes.filter(pl.col("key").str.contains(" ", literal=True))
    families = sorted(corpus_of(full).family_names)
    return {"votes": votes, "families": pl.DataFrame({"key": families}, {"key": pl.String})}


def corpus_of(votes: pl.DataFrame, families: Iterable[str] = ()) -> Corpus:
    """What a table of votes says of names."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    for key, label, count in votes.iter_rows():
        found[key][CAST[label]] += count
    rows = {key: (row[0], row[1], row[2], row[3], row[4]) for key, row in found.items()}
    return Corpus(rows, families)


def name_article(
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    corpus: Corpus,
    gazetteer: Gazetteer,
    outlet: str = "",
    lower: Iterable[str] = (),
) -> list[tuple[Candidate, str, str]]:
    """The candidates that are names, each with its type and the method that decided.

    lower: words that the article prints in lower case elsewhere than in these sentences.
    """
    texts = {one.number: as_model_sees(one.text) for one in sentences}
    article: Article = survey(candidates, lower_words(texts.values()).union(lower), outlet)
    named = _of_results(texts, candidates, gazetteer)
    taken = {(one.sentence, place) for one, *_ in named for place in range(one.start, one.end)}
    for one in candidates:
        if (one.sentence, one.start) in taken or (one.sentence, one.end - 1) in taken:
            continue
        features = describe(texts[one.sentence], one, article, corpus, gazetteer)
        kind, _ = judge(features, one.lean)
        if kind == "OTHER" or gazetteer.country_of(one.form):
            continue
        if kind == "PER" and gazetteer.country_of(one.form.rsplit(" ", 1)[-1]):
            continue
        known = gazetteer.find(one.form)
        if known is None and is_matter(one.form, kind):
            continue
        method = "model" if one.label == kind else "match" if not one.label else "rule"
        if known is not None and known.type == kind and one.label != kind:
            method = "gazetteer"
        named.append((one, kind, method))
    named.extend(
        (one, "LOC", "gazetteer")
        for one in lower_places(sentences, [n[0] for n in named], gazetteer)
    )
    named.sort(key=lambda row: (row[0].sentence, row[0].start))
    return qualified(without_matters(named, texts), texts, gazetteer)


def _of_results(
    texts: Mapping[int, str], candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> list[Named]:
    """The sides of lines of results; a full name that the model takes for a person's is one."""
    persons = {
        (one.sentence, one.start, one.end)
        for one in candidates
        if one.label == "PER" and " " in one.form
    }
    return [
        (
            Candidate(number, side.start, side.end, text[side.start : side.end], "", False),
            "PER" if (number, side.start, side.end) in persons else side.type,
            "rule",
        )
        for number, text in texts.items()
        for side in sides(text, gazetteer)
    ]


class Gathered:
    """The names of a shard, article by article, and what resolution needs to know of them."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, int, int, str, str, str, str]] = []
        self.forms: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self.links: Counter[tuple[str, str]] = Counter()
        self.introduced: Counter[tuple[str, str]] = Counter()

    def add(self, doc_id: str, sentences: Sequence[Sentence], named: Sequence[Named]) -> None:
        """Takes in an article; offsets are led from its sentences to its text."""
        starts = {one.number: one.start for one in sentences}
        texts = {one.number: one.text for one in sentences}
        seen: Counter[tuple[str, str]] = Counter()
        for one, kind, method in named:
            base, surface = starts[one.sentence], texts[one.sentence][one.start : one.end]
            span = (base + one.start, base + one.end)
            self.rows.append((doc_id, one.sentence, *span, surface, one.form, kind, method))
            seen[one.form, kind] += 1
        for form, count in seen.items():
            self.forms[form][0] += count
            self.forms[form][1] += 1
        self.links.update(_links(form for form, kind in seen if kind == "PER"))
        self.introduced.update(introductions(sentences, named))

    def tables(self) -> Tables:
        forms = [(*form, *counts) for form, counts in sorted(self.forms.items())]
        return {
            "named": pl.DataFrame(self.rows, schema=NAMED, orient="row"),
            "forms": pl.DataFrame(forms, schema=FORMS, orient="row"),
            "links": _counted(self.links, LINKS),
            "introduced": _counted(self.introduced, INTRODUCED),
        }


def name(tables: Tables, facts: Tables, votes: Tables, hand: Tables) -> Tables:
    """Names of a shard with their types, and what resolution needs to know of them.

    votes: the shard's own share of them.
    """
    gazetteer = hand_gazetteer(hand)
    corpus = corpus_of(share(votes, "votes"), share(votes, "families")["key"])
    documents = tables["documents"]
    outlets = dict(documents.select("doc_id", "outlet").iter_rows())
    elsewhere: dict[str, str] = {}
    if "lower" in documents.columns:
        elsewhere = dict(documents.select("doc_id", "lower").iter_rows())
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for doc_id, number, start, end, form, label, titled, *lean in facts["found"].iter_rows():
        one = Candidate(
            number, start, end, form, label, titled, (lean[0], lean[1], lean[2], lean[3])
        )
        grouped[doc_id].append(one)
    gathered, kept = Gathered(), 0
    for doc_id, sentences in articles(tables):
        starts = {one.number: one.start for one in sentences}
        candidates = [_within(one, starts[one.sentence]) for one in grouped[doc_id]]
        lower, outlet = elsewhere.get(doc_id, "").split(), outlets[doc_id] or ""
        named = name_article(sentences, candidates, corpus, gazetteer, outlet, lower)
        gathered.add(doc_id, sentences, named)
        kept += sum(one.form[:1].isupper() or one.label != "" for one, _, _ in named)
    judged = pl.DataFrame([(facts["found"].height, kept)], schema=JUDGED, orient="row")
    return {**gathered.tables(), "judged": judged}


def _within(one: Candidate, begin: int) -> Candidate:
    """The candidate with offsets in its sentence."""
    return replace(one, start=one.start - begin, end=one.end - begin)


def _counted(
    counts: Counter[tuple[str, str]], schema: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    rows = [(*pair, count) for pair, count in sorted(counts.items())]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _links(persons: Iterable[str]) -> set[tuple[str, str]]:
    """Short names of an article with the longer names there that they may stand for, where these
    have one given name."""
    keyed = {fold(form): parts(form) for form in persons}
    full = [(key, given) for key, given in keyed.items() if len(given) > 1]
    found: set[tuple[str, str]] = set()
    for key, short in keyed.items():
        longer = [other for other, given in full if is_short_of(short, given)]
        if len({keyed[other][0] for other in longer}) == 1:
            found.update((key, other) for other in longer)
    return found
