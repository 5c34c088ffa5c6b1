"""Files that are there whole or not at all."""

import os
import secrets
from pathlib import Path

from cashless_edu_health.errors import DataError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever finds half of it under its name.

    The bytes go to a file of another name in the same folder, which then takes the name; what
    stood there before stays until that moment, and stays when writing fails. Behind a symbolic
    link the file linked to is replaced. What is no regular file (a pipe, a terminal) is
    written to as it stands.

    Args:
        path: Where to; the folder must be there.
        data: The whole content.

    Raises:
        DataError: It cannot be written (no such folder, no right to, a full disk).
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", file=path.name) from error
    except ValueError:  # a NUL in the path
        raise DataError("cannot be written: this is no file name", file="?") from None


def _replace(target: Path, data: bytes) -> None:
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except BaseException:  # an interrupt leaves no file behind either
        part.unlink(missing_ok=True)
        raise
