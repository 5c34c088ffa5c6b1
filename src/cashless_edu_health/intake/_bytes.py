"""Files and encodings."""

import re
from pathlib import Path
from typing import Final

from cashless_edu_health.errors import DataError

MAX_BYTES: Final = 50 * 1024 * 1024
"""Largest file read by default, in bytes."""

_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}|[0-9]{1,4}")


def file_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """The content of a file, whose size is looked at first.

    Raises:
        DataError: The file cannot be read, or is larger than ``limit`` bytes.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            # Never past the limit: the file may grow, and a device has no size to look at.
            data = b"" if size > limit else stream.read(limit + 1)
    except ValueError:  # a NUL in the path
        raise DataError("cannot be read: this is no file name", file="?") from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=path.name) from error
    if size > limit or len(data) > limit:
        raise DataError(f"the file is larger than {limit} bytes", file=path.name)
    return data


def decoded(data: bytes, *, file: str, encoding: str = "utf-8-sig") -> str:
    """The text of a file; a byte order mark is taken off.

    Raises:
        DataError: The bytes are not of that encoding (the message gives the line), or there is
            no such encoding.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"is not {encoding}", file=file, path=f"line {line}") from None
    except (LookupError, UnicodeError):
        raise DataError(f"{encoding!r} is not a text encoding", file=file) from None


def named(key: str) -> str:
    """A key as messages show it: itself when it is a plain word or a year, else ``"?"``.

    A key of a wrong file can be anything, also a person's name or an account.
    """
    return key if _WORD.fullmatch(key) else "?"
