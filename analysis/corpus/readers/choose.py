"""Which reader a file is for: by its name's ending, and by its first bytes where that is silent."""

import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.archives import Budget, Refused, budget_of, members
from analysis.corpus.readers.json_records import read_json, read_json_lines
from analysis.corpus.readers.plain import read_markdown, read_text
from analysis.corpus.readers.tables import read_csv, read_tsv

Reader = Callable[[bytes, Context], Reading]
_HTML = re.compile(rb"\s*(?:<!doctype html|<html[\s>]|<head[\s>])", re.IGNORECASE)
#: Documents of an archive, whose files are often called text or nothing.
_SGML = re.compile(rb"\s*(?:<!doctype [^>]{1,200}>\s*)?<doc(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def _later(module: str, name: str) -> Reader:
    """A reader whose libraries are slow to load and large: not before a file asks for it."""

    def read(content: bytes, context: Context) -> Reading:
        found = importlib.import_module(f"analysis.corpus.readers.{module}")
        reader: Reader = getattr(found, name)
        return reader(content, context)

    return read


_read_html, _read_xml = _later("web", "read_html"), _later("feeds", "read_xml")
_read_sgml = _later("feeds", "read_sgml")

READERS: dict[str, Reader] = {
    "txt": read_text,
    "text": read_text,
    "md": read_markdown,
    "markdown": read_markdown,
    "html": _read_html,
    "htm": _read_html,
    "xhtml": _read_html,
    "csv": read_csv,
    "tsv": read_tsv,
    "tab": read_tsv,
    "json": read_json,
    "jsonl": read_json_lines,
    "ndjson": read_json_lines,
    "xml": _read_xml,
    "sgml": _read_sgml,
    "sgm": _read_sgml,
    "rss": _read_xml,
    "atom": _read_xml,
    "xlsx": _later("office", "read_xlsx"),
    "docx": _later("office", "read_docx"),
    "pdf": _later("office", "read_pdf"),
}


Read = tuple[str, int, str, Reading]


def read_unit(content: bytes, context: Context) -> list[Read]:
    """Read a raw file or block.

    Returns name, size, SHA-256 and reading of the file, and of each member if it is an archive.
    """
    return _read(content, context, budget_of(content, context), 0)


def _read(content: bytes, context: Context, budget: Budget, depth: int) -> list[Read]:
    name = context.source_file
    found: list[Read] = []
    inside = members(content, name, budget)
    if inside is None:
        reading = read_file(content, context)
    elif depth >= context.archive_depth:
        reading = Reading("archive", problem="an archive too deep in archives: unpack it")
    else:
        reading = Reading("archive")
        try:
            for inner, body in inside:
                own = replace(context, source_file=f"{name}!/{inner}")
                found += _read(body, own, budget, depth + 1)
        except Refused as refusal:
            reading.problem = str(refusal)
        if not found and reading.problem is None:
            reading.problem = "the archive holds no files: take it out"
    return [(name, len(content), sha256(content).hexdigest(), reading), *found]


def read_file(content: bytes, context: Context) -> Reading:
    """Read a file that is no archive; a reader's limits become the file's problem."""
    if not content:
        return Reading(None, problem="the file is empty: put text into it or take it out")
    reading = reader_for(content, context.source_file)(content, context)
    if reading.problem is None and reading.encoding is not None and not reading.drafts:
        reading.problem = "no article text was found in it: take it out or look at its format"
    return reading


def reader_for(content: bytes, name: str) -> Reader:
    """The reader of a file, from its name and first bytes."""
    ending = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() if "." in name else ""
    known = READERS.get(ending, read_text)
    if known is not read_text:
        return known
    if _SGML.match(content[:1024]):
        return _read_sgml
    return _read_html if ending not in READERS and _HTML.match(content[:512]) else read_text
