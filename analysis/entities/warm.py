"""Loads the pinned language model as it is imported: processes that are forked afterwards share it.

Only the nursery (analysis.pipeline.libraries) and workers of a cluster import this.
"""

from analysis.entities.parameters import Parameters
from analysis.entities.recogniser import load

load(Parameters().model, Parameters().model_version)
