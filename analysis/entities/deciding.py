"""Third phase: the whole corpus's names become entities."""

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import polars as pl

from analysis.contract import Tables
from analysis.entities.gazetteer import Gazetteer, Known
from analysis.entities.names import ascii_form, fold
from analysis.entities.parameters import Parameters
from analysis.entities.persons import parts
from analysis.entities.reading import hand_gazetteer
from analysis.entities.resolution import (
    Groups,
    Names,
    Node,
    by_hand,
    decide_known,
    join_introduced,
    join_known,
    join_types,
)
from analysis.entities.similarity import (
    join_misprints,
    join_organisations,
    join_persons,
    join_qualified,
    join_spellings,
    short_names,
)

#: What a name stands for: `entity_id` of its own person or thing; `short`: a person's name that
#: the article may give to somebody else.
ALIASES = {"key": pl.String, "type": pl.String, "entity_id": pl.String, "short": pl.Boolean}
#: The same by the form that was read; `kind` is the entity's type.
IDS = {"form": pl.String, **{key: ALIASES[key] for key in list(ALIASES)[1:]}, "kind": pl.String}
PROFILES = {
    "entity_id": pl.String,
    "name": pl.String,
    "type": pl.String,
    "kind": pl.String,
    "country": pl.String,
}
MERGED = {
    "entity_id": pl.String,
    "alias": pl.String,
    "evidence": pl.String,
    "decision": pl.String,
    "mentions": pl.Int64,
}


def collect(shards: Iterable[Tables]) -> Names:
    """The shards' facts about names, added up."""
    names, given = Names(), list(shards)
    for form, kind, mentions, documents in _added(given, "forms", ["form", "type"]).iter_rows():
        node = (fold(form), kind)
        names.spellings.setdefault(node, Counter())[form] = mentions
        names.documents[node] += documents
    for short, long, documents in _added(given, "links", ["short", "long"]).iter_rows():
        names.links[short][long] = documents
    for short, long, documents in _added(given, "introduced", ["short", "long"]).iter_rows():
        names.introduced[short, long] = documents
    names.spellings = {node: names.spellings[node] for node in sorted(names.spellings)}
    return names


def _added(shards: Sequence[Tables], name: str, by: list[str]) -> pl.DataFrame:
    """The counts of that table added up over the shards."""
    return pl.concat([tables[name] for tables in shards]).group_by(by).sum().sort(by)


def resolve(shards: Iterable[Tables], hand: Tables, *, parameters: Parameters) -> Tables:
    """Entities, aliases and merges of the corpus."""
    with _uncollected():
        return _resolved(shards, hand, parameters)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage: among millions of small objects that stay it takes a third of the
    time, and there is none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _resolved(shards: Iterable[Tables], hand: Tables, parameters: Parameters) -> Tables:
    names, gazetteer = collect(shards), hand_gazetteer(hand)
    rows = hand.get("aliases")
    joined, apart = by_hand(rows.iter_rows(named=True) if rows is not None else ())
    groups = Groups(names.spellings, _apart(names, apart))
    labels = _join_by_hand(names, groups, joined)
    join_types(names, groups, gazetteer)
    join_known(names, groups, gazetteer)
    join_introduced(names, groups)
    join_persons(names, groups)
    join_organisations(names, groups, gazetteer)
    join_qualified(names, groups, gazetteer)
    join_spellings(names, groups, gazetteer)
    join_misprints(names, groups, gazetteer)
    owned, shared = short_names(names, groups, parameters.surname_share)
    for one, other, evidence in shared:
        groups.propose(one, other, evidence)
    for node, (person, evidence) in owned.items():
        groups.join(person, node, evidence)
    return _tables(names, groups, gazetteer, labels)


def _apart(names: Names, apart: Iterable[tuple[str, str]]) -> list[tuple[Node, Node]]:
    return [
        (one, other)
        for entity, alias in apart
        for one in _nodes(names, entity)
        for other in _nodes(names, alias)
    ]


def _nodes(names: Names, surface: str) -> list[Node]:
    return [
        (fold(surface), kind)
        for kind in ("PER", "ORG", "LOC")
        if (fold(surface), kind) in names.spellings
    ]


def _join_by_hand(
    names: Names, groups: Groups, joined: Iterable[tuple[str, str, str]]
) -> dict[Node, tuple[str, str]]:
    """Joins the researcher's aliases; returns the name and type that a node's group must bear.

    Where several lines join to one group, the last line names it: so a rename added below an
    earlier merge counts.
    """
    lines: list[tuple[Node, tuple[str, str]]] = []
    for entity, alias, kind in joined:
        nodes = _nodes(names, entity) + _nodes(names, alias)
        if not nodes:
            continue
        chosen = kind or nodes[0][1]
        for node in nodes[1:]:
            groups.join(nodes[0], node, "hand/aliases", "hand")
        lines.append((nodes[0], (entity, chosen)))
    last = {groups.root(node): label for node, label in lines}
    return {node: last[groups.root(node)] for node, _ in lines}


def _tables(
    names: Names, groups: Groups, gazetteer: Gazetteer, labels: dict[Node, tuple[str, str]]
) -> Tables:
    aliases: list[tuple[str, str, str, bool]] = []
    forms: list[tuple[str, str, str, bool, str]] = []
    profiles: list[tuple[str, str, str, str | None, str | None]] = []
    ids: dict[Node, str] = {}
    taken: set[str] = set()
    for root, members in sorted(groups.members().items()):
        known = decide_known(root, members, gazetteer)
        hand = next((labels[node] for node in members if node in labels), None)
        kind = hand[1] if hand else known.type if known else root[1]
        name = hand[0] if hand else known.name if known else _name(names, members, kind)
        entity_id = _identity(kind, name, taken)
        profiles.append((entity_id, name, kind, *_place(known)))
        longest = max(len(parts(names.surface(node))) for node in members)
        for node in members:
            ids[node] = entity_id
            words = len(parts(names.surface(node)))
            short = words < max(2, longest) if kind == "PER" else names.elsewhere(node)
            aliases.append((*node, entity_id, short and not hand))
            forms.extend((form, *aliases[-1][1:], kind) for form in names.spellings[node])
    merged = [
        (
            ids[one.node],
            names.surface(one.other),
            one.evidence,
            one.decision,
            names.mentions(one.other),
        )
        for one in groups.merges
        if one.decision != "candidate" or ids[one.node] != ids[one.other]
    ]
    return {
        "aliases": pl.DataFrame(sorted(aliases), schema=ALIASES, orient="row"),
        "ids": pl.DataFrame(sorted(forms), schema=IDS, orient="row"),
        "profiles": pl.DataFrame(sorted(profiles), schema=PROFILES, orient="row"),
        "merged": pl.DataFrame(
            sorted(set(merged), key=lambda row: (row[0], row[1], row[3], row[2], row[4])),
            schema=MERGED,
            orient="row",
        ),
    }


def _place(known: Known | None) -> tuple[str | None, str | None]:
    return (known.kind or None, known.country or None) if known else (None, None)


def _name(names: Names, members: list[Node], kind: str) -> str:
    """The name to print: of a person, the most frequent full name without an initial first;
    of an organisation or a place, the most frequent, a full form before a short one."""

    def rank(node: Node) -> tuple[object, ...]:
        surface = names.surface(node)
        if kind == "PER":
            words = parts(surface)
            bare = len(words) < 2 or len(words[0]) == 1
            return (node[1] != kind, bare, -names.mentions(node), node)
        acronym = surface.replace(".", "").isupper() and " " not in surface
        return (node[1] != kind, acronym, surface.isupper(), -names.mentions(node), node)

    return _cased(names.surface(min(members, key=rank)))


def _cased(name: str) -> str:
    """The name with capitals where an all-capitals or lower-case source had none of them right."""
    if name.islower() or (name.isupper() and " " in name and "." not in name):
        return name.title()
    return name


def _identity(kind: str, name: str, taken: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_form(name).casefold().replace("'", "")).strip("-")
    base = f"{kind.lower()}-{slug or hashlib.sha256(name.encode()).hexdigest()[:12]}"
    found, count = base, 1
    while found in taken:
        count += 1
        found = f"{base}-{count}"
    taken.add(found)
    return found
