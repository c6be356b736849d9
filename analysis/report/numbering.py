"""Numbers of chapters, tables and figures, the same on the page and on the screen."""

import string
from collections.abc import Iterable, Mapping, Sequence
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
        blocks = [_numbered(block, counts, "") for block in _said_once(chapter["blocks"])]
        result.append({**chapter, "number": str(place), "fresh": False, "blocks": blocks})
    for letter, appendix in zip(string.ascii_uppercase, appendices, strict=False):
        own = {"table": 0, "figure": 0}
        blocks = [_numbered(block, own, letter) for block in appendix["blocks"]]
        result.append({**appendix, "number": letter, "fresh": True, "blocks": blocks})
    return result


def _said_once(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks with one reason where a table and its figures would each give theirs."""
    return [
        block
        for before, block in zip([None, *blocks], blocks, strict=False)
        if before is None or {before["kind"], block["kind"]} != {"missing"}
    ]


def settled(report: dict[str, Any], labels: Iterable[str], otherwise: str | None) -> dict[str, Any]:
    """The report with the links that lead to a table or figure that it does not have mended.

    labels: those of the evidence lists. otherwise: where such links lead then; None: nowhere.
    """
    blocks = [block for part in report["sections"] for block in part["blocks"]]
    anchors = {"": "", "otherwise": otherwise or ""} | {one: one for one in labels}
    for block in blocks:
        if "id" in block:
            anchors[block["id"]] = f"{block['kind'].capitalize()} {block.get('number', '')}".strip()
    found: dict[str, Any] = _bound(report, anchors)
    return found


def _bound(value: Any, anchors: Mapping[str, str]) -> Any:
    match value:
        case list():
            return [_bound(one, anchors) for one in value]
        case dict():
            kept = {key: _bound(one, anchors) for key, one in value.items()}
            if "to" in kept and kept["to"] not in anchors:
                kept["to"] = anchors["otherwise"]
            if not kept.get("to", "linked"):
                del kept["to"]
            if "rests" in kept and kept["rests"] not in anchors:
                kept["rests"] = ""
            if "rests" in kept:
                kept["rests-said"] = anchors.get(kept["rests"], "")
            return kept
        case _:
            return value


def _numbered(block: dict[str, Any], counts: dict[str, int], letter: str) -> dict[str, Any]:
    kind = block["kind"]
    if kind in counts:
        counts[kind] += 1
        return {**block, "number": f"{letter}{counts[kind]}"}
    if kind == "evidence":
        lists = [{**one, "found-said": f"{one['found']:,}"} for one in block["lists"]]
        return {**block, "lists": lists}
    return block
