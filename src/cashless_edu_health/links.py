"""Links to vietqr.io: a picture of a code made by others, and bank apps opened on a phone.

Opt-in, because **a link leaves the machine**. vietqr.io is a company of its own, not NAPAS and
not a bank. Making a link here sends nothing; whoever opens it tells vietqr.io, in the address
itself, the bank, the account number, the amount, the memo, and the account name and return
address if given, together with the opener's network address and the time. Addresses also stay
in browser histories, chat previews and the logs of servers on the way. So:

* draw codes on this machine (:mod:`cashless_edu_health.render`) unless there is a reason not to;
* keep the memo an opaque reference: no pupil's or patient's name, class, ward or diagnosis, for
  vietqr.io would be given personal data (Law 91/2025/QH15, in force from 01/01/2026);
* a picture that comes back was made elsewhere: read and verify it before printing it.

What a link cannot carry is refused, not dropped.

>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.banks import Bank, BankKind, Confidence, ListedCode
>>> from cashless_edu_health.vietqr import AdditionalData, VietQR
>>> vcb = Bank(
...     bin="970436", code="VCB", short_name="Vietcombank", kind=BankKind.BANK,
...     name_vi="Ngân hàng TMCP Ngoại thương Việt Nam", name_en="Vietcombank",
...     codes=(ListedCode("vqio", "VCB"),), in_sbv_list=True, sources=("vqio",),
...     confidence=Confidence.ONE_SOURCE, name_en_confidence=Confidence.MEMORY,
...     swift_confidence=Confidence.UNKNOWN,
... )
>>> code = VietQR(
...     account=Account(acquirer_id="970436", number="0071000123456"), amount=550_000,
...     additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"),
... )
>>> quick_link(code, bank=vcb)[:55]
'https://img.vietqr.io/image/970436-0071000123456-compac'
>>> quick_link(code, bank=vcb)[55:]
't2.png?amount=550000&addInfo=HVX7K3M2P9X5H'
>>> app_link(code, app="vcb", bank=vcb)[:60]
'https://dl.vietqr.io/pay?app=vcb&ba=0071000123456%40vcb&am=5'

Source of the rules: the pages of vietqr.io on quick links and bank-app links, as of 2026-11-22;
the limits of ``addInfo`` and the amount rest on one source.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlencode

from cashless_edu_health import text
from cashless_edu_health.banks import Bank
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr import AdditionalData, VietQR

__all__ = ["LIST_ID", "ImageTemplate", "app_link", "quick_link"]

LIST_ID: Final = "vqio"
"""Id of vietqr.io's own list among the sources of a bank directory; app links use its codes."""

_IMAGE: Final = "https://img.vietqr.io/image"
_APP: Final = "https://dl.vietqr.io/pay"

_MEMO: Final = re.compile(r"[A-Za-z0-9 ]{1,50}")
_ACCOUNT_NAME: Final = re.compile(r"[A-Z0-9 ]{5,50}")
_APP_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_RETURN_URL: Final = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")


class ImageTemplate(StrEnum):
    """What vietqr.io draws."""

    COMPACT2 = "compact2"
    """Code, logos and what is to be paid; 540 x 640 pixels."""
    COMPACT = "compact"
    """Code and logos; 540 x 540 pixels."""
    QR_ONLY = "qr_only"
    """The code alone; 480 x 480 pixels."""
    PRINT = "print"
    """Code, logos and all details; 600 x 776 pixels."""


def quick_link(
    code: VietQR,
    *,
    bank: Bank,
    template: ImageTemplate = ImageTemplate.COMPACT2,
    account_name: str | None = None,
) -> str:
    """Address of a picture of the code that vietqr.io draws.

    **Discloses** to vietqr.io and to whoever sees the address: the BIN, the account number, the
    amount, the memo and the account name, each time that the picture is loaded; a page that
    shows it makes every visitor's browser tell so. Nothing is fetched here.

    Args:
        code: A transfer to an account, with nothing but account, amount and purpose.
        bank: The row of the account's bank; the link carries the BIN that it says to write.
        template: What is drawn.
        account_name: Name printed beside the code, brought to capitals without marks.

    Raises:
        EncodeError: The code says more than a link can carry, the bank is another's, the purpose
            is not 1 to 50 letters A-Z, a-z, digits and spaces, the account name is not 5 to 50
            of them, or there is no such template. Names the field, not the value.
    """
    query = _named({"amount": _amount(code), "addInfo": _memo(code)})
    query |= _named({"accountName": _holder(account_name)})
    if template not in list(ImageTemplate):
        raise EncodeError("is not a template of vietqr.io", path="template")
    path = f"{_bin(code, bank)}-{code.account.number}-{ImageTemplate(template).value}.png"
    return f"{_IMAGE}/{path}?{_encoded(query)}" if query else f"{_IMAGE}/{path}"


def app_link(
    code: VietQR,
    *,
    app: str,
    bank: Bank,
    account_name: str | None = None,
    return_url: str | None = None,
) -> str:
    """Address that opens a bank's app on a phone, filled in as far as that app allows.

    Apps differ in what they take over; many only open. Show account, amount and memo beside the
    link, and check what arrived by the bank's credit, never by the return to ``return_url``.

    **Discloses** to vietqr.io, and to the app that opens: the account number and bank, the
    amount, the memo, the account name and the return address, and which bank the payer uses.
    Nothing is fetched here.

    Args:
        code: A transfer to an account, with nothing but account, amount and purpose.
        app: Id of the payer's app, as vietqr.io's lists for Android and iOS give it. This
            library holds no such list: it changes, and fetching it is the caller's decision.
        bank: The row of the account's bank; it must have a code in vietqr.io's list.
        account_name: Name of the account's holder, brought to capitals without marks.
        return_url: Where the payer comes back to: an ``https`` address that says nothing about
            a person.

    Raises:
        EncodeError: As :func:`quick_link`; or the app id, the bank's code or the return address
            has another form or is missing.
    """
    if not _APP_ID.fullmatch(app):
        raise EncodeError("is not an app id: letters, digits, '.', '_' and '-'", path="app")
    if return_url is not None and not _RETURN_URL.fullmatch(return_url):
        raise EncodeError("is not an https address in printable ASCII", path="return_url")
    _bin(code, bank)
    query = {"app": app, "ba": f"{code.account.number}@{_listed_code(bank)}"}
    query |= _named({"am": _amount(code), "tn": _memo(code), "bn": _holder(account_name)})
    return f"{_APP}?{_encoded(query | _named({'url': return_url}))}"


def _named(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query, quote_via=quote, safe="")


def _bin(code: VietQR, bank: Bank) -> str:
    """The BIN to write, once the code is one that a link can carry to that bank."""
    plain = VietQR(
        account=code.account,
        amount=code.amount,
        additional_data=AdditionalData(purpose=code.additional_data.purpose),
    )
    if code != plain:
        reason = "a link carries account, amount and purpose of an account transfer, nothing more"
        raise EncodeError(reason, path="code")
    if code.account.acquirer_id not in (bank.bin, bank.writable_bin):
        raise EncodeError("is not the bank of the account", path="bank")
    return bank.writable_bin


def _listed_code(bank: Bank) -> str:
    for listed in bank.codes:
        if listed.source == LIST_ID:
            return listed.code.lower()
    raise EncodeError("vietqr.io's list, as it was copied, has no code for this bank", path="bank")


def _amount(code: VietQR) -> str | None:
    """Whole dong; a code's amount is positive and of at most 13 digits by itself."""
    return None if code.amount is None else str(code.amount)


def _memo(code: VietQR) -> str | None:
    purpose = code.additional_data.purpose
    if purpose is not None and not _MEMO.fullmatch(purpose):
        reason = "a link's memo is 1 to 50 letters A-Z, a-z, digits and spaces"
        raise EncodeError(reason, path="additional_data.purpose")
    return purpose


def _holder(account_name: str | None) -> str | None:
    if account_name is None:
        return None
    try:
        name = text.remittance(account_name)
    except ValueError as error:
        raise EncodeError(str(error), path="account_name") from None
    if not _ACCOUNT_NAME.fullmatch(name):
        raise EncodeError("is not 5 to 50 characters long", path="account_name")
    return name
