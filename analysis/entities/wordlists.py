"""The stage's word lists, read once per process."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FOLDER = files("analysis.resources.entities")


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated list; a missing last cell is empty."""
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = line.split("\t")
        yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


@dataclass(frozen=True)
class Cues:
    """Words around and inside names; see cues.toml."""

    titles: frozenset[str]
    strong_titles: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    organisation_tails: frozenset[str]
    organisation_heads: frozenset[str]
    place_tails: frozenset[str]
    place_heads: frozenset[str]
    facility_tails: tuple[str, ...]
    speech_verbs: frozenset[str]
    national_bodies: frozenset[str]
    function_words: frozenset[str]
    place_prepositions: frozenset[str]
    no_names: frozenset[str]
    matter_tails: frozenset[str]
    concepts: frozenset[str]


@cache
def cues() -> Cues:
    """The cue lists."""
    given = tomllib.loads((_FOLDER / "cues.toml").read_text("utf-8"))
    words = {
        key: frozenset(value.split()) for key, value in given.items() if isinstance(value, str)
    }
    tails = tuple(sorted(given["facility_tails"], key=lambda tail: (-len(tail), tail)))
    return Cues(facility_tails=tails, concepts=frozenset(given["concepts"]), **words)


@cache
def given_names() -> frozenset[str]:
    """Given names, lower case."""
    text = (_FOLDER / "given_names.txt").read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """The full given names that a short form may stand for, lower case."""
    found: dict[str, set[str]] = {}
    for row in rows("nicknames.tsv"):
        found.setdefault(row["short"], set()).add(row["full"])
    return {short: frozenset(full) for short, full in found.items()}


@cache
def state_weights(model: str) -> list[tuple[float, ...]]:
    """The map from a model's states to types, one row per number and a last one for the constant;
    empty for a model that it was not fitted to."""
    found = list(rows("states.tsv"))
    if not found or found[0]["model"] != model:
        return []
    return [tuple(float(row[name]) for name in ("PER", "ORG", "LOC", "OTHER")) for row in found]


@cache
def weights() -> Mapping[str, tuple[float, ...]]:
    """What each feature speaks for: one number per type, in the order of features.TYPES."""
    return {
        row["feature"]: tuple(float(row[name]) for name in ("PER", "ORG", "LOC", "OTHER"))
        for row in rows("weights.tsv")
    }
