"""ro-crate-metadata.json: the run as a Process Run Crate, one action per stage."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.report.citation import Work
from analysis.report.datapackage import outputs
from analysis.report.facts import FOLDERS, STAGES, Facts
from analysis.report.licence import licence_address
from analysis.report.plain import clean

_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_CONTEXT = [
    "https://w3id.org/ro/crate/1.1/context",
    "https://w3id.org/ro/terms/workflow-run/context",
]
_MEDIA = {
    "parquet": "application/vnd.apache.parquet", "csv": "text/csv", "svg": "image/svg+xml",
    "png": "image/png", "pdf": "application/pdf", "html": "text/html", "json": "application/json",
    "md": "text/markdown", "bib": "application/x-bibtex", "cff": "application/yaml",
    "ipynb": "application/x-ipynb+json", "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}  # fmt: skip


def run_crate(
    facts: Facts, content: Mapping[str, bytes], works: tuple[Work, Work, Work], day: date, run: str
) -> str:
    """The crate's metadata as JSON-LD; every path is relative to the run's root.

    content: files of the report by name. day: stands where the format demands a date (the last
    publication day of the corpus: no clock is read).
    """
    folder = FOLDERS["report"]
    files: dict[str, dict[str, Any]] = {}
    results: dict[str, list[str]] = {}
    for stage, name in FOLDERS.items():
        for path, told in outputs(facts, stage).items():
            files[f"{name}/{path}"] = _file(f"{name}/{path}", told["bytes"], told["sha256"])
            results.setdefault(stage, []).append(f"{name}/{path}")
    for path, body in sorted(content.items()):
        at = path if path == "datapackage.json" else f"{folder}/{path}"
        files[at] = _file(at, len(body), hashlib.sha256(body).hexdigest())
        results.setdefault("report", []).append(at)
    for table in STAGES["report"]:
        at = f"{table.name}.parquet"
        files[at] = _file(at, None, None)
        results["report"].append(at)
    # The executed notebook is written after the report: it is named without size and hash.
    files[f"{folder}/notebook.ipynb"] = _file(f"{folder}/notebook.ipynb", None, None)
    results["report"].append(f"{folder}/notebook.ipynb")
    people = _people(works)
    graph = [
        _descriptor(),
        _root(facts, works, day, run, [*sorted(files)], people),
        {"@id": _PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        *people,
        *_licence(facts),
        _corpus(works[1]),
        *_software(facts, works[2]),
        *_actions(facts, results, run),
        *(files[path] for path in sorted(files)),
    ]
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _descriptor() -> dict[str, Any]:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }


def _root(
    facts: Facts,
    works: tuple[Work, Work, Work],
    day: date,
    run: str,
    parts: list[str],
    people: list[dict[str, Any]],
) -> dict[str, Any]:
    licence = licence_address(facts.description.licence)
    stated = {"@id": licence} if licence else clean(facts.description.licence or "not stated")
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": works[0].title,
        "description": clean(
            facts.description.description or f"Dateline run {run} on the corpus {facts.corpus}"
        ),
        "datePublished": (facts.parameters.released or day).isoformat(),
        "identifier": f"https://doi.org/{facts.parameters.doi}"
        if facts.parameters.doi
        else f"dateline:{run}",
        "license": stated,
        "conformsTo": {"@id": _PROFILE},
        "hasPart": [{"@id": path} for path in parts],
        "mentions": [{"@id": f"#run-{stage}"} for stage in FOLDERS],
        "isBasedOn": {"@id": "#corpus"},
    }
    if people:
        root["author"] = [{"@id": one["@id"]} for one in people]
    return root


def _people(works: tuple[Work, Work, Work]) -> list[dict[str, Any]]:
    return [
        {
            "@id": f"#author-{place}",
            "@type": "Person" if "," in name else "Organization",
            "name": name,
        }
        for place, name in enumerate(works[0].authors, 1)
    ]


def _licence(facts: Facts) -> list[dict[str, Any]]:
    address = licence_address(facts.description.licence)
    if not address:
        return []
    name = clean(facts.description.licence or "")
    return [
        {
            "@id": address,
            "@type": "CreativeWork",
            "name": name,
            "description": f"Licence of the articles: {name}",
        }
    ]


def _corpus(work: Work) -> dict[str, Any]:
    return {"@id": "#corpus", "@type": "Dataset", "name": work.title,
            "description": "The articles as received; not part of the crate."}  # fmt: skip


def _software(facts: Facts, work: Work) -> list[dict[str, Any]]:
    version = {"softwareVersion": work.version} if work.version else {}
    whole: dict[str, Any] = {"@id": "#dateline", "@type": "SoftwareApplication", "name": "Dateline",
             "description": work.title, **version}  # fmt: skip
    tools = []
    for stage in FOLDERS:
        tools.append(
            {
                "@id": f"#stage-{stage}",
                "@type": "SoftwareApplication",
                "name": f"Dateline, stage {stage}",
                "isPartOf": {"@id": "#dateline"},
                **version,
            }
        )
    packages: dict[str, str] = {}
    for row in facts.provenance.iter_rows(named=True):
        packages |= json.loads(row["packages"] or "{}")
    used = [
        {
            "@id": f"#package-{name}",
            "@type": "SoftwareApplication",
            "name": name,
            "softwareVersion": told,
        }
        for name, told in sorted(packages.items())
    ]
    if used:
        whole["softwareRequirements"] = [{"@id": one["@id"]} for one in used]
    return [whole, *tools, *used]


def _actions(facts: Facts, results: Mapping[str, list[str]], run: str) -> list[dict[str, Any]]:
    runs = dict(facts.provenance.select("stage", "run_id").iter_rows())
    inputs = {
        row["stage"]: json.loads(row["inputs"] or "{}")
        for row in facts.provenance.iter_rows(named=True)
    }
    known = {path for paths in results.values() for path in paths}
    actions, settings = [], []
    for stage in FOLDERS:
        read = [path for path in sorted(inputs.get(stage, {})) if path in known]
        if stage == "report":
            read = sorted(path for name, paths in results.items() if name != "report"
                          for path in paths if path.endswith(".parquet"))  # fmt: skip
        objects = [{"@id": path} for path in read] or [{"@id": "#corpus"}]
        chosen = _settings(facts, stage)
        settings += chosen
        actions.append(
            {
                "@id": f"#run-{stage}",
                "@type": "CreateAction",
                "name": f"Stage {stage}, run {run if stage == 'report' else runs.get(stage, '')}",
                "description": f"Execution of the {stage} stage of Dateline",
                "instrument": {"@id": f"#stage-{stage}"},
                "object": objects + [{"@id": one["@id"]} for one in chosen],
                "result": [{"@id": path} for path in results.get(stage, [])],
                "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
            }
        )
    return [*actions, *settings]


def _settings(facts: Facts, stage: str) -> list[dict[str, Any]]:
    if stage == "report":
        chosen = json.loads(facts.parameters.model_dump_json())
    else:
        rows = {row["stage"]: row["parameters"] for row in facts.provenance.iter_rows(named=True)}
        chosen = json.loads(rows.get(stage) or "{}")
    return [
        {"@id": f"#{stage}-{name}", "@type": "PropertyValue", "name": f"{stage}.{name}",
         "value": value if isinstance(value, (str, int, float)) else json.dumps(value)}
        for name, value in sorted(chosen.items())
    ]  # fmt: skip


def _file(path: str, size: int | None, sha256: str | None) -> dict[str, Any]:
    ending = path.rsplit(".", 1)[-1]
    entity: dict[str, Any] = {"@id": path, "@type": "File", "name": path.rsplit("/", 1)[-1]}
    if ending in _MEDIA:
        entity["encodingFormat"] = _MEDIA[ending]
    if size is not None:
        entity["contentSize"] = str(size)
    if sha256 is not None:
        entity["sha256"] = sha256
    return entity
