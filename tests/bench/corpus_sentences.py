"""Compares sentence segmenters on hand-checked paragraphs of the shared news.

    python tests/bench/corpus_sentences.py FOLDER [FOLDER …] [--spacy MODEL]

The checked boundaries are in tests/gold/sentences/checked.jsonl, without the texts: a paragraph is
named by the hash of its characters (white space left out), a boundary by the number of such
characters before it. FOLDERs hold the texts (wikinews_2019, wh_briefings_gaza_dev).
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from analysis.corpus.model import Context
from analysis.corpus.readers import read_unit
from analysis.language.sentences import sentences

GOLD = Path(__file__).parents[1] / "gold" / "sentences" / "checked.jsonl"
Segmenter = Callable[[str], list[int]]


def name_of(paragraph: str) -> str:
    return sha256("".join(paragraph.split()).encode()).hexdigest()[:16]


def counted(paragraph: str, ends: list[int]) -> list[int]:
    """Offsets as numbers of characters that are no white space."""
    return [sum(not one.isspace() for one in paragraph[:end]) for end in ends]


def paragraphs(folders: list[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(
            one for one in folder.rglob("*") if one.suffix in (".csv", ".md", ".txt", ".jsonl")
        ):
            for _, _, _, reading in read_unit(path.read_bytes(), Context(path.name)):
                for draft in reading.drafts:
                    yield from draft.text.split("\n\n")


def ours(paragraph: str) -> list[int]:
    return [end for _, end in sentences(paragraph)]


def nupunkt_alone(paragraph: str) -> list[int]:
    from nupunkt import sentence_spans

    return [end for _, end in sentence_spans(paragraph)]


def punkt_trained(texts: list[str]) -> Segmenter:
    """NLTK's Punkt, trained on the texts themselves (its ready models are a download)."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    trainer = PunktTrainer()
    for text in texts:
        trainer.train(text, finalize=False)
    tokenizer = PunktSentenceTokenizer(trainer.get_params())
    return lambda paragraph: [end for _, end in tokenizer.span_tokenize(paragraph)]


def spacy_parser(model: str) -> Segmenter:
    import spacy

    pipeline = spacy.load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    return lambda paragraph: [sentence.end_char for sentence in pipeline(paragraph).sents]


def score(segment: Segmenter, checked: dict[str, list[int]], texts: dict[str, str]) -> str:
    hits = found = truth = 0
    begin = time.process_time()
    for name, ends in checked.items():
        # The end of a paragraph is given to all and counts for none.
        inner = {end for end in counted(texts[name], segment(texts[name])) if end != ends[-1]}
        hits += len(inner & set(ends[:-1]))
        found += len(inner)
        truth += len(ends) - 1
    seconds = time.process_time() - begin
    precision, recall = hits / max(found, 1), hits / max(truth, 1)
    size = sum(map(len, texts.values())) / 1e6
    return (
        f"F1 {2 * precision * recall / (precision + recall):.4f}  precision {precision:.4f}"
        f"  recall {recall:.4f}  {size / seconds:6.2f} MB per CPU-second"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--spacy")
    given = parser.parse_args()
    checked = {
        row["paragraph"]: row["ends"]
        for row in map(json.loads, GOLD.read_text("utf-8").splitlines())
    }
    everything = list(paragraphs(given.folders))
    texts = {name: one for one in everything if (name := name_of(one)) in checked}
    missing = len(checked) - len(texts)
    checked = {name: ends for name, ends in checked.items() if name in texts}
    print(
        f"{len(texts)} paragraphs ({missing} not found), {sum(map(len, checked.values()))} "
        f"sentences"
    )
    print("dateline   ", score(ours, checked, texts))
    print("nupunkt    ", score(nupunkt_alone, checked, texts))
    print("NLTK Punkt ", score(punkt_trained(everything), checked, texts))
    if given.spacy:
        print("spaCy      ", score(spacy_parser(given.spacy), checked, texts))


if __name__ == "__main__":
    main()
