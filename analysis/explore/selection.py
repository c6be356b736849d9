"""Chooses articles by outlet, period, term or entity, in the words of corpus.toml's [reference]."""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from analysis.contract import InputError, Selection

#: What a caller may give: {"outlet": …, "from": …, "to": …, "term": …, "entity": …}.
Where = Mapping[str, Any] | Selection | None

KEYS = ("outlet", "from", "to", "term", "entity")


def selected(where: Where) -> Selection:
    """The conditions as a typed model; empty cells count as no condition.

    Raises InputError for an unknown key, a day that is none, or a period that ends before it
    begins.
    """
    if isinstance(where, Selection):
        return where
    given = {key: value for key, value in (where or {}).items() if value not in (None, "")}
    for key in given:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(KEYS)}"
            raise InputError(f"where has no key {key!r}: {hint}")
    try:
        chosen = Selection.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        hint = " (write a day as 2023-10-07)" if key in ("from", "to") else ""
        raise InputError(f"where: {key} = {first['input']!r} cannot be understood{hint}") from None
    if chosen.first and chosen.last and chosen.last < chosen.first:
        raise InputError(
            f"the period ends ({chosen.last}) before it begins ({chosen.first}): turn it round"
        )
    return chosen


def as_where(selection: Selection) -> dict[str, str]:
    """The conditions as plain text, as a cell or corpus.toml would write them."""
    given: dict[str, date | str | None] = {
        "outlet": selection.outlet,
        "from": selection.first,
        "to": selection.last,
        "term": selection.term,
        "entity": selection.entity,
    }
    return {key: str(value) for key, value in given.items() if value is not None}


def in_words(selection: Selection) -> str:
    """The conditions as a phrase: "Gulfwire, 2023-10-07 to 2023-11-30, naming Hamas"."""
    parts = [selection.outlet] if selection.outlet else []
    if selection.first and selection.last:
        parts.append(f"{selection.first} to {selection.last}")
    elif selection.first:
        parts.append(f"from {selection.first}")
    elif selection.last:
        parts.append(f"to {selection.last}")
    if selection.term:
        parts.append(f"with “{selection.term}”")
    if selection.entity:
        parts.append(f"naming {selection.entity}")
    return ", ".join(parts) or "all articles"
