"""The sheet for judging blind says nothing of the modes, and the key gives them back."""

import csv
from pathlib import Path

import polars as pl
import pytest

from tests.bench.entities_agreement import KEY, SHEET, blind, score, sign_test, written

TEXT = "He met Hamas. Then he left Gaza City for Rafah, and Egypt. That was all."


def runs() -> tuple[pl.DataFrame, pl.DataFrame]:
    def frame(kinds: dict[str, str]) -> pl.DataFrame:
        places = [(TEXT.index(name), TEXT.index(name) + len(name), name) for name in kinds]
        return pl.DataFrame(
            [("d", start, end, name, kinds[name]) for start, end, name in places],
            schema=["doc_id", "start", "end", "surface", "type"],
            orient="row",
        )

    return frame({"Gaza City": "LOC", "Rafah": "LOC"}), frame({"Gaza": "LOC", "Rafah": "PER"})


def test_a_judged_sheet_is_counted_by_mode(tmp_path: Path) -> None:
    full, part = runs()
    places = [
        {"doc_id": "d", "sentence": 1, "start": start, "end": end, "surface": name}
        for _, start, end, name, _ in full.iter_rows()
    ]
    documents = pl.DataFrame({"doc_id": ["d"], "text": [TEXT]})
    sentences = pl.DataFrame({"doc_id": ["d"], "sentence": [1], "start": [14], "end": [58]})
    pairs = list(blind((full, part), places * 20, documents, sentences, seed=3))
    for number, (shown, hidden) in enumerate(pairs):
        shown["row"] = hidden["row"] = number
        assert {shown["answer_1"], shown["answer_2"]} in (
            {"[Gaza City] LOC", "[Gaza] LOC"},
            {"[Rafah] LOC", "[Rafah] PER"},
        )
        assert "sampled" not in str(shown) and "exhaustive" not in str(shown)
        right = "[Gaza City] LOC" if number % 2 == 0 else "[Rafah] LOC"
        shown["right"] = "1" if shown["answer_1"] == right else "2"
    assert {hidden["answer_1"] for _, hidden in pairs} == {"exhaustive", "sampled"}
    pairs[0][0]["right"] = "both"
    sheet, key = tmp_path / "sheet.tsv", tmp_path / "key.tsv"
    written(sheet, SHEET, [shown for shown, _ in pairs])
    written(key, KEY, [hidden for _, hidden in pairs])
    assert score(sheet, key) == {"exhaustive": 39, "both": 1}
    with sheet.open(encoding="utf-8", newline="") as stream:
        first = next(csv.DictReader(stream, delimiter="\t"))
    assert "<<Gaza City>>" in first["sentence"] and "That was all." in first["context"]


def test_an_unknown_judgement_is_refused(tmp_path: Path) -> None:
    sheet, key = tmp_path / "sheet.tsv", tmp_path / "key.tsv"
    written(sheet, SHEET, [{"row": 1, "right": "A"}])
    written(key, KEY, [{"row": 1, "answer_1": "sampled"}])
    with pytest.raises(SystemExit, match="row 1"):
        score(sheet, key)


def test_the_sign_test_is_that_of_fair_coins() -> None:
    assert sign_test(0, 5) == pytest.approx(2 / 32)
    assert sign_test(3, 3) == 1.0
    assert sign_test(1, 7) == pytest.approx(2 * 9 / 256)
