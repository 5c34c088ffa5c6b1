"""All commands by name, and how a command line is run."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import typer
from typer.completion import shell_complete
from typer.main import get_command, get_group, get_install_completion_arguments

from cashless_edu_health.cli._help import (
    COMMAND,
    REFUSED,
    Command,
    Group,
    chosen_language,
    command_group,
)
from cashless_edu_health.cli._mistakes import defect_line, error_line, exit_code, usage_line
from cashless_edu_health.cli._show import Exit, Lang
from cashless_edu_health.errors import CashlessError

COMMANDS: Final = {
    "demo": "_demo:demo",
    "qr": "_qr:app",
    "invoice": "_invoice:app",
    "slips": "_slips:slips",
    "statement": "_statement:app",
    "reconcile": "_reconcile:reconcile",
    "requirements": "_dataset:requirements",
    "dataset": "_dataset:app",
    "assess": "_assess:assess",
    "readiness": "_readiness:readiness",
    "report": "_report:app",
    "plans": "_plans:app",
    "banks": "_banks:app",
    "sheet": "_sheet:sheet",
    "schema": "_schema:schema",
    "completion": "_completion:completion",
    "version": "_version:version",
}
"""Where each command is, in the order of ``--help``; a module is read when its command runs."""

COMPLETE: Final = "_CASHLESS_COMPLETE"
"""Set by the scripts of ``cashless completion`` when the shell asks what may come next."""


class Root(Group):
    """``cashless``: knows its commands by name and reads their modules when they are run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every name."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name with its help alone, as shells list it."""
        if cmd_name not in COMMANDS:
            return None
        named = Command(cmd_name)
        named.tell((cmd_name,), self.lang)
        return named

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The whole command that the words name."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found and self.load(args[0]), rest

    def load(self, name: str) -> Command | Group:
        """The whole command of that name."""
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(import_module(f"{__package__}.{module}"), attribute)
        command: Any
        if isinstance(found, typer.Typer):
            command = get_group(found)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command(name, cls=Command)(found)
            command = get_command(alone)
        command.tell((name,), self.lang)
        return command  # type: ignore[no-any-return]


def root(lang: Lang) -> Root:
    """The tree of commands with its help in that language."""
    made: Any = get_group(command_group(Root))
    made.tell((), lang)
    return made  # type: ignore[no-any-return]


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a mistake is one line on standard error.

    Raises:
        BrokenPipeError: Nobody reads the answer any more.
    """
    lang = chosen_language(arguments)
    tree = root(lang)
    if COMPLETE in os.environ:
        return _completed(tree)
    running = "cashless"
    try:
        with tree.make_context("cashless", list(arguments)) as context:
            try:
                tree.invoke(context)
            finally:
                running = context.meta[COMMAND]
    except typer.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        raise
    except (CashlessError, OSError) as error:
        return _told(error_line(error, running, lang), exit_code(error))
    except Exception as error:  # noqa: BLE001 - told without the data that a traceback may hold
        if isinstance(error, REFUSED):
            return _told(usage_line(error, lang), Exit.USAGE)
        return _told(defect_line(error, lang), Exit.DEFECT)
    return Exit.OK


def _told(text: str, code: int) -> int:
    typer.echo(text, err=True)
    return code


def _completed(tree: Root) -> int:
    """What may come next, in the form that the shell asked for."""
    get_install_completion_arguments()  # makes the shells known
    return shell_complete(tree, {}, "cashless", COMPLETE, os.environ[COMPLETE])
