"""News-like text in any amount, for measuring the terms stage.

Sentences of real texts are drawn at random; capitalised and long words are replaced by made-up
ones drawn from a Zipf distribution, so that the vocabulary keeps growing as real news does and
no two articles resemble each other. The same seed gives the same text.
"""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

_SYLLABLES = [c + v for c in "bcdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "ar", "en")]
#: Of the made-up words' frequencies: 100 MB hold some 155,000 different words (Heaps), of which
#: the sources give 29,000; at 1.25 it would be 145,000.
_EXPONENT = 1.24
_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}\b")


def sentences_of(sources: list[Path]) -> list[str]:
    """Sentences, roughly cut, of all text-like files below the sources."""
    found: list[str] = []
    for source in sources:
        paths = [source] if source.is_file() else sorted(source.rglob("*"))
        for path in paths:
            if path.suffix not in {".txt", ".md", ".csv", ".documents"} or "README" in path.name:
                continue
            text = path.read_text("utf-8", errors="replace")
            for piece in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", text):
                piece = " ".join(piece.split())
                if 30 < len(piece) < 400:
                    found.append(piece)
    if not found:
        raise SystemExit("no sentences found in the sources")
    return found


def articles(
    sources: list[Path], megabytes: float, seed: int = 1, outlets: int = 8
) -> Iterator[dict[str, object]]:
    """Articles of about 2.5 kB with outlet and day, until `megabytes` are reached."""
    stock = sentences_of(sources)
    draw = random.Random(seed)
    zipf = np.random.default_rng(seed)
    made = np.empty(0, dtype=np.int64)
    used = 0

    def replacement(match: re.Match[str]) -> str:
        nonlocal made, used
        word = match.group()
        if not (word[0].isupper() or len(word) > 7) or draw.random() < 0.6:
            return word
        if used >= len(made):
            made = zipf.zipf(_EXPONENT, 100_000) % 5_000_000
            used = 0
        number = int(made[used])
        used += 1
        parts = []
        while True:
            number, digit = divmod(number, len(_SYLLABLES))
            parts.append(_SYLLABLES[digit])
            if not number:
                break
        new = "x" + "".join(parts)
        return new.capitalize() if word[0].isupper() else new

    size = 0
    serial = 0
    while size < megabytes * 1e6:
        length = draw.randint(8, 26)
        paragraphs: list[str] = []
        for start in range(0, length, 3):
            chosen = [draw.choice(stock) for _ in range(min(3, length - start))]
            paragraphs.append(" ".join(_WORD.sub(replacement, one) for one in chosen))
        text = "\n\n".join(paragraphs)
        size += len(text.encode())
        yield {
            "doc_id": f"{serial:016x}",
            "text": text,
            "outlet": f"Agency {min(draw.randrange(outlets), draw.randrange(outlets))}",
            "published": date(2023, 10, 7) + timedelta(days=draw.randrange(480)),
        }
        serial += 1


def documents(sources: list[Path], megabytes: float, seed: int = 1) -> pl.DataFrame:
    """The columns of 10_corpus/documents that the terms stage reads, one row per article."""
    frame = pl.DataFrame(list(articles(sources, megabytes, seed)))
    return frame.with_columns(
        pl.lit("en").alias("language"), pl.lit(None, dtype=pl.String).alias("copy_of")
    )


def sentences(frame: pl.DataFrame) -> pl.DataFrame:
    """Sentence starts of the articles, cut after full stops."""
    rows = []
    for doc_id, text in frame.select("doc_id", "text").iter_rows():
        starts = [0, *(m.end() for m in re.finditer(r"[.!?][\"”)]*\s+", text))]
        ends = [*starts[1:], len(text)]
        pairs = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
        rows.extend((doc_id, k, a, b) for k, (a, b) in enumerate(pairs))
    schema = {"doc_id": pl.String, "sentence": pl.Int32, "start": pl.Int64, "end": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
