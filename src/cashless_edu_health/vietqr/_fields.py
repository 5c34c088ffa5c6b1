"""What a field of a code may hold, and how fields are written."""

import re
from collections.abc import Iterable
from typing import Any, Final

from cashless_edu_health import emvco, money
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import DecodeError, EncodeError

MERCHANT_IDS: Final = {"merchant_category_code": "52", "merchant_name": "59", "merchant_city": "60"}
"""Objects of the root about the merchant, by name of the field."""

CATEGORY_CODE: Final = re.compile(r"[0-9]{4}")
CONSUMER_DATA: Final = re.compile(r"(?!.*(.).*\1)[AME]{1,3}")
"""Object 62.09: address, mobile number, e-mail; each at most once."""

_LENGTHS: Final = tuple(f"{length:02}" for length in range(emvco.MAX_VALUE_LENGTH + 1))
_NAME: Final = emvco.ROOT["59"]
_CITY: Final = emvco.ROOT["60"]


def hidden(value: object) -> str:
    """Whether there is a value, for reprs: memos, phones and amounts stay out of logs."""
    return "None" if value is None else "***"


def require_kind(value: object, kind: type, path: str) -> None:
    """Refuse what is not an instance."""
    if not isinstance(value, kind):
        raise EncodeError(f"must be {kind.__name__}, not {type(value).__name__}", path=path)


def require_amount(amount: object) -> None:
    """Refuse what is not a whole number of dong of 1 to 13 digits."""
    if type(amount) is int and 0 < amount <= money.MAX_AMOUNT:
        return  # what follows says the same, and why
    try:
        money.validate(amount, minimum=1)
    except ValueError as error:
        raise EncodeError(str(error), path="amount") from None


def require_label(value: object, spec: emvco.ObjectSpec, path: str) -> None:
    """Refuse text that one data object of the format ans cannot carry."""
    if not isinstance(value, str):
        raise EncodeError(f"is text (str), not {type(value).__name__}", path=path)
    # Of ASCII, exactly the characters of the format ans are printable.
    if 0 < len(value) <= spec.max_length and value.isascii() and value.isprintable():
        return  # what follows says the same, and where
    if value == "":
        raise EncodeError("is empty; None leaves it out", path=path)
    foreign = spec.foreign_at(value)
    if foreign is not None:
        raise EncodeError(f"character {foreign + 1} is not printable ASCII", path=path)
    raise EncodeError(f"character {spec.max_length + 1} is one too many", path=path)


def require_form(value: object, pattern: re.Pattern[str], reason: str, path: str) -> None:
    """Refuse what is not text of that form throughout."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise EncodeError(reason, path=path)


def require_merchant(category_code: object, name: object, city: object) -> None:
    """Refuse what objects 52, 59 and 60 cannot carry; ``None`` leaves one out."""
    if category_code is not None:
        reason = "a merchant category code is 4 digits"
        require_form(category_code, CATEGORY_CODE, reason, "merchant_category_code")
    if name is not None:
        require_label(name, _NAME, "merchant_name")
    if city is not None:
        require_label(city, _CITY, "merchant_city")


def require_room(code: Any, own: Iterable[str]) -> None:
    """Refuse extra objects that a field stands for, or that make the code too long."""
    for item in code.extra:
        if item.id in own:
            raise EncodeError("the object has a field of its own", path=f"extra, {item.id}")
    if len(code.encode()) > emvco.MAX_PAYLOAD_LENGTH:
        raise EncodeError(emvco.Fault.TOO_LONG.value, path="extra")


def initiation_of(code: Any) -> PointOfInitiationMethod:
    """An amount makes a code dynamic."""
    if code.amount is None:
        return PointOfInitiationMethod.STATIC
    return PointOfInitiationMethod.DYNAMIC


def as_read(objects: Iterable[DataObject], within: str = "") -> tuple[DataObject, ...]:
    """The objects in ascending order, opened as a reader will open them.

    Args:
        objects: Objects of the root, or of a template.
        within: Id of that template; ``""`` for the root.
    """
    if not objects:
        return ()
    given = tuple(objects)
    try:
        whole = [DataObject(within, Template(given))] if within else given
        tree = emvco.decode(Template(whole).encode())
    except (DecodeError, EncodeError) as error:
        raise EncodeError(error.reason, path=f"extra, {error.path}") from None
    value = tree.objects[0].value if within else tree
    return tuple(sorted(value, key=_by_id)) if isinstance(value, Template) else ()


def _by_id(item: DataObject) -> str:
    return item.id


def written(object_id: str, text: str) -> str:
    """One data object: id, length in characters, value of at most 99 characters."""
    return object_id + _LENGTHS[len(text)] + text


def joined(pairs: Iterable[tuple[str, str]], extra: Iterable[DataObject]) -> str:
    """Objects written in ascending order of their ids, which all differ."""
    every = [*pairs, *((item.id, item.text) for item in extra)]
    return "".join(written(object_id, text) for object_id, text in sorted(every))


def napas_template(guid: str, account: Account, service: str) -> str:
    """The value of object 38: network, bank and account, service."""
    beneficiary = written("00", account.acquirer_id) + written("01", account.number)
    return written("00", guid) + written("01", beneficiary) + written("02", service)
