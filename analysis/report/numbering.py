"""Numbers of chapters, tables and figures, the same on the page and on the screen."""

import string
from collections.abc import Sequence
from typing import Any


def numbered(
    chapters: Sequence[dict[str, Any]], appendices: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The chapters as 1, 2, 3 and the appendices as A, B, C, each with numbered blocks.

    Tables and figures count through the chapters (Table 7); those of an appendix through the
    appendix (Table B2). Evidence lists get their count in words.
    """
    counts = {"table": 0, "figure": 0}
    result = []
    for place, chapter in enumerate(chapters, 1):
        blocks = [_numbered(block, counts, "") for block in chapter["blocks"]]
        result.append({**chapter, "number": str(place), "blocks": blocks})
    for letter, appendix in zip(string.ascii_uppercase, appendices, strict=False):
        own = {"table": 0, "figure": 0}
        blocks = [_numbered(block, own, letter) for block in appendix["blocks"]]
        result.append({**appendix, "number": letter, "blocks": blocks})
    return result


def _numbered(block: dict[str, Any], counts: dict[str, int], letter: str) -> dict[str, Any]:
    kind = block["kind"]
    if kind in counts:
        counts[kind] += 1
        return {**block, "number": f"{letter}{counts[kind]}"}
    if kind == "evidence":
        lists = [{**one, "found-said": f"{one['found']:,}"} for one in block["lists"]]
        return {**block, "lists": lists}
    return block
