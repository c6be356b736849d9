"""Names found in the sentences that the model read, matched in all the others."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import polars as pl
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from analysis.contract import Tables
from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer, shipped
from analysis.entities.lowercase import lower_places
from analysis.entities.naming import Gathered
from analysis.entities.national import Named, qualified
from analysis.entities.reading import Sentence, articles
from analysis.entities.wordlists import cues

LEXICON = {"form": pl.String, "type": pl.String}


def lexicon(found: Iterable[Tables], named: Iterable[Tables]) -> Tables:
    """The forms that are names more often than not where the model read them, with the type that
    most of their mentions have."""
    seen: Counter[str] = Counter()
    for tables in found:
        for form, count in tables["found"]["form"].value_counts().iter_rows():
            seen[form] += count
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for tables in named:
        table = tables["named"].group_by("surface", "type").agg(pl.len())
        for surface, kind, count in table.iter_rows():
            votes[surface][kind] += count
    rows = []
    for form, kinds in votes.items():
        kind, _ = min(kinds.items(), key=lambda item: (-item[1], item[0]))
        if 2 * kinds.total() > seen[form] and len(form) > 1 and not form.islower():
            rows.append((form, kind))
    return {"lexicon": pl.DataFrame(sorted(rows), schema=LEXICON, orient="row")}


class Matcher:
    """Finds the lexicon's forms as whole words, the longest where several begin together."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.forms = list(forms)
        self.types = list(forms.values())
        self._automaton = (
            AhoCorasick(
                self.forms,
                matchkind=MatchKind.LeftmostLongest,
                implementation=Implementation.ContiguousNFA,
            )
            if forms
            else None
        )

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and type of each match."""
        if self._automaton is None:
            return []
        whole = [
            (start, end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(text)
            if not text[end : end + 1].isalnum()
            and text[end : end + 2] not in ("'t", "’t")
            and not (start and (text[start - 1].isalnum() or text[start - 1] in "_@#"))
        ]
        starts = {start for start, _, _ in whole}
        ends = {end for _, end, _ in whole}
        result = []
        for start, end, number in whole:
            last = end
            if end + 1 not in starts:
                last = _run_on(text, end)
            if start - 1 not in ends and _runs_in(text, start):
                continue
            if last == end or (self.types[number] == "PER" and " " not in text[start:end]):
                result.append((start, last, self.types[number]))
        return result


_NEXT = re.compile(r" ([A-Z][\w]*(?:['’-][\w]+)*)(?: ([A-Z][a-z]+(?:['’-][\w]+)*))?")
_BEFORE = re.compile(r"(?:^|[\n.?!:\"“(—] ?|([\w’'-]) )([A-Z][\w]*(?:[.'’-][\w]+)*\.?)[ -]$")


_DIRECTIONS = {
    *("north", "south", "east", "west", "central"),
    *("northern", "southern", "eastern", "western"),
}


@lru_cache(maxsize=100_000)
def _no_part(word: str) -> bool:
    """Whether a capitalised word beside a name is no part of it."""
    low = word.rstrip(".").casefold()
    lists = cues()
    if low in _DIRECTIONS:
        return False
    return low in lists.titles or low in lists.no_names or shipped().country_of(word) is not None


def _run_on(text: str, end: int) -> int:
    """Where a run of capitalised words that goes on behind a name ends; the name's end if none."""
    following = _NEXT.match(text, end)
    if following is None or _no_part(following.group(1)):
        return end
    return following.end(1)


def _runs_in(text: str, start: int) -> bool:
    """Whether a capitalised word before the name is likely a part of it ("North [Gaza]")."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    return before is not None and before.group(1) is not None and not _no_part(before.group(2))


def match(tables: Tables, named: Tables, lexicon: Tables, choice: Tables) -> Tables:
    """All names of a shard: the model's in the chosen sentences, matches in the others.

    named: of all shards, as `excerpts.led_back` gives them.
    """
    matcher = Matcher(dict(lexicon["lexicon"].iter_rows()))
    gazetteer = shipped()
    own = tables["documents"].select("doc_id")
    chosen: dict[str, set[int]] = defaultdict(set)
    for doc_id, sentence in choice["chosen"].join(own, on="doc_id", how="semi").iter_rows():
        chosen[doc_id].add(sentence)
    read: dict[str, list[Named]] = defaultdict(list)
    mine = named["named"].join(own, on="doc_id", how="semi", maintain_order="left")
    for doc_id, sentence, start, end, _, form, kind, method in mine.iter_rows():
        read[doc_id].append((Candidate(sentence, start, end, form, "", False), kind, method))
    gathered = Gathered()
    for doc_id, sentences in articles(tables):
        rows = _article(sentences, chosen[doc_id], read[doc_id], matcher, gazetteer)
        gathered.add(doc_id, sentences, rows)
    return gathered.tables()


def _article(
    sentences: list[Sentence],
    chosen: set[int],
    read: list[Named],
    matcher: Matcher,
    gazetteer: Gazetteer,
) -> list[Named]:
    starts = {one.number: one.start for one in sentences}
    rows: list[Named] = [
        (
            Candidate(
                one.sentence,
                one.start - starts[one.sentence],
                one.end - starts[one.sentence],
                one.form,
                "",
                False,
            ),
            kind,
            method,
        )
        for one, kind, method in read
    ]
    others = [one for one in sentences if one.number not in chosen]
    joined = "\n".join(one.text for one in others)
    begins, position = [], 0
    for one in others:
        begins.append(position)
        position += len(one.text) + 1
    for start, end, kind in matcher.find(joined):
        index = bisect_right(begins, start) - 1
        begin = begins[index]
        form = joined[start:end]
        rows.append(
            (
                Candidate(others[index].number, start - begin, end - begin, form, "", False),
                kind,
                "match",
            )
        )
    rows.extend(
        (one, "LOC", "gazetteer")
        for one in lower_places(others, [row[0] for row in rows], gazetteer)
    )
    rows.sort(key=lambda row: (row[0].sentence, row[0].start))
    return qualified(rows, {one.number: one.text for one in sentences}, gazetteer)
