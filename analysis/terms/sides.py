"""The two sides of each comparison: which parts they are, and what every word sums up to there."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Tables
from analysis.terms.parameters import Parameters

#: Kind (outlet or side of corpus.toml), target, reference (None: what the others hold in the
#: outlet's main language), and the words of both.
Comparison: TypeAlias = tuple[str, str, str | None, int, int]

#: Sums of a word in a part, in the order of the rows of _Sums.
_SUMS = ("count", "documents", "held")
_Sums: TypeAlias = npt.NDArray[np.int64]


def compared(
    merged: Tables, groups: pl.DataFrame, parameters: Parameters
) -> Iterator[tuple[Comparison, pl.DataFrame]]:
    """Each comparison with every word of its two sides, one after the other, and its sums there.

    Columns: kind, name, inside, term, least, count, documents, held, words (of the side). Words
    too rare to compare are left out. One at a time: all together they are larger than the rest.
    """
    words_only = merged["totals"].filter(pl.col("n") == 1).select("term", "least")
    sums = _Parts(merged, groups, len(words_only))
    for comparison in comparisons(merged, parameters):
        kind, name, against, words, rest = comparison
        if against is None:
            own, other = sums.of_outlet(name)
        else:
            own, other = sums.of_side(name), sums.of_side(against)
        able = np.flatnonzero(own[0] + other[0] >= parameters.keyness_min_count)
        kept = words_only[able]
        sides = [
            kept.select(
                pl.lit(kind).alias("kind"),
                pl.lit(label).alias("name"),
                pl.lit(member).alias("inside"),
                "term",
                "least",
                *(
                    pl.Series(column, values[able])
                    for column, values in zip(_SUMS, side, strict=True)
                ),
                pl.lit(size, dtype=pl.Int64).alias("words"),
            )
            for label, member, side, size in (
                (name, True, own, words),
                (against or name, against is not None, other, rest),
            )
        ]
        yield comparison, pl.concat(sides)


class _Parts:
    """Sums of every word (by row of the totals) in parts of the corpus."""

    def __init__(self, merged: Tables, groups: pl.DataFrame, words: int) -> None:
        self._parts = merged["parts"].with_row_index("part")
        self._outlets = merged["outlets"]
        self._groups = groups
        self._bounds = groups["part"].search_sorted(np.arange(len(self._parts) + 1)).to_list()
        self._words = words
        self._of_language: dict[str | None, _Sums] = {}

    def of_side(self, name: str) -> _Sums:
        """In a side that corpus.toml names."""
        return self._added((pl.col("kind") == "side") & (pl.col("name") == name))

    def of_outlet(self, name: str) -> tuple[_Sums, _Sums]:
        """In what an outlet holds in its main language, and in what the others hold in it."""
        language = self._outlets.filter(pl.col("name") == name)["language"].item()
        spoken = (pl.col("kind") == "outlet") & pl.col("language").eq_missing(
            pl.lit(language, dtype=pl.String)
        )
        if language not in self._of_language:
            self._of_language[language] = self._added(spoken)
        own = self._added(spoken & (pl.col("name") == name))
        return own, self._of_language[language] - own

    def _added(self, chosen: pl.Expr) -> _Sums:
        total = np.zeros((len(_SUMS), self._words), dtype=np.int64)
        for part in self._parts.filter(chosen)["part"]:
            rows = self._groups[self._bounds[part] : self._bounds[part + 1]]
            # Each word once in a part: plain addition by index is right.
            total[:, rows["form"].to_numpy()] += rows.select(_SUMS).to_numpy().T
        return total


def comparisons(merged: Tables, parameters: Parameters) -> list[Comparison]:
    """All comparisons, target by target.

    Selections of corpus.toml if there are any, otherwise the largest outlets against all others.
    A comparison with an empty side is left out.
    """
    if merged["corpus"]["selected"].item():
        sides = merged["parts"].filter(pl.col("kind") == "side")
        words = dict(sides.select("name", "words").iter_rows())
        if len(words) < 2:
            return []
        return [("side", "target", "reference", words["target"], words["reference"])]
    outlets = merged["outlets"].filter(pl.col("words_elsewhere") > 0)
    largest = outlets.sort(["words", "name"], descending=[True, False])
    return [
        ("outlet", name, None, words, rest)
        for name, words, rest in largest.head(parameters.keyness_outlets)
        .sort("name")
        .select("name", "words", "words_elsewhere")
        .iter_rows()
    ]


def smallest(merged: Tables, kind: str, name: str, inside: bool) -> int:
    """Words of the smallest article of a side."""
    if kind == "outlet":
        found = merged["outlets"].filter(pl.col("name") == name)
        return int(found["smallest" if inside else "smallest_elsewhere"].item())
    side = merged["parts"].filter((pl.col("kind") == kind) & (pl.col("name") == name))
    return int(side["smallest"].item())
