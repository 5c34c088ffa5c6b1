"""How mistakes end: one line with the place, what is wrong and the next step, and an exit code."""

import errno
import re
import traceback
from pathlib import PurePath
from typing import Any, Final

from cashless_edu_health import messages
from cashless_edu_health.cli._help import Command, Group, value_text, wanted_text
from cashless_edu_health.cli._show import Exit, Lang, UsageError
from cashless_edu_health.errors import (
    CashlessError,
    DataError,
    DecodeError,
    EncodeError,
    LedgerError,
    MissingExtraError,
    SignatureError,
    UnknownBankError,
    UnknownLayoutError,
    UnknownPlanError,
)
from cashless_edu_health.findings import FindingsError

_CODES: Final = (
    ((DataError, LedgerError, OSError), Exit.UNREADABLE),
    ((FindingsError, DecodeError, SignatureError), Exit.FINDINGS),
)
_NEXT: Final = {
    DataError: "data",
    LedgerError: "ledger",
    DecodeError: "decode",
    FindingsError: "findings",
    UnknownBankError: "bank",
    UnknownPlanError: "plan",
    UnknownLayoutError: "layout",
}
"""What can be done about it; about all others, the help of the command says."""
_SYSTEM: Final = {
    errno.ENOENT: "no-file",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.ENOTDIR: "no-folder",
    errno.EISDIR: "folder",
    errno.EEXIST: "exists",
    errno.ENOSPC: "disk-full",
    errno.EROFS: "not-allowed",
}
_EXTRA_WORDS: Final = re.compile(r"\(([^()]*)\)$")


def exit_code(error: Exception) -> int:
    """The code that a mistake ends with."""
    return next((code for kinds, code in _CODES if isinstance(error, kinds)), Exit.USAGE)


def error_line(error: Exception, command: str, lang: Lang) -> str:
    """The place, what is wrong and what to do, in one line."""
    if isinstance(error, MissingExtraError):
        what = _words("extra", lang, extra=error.extra)
    elif isinstance(error, UsageError):
        what = error.message(lang)
    elif isinstance(error, UnknownBankError | UnknownPlanError | UnknownLayoutError):
        what = _unknown(error, lang)
    elif isinstance(error, CashlessError):
        what = str(error)
    else:
        what = _system(error, lang)
    return _line(what, _next(error, command, lang))


def usage_line(error: Any, lang: Lang) -> str:
    """The same for words that the parser refuses: its kinds of error, in our words."""
    command = error.ctx.command
    param = getattr(error, "param", None) or _named(error, command)
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        what = _words(
            "option-near" if near else "no-option", lang, place=error.option_name, near=near
        )
    elif param is None:
        what = _left_over(error, lang)
    else:
        place = value_text(command, param) if param.param_type_name == "argument" else param.opts[0]
        wanted = wanted_text(command, param)
        key = "missing" if kind == "MissingParameter" else "value"
        if kind == "BadOptionUsage":
            key = "value" if value_text(command, param) else "flag"
        what = _words(key, lang, place=place, wanted=wanted)
    return _line(what, _words("next.help", lang, command=error.ctx.command_path))


def defect_line(error: BaseException, lang: Lang) -> str:
    """What is needed to find a defect of the program, and nothing that was worked on.

    The message of the error is left out: it may hold data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    inner = [frame for frame in frames if "cashless_edu_health" in frame.filename] or frames
    places = " < ".join(
        f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(inner[-3:])
    )
    kind = type(error).__name__
    return _line(_words("defect", lang, kind=kind, places=places), _words("next.defect", lang))


def _named(error: Any, command: Command | Group) -> Any:
    """The option that an error names but does not hold."""
    name = getattr(error, "option_name", None)
    return next((one for one in command.params if name in one.opts), None)


def _left_over(error: Any, lang: Lang) -> str:
    if isinstance(error.ctx.command, Group):
        return _words("no-command", lang)
    words = _EXTRA_WORDS.search(str(error.message))
    return _words("left-over", lang, words=words[1]) if words else str(error.message)


def _unknown(error: UnknownBankError | UnknownPlanError | UnknownLayoutError, lang: Lang) -> str:
    name = _words(_NEXT[type(error)], lang)
    key = "ambiguous" if error.ambiguous else "unknown"
    what = _words(key, lang, what=name, query=error.query)
    near = ", ".join(error.candidates)
    return f"{what}; {_words('candidates', lang, near=near)}" if near else what


def _system(error: Exception, lang: Lang) -> str:
    number, file = getattr(error, "errno", None), getattr(error, "filename", None)
    key = _SYSTEM.get(number) if number is not None else None
    why = _words(key, lang) if key else getattr(error, "strerror", None) or str(error)
    return f"{file}: {why}" if file else why


def _next(error: Exception, command: str, lang: Lang) -> str:
    if isinstance(error, MissingExtraError):
        return ""
    if isinstance(error, OSError):
        return _words("next.file", lang)
    kinds = (name for kind, name in _NEXT.items() if isinstance(error, kind))
    name = "help" if isinstance(error, EncodeError | UsageError) else next(kinds, "help")
    return _words(f"next.{name}", lang, command=command)


def _line(what: str, step: str) -> str:
    text = " ".join(f"cashless: {what.removesuffix('.')}{'. ' if step else ''}{step}".split())
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def _words(key: str, lang: Lang, **values: object) -> str:
    return messages.text(f"mistake.{key}", lang.code, **values)
