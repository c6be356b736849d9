"""Parts made of other parts."""

from dataclasses import dataclass

from analysis.contract import Part, Tables


@dataclass(frozen=True)
class Bundle:
    """Several parts as one, for a call that needs tables of all of them."""

    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        return " ".join(part.id for part in self.parts)

    def load(self) -> Tables:
        return {stem: table for part in self.parts for stem, table in part.load().items()}
