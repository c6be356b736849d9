"""report.html in Chromium: what its script does, on a wide and on a narrow screen, offline."""

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.report import runs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(autouse=True)
def _browser() -> None:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed")
        pytest.skip("left out: chromium is not installed")


@cache
def page() -> str:
    return runs.body(runs.report(runs.lively()), "report.html").decode()


def observed(folder: Path, steps: str, width: int = 1280) -> Mapping[str, Any]:
    """What JavaScript `steps` puts into `seen`, run in the page as it would be opened from disk."""
    probe = (
        "<script>(async () => { const seen = {};"
        " const broken = []; addEventListener('error', (one) => broken.push(one.message));"
        f" try {{ {steps} }} catch (error) {{ seen.error = String(error); }}"
        " seen.broken = broken; const told = document.createElement('textarea');"
        " told.id = 'seen'; told.textContent = JSON.stringify(seen); document.body.append(told);"
        " })();</script></body>"
    )
    file = folder / "report.html"
    file.write_text(page().replace("</body>", probe), "utf-8")
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-background-networking", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900", "--virtual-time-budget=3000", "--dump-dom", file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    told = re.search(r'<textarea id="seen">(.*?)</textarea>', done.stdout, re.DOTALL)
    assert told, done.stderr[-2000:]
    seen: dict[str, Any] = json.loads(html.unescape(told[1]))
    assert "error" not in seen, seen
    assert seen["broken"] == []
    return seen


def test_tables_sort_by_number_and_back(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        """
        const table = document.querySelector("#table-terms table");
        const words = () => [...table.tBodies[0].rows].map((row) => row.cells[1].textContent);
        const button = table.tHead.rows[0].cells[2].querySelector("button");
        const sorted = () => button.parentNode.getAttribute("aria-sort");
        button.click(); seen.down = words(); seen.first = sorted();
        button.click(); seen.up = words(); seen.second = sorted();
        """,
    )
    assert seen["down"][-1] == "killed"
    assert seen["up"][0] == "killed"
    assert (seen["first"], seen["second"]) == ("descending", "ascending")


def test_tables_filter(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        """
        const figure = document.querySelector("#table-totals");
        const field = figure.querySelector("input");
        field.value = "SUM a1"; field.dispatchEvent(new Event("input"));
        seen.shown = [...figure.querySelectorAll("tbody tr")].filter((row) => !row.hidden).length;
        seen.said = figure.querySelector("[role=status]").textContent;
        seen.labelled = field.labels.length;
        """,
    )
    assert seen["shown"] == 1
    assert seen["said"].startswith("1 of ")
    assert seen["labelled"] == 1


def test_a_number_opens_its_sentences_and_the_link_still_leads_there(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        """
        const link = document.querySelector("#table-terms a.evidence-link");
        link.click();
        const panel = document.querySelector("dialog");
        seen.open = panel.open; seen.rows = panel.querySelectorAll("li").length;
        seen.focus = document.activeElement.textContent;
        panel.querySelector("a").click(); seen.closed = !panel.open;
        seen.hash = location.hash; seen.wanted = link.hash;
        """,
    )
    assert seen["open"]
    assert seen["rows"] >= 1
    assert seen["focus"] == "Close"
    assert seen["closed"]
    assert seen["hash"] == seen["wanted"]


def test_dark_and_light(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        """
        const colour = () => getComputedStyle(document.body).backgroundColor;
        const button = document.querySelector("#theme");
        button.click(); seen.one = colour(); button.click(); seen.two = colour();
        seen.named = button.getAttribute("aria-label");
        """,
    )
    assert {seen["one"], seen["two"]} == {"rgb(22, 23, 25)", "rgb(255, 255, 255)"}
    assert seen["named"].startswith("Switch to ")


@pytest.mark.parametrize("width", [500, 1280])
def test_nothing_is_wider_than_the_screen(tmp_path: Path, width: int) -> None:
    """Chromium's windows are no narrower than 500; the narrow phone is a frame of 360."""
    seen = observed(
        tmp_path,
        """
        const root = document.documentElement;
        seen.over = root.scrollWidth - root.clientWidth;
        root.style.width = "360px"; document.body.style.width = "360px";
        seen.narrow = [...document.querySelectorAll("main > section > *, header > *")]
          .filter((one) => one.getBoundingClientRect().right > 361 && one.checkVisibility())
          .map((one) => one.outerHTML.slice(0, 80));
        """,
        width,
    )
    assert seen["over"] <= 0
    if width == 500:
        assert seen["narrow"] == []


def test_contrast_of_words_is_enough_in_both_colours(tmp_path: Path) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for every text on the page's background."""
    seen = observed(
        tmp_path,
        """
        const light = (colour) => {
          const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
            .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
          return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        seen.worst = {};
        for (const theme of ["light", "dark"]) {
          document.documentElement.dataset.theme = theme;
          let worst = 99;
          const paper = light(getComputedStyle(document.body).backgroundColor);
          for (const one of document.querySelectorAll("body *:not(svg *, script, dialog *)")) {
            const own_words = (node) => node.nodeType === 3 && node.data.trim();
            if (![...one.childNodes].some(own_words)) continue;
            const style = getComputedStyle(one);
            const own = style.backgroundColor;
            const ground = own.startsWith("rgba(0, 0, 0, 0") ? paper : light(own);
            const word = light(style.color);
            const [low, high] = [Math.min(word, ground), Math.max(word, ground)];
            worst = Math.min(worst, (high + 0.05) / (low + 0.05));
          }
          seen.worst[theme] = worst;
        }
        """,
    )
    assert seen["worst"]["light"] >= 4.5
    assert seen["worst"]["dark"] >= 4.5


def test_nothing_is_asked_of_any_network(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        'seen.asked = performance.getEntriesByType("resource").map((one) => one.name);',
    )
    assert seen["asked"] == []
