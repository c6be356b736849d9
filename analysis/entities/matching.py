"""Names found in the sentences that the model read, matched in all the others."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

from analysis.contract import Tables
from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer, shipped
from analysis.entities.lowercase import lower_places
from analysis.entities.matcher import Matcher, run_on
from analysis.entities.matters import without_matters
from analysis.entities.naming import Gathered
from analysis.entities.national import Named, qualified
from analysis.entities.reading import Sentence, articles
from analysis.entities.shares import needed, share
from analysis.entities.wordlists import cues, given_names

LEXICON = {"form": pl.String, "type": pl.String}


def lexicon(found: Iterable[Tables], named: Iterable[Tables], choice: Tables) -> Tables:
    """The forms that are names more often than not where the model read them, with the type that
    most of their mentions have; each as it was read and as it was printed ("Kirby", "KIRBY").

    found, named: of the same parts, in the same order. A title alone is no name. A given or family
    name of persons named in full is one, even where the few sentences read left it open ("Thanks,
    Karine"), unless it is a word as well.
    """
    seen: Counter[str] = Counter()
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    printed: dict[str, set[str]] = defaultdict(set)
    for facts, tables in zip(found, named, strict=True):
        seen.update(facts["found"]["form"].to_list())
        for form, label in facts["found"].select("form", "label").iter_rows():
            labels[form][label] += 1
        read = facts["found"].select("doc_id", "sentence", "start", "end", read="form")
        placed = tables["named"].join(read, on=["doc_id", "sentence", "start", "end"], how="left")
        table = placed.select("surface", "type", pl.col("read").fill_null(pl.col("surface")))
        for surface, kind, form in table.iter_rows():
            votes[form][kind] += 1
            printed[form].add(surface)
    types = {
        form: min(kinds, key=lambda kind: (-kinds[kind], -labels[form][kind], kind))
        for form, kinds in votes.items()
    }
    words = set(choice["words"]["form"])
    persons = _parts_of_persons(types) - words
    rows: dict[str, str] = {}
    for form, kinds in sorted(votes.items()):
        person = form in persons
        enough = (4 if person else 3 if " " in form else 2) * kinds.total() > seen[form]
        if enough and form.casefold() not in cues().titles:
            for surface in sorted({form, *printed[form]}):
                if len(surface) > 1 and not surface.islower() and not _two(surface, types):
                    rows.setdefault(surface, "PER" if person else types[form])
    for form in choice["wanted"]["form"]:
        known = shipped().find(form)
        if known is not None and known.weight == 2 and not seen[form]:
            rows[form] = known.type
    for form in sorted(_named_in_full(votes, types) & labels.keys() - rows.keys() - words):
        cast = labels[form]
        if cast["PER"] > max(cast["ORG"], cast["LOC"], cast["OTHER"]):
            rows[form] = "PER"
    table = pl.DataFrame(sorted(rows.items()), schema=LEXICON, orient="row")
    return {"lexicon": table, "needed": needed(table)}


def _two(surface: str, types: Mapping[str, str]) -> bool:
    """Whether this is two known names joined by "and"."""
    one, joint, other = surface.partition(" and ")
    return bool(joint) and one in types and other in types


def _named_in_full(votes: Mapping[str, Counter[str]], types: Mapping[str, str]) -> set[str]:
    """Given names, and first and last words of the full names of persons, that can stand alone."""
    lists, gazetteer = cues(), shipped()
    parts = {
        word
        for form, kind in types.items()
        if kind == "PER" and " " in form and votes[form]["PER"] > 1
        for word in (form.split(" ", 1)[0], form.rsplit(" ", 1)[-1])
    }
    parts.update(name.capitalize() for name in given_names())
    plain = (
        lists.matter_tails
        | lists.titles
        | lists.no_names
        | lists.function_words
        | lists.concepts
        | lists.suffixes
    )
    return {
        word
        for word in parts
        if len(word) > 2 and word[0].isupper() and word.casefold() not in plain
        if gazetteer.find(word) is None and gazetteer.country_of(word) is None
    }


def _parts_of_persons(types: Mapping[str, str]) -> set[str]:
    """Single words among these names that are a given name or part of a person's full name, and
    nothing that the gazetteer knows."""
    parts = {
        word
        for form, kind in types.items()
        if kind == "PER" and " " in form
        for word in (form.split(" ", 1)[0], form.rsplit(" ", 1)[-1])
    }
    single = {form for form in types if " " not in form}
    known = {form for form in single if (one := shipped().find(form)) and one.weight > 0}
    # "ED" is more likely an agency than an Ed.
    given = {
        form
        for form in single
        if form.casefold() in given_names() and not (form.isupper() and len(form) < 4)
    }
    return (single & parts | given) - known


def match(tables: Tables, named: Tables, lexicon: Tables, choice: Tables) -> Tables:
    """All names of a shard: the model's in the chosen sentences, and matches of the lexicon
    wherever the model saw no name.

    named, lexicon, choice: the shard's own shares (see shares.py).
    """
    matcher = Matcher(dict(lexicon["lexicon"].iter_rows()))
    gazetteer = shipped()
    chosen: dict[str, set[int]] = defaultdict(set)
    for doc_id, sentence in share(choice, "chosen").iter_rows():
        chosen[doc_id].add(sentence)
    read: dict[str, list[Named]] = defaultdict(list)
    for doc_id, sentence, start, end, _, form, kind, method in share(named, "named").iter_rows():
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
    joined = "\n".join(one.text for one in sentences)
    begins, position = [], 0
    for one in sentences:
        begins.append(position)
        position += len(one.text) + 1
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name, *_ in rows:
        taken[name.sentence].append((name.start, name.end))
    words: set[str] | None = None
    for start, end, kind in matcher.find(joined):
        index = bisect_right(begins, start) - 1
        if start == begins[index] and joined[start + 1 : end].isalpha():
            words = words or set(joined.split())
            if joined[start:end].lower() in words:
                continue
        number, begin = sentences[index].number, begins[index]
        span = (start - begin, end - begin)
        if any(first < span[1] and span[0] < last for first, last in taken.get(number, ())):
            continue
        rows.append((Candidate(number, *span, joined[start:end], "", False), kind, "match"))
    rows = _with_family_names(sentences, rows, gazetteer)
    rows.extend(
        (one, "LOC", "gazetteer")
        for one in lower_places(
            [one for one in sentences if one.number not in chosen],
            [row[0] for row in rows],
            gazetteer,
        )
    )
    rows.sort(key=lambda row: (row[0].sentence, row[0].start))
    texts = {one.number: one.text for one in sentences}
    return qualified(without_matters(rows, texts), texts, gazetteer)


_CAPITAL_BEFORE = re.compile(r"([A-Z][\w.'’-]*)[ -]$")


def _with_family_names(
    sentences: list[Sentence], rows: list[Named], gazetteer: Gazetteer
) -> list[Named]:
    """The names of an article, with the family names of the persons that it names in full: found
    where nothing was, and persons where they were taken for something else."""
    families = {
        family
        for one, kind, _ in rows
        if kind == "PER" and (family := one.form.rsplit(" ", 1)[-1]) != one.form
        if len(family) > 2 and family[0].isupper() and family.casefold() not in cues().suffixes
    }
    if not families:
        return rows
    # A set has another order in every process, and of two at one place ("Xi", "Xi’s") both stay.
    ordered = sorted(families)
    spans: dict[int, list[int]] = defaultdict(list)
    for index, (one, *_) in enumerate(rows):
        spans[one.sentence].append(index)
    result = list(rows)
    lower: set[str] | None = None
    for sentence in sentences:
        text = sentence.text
        for family in ordered:
            start = text.find(family)
            while start >= 0:
                end = start + len(family)
                near = [
                    index
                    for index in spans[sentence.number]
                    if rows[index][0].start < end and start < rows[index][0].end
                ]
                if near:
                    one, kind, _ = rows[near[0]]
                    known = gazetteer.find(family)
                    other = (one.start, one.end) == (start, end) and kind != "PER"
                    if other and (known is None or known.weight == 0):
                        result[near[0]] = (one, "PER", "rule")
                elif _alone(text, start, end):
                    if start == 0 and lower is None:
                        lower = {word for other in sentences for word in other.text.split()}
                    if start or lower is None or family.lower() not in lower:
                        found = Candidate(sentence.number, start, end, family, "", False)
                        result.append((found, "PER", "match"))
                start = text.find(family, end)
    return result


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a word stands by itself: no letter beside it, no capital before or behind it that
    is no title."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "_@#-"):
        return False
    if text[end : end + 1].isalnum() or text[end : end + 1] == "-" or run_on(text, end) != end:
        return False
    before = _CAPITAL_BEFORE.search(text, max(0, start - 30), start)
    word = before.group(1).rstrip(".").casefold() if before else ""
    return not word or word in cues().titles or word in ("q", "a")
