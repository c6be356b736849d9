"""What the reading of tolls gives and takes."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol


@dataclass(frozen=True)
class Name:
    """A place named in the text: its span and, if resolved, its entity."""

    start: int
    end: int
    entity_id: str | None = None


class DateSpan(Protocol):
    """What tolls need to know of a date expression."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def surface(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def first(self) -> date | None: ...
    @property
    def last(self) -> date | None: ...
    @property
    def sentence(self) -> int: ...


@dataclass(frozen=True)
class Toll:
    """A reported number of people; the fields are the columns of 40_timeline/tolls."""

    sentence: int
    start: int
    end: int
    surface: str
    value: int
    bound: str
    outcome: str
    group: str
    place: str | None
    place_id: str | None
    attributed_to: str | None
    cumulative: bool | None
    as_of: date | None
    subset: bool
    nationality: str | None = None


class Token(NamedTuple):
    """A word, number or mark of a sentence; start and end count from the sentence's start."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True)
class Quantity:
    """A number in a sentence: tokens [first, last), the values it stands for, what bounds it.

    figures: (value, bound) - one, or two for a range; lead: first token of its bound words.
    vague: a plural such as "dozens", which may be followed by "of".
    """

    first: int
    last: int
    lead: int
    figures: tuple[tuple[int, str], ...]
    vague: bool = False
