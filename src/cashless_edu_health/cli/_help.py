"""``--help`` in the language asked for: its words stand in the catalogues, under ``help``.

A command ``qr make`` has a table ``[help.qr-make]`` with ``about``, ``example`` and a text for
each option of its own; options that mean the same everywhere stand in ``[help.option]``.
"""

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from cashless_edu_health import messages
from cashless_edu_health.cli._show import Exit, Lang, LangOption, UsageError

COMMAND: Final = "cashless.command"
"""Where a context keeps the words of the command that runs."""

REFUSED: Final[type[Exception]] = typer.BadParameter.__mro__[1]
"""Every error of the parser; typer exports this one kind of it."""

_MOST: Final = 100
"""Lines of help are no longer than this, however wide the terminal."""
_LEAST: Final = 20
_NARROW: Final = 60
"""Below this width, texts stand under their options."""
_LABELS: Final = 30
"""Options up to this width have their text beside them."""
_WORD: Final = re.compile(r'--\S+ (?!-)(?:"[^"]*"|\S)+|(?:"[^"]*"|\S)+')
"""A word of a command line, an option with its value; blanks in quotes are of the word."""
_KINDS: Final = ((datetime, "day"), (Path, "file"), (int, "number"))


def chosen_language(arguments: Sequence[str]) -> Lang:
    """The language that a command line asks for, wherever it stands; the last one counts."""
    lang = Lang.VI
    for position, word in enumerate(arguments):
        if word == "--":
            break
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or next(iter(arguments[position + 1 :]), "")
            lang = Lang(value) if value in tuple(Lang) else lang
    return lang


class _Told:
    """A command that knows its words and the language of its help."""

    path: tuple[str, ...] = ()
    lang: Lang = Lang.VI
    callback: Any
    params: list[Any]
    help: str | None
    short_help: str | None

    def tell(self, path: tuple[str, ...], lang: Lang) -> None:
        """Take the texts of that language, for the command of these words."""
        self.path, self.lang = path, lang
        self.help = self.short_help = self.text("about")
        for param in self.params:
            name = option_name(param)
            own = f"help.{self.key}.{name}"
            key = own if messages.has(own) else f"help.option.{name}"
            param.help = messages.text(key, lang.code)
            if name == "lang":
                param.default = lang

    @property
    def key(self) -> str:
        """Name of this command's table in the catalogues."""
        return "-".join(self.path) or "cashless"

    def text(self, name: str) -> str:
        """A text of this command's own."""
        return messages.text(f"help.{self.key}.{name}", self.lang.code)

    def kind(self, param: Any) -> type:
        """What one value of an option or argument is."""
        if self.callback is None or option_name(param) == "help":
            return bool
        wanted: Any = get_type_hints(self.callback)[param.name]
        while inner := [one for one in get_args(wanted) if one is not type(None)]:
            wanted = inner[0]
        return wanted if isinstance(wanted, type) else str

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse; what goes wrong from here on is told as of this command."""
        ctx.meta[COMMAND] = ctx.command_path
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except REFUSED as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, in the language of the rest."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        option.help = _words("option.help", self.lang)
        return option

    def get_help(self, ctx: Any) -> str:
        """The whole help page."""
        return "\n".join(_page(self, ctx, _width()))


class Command(_Told, TyperCommand):
    """A command with its help in the catalogues."""


class Group(_Told, TyperGroup):
    """A group of commands with its help in the catalogues; without a command it shows that."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the words up to the command."""
        if not args and not ctx.resilient_parsing:
            typer.echo(self.get_help(ctx), err=True)
            raise typer.Exit(Exit.USAGE)
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, with its help."""
        found = super().get_command(ctx, cmd_name)
        if isinstance(found, Command | Group):
            found.tell((*self.path, cmd_name), self.lang)
        return found

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the words name.

        Raises:
            UsageError: There is none; names those that there are.
        """
        names = self.list_commands(ctx)
        if args[0] not in names and not ctx.resilient_parsing:
            raise UsageError(args[0], "no-command", known=", ".join(names))
        return super().resolve_command(ctx, args)


def command_group(kind: type[Group] = Group) -> typer.Typer:
    """A group of commands, which takes ``--lang`` itself as every command does."""
    group = typer.Typer(cls=kind, add_completion=False)
    group.callback()(_language)
    return group


def _language(lang: LangOption = Lang.VI) -> None:
    """Found before anything is parsed, by :func:`chosen_language`."""


def option_name(param: Any) -> str:
    """``as-of`` for ``--as-of``, ``plan`` for the argument ``plan``."""
    return str(max(param.opts, key=len)).lstrip("-")


def example_lines(example: str, width: int) -> Iterator[str]:
    """The commands of an example, broken before the width as a shell lets them be broken."""
    for command in example.splitlines():
        line = ""
        for word in _words_of(command, width):
            if line and len(f"{line} {word} \\") > width:
                yield f"{line} \\"
                line = f"    {word}"
            else:
                line = f"{line} {word}" if line else word
        yield line


def _words_of(command: str, width: int) -> Iterator[str]:
    """The words of a command, an option with its value where both fit on a line."""
    for word in _WORD.findall(command):
        together = len(f"    {word} \\") <= width or not word.startswith("--")
        yield from (word,) if together else word.split(" ", 1)


def value_text(command: _Told, param: Any) -> str:
    """What stands for the value of an option, or for an argument: ``NGÀY``, ``vi|en``."""
    kind, name = command.kind(param), option_name(param)
    if kind is bool:
        return ""
    many = "..." if param.nargs == -1 else ""
    key = f"value.{name}"
    if messages.has(f"help.{key}"):
        return _words(key, command.lang) + many
    if issubclass(kind, Enum):
        short = "|".join(str(one.value) for one in kind)
        return short if len(short) <= _LABELS // 2 else _words("kind.choice", command.lang)
    names = [word for wanted, word in _KINDS if issubclass(kind, wanted)]
    return _words(f"kind.{names[0] if names else 'text'}", command.lang) + many


def wanted_text(command: _Told, param: Any) -> str:
    """What values an option takes, in a few words."""
    kind = command.kind(param)
    if issubclass(kind, Enum):
        known = ", ".join(str(one.value) for one in kind)
        return _words("wanted.choice", command.lang, known=known)
    if issubclass(kind, datetime):
        return _words("wanted.day", command.lang)
    if issubclass(kind, int):
        held = param if hasattr(param, "min") else param.type  # where typer keeps them, by version
        least, most = getattr(held, "min", None), getattr(held, "max", None)
        ends = {"least": "…" if least is None else least, "most": "…" if most is None else most}
        return _words("wanted.number", command.lang, **ends)
    return _words("wanted.text", command.lang)


def _words(key: str, lang: Lang, **values: object) -> str:
    return messages.text(f"help.{key}", lang.code, **values)


def _width() -> int:
    return max(_LEAST, min(shutil.get_terminal_size().columns, _MOST))


def _page(command: Any, ctx: Any, width: int) -> Iterator[str]:
    arguments = [one for one in command.get_params(ctx) if one.param_type_name == "argument"]
    options = [one for one in command.get_params(ctx) if one.param_type_name == "option"]
    yield from _usage(command, ctx, width)
    yield ""
    yield from _filled(command.help, width, "  ")
    rows = [(value_text(command, one), _note(command, one)) for one in arguments]
    yield from _section("arguments", rows, command.lang, width)
    if isinstance(command, Group):
        texts = [(name, _about(command, name)) for name in command.list_commands(ctx)]
        yield from _section("commands", texts, command.lang, width)
    rows = [(_label(command, one), _note(command, one)) for one in options]
    yield from _section("options", rows, command.lang, width)
    yield ""
    yield typer.style(_words("example", command.lang), bold=True)
    yield from (f"  {line}" for line in example_lines(command.text("example"), width - 2))


def _usage(command: Any, ctx: Any, width: int) -> Iterator[str]:
    words = [ctx.command_path]
    for param in command.get_params(ctx):
        value = value_text(command, param)
        if param.param_type_name == "argument":
            words.append(value)
        elif param.required:
            words.append(_tied(f"{param.opts[0]} {value}"))
    words.append(f"[{_tied(_words('options', command.lang).upper())}]")
    if isinstance(command, Group):
        words.append(f"{_tied(_words('command', command.lang))} ...")
    head = f"{_words('usage', command.lang)}: "
    for line in _filled(head + " ".join(words), width, "    ", ""):
        yield line.replace("\u2007", " ").replace(head, typer.style(head, bold=True), 1)


def _about(group: Group, name: str) -> str:
    return messages.text(f"help.{'-'.join((*group.path, name))}.about", group.lang.code)


def _label(command: _Told, param: Any) -> str:
    names = ", ".join((*param.opts, *param.secondary_opts))
    return f"{names} {value_text(command, param)}".rstrip()


def _note(command: _Told, param: Any) -> str:
    """What an option means, then what may be given, whether it must be, and what it is else."""
    notes = []
    kind = command.kind(param)
    if issubclass(kind, Enum) and value_text(command, param) == _words("kind.choice", command.lang):
        notes.append(", ".join(str(one.value) for one in kind))
    if param.required and param.param_type_name == "option":
        notes.append(_words("required", command.lang))
    if getattr(param, "multiple", False):
        notes.append(_words("repeatable", command.lang))
    default = Lang.VI if option_name(param) == "lang" else param.default
    if not param.required and kind is not bool and default not in (None, (), []):
        notes.append(_words("default", command.lang, value=default))
    return f"{param.help} [{'; '.join(notes)}]" if notes else str(param.help)


def _section(title: str, rows: Sequence[tuple[str, str]], lang: Lang, width: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield typer.style(_words(title, lang), bold=True)
    beside = width >= _NARROW
    column = min(max(len(label) for label, _ in rows), _LABELS) + 4 if beside else 6
    for label, text in rows:
        first, *others = _filled(text, width, " " * column)
        if beside and len(label) + 4 <= column:
            yield f"  {label}".ljust(column) + first.lstrip()
        else:
            yield f"  {label}"
            yield first
        yield from others


def _filled(text: str, width: int, indent: str, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _tied(text: str) -> str:
    """With blanks at which textwrap does not break; they are made ordinary ones afterwards."""
    return text.replace(" ", "\u2007")
