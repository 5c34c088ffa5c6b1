"""Which scheme a code belongs to, and what each scheme demands, as tables."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from attrs import frozen

from cashless_edu_health.emvco import Template
from cashless_edu_health.findings import Rule
from cashless_edu_health.vietqr import _rules

GUID: Final = "A000000727"
"""Identifier of NAPAS in object 38.00."""

VNPAY_GUID: Final = "A000000775"
"""Identifier of VNPAY in object 26.00."""

CURRENCY: Final = "704"
"""The dong in ISO 4217, object 53."""

COUNTRY: Final = "VN"
"""Viet Nam in ISO 3166, object 58."""

PAYMENT_SERVICE: Final = "QRPUSH"
"""Payment to a merchant, object 38.02."""

CASH_SERVICE: Final = "QRCASH"
"""Cash withdrawal at a machine, object 38.02."""


class Profile(StrEnum):
    """By which rules a text is judged."""

    AUTO = "auto"
    """Those of the scheme that the text itself names."""
    EMV = "emv"
    """EMVCo merchant-presented mode alone, of any country."""
    TRANSFER = "vietqr-transfer"
    """Transfer to an account or card in NAPAS247."""
    PAYMENT = "vietqr-payment"
    """Payment to a merchant (QRPUSH)."""
    CASH = "vietqr-cash"
    """Cash withdrawal at a machine (QRCASH)."""
    VNPAY = "vnpay"
    """Payment to a merchant of VNPAY."""


ProfileName = Literal["auto", "emv", "vietqr-transfer", "vietqr-payment", "vietqr-cash", "vnpay"]
"""The profiles as text, for callers that hold one."""

_MARKS: Final[tuple[tuple[Profile, Mapping[str, frozenset[str | None]]], ...]] = (
    (
        Profile.PAYMENT,
        {"38.00": frozenset({GUID}), "38.02": frozenset({PAYMENT_SERVICE, None})},
    ),
    (Profile.CASH, {"38.00": frozenset({GUID}), "38.02": frozenset({CASH_SERVICE})}),
    (Profile.TRANSFER, {"38.00": frozenset({GUID})}),
    (Profile.VNPAY, {"26.00": frozenset({VNPAY_GUID})}),
)
"""What a code of a profile says, in which objects; ``None`` stands for an object left out.

The first row that holds decides. A service that NAPAS does not define
is judged, and refused, as a transfer.
"""


@frozen
class Fit:
    """The profile that a code names, and by what.

    Attributes:
        profile: Never ``AUTO``.
        paths: The objects that say so, as paths; none for a code of another scheme.
    """

    profile: Profile
    paths: tuple[str, ...]


def fit(tree: Template) -> Fit:
    """The profile whose marks a code bears; ``EMV`` for a code of another scheme."""
    for profile, marks in _MARKS:
        said = {path: tree.find(path) for path in marks}
        texts = {path: None if item is None else item.text for path, item in said.items()}
        if all(texts[path] in allowed for path, allowed in marks.items()):
            return Fit(profile, tuple(path for path, item in said.items() if item is not None))
    return Fit(Profile.EMV, ())


@frozen(eq=False)
class Demands:
    """What a profile asks of a code beyond what is asked of all.

    Attributes:
        mandatory: Paths of the objects that must be there.
        missing: Rule of one that is not.
        own: Objects of the root that a value of the profile has a field for.
        kept: Rule of an object that it has no field for.
        fee: Rule of objects 55-57.
        service: What object 38.02 may say; ``None`` stands for leaving it out.
    """

    mandatory: frozenset[str]
    missing: Rule
    own: frozenset[str]
    kept: Rule
    fee: Rule
    service: tuple[str | None, ...] = ()


_FRAME: Final = frozenset({"00", "01", "53", "58"})
_MERCHANT: Final = frozenset({"52", "59", "60"})
_BENEFICIARY: Final = frozenset({"38", "38.01.00", "38.01.01"})
_OWN: Final = frozenset({"00", "01", "52", "53", "54", "58", "59", "60", "62", "63"})

DEMANDS: Final[Mapping[Profile, Demands]] = MappingProxyType(
    {
        Profile.TRANSFER: Demands(
            mandatory=_FRAME | _BENEFICIARY,
            missing=_rules.MISSING,
            own=_OWN | {"38"},
            kept=_rules.OTHER_OBJECT,
            fee=_rules.TIP,
            service=("QRIBFTTA", "QRIBFTTC"),
        ),
        Profile.PAYMENT: Demands(
            mandatory=_FRAME | _BENEFICIARY | _MERCHANT,
            missing=_rules.MISSING,
            own=_OWN | {"38"},
            kept=_rules.KEPT,
            fee=_rules.FEE,
            service=(PAYMENT_SERVICE, None),
        ),
        Profile.CASH: Demands(
            mandatory=_FRAME | _BENEFICIARY | {"52", "62.05", "62.07"},
            missing=_rules.MISSING,
            own=_OWN | {"38"},
            kept=_rules.KEPT,
            fee=_rules.FEE,
            service=(CASH_SERVICE,),
        ),
        Profile.VNPAY: Demands(
            mandatory=_FRAME | {"26", "26.01"},
            missing=_rules.VNPAY_MISSING,
            own=_OWN | {"26"},
            kept=_rules.KEPT,
            fee=_rules.FEE,
        ),
        Profile.EMV: Demands(
            mandatory=(_FRAME | _MERCHANT) - {"01"},
            missing=_rules.REQUIRED,
            own=frozenset(),
            kept=_rules.KEPT,
            fee=_rules.FEE,
        ),
    }
)
"""Demands of every profile but ``AUTO``, which borrows those of the one that fits."""
