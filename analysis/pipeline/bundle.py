"""Packs a finished run into one zip for an archive such as Zenodo."""

import zipfile
from pathlib import Path

from analysis.errors import InputError
from analysis.pipeline import settings, state
from analysis.pipeline.layout import Layout, project_root
from analysis.pipeline.stages import STAGES
from analysis.pipeline.verify import finished_files
from analysis.report.licence import may_be_passed_on

#: Tables from which articles could be read; they go along only where the licence allows it.
WITH_TEXT = (
    "10_corpus/documents.parquet",
    "10_corpus/removed.parquet",
    "10_corpus/repairs.parquet",
    # Every word of every article, in order.
    "20_terms/concordance_index.parquet",
)
LEFT_OUT = "LEFT_OUT.txt"


def bundle(corpus: str) -> Path:
    """Write bundle/<corpus>-<run id>.zip; equal runs give equal bytes.

    Raises InputError where the run is not finished.
    """
    layout = Layout(corpus)
    last = state.recorded(layout, STAGES[-1])
    if last is None:
        raise InputError(f"corpus {corpus!r} is not finished: run `make all CORPUS={corpus}`")
    licence = settings.described(layout).get("licence")
    barred = () if may_be_passed_on(licence) else WITH_TEXT
    files = finished_files(layout.run)
    target = project_root() / "bundle" / f"{corpus}-{last['run_id']}.zip"
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            if name not in barred:
                archive.writestr(_entry(f"{corpus}/{name}"), path.read_bytes())
        left_out = [name for name in barred if name in files]
        if left_out:
            archive.writestr(_entry(f"{corpus}/{LEFT_OUT}"), _reason(left_out, licence))
    fresh.replace(target)
    return target


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that names no clock and no owner."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _reason(names: list[str], licence: str | None) -> str:
    stated = f"is \u201c{licence}\u201d" if licence else "is not stated"
    listed = "\n".join(f"  {name}" for name in names)
    return (
        f"The licence of the articles {stated}, which does not allow passing them on. Left out are"
        f" the tables that hold their text:\n{listed}\nThe manifests and datapackage.json name"
        " their sizes and hashes. Who holds the same raw files gets them back with `make all`.\n"
    )
