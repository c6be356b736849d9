"""The examples in the docstrings of analysis.explore are run on the tiny corpus."""

import doctest
import importlib
import pkgutil

import pytest

import analysis.explore
from analysis.explore import Corpus

MODULES = sorted(
    name for _, name, _ in pkgutil.walk_packages(analysis.explore.__path__, "analysis.explore.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str, corpus: Corpus) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for example in doctest.DocTestFinder().find(module, globs={"corpus": corpus}):
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


def test_every_public_method_of_a_corpus_has_a_docstring_and_most_an_example() -> None:
    methods = {name: getattr(Corpus, name) for name in vars(Corpus) if not name.startswith("_")}
    assert [name for name, method in methods.items() if not method.__doc__] == []
