"""How long it takes from `make lab` to an explorer that answers: the first article is open.

python -m tests.bench.explore_start [--corpus sample] [--rounds 3]

On the project's own folder, in which the corpus is finished and `make .venv-lab/.lab` was run.
The browser is there already when `make lab` is called, as it is for somebody at their desk.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.browser import lab
from tests.browser.conftest import run_all


def once(playwright: Any, corpus: str) -> list[tuple[str, float]]:
    """Seconds from the call to each step."""
    with tempfile.TemporaryDirectory() as folder:
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "profile"), executable_path=lab.chromium(),
            args=list(lab.CHROMIUM_FLAGS), viewport={"width": 1400, "height": 1200},
        )  # fmt: skip
        page = context.pages[0]
        page.set_default_timeout(120_000)
        began = time.monotonic()
        steps: list[tuple[str, float]] = []

        def reached(step: str) -> None:
            steps.append((step, time.monotonic() - began))

        with lab.running(Path(folder), {"CORPUS": corpus}, make=True) as server:
            reached("JupyterLab answers")
            page.goto(server.url("explore.ipynb"))
            page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
            reached("the kernel is there")
            run_all(page)
            reached("all cells run")
            box = page.locator(".dl-explorer").first
            box.locator(".dl-sheet tbody tr").first.click()
            box.locator(".dl-pages article .dl-text p").first.wait_for()
            reached("the first article is open")
            context.close()
        return steps


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default="sample")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        for _ in range(given.rounds):
            steps = once(playwright, given.corpus)
            print("; ".join(f"{step} {seconds:.1f} s" for step, seconds in steps), flush=True)


if __name__ == "__main__":
    main()
