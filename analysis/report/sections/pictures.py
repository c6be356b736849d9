"""Figures as blocks of the report; where there is none, the sentence that says why."""

from collections.abc import Mapping

from analysis.report import model
from analysis.report.drawings import Drawing
from analysis.report.model import Block
from analysis.report.vector import standalone


class Pictures:
    """The figures of a report, by name."""

    def __init__(self, drawn: Mapping[str, Drawing]) -> None:
        self.drawn = drawn

    def show(self, *names: str, to: str | None = None) -> list[Block]:
        """Blocks of the named figures, in this order.

        to: anchor of what leads to the sentences behind their numbers.
        """
        blocks: list[Block] = []
        for name in names:
            one = self.drawn.get(name)
            if one is not None and one.svg is not None:
                svg = standalone(one.svg)
                blocks.append(model.figure(one.name, svg, one.caption, one.alt, to))
            elif one is not None and one.why:
                blocks.append(model.missing(model.linked_digits(one.why, to)))
        return blocks
