"""Speed: of the whole pipeline, of the sample, and of single stages beside their peers.

    python -m tests.bench COMMAND [OPTION …]        (make bench BENCH="COMMAND [OPTION …]")

COMMAND --help says what it measures and what it needs. Without a command it is `sample`, the
only one that needs no other data; `help` lists them all.
"""

import ast
import runpy
import signal
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: Commands whose file has another name than they; the others are called as their file.
NAMED = {"pipeline": "pipeline_speed", "sample": "sample_speed"}


def commands() -> dict[str, Path]:
    """Every file of this folder that can be run, by the name of its command."""
    named = {file: command for command, file in NAMED.items()}
    return {
        named.get(path.stem, path.stem): path
        for path in sorted(HERE.glob("*.py"), key=lambda one: (one.stem not in named, one.stem))
        if path.stem != "__main__" and '\nif __name__ == "__main__":' in path.read_text("utf-8")
    }


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def main() -> None:
    known = commands()
    asked = sys.argv[1:] or ["sample"]
    if asked[0] in ("help", "-h", "--help"):
        print(__doc__)
        for command, path in known.items():
            print(f"  {command:26} {_first_line(path)}")
        return
    if asked[0] not in known:
        raise SystemExit(f"no command {asked[0]!r}; there are {', '.join(known)}")
    path = known[asked[0]]
    sys.argv = [str(path), *asked[1:]]
    # A termination ends like an interrupt, so that temporary places are cleared.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Some of the files import their neighbours by name.
    sys.path.insert(0, str(HERE))
    try:
        runpy.run_path(str(path), run_name="__main__")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
