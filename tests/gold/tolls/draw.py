"""Draw sentences for a third set of labelled tolls from text that no set holds yet.

    python tests/gold/tolls/draw.py SHARED

SHARED: the folder with wh_briefings_gaza_dev, wikinews_2019 and ner_wikigold. Printed: the pages
of the Groningen Meaning Bank's sentences.txt to read (offsets of 16,000 characters, those of the
second set left out), and from each folder the first sentences, shuffled, that hold a number and a
word of harm or custody and stand in neither of the earlier sets. The extractor is not asked.
"""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from analysis.language.sentences import sentences

HERE = Path(__file__).parent
SEED = 20261122
#: From each source; the pages hold the most news.
TAKEN = {"wh_briefings_gaza_dev": 12, "wikinews_2019": 12, "ner_wikigold": 24}
PAGES, PAGE = 57, 16_000
READ_BEFORE = {0, 160_000, 272_000, 352_000, 624_000, 800_000, 848_000}

NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|dozens?|"
    r"scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
HARM = re.compile(
    r"\b(?:kill\w*|dead|die[ds]?|deaths?|wound\w*|injur\w*|missing|arrest\w*|detain\w*|hostages?|"
    r"kidnap\w*|abduct\w*|fled|flee\w*|displac\w*|casualt\w*|lives|bodies|toll|murder\w*|massacr\w*|"
    r"captur\w*|prison\w*|jail\w*|drown\w*|perish\w*|victims?|evacuat\w*|custody|execut(?:ed|ing|ions?)|slain|"
    r"fatal\w*|survivors?|homeless|refugees?)\b",
    re.IGNORECASE,
)


def plain(sentence: str) -> str:
    return re.sub(r"\W+", "", sentence.lower())


def texts(folder: Path) -> Iterator[str]:
    """The articles of a folder of the shared data."""
    for path in sorted(folder.rglob("*")):
        if path.name.startswith("README") or not path.is_file():
            continue
        raw = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from (row["text"] for row in csv.DictReader(file))
        elif path.suffix == ".conll":
            for document in raw.split("-DOCSTART-"):
                words = [
                    line.split()[0] if line.strip() else "\n\n" for line in document.split("\n")
                ]
                yield re.sub(r" ([,.;:!?)]|'s\b|n't\b)", r"\1", " ".join(words))
        elif path.suffix == ".md" and raw.count("---") > 1:
            yield raw.split("---", 2)[2].replace("\u00a0", " ").replace("\\", "")


def candidates(folder: Path, known: set[str]) -> list[str]:
    """Sentences with a number and a word of harm, 6 words to 450 characters, none known."""
    found: dict[str, str] = {}
    for text in texts(folder):
        blocks = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
        for block in filter(None, blocks):
            for start, end in sentences(block):
                one = block[start:end]
                fits = len(one.split()) > 5 and len(one) <= 450
                if fits and NUMBER.search(one) and HARM.search(one) and plain(one) not in known:
                    found.setdefault(plain(one), one)
    return [found[key] for key in sorted(found)]


def main() -> None:
    shared = Path(sys.argv[1])
    known = {
        plain(json.loads(line)["text"])
        for name in ("sentences", "second")
        for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    }
    chance = random.Random(SEED)
    pages = [page * PAGE for page in range(PAGES) if page * PAGE not in READ_BEFORE]
    print("pages:", chance.sample(pages, 8))
    for name, taken in TAKEN.items():
        drawn = candidates(shared / name, known)
        chance.shuffle(drawn)
        print(f"\n{name}: {len(drawn)} candidates")
        for one in drawn[:taken]:
            print("-", one)


if __name__ == "__main__":
    main()
