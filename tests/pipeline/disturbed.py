"""A small corpus for builds that are disturbed, and what must hold after the next build."""

from pathlib import Path

from analysis.pipeline.verify import compare
from tests.pipeline.building import Built

ARTICLES = {
    f"{n:02d}.txt": f"CAIRO, Nov. {n}, 2023 (Harbour Press) - Egypt and Qatar said on Tuesday that"
    f" {n + 10} people were killed in Khan Younis. Talks with Hamas go on in Doha.\n"
    for n in range(1, 20)
}
NAME = "faults"


def strays(run: Path) -> list[str]:
    """What only a build in the making may have."""
    found = [*run.rglob("*.new"), *run.rglob("*.old"), *(run / ".work").rglob("*")]
    return [path.relative_to(run).as_posix() for path in found]


def holds_the_same(calm: Built, after: Built) -> None:
    assert after.code == 0, after.said
    different = list(compare(calm.run, after.run))
    assert different == [], different
    assert strays(after.run) == []
