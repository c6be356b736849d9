"""The report stage: from the tables of a run to a publication that can be cited and checked.

survey (per shard) → add_up → choose (which evidence lists the report needs)
find_evidence (per shard) → merge_evidence
draw (per figure)
compose (once): what the report says; tables, figures, citations as files
typeset (per format): PDF, HTML
describe_run (once): data package and crate
"""

import polars as pl

from analysis.contract import Engine, Given, Outputs, Part
from analysis.report.bundle import Bundle
from analysis.report.compose import compose
from analysis.report.described import describe_run
from analysis.report.document import FORMATS, typeset
from analysis.report.drawings import NEEDS, draw
from analysis.report.evidence import find_evidence, merge_evidence
from analysis.report.facts import FOLDERS, READ, confidence
from analysis.report.licence import quoting
from analysis.report.parameters import Parameters
from analysis.report.selection import choose
from analysis.report.spans import count_spans, span_evidence
from analysis.report.survey import add_up, survey
from analysis.report.tables import TABLES


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """Tables and files of 50_report, two of which (data package, crate) describe the whole run."""
    characters = quoting(given.description, parameters).characters
    kept = parameters.evidence_kept
    whole = [given.whole[stem] for stem in READ if stem in given.whole]
    stages = [name for name in FOLDERS if f"{name}_filters" in given.whole]
    filters = [given.whole[f"{name}_filters"] for name in stages]

    counted = engine.once(add_up, engine.each(survey, given.shards))
    provenance = given.whole["provenance"]
    # Run ids and parameters are known while notebooks still run; all else, when they are finished.
    runs = given.whole.get("runs", provenance)
    wanted = engine.once(choose, counted, whole, runs, parameters=parameters)
    found = engine.each(find_evidence, given.shards, wanted, kept=kept, characters=characters)
    spans = [
        engine.once(count_spans, given.whole.get(stem, engine.share({})), name=stem)
        for stem in ("removed", "repairs")
    ]
    raw = engine.once(span_evidence, spans, characters=characters)
    evidence = engine.once(merge_evidence, found, raw, kept=kept)
    drawn = _figures(engine, given, counted, evidence, spans[0], runs, parameters)
    composed = engine.once(
        compose,
        counted,
        evidence,
        whole,
        filters,
        spans,
        [runs, given.hand],
        list(drawn.values()),
        figures=list(drawn),
        stages=stages,
        description=given.description,
        parameters=parameters,
    )
    orders = [engine.share({"order": pl.DataFrame({"format": [one]})}) for one in FORMATS]
    reports = engine.each(typeset, orders, engine.pick(composed, "typeset"))
    described = engine.once(
        describe_run,
        composed,
        reports,
        provenance,
        description=given.description,
        parameters=parameters,
    )
    own = {table.stem for table in TABLES}
    return Outputs(
        tables={stem: [evidence if stem == "evidence" else composed] for stem in sorted(own)},
        files={
            name: part
            for part in (composed, *reports, described)
            for name in part.load()
            if name not in own and name != "typeset"
        },
    )


def _figures(
    engine: Engine,
    given: Given,
    counted: Part,
    evidence: Part,
    removed: Part,
    runs: Part,
    parameters: Parameters,
) -> dict[str, Part]:
    """The figures whose tables are there, by name."""
    at_hand = {"articles": counted, "evidence": evidence, "rules": removed}
    orders, bundles = {}, []
    for name, needs in NEEDS.items():
        parts = [at_hand.get(stem) or given.whole.get(stem) for stem in needs]
        if all(part is not None for part in parts):
            orders[name] = engine.share({"figure": pl.DataFrame({"name": [name]})})
            bundles.append(Bundle(tuple(part for part in parts if part is not None)))
    drawn = engine.each(
        draw,
        list(orders.values()),
        bundles,
        terms=parameters.terms,
        comparisons=parameters.comparisons,
        confidence=confidence(runs.load()["provenance"]),
        dots_per_inch=parameters.png_dots_per_inch,
    )
    return dict(zip(orders, drawn, strict=True))
