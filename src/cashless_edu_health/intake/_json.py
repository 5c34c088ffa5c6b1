"""JSON, strictly."""

import json
import math
import re
from collections import Counter
from typing import Final, NoReturn

from cashless_edu_health.errors import DataError
from cashless_edu_health.intake._bytes import decoded, named

_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(ValueError):
    """What Python's reader would let pass; its message is the reason."""


def json_value(data: bytes, *, file: str) -> object:
    """The value of a JSON document in UTF-8.

    Args:
        data: The document.
        file: Its name for messages.

    Raises:
        DataError: Not UTF-8, not JSON, a key twice in one object, a number that is not finite,
            half of a surrogate pair (no text can hold it), nested too deeply.
    """
    text = decoded(data, file=file)
    try:
        return _loaded(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DataError(f"is not JSON: {error.msg}", file=file, path=place) from None
    except RecursionError:
        raise DataError("is nested too deeply", file=file) from None
    except _RefusedError as error:
        raise DataError(str(error), file=file) from None
    except UnicodeEncodeError:
        raise DataError("holds half of a surrogate pair", file=file) from None
    except ValueError:
        raise DataError("holds a number with too many digits", file=file) from None


def _loaded(text: str) -> object:
    value: object = json.loads(
        text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
    )
    if _SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise _RefusedError(f"the key {named(twice)!r} stands twice in one object")
    return table


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not a finite number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _RefusedError("a number is not finite")
    return number
