"""A finished run, as a researcher asks of it. See `open_corpus`."""

from typing import Any

from analysis.contract import InputError
from analysis.explore import cite
from analysis.explore.articles import Article
from analysis.explore.names_and_days import Days, Names
from analysis.explore.words import Words
from analysis.pipeline.reader import Run, default_corpus

__all__ = ["Article", "Corpus", "open_corpus"]


class Corpus(Words, Names, Days):
    """The finished tables of a corpus, its searches and its views.

    Articles can be chosen everywhere by `where`, in the words of corpus.toml:
    {"outlet": …, "from": day, "to": day, "term": word or phrase, "entity": name}, all of which
    must hold. Copies of an article are left out of every number unless `copies` is given.

    >>> corpus.run_id
    'fa11edc0ffee'
    >>> len(corpus.documents()), len(corpus.documents(copies=True))
    (8, 9)
    """

    def __repr__(self) -> str:
        articles = self.articles
        title = self.run.description.title or self.run.corpus
        dated = articles["published"].drop_nulls().sort()
        span = f", {dated[0]} to {dated[-1]}" if len(dated) else ", undated"
        missing = f"; not finished: {', '.join(self.run.missing)}" if self.run.missing else ""
        return (
            f"{title}: {articles['copy_of'].null_count():,} articles"
            f" and {articles['copy_of'].count():,} copies{span} (run {self.run_id}{missing})"
        )

    @property
    def name(self) -> str:
        """The corpus's folder name.

        >>> corpus.name
        'tiny'
        """
        return self.run.corpus

    @property
    def run_id(self) -> str:
        """The id under which this run is cited."""
        return self.run.run_id

    def citation(self, cell: str | None = None) -> str:
        """How to cite this run, or what a cell of it showed.

        >>> corpus.citation()
        'Tiny corpus. Dateline run fa11edc0ffee, corpus tiny.'
        """
        return cite.citation(self.run, cell)

    def view(self, panel: str, **state: Any) -> Any:
        """One panel as a live view: articles, terms, kwic, network, timeline or take.

        state: what it shows (`corpus.view("kwic", query="ceasefire", where={"outlet": "X"})`).
        The cell that brings a view back stands under it, ready to be copied.

        >>> shown = corpus.view("kwic", query="ferr*", sort="right", where={"outlet": "Northwire"})
        >>> corpus.view("kwik")
        Traceback (most recent call last):
        ...
        analysis.errors.InputError: there is no panel 'kwik': did you mean 'kwic'?
        """
        return _app().view(self, panel, state)

    def browse(self, **state: Any) -> Any:
        """All six panels; a period brushed in the timeline holds for all of them.

        state: where, panel (the one in front), and what that panel shows, as in `view`.

        >>> shown = corpus.browse(panel="timeline", where={"from": "2024-03-01"})
        """
        return _app().browse(self, state)


def _app() -> Any:
    try:
        from analysis.explore import app
    except ImportError as error:
        raise InputError(
            f"views need JupyterLab's environment ({error}): run `make lab`, which installs it"
        ) from None
    return app


def open_corpus(name: str | None = None) -> Corpus:
    """Open a finished corpus to explore it.

    name: its folder below data/raw; None for the corpus that `make lab CORPUS=…` was called with.
    Raises InputError with the command that builds it where it was never built; where only some
    stages are finished, what needs the others says so when it is asked for.

    >>> from analysis.explore import open_corpus
    >>> open_corpus("tiny")
    Tiny corpus: 8 articles and 1 copies, 2024-03-01 to 2024-05-02 (run fa11edc0ffee)
    """
    return Corpus(Run(name or default_corpus()))
