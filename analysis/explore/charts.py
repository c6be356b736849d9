"""Figures that live in the browser, drawn without network."""

import subprocess
import sys
import threading

import traitlets

from analysis.explore.figures import Figure
from analysis.explore.widgets import Drawn, source

#: Run in another process: bundles our code with Vega, which vl-convert carries.
_BUNDLE = "import sys, vl_convert; sys.stdout.write(vl_convert.javascript_bundle(sys.stdin.read()))"
_ONCE = threading.Lock()


class Chart(Drawn):
    """A live figure. brushed: a period can be brushed in it."""

    spec = traitlets.Dict().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    brushed = traitlets.Bool(False).tag(sync=True)
    fresh = traitlets.Int(0).tag(sync=True)

    def __init__(self, *, brushed: bool = False) -> None:
        prepare()
        super().__init__(brushed=brushed)

    def draw(self, figure: Figure | None) -> None:
        """Show a figure; None or one without rows leaves the place empty."""
        if figure is None or not figure.rows:
            self.show(rows=[])
        else:
            self.show(spec=figure.spec, rows=figure.rows)


def prepare() -> None:
    """Bundle what draws figures, so that the browser loads nothing from the network.

    Another process does it: it takes a second or two, in which this one would answer nobody.
    """
    with _ONCE:
        if not hasattr(Chart, "_esm"):
            made = subprocess.run(
                [sys.executable, "-c", _BUNDLE], input=source("chart.js"),
                capture_output=True, encoding="utf-8", check=True,
            )  # fmt: skip
            Chart._esm = made.stdout
