"""Whose ministry: bodies that every country has, named together with their country."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from analysis.entities.evidence import Candidate
from analysis.entities.gazetteer import Gazetteer
from analysis.entities.names import fold
from analysis.entities.wordlists import cues, rows

Named = tuple[Candidate, str, str]

_BEFORE = re.compile(r"([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?)(?:['’]s)? $")
_AFTER = re.compile(r" (?:in|of) (?:the )?([A-Z][\w.'-]*(?: [A-Z][\w.'-]*)?)")
_POSSESSIVE = re.compile(r"['’]s$")


@cache
def _adjectives() -> Mapping[str, str]:
    """The adjective of each country: "Lebanese" of Lebanon."""
    found = {row["name"]: row["demonyms"].split("|")[0] for row in rows("countries.tsv")}
    return {**found, "United States": "US", "United Kingdom": "UK"}


def _qualifier(words: str, gazetteer: Gazetteer) -> str:
    """The place that these words begin or end with, as it stands before a body's name, or ""."""
    bare = _POSSESSIVE.sub("", words)
    for tried in (bare, bare.rsplit(" ", 1)[-1], bare.split(" ", 1)[0]):
        country = gazetteer.country_of(tried)
        known = gazetteer.find(tried)
        if country is None and known is not None and known.type == "LOC" and known.weight == 2:
            country = known.name
        if country is not None:
            return _adjectives().get(country) or country
    return ""


def _body(form: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Qualifier ("" if none) and the rest, where the name is a national body's."""
    first, _, rest = form.partition(" ")
    qualifier = _qualifier(first, gazetteer) if rest else ""
    bare = rest if qualifier else form
    words = set(fold(bare).split())
    return (qualifier, bare) if words & cues().national_bodies and " " in bare else None


def qualified(
    named: Sequence[Named], texts: Mapping[int, str], gazetteer: Gazetteer
) -> list[Named]:
    """The names with national bodies under their full form: "Gaza's [Health Ministry]" stands for
    "Gaza Health Ministry", and so does a later "Health Ministry" of the same article if that is
    the only one. The span stays as it is."""
    result: list[Named] = []
    known: dict[str, set[str]] = defaultdict(set)
    bare: list[int] = []
    for one, kind, method in named:
        body = _body(one.form, gazetteer) if kind == "ORG" else None
        if body is not None and gazetteer.find(one.form) is None:
            qualifier, rest = body
            qualifier = qualifier or _around(one, texts[one.sentence], gazetteer)
            if qualifier:
                one = replace(one, form=f"{qualifier} {rest}")
            else:
                bare.append(len(result))
        if body is not None and one.form != body[1]:
            known[fold(body[1])].add(one.form)
        result.append((one, kind, method))
    for index in bare:
        one, kind, method = result[index]
        forms = known[fold(one.form)]
        if len(forms) == 1:
            result[index] = (replace(one, form=min(forms)), kind, method)
    return result


def _around(one: Candidate, text: str, gazetteer: Gazetteer) -> str:
    before = _BEFORE.search(text, max(0, one.start - 40), one.start)
    if before and (found := _qualifier(before.group(1), gazetteer)):
        return found
    after = _AFTER.match(text, one.end)
    return _qualifier(after.group(1), gazetteer) if after else ""
