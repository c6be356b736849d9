"""The entities stage beside spaCy's recogniser alone, in words per CPU-second.

    python -m tests.bench entities_speed CORPUS [--raw FOLDER] [--processed FOLDER]
        [--peer-megabytes 3] [--processes N]

CORPUS must be made up to 10_corpus; its results are not touched. A corpus of no more words than
`sample_above` is read throughout (exhaustive mode), a larger one in chosen sentences. The stage
runs whole, notebook and tables included, from no cache; the peer reads the first articles of the
same corpus in one process (model loading not counted), after the stage, with nothing else in
between. Prints both, the ratio, seconds by the clock and peak memory.
"""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from analysis.pipeline.layout import processed_root, project_root, raw_root
from tests.bench.process_tree import run


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--raw", type=Path, default=raw_root())
    parser.add_argument("--processed", type=Path, default=processed_root())
    parser.add_argument("--peer-megabytes", type=float, default=3.0)
    parser.add_argument("--processes", type=int)
    given = parser.parse_args()
    made = given.processed / given.corpus / "10_corpus"
    documents = pl.read_parquet(made / "documents.parquet", columns=["text", "words", "doc_id"])
    words = int(documents["words"].sum())
    with TemporaryDirectory(prefix="dateline-entities-") as work:
        folder = Path(work) / given.corpus
        folder.mkdir()
        shutil.copytree(made, folder / "10_corpus")
        environment = {
            "DATELINE_RAW": str(given.raw.resolve()),
            "DATELINE_PROCESSED": work,
            **({"DATELINE_PROCESSES": str(given.processes)} if given.processes else {}),
        }
        stage = run(
            [sys.executable, "-m", "analysis.pipeline", "run", "entities", given.corpus],
            environment,
            project_root(),
        )
        if stage.code:
            raise SystemExit(stage.said)
        texts = documents.sort("doc_id").with_columns(
            size=pl.col("text").str.len_bytes().cum_sum() / 1e6
        )
        part = texts.filter(pl.col("size") <= given.peer_megabytes)
        path = Path(work) / "texts.json"
        path.write_text(json.dumps(part["text"].to_list()), "utf-8")
        peer = run(
            [sys.executable, "-W", "ignore", "-m", "tests.bench.bare_names", str(path),
             "--processes", "1"],
            {"OMP_NUM_THREADS": "1"},
            project_root(),
        )  # fmt: skip
    if peer.code:
        raise SystemExit(peer.said)
    bare = json.loads(peer.said.strip().splitlines()[-1])["cpu_seconds"]
    ours, theirs = words / stage.cpu_seconds, int(part["words"].sum()) / bare
    print(
        f"entities: {words:,} words, {stage.seconds:.1f} s, {stage.cpu_seconds:.1f} CPU-seconds, "
        f"{stage.megabytes:.0f} MB; {ours:,.0f} words per CPU-second"
    )
    print(
        f"names by bare spaCy: {int(part['words'].sum()):,} words, {bare:.1f} CPU-seconds; "
        f"{theirs:,.0f} words per CPU-second"
    )
    print(f"ratio {ours / theirs:.2f}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
