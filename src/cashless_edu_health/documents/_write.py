"""Values as the JSON text of a document: what the models of this package read back."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import attrs

from cashless_edu_health.errors import EncodeError
from cashless_edu_health.institutions import PayerFee, payer_fee


def plain(value: "attrs.AttrsInstance") -> dict[str, Any]:
    """An attrs value as a table that JSON can carry, fields under their own names."""
    return attrs.asdict(value, value_serializer=lambda _, __, part: _part(part))


def document_text(table: Mapping[str, object]) -> str:
    """The table as JSON, one entry a line, ending in a line end.

    Raises:
        EncodeError: A text holds half of a surrogate pair, which no file can.
    """
    text = json.dumps(table, ensure_ascii=False, indent=1) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:
        raise EncodeError("holds half of a surrogate pair", path=str(table["format"])) from None
    return text


def _part(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return _moment(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, PayerFee):
        return _fee(value)
    return value.value if isinstance(value, Enum) else value


def _fee(fee: PayerFee) -> str:
    written = str(fee)
    try:
        exact = payer_fee(written) == fee
    except ValueError:
        exact = False
    if not exact:
        raise EncodeError("a charge that no file can hold exactly", path="payer_fee")
    return written


def _moment(value: datetime) -> datetime:
    """The same moment with an offset of whole minutes, which is all that ISO 8601 writes."""
    offset = value.utcoffset()
    if offset is not None and (offset.seconds % 60 or offset.microseconds):
        return value.astimezone(UTC)
    return value
