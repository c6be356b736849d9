"""SVG figures made fit to stand inside a page beside others, and turned into pixels."""

import re
import struct
import zlib

import typst

_PROLOGUE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_ROOT = re.compile(r"<svg\b")
#: A blank among the letters is a path without any line.
_BLANK = re.compile(r"<path(?![^>]*\sd=)(?=[\s/>])")


def standalone(svg: str) -> str:
    """The SVG without prologue, blanks between elements, and style rules that would reach the page.

    What matplotlib says of all strokes in a style rule is said on the root element instead.
    """
    body = _BETWEEN.sub("><", _STYLE.sub("", _PROLOGUE.sub("", svg))).strip()
    body = _BLANK.sub('<path d=""', body)
    return _ROOT.sub('<svg stroke-linejoin="round" stroke-linecap="butt"', body, count=1)


_PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg")'
)
_SIGNATURE, _HEAD = 8, 25


def rastered(svg: str, dots_per_inch: int) -> bytes:
    """The SVG as PNG that says how large it is to be printed.

    Letters are paths already, so no font is asked for. Drawing from the SVG takes a third of the
    time of having matplotlib draw once more.
    """
    png: bytes = typst.compile(
        _PAGE,
        format="png",
        ppi=float(dots_per_inch),
        sys_inputs={"svg": svg},
        ignore_system_fonts=True,
    )
    metre = round(dots_per_inch / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    size = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    at = _SIGNATURE + _HEAD
    return png[:at] + size + png[at:]
