"""Damage of single characters: soft hyphens, mojibake, ligatures, invisible marks, entities."""

import html
import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.spans import Repair

#: What byte 80 to BF of UTF-8 looks like when it was read as Windows-1252.
_CONT = (
    "["
    "\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
    "]"
)
_MOJIBAKE = re.compile(
    f"(?:[\u00c2-\u00c5]{_CONT})+|\u00e2[\u20ac\u0080\u201a\u201e\u2020\u02c6]{_CONT}"
    f"|(?:[\u00d8-\u00db]{_CONT}){{2,}}|(?:[\u00d0\u00d1]{_CONT}){{2,}}|\u00f0\u0178{_CONT}{{2}}|\u00ef\u00bb\u00bf"
)
_JOINERS = "\u200c\u200d"
_INVISIBLE = "\u200b\u2060\ufeff\u180e\ufffc"
_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"
_DAMAGE = re.compile(
    "(?P<soft_hyphen>\u00ad+(?:[^\\S\r\n]*\r?\n[^\\S\r\n]*)?)"
    f"|(?P<zero_width>[{_INVISIBLE}{_JOINERS}]+)"
    f"|(?P<bidi>[{_BIDI}]+)"
    "|(?P<ligature>[\ufb00-\ufb06])"
    "|(?P<unicode>[^\\W\\d_][\u0300-\u036f]+)"
    "|(?P<c1>[\x80-\x84\x86-\x9f]+)"
    "|(?P<control>[\x00-\x08\x0e-\x1b\x7f]+)"
    "|(?P<html_entity>&(?:\\#\\d{1,6}|\\#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8}[0-9]?);)"
)
#: Characters without which nothing needs repair: leads of mojibake, and the damage itself.
_LEADS = "\u00c2-\u00c5\u00e2\u00d8-\u00db\u00d0\u00d1\u00f0\u00ef"
_SUSPECTS = (
    "\x00-\x08\x0e-\x1b&\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060\u2066-\u2069\ufb00-\ufb06\ufeff\ufffc"
)
_LEAD, _SUSPECT, _COMBINING = 1, 2, 4
_CURSIVE = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufeff\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]"
)


@cache
def _marks() -> NDArray[np.uint8]:
    """For each code point, whether it is a mojibake lead, a suspect, a combining mark."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for ranges, mark in ((_LEADS, _LEAD), (_SUSPECTS, _SUSPECT), ("\u0300-\u036f", _COMBINING)):
        for low, high in re.findall("(.)(?:-(.))?", ranges, re.DOTALL):
            table[ord(low) : ord(high or low) + 1] |= mark
    return table


def find_repairs(raw: str) -> list[Repair]:
    """The damaged spans of a raw text, in order, without overlap; white space is none."""
    codes = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    marks = _marks()[codes]
    places = np.flatnonzero(marks)
    if not len(places):
        return []
    kinds = marks[places]
    found: list[Repair | None] = []
    if (kinds & _LEAD).any():
        found = [_mojibake(match) for match in _MOJIBAKE.finditer(raw)]
    repairs = [one for one in found if one is not None]
    suspects = (kinds & _SUSPECT) != 0
    if not suspects.any():
        return repairs
    # The letter before a combining mark belongs to the damage.
    begins = places - ((kinds & _COMBINING) != 0) * (places > 0)
    taken = {at for one in repairs for at in range(one.start, one.end)}
    last = 0
    for begin in begins[suspects].tolist():
        match = _DAMAGE.match(raw, max(begin, last))
        if match is None:
            continue
        last = match.end()
        if match.start() in taken or last - 1 in taken:
            continue
        rule = match.lastgroup or ""
        before = match.group()
        after = _mended(raw, match, rule)
        if after != before:
            repairs.append(
                Repair(match.start(), match.end(), after, "mojibake" if rule == "c1" else rule)
            )
    repairs.sort(key=lambda one: one.start)
    return repairs


def _mended(raw: str, match: re.Match[str], rule: str) -> str:
    before = match.group()
    if rule == "ligature":
        return unicodedata.normalize("NFKC", before)
    if rule == "unicode":
        return unicodedata.normalize("NFC", before)
    if rule == "html_entity":
        plain = html.unescape(before)
        return before if plain.startswith("&") and plain != "&" else plain
    if rule == "c1":
        return before.encode("latin-1").decode("cp1252", "ignore")
    if rule == "zero_width" and before.strip(_JOINERS) == "":
        around = raw[max(match.start() - 1, 0) : match.start()] + raw[match.end() : match.end() + 1]
        return before if _CURSIVE.search(around) else ""
    return ""


def _mojibake(match: re.Match[str]) -> Repair | None:
    """UTF-8 that was read as Windows-1252, if it is that; mended again if that was done twice."""
    import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252; rarely needed, slow to import)

    before = after = match.group()
    for _ in range(3):
        try:
            after = after.encode("sloppy-windows-1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            break
        if not _MOJIBAKE.fullmatch(after):
            break
    if after == before:
        return None
    after = "".join("" if unicodedata.category(one) in ("Cc", "Cf") else one for one in after)
    return Repair(match.start(), match.end(), after, "mojibake")
