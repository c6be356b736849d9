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
    result: list[dict[str, Any]] = []
    for place, chapter in enumerate(chapters, 1):
        blocks = [_numbered(block, counts, "") for block in chapter["blocks"]]
        fresh = any(block["kind"] == "figure" for block in blocks)
        result.append(
            {
                **chapter,
                "number": str(place),
                "fresh": fresh and place > 1,
                "blocks": _opened(blocks),
            }
        )
    for letter, appendix in zip(string.ascii_uppercase, appendices, strict=False):
        own = {"table": 0, "figure": 0}
        blocks = [_numbered(block, own, letter) for block in appendix["blocks"]]
        result.append({**appendix, "number": letter, "fresh": True, "blocks": blocks})
    return result


def _opened(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first figure of a chapter is marked, so that it never stands above the heading."""
    first = next((at for at, block in enumerate(blocks) if block["kind"] == "figure"), None)
    return [
        {**block, "opening": at == first} if block["kind"] == "figure" else block
        for at, block in enumerate(blocks)
    ]


def _numbered(block: dict[str, Any], counts: dict[str, int], letter: str) -> dict[str, Any]:
    kind = block["kind"]
    if kind in counts:
        counts[kind] += 1
        return {**block, "number": f"{letter}{counts[kind]}"}
    if kind == "evidence":
        lists = [{**one, "found-said": f"{one['found']:,}"} for one in block["lists"]]
        return {**block, "lists": lists}
    return block
