"""JSON: lines of objects, a list of objects, or an object that holds such a list."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.corpus.decode import decode
from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.records import NAMES, field_mapping, read_records


def read_json_lines(content: bytes, context: Context) -> Reading:
    """A jsonl file or a block of one; a broken line is counted as a record and named."""
    decoded = decode(content)
    reading = Reading("jsonl", decoded.encoding, problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    broken: list[int] = []
    read_records(_lines(decoded.text, broken, context.first_record), reading, context)
    if broken:
        reading.problem = (
            f"{len(broken)} lines are no JSON object (the first is record {broken[0]}):"
            " mend or remove them"
        )
    return _without_text_field(reading)


def _lines(text: str, broken: list[int], first: int) -> Iterator[Mapping[str, Any]]:
    number = first
    for line in text.split("\n"):
        if not line.strip():
            continue
        record: Any = None
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            yield record
        else:
            broken.append(number)
            yield {}
        number += 1


def read_json(content: bytes, context: Context) -> Reading:
    """A json file."""
    decoded = decode(content)
    reading = Reading("json", decoded.encoding, problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    try:
        loaded = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        lines = read_json_lines(content, context)
        if lines.drafts:
            return lines
        reading.problem = f"no JSON ({str(error)[:120]}): mend it or save it as txt"
        return reading
    records = list(find_records(loaded, context))
    read_records(records, reading, context)
    return _without_text_field(reading)


def find_records(loaded: Any, context: Context) -> Iterator[Mapping[str, Any]]:
    """The records of a document: its own list, or the longest list of objects in it."""
    if isinstance(loaded, list):
        yield from (one if isinstance(one, dict) else {} for one in loaded)
    elif isinstance(loaded, dict):
        lists = [
            value
            for value in loaded.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if lists and "text" not in field_mapping(loaded, context.fields):
            yield from find_records(max(lists, key=len), context)
        else:
            yield loaded


def _without_text_field(reading: Reading) -> Reading:
    if reading.records and not reading.drafts and reading.problem is None:
        names = ", ".join(NAMES["text"][:6])
        reading.problem = (
            f"none of {reading.records} records has a text: name its field in corpus.toml,"
            f' [fields] text = "…" (known without it: {names})'
        )
    return reading
