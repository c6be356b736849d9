"""The labelled words of a match, and the plain things that they say: years, clocks, steps."""

from typing import Any

from analysis.timeline.dates.lexicon import Lexicon, Signs
from analysis.timeline.dates.patterns import Match
from analysis.timeline.dates.reading import Origin

# Steps and from where: "last week" counts from publication, "the previous week" from the text.
_WHICH: dict[str, tuple[int, Origin]] = {
    "last": (-1, "published"),
    "past": (-1, "published"),
    "latest": (-1, "published"),
    "most recent": (-1, "published"),
    "next": (1, "published"),
    "coming": (1, "published"),
    "upcoming": (1, "published"),
    "this": (0, "published"),
    "previous": (-1, "previous"),
    "preceding": (-1, "previous"),
    "prior": (-1, "previous"),
    "following": (1, "previous"),
    "subsequent": (1, "previous"),
    "ensuing": (1, "previous"),
    "succeeding": (1, "previous"),
    "that": (0, "previous"),
    "same": (0, "previous"),
}


class Words:
    """The words of one match by label."""

    def __init__(self, match: Match, text: Signs, lexicon: Lexicon) -> None:
        self.match = match
        self.text = text
        self.lexicon = lexicon

    def __contains__(self, label: str) -> bool:
        return label in self.match.labels

    @property
    def span(self) -> tuple[int, int]:
        """First and last part (exclusive)."""
        return self.match.first, self.match.last

    @property
    def whole(self) -> str:
        """All words of the match in lower case."""
        return "".join(self.text.parts[self.match.first : self.match.last]).lower()

    def surface(self, label: str) -> str:
        """The labelled words in lower case, empty where there are none."""
        first, last = self.match.labels.get(label, (0, 0))
        return "".join(self.text.parts[first:last]).lower()

    def value(self, label: str) -> Any:
        """What the lexicon has for the labelled word, None where there is none."""
        held = self.match.labels.get(label)
        if held is None:
            return None
        surface = "".join(self.text.parts[held[0] : held[1]])
        return self.lexicon.values.get(surface.strip(" .'\u2019"))

    def number(self, label: str) -> int | None:
        """The number in the digits of the labelled words."""
        if label not in self.match.labels:
            return None
        digits = "".join(c for c in self.surface(label) if c.isdigit())
        return int(digits) if digits else None

    def nth(self, label: str) -> int | None:
        """The number of an ordinal in digits or letters; -1 for "last"."""
        number = self.number(label)
        found = number if number is not None else self.value(label)
        return found if isinstance(found, int) else None

    def before(self, label: str) -> str:
        """The word before the labelled ones."""
        first = self.match.labels[label][0]
        return self.text.parts[first - 2].lower() if first >= 2 else ""

    def which(self) -> tuple[int, Origin] | None:
        """Steps and origin of "last", "next", "that", …; "the next" goes on from the text."""
        if "which" not in self:
            return None
        word = self.surface("which")
        steps, origin = _WHICH[" ".join(word.split())]
        if word == "next" and self.before("which") == "the":
            origin = "previous"
        return steps, origin

    def year(self) -> dict[str, Any]:
        """What a reading holds of the year: its number, or steps from an anchor."""
        year = self.number("year")
        if year is not None:
            return {"year": -year if self._before_christ() else year}
        if "era_year" in self:
            number = self.number("era_year") or 0
            return {"year": -number if self._before_christ() else number}
        if "apostrophe_year" in self:
            return {"year": self.number("apostrophe_year"), "short_year": True}
        which = self.which()
        if which is not None:
            return {"steps": which[0], "origin": which[1], "unit": self.value("unit")}
        if "unit" in self:
            return {"steps": 0, "origin": "nearby", "unit": self.value("unit")}
        return {}

    def early(self, number: int) -> int:
        """A decade or century, negative where the words put it before Christ."""
        return -number if self._before_christ() else number

    def _before_christ(self) -> bool:
        last = self.whole.rstrip(".").split()[-1]
        return last.endswith(("bc", "bce", "b.c"))

    def clock(self) -> str:
        """The time of day: "T18:40Z", "TMO"; empty where none is named."""
        if "noon" in self:
            return str(self.value("noon"))
        part = str(self.value("part") or "")
        if part and "hour" not in self:
            return part
        if "hours" in self:  # "the early hours of Sunday"
            return "TMO" if self.surface("hours") == "early" else "TNI"
        if "military" in self:
            hour, minute = divmod(self.number("military") or 0, 100)
        else:
            spelled = self.number("hour") if "hour" in self else self.value("hour_word")
            if spelled is None:
                return ""
            hour, minute = int(spelled), self.number("minute") or 0
        half = self.surface("ampm")[:1] or ("p" if part in ("TAF", "TEV") else "")
        if half == "p" and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        if hour > 24 or minute > 59:
            return ""
        zone = self.value("zone") or ""
        offset = self.number("offset")
        if offset is not None and offset <= 14:  # "GMT +8"
            zone = ("-" if "-" in self.surface("offset") else "+") + f"{offset:02d}"
        return f"T{hour:02d}:{minute:02d}{zone}"
