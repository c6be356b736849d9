"""What a user can mend. Apart from the contract, so that the cheapest command loads it alone."""

import errno
from pathlib import Path


class InputError(Exception):
    """Something a user gave is wrong: the message says what, where, and what to do."""

    def _render_traceback_(self) -> list[str]:
        """What notebooks show (asked for by IPython): the sentence, not the code that said it."""
        return [str(self)]


class MachineError(Exception):
    """The machine gave out (disk full, memory, a lost process): what is missing, how to go on."""


_GOES_ON = "what is finished is kept, the next `make` goes on from here"
_FULL = f"the disk is full: free some space; {_GOES_ON}"
_CLOSED = (
    "it cannot be written: check its permissions, or name another folder in DATELINE_PROCESSED"
)
_GIVEN_OUT = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: f"it is larger than files may be here: raise the limit; {_GOES_ON}",
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOTDIR: _CLOSED,
    errno.EIO: f"the disk fails: check it; {_GOES_ON}",
    errno.ENOMEM: f"memory ran out: free some, or set DATELINE_PROCESSES=1; {_GOES_ON}",
    errno.EMFILE: f"too many open files: raise the limit; {_GOES_ON}",
}


def given_out(error: OSError | MemoryError) -> MachineError | None:
    """The error in the words of a user where it is the machine's doing, else None."""
    if isinstance(error, MemoryError):
        return MachineError(_GIVEN_OUT[errno.ENOMEM])
    said = _GIVEN_OUT.get(error.errno or 0)
    if said is None:
        return None
    name = Path(str(error.filename)).name if error.filename else ""
    return MachineError(f"{name}: {said}" if name else said)
