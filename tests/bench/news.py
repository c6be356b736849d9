"""Composes a corpus of raw files, news-like, in any size, with planted copies.

Sentences of real texts are drawn at random and their names and long words replaced
(terms_corpus.py), so that the vocabulary grows as that of real news does and no two articles
resemble each other but for the planted copies: 5 % of all articles, of an article a little
earlier, by another agency, on the same day or the next, with a few words changed or the last
paragraph left out. The same seed gives the same bytes.

Every second article is written as JSON lines, the others run together in text files
of 25 dispatches of one agency, with datelines, signatures and a legal notice.
"""

import json
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.corpus.model import Context
from analysis.corpus.readers import read_unit
from analysis.language.sentences import sentences
from tests.bench import terms_corpus

#: Folders of the shared data whose sentences are drawn.
SOURCES = ("wh_briefings_gaza_dev", "wikinews_2019")
COPIES = 0.05
_AT_ONCE = 25
_IN_A_FILE = 1000
_RECENT = 300
_OUTLETS = (
    "Harbour Press", "Cedar Wire", "Northern Desk", "Meridian News", "Gulf Courier",
    "Levant Times", "Orient Radio", "Coast Agency",
)  # fmt: skip
_CITIES = (
    "Gaza", "Cairo", "Doha", "Beirut", "Amman", "Ankara", "Geneva", "London", "Paris", "Jerusalem",
    "Damascus", "New York",
)  # fmt: skip


@dataclass(frozen=True)
class Article:
    """One article as it is written to raw files."""

    text: str
    outlet: str
    published: date
    copied: bool


@dataclass(frozen=True)
class Composed:
    """What lies in the raw folder: articles, of which copies; size of the files; and the first
    texts, for a peer that reads no files."""

    articles: int
    copies: int
    megabytes: float
    texts: list[str]


def pool(folders: Sequence[Path]) -> list[str]:
    """Whole sentences of the texts in the folders, each once."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.suffix in (".md", ".csv")):
            if path.name == "README.md":
                continue
            for _, _, _, reading in read_unit(path.read_bytes(), Context(path.name)):
                for draft in reading.drafts:
                    for start, end in sentences(draft.text):
                        one = " ".join(draft.text[start:end].split())
                        if 40 < len(one) < 400 and one[0].isupper() and one[-1] in ".!?":
                            found[one] = None
    return list(found)


def articles(folders: Sequence[Path], megabytes: float, seed: int = 1) -> Iterator[Article]:
    """Articles until their texts have that size, planted copies among them."""
    draw = random.Random(seed)
    recent: deque[Article] = deque(maxlen=_RECENT)
    with TemporaryDirectory() as work:
        stock = Path(work) / "stock.txt"
        stock.write_text("\n".join(pool(folders)), "utf-8")
        made = terms_corpus.articles([stock], megabytes * (1 - COPIES), seed)
        for row in made:
            outlet = _OUTLETS[int(str(row["outlet"]).split()[-1])]
            article = Article(str(row["text"]), outlet, _day(row["published"]), False)
            yield article
            recent.append(article)
            if draw.random() < COPIES / (1 - COPIES):
                yield _copied(draw.choice(recent), draw)


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _copied(article: Article, draw: random.Random) -> Article:
    """Another agency's version of an article."""
    paragraphs = article.text.split("\n\n")
    if len(paragraphs) > 3 and draw.random() < 0.5:
        paragraphs = paragraphs[:-1]
    changed = draw.uniform(0.01, 0.06)
    words = article.text.split()
    text = "\n\n".join(
        " ".join(draw.choice(words) if draw.random() < changed else word for word in one.split())
        for one in paragraphs
    )
    others = [name for name in _OUTLETS if name != article.outlet]
    day = article.published + timedelta(days=draw.randint(0, 1))
    return Article(text, draw.choice(others), day, True)


def compose(
    folders: Sequence[Path], raw: Path, megabytes: float, peer_megabytes: float, seed: int = 1
) -> Composed:
    """Write the raw files of a corpus; keeps as many texts as the peer shall read."""
    (raw / "export").mkdir(parents=True)
    (raw / "wire").mkdir()
    run_together: dict[str, list[str]] = defaultdict(list)
    draw = random.Random(seed + 1)
    records: list[str] = []
    texts: list[str] = []
    kept = copies = number = 0
    for number, article in enumerate(articles(folders, megabytes, seed), 1):
        copies += article.copied
        if kept < peer_megabytes * 1e6:
            texts.append(article.text)
            kept += len(article.text.encode())
        if number % 2:
            records.append(_record(article, number))
            if len(records) == _IN_A_FILE:
                _write(raw / "export" / f"part_{number:07d}.jsonl", records)
        else:
            waiting = run_together[article.outlet]
            waiting.append(_dispatch(article, draw.choice(_CITIES)))
            if len(waiting) == _AT_ONCE:
                _write_wire(raw, article.outlet, number, waiting)
    if records:
        _write(raw / "export" / f"part_{number:07d}.jsonl", records)
    for outlet, waiting in run_together.items():
        if waiting:
            _write_wire(raw, outlet, number, waiting)
    size = sum(path.stat().st_size for path in raw.rglob("*") if path.is_file())
    return Composed(number, copies, size / 1e6, texts)


def _record(article: Article, number: int) -> str:
    return json.dumps(
        {
            "id": number,
            "title": " ".join(article.text.split()[:8]),
            "published": article.published.isoformat(),
            "outlet": article.outlet,
            "text": article.text,
        }
    )


def _dispatch(article: Article, city: str) -> str:
    day = f"{article.published:%B} {article.published.day}, {article.published.year}"
    return f"{city.upper()}, {day} ({article.outlet}) - {article.text} ({article.outlet})\n\n"


def _write_wire(raw: Path, outlet: str, number: int, waiting: list[str]) -> None:
    notice = f"LEGAL NOTICE: No text of {outlet} may be used without a contract."
    name = outlet.lower().replace(" ", "_")
    _write(raw / "wire" / f"{name}_{number:07d}.txt", [*waiting, notice])
    waiting.clear()


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    lines.clear()
