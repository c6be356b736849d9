"""A build that is disturbed leaves nothing behind that the next one does not put right."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from analysis.pipeline import cache, store
from analysis.pipeline.layout import project_root
from analysis.pipeline.verify import compare
from tests.pipeline.building import Built, build, build_and_kill, command, environment
from tests.pipeline.disturbed import ARTICLES, NAME, holds_the_same, strays

KILLS = 30 if os.environ.get("DATELINE_SOAK") else 3


def test_killed_builds_end_in_the_same_bytes(calm: Built, raw: Path, tmp_path: Path) -> None:
    moments = random.Random(20231107)
    for _ in range(KILLS):
        build_and_kill(NAME, tmp_path, raw, moments.uniform(0.5, 10))
        if os.environ.get("DATELINE_SOAK"):
            holds_the_same(calm, build(NAME, tmp_path, raw))
            shutil.rmtree(tmp_path / NAME)
    holds_the_same(calm, build(NAME, tmp_path, raw))


def test_two_builds_at_once_wait_for_each_other(calm: Built, raw: Path, tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            command("all", NAME),
            env=environment(raw, tmp_path),
            cwd=project_root(),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=600)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert any("waiting, process" in text for text in said)
    holds_the_same(calm, Built(0, "", tmp_path / NAME))


def test_an_interrupted_build_says_so_and_clears_up(
    calm: Built, raw: Path, processed: Path
) -> None:
    for at, sent in (("20_terms", signal.SIGINT), ("40_timeline", signal.SIGTERM)):
        shutil.rmtree(processed / NAME / at)
        running = subprocess.Popen(
            command("all", NAME),
            env=environment(raw, processed),
            cwd=project_root(),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            progress = processed / NAME / ".work" / f"{at}.private" / "progress"
            until = time.monotonic() + 60
            while time.monotonic() < until and not (progress.exists() and progress.stat().st_size):
                time.sleep(0.02)
            running.send_signal(sent)
            said = running.communicate(timeout=60)[1]
        finally:
            running.kill()
        assert running.returncode == 130, said
        assert said.endswith("dateline: interrupted; the next `make all` goes on from here\n")
        assert "Traceback" not in said
        assert strays(processed / NAME) == []
    holds_the_same(calm, build(NAME, processed, raw))


def make(*arguments: str, raw: Path, processed: Path) -> subprocess.CompletedProcess[str]:
    """`make` itself, with the environment that the tests run in."""
    here = Path(sys.prefix).relative_to(project_root())
    return subprocess.run(
        ["make", "--no-print-directory", f"VENV={here}", "-o", f"{here}/.pipeline", *arguments],
        env=environment(raw, processed),
        cwd=project_root(),
        capture_output=True,
        text=True,
        timeout=600,
    )


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The stages that were made; make's own warnings about the clock are left out."""
    lines = [line for line in done.stderr.splitlines() if not re.match(r"make(?:\[\d+\])?: ", line)]
    return [line.split(":")[0] for line in lines]


def test_a_clock_that_jumps_is_of_no_account(calm: Built, raw: Path, processed: Path) -> None:
    """Files from the future and from before 1980, and one word changed in the meantime."""
    mine = processed.parent / "raw"
    shutil.copytree(raw, mine)
    for number, path in enumerate(sorted([*mine.rglob("*.txt"), *processed.rglob("*.json")])):
        moment = (time.time() + 3e8, 1e8)[number % 2]
        os.utime(path, (moment, moment))
    again = make("all", f"CORPUS={NAME}", raw=mine, processed=processed)
    assert (again.returncode, said(again)) == (0, []), again.stderr
    changed = mine / NAME / "05.txt"
    changed.write_text(changed.read_text("utf-8").replace("Doha", "Cairo"), "utf-8")
    os.utime(changed, (1e8, 1e8))
    grown = make("all", f"CORPUS={NAME}", raw=mine, processed=processed)
    assert grown.returncode == 0, grown.stderr
    # Terms and entities are made side by side.
    first, *beside, timeline, report = said(grown)
    assert (first, sorted(beside), timeline, report) == (
        "corpus", ["entities", "terms"], "timeline", "report"
    )  # fmt: skip
    assert list(compare(calm.run, processed / NAME)) != []
    changed.write_text(ARTICLES["05.txt"], "utf-8")
    assert make("all", f"CORPUS={NAME}", raw=mine, processed=processed).returncode == 0
    holds_the_same(calm, Built(0, "", processed / NAME))


def test_what_is_damaged_is_made_again(calm: Built, raw: Path, processed: Path) -> None:
    """Cache entries cut off or changed, tables cut off or changed, a manifest emptied."""
    run = processed / NAME
    draw = random.Random(7)
    for path in sorted(run.rglob("*.tables")):
        content = bytearray(path.read_bytes())
        if draw.random() < 0.3:
            path.write_bytes(content[: draw.randrange(len(content))])
        elif draw.random() < 0.5:
            content[draw.randrange(len(content))] ^= 255
            path.write_bytes(content)
    for name in ("10_corpus/documents", "20_terms/frequencies"):
        path = run / f"{name}.parquet"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 255
        path.write_bytes(content[: -4 if name.startswith("1") else None])
    (run / "40_timeline" / "manifest.json").write_text("{", "utf-8")
    holds_the_same(calm, build(NAME, processed, raw))


def limited(limit: Sequence[str], raw: Path, processed: Path) -> Built:
    """A build inside a shell that takes something from it first."""
    done = subprocess.run(
        [*limit, *command("all", NAME)],
        env=environment(raw, processed),
        cwd=project_root(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Built(done.returncode, done.stdout + done.stderr, processed / NAME)


def mounted(mount: str) -> list[str]:
    """A command line under which a mount is made that only the command sees."""
    if not shutil.which("unshare"):
        pytest.skip("needs unshare (Linux)")
    line = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*line, "mount -t tmpfs none /mnt"], capture_output=True).returncode:
        pytest.skip("mounts are not allowed here")
    return [*line, f'{mount} && exec "$@"', "sh"]


def one_message(built: Built) -> str:
    """What the build said, without stages that were made and the frame around the message."""
    assert built.code in (1, 2), built.said
    assert "Traceback" not in built.said
    lines = [line.strip("│╭╰─╮╯ ") for line in built.said.splitlines() if not line.endswith(" s")]
    return " ".join(line for line in lines if line)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    yield place


@pytest.mark.parametrize("kilobytes", [8, 1200])
def test_a_full_disk_is_said_in_one_message(
    calm: Built, raw: Path, place: Path, kilobytes: int
) -> None:
    """Full from the start, and full in the middle of the build."""
    mount = mounted(f"mount -t tmpfs -o size={kilobytes}k none '{place}'")
    said = one_message(limited(mount, raw, place))
    assert "the disk is full: free some space" in said or "cannot be written (No space" in said
    assert len(said) < 250, said


def test_files_that_may_not_grow_are_said_in_one_message(
    calm: Built, raw: Path, processed: Path
) -> None:
    shutil.rmtree(processed / NAME / "50_report")
    shutil.rmtree(processed / NAME / ".cache" / "report")
    built = limited(["sh", "-c", 'ulimit -f 20; exec "$@"', "sh"], raw, processed)
    assert "larger than files may be here" in one_message(built)
    assert strays(built.run) == []
    holds_the_same(calm, build(NAME, processed, raw))


def test_a_folder_that_cannot_be_written_is_said(raw: Path, place: Path) -> None:
    mount = mounted(f"mount -t tmpfs -o ro none '{place}'")
    said = one_message(limited(mount, raw, place))
    assert "cannot be written" in said
    assert len(said) < 250, said


def test_a_folder_below_a_file_is_said(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = one_message(build(NAME, tmp_path / "file" / "processed", raw))
    assert "cannot be written" in said


def test_a_file_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut could leave the name of a file whose bytes were never written."""
    happened: list[tuple[str, str]] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def synced(descriptor: int) -> None:
        happened.append(("sync", Path(f"/proc/self/fd/{descriptor}").resolve().name))
        fsync(descriptor)

    def renamed(source: Path, target: Path) -> Path:
        happened.append(("name", source.name))
        return rename(source, target)

    def replaced(source: Path, target: Path) -> Path:
        happened.append(("name", source.name))
        return replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", replaced)
    import polars as pl

    cache.Cache(tmp_path / "cache").keep("key", {"t": pl.DataFrame({"x": [1]})})
    (kind, entry), *after = happened
    assert (kind, after) == ("sync", [("name", entry)])
    happened.clear()
    work = tmp_path / "work"
    (work / "tables").mkdir(parents=True)
    for name in ("a.parquet", "tables/b.csv", "manifest.json"):
        (work / name).write_text(name)
    store.swap_in(work, tmp_path / "final")
    named = happened.index(("name", "work"))
    assert {name for kind, name in happened[:named] if kind == "sync"} == {
        "a.parquet", "b.csv", "manifest.json", "tables", "work"
    }  # fmt: skip
    assert happened[named + 1 :] == [("sync", tmp_path.name)]
