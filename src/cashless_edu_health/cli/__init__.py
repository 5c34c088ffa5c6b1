"""The command line ``cashless``: it parses, calls the library and shows; it has no rule of its own.

It is the only part that knows what day it is. Exit codes: 0 done (a target that is not met is an
answer), 1 findings of severity error, 2 wrong usage, 3 unreadable input, 70 a defect of the
program, 130 interrupted, 141 nobody reads the answer any more.
"""

import os
import sys
from typing import Final

from cashless_edu_health.errors import MissingExtraError

__all__ = ["main"]

_PIPE_CLOSED: Final = 141
_INTERRUPTED: Final = 130
"""As a shell counts programs that such a signal ended."""


def main() -> None:
    """Run the command line.

    Raises:
        SystemExit: Always, with the exit code.
    """
    try:
        from cashless_edu_health.cli._app import run  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError as error:
        if error.name not in {"typer", "rich"}:
            raise
        print(MissingExtraError("cli"), file=sys.stderr)
        raise SystemExit(2) from None
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # ``| head`` has seen enough; what is left must not be written again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _PIPE_CLOSED
    except KeyboardInterrupt:
        code = _INTERRUPTED
    raise SystemExit(code)
