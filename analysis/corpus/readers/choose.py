"""Which reader a file is for: by its name's ending, and by its first bytes where that is silent."""

import re
from collections.abc import Callable
from hashlib import sha256

from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.json_records import read_json, read_json_lines
from analysis.corpus.readers.plain import read_markdown, read_text
from analysis.corpus.readers.tables import read_table
from analysis.corpus.readers.web import read_html

Reader = Callable[[bytes, Context], Reading]
_HTML = re.compile(rb"\s*(?:<!doctype html|<html[\s>]|<head[\s>])", re.IGNORECASE)


def _csv(content: bytes, context: Context) -> Reading:
    return read_table(content, context, "csv")


def _tsv(content: bytes, context: Context) -> Reading:
    return read_table(content, context, "tsv")


READERS: dict[str, Reader] = {
    "txt": read_text,
    "text": read_text,
    "md": read_markdown,
    "markdown": read_markdown,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
    "csv": _csv,
    "tsv": _tsv,
    "tab": _tsv,
    "json": read_json,
    "jsonl": read_json_lines,
    "ndjson": read_json_lines,
}


def read_unit(content: bytes, context: Context) -> list[tuple[str, int, str, Reading]]:
    """Read a raw file or block.

    Returns name, size, SHA-256 and reading of the file, and of each member if it is an archive.
    """
    name = context.source_file
    return [(name, len(content), sha256(content).hexdigest(), read_file(content, context))]


def read_file(content: bytes, context: Context) -> Reading:
    """Read a file that is no archive; a reader's limits become the file's problem."""
    if not content:
        return Reading(None, problem="the file is empty: put text into it or take it out")
    reading = reader_for(content, context.source_file)(content, context)
    if reading.problem is None and reading.encoding is not None and not reading.drafts:
        reading.problem = "no article text was found in it: take it out or look at its format"
    return reading


def reader_for(content: bytes, name: str) -> Reader:
    ending = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in READERS:
        return READERS[ending]
    return read_html if _HTML.match(content[:512]) else read_text
