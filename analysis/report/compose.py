"""The report from its facts: what it says, and the files that hold tables, figures, citations."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analysis.contract import Description, Tables
from analysis.report import citation, export, model
from analysis.report.document import FORMATS, as_json
from analysis.report.drawings import Drawing, drawing, linked_marks
from analysis.report.facts import Facts, gathered
from analysis.report.findings import Finding, findings
from analysis.report.front import cover
from analysis.report.identity import run_id
from analysis.report.links import Links
from analysis.report.numbering import numbered, settled
from analysis.report.parameters import Parameters
from analysis.report.plain import clean
from analysis.report.sections.appendices import (
    evidence_appendix,
    parameters_appendix,
    tables_appendix,
)
from analysis.report.sections.citing import citing_section
from analysis.report.sections.corpus import corpus_section
from analysis.report.sections.entities import entities_section, quoted
from analysis.report.sections.limits import limits_section
from analysis.report.sections.pictures import Pictures
from analysis.report.sections.terms import terms_section
from analysis.report.sections.timeline import timeline_section
from analysis.report.sections.tolls import tolls_section
from analysis.report.tables import EVIDENCE_LISTS, FILTERS, FINDINGS


def compose(
    survey: Tables,
    evidence: Tables,
    bundle: Iterable[Tables],
    filters: Iterable[Tables],
    spans: Iterable[Tables],
    others: Iterable[Tables],
    drawn: Iterable[Tables],
    *,
    figures: list[str],
    stages: list[str],
    description: Description,
    parameters: Parameters,
) -> dict[str, pl.DataFrame]:
    """Tables of the stage, its files but those that are typeset or describe the run, and the model
    that is typeset: `typeset`, one row per format of analysis.report.document with the model as
    JSON, the day of the report and its run.

    survey, evidence: as analysis.report.survey and analysis.report.evidence give them.
    bundle: the whole tables; filters: one per stage of `stages`; spans: removed, then repairs,
    by rule; others: provenance, then the researcher's own files; drawn: one per name of `figures`.
    """
    facts = _facts(survey, bundle, filters, spans, others, stages, description, parameters)
    found = dict(evidence["found"].iter_rows())
    lists = {
        str(key[0]): rows for key, rows in evidence["evidence"].group_by("id", maintain_order=True)
    }
    links = Links(found)
    drawings = {name: drawing(part) for name, part in zip(figures, drawn, strict=True)}
    run = run_id(facts.provenance, parameters, description)
    said = findings(facts, links)
    report = _model(facts, links, lists, Pictures(drawings), said, run)
    content = _files(facts, report, drawings, run)
    texts = [as_json(report, form, parameters) for form in FORMATS]
    typeset = {"format": FORMATS, "model": texts, "run": run}
    tables = {
        "evidence_lists": _lists(links, found, lists),
        "findings": _findings(said),
        "filters": _filters(evidence, links, parameters),
        "typeset": pl.DataFrame(typeset).with_columns(day=pl.date(*report["day"])),
    }
    return tables | {
        name: pl.DataFrame({"content": [body]}, schema={"content": pl.Binary})
        for name, body in sorted(content.items())
    }


def _facts(
    survey: Tables,
    bundle: Iterable[Tables],
    filters: Iterable[Tables],
    spans: Iterable[Tables],
    others: Iterable[Tables],
    stages: list[str],
    description: Description,
    parameters: Parameters,
) -> Facts:
    whole = gathered(bundle)
    for stage, part in zip(stages, filters, strict=True):
        if "filters" in part:
            whole[f"{stage}_filters"] = part["filters"]
    removed, repaired = (part["rules"] for part in spans)
    provenance, hand = others
    names = whole["entities"].select("entity_id", "name").rows() if "entities" in whole else []
    return Facts(
        whole=whole,
        counts=survey["counts"],
        sizes=survey["sizes"].row(0, named=True),
        tolls=survey["reported"],
        articles=survey["articles"],
        removed=removed,
        repaired=repaired,
        provenance=provenance["provenance"],
        hand={name: table.height for name, table in hand.items()},
        description=description,
        parameters=parameters,
        names=dict(names),
    )


def _model(
    facts: Facts,
    links: Links,
    lists: Mapping[str, pl.DataFrame],
    pictures: Pictures,
    said: list[Finding],
    run: str,
) -> dict[str, Any]:
    works = (
        citation.report_work(facts, run),
        citation.corpus_work(facts),
        citation.software_work(),
    )
    headlines = {
        name.replace("headline:", "event:", 1): quoted(rows.row(0, named=True))
        for name, rows in lists.items()
        if name.startswith("headline:") and rows["quote"][0] is not None
    }
    front = cover(facts, links, works[0], run)
    chapters = [
        corpus_section(facts, links, pictures),
        terms_section(facts, links, pictures),
        entities_section(facts, links, pictures, lists),
        timeline_section(facts, links, pictures, headlines),
        tolls_section(facts, links, pictures),
        limits_section(facts, links),
        citing_section(facts, run, works),
    ]
    marks = linked_marks(facts.names, links, pictures.drawn)
    appendices = [
        parameters_appendix(facts),
        tables_appendix(facts),
        evidence_appendix(facts, links, lists),
    ]
    report = front | {
        "sections": numbered([_marked(one, marks) for one in chapters], appendices),
        "findings": [one.said for one in said],
        "no-findings": "There is nothing to sum up: no article was found.",
        "summary-note": model.runs(
            "Each sentence is made from the first row of a table; each number leads to the "
            "sentences that it rests on."
        ),
        "bibliography": citation.bibliography(works[1:]),
    }
    return settled(report, links.labels.values(), links.labels.get("articles:all"))


def _marked(section: dict[str, Any], marks: Mapping[str, str]) -> dict[str, Any]:
    """The section with the marks of its own figures that lead to evidence."""
    blocks = []
    for block in section["blocks"]:
        if block["kind"] == "figure":
            prefix = f"{block['name']}-"
            own = {mark: label for mark, label in marks.items() if mark.startswith(prefix)}
            block = {**block, "marks": own}
        blocks.append(block)
    return {**section, "blocks": blocks}


def _files(
    facts: Facts,
    report: dict[str, Any],
    drawings: Mapping[str, Drawing],
    run: str,
) -> dict[str, bytes]:
    works = (
        citation.report_work(facts, run),
        citation.corpus_work(facts),
        citation.software_work(),
    )
    content: dict[str, bytes] = {
        "CITATION.cff": citation.citation_cff(works[0], facts).encode(),
        "references.json": citation.csl_json(works).encode(),
        "references.bib": citation.bibliography(works).encode(),
    }
    for section in report["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "table":
                content[f"tables/{block['name']}.csv"] = export.to_csv(block)
                content[f"tables/{block['name']}.md"] = export.to_markdown(block)
    for one in drawings.values():
        if one.svg is None or one.png is None:
            continue
        content[f"figures/{one.name}.svg"] = one.svg.encode()
        content[f"figures/{one.name}.png"] = one.png
        content[f"figures/{one.name}.csv"] = export.frame_to_csv(one.data)
        caption = f"{one.caption}\n\nAlternative text: {one.alt}\n"
        content[f"figures/{one.name}.md"] = caption.encode()
    return content


def _lists(
    links: Links, found: Mapping[str, int], lists: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    return EVIDENCE_LISTS.frame(
        {
            "id": name,
            "label": links.labels.get(name, ""),
            "title": clean(links.titles.get(name, "")),
            "rows": found[name],
            "kept": lists[name].height,
        }
        for name in sorted(lists)
    )


def _findings(said: list[Finding]) -> pl.DataFrame:
    return FINDINGS.frame(
        {
            "finding": place,
            "topic": one.topic,
            "sentence": model.text_of(one.said),
            "value": one.value,
            "evidence": list(one.evidence),
        }
        for place, one in enumerate(said, 1)
    )


def _filters(evidence: Tables, links: Links, parameters: Parameters) -> pl.DataFrame:
    found, kept = int(evidence["found"]["rows"].sum()), evidence["evidence"].height
    quoted_rows = evidence["evidence"].filter(pl.col("quote").is_not_null()).height
    return FILTERS.frame(
        [
            {
                "step": 0,
                "filter": "rows beyond the limit of a list",
                "rows": "rows of evidence",
                "rows_in": found,
                "rows_out": kept,
                "reason": f"evidence_kept = {parameters.evidence_kept}",
            },
            {
                "step": 1,
                "filter": "rows without a quotation",
                "rows": "rows of evidence",
                "rows_in": kept,
                "rows_out": quoted_rows,
                "reason": "the licence does not allow quoting, or the article has no sentence",
            },
        ]
    )
