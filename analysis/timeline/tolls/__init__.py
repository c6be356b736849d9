"""Tolls: numbers of people reported killed, injured, missing, displaced, detained or abducted.

A cheap filter leaves the few sentences that hold a number and a word for such an outcome; these
are cut into symbols (chunks), numbers are linked with outcomes (links), and each is given its
source (sources), place, period and day (scope).
"""

from analysis.timeline.tolls.find import find_tolls
from analysis.timeline.tolls.model import Name, Toll

__all__ = ["Name", "Toll", "find_tolls"]
