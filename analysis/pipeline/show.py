"""What the terminal shows: how far a stage is, and the cell that failed."""

import contextlib
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

#: Lines of the failing cell that are shown.
LINES = 6


def _last(path: Path) -> tuple[str, int, int] | None:
    try:
        lines = path.read_text("utf-8").splitlines()
        step, done, total = json.loads(lines[-1])
        return str(step), int(done), int(total)
    except (OSError, ValueError, IndexError):
        return None


class Terminal:
    """The bars of the stages that are being made; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        console = Console(file=sys.stderr)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> "Terminal":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    @contextlib.contextmanager
    def follow(self, stage: str, path: Path) -> Iterator[None]:
        """Show what the kernel writes into `path`, with the time that the step still needs."""
        if self._bars.disable:
            yield
            return
        task = self._bars.add_task(stage, total=None)
        stop = threading.Event()

        def look() -> None:
            step = ""
            while not stop.wait(0.2):
                last = _last(path)
                if last is None:
                    continue
                if last[0] != step:
                    step = last[0]
                    self._bars.reset(task, description=f"{stage}: {step.replace('_', ' ')}")
                self._bars.update(task, completed=last[1], total=last[2])

        follower = threading.Thread(target=look, daemon=True)
        follower.start()
        try:
            yield
        finally:
            stop.set()
            follower.join()
            self._bars.remove_task(task)


def failure_panel(stage: str, error: Exception, notebook: str) -> None:
    """The failing cell in a few lines: where, what, and the notebook that shows it all."""
    name = str(getattr(error, "ename", type(error).__name__))
    message = str(getattr(error, "evalue", error))
    body = Text()
    if name in ("InputError", "MachineError"):
        body.append(message)
    else:
        source = str(getattr(error, "source", "")).strip().splitlines()
        for line in source[:LINES]:
            body.append(f"  {line}\n", style="dim")
        if len(source) > LINES:
            body.append("  …\n", style="dim")
        body.append(f"{name}: {message}\n", style="bold")
        body.append(f"The notebook with the whole traceback: {notebook}")
    cell = getattr(error, "cell_index", None)
    title = f"{stage} failed" + (f" in cell {cell}" if cell is not None else "")
    Console(file=sys.stderr).print(Panel(body, title=title, border_style="red", expand=False))


def say_wrong(message: str) -> None:
    """An error that the user can mend, as plain lines."""
    print(f"dateline: {message}", file=sys.stderr)
