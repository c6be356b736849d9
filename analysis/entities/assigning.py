"""Fourth phase: every mention gets its entity; a surname goes to the person of its article."""

from collections import defaultdict

import polars as pl

from analysis.contract import Tables
from analysis.entities.persons import Parts, is_exactly_short_of, is_short_of, parts
from analysis.entities.shares import share
from analysis.entities.tables import MENTIONS


def assign(named: Tables, resolved: Tables) -> Tables:
    """The mentions of a shard.

    resolved: the shard's own share of it.
    """
    ids: dict[tuple[str, str], tuple[str, bool]] = {}
    types: dict[str, str] = {}
    for form, kind, entity_id, short, type_ in share(resolved, "ids").iter_rows():
        ids[form, kind] = (entity_id, short)
        types[entity_id] = type_
    rows: list[tuple[str, int, int, int, str, str, str, str]] = []
    grouped: dict[str, list[tuple[int, int, int, str, str, str, str]]] = defaultdict(list)
    for doc_id, *row in named["named"].iter_rows():
        grouped[doc_id].append(tuple(row))
    for doc_id in sorted(grouped):
        full: list[tuple[Parts, str]] = []
        later = _full_names(grouped[doc_id], ids)
        for sentence, start, end, surface, form, kind, method in grouped[doc_id]:
            entity_id, short = ids[form, kind]
            own = parts(form) if short or types[entity_id] == "PER" else ()
            if short:
                entity_id = _meant(own, full) or _meant(own, later) or entity_id
            elif len(own) > 1:
                full.append((own, entity_id))
            rows.append(
                (doc_id, sentence, start, end, surface, types[entity_id], entity_id, method)
            )
    return {"mentions": pl.DataFrame(rows, schema=MENTIONS.schema, orient="row")}


def _full_names(
    mentions: list[tuple[int, int, int, str, str, str, str]],
    ids: dict[tuple[str, str], tuple[str, bool]],
) -> list[tuple[Parts, str]]:
    """An article's full names, the first one last, so that it is found first."""
    found = []
    for _, _, _, _, form, kind, _ in mentions:
        entity_id, short = ids[form, kind]
        if kind == "PER" and not short and len(parts(form)) > 1:
            found.append((parts(form), entity_id))
    return found[::-1]


def _meant(short: Parts, full: list[tuple[Parts, str]]) -> str | None:
    """The person whose name ends like the short one, the nearest before it first; else the only
    one whose given name it is ("Barack", beside an Ehud Barak); else one whose name ends nearly
    like it."""
    for long, entity_id in reversed(full):
        if is_exactly_short_of(short, long):
            return entity_id
    given = {entity_id for long, entity_id in full if len(short) == 1 and long[0] == short[0]}
    if len(given) == 1:
        return given.pop()
    near = (entity_id for long, entity_id in reversed(full) if is_short_of(short, long))
    return next(near, None)
