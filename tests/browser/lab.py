"""A real JupyterLab on a loopback port, with a throw-away home, and what it takes to start one."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
STARTS_WITHIN = 60


def lab_python() -> Path | None:
    """The interpreter of the environment with JupyterLab."""
    given = os.environ.get("DATELINE_LAB_PYTHON")
    path = Path(given) if given else ROOT / ".venv-lab" / "bin" / "python"
    return path if path.exists() else None


def chromium() -> str | None:
    """Debian's Chromium, or the one that DATELINE_CHROMIUM names."""
    return os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium")


def lacking() -> str | None:
    """What is missing for tests in the browser, as one line; None where nothing is."""
    parts = []
    if chromium() is None:
        parts.append("Chromium (apt-get install chromium)")
    if lab_python() is None:
        parts.append("JupyterLab (make .venv-lab/.lab)")
    if importlib.util.find_spec("playwright") is None:
        parts.append("playwright")
    return f"browser tests are left out: {', '.join(parts)} not installed" if parts else None


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab. notebooks: the folder it shows; log: what it said."""

    address: str
    token: str
    notebooks: Path
    log: Path

    def url(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/{notebook}?token={self.token}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def private(home: Path) -> dict[str, str]:
    """Environment of a JupyterLab that reads and writes nobody's own settings."""
    for name in ("config", "data", "runtime", "ipython"):
        (home / name).mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


@contextlib.contextmanager
def running(folder: Path, environment: dict[str, str], make: bool = False) -> Iterator[Lab]:
    """JupyterLab on copies of the notebooks below `folder`, stopped at the end.

    make: start it by `make lab`, on the project's own notebooks.
    """
    python = lab_python()
    assert python is not None
    notebooks = ROOT / "notebooks"
    if not make:
        notebooks = folder / "notebooks"
        notebooks.mkdir(parents=True)
        for path in (ROOT / "notebooks").glob("*.ipynb"):
            shutil.copy(path, notebooks)
    port, token = _free_port(), secrets.token_hex(16)
    options = [
        "--no-browser", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
    ]  # fmt: skip
    if make:
        command = ["make", "--no-print-directory", "lab", f"LAB_OPTIONS={' '.join(options)}"]
    else:
        command = [
            str(python), "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.root_dir={notebooks}", *options,
        ]  # fmt: skip
    # As `make lab` does: no pop-up asks for news.
    settings = str(ROOT / "analysis" / "resources" / "explore" / "jupyter")
    environment = {**private(folder / "home"), "JUPYTER_CONFIG_PATH": settings, **environment}
    log = folder / "lab.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=ROOT, stdout=stream, stderr=stream,
            start_new_session=True,
        )  # fmt: skip
    lab = Lab(f"http://127.0.0.1:{port}", token, notebooks, log)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not _answers(f"{lab.address}/api/status?token={token}"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield lab
    finally:
        # The group, because `make` does not hand the signal on.
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
