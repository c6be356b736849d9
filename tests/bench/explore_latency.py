"""How long the explorer takes, in the browser, from an input to the last repaint.

python -m tests.bench.explore_latency --raw DIR --processed DIR --corpus NAME [--rounds 6]

Opens explore.ipynb in a real JupyterLab (see tests.browser.lab), uses every panel, and prints
the median, the 95th percentile and the slowest, the time to open the corpus, and the kernel's
peak memory.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser import lab
from tests.browser.conftest import run_all

#: Counts from the first event of an input to the last change of the page, then to the next frame.
WATCH = """
() => {
  const box = document.querySelector('.dl-explorer');
  window.seen = {start: 0, last: 0};
  for (const kind of ['input', 'change', 'click', 'keydown', 'mouseup'])
    document.addEventListener(kind, () => {
      if (!window.seen.start) window.seen.start = performance.now();
    }, true);
  new MutationObserver(() => requestAnimationFrame(() => { window.seen.last = performance.now(); }))
    .observe(box, {subtree: true, childList: true, attributes: true, characterData: true});
}
"""
QUIET = 700
OPENING = """
import time
began = time.perf_counter()
from analysis.explore import open_corpus
imported = time.perf_counter()
corpus = open_corpus()
repr(corpus)
print(f"import {imported - began:.2f} s, open {time.perf_counter() - imported:.2f} s")
"""


def opening(environment: dict[str, str]) -> str:
    """Seconds to import and to open, in a fresh process of the lab's environment."""
    made = subprocess.run(
        [str(lab.lab_python()), "-c", OPENING],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return made.stdout.strip()


def kernel_memory() -> float:
    """Peak resident memory of the kernel that runs the notebook, in megabytes."""
    most = 0.0
    for entry in Path("/proc").iterdir():
        try:
            if b"ipykernel_launcher" in (entry / "cmdline").read_bytes():
                status = (entry / "status").read_text()
                most = max(most, int(status.split("VmHWM:")[1].split()[0]) / 1024)
        except (OSError, IndexError):
            continue
    return most


class Stopwatch:
    """Does something on the page and waits until it is quiet again."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.times: dict[str, list[float]] = {}

    def measure(self, name: str, action: Callable[[], None]) -> None:
        """Time one input."""
        self.page.evaluate("window.seen = {start: 0, last: 0}")
        action()
        self.page.wait_for_function(
            f"window.seen.last && performance.now() - window.seen.last > {QUIET}"
        )
        seen = self.page.evaluate("window.seen")
        self.times.setdefault(name, []).append(seen["last"] - seen["start"])

    def report(self) -> list[str]:
        """One line for each kind of input, and one for all."""
        lines = []
        every = [one for times in self.times.values() for one in times]
        if not every:
            return ["nothing was measured"]
        for name, times in [*self.times.items(), ("all", every)]:
            ordered = sorted(times)
            at = min(len(ordered) - 1, int(0.95 * len(ordered)))
            lines.append(
                f"{name:24} n {len(ordered):3}  median {ordered[len(ordered) // 2]:6.0f} ms"
                f"  p95 {ordered[at]:6.0f} ms  slowest {ordered[-1]:6.0f} ms"
            )
        return lines


def chooser(box: Any) -> Callable[[int], None]:
    """Chooses one of three selections: by outlet, or where there is one outlet, by a word."""
    outlet = box.get_by_label("Outlet", exact=True).first
    if outlet.locator("option").count() > 3:
        return lambda at: outlet.select_option(index=1 + at % 3)
    term = box.get_by_label("With", exact=True).first

    def choose(at: int) -> None:
        term.fill(("president", "people", "said")[at % 3])
        term.press("Enter")

    return choose


def use(page: Any, watch: Stopwatch, words: list[str], rounds: int) -> None:
    """Every panel, several times."""
    box = page.locator(".dl-explorer").first
    panel = box.locator(".widget-tab-contents > *:not(.lm-mod-hidden)")

    def tab(title: str) -> None:
        """Open a panel; the first time loads it and is not counted."""
        box.locator(".lm-TabBar-tab", has_text=title).click()
        panel.locator(".dl-take code:visible").first.wait_for()
        page.wait_for_timeout(1500)

    tab("Articles")
    for at in range(rounds):
        watch.measure("article: open", panel.locator("tbody tr").nth(at + 1).click)
    choose = chooser(box)
    for at in range(rounds):
        watch.measure("selection", lambda at=at: choose(at))
    box.get_by_role("button", name="All articles").first.click()
    tab("Concordance")
    search = panel.get_by_label("Search", exact=True)
    for word in words:
        for end in range(1, len(word) + 1):
            watch.measure("concordance: letter", lambda word=word, end=end: search.fill(word[:end]))
    for _ in range(rounds // 2):
        for order in ("before", "after"):
            button = panel.get_by_role("button", name=order)
            watch.measure("concordance: sort", button.click)
            panel.get_by_label("Sort by", exact=True).select_option("date")
            page.wait_for_timeout(1000)
    tab("Terms")
    panel.get_by_role("button", name="Over time").click()
    page.wait_for_timeout(1500)
    typed = panel.get_by_label("Words", exact=True)
    for word in words * 2:
        watch.measure("terms: trend", lambda word=word: typed.fill(word))
    panel.get_by_role("button", name="Compare two selections").click()
    page.wait_for_timeout(1500)
    for at in range(rounds):
        watch.measure("terms: keyness", lambda at=at: choose(at))
    tab("Network")
    for at in range(rounds):
        names = panel.get_by_role("table", name="names").locator("tbody tr")
        watch.measure("network: name", names.nth(at).click)
    slider = panel.get_by_role("slider")
    slider.focus()
    for _ in range(rounds):
        watch.measure("network: month", lambda: page.keyboard.press("ArrowRight"))
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    for at in range(min(rounds, panel.locator(".dl-edge").count())):
        edge = panel.locator(".dl-edge").nth(at)
        watch.measure("network: edge", lambda edge=edge: edge.press("Enter"))
    tab("Timeline")
    for at in range(rounds):
        events = panel.get_by_role("table", name="events").locator("tbody tr")
        watch.measure("timeline: event", events.nth(at).click)
    for at in range(rounds):
        watch.measure("timeline: selection", lambda at=at: choose(at))


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--processed", type=Path, required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--words", nargs="*", default=["ceasefire", "hospital"])
    parser.add_argument("--rounds", type=int, default=6)
    given = parser.parse_args()
    environment = {
        "DATELINE_RAW": str(given.raw.resolve()),
        "DATELINE_PROCESSED": str(given.processed.resolve()),
        "CORPUS": given.corpus,
    }
    print("opening:", opening(environment))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        began = time.monotonic()
        with lab.running(Path(folder), environment) as server:
            context = playwright.chromium.launch_persistent_context(
                str(Path(folder) / "profile"), executable_path=lab.chromium(),
                args=list(lab.CHROMIUM_FLAGS), viewport={"width": 1400, "height": 1200},
            )  # fmt: skip
            page = context.pages[0]
            page.set_default_timeout(60_000)
            page.goto(server.url("explore.ipynb"))
            run_all(page)
            print(f"from starting JupyterLab to all cells run: {time.monotonic() - began:.1f} s")
            page.locator(".dl-explorer").first.scroll_into_view_if_needed()
            page.wait_for_timeout(5000)
            page.evaluate(WATCH)
            watch = Stopwatch(page)
            try:
                use(page, watch, given.words, given.rounds)
            finally:
                # Interrupted, it says what it has measured so far.
                print("\n".join(watch.report()))
                print(f"kernel, peak resident: {kernel_memory():.0f} MB", flush=True)
            context.close()


if __name__ == "__main__":
    main()
