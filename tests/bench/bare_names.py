"""The peer: spaCy's recogniser of names alone, with the model that Dateline uses.

    python -m tests.bench bare_names TEXTS.json [--processes 2] [--batch 64]

TEXTS.json: a list of texts. Prints seconds (loading the model not counted), CPU-seconds of this
process (all of them with --processes 1), words and names as one line of JSON. Nothing runs but
tokenizer, tok2vec and ner; no sentences, no entities, no files.
"""

import argparse
import json
import time
from pathlib import Path

from analysis.entities.parameters import Parameters


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64, help="texts at once")
    given = parser.parse_args()
    import spacy

    texts = json.loads(given.texts.read_text("utf-8"))
    kept = ("tok2vec", "ner")
    unused = [name for name in spacy.load(Parameters().model).component_names if name not in kept]
    nlp = spacy.load(Parameters().model, exclude=unused)
    began, before = time.perf_counter(), time.process_time()
    words = names = 0
    for document in nlp.pipe(texts, n_process=given.processes, batch_size=given.batch):
        words += len(document)
        names += len(document.ents)
    spent = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - before,
    }
    print(json.dumps({**spent, "words": words, "names": names}))


if __name__ == "__main__":
    main()
