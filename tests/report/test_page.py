"""report.html: strict HTML5, hostile words as words, every link resolved, nothing fetched."""

import re
from functools import cache
from itertools import pairwise
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest

from tests.pipeline.building import Built
from tests.report import paths, runs

_XHTML = "{http://www.w3.org/1999/xhtml}"


@cache
def page() -> tuple[bytes, Any]:
    content = runs.body(runs.report(runs.lively()), "report.html")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    return content, parser.parse(content)


def elements(name: str) -> list[Any]:
    return list(page()[1].iter(_XHTML + name))


def text(element: Any) -> str:
    return "".join(element.itertext())


def test_it_is_strict_html() -> None:
    _, tree = page()
    assert tree.get("lang") == "en"
    assert text(elements("title")[0]).strip()


def test_hostile_words_are_words() -> None:
    shown = text(elements("body")[0])
    assert "<script>alert(1)</script></title></style>" in shown
    assert '#panic("typst")' in shown
    assert "😀👩" in shown
    assert "مرحبا بالعالم من غزة" in shown
    assert len(elements("script")) == 1
    assert len(elements("style")) == 1
    assert "\u202e" not in shown


def test_no_attribute_runs_code_and_nothing_is_fetched() -> None:
    for element in page()[1].iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert not value.strip().lower().startswith("javascript:"), value
            if name in ("src", "srcset", "data", "action"):
                pytest.fail(f"{element.tag} loads {value}")
    for link in elements("link"):
        pytest.fail(f"a link element: {link.attrib}")
    policy = [one.get("content") for one in elements("meta") if one.get("http-equiv")]
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    ]


def test_ids_are_unique_and_inner_links_resolve() -> None:
    ids = [one.get("id") for one in page()[1].iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    targets = [
        one.get("href")[1:] for one in page()[1].iter() if (one.get("href") or "").startswith("#")
    ]
    assert targets
    assert set(targets) <= set(ids)


def test_every_evidence_link_leads_to_sentences() -> None:
    lists = {one.get("id"): one for one in elements("section") if one.get("class") == "evidence"}
    links = [one for one in elements("a") if "evidence-link" in (one.get("class") or "").split()]
    assert len(links) > 20
    for link in links:
        rows = lists[link.get("href")[1:]].findall(f".//{_XHTML}li")
        assert rows, text(link)
        assert all(text(row).strip() for row in rows)


def test_from_any_number_to_its_sentences_in_two_clicks() -> None:
    """The reader's test, on a run in which every chapter has something to say."""
    found = list(paths.numbers(page()[0]))
    assert [one for one in found if one.clicks is None] == []
    assert sum(one.clicks == 1 for one in found) > 100


def test_from_any_number_of_the_sample_to_its_sentences(sample: Built) -> None:
    found = list(paths.numbers((sample.run / "50_report" / "report.html").read_bytes()))
    assert [one for one in found if one.clicks is None] == []
    assert sum(one.clicks == 1 for one in found) > 500


def test_tables_have_heads_and_figures_have_words() -> None:
    for head in elements("th"):
        assert head.get("scope") == "col"
    images = list(page()[1].iter("{http://www.w3.org/2000/svg}svg"))
    assert images
    groups = {
        id(image): group.get("aria-label")
        for group in elements("div")
        if group.get("role") == "group"
        for image in group
    }
    assert all((one.get("aria-label") or groups.get(id(one)) or "").strip() for one in images)


def test_right_to_left_words_are_marked_so() -> None:
    marked = [one for one in elements("bdi") if one.get("dir") == "rtl"]
    assert any("مرحبا" in text(one) for one in marked)


def test_headings_do_not_skip_levels() -> None:
    levels = [int(tag) for tag in re.findall(rb"<h([1-6])", page()[0])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
