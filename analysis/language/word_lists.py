"""Small word lists that the corpus stage and the language functions share."""

import tomllib
from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, list[str]]:
    text = resources.files("analysis.resources").joinpath("corpus/words.toml").read_text("utf-8")
    return tomllib.loads(text)


def word_list(name: str) -> frozenset[str]:
    """The list of that name in resources/corpus/words.toml."""
    return frozenset(_lists()[name])
