"""Chapter: how to cite the report, the corpus and Dateline, and how to check a run."""

import json

from analysis.report import model
from analysis.report.citation import Work
from analysis.report.facts import Facts
from analysis.report.model import code, column, words


def citing_section(facts: Facts, run_id: str, works: tuple[Work, Work, Work]) -> dict[str, object]:
    """Texts to copy, and what the run id stands for."""
    report, corpus, software = works
    doi: list[str | model.Inline] = (
        [" DOI: ", words(facts.parameters.doi), "."]
        if facts.parameters.doi
        else [" No DOI is given yet; the parameter ", code("doi"), " of [report] prints one here."]
    )
    rows = [
        [row["stage"], code(row["run_id"] or "–"), code(_code(row["code"]))]
        for row in facts.provenance.iter_rows(named=True)
    ]
    return model.section(
        "citing",
        "How to cite",
        [
            model.lead(
                [
                    ["This is run ", code(run_id), ". The id is a hash of the raw files, the "
                     "parameters, the code and the locked versions of every library: the same id "
                     "means the same numbers.", *doi]
                ],
                [
                    model.strong("To check. "),
                    "With the same raw files and the same version of Dateline, ",
                    code("make verify"),
                    " rebuilds the run elsewhere and compares every output byte for byte.",
                ],
            ),
            model.verbatim(report.text(), "This report"),
            model.verbatim(corpus.text(), "The corpus"),
            model.verbatim(software.text(), "Dateline"),
            model.verbatim(report.bibtex().strip(), "BibTeX"),
            model.table(
                "runs",
                "Runs of the stages that this report is made from",
                [column("Stage"), column("Run id"), column("Code", share=1)],
                rows,
                "CITATION.cff, references.bib and references.json (CSL) lie beside the report.",
            ),
        ],
    )  # fmt: skip


def _code(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return "–"
    return str(found.get("package", ""))[:16] or "–" if isinstance(found, dict) else "–"
