"""What the processes of a build read before they are asked for anything.

    dask worker tcp://… --preload analysis.pipeline.libraries

A worker of a cluster started so has read its libraries when a build begins, as the workers of
this machine have, which are forked from the nursery.
"""

import importlib
import itertools
import os
from collections.abc import Iterable
from typing import Any

#: Names the scheduler of a Dask cluster.
SCHEDULER = "DASK_SCHEDULER_ADDRESS"
#: Read while nobody asks for anything, in the order in which they are first needed.
FOR_WORKERS = ("polars", "pyarrow.parquet", "pydantic", "analysis.pipeline.cache")
#: Large libraries in parts: who asks for a process meanwhile waits for the part only.
FOR_NOTEBOOKS = (
    "analysis.pipeline.session",
    "ipykernel.kernelapp",
    "pandas",
    "matplotlib.figure",
    "analysis.report.figures",
    "analysis.report.sentences",
    "analysis.report.quotes",
    "analysis.report.shown",
    "matplotlib.backends.backend_svg",
)
#: What each stage needs besides: what is not made is not read.
FOR_STAGES = {
    "corpus": ("analysis.corpus.stage",),
    "terms": ("analysis.terms.stage",),
    "entities": ("analysis.entities.stage", "spacy", "analysis.entities.warm"),
    "timeline": ("analysis.timeline.stage",),
    # Words are cut by a compiled loop, which is imported where it is called, for numba takes long.
    "report": ("analysis.report.stage", "analysis.language.word_kernel"),
}


def of_stages(stages: Iterable[str]) -> list[str]:
    """What the notebooks of those stages need, those of the first stage first."""
    first, *others = [FOR_STAGES[name] for name in stages]
    client = ("distributed",) if os.environ.get(SCHEDULER) else ()
    # A stage is worked out before its notebook shows anything.
    begin, then = FOR_NOTEBOOKS[:1], FOR_NOTEBOOKS[1:]
    return [*begin, *client, *first, *then, *itertools.chain.from_iterable(others)]


def read(modules: Iterable[str]) -> None:
    """Import those modules."""
    for module in modules:
        importlib.import_module(module)


def dask_setup(worker: Any) -> None:
    """Called by Dask in a worker before it takes its first call."""
    read([*FOR_WORKERS, *itertools.chain.from_iterable(FOR_STAGES.values())])
