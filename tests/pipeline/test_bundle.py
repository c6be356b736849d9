"""A bundle leaves article text out unless the licence allows passing it on."""

import json
import zipfile
from pathlib import Path

import pytest

from analysis.pipeline import bundle
from analysis.report.licence import may_be_passed_on


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("CC0-1.0", True),
        ("CC BY 4.0", True),
        ("CC-BY-SA-4.0", True),
        ("Creative Commons Attribution 4.0", True),
        ("CC BY-ND 4.0", False),
        ("cc-by-nc-nd-4.0", False),
        ("Creative Commons Attribution-NoDerivatives", False),
        ("Public domain", True),
        ("US federal works, CC0", True),
        ("OGL-UK-3.0", True),
        ("All rights reserved; abstracts CC BY", False),
        ("by permission of the agency", False),
        ("", False),
        (None, False),
    ],
)
def test_licences(licence: str | None, allowed: bool) -> None:
    assert may_be_passed_on(licence) is allowed


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished run of the corpus `one`, as far as a bundle looks at it."""
    at = tmp_path / "processed" / "one"
    held = {
        "10_corpus/sentences.parquet": "offsets", "20_terms/frequencies.parquet": "counts",
        "50_report/report.pdf": "%PDF", "50_report/notebook.ipynb": "{}",
        "50_report/manifest.json": json.dumps({"run_id": "abc123"}), "datapackage.json": "{}",
        "ro-crate-metadata.json": "{}", ".cache/report/x": "cache", ".state/terms.json": "state",
        **dict.fromkeys(bundle.WITH_TEXT, "what was written"),
    }  # fmt: skip
    for name, content in held.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(content)
    (tmp_path / "raw" / "one").mkdir(parents=True)
    monkeypatch.setenv("DATELINE_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("DATELINE_PROCESSED", str(tmp_path / "processed"))
    monkeypatch.setattr(bundle, "project_root", lambda: tmp_path)
    return tmp_path


def packed(run: Path, licence: str | None) -> zipfile.ZipFile:
    said = f"licence = {json.dumps(licence)}\n" if licence else ""
    (run / "raw" / "one" / "corpus.toml").write_text(said)
    return zipfile.ZipFile(bundle.bundle("one"))


def test_an_open_licence_takes_everything_along(run: Path) -> None:
    archive = packed(run, "CC BY 4.0")
    assert archive.filename == str(run / "bundle" / "one-abc123.zip")
    names = archive.namelist()
    assert {f"one/{name}" for name in bundle.WITH_TEXT} <= set(names)
    assert f"one/{bundle.LEFT_OUT}" not in names
    assert not [name for name in names if "/." in name]


@pytest.mark.parametrize("licence", ["All rights reserved", None])
def test_a_closed_licence_leaves_every_table_with_text_out_and_says_so(
    run: Path, licence: str | None
) -> None:
    archive = packed(run, licence)
    names = set(archive.namelist())
    assert not {f"one/{name}" for name in bundle.WITH_TEXT} & names
    kept = {"report.pdf", "notebook.ipynb", "manifest.json"}
    assert {f"one/50_report/{name}" for name in kept} <= names
    assert {"one/datapackage.json", "one/ro-crate-metadata.json"} <= names
    assert not any(b"what was written" in archive.read(name) for name in names)
    said = archive.read(f"one/{bundle.LEFT_OUT}").decode()
    assert (licence or "not stated") in said
    assert all(name in said for name in bundle.WITH_TEXT)


def test_equal_runs_give_equal_bytes_without_clock_or_owner(run: Path) -> None:
    first = Path(packed(run, "CC0-1.0").filename or "")
    before = first.read_bytes()
    assert Path(packed(run, "CC0-1.0").filename or "").read_bytes() == before
    for entry in zipfile.ZipFile(first).infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.external_attr == 0o644 << 16
        assert not entry.extra
