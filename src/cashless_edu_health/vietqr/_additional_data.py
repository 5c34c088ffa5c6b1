"""What template 62 says, as values that can always be written."""

from collections.abc import Iterable
from typing import Any, Final

from attrs import Attribute, field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject, Template
from cashless_edu_health.errors import DecodeError, EncodeError

ADDITIONAL_DATA_IDS: Final = {
    "bill_number": "01",
    "mobile_number": "02",
    "store_label": "03",
    "loyalty_number": "04",
    "reference_label": "05",
    "customer_label": "06",
    "terminal_label": "07",
    "purpose": "08",
}
"""Objects of template 62 that have a field, by name of the field."""


def hidden(value: object) -> str:
    """Whether there is a value, for reprs: memos, phones and amounts stay out of logs."""
    return "None" if value is None else "***"


def is_label(spec: emvco.ObjectSpec) -> Any:
    """A validator of optional text in the format of one data object."""

    def check(_: object, attribute: "Attribute[str | None]", value: object) -> None:
        if value is None:
            return
        if not isinstance(value, str):
            raise EncodeError(f"is text (str), not {type(value).__name__}", path=attribute.name)
        if value == "":
            raise EncodeError("is empty; None leaves it out", path=attribute.name)
        foreign = spec.foreign_at(value)
        if foreign is not None:
            reason = f"character {foreign + 1} is not printable ASCII"
            raise EncodeError(reason, path=attribute.name)
        if spec.is_too_long(value):
            reason = f"character {spec.max_length + 1} is one too many"
            raise EncodeError(reason, path=attribute.name)

    return check


def _label(spec: emvco.ObjectSpec) -> Any:
    return field(default=None, validator=is_label(spec), repr=hidden)


def _additional(name: str) -> Any:
    return _label(emvco.ADDITIONAL_DATA[ADDITIONAL_DATA_IDS[name]])


def as_read(objects: Iterable[DataObject], within: str = "") -> tuple[DataObject, ...]:
    """The objects in ascending order, opened as a reader will open them.

    Args:
        objects: Objects of the root, or of a template.
        within: Id of that template; ``""`` for the root.
    """
    given = tuple(objects)
    if not given:
        return ()
    try:
        whole = [DataObject(within, Template(given))] if within else given
        tree = emvco.decode(Template(whole).encode())
    except (DecodeError, EncodeError) as error:
        raise EncodeError(error.reason, path=f"extra, {error.path}") from None
    value = tree.objects[0].value if within else tree
    return tuple(sorted(value, key=_by_id)) if isinstance(value, Template) else ()


def _as_read_in_62(objects: Iterable[DataObject]) -> tuple[DataObject, ...]:
    return as_read(objects, within="62")


def _by_id(item: DataObject) -> str:
    return item.id


def _fits_62(instance: "AdditionalData", _: object, extra: tuple[DataObject, ...]) -> None:
    for item in extra:
        if item.id in ADDITIONAL_DATA_IDS.values():
            raise EncodeError("the object has a field of its own", path=f"extra, {item.id}")
    if len(instance.encode()) > emvco.MAX_VALUE_LENGTH:
        reason = f"all together are written in more than {emvco.MAX_VALUE_LENGTH} characters"
        raise EncodeError(reason, path="additional_data")


@frozen
class AdditionalData:
    """What template 62 says about a payment; printable ASCII, at most 25 characters each.

    For an account transfer only :attr:`purpose` is sure to come back on the payee's statement.
    Nothing is cut or replaced: :func:`cashless_edu_health.text.remittance` makes text that fits.

    Attributes:
        bill_number: 62.01.
        mobile_number: 62.02; ``***`` asks the payer, here and in the others.
        store_label: 62.03.
        loyalty_number: 62.04.
        reference_label: 62.05.
        customer_label: 62.06.
        terminal_label: 62.07.
        purpose: 62.08, the remittance text that the payer's app fills in.
        extra: Other objects of the template, kept as they came, in ascending order.

    Raises:
        EncodeError: A text that the format cannot carry; names field and character, from 1.
            Or all together, with their headers, are more than 99 characters.
    """

    bill_number: str | None = _additional("bill_number")
    mobile_number: str | None = _additional("mobile_number")
    store_label: str | None = _additional("store_label")
    loyalty_number: str | None = _additional("loyalty_number")
    reference_label: str | None = _additional("reference_label")
    customer_label: str | None = _additional("customer_label")
    terminal_label: str | None = _additional("terminal_label")
    purpose: str | None = _additional("purpose")
    extra: tuple[DataObject, ...] = field(
        default=(), converter=_as_read_in_62, validator=_fits_62, kw_only=True
    )

    def encode(self) -> str:
        """The value of object 62, ids ascending; ``""`` when there is nothing to say."""
        values = ((i, getattr(self, name)) for name, i in ADDITIONAL_DATA_IDS.items())
        return joined([(i, value) for i, value in values if value is not None], self.extra)


def joined(pairs: list[tuple[str, str]], extra: Iterable[DataObject]) -> str:
    """Objects written in ascending order of their ids, which all differ."""
    pairs += [(item.id, item.text) for item in extra]
    return "".join(f"{i}{len(value):02}{value}" for i, value in sorted(pairs))
