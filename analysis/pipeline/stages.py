"""The stages in one list: what each needs, and which hand-made files it honours."""

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InputError
from analysis.pipeline.layout import Layout


@dataclass(frozen=True)
class Stage:
    """One stage.

    needs: stages whose tables it reads.
    by_article: tables that it gets cut by article; by table stem.
    whole: tables that it gets whole.
    hand: files below hand/ that it honours, without ending.
    yields: stages that take longer and may run beside it: the processors are theirs first.
    """

    name: str
    number: int
    needs: tuple[str, ...] = ()
    by_article: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    hand: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        return f"{self.number}_{self.name}"

    def output(self, layout: Layout) -> Path:
        return layout.run / self.folder

    def manifest(self, layout: Layout) -> Path:
        return self.output(layout) / "manifest.json"

    @property
    def notebook(self) -> str:
        return f"{self.folder}.ipynb"


STAGES = (
    Stage("corpus", 10, hand=("splits",)),
    Stage(
        "terms",
        20,
        needs=("corpus",),
        by_article=("documents", "sentences"),
        hand=("stopwords",),
        yields=("entities",),
    ),
    Stage(
        "entities",
        30,
        needs=("corpus",),
        by_article=("documents", "sentences"),
        hand=("aliases", "gazetteer"),
    ),
    Stage(
        "timeline",
        40,
        needs=("corpus", "terms", "entities"),
        by_article=("documents", "sentences", "document_terms", "mentions"),
        whole=("frequencies", "entities", "cooccurrence", "variants"),
        hand=("tolls", "events", "reference"),
    ),
    Stage(
        "report",
        50,
        needs=("corpus", "terms", "entities", "timeline"),
        by_article=("documents", "sentences", "mentions", "dates", "tolls"),
        whole=("*",),
        hand=("aliases", "gazetteer", "stopwords", "splits", "tolls", "events", "reference"),
    ),
)


def stage(name: str) -> Stage:
    """The stage of that name; raises InputError for any other name."""
    for one in STAGES:
        if one.name == name:
            return one
    raise InputError(f"no stage {name!r}; there are {', '.join(one.name for one in STAGES)}")


def route(first: str, goal: str) -> list[str]:
    """The stages from `first` to `goal` that the goal needs, both included, in order."""
    needed = {goal}
    for one in reversed(STAGES):
        if one.name in needed:
            needed |= set(one.needs)
    names = [one.name for one in STAGES]
    between = names[names.index(first) : names.index(goal) + 1]
    return [name for name in between if name in needed] or [first]


def downstream(name: str) -> list[Stage]:
    """The stages that need this one, directly or not, in order."""
    reached = {name}
    found = []
    for one in STAGES:
        if reached & set(one.needs):
            reached.add(one.name)
            found.append(one)
    return found
