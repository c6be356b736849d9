"""The commands behind the Makefile: python -m analysis.pipeline COMMAND …"""

import argparse
import contextlib
import os
import shutil
import sys
from collections.abc import Sequence

from analysis.errors import InputError, MachineError, given_out
from analysis.pipeline import interruption
from analysis.pipeline.layout import Layout, processed_root
from analysis.pipeline.stages import STAGES, route, stage

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130


def _state(corpus: str) -> int:
    from analysis.pipeline.state import refresh

    refresh(Layout(corpus))
    return 0


def _run(names: Sequence[str], corpus: str) -> int:
    """Make those stages as far as they are out of date, in one process: it reads its libraries
    once."""
    from analysis.pipeline import state
    from analysis.pipeline.nursery import for_notebooks

    layout = Layout(corpus)
    # A stage that follows one that is made anew is looked at again when its turn comes.
    done = [name for name in names if state.finished(layout, stage(name))]
    for name in done:
        stage(name).manifest(layout).touch()
    if len(done) == len(names):
        return 0
    first = next(number for number, name in enumerate(names) if name not in done)
    with contextlib.closing(for_notebooks(names[first:])) as nursery:
        # It reads its libraries while this process reads its own.
        nursery.start()
        from analysis.pipeline.build import clear_away
        from analysis.pipeline.cluster import dashboard
        from analysis.pipeline.run import make_stages

        link = dashboard()
        if link:
            print(f"Dask dashboard: {link}", file=sys.stderr)
        code = FAILED
        try:
            code = make_stages(names, corpus, nursery)
        finally:
            if code:
                # Workers that were ended in the middle of a call leave half an entry.
                nursery.close()
                clear_away(layout)
        return code


def _all(corpus: str) -> int:
    _state(corpus)
    return _run([one.name for one in STAGES], corpus)


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
    run.add_argument("--goal", choices=[one.name for one in STAGES], help="go on up to this stage")
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
    interruption.listen()
    try:
        if given.command == "run":
            code = _run(route(given.stage, given.goal or given.stage), given.corpus)
        elif given.command == "diff":
            code = _diff(given.a, given.b)
        else:
            Layout(given.corpus)
            code = simple[given.command](given.corpus)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        # What a library makes of an interrupt while it clears up is an interrupt all the same.
        code = INTERRUPTED if interruption.came() else _failed(error)
    if interruption.came():
        _say("interrupted; the next `make all` goes on from here")
        return INTERRUPTED
    return code


def _failed(error: Exception) -> int:
    """Say what went wrong, where it is the user's or the machine's matter; else raise it."""
    match error:
        case BrokenPipeError():
            # Whoever reads has read enough, as `head` does.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case InputError():
            _say(str(error))
            return WRONG_INPUT
        case MachineError():
            _say(str(error))
        case OSError() | MemoryError() if (said := given_out(error)) is not None:
            _say(str(said))
        case _:
            raise error
    return FAILED


def _say(message: str) -> None:
    for line in message.splitlines():
        print(f"dateline: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
