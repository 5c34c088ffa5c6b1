"""The command line ``cashless``: it parses, calls the library and shows; it has no rule of its own.

It is the only part that knows what day it is. Exit codes: 0 done (a target that is not met is an
answer), 1 findings of severity error, 2 wrong usage, 3 unreadable input.
"""

import sys

from cashless_edu_health.errors import MissingExtraError

__all__ = ["main"]


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
    raise SystemExit(run(sys.argv[1:]))
