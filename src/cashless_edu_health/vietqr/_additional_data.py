"""What template 62 says, as values that can always be written."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Final

from attrs import field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr._fields import (
    CONSUMER_DATA,
    as_read,
    hidden,
    joined,
    require_form,
    require_label,
    written,
)

ADDITIONAL_DATA_IDS: Final = {
    "bill_number": "01",
    "mobile_number": "02",
    "store_label": "03",
    "loyalty_number": "04",
    "reference_label": "05",
    "customer_label": "06",
    "terminal_label": "07",
    "purpose": "08",
    "consumer_data_request": "09",
}
"""Objects of template 62 that have a field, by name of the field; ids ascend."""

_SPECS: Final = tuple(
    (name, emvco.ADDITIONAL_DATA[object_id]) for name, object_id in ADDITIONAL_DATA_IDS.items()
)
_REQUEST: Final = emvco.ADDITIONAL_DATA["09"]
_REQUEST_FORM: Final = "is made of the letters A, M, E, each once"
_values: Final = attrgetter(*ADDITIONAL_DATA_IDS)


def _as_read_in_62(objects: Iterable[DataObject]) -> tuple[DataObject, ...]:
    return as_read(objects, within="62") if objects else ()


def _label() -> Any:
    return field(default=None, repr=hidden)


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
        consumer_data_request: 62.09, what the app is to ask the payer: ``A`` for the address,
            ``M`` for the mobile number, ``E`` for the e-mail address, each at most once.
        extra: Other objects of the template, kept as they came, in ascending order.

    Raises:
        EncodeError: A text that the format cannot carry; names field and character, from 1.
            Or all together, with their headers, are more than 99 characters.
    """

    bill_number: str | None = _label()
    mobile_number: str | None = _label()
    store_label: str | None = _label()
    loyalty_number: str | None = _label()
    reference_label: str | None = _label()
    customer_label: str | None = _label()
    terminal_label: str | None = _label()
    purpose: str | None = _label()
    consumer_data_request: str | None = field(default=None, kw_only=True)
    extra: tuple[DataObject, ...] = field(default=(), converter=_as_read_in_62, kw_only=True)
    # What the checks had to write is kept: encode() is asked for every code.
    _text: str = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # Called for every code made or read, so it goes over the fields once.
        text = ""
        for position, value in enumerate(_values(self)):
            if value is not None:
                name, spec = _SPECS[position]
                if spec is _REQUEST:
                    require_form(value, CONSUMER_DATA, _REQUEST_FORM, name)
                else:
                    require_label(value, spec, name)
                text += written(spec.id, value)
        if self.extra:
            text = self._with_extra()
        if len(text) > emvco.MAX_VALUE_LENGTH:
            reason = f"all together are written in more than {emvco.MAX_VALUE_LENGTH} characters"
            raise EncodeError(reason, path="additional_data")
        object.__setattr__(self, "_text", text)

    def _with_extra(self) -> str:
        ids = ADDITIONAL_DATA_IDS.values()
        for item in self.extra:
            if item.id in ids:
                raise EncodeError("the object has a field of its own", path=f"extra, {item.id}")
        labels = zip(ids, _values(self), strict=True)
        return joined([(i, value) for i, value in labels if value is not None], self.extra)

    def encode(self) -> str:
        """The value of object 62, ids ascending; ``""`` when there is nothing to say."""
        return self._text
