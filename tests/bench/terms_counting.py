"""Speed of counting, beside scikit-learn, NLTK and spaCy on the same text in the same run.

    python tests/bench/terms_counting.py --megabytes 20 SOURCE [SOURCE ...]

SOURCE: folders of English text from which articles are composed (see terms_corpus.py).
Prints MB per CPU-second of one process, warm (imports and compilation are not counted), and the
wall time of the concordance's questions.
"""

import argparse
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import terms_corpus

from analysis.contract import Description, Given, InMemory
from analysis.language.stopwords import stop_word_table
from analysis.terms.collocation import collocation_table
from analysis.terms.facts import facts
from analysis.terms.frequency import frequencies
from analysis.terms.merge import merge_pairs, merge_vocabulary
from analysis.terms.parameters import Parameters
from analysis.terms.spelling import Spelled
from analysis.terms.stage import compute


def shards(documents: pl.DataFrame, megabytes: float = 3.0) -> list[dict[str, pl.DataFrame]]:
    """The articles in shards of about that size, with their sentences."""
    sentences = terms_corpus.sentences(documents)
    size = documents["text"].str.len_bytes().cum_sum().to_numpy()
    number = (size // int(megabytes * 1e6)).tolist()
    cut = documents.with_columns(pl.Series("shard", number))
    with_shard = sentences.join(cut.select("doc_id", "shard"), on="doc_id")
    return [
        {
            "documents": cut.filter(pl.col("shard") == n).drop("shard"),
            "sentences": with_shard.filter(pl.col("shard") == n).drop("shard"),
        }
        for n in sorted(set(number))
    ]


def counting(pieces: list[dict[str, pl.DataFrame]], parameters: Parameters) -> None:
    """document_terms, frequencies and collocations."""
    engine = InMemory()
    parts = [engine.share(piece) for piece in pieces]
    lists = engine.share({"stop_words": stop_word_table()})
    found = engine.each(facts, parts, lists, parameters=parameters, target=None, reference=None)
    merged = engine.once(merge_vocabulary, found, selected=False)
    for part in found:
        made = Spelled(part).load()
        made["document_terms"]
    pairs = engine.once(merge_pairs, found, merged, min_count=parameters.min_count)
    totals = merged.load()["totals"]
    corpus = merged.load()["corpus"].row(0, named=True)
    collocation_table(totals, pairs.load()["pairs"])
    frequencies(
        totals,
        totals["count"].to_numpy() * 0,
        articles=corpus["articles"],
        words=corpus["words"],
        smallest=corpus["smallest"],
    )


def whole_stage(pieces: list[dict[str, pl.DataFrame]], parameters: Parameters) -> None:
    """Every table of the stage."""
    engine = InMemory()
    given = Given([engine.share(p) for p in pieces], {}, engine.share({}), Description())
    compute(engine, given, parameters)


def sklearn_counts(texts: list[str]) -> None:
    """Unigrams and bigrams with tf-idf."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    TfidfTransformer().fit_transform(CountVectorizer(ngram_range=(1, 2)).fit_transform(texts))


def nltk_counts(texts: list[str]) -> None:
    """Unigrams and bigrams of NLTK's word tokenizer (its sentence splitter needs data)."""
    from nltk import FreqDist, bigrams
    from nltk.tokenize import NLTKWordTokenizer

    split = NLTKWordTokenizer().tokenize
    ones, twos = FreqDist(), FreqDist()
    for text in texts:
        words = [word.lower() for word in split(text)]
        ones.update(words)
        twos.update(bigrams(words))


def spacy_counts(texts: list[str]) -> None:
    """Unigrams and bigrams of spaCy's tokenizer."""
    import spacy

    ones: Counter[str] = Counter()
    twos: Counter[tuple[str, str]] = Counter()
    for document in spacy.blank("en").pipe(texts):
        words = [token.lower_ for token in document]
        ones.update(words)
        twos.update(pairwise(words))


def cpu_seconds(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def concordance_times(pieces: list[dict[str, pl.DataFrame]]) -> None:
    """Wall times of questions to the concordance."""
    from analysis.terms.concordance import Concordance

    engine = InMemory()
    given = Given([engine.share(p) for p in pieces], {}, engine.share({}), Description())
    out = compute(engine, given, Parameters())
    index = pl.concat(
        [part.load()["concordance_index"] for part in out.tables["concordance_index"]]
    )
    table = pl.concat([part.load()["frequencies"] for part in out.tables["frequencies"]])
    documents = pl.concat([piece["documents"] for piece in pieces])
    begin = time.perf_counter()
    concordance = Concordance(documents, table, index)
    print(f"concordance opened in {time.perf_counter() - begin:.2f} s")
    ranked = table.sort("count", descending=True)["term"].to_list()
    words = [ranked[k] for k in (0, 1, 5, 20, 100, 500, 1000, 5000, 10_000) if k < len(ranked)]
    asked = {
        "word": words,
        "wildcard": [f"{word[:4]}*" for word in words if len(word) > 3],
        "phrase": [f"{word} of the" for word in words] + [f"the * {word}" for word in words],
        "regex": ["/gaz.*/", "/.*tion/ of", "/[0-9,]+/ people"],
    }
    for kind, queries in asked.items():
        times = []
        for query in queries * 3:
            begin = time.perf_counter()
            concordance.find(query)
            times.append(1000 * (time.perf_counter() - begin))
        times.sort()
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"concordance {kind:9} median {statistics.median(times):6.1f} ms, p95 {p95:6.1f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--megabytes", type=float, default=20.0)
    parser.add_argument("--peer-megabytes", type=float, default=5.0)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-concordance", action="store_true")
    given = parser.parse_args()
    documents = terms_corpus.documents(given.sources, given.megabytes)
    size = float(documents["text"].str.len_bytes().sum()) / 1e6
    pieces = shards(documents)
    parameters = Parameters()
    whole_stage(pieces[:1], parameters)
    ours = {"counting": counting, "whole stage": whole_stage}
    print(f"{size:.0f} MB, {len(documents):,} articles, {len(pieces)} shards")
    speed = {}
    for name, work in ours.items():
        speed[name] = size / cpu_seconds(lambda work=work: work(pieces, parameters))
        print(f"{name:14} {speed[name]:7.1f} MB per CPU-second")
    if not given.no_peers:
        sample = documents.head(max(1, int(len(documents) * given.peer_megabytes / size)))
        texts = sample["text"].to_list()
        own = float(sample["text"].str.len_bytes().sum()) / 1e6
        peers = {"scikit-learn": sklearn_counts, "NLTK": nltk_counts, "spaCy": spacy_counts}
        for name, work in peers.items():
            work(texts[:50])
            peer = own / cpu_seconds(lambda work=work: work(texts))
            print(
                f"{name:14} {peer:7.1f} MB per CPU-second;"
                f" counting {speed['counting'] / peer:.1f} times,"
                f" whole stage {speed['whole stage'] / peer:.1f} times as fast"
            )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    if not given.no_concordance:
        concordance_times(pieces)


if __name__ == "__main__":
    main()
