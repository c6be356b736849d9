"""Compare the deaths in Gaza that texts report with a public daily series.

    python -m tests.bench.timeline_tolls_reference SERIES TEXTS...

TEXTS: folders of Markdown files with front matter (date: YYYY-MM-DD), or JSON lines with id, date,
    text and split, of which the split dev is read.
SERIES: casualties_daily.json of TechForPalestine/palestine-datasets (public domain); killed_cum,
    else ext_killed_cum; on days without a report, the last one before.
A figure is compared when it counts people or civilians killed, is no part of another figure, is at
least --least, and its sentence or place speaks of Gaza or Palestinians. Figures
of another scope are set aside with the reason; the rest are printed with day, bound, relative gap
and sentence, the widest gap first, and their median. "beyond bound" counts a figure such as "more
than 11,000" only by how far the series contradicts it.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from analysis.language.sentences import sentences
from analysis.timeline.dates import DateOptions, resolve_dates
from analysis.timeline.tolls import Toll, find_tolls

_ABOUT = re.compile(r"Gaza|Palestinian|Rafah|Health Ministry")
_ISRAEL = re.compile(
    r"Israelis?|Jews|October (?:7|the 7)|Oct\. 7|Hamas (?:terrorists|fighters|killed)"
)
_VAGUE = re.compile(
    r"(?:tens of |hundreds of )?(?:thousands|hundreds|dozens)|several \w+", re.IGNORECASE
)


_PLACES = ("Gaza", "Gaza Strip", "GAZA", "Rafah")


@dataclass(frozen=True)
class Comparison:
    """A reported figure beside the series."""

    document: str
    day: date
    toll: Toll
    reference: int
    sentence: str
    joint: bool

    @property
    def gap(self) -> float:
        return self.toll.value / self.reference - 1

    @property
    def beyond_bound(self) -> float:
        """How far the series contradicts the figure with its bound; 0 where it does not."""
        match self.toll.bound:
            case "more_than" | "at_least":
                return max(self.gap, 0.0)
            case "less_than" | "at_most":
                return min(self.gap, 0.0)
            case _:
                return self.gap

    @property
    def explained(self) -> str:
        """Why a figure of the same scope differs from the series."""
        if self.gap and not self.beyond_bound:
            return f"said as {self.toll.bound}, which holds"
        round_number = self.toll.value % 1000 == 0
        return "said as a round number" if round_number and self.gap else ""

    @property
    def other_scope(self) -> str | None:
        """Why the figure says nothing of all deaths in Gaza; None where it does."""
        if _VAGUE.fullmatch(self.toll.surface):
            return "a plural such as thousands, whose least meaning is 2,000"
        if 1000 <= self.toll.value <= 1500 and _ISRAEL.search(self.sentence):
            return "the dead of 7 October 2023 in Israel, in a sentence that also speaks of Gaza"
        if self.joint:
            return "killed and other outcomes together, an upper bound of the dead"
        if self.toll.cumulative is False:
            return "the dead of one event or day"
        if "Lebanon" in self.sentence and "Gaza" not in self.sentence:
            return "another place: Lebanon"
        if self.toll.place and self.toll.place not in _PLACES:
            return f"another place: {self.toll.place}"
        return None


def read_texts(folder: Path) -> Iterator[tuple[str, date, str]]:
    """Name, day and unwrapped text of every Markdown file."""
    if folder.is_file():
        for line in folder.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] == "dev" and row["date"] and (row["lang"] or "en") == "en":
                yield row["id"], date.fromisoformat(row["date"]), row["text"]
        return
    for path in sorted(folder.rglob("*.md")):
        parts = path.read_text(encoding="utf-8").split("---", 2)
        found = (
            re.search(r"^date: *['\"]?(\d{4}-\d\d-\d\d)", parts[1], re.M)
            if len(parts) > 2
            else None
        )
        if found is None:
            continue
        body = parts[2].replace("\u00a0", " ").replace("\\", "")
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", body)]
        yield path.name, date.fromisoformat(found[1]), "\n\n".join(filter(None, paragraphs))


def read_series(path: Path) -> dict[date, int]:
    """Deaths since 7 October 2023 by day of report.

    Days without a report are left out: their ext_killed_cum was filled in from later reports,
    which nobody who spoke on that day could know.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    series = {}
    for row in rows:
        if row.get("report_source") == "missing":
            continue
        killed = row.get("killed_cum") or row.get("ext_killed_cum")
        if killed:
            series[date.fromisoformat(row["report_date"])] = int(killed)
    return series


def _latest(series: dict[date, int], day: date) -> int | None:
    """The figure last reported by a day, at most a week old."""
    near = (day - timedelta(days=back) for back in range(8))
    return next((series[one] for one in near if one in series), None)


def compare(folder: Path, series: dict[date, int], least: int) -> list[Comparison]:
    """Every figure that can be compared."""
    found = []
    for name, published, text in read_texts(folder):
        spans = sentences(text)
        dates = resolve_dates(text, published, spans, DateOptions())
        tolls = find_tolls(text, spans, dates=dates, published=published)
        for toll in tolls:
            start, end = spans[toll.sentence]
            sentence = text[start:end]
            day = toll.as_of if toll.cumulative and toll.as_of else published
            reference = _latest(series, day)
            if (
                toll.outcome == "killed"
                and toll.group in ("people", "civilians")
                and not toll.subset
                and toll.value >= least
                and (_ABOUT.search(sentence) or _ABOUT.search(toll.place or ""))
                and reference
            ):
                joint = any(one.start == toll.start and one.outcome != "killed" for one in tolls)
                found.append(Comparison(name, day, toll, reference, sentence, joint))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("series", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--least", type=int, default=1000, help="smallest figure compared")
    chosen = parser.parse_args()
    series = read_series(chosen.series)
    found = [one for folder in chosen.texts for one in compare(folder, series, chosen.least)]
    comparable = [one for one in found if one.other_scope is None]
    print("Set aside:")
    for one in found:
        if one.other_scope:
            _show(one, f"{one.other_scope} | ")
    print("\nCompared:")
    for one in sorted(comparable, key=lambda one: -abs(one.gap)):
        _show(one, f"{one.explained} | " if one.explained else "")
    if comparable:
        print(
            f"\n{len(comparable)} figures ({len(found) - len(comparable)} set aside): median |gap| "
            f"{median(abs(one.gap) for one in comparable):.2%}, beyond bound "
            f"{median(abs(one.beyond_bound) for one in comparable):.2%}; "
            f"{sum(abs(one.gap) > 0.2 for one in comparable)} over 20 %"
        )


def _show(one: Comparison, reason: str) -> None:
    print(
        f"{one.gap:+7.1%} {one.day} {one.toll.bound:9} {one.toll.value:>7,} (series "
        f"{one.reference:,}) {reason}{one.document[:40]}: {' '.join(one.sentence.split())[:160]}"
    )


if __name__ == "__main__":
    main()
