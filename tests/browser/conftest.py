"""explore.ipynb in a real JupyterLab, opened in Debian's Chromium, all cells run once."""

import os
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analysis.explore import Corpus, open_corpus
from analysis.pipeline.layout import Layout
from tests.browser import lab
from tests.pipeline.building import Built

LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests in JupyterLab out, in one line, where something is not installed."""
    here = [item for item in items if "explorer" in getattr(item, "fixturenames", ())]
    missing = lab.lacking()
    if not here or missing is None:
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(missing)
    warnings.warn(missing, stacklevel=1)
    for item in here:
        item.add_marker(pytest.mark.skip(reason=missing))


# Of this folder, not of the session: the folders named here must not be other tests' folders.
@pytest.fixture(scope="package")
def run(sample: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The sample's finished run; its raw and its results are copies to write into."""
    assert sample.code == 0, sample.said
    folder = tmp_path_factory.mktemp("corpora")
    raw, processed = folder / "raw", folder / "processed"
    shutil.copytree(Layout("sample").raw, raw / "sample")
    shutil.copytree(sample.run, processed / "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_RAW", str(raw))
        patch.setenv("DATELINE_PROCESSED", str(processed))
        patch.setenv("CORPUS", "sample")
        yield open_corpus("sample")


@dataclass
class Explorer:
    """The explorer on the page, with what the browser complained of and asked for."""

    page: Any
    corpus: Corpus
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def box(self) -> Any:
        return self.page.locator(".dl-explorer").first

    @property
    def panel(self) -> Any:
        """The panel in front."""
        return self.box.locator(".widget-tab-contents > *:not(.lm-mod-hidden)")

    def open(self, title: str) -> Any:
        self.box.locator(".lm-TabBar-tab", has_text=title).click()
        self.panel.locator(".dl-take code:visible").first.wait_for()
        return self.panel

    def row(self, sheet: str, number: int = 0) -> Any:
        return (
            self.panel.get_by_role("table", name=sheet, exact=True).locator("tbody tr").nth(number)
        )

    def rows(self, sheet: str) -> Any:
        return self.panel.get_by_role("table", name=sheet, exact=True).locator("tbody tr")

    def says(self, text: str) -> None:
        """Wait until the panel says something."""
        self.panel.get_by_role("status").filter(has_text=text).first.wait_for()

    def all_articles(self) -> None:
        """Take all conditions away."""
        self.box.get_by_role("button", name="All articles").first.click()
        self.box.get_by_role("status").filter(has_text="all articles").first.wait_for()


@pytest.fixture(scope="package")
def started(run: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    from playwright.sync_api import sync_playwright

    folder = tmp_path_factory.mktemp("lab")
    names = ("DATELINE_RAW", "DATELINE_PROCESSED", "CORPUS")
    environment = {name: os.environ[name] for name in names}
    with lab.running(folder, environment) as server, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=lab.chromium(),
            args=list(lab.CHROMIUM_FLAGS),
            viewport={"width": 1400, "height": 1500},
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        page = context.pages[0]
        page.set_default_timeout(30_000)
        explorer = Explorer(page, run)
        page.on("console", lambda said: _heard(explorer, said))
        page.on("pageerror", lambda error: explorer.complaints.append(str(error)))
        context.on("request", lambda request: explorer.requests.append(request.url))
        page.on("websocket", lambda socket: explorer.requests.append(socket.url))
        page.goto(server.url("explore.ipynb"))
        run_all(page)
        explorer.box.scroll_into_view_if_needed()
        yield explorer
        context.close()


def _heard(explorer: Explorer, said: Any) -> None:
    if said.type == "error":
        explorer.complaints.append(f"{said.text} ({said.location})")


def run_all(page: Any) -> None:
    """Run, Run All Cells; wait until the kernel has nothing more to do."""
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
            return prompts.length && prompts.every((one) => /\\[\\d+\\]/.test(one.textContent));
        }""",
        timeout=180_000,
    )


@pytest.fixture
def explorer(started: Explorer) -> Explorer:
    """The explorer as the last test left it, with all articles chosen."""
    started.all_articles()
    return started


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures are kept when somebody asks for them (DATELINE_PICTURES)."""
    given = os.environ.get("DATELINE_PICTURES")
    return Path(given) if given else None
