"""Which names are compared at all: those that meet under a key that equal names share.

A corpus of ten times the size has ten times the names and a hundred times the pairs of one family
name. So names are led together by all that two of them must have in common to be one person's,
and the number of comparisons grows with the names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analysis.entities.names import transliterated
from analysis.entities.persons import Parts, ending
from analysis.entities.resolution import Node
from analysis.entities.wordlists import nicknames


def meetings(own: Mapping[Node, Parts]) -> dict[Node, set[Node]]:
    """For each full name the others that `agree` may hold to be the same person's, all of them
    and few more; a name that meets none is left out.

    own: names of at least two words.
    """
    families: dict[str, list[Node]] = defaultdict(list)
    beginnings: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node, given in own.items():
        families[transliterated(given[-1])].append(node)
        beginnings[transliterated(given[0]), transliterated(given[1])].append(node)
    near: dict[Node, set[Node]] = defaultdict(set)
    for nodes in families.values():
        if len(nodes) > 1:
            for node, others in _of_a_family({node: own[node] for node in nodes}):
                near[node] |= others
    for nodes in beginnings.values():
        if len({len(own[node]) for node in nodes}) > 1:
            for node in nodes:
                near[node].update(one for one in nodes if len(own[one]) != len(own[node]))
    for node, others in near.items():
        others.discard(node)
    return near


def _of_a_family(own: Mapping[Node, Parts]) -> Iterator[tuple[Node, set[Node]]]:
    """Names of one last word with those whose given name may agree, or whose end is the same."""
    index: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node, given in own.items():
        for key in {*_keys(given), ("letter", given[0][0])}:
            index[key].append(node)
        if len(given[0]) == 1:
            index["initial", given[0]].append(node)
    for node, given in own.items():
        initial = ("letter" if len(given[0]) == 1 else "initial", given[0][0])
        yield node, {other for key in (*_keys(given), initial) for other in index.get(key, ())}


def _keys(given: Parts) -> Iterable[tuple[str, str]]:
    first = given[0]
    yield "given", transliterated(first)
    yield "end", transliterated(given[-2])
    for name in (first, *nicknames().get(first, ())):
        yield "nickname", name


def by_ending(own: Mapping[Node, Parts]) -> dict[tuple[str, ...], list[Node]]:
    """Full names under all that they exactly end with (see `is_exactly_short_of`)."""
    found: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node, given in own.items():
        for size in range(1, len(given)):
            found[ending_key(given[-size:])].append(node)
    return found


def ending_key(short: Parts) -> tuple[str, ...]:
    """What a short name must share with the end of a longer one."""
    return (transliterated(short[-1]), *map(ending, short))
