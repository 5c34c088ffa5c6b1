"""A scanned code held against the one that was issued, and against registered accounts."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Protocol

from cashless_edu_health import emvco
from cashless_edu_health.accounts import AccountBook, Banks, RegisteredAccount, dated, is_same_bank
from cashless_edu_health.emvco import PointOfInitiationMethod, Template
from cashless_edu_health.errors import DecodeError
from cashless_edu_health.findings import Finding, Report, Rule, Skipped, merge
from cashless_edu_health.vietqr import _verification as rules
from cashless_edu_health.vietqr._check import check, check_tree
from cashless_edu_health.vietqr._profiles import GUID, VNPAY_GUID, fit
from cashless_edu_health.vietqr._registered import (
    BANK,
    NAME,
    NUMBER,
    SERVICE,
    against_book,
    bank_difference,
)
from cashless_edu_health.vietqr._verification import (
    Difference,
    Found,
    Verdict,
    Verification,
)

_NETWORKS: Final = {"38": GUID, "26": VNPAY_GUID}
"""Template of the payee, and the identifier of its network: NAPAS, VNPAY."""

_EMVCO: Final = "0002"
"""How a merchant-presented payload begins."""

_FOREIGN: Final = re.compile(r"(?!VN)[A-Z]{2}")
_AMOUNT: Final = re.compile(r"0*([0-9]+)\.?")

_MOMO_PHONE: Final = re.compile(r"[0-9]{3}")
"""Object 80 of MoMo's older codes: the last digits of a phone. It names no payee."""

_FIELDS: Final = {
    NUMBER: ("account", rules.ACCOUNT),
    "26.01": ("account", rules.ACCOUNT),
    BANK: ("bank", rules.BANK),
    SERVICE: ("service", rules.OTHER),
    "01": ("initiation", rules.OTHER),
    "54": ("amount", rules.AMOUNT),
    **dict.fromkeys(("55", "56", "57"), ("fee", rules.AMOUNT)),
    "62.01": ("bill_number", rules.REFERENCE),
    "62.02": ("mobile_number", rules.REFERENCE),
    "62.03": ("store_label", rules.REFERENCE),
    "62.04": ("loyalty_number", rules.REFERENCE),
    "62.05": ("reference_label", rules.REFERENCE),
    "62.06": ("customer_label", rules.REFERENCE),
    "62.07": ("terminal_label", rules.REFERENCE),
    "62.08": ("purpose", rules.REFERENCE),
    "52": ("merchant_category_code", rules.HINT),
    NAME: ("merchant_name", rules.HINT),
    "60": ("merchant_city", rules.HINT),
    "61": ("merchant_city", rules.HINT),
    "64.00": ("merchant_name", rules.HINT),
    "64.01": ("merchant_name", rules.HINT),
    "64.02": ("merchant_city", rules.HINT),
}
"""What a person calls a data object, and the rule when it differs."""

_OF_ONE_PAYMENT: Final = frozenset({rules.AMOUNT, rules.REFERENCE})
"""Rules of the fields that a code for many payments leaves out."""


class Issued(Protocol):
    """A code that was issued, such as a :class:`VietQR`."""

    def encode(self) -> str:
        """Its payload."""


def verify(
    text: str,
    *,
    expected: Issued | None = None,
    accounts: AccountBook | None = None,
    institution_id: str | None = None,
    banks: Banks | None = None,
    on: date | None = None,
) -> Verification:
    """Whether a scanned code is the one that was issued, and pays into a registered account.

    Never raises, whatever the text. With ``expected``, every data object that says where money
    goes, how much and for what must mean the same; order, the case of the checksum, empty
    objects, zeros before an amount or a point behind it, and another BIN of the same bank do
    not matter. With ``accounts``, the account must be in the book by its number or by a family
    of virtual accounts, and the code may hold no second payee, tip or fee; what amount and
    reference it has cannot be judged then. Given both, it must pass both: a virtual account of
    the same school is not the one that was issued. Given neither, it is ``NOT_CHECKED``.

    Names are hints: another name on the right account is a warning, and the right name proves
    nothing.

    Args:
        text: The text of the code, as scanned.
        expected: The code that was issued.
        accounts: The book of registered accounts.
        institution_id: Whose account in the book it must be; ``None`` for anyone's.
        banks: Bank directory; without one only equal BINs are the same bank.
        on: Day on which the account must be registered; ``None`` for any day.
    """
    banks = dated(banks, on)
    issued = None if expected is None else emvco.decode(expected.encode())
    payee = "38" if issued is None else _payee(issued)
    tree = _tree(text)
    if tree is None or not _is_on(tree, payee):
        return _refused(text, tree)
    of_issued = [] if issued is None else [*_differences(issued, tree, payee, banks)]
    of_book, registered = _of_book(tree, accounts, institution_id, banks, on)
    report = check_tree(tree, text, profile=fit(tree).profile, banks=banks, on=on)
    found = [*of_issued, *of_book]
    if issued is None:
        found += [Found(rules.NOTHING_TO_COMPARE)] if accounts is None else _additions(tree)
    if not report.ok:
        found.append(Found(rules.UNREADABLE))
    elif issued is not None and not of_issued and text != issued.encode():
        found.append(Found(rules.OTHER_FORM))
    scope = _scope(
        by_issued=issued is not None,
        by_book=accounts is not None,
        institution_id=institution_id,
        on=on,
    )
    return _answer(found, (scope, report), registered)


def _of_book(
    tree: Template,
    accounts: AccountBook | None,
    institution_id: str | None,
    banks: Banks | None,
    on: date | None,
) -> tuple[tuple[Found, ...], tuple[RegisteredAccount, ...]]:
    if accounts is None:
        return (), ()
    return against_book(tree, accounts, institution_id=institution_id, banks=banks, on=on)


def _scope(
    *, by_issued: bool, by_book: bool, institution_id: str | None, on: date | None
) -> Report:
    """Which comparisons were made, and why the others were not."""
    made = {
        "issued-code": (by_issued, "no-expected"),
        "account-book": (by_book, "no-accounts"),
    }
    if by_book:
        made["institution"] = (institution_id is not None, "no-institution")
        made["account-dates"] = (on is not None, "no-date")
    return Report(
        checked=tuple(name for name, (done, _) in made.items() if done),
        skipped=tuple(Skipped(name, why) for name, (done, why) in made.items() if not done),
    )


def _answer(
    found: Iterable[Found],
    reports: Iterable[Report],
    registered: tuple[RegisteredAccount, ...] = (),
) -> Verification:
    """Verdicts and differences of what was found, before what the reports say."""
    found = tuple(found)
    said = {rules.VERDICTS[one.rule] for one in found if one.rule in rules.VERDICTS}
    findings = tuple(Finding(one.rule, one.path) for one in found)
    return Verification(
        verdicts=tuple(v for v in Verdict if v in said) or (Verdict.GENUINE,),
        differences=tuple(one.difference for one in found if one.difference is not None),
        report=merge((Report(findings=findings), *reports)),
        registered=registered,
    )


def _refused(text: str, tree: Template | None) -> Verification:
    """The answer about a text that is no VietQR code, or a broken one."""
    skipped = tuple(Skipped(name, "not-vietqr") for name in ("issued-code", "account-book"))
    country = None if tree is None else tree.get("58")
    if tree is None and text.startswith(_EMVCO):
        return _answer([Found(rules.UNREADABLE)], (Report(skipped=skipped), check(text)))
    abroad = country is not None and _FOREIGN.fullmatch(country.text)
    found = Found(rules.FOREIGN_COUNTRY, "58") if abroad else Found(rules.NOT_VIETQR)
    return _answer([found], (Report(checked=("structure",), skipped=skipped),))


def _tree(text: str) -> Template | None:
    try:
        return emvco.decode(text)
    except DecodeError:
        return None


def _text(tree: Template, path: str) -> str | None:
    item = tree.find(path)
    return None if item is None else item.text


def _is_on(tree: Template, payee: str) -> bool:
    """Whether the payee's template is of its network."""
    return _text(tree, f"{payee}.00") == _NETWORKS[payee]


def _payee(issued: Template) -> str:
    """The template that says who is paid."""
    return next((payee for payee in _NETWORKS if _is_on(issued, payee)), "38")


def _leaves(tree: Template, payee: str) -> dict[str, str]:
    """Values by path, without the checksum and empty ones; foreign templates stay whole."""
    return dict(_walk(tree, frozenset({payee, f"{payee}.01", "62", "64"})))


def _walk(
    template: Template, opened: frozenset[str], within: str = ""
) -> Iterator[tuple[str, str]]:
    for item in template:
        path = f"{within}{item.id}"
        if path in opened and isinstance(item.value, Template):
            yield from _walk(item.value, opened, f"{path}.")
        elif item.text and path != "63":
            yield path, item.text


def _differences(
    issued: Template, tree: Template, payee: str, banks: Banks | None
) -> Iterator[Found]:
    """Every field in which two codes mean something else."""
    was, now = _leaves(issued, payee), _leaves(tree, payee)
    dynamic = PointOfInitiationMethod.DYNAMIC
    reusable = was.get("01") == dynamic != now.get("01")
    for path in sorted({*was, *now}):
        before, after = was.get(path), now.get(path)
        if _means_the_same(path, before, after, banks):
            continue
        name, rule = _field(path, payee)
        if reusable and (path == "01" or (after is None and rule in _OF_ONE_PAYMENT)):
            rule = rules.STATIC
        elif after is None and rule is rules.PAYEE:
            rule = rules.OTHER
        difference = (
            bank_difference(before, after, banks)
            if path == BANK
            else Difference(path, name, before, after)
        )
        yield Found(rule, path, difference)


def _means_the_same(path: str, before: str | None, after: str | None, banks: Banks | None) -> bool:
    if before is None or after is None or before == after:
        return before == after
    if path == BANK:
        return is_same_bank(before, after, banks)
    first, second = _AMOUNT.fullmatch(before), _AMOUNT.fullmatch(after)
    return path == "54" and first is not None and second is not None and first[1] == second[1]


def _field(path: str, payee: str) -> tuple[str, Rule]:
    """Name and rule of the field at a path."""
    root = path[:2]
    if root != payee and ("02" <= root <= "51" or root >= "80"):
        return "payee", rules.PAYEE
    if root == "62" and path >= "62.50":
        return "payee", rules.PAYEE
    return _FIELDS.get(path, ("other", rules.OTHER))


def _additions(tree: Template) -> Iterator[Found]:
    """What no code that only pays into an account holds: a second payee, a tip, a fee."""
    for path, value in _leaves(tree, "38").items():
        name, rule = _field(path, "38")
        momo = path == "80" and _MOMO_PHONE.fullmatch(value)
        if name == "fee" or (rule is rules.PAYEE and not momo):
            yield Found(rule, path, Difference(path, name, None, value))
