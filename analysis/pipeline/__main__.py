"""The commands behind the Makefile: python -m analysis.pipeline COMMAND …"""

import argparse
import shutil
import sys
from collections.abc import Sequence

from analysis.errors import InputError
from analysis.pipeline.layout import Layout, processed_root
from analysis.pipeline.stages import STAGES

WRONG_INPUT = 2
INTERRUPTED = 130


def _state(corpus: str) -> int:
    from analysis.pipeline.state import refresh

    refresh(Layout(corpus))
    return 0


def _run(name: str, corpus: str) -> int:
    from analysis.pipeline.run import make_stage

    return make_stage(name, corpus)


def _all(corpus: str) -> int:
    _state(corpus)
    for one in STAGES:
        code = _run(one.name, corpus)
        if code:
            return code
    return 0


def _why(corpus: str) -> int:
    from analysis.pipeline.why import why

    for line in why(corpus):
        print(line)
    return 0


def _verify(corpus: str) -> int:
    from analysis.pipeline.verify import verify

    return verify(corpus)


def _diff(a: str, b: str) -> int:
    from analysis.pipeline.diff import diff

    for line in diff(a, b):
        print(line)
    return 0


def _bundle(corpus: str) -> int:
    from analysis.pipeline.bundle import bundle

    path = bundle(corpus)
    print(f"{path.parent.name}/{path.name}")
    return 0


def _clean(corpus: str) -> int:
    shutil.rmtree(processed_root() / corpus, ignore_errors=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis.pipeline", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("state", "all", "why", "verify", "bundle", "clean"):
        commands.add_parser(name).add_argument("corpus")
    run = commands.add_parser("run")
    run.add_argument("stage", choices=[one.name for one in STAGES])
    run.add_argument("corpus")
    diff = commands.add_parser("diff")
    diff.add_argument("a")
    diff.add_argument("b")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong input, 3 problems."""
    given = _parser().parse_args(arguments)
    simple = {
        "state": _state,
        "all": _all,
        "why": _why,
        "verify": _verify,
        "bundle": _bundle,
        "clean": _clean,
    }
    try:
        if given.command == "run":
            return _run(given.stage, given.corpus)
        if given.command == "diff":
            return _diff(given.a, given.b)
        Layout(given.corpus)
        return simple[given.command](given.corpus)
    except InputError as error:
        for line in str(error).splitlines():
            print(f"dateline: {line}", file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("dateline: interrupted; the next `make all` goes on from here", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
