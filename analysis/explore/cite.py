"""How a run, and what a view of it showed, is cited."""

from analysis.pipeline.reader import Run


def citation(run: Run, cell: str | None = None) -> str:
    """One line: title, run id, corpus; and the cell that shows the same again."""
    title = (run.description.title or run.corpus).rstrip(".")
    base = f"{title}. Dateline run {run.run_id}, corpus {run.corpus}"
    return f"{base}: {cell}" if cell else f"{base}."
