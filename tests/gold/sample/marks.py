"""Reads an annotated file: raw text with inline marks, of which both the raw file and its gold truth are made.

The text is kept as a list of units, one per character. A unit knows what it looks like in the raw file
(mojibake may be three characters) and what the reader should see (nothing, for boilerplate and soft hyphens),
so offsets survive wrapping, re-encoding and cleaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

OPEN, CLOSE = "\u27e6", "\u27e7"
SOFT_HYPHEN = "\u00ad"
MOJIBAKE_ON, MOJIBAKE_OFF = "\ue000", "\ue001"

RULES = frozenset(
    [
        "signature",
        "notice",
        "credit",
        "follow_us",
        "subscription",
        "photo_credit",
        "end_mark",
        "separator",
        "cookie",
        "page_furniture",
        "byline",
    ]
)
OUTSIDE_ARTICLES = frozenset({"notice", "separator"})
NAME_TYPES = {"P": "PER", "O": "ORG", "L": "LOC"}
BOUNDS = frozenset(["exact", "at_least", "more_than", "at_most", "less_than", "about", "range"])
OUTCOMES = frozenset(["killed", "injured", "missing", "displaced", "detained", "abducted"])
GROUPS = frozenset(
    [
        "people",
        "civilians",
        "children",
        "women",
        "journalists",
        "aid_workers",
        "medics",
        "soldiers",
        "fighters",
        "police",
        "settlers",
        "hostages",
        "prisoners",
    ]
)
ARTICLE_KEYS = frozenset(
    ["id", "date", "basis", "outlet", "copy_of", "title", "lang", "truedate", "byline", "url"]
)
TOLL_KEYS = frozenset(["value", "bound", "outcome", "group", "place", "by", "cumulative", "as_of"])
DIRECTIVES = {
    "split": {"dev", "held_out"},
    "encoding": {"utf-8", "utf-8-sig", "cp1252", "utf-16"},
    "newline": {"lf", "crlf"},
    "format": {"txt", "html", "csv", "jsonl", "md"},
}

_MOJIBAKE = re.compile(f"{OPEN}M\\|([^{OPEN}{CLOSE}]*){CLOSE}")
_ATTRIBUTE = re.compile(r'\s*([a-z_]+)=("[^"]*"|[^\s"]+)')


class MarkError(Exception):
    """A mistake in an annotated file, with the file and the line to look at."""


@dataclass
class Mark:
    kind: str  # P, O, L, D, T or B
    head: str  # what stands before the bar
    surface: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Unit:
    raw: str
    clean: str
    article: int | None
    mark: int | None


@dataclass
class Article:
    attributes: dict[str, str]
    line: int


@dataclass
class Annotated:
    path: str  # of the raw file, relative to data/raw/sample
    directives: dict[str, str]
    units: list[Unit] = field(default_factory=list[Unit])
    marks: list[Mark] = field(default_factory=list[Mark])
    articles: list[Article] = field(default_factory=list[Article])

    def option(self, name: str, default: str) -> str:
        return self.directives.get(name, default)


def mojibake(text: str) -> str:
    """UTF-8 bytes read as Windows-1252; the five bytes that it leaves open become control characters."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )


def date_type(value: str) -> tuple[str, str]:
    if value.startswith("SET:"):
        return "SET", value[4:]
    if value.endswith("_REF"):
        return "DATE", value
    if re.match(r"P[\dXT]", value):
        return "DURATION", value
    return ("TIME" if "T" in value else "DATE"), value


def attributes(text: str, allowed: frozenset[str], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    while match := _ATTRIBUTE.match(text, position):
        key, value = match[1], match[2].strip('"')
        if key not in allowed:
            raise MarkError(
                f"{where}: unknown attribute {key!r}, allowed are {', '.join(sorted(allowed))}"
            )
        if key in found:
            raise MarkError(f"{where}: attribute {key!r} is given twice")
        found[key] = value
        position = match.end()
    if text[position:].strip():
        raise MarkError(f"{where}: cannot read the attributes from {text[position:].strip()!r}")
    return found


def read(file: Path, raw_path: str) -> Annotated:
    lines = file.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
    directives: dict[str, str] = {}
    skipped = 0
    while skipped < len(lines) and lines[skipped].startswith("#!"):
        for part in lines[skipped][2:].replace(",", " ").split():
            key, _, value = part.partition("=")
            known = DIRECTIVES.get(key)
            if (known is not None and value not in known) or (known is None and key != "wrap"):
                raise MarkError(f"{raw_path}.ann:{skipped + 1}: cannot read the directive {part!r}")
            directives[key] = value
        skipped += 1
    if "split" not in directives:
        raise MarkError(
            f"{raw_path}.ann:1: the directive '#! split=dev' or '#! split=held_out' is missing"
        )
    if directives.get("newline") == "crlf" and directives.get("format", "txt") in {"html", "jsonl"}:
        raise MarkError(f"{raw_path}.ann:1: newline=crlf is written for txt, csv and md only")
    annotated = Annotated(raw_path, directives)
    _fill(annotated, "\n".join(lines[skipped:]), f"{raw_path}.ann", skipped)
    if not annotated.articles:
        raise MarkError(f"{raw_path}.ann: holds no article mark")
    return annotated


def _tokens(body: str, name: str, skipped: int) -> Iterator[tuple[bool, str, int]]:
    """(is a mark, its text, line number) one after the other; complains about brackets that do not pair."""
    position, line = 0, skipped + 1
    while position < len(body):
        opened, closed = body.find(OPEN, position), body.find(CLOSE, position)
        if opened < 0 and closed < 0:
            yield False, body[position:], line
            return
        if opened < 0 or 0 <= closed < opened:
            raise MarkError(
                f"{name}:{line + body.count(chr(10), position, closed)}: {CLOSE} without {OPEN}"
            )
        if opened > position:
            yield False, body[position:opened], line
            line += body.count("\n", position, opened)
        again = body.find(OPEN, opened + 1)
        if closed < 0 or 0 <= again < closed:
            raise MarkError(
                f"{name}:{line}: {OPEN}{body[opened + 1 : opened + 40]!r}... is not closed"
            )
        yield True, body[opened + 1 : closed], line
        line += body.count("\n", opened, closed)
        position = closed + 1


def _fill(annotated: Annotated, body: str, name: str, skipped: int) -> None:
    body = body.replace(f"{OPEN}X|{CLOSE}", SOFT_HYPHEN)
    body = _MOJIBAKE.sub(lambda match: f"{MOJIBAKE_ON}{match[1]}{MOJIBAKE_OFF}", body)
    if not body.endswith("\n"):
        body += "\n"
    article: int | None = None
    after_bare_mark = False
    for is_mark, text, line in _tokens(body, name, skipped):
        where = f"{name}:{line}"
        if is_mark and (text.startswith("A ") or text == "/A"):
            if text == "/A":
                if article is None:
                    raise MarkError(f"{where}: /A closes no article")
                article = None
            else:
                article = len(annotated.articles)
                annotated.articles.append(Article(_article(text[2:], where), line))
            # a mark on a line of its own is no line of the raw file
            after_bare_mark = not annotated.units or annotated.units[-1].raw == "\n"
            continue
        if not is_mark:
            if after_bare_mark and text.startswith("\n"):
                text = text[1:]
            if article is None and text.strip():
                raise MarkError(
                    f"{where}: {text.strip()[:40]!r} lies in no article and is not marked as boilerplate"
                )
            _append(annotated, text, article, None)
        else:
            mark = _mark(text, where, line)
            if article is None and mark.kind != "B":
                raise MarkError(f"{where}: {text!r} lies in no article")
            annotated.marks.append(mark)
            _append(annotated, mark.surface, article, len(annotated.marks) - 1)
        after_bare_mark = False
    for mark in annotated.marks:
        mark.surface = re.sub(f"[{SOFT_HYPHEN}{MOJIBAKE_ON}{MOJIBAKE_OFF}]", "", mark.surface)


def _append(annotated: Annotated, text: str, article: int | None, mark: int | None) -> None:
    removed = article is None or (mark is not None and annotated.marks[mark].kind == "B")
    broken = False
    for character in text:
        if character in (MOJIBAKE_ON, MOJIBAKE_OFF):
            broken = character == MOJIBAKE_ON
            continue
        clean = "" if removed or character == SOFT_HYPHEN else character
        annotated.units.append(
            Unit(mojibake(character) if broken else character, clean, article, mark)
        )


def _article(text: str, where: str) -> dict[str, str]:
    found = attributes(text, ARTICLE_KEYS, where)
    if not found.get("id"):
        raise MarkError(f"{where}: an article needs an id")
    if found.get("basis", "text") not in {"field", "file_name", "text"}:
        raise MarkError(f"{where}: basis is field, file_name or text")
    for key in ("date", "truedate"):
        _check_day(found.get(key), where)
    return found


def _check_day(value: str | None, where: str) -> None:
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise MarkError(f"{where}: {value!r} is no day like 2023-10-17") from None


def _mark(text: str, where: str, line: int) -> Mark:
    kind, _, rest = text.partition(" ")
    head, bar, surface = rest.partition("|")
    if kind not in NAME_TYPES and kind not in {"D", "T", "B"}:
        raise MarkError(f"{where}: {text[:40]!r} is no known mark")
    if not bar:
        if kind not in NAME_TYPES:
            raise MarkError(f"{where}: the mark {text[:40]!r} needs a bar before its text")
        surface = head
    if not head or not surface or surface != surface.strip() or (kind != "B" and "\n" in surface):
        raise MarkError(
            f"{where}: the mark {text[:60]!r} is empty, begins or ends with a blank, or spans lines"
        )
    mark = Mark(kind, head, surface, line)
    if kind == "B" and head not in RULES:
        raise MarkError(f"{where}: {head!r} is no rule, known are {', '.join(sorted(RULES))}")
    if kind == "D" and not re.fullmatch(r"[A-Z0-9X:.+_-]+", head):
        raise MarkError(f"{where}: {head!r} is no TimeML value")
    if kind == "T":
        mark.attributes = _toll(attributes(head, TOLL_KEYS, where), where)
    return mark


def _toll(found: dict[str, str], where: str) -> dict[str, str]:
    bound = found.setdefault("bound", "exact")
    pattern = r"\d+\.\.\d+" if bound == "range" else r"\d+"
    if not re.fullmatch(pattern, found.get("value", "")):
        raise MarkError(f"{where}: value={found.get('value')} does not go with bound={bound}")
    vocabularies = [("bound", BOUNDS), ("outcome", OUTCOMES), ("group", GROUPS)]
    for key, vocabulary in vocabularies:
        if found.get(key) not in vocabulary:
            raise MarkError(
                f"{where}: {key}={found.get(key)}, known are {', '.join(sorted(vocabulary))}"
            )
    if found.get("cumulative", "true") not in {"true", "false"}:
        raise MarkError(f"{where}: cumulative is true or false")
    _check_day(found.get("as_of"), where)
    return found
