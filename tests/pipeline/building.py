"""Builds corpora in a process of their own, as `make` does."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.pipeline.layout import project_root


@dataclass(frozen=True)
class Built:
    """What a build said and where its results lie."""

    code: int
    said: str
    run: Path


def environment(raw: Path | None, processed: Path, **more: str) -> dict[str, str]:
    # Without `raw` the project's own folder is meant, whatever a fixture of other tests has set.
    given = {key: value for key, value in os.environ.items() if key != "DATELINE_RAW"}
    given |= {"DATELINE_PROCESSED": str(processed), **more}
    if raw is not None:
        given["DATELINE_RAW"] = str(raw)
    return given


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "analysis.pipeline", *arguments]


def build(corpus: str, processed: Path, raw: Path | None = None, **more: str) -> Built:
    """`make all CORPUS=corpus`, without make."""
    done = subprocess.run(
        command("all", corpus),
        env=environment(raw, processed, **more),
        cwd=project_root(),
        capture_output=True,
        text=True,
        timeout=900,
    )
    return Built(done.returncode, done.stdout + done.stderr, processed / corpus)


def build_and_kill(corpus: str, processed: Path, raw: Path | None, seconds: float) -> int:
    """Start a build, kill it and all its children after that time; returns its exit code."""
    running = subprocess.Popen(
        command("all", corpus),
        env=environment(raw, processed),
        cwd=project_root(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        return running.wait()


def write_corpus(raw: Path, name: str, files: Mapping[str, str | bytes]) -> Path:
    """A throw-away corpus: file name to content."""
    for file, content in files.items():
        path = raw / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return raw / name
