"""The decision: which names stand for one entity, and on what evidence.

Names are nodes (folded spelling and type); rules join nodes, one family of rules a function.
A rule only ever joins on evidence that it can state; what is near but lacks evidence becomes a
candidate for the researcher. `hand/aliases` wins over every rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.entities.gazetteer import Gazetteer, Known
from analysis.entities.names import fold
from analysis.entities.persons import parts
from analysis.entities.wordlists import given_names

#: A name: folded spelling and type.
Node = tuple[str, str]


@dataclass
class Names:
    """What the corpus says of its names.

    spellings: mentions by surface of each node; documents: articles that hold it; links: for a
    short person's name, the longer names it stands beside in articles, with their number;
    introduced: short forms introduced in brackets, with the number of articles; places: persons'
    names of one word that the gazetteer knows as a place. All are added up before the first name
    is asked for: what was found for it is remembered.
    """

    spellings: dict[Node, Counter[str]] = field(default_factory=dict)
    documents: Counter[Node] = field(default_factory=Counter)
    links: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    introduced: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: set[Node] = field(default_factory=set)
    _mentions: dict[Node, int] = field(default_factory=dict, repr=False)
    _surfaces: dict[Node, str] = field(default_factory=dict, repr=False)

    def mentions(self, node: Node) -> int:
        found = self._mentions.get(node)
        if found is None:
            found = self._mentions[node] = sum(self.spellings[node].values())
        return found

    def elsewhere(self, node: Node) -> bool:
        """Whether this person's name is a known place's, and so tells a person only in articles
        that give the full name ("Jordan", "Washington")."""
        return node in self.places

    def surface(self, node: Node) -> str:
        """The most frequent spelling, mixed case before capitals throughout."""
        found = self._surfaces.get(node)
        if found is None:
            found = self._surfaces[node] = min(
                self.spellings[node].items(),
                key=lambda item: (
                    item[0].isupper() and len(item[0]) > 6,
                    item[0].islower(),
                    -item[1],
                    item[0],
                ),
            )[0]
        return found


@dataclass(frozen=True)
class Merge:
    """An alias joined, or proposed: the evidence is for people to read."""

    node: Node
    other: Node
    evidence: str
    decision: str


class Groups:
    """Union of nodes with a record of why; pairs that must stay apart are never united."""

    def __init__(self, nodes: Iterable[Node], apart: Iterable[tuple[Node, Node]] = ()) -> None:
        self._parent = {node: node for node in nodes}
        self._apart: dict[Node, set[Node]] = defaultdict(set)
        self.merges: list[Merge] = []
        for one, other in apart:
            if one in self._parent and other in self._parent:
                self._apart[one].add(other)
                self._apart[other].add(one)

    def root(self, node: Node) -> Node:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def members(self) -> dict[Node, list[Node]]:
        found: dict[Node, list[Node]] = defaultdict(list)
        for node in sorted(self._parent):
            found[self.root(node)].append(node)
        return found

    def forbidden(self, one: Node, other: Node) -> bool:
        """Whether the researcher said that members of these groups are not the same."""
        first, second = self.root(one), self.root(other)
        return any(self.root(far) == second for far in self._apart[first])

    def join(self, keep: Node, other: Node, evidence: str, decision: str = "merged") -> bool:
        """Unites the group of `other` with that of `keep`; False where that is forbidden."""
        first, second = self.root(keep), self.root(other)
        if first == second:
            return True
        if self.forbidden(first, second):
            self.propose(keep, other, f"{evidence}; kept apart by hand/aliases", "hand")
            return False
        self._parent[second] = first
        self._apart[first] |= self._apart.pop(second, set())
        for far in self._apart[first]:
            self._apart[far].add(first)
        self.merges.append(Merge(keep, other, evidence, decision))
        return True

    def propose(self, node: Node, other: Node, evidence: str, decision: str = "candidate") -> None:
        self.merges.append(Merge(node, other, evidence, decision))


#: Share of the mentions of a given name that makes the others persons too.
_GIVEN = 0.3


def join_types(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """One spelling with several types is one entity of the type that most mentions have.

    What the gazetteer knows for certain has the gazetteer's type. A person's name and another's
    stay apart when both have a good share, and are left to the researcher, unless the corpus
    knows a person of that family name ("El-Sisi", taken for an organisation now and then).
    """
    families = {
        words[-1] for key, kind in names.spellings if kind == "PER" and len(words := parts(key)) > 1
    }
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in names.spellings:
        by_key[node[0]].append(node)
    for key in sorted(key for key, nodes in by_key.items() if len(nodes) > 1):
        nodes = sorted(by_key[key], key=lambda node: (-names.mentions(node), node))
        known = gazetteer.names.get(key)
        certain = known is not None and known.weight == 2
        main = nodes[0]
        # A given name by itself that a good share takes for a person ("Kamala") is one.
        given = (known is None or not known.weight) and key in given_names()
        if given:
            person = next((node for node in nodes if node[1] == "PER"), main)
            share = names.mentions(person) / sum(map(names.mentions, nodes))
            main = person if share >= _GIVEN else main
        if known is not None and known.weight:
            main = next((node for node in nodes if node[1] == known.type and certain), main)
        total = sum(map(names.mentions, nodes))
        for node in nodes:
            if node == main:
                continue
            share = names.mentions(node) / total
            if known is not None and known.type == "LOC" and node[1] == "PER" and main[1] == "LOC":
                names.places.add(node)
            most = 0.2 if "PER" in (node[1], main[1]) else 0.5
            if main[1] == "PER" and (given or (parts(key)[-1:] and parts(key)[-1] in families)):
                most = 1 - _GIVEN if given else 0.5
            if certain or share <= most:
                evidence = (
                    f"same spelling; {names.mentions(main)} of {total} mentions are {main[1]}"
                )
                groups.join(main, node, evidence)
            else:
                groups.propose(
                    main, node, f"same spelling, but a share of {share:.0%} is {node[1]}"
                )


def join_known(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """Spellings that the gazetteer gives to one place or organisation."""
    by_name: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in names.spellings:
        known = gazetteer.names.get(node[0])
        if known is not None and known.type == node[1]:
            by_name[known.name, known.type].append(node)
    for (name, _), nodes in sorted(by_name.items()):
        nodes.sort(key=lambda node: (node[0] != fold(name), -names.mentions(node), node))
        for node in nodes[1:]:
            groups.join(nodes[0], node, f"gazetteer: {name}")


def join_introduced(names: Names, groups: Groups) -> None:
    """Short forms with the long form that articles introduce them by; a short form that is
    introduced for several long names goes to the one that does so in most articles."""
    by_short: dict[str, Counter[str]] = defaultdict(Counter)
    spelled: dict[str, str] = {}
    for (short, long), documents in sorted(names.introduced.items()):
        by_short[fold(short)][fold(long)] += documents
        spelled.setdefault(fold(short), short)
    for short, longs in sorted(by_short.items()):
        (long, documents), *rest = sorted(longs.items(), key=lambda item: (-item[1], item[0]))
        for kind in ("ORG", "LOC"):
            one, other = (long, kind), (short, kind)
            if one not in names.spellings or other not in names.spellings:
                continue
            evidence = f"introduced in brackets in {documents} article(s)"
            if rest and rest[0][1] * 2 > documents:
                groups.propose(one, other, f"{evidence}, but so is {rest[0][0]}")
            else:
                groups.join(one, other, evidence)


def decide_known(root: Node, members: Sequence[Node], gazetteer: Gazetteer) -> Known | None:
    """The gazetteer's entry for a group, if one of its names has one of the group's type."""
    for node in [root, *members]:
        known = gazetteer.names.get(node[0])
        if known is not None and known.type == node[1] == root[1] and known.weight > 0:
            return known
    return None


def by_hand(
    rows: Iterable[Mapping[str, str | None]],
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The researcher's aliases: joined (entity, alias, type or ""), kept apart (entity, alias)."""
    joined: list[tuple[str, str, str]] = []
    apart: list[tuple[str, str]] = []
    for row in rows:
        entity, alias = (row.get("entity") or "").strip(), (row.get("alias") or "").strip()
        kind = (row.get("type") or "").strip()
        if not entity or not alias:
            continue
        if kind.casefold() == "not the same":
            apart.append((entity, alias))
        else:
            joined.append(
                (entity, alias, kind.upper() if kind.upper() in ("PER", "ORG", "LOC") else "")
            )
    return joined, apart
