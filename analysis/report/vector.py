"""SVG figures made fit to stand inside a page beside others."""

import re

_PROLOGUE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_ROOT = re.compile(r"<svg\b")


def standalone(svg: str) -> str:
    """The SVG without prologue, blanks between elements, and style rules that would reach the page.

    What matplotlib says of all strokes in a style rule is said on the root element instead.
    """
    body = _BETWEEN.sub("><", _STYLE.sub("", _PROLOGUE.sub("", svg))).strip()
    return _ROOT.sub('<svg stroke-linejoin="round" stroke-linecap="butt"', body, count=1)
