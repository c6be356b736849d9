"""Throughput of the whole corpus stage on one process, beside a straightforward pipeline.

    python tests/bench/corpus_throughput.py FOLDER [FOLDER …] [--megabytes 20] [--peer]

FOLDERs hold articles; their sentences are shuffled (fixed seed) into articles of 1 to 4 kB, half
in jsonl, half run together in txt files (blank lines and hard wraps), with signatures, notices
and 5 % copies. Prints CPU seconds by step and peak memory. --peer does the same over the same
bytes with charset-normalizer, ftfy, regular expressions, py3langid, NLTK's Punkt and datasketch.
With POLARS_MAX_THREADS=1 the seconds are those of one core.
"""

import argparse
import json
import random
import re
import resource
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analysis.contract import Description, Given, InMemory, Outputs, Part, Tables
from analysis.corpus.blocks import cut
from analysis.corpus.identity import unit_prefix
from analysis.corpus.model import Context
from analysis.corpus.parameters import Parameters
from analysis.corpus.readers import read_unit
from analysis.corpus.stage import compute
from analysis.corpus.tables import RAW
from analysis.language.sentences import sentences


class Timed(InMemory):
    """The engine in memory, noting the CPU time of each function."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def each(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> list[Part]:
        begin = time.process_time()
        result = super().each(function, *parts, **constants)
        self.seconds[function.__name__] += time.process_time() - begin
        return result

    def once(
        self, function: Callable[..., Tables], *parts: Sequence[Part] | Part, **constants: Any
    ) -> Part:
        begin = time.process_time()
        result = super().once(function, *parts, **constants)
        self.seconds[function.__name__] += time.process_time() - begin
        return result


def made_corpus(folders: Sequence[Path], size: int) -> dict[str, bytes]:
    """Files by name, together about `size` bytes."""
    chosen = random.Random(3)
    pool = []
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            for _, _, _, reading in read_unit(path.read_bytes(), Context(path.name)):
                for draft in reading.drafts:
                    pool += [draft.text[a:b] for a, b in sentences(draft.text) if 40 < b - a < 400]
    articles: list[tuple[date, str]] = []
    total = 0
    while total < size:
        day = date(2023, 10, 1) + timedelta(days=len(articles) % 400)
        if articles and chosen.random() < 0.05:
            text = " ".join(chosen.choice(articles[-50:])[1].split()[:-12])
        else:
            length, pieces = chosen.randint(800, 4000), []
            while sum(map(len, pieces)) < length:
                pieces.append(chosen.choice(pool))
            text = "\n\n".join(" ".join(pieces[at : at + 3]) for at in range(0, len(pieces), 3))
        articles.append((day, text))
        total += len(text)
    half = len(articles) // 2
    records = [
        json.dumps(
            {
                "title": f"Story {n}",
                "published": day.isoformat(),
                "outlet": f"Wire {n % 7}",
                "text": text,
            }
        )
        for n, (day, text) in enumerate(articles[:half])
    ]
    files = {"export.jsonl": "\n".join(records).encode()}
    for number in range(half, len(articles), 40):
        parts = []
        for day, text in articles[number : number + 40]:
            if number % 80:
                text = "\n\n".join(textwrap.fill(one, 72) for one in text.split("\n\n"))
            parts.append(f"{day:%A, %B %d, %Y}\n\n{text} (WN)\n")
        files[f"run_{number:06d}.txt"] = "\n\nLEGAL NOTICE: All rights reserved by WN.\n\n".join(
            parts
        ).encode()
    return files


def shards(files: dict[str, bytes]) -> list[Part]:
    rows = []
    for name, content in files.items():
        spans, head = cut(name, content)
        rows += [
            (
                name,
                number,
                first,
                len(spans),
                head if number else b"",
                content[start:end],
                None,
                None,
            )
            for number, (first, start, end) in enumerate(spans)
        ]
    rows.sort(key=lambda row: unit_prefix(row[0], row[1]))
    parts: list[Part] = []
    waiting: list[tuple[Any, ...]] = []
    for row in [*rows, None]:
        if row is not None:
            waiting.append(row)
        if waiting and (row is None or sum(len(one[5]) for one in waiting) > 3 << 20):
            frame = pl.DataFrame(waiting, schema=RAW.schema, orient="row")
            parts.append(InMemory().share({"raw": frame}))
            waiting = []
    return parts


NOTICE = re.compile(r"(?im)^.*(?:legal notice|all rights reserved|copyright|©).*$")
SIGNATURE = re.compile(r"\s*[(\[][A-Z][\w .-]{1,30}[)\]]\s*$", re.MULTILINE)
WRAP = re.compile(r"(?<!\n)\n(?!\n)")
DATE = re.compile(r"(?:[A-Z][a-z]+day, )?[A-Z][a-z]+ \d{1,2}, \d{4}")


def peer(files: dict[str, bytes]) -> float:
    """The same work as a script for one project does it: charset-normalizer, ftfy, regular
    expressions for notices, signatures, wraps and dates, py3langid, NLTK's Punkt, and datasketch
    with its candidates verified on their shingles."""
    import ftfy
    import py3langid
    from charset_normalizer import from_bytes
    from datasketch import MinHash, MinHashLSH
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    begin = time.process_time()
    punkt, index = PunktSentenceTokenizer(), MinHashLSH(threshold=0.5, num_perm=128)
    known: dict[str, set[str]] = {}
    for name, content in files.items():
        best = from_bytes(content).best()
        text = ftfy.fix_text(str(best))
        texts = (
            [json.loads(one)["text"] for one in text.split("\n") if one.strip()]
            if name.endswith("jsonl")
            else text.split("\n\n\n")
        )
        for number, raw in enumerate(texts):
            DATE.search(raw)
            one = WRAP.sub(" ", SIGNATURE.sub("", NOTICE.sub("", raw))).strip()
            py3langid.classify(one)
            list(punkt.span_tokenize(one))
            words = one.lower().split()
            shingles = {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}
            sketch = MinHash(num_perm=128)
            sketch.update_batch([shingle.encode() for shingle in shingles])
            for other in index.query(sketch):
                len(known[other] & shingles)
            key = f"{name}#{number}"
            known[key] = shingles
            index.insert(key, sketch)
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--peer", action="store_true")
    given = parser.parse_args()
    files = made_corpus(given.folders, int(given.megabytes * 1e6))
    size = sum(map(len, files.values())) / 1e6
    engine, parts = Timed(), shards(files)
    begin = time.process_time()
    outputs: Outputs = compute(
        engine, Given(parts, {}, engine.share({}), Description()), Parameters()
    )
    seconds = time.process_time() - begin
    documents = sum(part.load()["documents"].height for part in outputs.tables["documents"])
    print(
        f"{size:.1f} MB, {documents} articles, {len(parts)} shards: {seconds:.2f} "
        f"CPU-seconds, {size / seconds:.2f} MB per CPU-second"
    )
    for name, spent in engine.seconds.most_common():
        print(f"  {name:16} {spent:7.2f} s  {size / max(spent, 1e-9):8.1f} MB/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if given.peer:
        spent = peer(files)
        print(
            f"peer {spent:.2f} CPU-seconds, {size / spent:.2f} MB per CPU-second: "
            f"{spent / seconds:.1f} times ours"
        )


if __name__ == "__main__":
    main()
