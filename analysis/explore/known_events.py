"""Events that the researcher adds: hand/events.tsv."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from analysis.contract import InputError
from analysis.pipeline import hand_edit
from analysis.pipeline.hand import read_hand
from analysis.pipeline.reader import Run


@dataclass
class KnownEvents:
    """Adds known events to the timeline; `make timeline` draws them."""

    run: Run
    written: list[list[str]] = field(default_factory=list)

    def table(self) -> pl.DataFrame:
        """hand/events.tsv as it stands: day, label, place."""
        schema = dict.fromkeys(("day", "label", "place"), pl.String)
        found = read_hand(self.run.layout).get("events", pl.DataFrame(schema=schema))
        return found.select("day", "label", "place")

    def add(self, day: date | str | None, label: str, place: str | None = None) -> list[str]:
        """Write one event; returns the lines that were added (none if it stands there).

        Raises InputError for a day that is none, or an empty label.
        """
        said = " ".join((label or "").split())
        if not said:
            raise InputError("say in a few words what happened")
        try:
            on = day if isinstance(day, date) else date.fromisoformat((day or "").strip())
        except ValueError:
            raise InputError(f"{day!r} is no day: write it as 2023-10-07") from None
        row = {"day": on.isoformat(), "label": said, "place": place or None}
        lines = hand_edit.append(self.run.layout, "events", [row])
        if lines:
            self.written.append(lines)
        return lines

    def undo(self) -> list[str]:
        """Take back the event that was added last."""
        if not self.written:
            raise InputError("nothing was written since the corpus was opened")
        lines = self.written.pop()
        hand_edit.take_back(self.run.layout, "events", lines)
        return lines
