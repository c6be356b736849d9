"""Finds planted copies among real texts: recall, precision and speed, beside datasketch and rensa.

    python tests/bench/corpus_copies.py FOLDER [FOLDER …] [--texts 20000] [--planted 2000]

FOLDERs hold articles in any format that the corpus stage reads. Their texts are cut into passages
of 25 to 100 words; passages that share much with an earlier one are left out, so that the planted
copies are the only ones. Passages that are not searched lend their words to the copies (a tenth of
all, where there are no more than wanted). A planted copy has 5 to 40 % of its words changed
(replaced, left out, added), or is cut to 40-70 %, or stands in a text half as long again; its
edits are drawn with a fixed seed.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import numpy as np

from analysis.contract import InMemory
from analysis.corpus.cleaning import sketched
from analysis.corpus.grouping import grouped
from analysis.corpus.model import Context
from analysis.corpus.parameters import Parameters
from analysis.corpus.readers import read_unit

WORD = re.compile(r"\w+")
Pairs = set[tuple[int, int]]


def passages(folders: Iterable[Path]) -> list[str]:
    """Real passages of 25 to 100 words that share little with each other."""
    chosen = random.Random(11)
    seen: set[tuple[str, ...]] = set()
    result: list[str] = []
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            for _, _, _, reading in read_unit(path.read_bytes(), Context(path.name)):
                result += _passages(" ".join(one.text for one in reading.drafts), chosen, seen)
    chosen.shuffle(result)
    return result


def _passages(text: str, chosen: random.Random, seen: set[tuple[str, ...]]) -> list[str]:
    words = text.split()
    result = []
    while len(words) >= 25:
        length = chosen.randint(25, 100)
        piece, words = words[:length], words[length:]
        if len(piece) < 25:
            break
        plain = [one.lower() for one in WORD.findall(" ".join(piece))]
        shingles = {tuple(plain[at : at + 5]) for at in range(len(plain) - 4)}
        if shingles and len(shingles & seen) <= 0.05 * len(shingles):
            result.append(" ".join(piece))
        seen |= shingles
    return result


def plant(originals: list[str], others: list[str], seed: int = 7) -> tuple[list[str], list[str]]:
    """A copy of each original, and how it was made."""
    chosen = random.Random(seed)
    vocabulary = sorted({word for text in others[:2000] for word in text.split()})
    copies, kinds = [], []
    for number, text in enumerate(originals):
        words = text.split()
        kind = ("edited", "edited", "cut", "extended")[number % 4]
        if kind == "edited":
            share = chosen.uniform(0.05, 0.4)
            words = _edited(words, share, vocabulary, chosen)
            kind = f"edited {5 + int((share - 0.05) * 100) // 10 * 10:2d} %+"
        elif kind == "cut":
            words = words[: max(int(len(words) * chosen.uniform(0.4, 0.7)), 20)]
        else:
            more = others[chosen.randrange(len(others))].split()[: len(words) // 2]
            words = words + more if chosen.random() < 0.5 else more + words
        copies.append(" ".join(words))
        kinds.append(kind)
    return copies, kinds


def _edited(
    words: list[str], share: float, vocabulary: list[str], chosen: random.Random
) -> list[str]:
    result = []
    for word in words:
        if chosen.random() >= share:
            result.append(word)
            continue
        what = chosen.random()
        if what < 0.6:
            result.append(chosen.choice(vocabulary))
        elif what < 0.8:
            result += [word, chosen.choice(vocabulary)]
    return result


def dateline_pairs(texts: list[str]) -> Pairs:
    tables = sketched(
        [f"{number:016x}" for number in range(len(texts))], [None] * len(texts), texts
    )
    engine = InMemory()
    groups = grouped(engine, [engine.share(tables)], Parameters()).load()["groups"]
    return _within(
        dict(zip((int(one, 16) for one in groups["doc_id"]), groups["group_id"], strict=True))
    )


def _within(groups: dict[int, str]) -> Pairs:
    members: dict[str, list[int]] = {}
    for one, group in sorted(groups.items()):
        members.setdefault(group, []).append(one)
    return {pair for one in members.values() for pair in combinations(one, 2)}


def datasketch_pairs(texts: list[str]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.3, num_perm=128)
    pairs: Pairs = set()
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([one.encode() for one in _shingles(text)])
        pairs |= {(int(other), number) for other in index.query(sketch)}
        index.insert(str(number), sketch)
    return pairs


def rensa_pairs(texts: list[str]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=32)
    pairs: Pairs = set()
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update(_shingles(text))
        pairs |= {(int(other), number) for other in index.query(sketch)}
        index.insert(number, sketch)
    return pairs


def _shingles(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + 3]) for at in range(max(len(words) - 2, 1))]


def report(
    name: str,
    find: Callable[[list[str]], Pairs],
    texts: list[str],
    truth: Pairs,
    kinds: dict[tuple[int, int], str],
) -> None:
    try:
        begin = time.process_time()
        found = find(texts)
        seconds = time.process_time() - begin
    except ImportError:
        print(f"{name:11} is not installed")
        return
    hits = truth & found
    print(
        f"{name:11} recall {len(hits) / len(truth):.4f}  precision "
        f"{len(hits) / max(len(found), 1):.4f}"
        f"  {len(texts) / seconds:8.0f} articles per CPU-second  ({seconds:.2f} s)"
    )
    by_kind = {
        kind: [pair in found for pair in truth if kinds[pair] == kind]
        for kind in sorted(set(kinds.values()))
    }
    print(" " * 12 + "  ".join(f"{kind}: {np.mean(hit):.3f}" for kind, hit in by_kind.items()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--texts", type=int, default=20000)
    parser.add_argument("--planted", type=int, default=2000)
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    given = parser.parse_args()
    texts = passages(given.folders)
    searched = given.texts if len(texts) > given.texts else len(texts) * 9 // 10
    texts, others = texts[:searched], texts[searched:]
    copies, kinds = plant(texts[: given.planted], others)
    everything = [*texts, *copies]
    truth = {(number, len(texts) + number) for number in range(len(copies))}
    by_pair = {(number, len(texts) + number): kind for number, kind in enumerate(kinds)}
    print(
        f"{len(texts)} real passages, {len(copies)} planted copies, "
        f"{sum(map(len, everything)) / 1e6:.1f} MB"
    )
    dateline_pairs(texts[:200])  # what is loaded once is no cost of the articles
    report("dateline", dateline_pairs, everything, truth, by_pair)
    if not given.alone:
        report("datasketch", datasketch_pairs, everything, truth, by_pair)
        report("rensa", rensa_pairs, everything, truth, by_pair)


if __name__ == "__main__":
    main()
