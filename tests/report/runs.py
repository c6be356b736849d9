"""Small runs for the report stage: every earlier table made by hand by the contract's schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analysis.contract import Description, Given, InMemory, Outputs, Tables
from analysis.report.facts import FOLDERS, STAGES, declared
from analysis.report.parameters import Parameters
from analysis.report.stage import compute

#: Text that some reader of some format could take for more than text.
HOSTILE = (
    "<script>alert(1)</script></title></style>",
    '#panic("typst") #import "/etc/passwd": * $x^2$ *strong* _em_ @dunning1993 <label> \\ //',
    "=SUM(A1:A9)",
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "W" * 400,
    "😀👩‍👩‍👧🇵🇸",
    "\u202eoverridden\u202c",
    "مرحبا بالعالم من غزة",
    "汉字 and \ue000 and \ufffe and \x07",
    "[link](javascript:alert(1)) | pipe | `code`",
    "]]>--><!-- &amp; &#x41;",
)


@dataclass(frozen=True)
class Held:
    tables: Tables
    id: str = "held"

    def load(self) -> Tables:
        return self.tables


def frame(stem: str, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    return declared(stem).frame(rows)


def articles(texts: Sequence[str], *, dated: bool = True, outlets: Sequence[str] = ()) -> Tables:
    """documents and sentences; a text's sentences end with a line break. The last is a copy."""
    named = outlets or ("Gulfwire", "Levant Wire")
    documents, sentences = [], []
    for place, text in enumerate(texts):
        doc_id = f"{place:016x}"
        copy = place == len(texts) - 1 and place > 0
        documents.append(
            {
                "doc_id": doc_id,
                "source_file": f"file {place}.txt",
                "start": 0,
                "end": len(text),
                "title": text.split("\n")[0],
                "text": text,
                "published": date(2024, 1, 1) + timedelta(days=place) if dated else None,
                "published_basis": "field" if dated else None,
                "published_conflict": [],
                "outlet": named[place % len(named)],
                "language": "en",
                "words": len(text.split()),
                "group_id": f"{0:016x}" if copy else doc_id,
                "copy_of": f"{0:016x}" if copy else None,
            }
        )
        at = 0
        for number, line in enumerate(text.split("\n")):
            sentences.append(
                {"doc_id": doc_id, "sentence": number, "start": at, "end": at + len(line)}
            )
            at += len(line) + 1
    return {
        "documents": frame("documents", documents),
        "sentences": frame("sentences", sentences),
    }


def spans(tables: Tables, word: str) -> list[dict[str, Any]]:
    """Every place of a word: doc_id, sentence, start, end."""
    found = []
    for doc_id, text in tables["documents"].select("doc_id", "text").iter_rows():
        at = text.find(word)
        while at >= 0:
            sentence = text.count("\n", 0, at)
            end = at + len(word)
            found.append({"doc_id": doc_id, "sentence": sentence, "start": at, "end": end})
            at = text.find(word, end)
    return found


def provenance() -> pl.DataFrame:
    rows = []
    for stage in ("corpus", "terms", "entities", "timeline"):
        outputs = {
            f"{table.stem}.parquet": {"sha256": "0" * 64, "bytes": 10, "rows": 1}
            for table in STAGES[stage]
        }
        rows.append(
            {
                "stage": stage,
                "run_id": f"{stage}0001",
                "inputs": "{}",
                "parameters": json.dumps({"narrative": False}) if stage == "timeline" else "{}",
                "code": json.dumps({"package": "c" * 64, "notebook": "n" * 64}),
                "environment": "{}",
                "packages": json.dumps({"polars": "2.1.0"}),
                "outputs": json.dumps(outputs),
                "counts": "[]",
            }
        )
    return pl.DataFrame(rows)


def cut(tables: Tables, shards: int) -> list[Held]:
    """The tables as that many shards of consecutive articles."""
    ids = tables["documents"]["doc_id"].to_list()
    size = -(-len(ids) // shards) if ids else 1
    parts = []
    for first in range(0, len(ids), size):
        chosen = ids[first : first + size]
        part = {
            stem: table.filter(pl.col("doc_id").is_in(chosen)) for stem, table in tables.items()
        }
        parts.append(Held(part))
    return parts


def given(
    by_article: Tables,
    whole: Tables,
    description: Description | None = None,
    shards: int = 1,
) -> Given:
    complete = {
        table.stem: table.empty()
        for tables in STAGES.values()
        for table in tables
        if table.stem != "filters" and not table.name.startswith("50")
    } | dict(whole)
    parts: dict[str, Held] = {stem: Held({stem: table}) for stem, table in complete.items()}
    for stage in ("corpus", "terms", "entities", "timeline"):
        table = pl.DataFrame(
            [
                {
                    "step": 0, "filter": f"of {stage}", "rows": "articles",
                    "rows_in": 3, "rows_out": 2, "reason": "=because(1)",
                }
            ],
            schema_overrides={"step": pl.Int32},
        )  # fmt: skip
        assert FOLDERS[stage]
        parts[f"{stage}_filters"] = Held({"filters": table})
    parts["provenance"] = Held({"provenance": provenance()})
    return Given(cut(by_article, shards), parts, Held({}), description or Description())


def report(of: Given, **changes: Any) -> Outputs:
    return compute(InMemory(), of, Parameters(**changes))


def body(outputs: Outputs, name: str) -> bytes:
    content: bytes = outputs.files[name].load()[name]["content"][0]
    return content


def table(outputs: Outputs, stem: str) -> pl.DataFrame:
    return pl.concat([part.load()[stem] for part in outputs.tables[stem]])


def lively(shards: int = 1, description: Description | None = None, **kind: Any) -> Given:
    """A run in which every chapter has something to say, in hostile words throughout."""
    lines = [
        f"{text} said Hamas met Egypt.\nAt least {7 + place} people were killed in Rafah."
        for place, text in enumerate(HOSTILE)
    ]
    texts = [*lines, lines[0]]
    held = dict(articles(texts, outlets=HOSTILE[:5], **kind))
    names = {"org:hamas": "Hamas", "loc:egypt": "Egypt", "loc:rafah": "Rafah"}
    held["mentions"] = frame(
        "mentions",
        [
            {**span, "surface": name, "type": key[:3].upper(), "entity_id": key, "method": "model"}
            for key, name in names.items()
            for span in spans(held, name)
        ],
    )
    held["dates"] = frame("dates", [])
    held["tolls"] = frame(
        "tolls",
        [
            {
                **span, "surface": str(7 + place), "value": 7 + place, "bound": "at_least",
                "outcome": "killed", "group": "people", "place": HOSTILE[place][:60],
                "attributed_to": HOSTILE[place], "cumulative": True,
                "as_of": date(2024, 1, 1) if kind.get("dated", True) else None,
                "subset": False, "basis": "rule",
            }
            for place in range(len(HOSTILE))
            for span in spans(held, f"least {7 + place} ")[:1]
        ],
    )  # fmt: skip
    first = held["tolls"].row(0, named=True)
    other = held["tolls"].row(1, named=True)
    months = [date(2024, 1, 1) + timedelta(days=7 * week) for week in range(3)]
    whole = {
        "files": frame(
            "files",
            [
                {
                    "source_file": text[:50], "bytes": 10, "sha256": "0" * 64, "format": "txt",
                    "encoding": "utf-8", "documents": 1, "chars": 100, "chars_kept": 90,
                    "chars_removed": 10, "problem": text if place == 1 else None,
                }
                for place, text in enumerate(HOSTILE)
            ],
        ),
        "removed": frame(
            "removed",
            [
                {"source_file": "a", "start": at, "end": at + 10, "rule": "notice", "text": text}
                for at, text in enumerate(HOSTILE)
            ],
        ),
        "frequencies": frame(
            "frequencies",
            [
                {
                    "term": term, "n": 1, "stop_word": False, "count": count, "documents": 12,
                    "per_million": 1000.0, "tf_idf": 1.0, "dispersion": 0.5, "count_all": count,
                    "key": count,
                }
                for term, count in (("said", 12), ("killed", 11), ("hamas", 12))
            ],
        ),
        "entities": frame(
            "entities",
            [
                {
                    "entity_id": key, "name": f"{name} {HOSTILE[place]}", "type": key[:3].upper(),
                    "aliases": [name, HOSTILE[place]], "mentions": 12, "documents": 12,
                    "first_published": date(2024, 1, 1), "last_published": date(2024, 1, 12),
                    "mentions_all": 13,
                }
                for place, (key, name) in enumerate(sorted(names.items()))
            ],
        ),
        "cooccurrence": frame(
            "cooccurrence",
            [
                {
                    "entity_a": "loc:egypt", "entity_b": "org:hamas", "sentences": 12,
                    "documents": 12, "expected": 2.0, "g2": 30.0, "npmi": 0.8, "p": 1e-6,
                    "p_adjusted": 1e-5, "in_backbone": True, "paragraphs": 12,
                    "documents_both": 12, "disparity": 0.01, "sentences_all": 13,
                }
            ],
        ),
        "disagreements": frame(
            "disagreements",
            [
                {
                    "day": date(2024, 1, 1), "place": HOSTILE[0], "outcome": "killed",
                    "group": "people", "cumulative": True, "low": 7, "high": 8,
                    "contradictory": True, "sources": list(HOSTILE[:2]), "outlets": ["A", "B"],
                    "rows": [f"{row['doc_id']}:{row['start']}" for row in (first, other)],
                }
            ],
        ),
        "coverage": frame(
            "coverage",
            [
                {
                    "period": period, "unit": "week", "series": "all", "documents": 4,
                    "sentences": 8, "mentions": 8, "share": 1.0, "share_low": 0.5,
                    "share_high": 1.0,
                }
                for period in (months if kind.get("dated", True) else [])
            ],
        ),
        "tolls": held["tolls"],
    }  # fmt: skip
    told = description or Description(
        title=HOSTILE[1], description=HOSTILE[0], source=HOSTILE[9], licence="CC-BY-4.0"
    )
    return given(held, whole, told, shards)
