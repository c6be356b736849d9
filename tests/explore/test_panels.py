"""The panels without a browser: what they show, remember and say."""

import inspect
import re
import threading
from typing import Any

import pytest

from analysis.contract import InputError
from analysis.explore import Corpus
from tests.explore import tiny

pytest.importorskip("ipywidgets")
pytest.importorskip("altair")

from analysis.explore import open_corpus
from analysis.explore.app import PANELS, Explorer, browse, view


@pytest.fixture
def explorer(corpus: Corpus) -> Explorer:
    made = Explorer(corpus, list(PANELS), None)
    for name in PANELS:
        made.show(name)
    return made


def _said(panel: Any) -> str:
    return re.sub(r"<[^>]*>", "", panel.said.value)


def test_every_panel_opens_and_is_filled(explorer: Explorer) -> None:
    assert _said(explorer.panel("articles")) == "8 articles"
    assert explorer.panel("terms")._sheet.rows[0][:2] == ["ferry", "7"]
    assert len(explorer.panel("timeline")._sheet.rows) == 1
    assert explorer.panel("network")._graph.nodes[0]["id"] == "loc:port vale"


def test_the_selection_holds_for_all_panels(explorer: Explorer) -> None:
    explorer.choose(outlet="Northwire")
    for name, said in (("articles", "3 articles"), ("timeline", "1 days")):
        explorer.show(name)
        assert said in _said(explorer.panel(name))
    explorer.show("terms")
    assert explorer.panel("terms")._sheet.rows[0][:2] == ["ferry", "5"]
    explorer.choose(outlet=None, **{"from": "2024-05-01"})
    explorer.show("articles")
    assert _said(explorer.panel("articles")) == "2 articles"


def test_two_inputs_at_once_are_answered_one_after_the_other(
    explorer: Explorer, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JupyterLab's kernels answer widgets in two threads."""
    terms = explorer.panel("terms")
    explorer.choose(outlet="Northwire")
    compared, second = corpus.compared, []

    def interrupted(target: Any, reference: Any = None, least: int = 5) -> Any:
        if not second:
            chosen = {"outlet": "Southpost"}
            second.append(threading.Thread(target=lambda: terms._against.set(chosen)))
            second[0].start()
            second[0].join(0.2)
        return compared(target, reference, 1)

    monkeypatch.setattr(corpus, "compared", interrupted)
    terms._way.value = "keyness"
    second[0].join()
    assert "Northwire against Southpost" in _said(terms)
    expected = compared({"outlet": "Northwire"}, {"outlet": "Southpost"}, 1)
    assert terms._table.equals(expected.filter(~expected["stop_word"]))


def test_the_list_of_articles_is_sorted_by_its_heads(explorer: Explorer) -> None:
    articles = explorer.panel("articles")
    orders = {1: ("outlet", lambda row: row[1] or ""), 3: ("words", lambda row: -int(row[3])),
              4: ("copies", lambda row: -int(row[4])), 0: ("date", lambda row: row[0])}  # fmt: skip
    by_date = articles._sheet.rows
    for column, (name, key) in orders.items():
        articles._sorted(column)
        assert articles._sheet.rows == sorted(by_date, key=key), name
        assert (f'sort="{name}"' in articles.cell()) == (name != "date")


def test_a_selection_that_makes_no_sense_changes_nothing(explorer: Explorer) -> None:
    explorer.choose(outlet="Northwire")
    explorer._bar._first.value = "yesterday"
    assert "write a day as" in explorer._bar.said.value
    assert explorer.selection().outlet == "Northwire" and explorer.selection().first is None


def test_the_cell_under_a_panel_brings_the_same_view_back(
    explorer: Explorer, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer.choose(outlet="Northwire")
    explorer.go("kwic", query='night "ferry" (', sort="right")
    explorer.go("terms", way="trend", words="ferry, tide", unit="week")
    explorer.go("network", entity="Ada Hill", other="Port Vale", month="2024-03-01")
    explorer.go("timeline", way="tolls", outcome="injured")
    explorer.go("articles", doc_id=tiny.doc_id("aa01"), way="raw", hit=(0, 8))
    for name in PANELS:
        if name == "take":
            continue
        cell = explorer.panel(name).cell()
        seen: list[Explorer] = []
        real = Explorer.__init__

        def kept(self: Explorer, *given: Any, _real: Any = real, _seen: Any = seen) -> None:
            _real(self, *given)
            _seen.append(self)

        monkeypatch.setattr(Explorer, "__init__", kept)
        eval(cell, {"open_corpus": open_corpus})
        monkeypatch.setattr(Explorer, "__init__", real)
        assert seen[0].panel(name).cell() == cell


def test_text_of_articles_reaches_the_browser_as_text(explorer: Explorer) -> None:
    explorer.go("articles", doc_id=tiny.doc_id("bb02"))
    (page,) = explorer.panel("articles")._page.pages
    assert page["title"] == "Night ferries <b>& more</b>"
    assert "".join(part for part, _, _ in page["segments"]).startswith("Night ferries are <script>")
    explorer.go("kwic", query="<script>", regex=True)
    assert "<script>" not in explorer.panel("kwic").said.value
    explorer.panel("kwic")._query.value = "<img src=x onerror=alert(1)> ("
    assert "<img" not in explorer.panel("kwic").said.value


def test_our_browser_code_never_writes_markup() -> None:
    from analysis.explore import widgets

    for name in ("sheet.js", "page.js", "graph.js", "take.js", "chart.js"):
        source = widgets.source(name)
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source
        )


def test_what_the_panels_show_can_be_taken(explorer: Explorer, corpus: Corpus) -> None:
    explorer.go("kwic", query="ferry")
    takes = explorer.takes()
    shown = {"Articles: list", "Terms: frequencies", "Concordance", "Network", "Timeline: events"}
    assert shown <= set(takes)
    for take in takes.values():
        assert corpus.run_id in take.citation and take.cell in take.citation
    assert takes["Concordance"].content("csv").decode().count("ferry") >= 7


@pytest.mark.parametrize(
    ("panel", "state", "sentence"),
    [
        ("kwick", {}, "did you mean 'kwic'"),
        ("kwic", {"query": "a", "sort": "size"}, "sort = 'size'"),
        ("kwic", {"words": "a"}, "unexpected keyword argument 'words'"),
        ("terms", {"way": "cloud"}, "there are frequent, trend, keyness"),
        ("terms", {"unit": "year"}, "there are day, week, month"),
        ("network", {"month": "2020-01-01"}, "there are 2024-03-01"),
        ("network", {"entity": "Nobody"}, "nobody and nothing is named"),
        ("timeline", {"outcome": "sunk"}, "there are injured"),
        ("articles", {"doc_id": "ff"}, "there is no article"),
        ("articles", {"way": "x"}, "there are clean, raw, copies"),
        ("articles", {"sort": "size"}, "there are date, outlet, words, copies"),
        ("take", {"view": "Moon"}, "cannot be taken away"),
        ("kwic", {"where": {"outlets": "X"}}, "did you mean 'outlet'"),
    ],
)
def test_a_view_that_cannot_be_is_said(
    corpus: Corpus, panel: str, state: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        view(corpus, panel, state)


def test_panels_of_unfinished_stages_say_so(roots: Any) -> None:
    tiny.build(*roots, stages=("corpus",))
    corpus = open_corpus("tiny")
    made = Explorer(corpus, list(PANELS), None)
    for name, stage in (("terms", "terms"), ("network", "entities"), ("timeline", "timeline")):
        made.show(name)
        assert f"make {stage} CORPUS=tiny" in _said(made.panel(name))
    made.show("kwic")
    made.go("kwic", query="ferry")
    assert "7 places in 5 articles" in _said(made.panel("kwic"))


def test_all_panels_as_tabs(corpus: Corpus) -> None:
    assert browse(corpus, {"panel": "kwic", "query": "ferry"}) is not None
    with pytest.raises(InputError, match="there is no panel 'x'"):
        browse(corpus, {"panel": "x"})


def test_every_state_of_a_panel_is_documented() -> None:
    from analysis.explore.app import _panel

    for name in PANELS:
        restore = _panel(name).restore
        for argument in list(inspect.signature(restore).parameters)[1:]:
            assert argument in (restore.__doc__ or ""), (name, argument)


def test_the_alias_editor_writes_only_what_was_looked_at(
    explorer: Explorer, corpus: Corpus
) -> None:
    editor = explorer.panel("network")._editor
    editor._entity.value, editor._other.value = "Ada Hill", "Hill"
    assert editor._write.disabled
    editor._look.click()
    assert not editor._write.disabled
    editor._other.value = "Port Vale"
    assert editor._write.disabled
    editor._look.click()
    assert editor._write.disabled, "there are doubts"
    editor._sure.value = True
    editor._write.click()
    written = (corpus.run.layout.hand / "aliases.tsv").read_text("utf-8")
    assert written.endswith("Ada Hill\tPort Vale\tPER\n")
    editor._undo.click()
    assert corpus.aliases.by_hand().height == 0
    editor._do.value = "rename"
    editor._other.value = ""
    editor._look.click()
    assert "fill in both fields" in editor._said.value


def test_a_brush_chooses_a_period_and_an_empty_one_takes_it_away(explorer: Explorer) -> None:
    timeline = explorer.panel("timeline")
    explorer.show("timeline")

    timeline._brushed([1709251200000.0, 1711843200000.0])
    assert str(explorer.selection().first) == "2024-03-01"
    assert str(explorer.selection().last) == "2024-03-31"
    timeline._brushed(None)
    assert explorer.selection().first is None
