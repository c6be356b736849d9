"""report.html in Chromium: what a reader can do with it, on wide and narrow screens, offline."""

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.report import runs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """report.html as a reader opens it from disk: hostile words throughout, every kind of block."""
    at = tmp_path_factory.mktemp("report") / "report.html"
    at.write_bytes(runs.body(runs.report(runs.lively()), "report.html"))
    return at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed")
        pytest.skip("left out: chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


class Reader:
    """A page that is read, with what the browser complained of and asked for."""

    def __init__(self, browser: Any, report: Path, **context: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.asked: list[str] = []
        self.broken: list[str] = []
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("pageerror", lambda one: self.broken.append(str(one)))
        self.page.on(
            "console", lambda one: self.broken.append(one.text) if one.type == "error" else None
        )
        self.page.goto(report.as_uri())

    def colour(self, name: str = "backgroundColor") -> str:
        return str(self.page.evaluate(f"getComputedStyle(document.body).{name}"))


@pytest.fixture
def read(browser: Any, report: Path) -> Iterator[Any]:
    """Opens the report in a context of its own; nothing may break or leave the page."""
    opened: list[Reader] = []

    def opener(**context: Any) -> Reader:
        opened.append(Reader(browser, report, **context))
        return opened[-1]

    yield opener
    for one in opened:
        assert one.broken == []
        assert {url.split("#")[0] for url in one.asked} == {report.as_uri()}
        one.context.close()


def column(page: Any, table: str, place: int) -> list[str]:
    cells = page.locator(f"{table} tbody tr:visible td:nth-child({place})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_tables_sort_by_number_and_back(read: Any) -> None:
    page = read().page
    head = page.locator("#table-terms th").nth(2)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, "#table-terms", 3) == ["12", "12", "11"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, "#table-terms", 3) == ["11", "12", "12"]
    assert column(page, "#table-terms", 2)[0] == "killed"


def test_tables_sort_by_word_with_the_keyboard(read: Any) -> None:
    page = read().page
    page.locator("#table-terms th").nth(1).get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert column(page, "#table-terms", 2) == ["hamas", "killed", "said"]


def test_tables_filter(read: Any) -> None:
    page = read().page
    figure = page.locator("#table-totals")
    figure.get_by_label("Filter rows").fill("SUM a1")
    assert figure.locator("tbody tr:visible").count() == 1
    assert figure.get_by_role("status").inner_text().startswith("1 of ")
    figure.get_by_label("Filter rows").fill("")
    assert figure.locator("tbody tr:visible").count() > 8


def test_a_number_opens_its_sentences_and_the_link_still_leads_there(read: Any) -> None:
    page = read().page
    link = page.locator("#table-terms a.evidence-link").first
    target = link.get_attribute("href")
    link.click()
    panel = page.get_by_role("dialog", name="Evidence")
    assert panel.locator("li").count() >= 1
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    link.click()
    panel.get_by_role("link", name="Go to list").click()
    assert page.evaluate("location.hash") == target
    assert page.locator(f"section.evidence{target}").is_visible()


def test_marks_of_a_figure_tell_their_numbers_and_open_their_sentences(read: Any) -> None:
    page = read().page
    mark = page.locator("#figure-network a.evidence-link [id*='-node-'][data-tip]").first
    mark.scroll_into_view_if_needed()
    # Scrolling takes what is shown away, and its event comes with the next frame.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    mark.hover(force=True)
    assert page.locator(".tip").inner_text() == mark.get_attribute("data-tip")
    mark.click(force=True)
    assert page.get_by_role("dialog", name="Evidence").locator("li").count() >= 1


DARK, LIGHT = "rgb(22, 23, 25)", "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("scheme", "first", "then"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)]
)
def test_dark_and_light(read: Any, scheme: str, first: str, then: str) -> None:
    reader = read(color_scheme=scheme)
    assert reader.colour() == first
    reader.page.get_by_role("button", name="Switch to").click()
    assert reader.colour() == then


@pytest.mark.parametrize("width", [320, 360, 800, 1400])
def test_nothing_is_wider_than_the_screen(read: Any, width: int) -> None:
    page = read(viewport={"width": width, "height": 800}).page
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((one) => one.checkVisibility() && !one.closest(".scroll, .drawing, .skip"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_is_on_white_without_tools(read: Any) -> None:
    reader = read(color_scheme="dark")
    reader.page.emulate_media(media="print")
    assert reader.colour() == LIGHT
    for tool in (".tools", ".filter", "nav.contents", ".files"):
        assert not reader.page.locator(tool).first.is_visible()
    hidden = "#table-terms tbody tr, .evidence li, .chapter h2"
    assert all(one.is_visible() for one in reader.page.locator(hidden).all()[:50])
    assert reader.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_everything_is_there_without_script(read: Any) -> None:
    plain, scripted = read(java_script_enabled=False).page, read().page
    assert plain.locator("button").count() == 0
    for part in ("main a.evidence-link", "section.evidence li", "tbody tr", "main svg"):
        assert plain.locator(part).count() == scripted.locator(part).count() > 0
    link = plain.locator("#table-terms a.evidence-link").first
    target = link.get_attribute("href")
    link.click()
    assert plain.url.endswith(target)
    box = plain.locator(f"section.evidence{target}").bounding_box()
    assert 0 <= box["y"] < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(read: Any, scheme: str) -> None:
    """WCAG 2.2 AA and good practice, by axe-core; in dark colours with the evidence open."""
    # The page's own policy lets no other script in: the checker is let past it.
    page = read(color_scheme=scheme, bypass_csp=True).page
    if scheme == "dark":
        page.locator("#table-terms a.evidence-link").first.click()
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wrong = [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]
    assert wrong == []
    assert len(result["passes"]) > 20
