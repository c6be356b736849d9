"""A notebook is an article: what every notebook of the project holds to."""

import ast
import json
import re
import tomllib
from pathlib import Path

import nbformat
import pytest

import analysis
from analysis.pipeline.stages import STAGES

FOLDER = Path(analysis.__file__).parents[1] / "notebooks"
NAMES = [stage.notebook for stage in STAGES]
stage_notebook = pytest.mark.parametrize("name", NAMES)


def read(name):
    return nbformat.read(FOLDER / name, as_version=4)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@stage_notebook
def test_is_a_valid_notebook(name):
    nbformat.validate(json.loads((FOLDER / name).read_text("utf-8")))


@stage_notebook
def test_is_short(name):
    notebook = read(name)
    assert len(notebook.cells) <= 40
    lines = [
        line
        for cell in code_of(notebook)
        for line in cell.source.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    assert len(lines) <= 80


@stage_notebook
def test_holds_no_outputs(name):
    for cell in code_of(read(name)):
        assert cell.outputs == [] and cell.execution_count is None


@stage_notebook
def test_defines_nothing_and_decides_nothing(name):
    """No def, class, lambda, loop or branch: the stages do the work."""
    defining = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    deciding = (ast.For, ast.While, ast.If, ast.Try)
    for cell in code_of(read(name)):
        nodes = ast.walk(ast.parse(cell.source))
        found = [node for node in nodes if isinstance(node, defining + deciding)]
        assert not found, cell.source


@stage_notebook
def test_runs_no_shell_and_no_magic(name):
    for cell in code_of(read(name)):
        assert not re.search(r"^\s*[%!]", cell.source, re.MULTILINE)


@stage_notebook
def test_knows_no_paths(name):
    for cell in code_of(read(name)):
        tree = ast.parse(cell.source)
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in texts if re.search(r"[/\\]|\.\w{2,7}$", text)]
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names] if isinstance(node, ast.Import)
                else []
            )
        }  # fmt: skip
        assert imported <= {"analysis"}


@stage_notebook
def test_has_one_cell_of_parameters(name):
    tagged = [cell for cell in code_of(read(name)) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    given = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(tagged[0].source).body
    }
    assert given == {"corpus": "sample", "changes": {}}


@stage_notebook
def test_computes_its_own_stage(name):
    stage = name.removesuffix(".ipynb").split("_", 1)[1]
    code = "\n".join(cell.source for cell in code_of(read(name)))
    assert f'begin("{stage}", corpus, changes).compute()' in code


@stage_notebook
def test_reads_as_an_article(name):
    """A title, questions, prose at least as long as the code, and limits at the end."""
    notebook = read(name)
    prose = prose_of(notebook)
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.cells[-1].cell_type == "markdown"
    assert notebook.cells[-1].source.startswith("## Limits")
    assert "?" in prose
    code = "".join(cell.source for cell in code_of(notebook))
    assert len(prose) >= len(code)


@stage_notebook
def test_types_no_result_into_the_prose(name):
    """Numbers in prose come from tables: none of more than two digits is typed, but for dates."""
    prose = re.sub(r"hand/[\w.]+|UAX #29|October 7", "", prose_of(read(name)))
    assert not re.search(r"\d[\d,.]{2,}|\d+ %", prose)


@stage_notebook
def test_cell_ids_are_readable_and_unique(name):
    ids = [cell["id"] for cell in json.loads((FOLDER / name).read_text("utf-8"))["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", one) for one in ids)
    assert not [one for one in ids if re.fullmatch(r"[0-9a-f]{8}(-.*)?|cell-\d+", one)]


@stage_notebook
def test_shows_what_each_filter_left_out(name):
    code = "".join(cell.source for cell in code_of(read(name)))
    assert 'run.table("filters")' in code


def test_parameters_of_every_stage_are_in_the_file():
    sections = tomllib.loads((FOLDER / "parameters.toml").read_text("utf-8"))
    assert set(sections) <= {stage.name for stage in STAGES}
