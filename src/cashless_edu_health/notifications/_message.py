"""The way from the bytes of a request to a checked message and a movement."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cashless_edu_health import intake
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, in_utc
from cashless_edu_health.errors import DataError, SignatureError

LARGEST: Final = 1024 * 1024
"""Largest request that is looked at, in bytes; genuine ones have about one thousand."""

DRIFT: Final = timedelta(minutes=5)
"""How far a signed time may be from the time of arrival, both ways."""

_TIME: Final = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

Identity = int | Annotated[str, Field(pattern=r"\S")]
"""A provider's id of a message: a number, or a text that is not blank."""

ModelT = TypeVar("ModelT", bound="Message")


class Message(BaseModel):
    """A part of a provider's message: strict where it is known, open to new fields."""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []  # Names and accounts stand in messages; a repr lands in logs.

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of fields that the model does not know."""
        return tuple(self.model_extra or ())


def check_call(body: bytes, received_at: datetime, channel: str) -> None:
    """Refuse a request that is too large, and a caller without a clock.

    Raises:
        SignatureError: The body is too large to be looked at.
        ValueError: ``received_at`` has no time zone.
    """
    if received_at.utcoffset() is None:
        raise ValueError("received_at has no time zone")
    if len(body) > LARGEST:
        raise SignatureError(f"the body is larger than {LARGEST} bytes", channel=channel)


def header(headers: Mapping[str, str], name: str, channel: str) -> str:
    """A header, whatever the case of its name.

    Raises:
        SignatureError: It is not there, or stands there twice in different cases.
    """
    found = [value for key, value in headers.items() if key.lower() == name.lower()]
    if len(found) != 1:
        raise SignatureError(f"the header {name} is not there once", channel=channel)
    return found[0]


def check_time(signed: int, received_at: datetime, channel: str) -> None:
    """Refuse a signed time, in milliseconds since 1970, that is not about now.

    Raises:
        SignatureError: It is more than 5 minutes away.
    """
    now = (received_at - _EPOCH) // timedelta(milliseconds=1)
    if abs(now - signed) > DRIFT // timedelta(milliseconds=1):
        raise SignatureError("the signed time is more than 5 minutes away", channel=channel)


def table(value: object, channel: str, path: str = "") -> dict[str, Any]:
    """The value itself when it is a JSON object.

    Raises:
        DataError: It is not.
    """
    if not isinstance(value, dict):
        raise DataError("is not an object", file=channel, path=path)
    return value


def unproven_table(body: bytes, channel: str) -> dict[str, Any]:
    """The object in a body that is not proven yet.

    Raises:
        SignatureError: It is not strict JSON, so no signature over its values can hold.
    """
    try:
        return table(intake.json_value(body, file=channel), channel)
    except DataError:
        reason = "the body is not one strict JSON object, so no signature over its values holds"
        raise SignatureError(reason, channel=channel) from None


def read(model: type[ModelT], value: object, channel: str, path: str = "") -> ModelT:
    """A part of a proven message.

    Raises:
        DataError: It is not as the provider describes it; names the place, quotes nothing.
    """
    try:
        return model.model_validate(table(value, channel, path))
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        place = ".".join([*([path] if path else []), *map(str, first["loc"][:1])])
        reason = "is missing" if first["type"] == "missing" else "is of another kind"
        raise DataError(reason, file=channel, path=place) from None


def moment(written: str, zone: timezone, channel: str, path: str) -> datetime:
    """A time without zone, taken to be of that zone.

    Raises:
        DataError: It is not written ``YYYY-MM-DD HH:MM:SS``.
    """
    if _TIME.fullmatch(written):
        with suppress(ValueError):  # a day or an hour that there is not
            return in_utc(datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone))
    raise DataError("is not a time YYYY-MM-DD HH:MM:SS", file=channel, path=path)


def account_of(number: str, accounts: Iterable[Account], channel: str, path: str) -> Account:
    """The account of ours that a message names by its number alone.

    Raises:
        DataError: None has that number, or accounts at several banks have it.
    """
    ours = {(one.acquirer_id, one.number): one for one in accounts if one.number == number}
    if len(ours) != 1:
        reason = "is the number of several accounts given" if ours else "is no account given"
        raise DataError(reason, file=channel, path=path)
    return next(iter(ours.values()))


def filled(text: str | None) -> str | None:
    """A text, or ``None`` where nothing but blanks stands."""
    return text if text and text.strip() else None


def counterparty(name: str | None, number: str | None) -> Counterparty | None:
    """The other side, as far as anything is told of it."""
    if filled(name) is None and filled(number) is None:
        return None
    return Counterparty(name=filled(name), account_number=filled(number))


def compact(value: object, channel: str, *, escaped: bool = False) -> str:
    r"""JSON without blanks, keys sorted at every depth, as JavaScript's ``JSON.stringify`` writes.

    Args:
        value: What :func:`~cashless_edu_health.intake.json_value` gave.
        channel: Name for the exception.
        escaped: As PHP's ``json_encode`` writes it: ``/`` as ``\/``, letters beyond ASCII
            as ``\u``.

    Raises:
        SignatureError: A number that the two languages write in different ways.
    """
    try:
        text = json.dumps(
            _plain(value, channel), ensure_ascii=escaped, separators=(",", ":"), sort_keys=True
        )
    except RecursionError:
        raise SignatureError("the body is nested too deeply", channel=channel) from None
    return text.replace("/", "\\/") if escaped else text


def _plain(value: object, channel: str) -> object:
    """The same value with numbers as JavaScript writes them: ``5000.0`` is ``5000``."""
    if isinstance(value, dict):
        return {key: _plain(part, channel) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, channel) for part in value]
    if isinstance(value, float):
        if "e" in repr(value):
            raise SignatureError("a number has no single way to be written", channel=channel)
        return int(value) if value.is_integer() else value
    return value
