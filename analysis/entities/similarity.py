"""Rules that join names by their form: persons' full names, spellings, organisations' words."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import cdist

from analysis.entities.blocking import by_ending, ending_key, meetings
from analysis.entities.gazetteer import Gazetteer
from analysis.entities.names import transliterated
from analysis.entities.persons import Parts, agree, parts
from analysis.entities.resolution import Groups, Names, Node
from analysis.entities.wordlists import given_names

#: Words that may be missing in one of two names of an organisation.
_SLACK = {
    "the",
    "of",
    "for",
    "and",
    "in",
    "group",
    "movement",
    "party",
    "organisation",
    "organization",
}


def _parts_of(names: Names, node: Node) -> Parts:
    return parts(names.surface(node))


def join_persons(names: Names, groups: Groups) -> None:
    """Full names of one person, starting from the most frequent.

    A name joins all that it agrees with where these agree with each other; where they cannot be
    one person, it is left as a candidate of each.
    """
    own = {
        node: given
        for node in names.spellings
        if node[1] == "PER" and len(given := _parts_of(names, node)) > 1
    }
    fits: dict[Node, dict[Node, str]] = {}
    for node, near in meetings(own).items():
        ranked = sorted(near, key=lambda other: (-names.documents[other], other))
        found = {other: why for other in ranked if (why := agree(own[other], own[node]))}
        if found:
            fits[node] = found
    full: dict[Node, list[Parts]] = {groups.root(node): [] for node in own}
    for node, given in own.items():
        full[groups.root(node)].append(given)
    for node in sorted(fits, key=lambda node: (-names.documents[node], node)):
        for other, why in fits[node].items():
            first, second = _ordered(names, other, node)
            one, two = groups.root(first), groups.root(second)
            if one == two or (first, second) != (node, other):
                continue  # each pair once, from its more frequent name
            # A third name that fits only one of the two ("J. Biden": Joe, Jill) tells nothing.
            rivals = (fits[node].keys() ^ fits.get(other, {}).keys()) - {node, other}
            if rivals or not _compatible(full[one], full[two]):
                groups.propose(first, second, f"{why}, but another person fits as well")
            elif groups.join(first, second, why):
                full[groups.root(first)] = full[one] + full[two]


def _ordered(names: Names, one: Node, other: Node) -> tuple[Node, Node]:
    first, second = sorted((one, other), key=lambda node: (-names.mentions(node), node))
    return first, second


def _compatible(one: list[Parts], other: list[Parts]) -> bool:
    """Whether no full name of one group speaks against one of the other."""
    return all(agree(first, second) for first in one for second in other)


def join_spellings(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """Spellings that transliteration makes equal, and misprints, type by type.

    Two names that the gazetteer knows as different things are never joined. A difference of one
    letter is evidence only in a long name beside a far more frequent one.
    """
    blocks: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in names.spellings:
        if len(node[0]) < 5 or node[0].isupper() or node[1] == "PER":
            continue  # persons have rules of their own
        key = " ".join(map(transliterated, node[0].split()))
        blocks[node[1], key].append(node)
    for kind, key in sorted(block for block, nodes in blocks.items() if len(nodes) > 1):
        nodes = sorted(blocks[kind, key], key=lambda node: (-names.mentions(node), node))
        for node in nodes[1:]:
            if _known_apart(nodes[0], node, gazetteer) or groups.root(nodes[0]) == groups.root(
                node
            ):
                continue
            if len(key) >= 5 and _near(nodes[0], node) <= 3:
                groups.join(nodes[0], node, "same but for transliteration")
            else:
                groups.propose(nodes[0], node, "same but for transliteration, short")


def _near(one: Node, other: Node) -> int:
    return int(DamerauLevenshtein.distance(one[0], other[0], score_cutoff=4))


def join_misprints(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """Names one letter apart: joined where the rarer is ten times rarer and long, else proposed."""
    blocks: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in names.spellings:
        key = node[0]
        if len(key) >= 7 and not key.isupper() and not any(map(str.isdigit, key)):
            for half in {"<" + key[: len(key) // 2], ">" + key[-(len(key) // 2) :]}:
                blocks[node[1], half].append(node)
    for block in sorted(block for block, nodes in blocks.items() if 1 < len(nodes) <= 200):
        nodes = sorted(blocks[block], key=lambda node: (-names.mentions(node), node))
        for one, other in _one_apart(nodes):
            if groups.root(one) == groups.root(other) or _known_apart(one, other, gazetteer):
                continue
            if one[0][-1:] == "s" or other[0][-1:] == "s":
                continue
            often, seldom = names.mentions(one), names.mentions(other)
            known = gazetteer.names.get(other[0])
            if known is None and often >= 10 * seldom and len(other[0]) >= 9:
                groups.join(one, other, f"one letter apart; {often} to {seldom} mentions")
            else:
                groups.propose(one, other, f"one letter apart; {often} to {seldom} mentions")


def _one_apart(nodes: Sequence[Node]) -> list[tuple[Node, Node]]:
    """Pairs of these names, in their order, that one letter makes different."""
    keys = [key for key, _ in nodes]
    if len(keys) == 2:
        return [(nodes[0], nodes[1])] if _near(nodes[0], nodes[1]) == 1 else []
    apart = cdist(
        keys, keys, scorer=DamerauLevenshtein.distance, score_cutoff=1, dtype=np.uint8, workers=1
    )
    firsts, seconds = np.nonzero(np.triu(apart == 1, k=1))
    return [
        (nodes[one], nodes[other])
        for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True)
    ]


def _known_apart(one: Node, other: Node, gazetteer: Gazetteer) -> bool:
    first, second = gazetteer.names.get(one[0]), gazetteer.names.get(other[0])
    return first is not None and second is not None and first.name != second.name


def join_organisations(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """Organisations named by the same words: "Ministry of Health", "Health Ministry"."""
    blocks: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in names.spellings:
        if node[1] != "ORG":
            continue
        kept = sorted(word for word in node[0].split() if word not in _SLACK)
        if kept and len("".join(kept)) >= 4:
            blocks[tuple(kept)].append(node)
    for words in sorted(words for words, nodes in blocks.items() if len(nodes) > 1):
        nodes = sorted(blocks[words], key=lambda node: (-names.mentions(node), node))
        for node in nodes[1:]:
            if _known_apart(nodes[0], node, gazetteer):
                continue
            if len(words) == 1 and (_misleading(nodes[0], node) or _cause(nodes[0], node)):
                groups.propose(nodes[0], node, "same but for a word such as group or party")
            else:
                groups.join(nodes[0], node, "same words but for their order and small words")


def join_qualified(names: Names, groups: Groups, gazetteer: Gazetteer) -> None:
    """Organisations named without their place: "Security Council", "Health Ministry".

    The short name goes to a known organisation that bears it after a place or a nationality,
    unless the corpus names others of that name often ("Lebanese Health Ministry").
    """
    longer: dict[str, list[Node]] = defaultdict(list)
    for node in names.spellings:
        words = node[0].split()
        if node[1] == "ORG":
            for size in (1, 2):
                place = " ".join(words[:size])
                if len(words) - size >= 2 and (
                    gazetteer.country_of(place)
                    or gazetteer.find(place)
                    or place in ("un", "us", "UN")
                ):
                    longer[" ".join(words[size:])].append(node)
    for key, nodes in sorted(longer.items()):
        short = (key, "ORG")
        if short not in names.spellings:
            continue
        weight = Counter[Node]()
        for node in nodes:
            weight[groups.root(node)] += names.documents[node]
        root, most = min(weight.items(), key=lambda item: (-item[1], item[0]))
        owner = next(node for node in nodes if groups.root(node) == root)
        known = gazetteer.names.get(owner[0])
        evidence = f"without its place; {most} of {weight.total()} articles with one mean this"
        if known is not None and known.weight == 2 and 3 * most >= 2 * weight.total():
            groups.join(owner, short, evidence)
        else:
            groups.propose(owner, short, evidence)


def _cause(one: Node, other: Node) -> bool:
    """Whether one of the names is the other and "party": a party of that name, or for that cause
    ("Brexit", "Brexit Party")."""
    return f"{one[0]} party" == other[0] or one[0] == f"{other[0]} party"


def _misleading(one: Node, other: Node) -> bool:
    return not (one[0].startswith(other[0]) or other[0].startswith(one[0]))


def short_names(
    names: Names, groups: Groups, share: float
) -> tuple[dict[Node, tuple[Node, str]], list[tuple[Node, Node, str]]]:
    """Whom a short person's name means in articles that do not say it.

    Returns the short names that one person owns in at least `share` of the articles that tell
    (those where the short name stands beside one full name; failing such, those with the full
    name), with the evidence; and those that several persons share, as candidates.
    """
    owned: dict[Node, tuple[Node, str]] = {}
    shared: list[tuple[Node, Node, str]] = []
    own = {node: _parts_of(names, node) for node in names.spellings if node[1] == "PER"}
    longer = by_ending(own)
    for node, given in sorted(own.items()):
        if not given or names.elsewhere(node):
            continue
        near = longer.get(ending_key(given), ())
        beside, anywhere = Counter[Node](), Counter[Node]()
        carrier: dict[Node, Node] = {}
        for other in sorted(near, key=lambda other: (-names.mentions(other), other)):
            root = groups.root(other)
            anywhere[root] += names.documents[other]
            beside[root] += names.links[node[0]][other[0]]
            carrier.setdefault(root, other)
        if not anywhere:
            continue
        telling = beside if beside.total() >= 5 else anywhere
        root, most = min(telling.items(), key=lambda item: (-item[1], item[0]))
        rare = anywhere.total() < 3 and names.mentions(carrier[root]) < names.mentions(node)
        if len(given) == 1 and given[0] in given_names() and rare:
            continue  # "John", "Joe": a given name far more often than a family name
        said = f"{most} of {telling.total()} articles that give the full name"
        if most >= share * telling.total():
            owned[node] = (carrier[root], f"family name; {said}")
        else:
            evidence = f"family name of {len(anywhere)} persons; {said} mean one of them"
            shared.extend((carrier[one], node, evidence) for one in sorted(anywhere))
    return owned, shared
