"""TOML; the standard library's reader refuses duplicate keys itself."""

import re
import tomllib

from cashless_edu_health.errors import DataError
from cashless_edu_health.intake._bytes import decoded

_PLACE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")


def toml_table(data: bytes, *, file: str) -> dict[str, object]:
    """The table of a TOML document in UTF-8.

    Raises:
        DataError: Not UTF-8, not TOML, or a key twice.
    """
    try:
        return tomllib.loads(decoded(data, file=file))
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        path = f"line {place[1]}, column {place[2]}" if place else ""
        reason = _PLACE.sub("", str(error))
        raise DataError(f"is not TOML: {reason}", file=file, path=path) from None
    except RecursionError:
        raise DataError("is nested too deeply", file=file) from None
    except DataError:
        raise
    except ValueError:
        raise DataError("holds a number with too many digits", file=file) from None
