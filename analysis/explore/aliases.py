"""Decisions on names: merge, split, rename, looked at before they are written.

They are written to hand/aliases.tsv, which always wins over the machine; `make entities`
applies them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from analysis.contract import InputError
from analysis.corpus.tables import DOCUMENTS
from analysis.entities.names import fold
from analysis.entities.tables import EVIDENCE, MENTIONS, MERGES
from analysis.explore.network import Entity, Network
from analysis.pipeline import hand_edit
from analysis.pipeline.hand import read_hand
from analysis.pipeline.reader import Run

APART = "not the same"


@dataclass(frozen=True)
class Change:
    """A decision that is not written yet.

    said: what it does, in a sentence. rows: the lines it adds to hand/aliases.tsv.
    effects: what changes (what, before, after). doubts: evidence against it, each a sentence;
    a change with doubts is written only on the researcher's word.
    """

    said: str
    rows: tuple[tuple[str, str, str], ...]
    effects: pl.DataFrame
    doubts: tuple[str, ...] = ()


@dataclass
class Aliases:
    """The alias editor of a corpus.

    >>> change = corpus.aliases.merge("Ada Hill", "Hill")
    >>> change.said
    '“Hill” will count as “Ada Hill”'
    """

    run: Run
    network: Network
    #: Lines written since the corpus was opened; `undo` takes back the last lot.
    written: list[list[str]] = field(default_factory=list)

    def merge(self, keep: str, other: str) -> Change:
        """Two entities as one, under the name of `keep`: an id, a name or an alias each."""
        one, two = self.network.entity(keep), self.network.entity(other)
        if one == two:
            raise InputError(f"{keep!r} and {other!r} are one entity already: {one.name}")
        self._not_forbidden(one, two)
        anchor = () if one.name in one.aliases else one.aliases[:1]
        aliases = dict.fromkeys((*anchor, *self._own(two)))
        return Change(
            f"“{two.name}” will count as “{one.name}”",
            tuple((one.name, alias, one.type) for alias in aliases),
            self._merged(one, two),
            tuple(self._doubts(one, two)),
        )

    def split(self, entity: str, alias: str) -> Change:
        """An alias that stands for somebody else is taken out of an entity."""
        one = self.network.entity(entity)
        matching = [each for each in one.aliases if each.lower() == alias.strip().lower()]
        if not matching:
            raise InputError(
                f"{alias!r} is no alias of {one.name}: it has {', '.join(one.aliases)}"
            )
        rest = [each for each in one.aliases if fold(each) != fold(matching[0])]
        if not rest:
            raise InputError(
                f"{one.name} has no other spelling than {matching[0]!r}: nothing can be split"
            )
        anchor = one.name if one.name in rest else rest[0]
        here = (pl.col("entity_id") == one.entity_id) & (pl.col("surface") == matching[0])
        moved = self.run.scan(MENTIONS).filter(here).select(pl.len()).collect().item()
        effects = _effects(
            [
                (
                    f"mentions of {one.name}, with copies",
                    one.mentions_all,
                    one.mentions_all - moved,
                ),
                (f"mentions of {matching[0]} on its own", 0, moved),
            ]
        )
        said = f"“{matching[0]}” will no longer count as “{one.name}”"
        return Change(said, ((anchor, matching[0], APART),), effects)

    def rename(self, entity: str, name: str, kind: str | None = None) -> Change:
        """Another name to print, or another type (PER, ORG, LOC), for an entity."""
        one, new = self.network.entity(entity), " ".join(name.split())
        if not new:
            raise InputError("give the name that is to be printed")
        if kind not in (None, "PER", "ORG", "LOC"):
            raise InputError(f"type {kind!r} is not known: there are PER, ORG and LOC")
        if new == one.name and kind in (None, one.type):
            raise InputError(f"{new!r} is its name already")
        taken = (self.network.entities["name"] == new).any() and new != one.name
        doubts = (
            (f"There is another entity named {new!r}: the two would become one.",) if taken else ()
        )
        rows = tuple((new, alias, kind or one.type) for alias in self._own(one))
        effects = _effects([("name", one.name, new), ("type", one.type, kind or one.type)])
        return Change(f"“{one.name}” will be called “{new}”", rows, effects, doubts)

    def save(self, change: Change, *, sure: bool = False) -> list[str]:
        """Write a change to hand/aliases.tsv; returns the lines that were added.

        Raises InputError where there are doubts and `sure` is not given; nothing is written
        then, and what stands in the file is never touched.
        """
        if change.doubts and not sure:
            raise InputError(
                f"not written yet: {' '.join(change.doubts)}"
                " Read the sentences; if you are sure, say so (sure=True)."
            )
        rows = [dict(zip(("entity", "alias", "type"), row, strict=True)) for row in change.rows]
        lines = hand_edit.append(self.run.layout, "aliases", rows)
        if lines:
            self.written.append(lines)
        return lines

    def undo(self) -> list[str]:
        """Take back the lines that were written last; returns them."""
        if not self.written:
            raise InputError("nothing was written since the corpus was opened")
        lines = self.written.pop()
        hand_edit.take_back(self.run.layout, "aliases", lines)
        return lines

    def by_hand(self) -> pl.DataFrame:
        """hand/aliases.tsv as it stands: entity, alias, type."""
        schema = dict.fromkeys(("entity", "alias", "type"), pl.String)
        return read_hand(self.run.layout).get("aliases", pl.DataFrame(schema=schema))

    def candidates(self) -> pl.DataFrame:
        """Pairs of names that are near, and that the machine left apart: entity_id, alias,
        evidence, mentions."""
        table = self.run.frame(MERGES)
        return table.filter(pl.col("decision") == "candidate").drop("decision").sort(
            "mentions", "entity_id", "alias", descending=[True, False, False]
        )  # fmt: skip

    def _own(self, one: Entity) -> list[str]:
        """Spellings that stand for this entity alone (a shared surname is left to its context).

        The first is kept in any case: without it the entity could not be named.
        """
        others = self.network.entities.filter(pl.col("entity_id") != one.entity_id)
        shared = {fold(alias) for alias in others["aliases"].explode() if alias}
        alone = [alias for alias in one.aliases if fold(alias) not in shared]
        first_by_fold = {fold(alias): alias for alias in reversed(alone or one.aliases[:1])}
        return [alias for alias in one.aliases if first_by_fold.get(fold(alias)) == alias]

    def _not_forbidden(self, one: Entity, two: Entity) -> None:
        first = {fold(name) for name in (one.name, *one.aliases)}
        second = {fold(name) for name in (two.name, *two.aliases)}
        for entity, alias, kind in self.by_hand().select("entity", "alias", "type").iter_rows():
            if (kind or "").casefold() != APART:
                continue
            pair = fold(entity or ""), fold(alias or "")
            if (pair[0] in first and pair[1] in second) or (pair[0] in second and pair[1] in first):
                raise InputError(
                    f"hand/aliases.tsv says that {entity!r} and {alias!r} are not the same:"
                    " take that line out first"
                )

    def _doubts(self, one: Entity, two: Entity) -> list[str]:
        """What speaks against two entities being one."""
        found = []
        together = self._together(one, two)
        if together:
            found.append(
                f"{one.name} and {two.name} are named in one sentence {together} times,"
                " as two persons or things would be."
            )
        if one.type != two.type:
            found.append(f"{one.name} is {_KIND[one.type]}, {two.name} is {_KIND[two.type]}.")
        elif one.type == "PER":
            first, second = one.name.split(), two.name.split()
            if len(first) > 1 and len(second) > 1 and fold(first[0]) != fold(second[0]):
                found.append(f"Their first names differ: {first[0]} and {second[0]}.")
        return found

    def _together(self, one: Entity, two: Entity) -> int:
        a, b = sorted((one.entity_id, two.entity_id))
        pair = (pl.col("entity_a") == a) & (pl.col("entity_b") == b)
        return int(self.run.scan(EVIDENCE).filter(pair).select(pl.len()).collect().item())

    def _merged(self, one: Entity, two: Entity) -> pl.DataFrame:
        """Mentions, articles and neighbours before and after, copies left out."""
        ids = [one.entity_id, two.entity_id]
        copies = self.run.scan(DOCUMENTS).filter(pl.col("copy_of").is_not_null()).select("doc_id")
        articles = (
            self.run.scan(MENTIONS)
            .filter(pl.col("entity_id").is_in(ids))
            .join(copies, on="doc_id", how="anti")
            .select(pl.col("doc_id").n_unique())
            .collect()
            .item()
        )
        near = [set(self.network.neighbours(each, limit=10**6)["entity_id"]) for each in ids]
        return _effects(
            [
                (f"mentions of {one.name}", one.mentions, one.mentions + two.mentions),
                (f"articles with {one.name}", one.documents, articles),
                (f"tested pairs of {one.name}", len(near[0]), len((near[0] | near[1]) - set(ids))),
                (f"mentions of {two.name} on its own", two.mentions, 0),
            ]
        )


_KIND = {"PER": "a person", "ORG": "an organisation", "LOC": "a place"}


def _effects(rows: Sequence[tuple[str, object, object]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(what, str(before), str(after)) for what, before, after in rows],
        schema={"what": pl.String, "before": pl.String, "after": pl.String},
        orient="row",
    )
