"""Transfers that go to an electronic wallet or a Mobile Money account, told by what they say."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from cashless_edu_health.banks import Confidence
from cashless_edu_health.vietqr._code import VietQR


class Wallet(StrEnum):
    """Who holds the account behind a transfer code, where it is no bank."""

    MOMO = "momo"
    ZALOPAY = "zalopay"
    VIETTEL_MONEY = "viettel-money"
    VNPT_MONEY = "vnpt-money"


@frozen
class WalletMatch:
    """The wallet that a transfer code pays into, and what says so.

    Attributes:
        wallet: Whose it is.
        mobile_money: Whether it is a Mobile Money account of a telephone company.
        current: False for a layout that its wallet has left: such codes are still met and read,
            and none should be made.
        paths: The objects that say so, as paths.
        confidence: How well the layout is founded; see :class:`cashless_edu_health.banks.Bank`.
    """

    wallet: Wallet
    mobile_money: bool
    current: bool
    paths: tuple[str, ...]
    confidence: Confidence


@frozen
class _Layout:
    """Patterns by path: the marks must all be there, the hints are named where they are."""

    wallet: Wallet
    marks: Mapping[str, str]
    hints: Mapping[str, str] = field(factory=dict)
    mobile_money: bool = False
    current: bool = True
    confidence: Confidence = Confidence.VERIFIED


_LAYOUTS: Final = (
    _Layout(
        Wallet.MOMO,
        marks={"38.01.00": "971025"},
        hints={"38.01.01": "PSP[0-9]{15}", "62.05": "MOMOW2W[0-9]{8}"},
    ),
    _Layout(
        Wallet.MOMO,
        marks={"38.01.00": "970454", "38.01.01": "99MM[0-9A-Za-z]{14}"},
        hints={"62.05": "MOMOW2W[0-9]{8}", "80": "[0-9]{3}"},
        current=False,
    ),
    _Layout(
        Wallet.ZALOPAY,
        marks={"38.01.00": "970454", "38.01.01": "99ZP[0-9A-Za-z]{14}"},
    ),
    _Layout(Wallet.VIETTEL_MONEY, marks={"38.01.00": "971005"}, mobile_money=True),
    _Layout(Wallet.VNPT_MONEY, marks={"38.01.00": "971011"}, mobile_money=True),
)
"""Layouts of wallets, from the BIN lists and from published codes of vietnam-qr-pay's tests."""


def wallet(code: VietQR) -> WalletMatch | None:
    """The wallet that a transfer goes to; ``None`` for a bank, or a wallet not known here.

    The code stays a transfer like any other: this only reads its BIN, account and labels.

    >>> from cashless_edu_health.accounts import Account
    >>> found = wallet(VietQR(Account("971025", "PSP000000000000017")))
    >>> found.wallet.value, found.current, found.paths
    ('momo', True, ('38.01.00', '38.01.01'))
    """
    said = {
        "38.01.00": code.account.acquirer_id,
        "38.01.01": code.account.number,
        "62.05": code.additional_data.reference_label or "",
        **{item.id: item.text for item in code.extra},
    }
    for layout in _LAYOUTS:
        if _matching(said, layout.marks) == tuple(layout.marks):
            return WalletMatch(
                wallet=layout.wallet,
                mobile_money=layout.mobile_money,
                current=layout.current,
                paths=(*layout.marks, *_matching(said, layout.hints)),
                confidence=layout.confidence,
            )
    return None


def _matching(said: Mapping[str, str], patterns: Mapping[str, str]) -> tuple[str, ...]:
    """The paths at which the pattern given for them holds."""
    return tuple(
        path for path, pattern in patterns.items() if re.fullmatch(pattern, said.get(path, ""))
    )
