"""Texts with names marked by hand, read into one form for fitting and scoring."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.entities.reading import Sentence
from analysis.language.sentences import sentences

Span = tuple[int, int, str]
_GLUED = re.compile(r"[.,;:!?)\]}%]|'s|n't|'m|'re|'ve|'ll|'d|'|’|’s|”")


@dataclass(frozen=True)
class Marked:
    """One document: its sentences, and by sentence number the names with offsets in it."""

    key: str
    sentences: list[Sentence]
    names: dict[int, list[Span]]


def conll(path: Path) -> Iterator[Marked]:
    """CoNLL layout: token and tag a line, documents parted by -DOCSTART- lines."""
    blocks = re.split(r"(?m)^-DOCSTART-.*$", path.read_text("utf-8"))
    for number, block in enumerate(blocks):
        found: list[Sentence] = []
        names: dict[int, list[Span]] = {}
        for part in re.split(r"\n\s*\n", block.strip("\n")):
            rows = [line.split() for line in part.splitlines() if line.strip()]
            if rows:
                text, spans = _sentence(rows)
                names[len(found)] = spans
                found.append(Sentence(len(found), 0, text))
        if found:
            yield Marked(f"{path.stem}-{number}", found, names)


def _sentence(rows: list[list[str]]) -> tuple[str, list[Span]]:
    text, spans, previous = "", list[Span](), "O"
    for row in rows:
        token, tag = row[0], row[-1]
        if text and not _GLUED.fullmatch(token) and text[-1] not in "([{$#“":
            text += " "
        start = len(text)
        text += token
        kind = tag.split("-")[-1]
        if kind in ("PER", "ORG", "LOC"):
            if previous == kind and not tag.startswith("B-"):
                spans[-1] = (spans[-1][0], len(text), kind)
            else:
                spans.append((start, len(text), kind))
        previous = kind
    # Their convention keeps a leading "The"; ours, and the scorer's --trim, does not.
    return text, [(*_bare(text, start, end), kind) for start, end, kind in spans]


_ARTICLE = re.compile(r"(?i)the\s+")
_POSSESSIVE = re.compile(r"\s*['’]s?$")


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    possessive = _POSSESSIVE.search(text, start, end)
    if possessive and possessive.start() > start:
        end = possessive.start()
    return start, end


def marked_sentences(path: Path, split: str) -> Iterator[Marked]:
    """Sentences marked one by one, see tests/gold/names/README.md."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        if row["split"] == split:
            names = [(start, end, kind) for start, end, kind in row["names"]]
            yield Marked(f"{path.stem}-{number}", [Sentence(0, 0, row["text"])], {0: names})


def sample(folder: Path, split: str) -> Iterator[Marked]:
    """English articles of the sample corpus with their names."""
    rows = [json.loads(line) for line in (folder / "names.jsonl").read_text("utf-8").splitlines()]
    for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        if article["split"] != split or article["lang"] != "en":
            continue
        own = [row for row in rows if row["id"] == article["id"]]
        found: list[Sentence] = []
        names: dict[int, list[Span]] = {}
        for number, (start, end) in enumerate(sentences(article["text"])):
            found.append(Sentence(number, start, article["text"][start:end].replace("\n", " ")))
            names[number] = [
                (row["start"] - start, row["end"] - start, row["type"])
                for row in own
                if start <= row["start"] and row["end"] <= end
            ]
        yield Marked(article["id"], found, names)
