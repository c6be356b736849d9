"""The examples in the docstrings of analysis.explore are run on the tiny corpus."""

import doctest
import importlib
import inspect
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


#: The same as another method, without pandas, or a part that documents itself.
TWINS = {"compared", "differing", "event_days", "figures", "over_time", "places", "sentences"}
PARTS = {"aliases", "articles", "copy_counts", "counts", "network", "run_id", "texts"}


def test_every_public_method_of_a_corpus_has_a_docstring_and_an_example() -> None:
    found = {name: inspect.getattr_static(Corpus, name) for name in dir(Corpus)}
    said = {name: one.__doc__ or "" for name, one in found.items() if not name.startswith("_")}
    assert [name for name, text in said.items() if not text] == []
    bare = {name for name, text in said.items() if ">>> " not in text}
    assert bare == TWINS | PARTS
