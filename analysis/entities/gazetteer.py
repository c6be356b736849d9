"""Names that are known beforehand: places, organisations, nationalities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analysis.entities.names import ascii_form, fold
from analysis.entities.wordlists import rows


@dataclass(frozen=True)
class Known:
    """What a name stands for.

    weight: 2 for names that mean one thing in the news ("Khan Younis"), 1 for names of large
    cities, 0 for names that may as well be something else ("Reading").
    """

    name: str
    type: str
    kind: str
    country: str
    weight: int


@dataclass(frozen=True)
class Gazetteer:
    """Known names and nationalities, by folded spelling; phrases: spellings of several words of
    names that mean one thing."""

    names: Mapping[str, Known]
    demonyms: Mapping[str, str]
    phrases: tuple[str, ...]

    def find(self, surface: str) -> Known | None:
        """What the name stands for, if it is known."""
        found = self.names.get(fold(surface))
        if found is None and len(surface) > 3 and surface.isupper():
            return self.names.get(fold(surface.title()))
        return found

    def country_of(self, surface: str) -> str | None:
        """The country whose people or adjective this is."""
        return self.demonyms.get(fold(surface))


def _variants(cell: str) -> list[str]:
    return [variant for variant in cell.split("|") if variant]


def _enter(names: dict[str, Known], spellings: Iterable[str], known: Known) -> None:
    for spelling in spellings:
        names.setdefault(fold(spelling), known)


@cache
def shipped() -> Gazetteer:
    """The gazetteer of analysis/resources/entities; earlier lists win over later ones."""
    names: dict[str, Known] = {}
    demonyms: dict[str, str] = {}
    phrases: set[str] = set()
    for row in rows("countries.tsv"):
        known = Known(row["name"], "LOC", "country", row["name"], 2)
        _enter(names, [row["name"], *_variants(row["variants"])], known)
        for demonym in _variants(row["demonyms"]):
            demonyms.setdefault(fold(demonym), row["name"])
    for row in rows("places.tsv"):
        known = Known(row["name"], "LOC", row["kind"], row["country"], 2)
        _enter(names, [row["name"], *_variants(row["variants"])], known)
        # What is no plain country ("Georgia", country or state) is told in the list of places.
        names[fold(row["name"])] = known
    for row in rows("organisations.tsv"):
        known = Known(row["name"], "ORG", row["kind"], "", 2)
        _enter(names, [row["name"], *_variants(row["variants"])], known)
    for row in rows("countries.tsv"):
        for capital in _variants(row["capital"]):
            _enter(names, [capital], Known(capital, "LOC", "city", row["name"], 2))
    cities = sorted(rows("cities.tsv"), key=lambda row: (-int(row["people"]), row["name"]))
    for row in cities:
        people = int(row["people"])
        weight = 1 if people >= 500_000 or row["kind"] == "state" else 0
        known = Known(row["name"], "LOC", row["kind"], row["country"], weight)
        _enter(names, [row["name"], *_variants(row["variants"])], known)
    for file in ("places.tsv", "organisations.tsv", "countries.tsv"):
        for row in rows(file):
            spellings = [row["name"], *_variants(row["variants"])]
            phrases.update(
                one for one in spellings if " " in one and one[0].isupper() and "'s " not in one
            )
    for demonym in demonyms:
        names.pop(demonym, None)
    return Gazetteer(names, demonyms, tuple(sorted(phrases)))


def extended(hand: Iterable[Mapping[str, str | None]]) -> Gazetteer:
    """The shipped gazetteer with the researcher's rows over it: name, type, kind, country,
    variants (parted by |)."""
    base = shipped()
    names, phrases = dict(base.names), set(base.phrases)
    for row in hand:
        name = ascii_form(row.get("name") or "")
        if not name:
            continue
        known = Known(
            name, row.get("type") or "LOC", row.get("kind") or "", row.get("country") or "", 2
        )
        for spelling in [name, *_variants(row.get("variants") or "")]:
            names[fold(spelling)] = known
            if " " in spelling:
                phrases.add(spelling)
    return Gazetteer(names, base.demonyms, tuple(sorted(phrases)))
