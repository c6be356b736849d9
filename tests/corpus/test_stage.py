"""The stage as a whole: the same tables however the work is cut, and the contract kept."""

from hashlib import sha256

import polars as pl
import pytest

from analysis.contract import Description, Extent, Given, InMemory, Measured
from analysis.corpus.parameters import Parameters
from analysis.corpus.stage import compute
from analysis.corpus.tables import RAW
from tests.corpus.stages import raw_rows, run
from tests.corpus.test_copies import edited, made

STORY = (
    "{day} May 2021\n\n{text}.\n\nThe council of {town} meets again in June. (Wire)\n\n-----\n\n"
)


def corpus() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for number in range(6):
        text = made(number, 60)
        files[f"a{number}.txt"] = "".join(
            STORY.format(day=day, text=edited(text, 0.1 * day, day), town=f"Town{number}")
            for day in (3, 4)
        ).encode()
    rows = "\n".join(f'{n},"{made(n, 40)} in town {n}"' for n in range(200))
    files["b.csv"] = f"id,text\n{rows}\n".encode()
    files["c.jsonl"] = b'{"text": "Frost fell on Graz."}\nbroken\n'
    return files


def test_tables_do_not_depend_on_shards() -> None:
    expected = run(corpus(), shards=1, block=3000)
    assert expected["documents"]["copy_of"].drop_nulls().len() >= 6
    for shards in (2, 5, 100):
        found = run(corpus(), shards=shards, block=3000)
        for name, table in expected.items():
            assert found[name].equals(table), name


def test_order_and_keys() -> None:
    tables = run(corpus(), shards=3, block=3000)
    documents = tables["documents"]
    assert documents["doc_id"].is_sorted()
    assert documents["doc_id"].n_unique() == documents.height
    assert tables["sentences"].select("doc_id", "sentence").is_unique().all()
    assert tables["files"]["source_file"].is_sorted()
    firsts = documents.filter(pl.col("copy_of").is_null())
    assert (firsts["group_id"] == firsts["doc_id"]).all()
    copies = documents.filter(pl.col("copy_of").is_not_null())
    assert (copies["group_id"] == copies["copy_of"]).all()
    assert set(copies["copy_of"]) <= set(firsts["doc_id"])


def test_documents_are_measured_without_being_made() -> None:
    line = "Our correspondents thank the readers of this page"
    towns = ("Graz", "Linz", "Wels", "Enns", "Lienz", "Steyr", "Krems", "Melk")
    files = {f"{town}.txt": f"Frost fell on {town}.\n\n{line}".encode() for town in towns}
    # One holds nothing but the line, so that it is no article; one does not hold it.
    files |= {"only.txt": line.encode(), "other.txt": b"Rain fell on Bonn."}
    engine = InMemory()
    raw = engine.share({"raw": pl.DataFrame(raw_rows(files), schema=RAW.schema)})
    given = Given([raw], {}, engine.share({}), Description())
    (part,) = compute(engine, given, Parameters()).tables["documents"]
    tables = part.load()
    documents = tables["documents"]
    expected = [f"Frost fell on {town}." for town in towns] + ["Rain fell on Bonn."]
    assert sorted(documents["text"]) == sorted(expected)
    assert isinstance(tables, Measured)
    assert tables.extent("documents") == Extent.of(documents)
    assert list(tables) == ["documents"]


def test_sentences_lie_in_their_texts() -> None:
    tables = run(corpus())
    joined = tables["sentences"].join(tables["documents"].select("doc_id", "text"), on="doc_id")
    for start, end, text in joined.select("start", "end", "text").iter_rows():
        sentence = text[start:end]
        assert sentence and sentence == sentence.strip() and "\n\n" not in sentence


def test_a_file_of_blocks_is_listed_with_the_hash_of_the_whole() -> None:
    content = corpus()["b.csv"]
    engine = InMemory()
    rows = raw_rows({"b.csv": content, "c.txt": b"Rain fell."}, 3000)
    assert len(rows) > 2
    raw = engine.share({"raw": pl.DataFrame(rows, schema=RAW.schema)})
    whole = sha256(content).hexdigest()
    listed = engine.share(
        {"raw_files": pl.DataFrame({"source_file": ["b.csv"], "sha256": [whole]})}
    )
    given = Given([raw], {"raw_files": listed}, engine.share({}), Description())
    (files,) = compute(engine, given, Parameters()).tables["files"]
    found = dict(files.load()["files"].select("source_file", "sha256").iter_rows())
    assert found == {"b.csv": whole, "c.txt": sha256(b"Rain fell.").hexdigest()}


def test_filters_add_up() -> None:
    tables = run(corpus())
    filters = {row["filter"]: row for row in tables["filters"].iter_rows(named=True)}
    copies = filters["copies"]
    assert copies["rows_in"] == tables["documents"].height
    assert (
        copies["rows_in"] - copies["rows_out"] == tables["documents"]["copy_of"].drop_nulls().len()
    )
    assert filters["records without text"]["rows_in"] == 202


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ten people were hurt when a bus left the road near the town on Monday.", "en"),
        ("Ten killed in raid on Jenin", "en"),
        ("Gazze'de ateşkes sağlandı ve esirler serbest bırakıldı.", "tr"),
        ("أصيب عشرة أشخاص في المدينة يوم الاثنين", "ar"),
        ("Dix personnes ont été blessées lundi près de la ville.", "fr"),
        ("Bei einem Unfall wurden am Montag zehn Menschen verletzt.", "de"),
        ("Tien mensen raakten maandag gewond toen een bus van de weg raakte.", "nl"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert run({"a.txt": text.encode()})["documents"]["language"].to_list() == [language]


def test_nothing_at_all() -> None:
    tables = run({"a.txt": b""})
    assert tables["documents"].height == 0
    assert tables["filters"].height == 4
