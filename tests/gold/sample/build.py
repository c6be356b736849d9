"""Makes the sample corpus and its gold truth from the annotated files.

    python tests/gold/sample/build.py            write data/raw/sample and the tables beside this file
    python tests/gold/sample/build.py --check    say whether both equal what the annotated files give
    python tests/gold/sample/build.py FILE.ann   only check the marks of these files and count them

Every annotated file is raw text with inline marks (marks.py); nothing is written while one of them has a mistake.
"""

from __future__ import annotations

import argparse
import codecs
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import containers
from marks import NAME_TYPES, OUTSIDE_ARTICLES, Annotated, Mark, MarkError, Unit, date_type, read

HERE = Path(__file__).resolve().parent
ANNOTATED = HERE / "annotated"
RAW = HERE.parents[2] / "data" / "raw" / "sample"
KEPT = re.compile(
    r"(README|LICENSE).*|corpus\.toml|hand|\..*"
)  # no articles by the corpus contract
TABLES = ("articles", "boilerplate", "names", "dates", "tolls")

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def wrap(units: list[Unit], width: int) -> None:
    """Breaks the lines of articles at blanks; a broken blank stays a blank to the reader."""
    column, blank = 0, None
    for position, unit in enumerate(units):
        if unit.raw == "\n":
            column, blank = 0, None
            continue
        if unit.raw == " " and unit.article is not None:
            blank = position
        column += len(unit.raw)
        if column > width and blank is not None:
            units[blank].raw = "\n"
            column = sum(len(later.raw) for later in units[blank + 1 : position + 1])
            blank = None


def clean_text(units: list[Unit]) -> tuple[str, dict[int, tuple[int, int]]]:
    """What the reader should see, paragraphs parted by a blank line, and where each mark lies in it."""
    text: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    pending = ""
    for unit in units:
        if not unit.clean:
            continue
        if unit.clean.isspace():
            pending = "\n\n" if "\n" in (unit.clean, pending[:1]) else " "
            continue
        if pending and text:
            text.extend(pending)
        pending = ""
        text.append(unit.clean)
        if unit.mark is not None:
            spans[unit.mark] = (spans.get(unit.mark, (len(text) - 1, 0))[0], len(text))
    return "".join(text), spans


def raw_spans(units: list[Unit], newline: str, base: int) -> tuple[str, list[tuple[int, int]]]:
    """The raw text and the span of each unit in it, counted from base."""
    parts, spans, position = list[str](), list[tuple[int, int]](), base
    for unit in units:
        part = newline if unit.raw == "\n" else unit.raw
        parts.append(part)
        spans.append((position, position + len(part)))
        position += len(part)
    return "".join(parts), spans


def toll_rows(mark: Mark) -> Iterator[Row]:
    given = mark.attributes
    cumulative = given.get("cumulative")
    if given["bound"] == "range":
        values = list(zip(given["value"].split(".."), ("at_least", "at_most"), strict=True))
    else:
        values = [(given["value"], given["bound"])]
    for value, bound in values:
        yield {
            "value": int(value),
            "bound": bound,
            "outcome": given["outcome"],
            "group": given["group"],
            "place": given.get("place"),
            "attributed_to": given.get("by"),
            "cumulative": None if cumulative is None else cumulative == "true",
            "as_of": given.get("as_of"),
        }


def mark_rows(
    annotated: Annotated,
    identity: Row,
    text: str,
    spans: dict[int, tuple[int, int]],
    tables: Tables,
) -> None:
    split = annotated.directives["split"]
    for number, (start, end) in sorted(spans.items()):
        mark = annotated.marks[number]
        if text[start:end] != re.sub(r"\s+", " ", mark.surface):
            raise MarkError(
                f"{annotated.path}.ann:{mark.line}: {mark.surface!r} became {text[start:end]!r}"
            )
        row: Row = {**identity, "start": start, "end": end, "surface": text[start:end]}
        if mark.kind in NAME_TYPES:
            tables["names"].append(
                {**row, "type": NAME_TYPES[mark.kind], "entity": mark.head, "split": split}
            )
        elif mark.kind == "D":
            kind, value = date_type(mark.head)
            tables["dates"].append({**row, "type": kind, "value": value, "split": split})
        elif mark.kind == "T":
            tables["tolls"].extend({**row, **toll, "split": split} for toll in toll_rows(mark))


def add_rows(
    annotated: Annotated,
    units: list[Unit],
    tables: Tables,
    newline: str,
    base: int,
    record: int | None,
) -> str:
    """Adds the gold rows of one stretch of units (a file, or a record's field) and returns its raw text."""
    kind, split = annotated.option("format", "txt"), annotated.directives["split"]
    raw, spans = raw_spans(units, newline, base)
    located = kind != "html"
    for number in sorted({unit.article for unit in units if unit.article is not None}):
        inside = [
            place
            for place, unit in enumerate(units)
            if unit.article == number and not unit.raw.isspace()
        ]
        article = annotated.articles[number]
        if not inside:
            raise MarkError(f"{annotated.path}.ann:{article.line}: the article is empty")
        own = units[inside[0] : inside[-1] + 1]
        last = own[-1].mark
        if (
            last is not None
            and annotated.marks[last].kind == "B"
            and annotated.marks[last].head in OUTSIDE_ARTICLES
        ):
            line, rule = annotated.marks[last].line, annotated.marks[last].head
            raise MarkError(f"{annotated.path}.ann:{line}: close the article before its {rule}")
        text, places = clean_text(own)
        given = article.attributes
        basis = given.get("basis") or ("field" if kind != "txt" and "date" in given else None)
        tables["articles"].append(
            {
                "id": given["id"],
                "source_file": annotated.path,
                "record": record,
                "start": spans[inside[0]][0] if located else None,
                "end": spans[inside[-1]][1] if located else None,
                "date": given.get("date"),
                "basis": basis,
                "outlet": given.get("outlet"),
                "title": given.get("title"),
                "lang": given.get("lang", "en"),
                "copy_of": given.get("copy_of"),
                "split": split,
                "text": text,
            }
        )
        mark_rows(annotated, {"id": given["id"]}, text, places, tables)
    if located:
        boilerplate: dict[int, list[int]] = {}
        for place, unit in enumerate(units):
            if unit.mark is not None and annotated.marks[unit.mark].kind == "B":
                boilerplate.setdefault(unit.mark, []).append(place)
        for number, where in sorted(boilerplate.items()):
            start, end = spans[where[0]][0], spans[where[-1]][1]
            tables["boilerplate"].append(
                {
                    "source_file": annotated.path,
                    "record": record,
                    "start": start,
                    "end": end,
                    "rule": annotated.marks[number].head,
                    "text": raw[start - base : end - base],
                    "split": split,
                }
            )
    return raw


def stripped(units: list[Unit]) -> list[Unit]:
    inside = [place for place, unit in enumerate(units) if not unit.raw.isspace()]
    return units[inside[0] : inside[-1] + 1] if inside else []


def render(annotated: Annotated, tables: Tables) -> bytes:
    """The raw file; its gold rows are added to the tables."""
    kind = annotated.option("format", "txt")
    newline = "\r\n" if annotated.option("newline", "lf") == "crlf" else "\n"
    units = annotated.units
    if "wrap" in annotated.directives:
        wrap(units, int(annotated.directives["wrap"]))
    if kind == "txt":
        return encode(annotated, add_rows(annotated, units, tables, newline, 0, None))
    if kind in ("html", "md"):
        if len(annotated.articles) != 1:
            raise MarkError(f"{annotated.path}.ann: a file of format {kind} holds one article")
        given = annotated.articles[0].attributes
        if kind == "html":
            raw = add_rows(annotated, stripped(units), tables, "\n", 0, None)
            page = containers.html_page(
                given, [part.strip() for part in re.split(r"\n+", raw) if part.strip()]
            )
            return encode(annotated, page)
        head = containers.front_matter(given).replace("\n", newline)
        return encode(
            annotated,
            head + add_rows(annotated, stripped(units), tables, newline, len(head), None) + newline,
        )
    first = [
        next(place for place, unit in enumerate(units) if unit.article == one)
        for one in range(len(annotated.articles))
    ]
    if any(unit.raw.strip() for unit in units[: first[0]]):
        raise MarkError(f"{annotated.path}.ann: text before the first record")
    records = list[dict[str, str]]()
    for number, (start, end) in enumerate(zip(first, [*first[1:], len(units)], strict=True)):
        text = add_rows(annotated, stripped(units[start:end]), tables, "\n", 0, number)
        records.append(containers.record(annotated.articles[number].attributes, text))
    return encode(
        annotated,
        containers.csv_file(records, newline) if kind == "csv" else containers.jsonl_file(records),
    )


def encode(annotated: Annotated, text: str) -> bytes:
    encoding = annotated.option("encoding", "utf-8")
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as problem:
        found = text[problem.start : problem.start + 1]
        raise MarkError(f"{annotated.path}.ann: {found!r} does not exist in {encoding}") from None


def build(files: list[Path]) -> tuple[dict[str, bytes], Tables]:
    """Raw files by path, and the gold tables; raises one MarkError that lists every mistake."""
    raw: dict[str, bytes] = {}
    tables: Tables = {name: [] for name in TABLES}
    mistakes: list[str] = []
    for file in files:
        path = file.resolve().relative_to(ANNOTATED).as_posix().removesuffix(".ann")
        try:
            raw[path] = render(read(file, path), tables)
        except MarkError as mistake:
            mistakes.append(str(mistake))
    seen = Counter(row["id"] for row in tables["articles"])
    mistakes += [
        f"the article id {one!r} is used {count} times" for one, count in seen.items() if count > 1
    ]
    if not mistakes and len(files) == len(annotated_files()):
        rows = (row for row in tables["articles"] if row["copy_of"] not in {None, *seen})
        mistakes += [
            f"{row['source_file']}: {row['id']} copies {row['copy_of']!r}, which does not exist"
            for row in rows
        ]
    if mistakes:
        raise MarkError("\n".join(mistakes))
    return raw, tables


def annotated_files() -> list[Path]:
    return sorted(ANNOTATED.rglob("*.ann"), key=lambda file: file.relative_to(ANNOTATED).as_posix())


def expected(raw: dict[str, bytes], tables: Tables) -> dict[Path, bytes]:
    lines = {
        name: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        for name, rows in tables.items()
    }
    gold = {HERE / f"{name}.jsonl": text.encode() for name, text in lines.items()}
    return {**{RAW / path: content for path, content in raw.items()}, **gold}


def left_over(files: dict[Path, bytes]) -> list[Path]:
    """Files in the sample folder that no annotated file gives, those by other hands left out."""
    found = (file for file in sorted(RAW.rglob("*")) if file.is_file())
    return [
        file
        for file in found
        if file not in files and not KEPT.fullmatch(file.relative_to(RAW).parts[0])
    ]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument(
        "files", nargs="*", type=Path, help="check the marks of these annotated files only"
    )
    given = parser.parse_args(arguments)
    try:
        raw, tables = build(given.files or annotated_files())
    except MarkError as mistakes:
        print(mistakes, file=sys.stderr)
        return 1
    print(f"{len(raw)} files, " + ", ".join(f"{len(tables[name])} {name}" for name in TABLES))
    if given.files:
        return 0
    files = expected(raw, tables)
    stale = left_over(files)
    if given.check:
        differing = [
            file
            for file, content in files.items()
            if not file.is_file() or file.read_bytes() != content
        ]
        for file in [*differing, *stale]:
            print(
                f"not what the annotated files give: {file.relative_to(HERE.parents[2])}",
                file=sys.stderr,
            )
        return 1 if differing or stale else 0
    for file in stale:
        file.unlink()
    for file, content in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
