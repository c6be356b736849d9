"""What reading a raw file yields."""

from dataclasses import dataclass, field
from datetime import date

from analysis.corpus.spans import Removal, Repair


@dataclass(frozen=True, slots=True)
class Edge:
    """A paragraph near an article's beginning or end, its raw span, and the paragraph beside it.

    several: whether the article has other paragraphs.
    """

    line: str
    start: int
    end: int
    beside: str
    several: bool = True


@dataclass(slots=True)
class Draft:
    """An article as its file gives it; start and end are None where the format has no offsets."""

    text: str
    record: int | None = None
    start: int | None = None
    end: int | None = None
    begins: str | None = None
    title: str | None = None
    published: date | None = None
    basis: str | None = None
    conflict: list[str] = field(default_factory=list)
    month_day: str | None = None
    dateline: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    repairs: list[tuple[Repair, str]] = field(default_factory=list)
    edges: list["Edge"] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """A raw file or block: its articles, and every span that is in none of them.

    removed: record (None: the file has no records), span, and its text.
    without_text: records that hold no text.
    fields: which of its columns or keys our fields were read from, None: it has none.
    """

    format: str | None
    encoding: str | None = None
    chars: int = 0
    drafts: list[Draft] = field(default_factory=list)
    removed: list[tuple[int | None, Removal, str]] = field(default_factory=list)
    without_text: int = 0
    records: int = 0
    problem: str | None = None
    fields: str | None = None


@dataclass(frozen=True)
class Context:
    """What is known beside the file's bytes: its name, the corpus's description, the parameters."""

    source_file: str
    time_zone: str = "UTC"
    split: str = "auto"
    date_order: str = "auto"
    forced: tuple[int, ...] = ()
    keep: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    first_record: int = 0
    head: bytes = b""
    archive_bytes: int = 512 << 20
    archive_ratio: int = 200
    archive_depth: int = 2
