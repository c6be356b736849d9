"""Date expressions of English news: found, valued as in TimeML, led back to days."""

from analysis.timeline.dates.find import resolve_dates
from analysis.timeline.dates.mention import Basis, DateMention, Kind
from analysis.timeline.dates.options import DateOptions

__all__ = ["Basis", "DateMention", "DateOptions", "Kind", "resolve_dates"]
