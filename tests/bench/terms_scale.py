"""The terms stage on a large corpus: counting beside its peers, whole runs, memory, concordance.

    python -m tests.bench terms_scale FOLDER [--times 10] [--only counting runs concordance]

FOLDER: the finished 10_corpus of a composed corpus (news.py; its vocabulary should have at least
150,000 types). --times 10 multiplies it in a temporary place: each copy of an article has other
made-up words, so that the vocabulary grows. Prints
  counting     MB per CPU-second from documents to document_terms, frequencies and collocations, in
               one process, where the time goes, a compiled loop that does nothing but count, and
               scikit-learn, NLTK and spaCy on the same texts in the same run
  runs         seconds, CPU-seconds and memory of the stage on two cores and on one, all
               tables and the notebook with its figures included, as `make terms` makes it
  concordance  how long questions take
"""

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numba
import numpy as np
import polars as pl

from analysis.pipeline.layout import project_root
from analysis.terms.parameters import Parameters
from tests.bench import terms_counting
from tests.bench.process_tree import run

CORPUS = "scale"
#: Letters that stand for the x of made-up words in the further copies of an article.
_LETTERS = "qwyjvzkfh"
WANTED_TYPES = 150_000


def multiplied(folder: Path, times: int, target: Path) -> None:
    """The corpus that many times, sorted by doc_id, with made-up words of its own in each."""
    target.mkdir(parents=True)
    documents = pl.read_parquet(folder / "documents.parquet")
    sentences = pl.read_parquet(folder / "sentences.parquet")
    shift = 65536 // times

    def renamed(number: int) -> pl.Expr:
        prefix = pl.col("doc_id").str.slice(0, 4).str.to_integer(base=16)
        moved = (prefix + number * shift) % 65536
        digits = [
            (moved // 16**place % 16).replace_strict(dict(enumerate("0123456789abcdef")))
            for place in (3, 2, 1, 0)
        ]
        return pl.concat_str(*digits, pl.col("doc_id").str.slice(4)).alias("doc_id")

    def text(number: int) -> pl.Expr:
        if not number:
            return pl.col("text")
        letter = _LETTERS[(number - 1) % len(_LETTERS)]
        return (
            pl.col("text")
            .str.replace_all(r"\bx(\w{7,})", f"{letter}${{1}}")
            .str.replace_all(r"\bX(\w{7,})", f"{letter.upper()}${{1}}")
        )

    copies = [documents.with_columns(text(n), renamed(n)) for n in range(times)]
    pl.concat(copies).sort("doc_id").write_parquet(
        target / "documents.parquet", row_group_size=1024
    )
    del copies
    pl.concat([sentences.with_columns(renamed(n)) for n in range(times)]).sort(
        "doc_id", "start"
    ).write_parquet(target / "sentences.parquet", row_group_size=65536)


@numba.njit(cache=True)
def _only_counts(data: Any, ones: Any, twos: Any) -> tuple[int, int]:
    """Count words (runs of ASCII letters) and pairs by hash: the least work there can be."""
    types = pairs = 0
    before = np.uint64(0)
    h = np.uint64(14695981039346656037)
    length = 0
    for b in data:
        low = b | 32
        if 97 <= low <= 122:
            h = (h ^ np.uint64(low)) * np.uint64(1099511628211)
            length += 1
        elif length:
            slot = h & np.uint64(len(ones) - 1)
            while ones[slot, 0] != 0 and ones[slot, 0] != h:
                slot = (slot + np.uint64(1)) & np.uint64(len(ones) - 1)
            types += ones[slot, 0] == 0
            ones[slot, 0] = h
            ones[slot, 1] += np.uint64(1)
            both = (before * np.uint64(31)) ^ h
            slot = (both ^ (both >> np.uint64(29))) & np.uint64(len(twos) - 1)
            while twos[slot, 0] != 0 and twos[slot, 0] != both:
                slot = (slot + np.uint64(1)) & np.uint64(len(twos) - 1)
            pairs += twos[slot, 0] == 0
            twos[slot, 0] = both
            twos[slot, 1] += np.uint64(1)
            before = h
            h = np.uint64(14695981039346656037)
            length = 0
    return types, pairs


def only_counting(texts: list[str]) -> float:
    """CPU-seconds of the loop that does nothing but count."""
    data = np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
    tables = (np.zeros((1 << 20, 2), np.uint64), np.zeros((1 << 23, 2), np.uint64))
    _only_counts(data[:100], *tables)
    for table in tables:
        table[:] = 0
    begin = time.process_time()
    _only_counts(data, *tables)
    return time.process_time() - begin


def shards_of(folder: Path, megabytes: float = 3.0) -> list[dict[str, pl.DataFrame]]:
    """The corpus in shards of about that size."""
    documents = pl.read_parquet(folder / "documents.parquet")
    sentences = pl.read_parquet(folder / "sentences.parquet")
    size = documents["text"].str.len_bytes().cum_sum().to_numpy()
    number = pl.Series("shard", (size // int(megabytes * 1e6)).astype(np.int64))
    cut = documents.with_columns(number)
    placed = sentences.join(cut.select("doc_id", "shard"), on="doc_id", maintain_order="left")
    own = placed.partition_by("shard", as_dict=True, include_key=False)
    return [
        {"documents": part, "sentences": own.get(key, placed.head(0).drop("shard"))}
        for key, part in cut.partition_by("shard", as_dict=True, include_key=False).items()
    ]


@contextmanager
def _clocked(spent: Counter[str], module: Any, name: str) -> Iterator[None]:
    """Adds the CPU-seconds that a function of a module takes."""
    original: Callable[..., Any] = getattr(module, name)

    def timed(*given: Any, **more: Any) -> Any:
        begin = time.process_time()
        try:
            return original(*given, **more)
        finally:
            spent[name] += time.process_time() - begin

    setattr(module, name, timed)
    try:
        yield
    finally:
        setattr(module, name, original)


def measure_counting(folder: Path, peer_megabytes: float) -> None:
    """Counting beside its peers, and where its time goes."""
    from analysis.terms import facts

    pieces = shards_of(folder)
    texts = [text for piece in pieces for text in piece["documents"]["text"].to_list()]
    size = sum(len(text.encode()) for text in texts) / 1e6
    terms_counting.counting(pieces[:1], Parameters())
    begin = time.process_time()
    terms_counting.counting(pieces, Parameters())
    seconds = time.process_time() - begin
    own = size / seconds
    floor = size / only_counting(texts)
    print(f"counting        {own:6.1f} MB per CPU-second ({seconds:.2f} CPU-seconds)")
    print(f"only counting   {floor:6.1f} MB per CPU-second by a compiled loop over hashes alone")
    spent: Counter[str] = Counter()
    with (
        _clocked(spent, facts, "split_words"),
        _clocked(spent, facts.counting, "count_by_article"),
        _clocked(spent, facts.counting, "total_by_form"),
        _clocked(spent, facts.counting, "count_pairs"),
        _clocked(spent, facts, "_articles"),
        _clocked(spent, facts, "by_group"),
        _clocked(spent, facts, "_stream"),
        _clocked(spent, facts, "_stop_counts"),
        _clocked(spent, terms_counting, "facts"),
        _clocked(spent, terms_counting, "merge_vocabulary"),
        _clocked(spent, terms_counting, "merge_pairs"),
        _clocked(spent, terms_counting, "collocation_table"),
        _clocked(spent, terms_counting, "frequencies"),
    ):
        terms_counting.counting(pieces, Parameters())
    inner = ("split_words", "count_by_article", "total_by_form", "count_pairs", "_articles",
             "by_group", "_stream", "_stop_counts")  # fmt: skip
    spent["facts, the rest"] = spent.pop("facts") - sum(spent[name] for name in inner)
    spent["spelling and the rest"] = seconds - sum(spent.values())
    for name, part in spent.most_common():
        print(f"  {100 * part / seconds:5.1f} %  {name}")
    peers: dict[str, tuple[Callable[[list[str]], None], float, float]] = {
        "scikit-learn": (terms_counting.sklearn_counts, size, 8),
        "NLTK": (terms_counting.nltk_counts, peer_megabytes, 20),
        "spaCy": (terms_counting.spacy_counts, peer_megabytes, 12),
    }
    for name, (work, most, bar) in peers.items():
        taken = texts[: max(1, int(len(texts) * min(1.0, most / size)))]
        read = sum(len(text.encode()) for text in taken) / 1e6
        work(taken[:50])
        begin = time.process_time()
        work(taken)
        speed = read / (time.process_time() - begin)
        print(
            f"{name:15} {speed:6.1f} MB per CPU-second on {read:.0f} MB: counting is"
            f" {own / speed:.1f} times as fast (bar {bar}); three times {name} is"
            f" {size / speed / 3:.1f} CPU-seconds for the whole"
        )


def _below(root: int) -> list[int]:
    parents = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                parents[int(path.name)] = int(
                    (path / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except OSError:
                continue
    found = [root]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _shared_once(root: int) -> float:
    """MB that the processes hold, pages that several share counted once."""
    total = 0
    for one in _below(root):
        try:
            rows = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1e3


@contextmanager
def _cores(number: int) -> Iterator[None]:
    """What is started meanwhile has that many of the processors, where the system can say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def measure_runs(folder: Path, work: Path, notebook: bool, cores: list[int]) -> None:
    """The stage on two cores and on one, with as many processes."""
    processed = work / "processed"
    (work / "raw" / CORPUS).mkdir(parents=True, exist_ok=True)
    # The stage reads no raw files; a corpus without any is refused.
    (work / "raw" / CORPUS / "article.txt").write_text("An article.\n", "utf-8")
    home = processed / CORPUS / "10_corpus"
    if home.resolve() != folder.resolve():
        shutil.copytree(folder, home)
    command = [sys.executable, "-m", "analysis.pipeline", "run", "terms", CORPUS]
    if not notebook:
        say = f"from analysis.pipeline.session import begin; begin('terms', {CORPUS!r}).compute()"
        command = [sys.executable, "-W", "ignore", "-c", say]
    walls = {}
    for processes in cores:
        for leftover in (processed / CORPUS / "20_terms", processed / CORPUS / ".cache"):
            shutil.rmtree(leftover, ignore_errors=True)
        environment = {
            "DATELINE_PROCESSED": str(processed),
            "DATELINE_RAW": str(work / "raw"),
            "DATELINE_PROCESSES": str(processes),
            "PYTHONPATH": str(project_root()),
            **({} if notebook else {"DATELINE_WORK": str(work / "tables")}),
        }
        peak = [0.0]
        ended = threading.Event()

        def watch(peak: list[float] = peak, ended: threading.Event = ended) -> None:
            while not ended.wait(0.3):
                peak[0] = max(peak[0], _shared_once(os.getpid()) - _own())

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        with _cores(processes):
            ran = run(command, environment, project_root())
        ended.set()
        watcher.join()
        if ran.code:
            raise SystemExit(ran.said)
        walls[processes] = ran.seconds
        print(
            f"{processes} core{'s' * (processes > 1):1}         {ran.seconds:6.1f} s,"
            f" {ran.cpu_seconds:6.1f} CPU-seconds; peak {ran.megabytes:,.0f} MB with shared pages"
            f" counted in each process, {peak[0]:,.0f} MB with them counted once"
        )
    if {1, 2} <= set(walls):
        print(f"two cores are {walls[1] / walls[2]:.2f} times as fast as one (bar 1.7)")


def _own() -> float:
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1e3


def measure_concordance(folder: Path, tables: Path) -> None:
    """Opening and asking the concordance; bars: 95 of 100 words within 100 ms, phrases 300."""
    from analysis.terms.concordance import Concordance

    columns = ["doc_id", "text", "published", "outlet", "title", "copy_of"]
    begin = time.perf_counter()
    opened = Concordance(
        pl.read_parquet(folder / "documents.parquet", columns=columns),
        pl.read_parquet(tables / "frequencies.parquet"),
        pl.read_parquet(tables / "concordance_index.parquet"),
        pl.read_parquet(folder / "sentences.parquet"),
    )
    print(f"concordance     opened in {time.perf_counter() - begin:.2f} s")
    ranked = (
        pl.read_parquet(tables / "frequencies.parquet")
        .filter(pl.col("n") == 1)
        .sort(["count", "term"], descending=[True, False])["term"]
        .to_list()
    )
    places = np.unique(np.geomspace(1, len(ranked), 100).astype(int)) - 1
    words = [ranked[place] for place in places]
    asked = {
        "word": words,
        "word with wildcard": [f"{word[:4]}*" for word in words if len(word) > 4],
        "phrase with wildcard": [f"{word} * the" for word in words]
        + [f"the {word[:3]}* *" for word in words if len(word) > 3],
        "regular expression": ["/gaz.*/ *", "/.*tion/ of", "/[0-9,]+/ people", "/(un)?safe/"],
    }
    for kind, queries in asked.items():
        for order in ("text", "left"):
            taken = []
            worked = []
            for query in queries:
                begin, before = time.perf_counter(), time.process_time()
                opened.find(query, limit=100, order=order)
                worked.append(1000 * (time.process_time() - before))
                taken.append(1000 * (time.perf_counter() - begin))
            print(
                f"  {kind:22} sorted by {order:5} {len(taken):4} questions: median"
                f" {np.median(taken):6.1f} ms, p95 {np.percentile(taken, 95):6.1f} ms,"
                f" most {max(taken):6.1f} ms; processor p95 {np.percentile(worked, 95):6.1f} ms"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench terms_scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--peer-megabytes", type=float, default=10.0)
    parser.add_argument("--no-notebook", action="store_true", help="runs make the tables only")
    parser.add_argument(
        "--cores", type=int, nargs="+", default=[2, 1], help="cores that a run has, run by run"
    )
    parser.add_argument("--only", nargs="+", default=["counting", "runs", "concordance"])
    given = parser.parse_args()
    work = Path(mkdtemp(prefix="dateline-terms-"))
    try:
        folder = given.folder
        if given.times > 1:
            folder = work / "processed" / CORPUS / "10_corpus"
            # In a process of its own, so that its memory is not taken for the stage's.
            say = "import sys; from pathlib import Path; from tests.bench.terms_scale import"
            say += " multiplied; multiplied(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))"
            arguments = [str(given.folder), str(given.times), str(folder)]
            subprocess.run([sys.executable, "-c", say, *arguments], check=True, cwd=project_root())
        documents = pl.scan_parquet(folder / "documents.parquet")
        size, count = (
            documents.select(pl.col("text").str.len_bytes().sum(), pl.len().alias("n"))
            .collect(engine="streaming")
            .row(0)
        )
        print(f"{size / 1e6:,.0f} MB, {count:,} articles; load {os.getloadavg()[0]:.1f}")
        if "counting" in given.only:
            measure_counting(folder, given.peer_megabytes)
        if "runs" in given.only:
            notebook = not given.no_notebook and (folder / "manifest.json").is_file()
            measure_runs(folder, work, notebook, given.cores)
            made = work / "processed" / CORPUS / "20_terms"
            tables = made if notebook else work / "tables"
            types = pl.scan_parquet(tables / "frequencies.parquet").filter(pl.col("n") == 1)
            number = types.select(pl.len()).collect().item()
            print(f"vocabulary      {number:,} types (bar {WANTED_TYPES:,})")
            if "concordance" in given.only:
                measure_concordance(folder, tables)
        print(f"load {os.getloadavg()[0]:.1f}")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
