"""Packs a finished run into one zip for an archive such as Zenodo."""

import zipfile
from pathlib import Path

from analysis.contract import InputError
from analysis.pipeline import settings, state
from analysis.pipeline.layout import Layout, project_root
from analysis.pipeline.stages import STAGES
from analysis.pipeline.verify import finished_files

#: Tables that hold article text; they go into the bundle only where the licence allows it.
WITH_TEXT = (
    "10_corpus/documents.parquet",
    "10_corpus/removed.parquet",
    "10_corpus/repairs.parquet",
)
#: How licences that allow passing text on begin, in lower case.
OPEN = ("cc0", "cc-by", "cc by", "public domain", "ogl", "mit", "pddl", "odc-by")


def text_may_go(licence: str | None) -> bool:
    """Whether a corpus with that licence may be passed on with its text."""
    lowered = (licence or "").strip().lower()
    return lowered.startswith(OPEN) and "nd" not in lowered.replace("-", " ").split()


def bundle(corpus: str) -> Path:
    """Write bundle/<corpus>-<run id>.zip; equal runs give equal bytes.

    Raises InputError where the run is not finished.
    """
    layout = Layout(corpus)
    last = state.recorded(layout, STAGES[-1])
    if last is None:
        raise InputError(f"corpus {corpus!r} is not finished: run `make all CORPUS={corpus}`")
    allowed = text_may_go(settings.described(layout).get("licence"))
    target = project_root() / "bundle" / f"{corpus}-{last['run_id']}.zip"
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in finished_files(layout.run).items():
            if name in WITH_TEXT and not allowed:
                continue
            entry = zipfile.ZipInfo(f"{corpus}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    fresh.replace(target)
    return target
