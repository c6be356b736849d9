"""Strings that text from web pages must hold and must not hold, beside trafilatura alone.

    python tests/bench/corpus_html.py FOLDER

FOLDER holds `segments.json` (address → file, `with`, `without`) and the pages in `html/`. Prints
for each page how many strings are kept and gone, in our text and in trafilatura's, and exits with
1 where ours misses one.
"""

import argparse
import json
from pathlib import Path

import trafilatura

from analysis.corpus.model import Context
from analysis.corpus.readers import read_unit


def ours(content: bytes, name: str) -> str:
    """Title and text of the page's article."""
    drafts = [
        draft for *_, reading in read_unit(content, Context(name)) for draft in reading.drafts
    ]
    return folded(" ".join(f"{one.title or ''} {one.text}" for one in drafts))


def theirs(content: bytes) -> str:
    return folded(trafilatura.extract(content, include_comments=False) or "")


def folded(text: str) -> str:
    return " ".join(text.split())


def score(text: str, kept: list[str], gone: list[str]) -> tuple[int, int]:
    return (
        sum(folded(one) in text for one in kept),
        sum(folded(one) not in text for one in gone),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    pages = json.loads((folder / "segments.json").read_text("utf-8"))
    sums = [0] * 6
    print(f"{'page':44} {'kept':>6} {'gone':>6}   trafilatura: {'kept':>6} {'gone':>6}")
    for page in pages.values():
        content = (folder / "html" / page["file"]).read_bytes()
        wanted, unwanted = page["with"], page["without"]
        own = score(ours(content, page["file"]), wanted, unwanted)
        other = score(theirs(content), wanted, unwanted)
        row = [*own, *other, len(wanted), len(unwanted)]
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        print(_line(page["file"], row))
    print(_line("all", sums))
    if sums[0] < sums[4] or sums[1] < sums[5]:
        raise SystemExit(1)


def _line(name: str, row: list[int]) -> str:
    cells = [f"{row[at]}/{row[4 + at % 2]}" for at in range(4)]
    return f"{name[:44]:44} {cells[0]:>6} {cells[1]:>6}                {cells[2]:>6} {cells[3]:>6}"


if __name__ == "__main__":
    main()
