"""Genuine codes, altered ones, and what ``vietqr.verify`` says of each.

``python tests/conformance/alterations.py`` makes, from a seed, 200 alterations of genuine codes
of invented accounts, and 10,000 genuine codes over all banks of the directory, virtual accounts
included. Every alteration must be flagged against the issued code, and against the book of
registered accounts alone where it changes who is paid; no genuine code may be. Prints a line for
each that fails, both counts, and ``N passed, N failed`` at the end; exit code 1 when any fails.
"""

import random
import sys
from collections.abc import Callable, Iterator
from datetime import date

from cashless_edu_health import emvco, registry, vietqr
from cashless_edu_health.accounts import (
    Account,
    AccountBook,
    AccountKind,
    Alphabet,
    NumberPattern,
    RegisteredAccount,
)
from cashless_edu_health.vietqr import AdditionalData, VietQR

SEED = 20261122
ALTERED, GENUINE = 200, 10_000
ON = date(2026, 11, 22)
BANKS = registry.banks()
BINS = tuple(sorted({bank.writable_bin for bank in BANKS}))
DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REFERENCE = "0123456789CFHJKMNPQRTVX"
FULL_WIDTH = str.maketrans(DIGITS, "０１２３４５６７８９")
CYRILLIC = str.maketrans("AEOPCXHKMT", "АЕОРСХНКМТ")

Parts = dict[str, str]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - cases, not secrets


def one(object_id: str, value: str) -> str:
    return f"{object_id}{len(value):02}{value}" if value else ""


def payload(parts: Parts) -> str:
    """A code written by hand from its parts, so that it can say what no value can."""
    beneficiary = one("00", parts["bin"]) + one("01", parts["number"]) + parts.get("in 38.01", "")
    account = one("00", parts["guid"]) + one("01", beneficiary) + one("02", parts["service"])
    text = (
        "000201"
        + one("01", parts["initiation"])
        + one("38", account + parts.get("in 38", ""))
        + one("53", parts["currency"])
        + one("54", parts["amount"])
        + one("58", parts["country"])
        + one("62", one("08", parts["purpose"]) + parts.get("in 62", ""))
        + parts.get("in root", "")
    )
    return emvco.append_crc(text)


def parts_of(code: VietQR) -> Parts:
    return {
        "guid": "A000000727",
        "bin": code.account.acquirer_id,
        "number": code.account.number,
        "service": code.service_code.value,
        "initiation": code.initiation.value,
        "currency": "704",
        "country": "VN",
        "amount": "" if code.amount is None else str(code.amount),
        "purpose": code.additional_data.purpose or "",
    }


def text_of(source: random.Random, alphabet: str, length: int) -> str:
    return "".join(source.choices(alphabet, k=length))


def issued(source: random.Random) -> VietQR:
    """A dynamic code to alter; its account has a 0, other digits and a letter."""
    number = "0" + text_of(source, DIGITS, 8) + source.choice("ABEHKM") + source.choice("123")
    return VietQR(
        account=Account(source.choice(BINS), number),
        amount=source.randint(100_000, 4_000_000),
        additional_data=AdditionalData(purpose="HVX" + text_of(source, REFERENCE, 10)),
    )


def other(source: random.Random, value: str, among: str | tuple[str, ...] = DIGITS) -> str:
    return source.choice([choice for choice in among if choice != value])


def last_digit(source: random.Random, parts: Parts) -> Parts:
    return {"number": parts["number"][:-1] + other(source, parts["number"][-1])}


def other_number(source: random.Random, parts: Parts) -> Parts:
    return {"number": "1" + text_of(source, DIGITS, 11)}


def other_bank(source: random.Random, parts: Parts) -> Parts:
    return {"bin": other(source, parts["bin"], BINS)}


def other_payee(source: random.Random, parts: Parts) -> Parts:
    return other_number(source, parts) | other_bank(source, parts)


def other_amount(source: random.Random, parts: Parts) -> Parts:
    return {"amount": parts["amount"][:-1] + other(source, parts["amount"][-1])}


def napas(source: random.Random, parts: Parts) -> str:
    """A further beneficiary on the same network."""
    stranger = parts | other_number(source, parts)
    beneficiary = one("00", stranger["bin"]) + one("01", stranger["number"])
    return one("00", "A000000727") + one("01", beneficiary) + one("02", "QRIBFTTA")


VNPAY = one("00", "A000000775") + one("01", "0100000001")
Change = Callable[[random.Random, Parts], Parts]

PAYEE: dict[str, Change] = {
    "last digit of the account": last_digit,
    "two digits of the account swapped": lambda _, p: {"number": p["number"][::-1]},
    "account longer": lambda s, p: {"number": p["number"] + s.choice(DIGITS)},
    "account shorter": lambda _, p: {"number": p["number"][:-1]},
    "first zero of the account lost": lambda _, p: {"number": p["number"][1:]},
    "another account": other_number,
    "another bank": other_bank,
    "another account at another bank": other_payee,
    "letter of the account in lower case": lambda _, p: {"number": p["number"].lower()},
    "letter O for zero": lambda _, p: {"number": p["number"].replace("0", "O", 1)},
    "Cyrillic letter in the account": lambda _, p: {"number": p["number"].translate(CYRILLIC)},
    "full-width digits in the account": lambda _, p: {"number": p["number"].translate(FULL_WIDTH)},
    "full-width digits in the BIN": lambda _, p: {"bin": p["bin"].translate(FULL_WIDTH)},
    "space in the account": lambda _, p: {"number": f"{p['number'][:4]} {p['number'][4:]}"},
    "card instead of account": lambda _, _p: {"service": "QRIBFTTC"},
    "payment instead of transfer": lambda _, _p: {"service": "QRPUSH"},
    "another network": lambda s, _: {"guid": "A00000072" + s.choice("01234568")},
    "VNPAY's identifier": lambda _, _p: {"guid": "A000000775"},
    "identifier with a letter O": lambda _, _p: {"guid": "A00000O727"},
    "second account in 38.01": lambda s, p: {"in 38.01": one("01", other_number(s, p)["number"])},
    "second beneficiary in 38": lambda s, p: {"in 38": napas(s, p)[14:]},
    "undefined object in 38": lambda s, p: {"in 38": one("03", other_number(s, p)["number"])},
    "template 38 twice": lambda s, p: {"in root": one("38", napas(s, p))},
    "another NAPAS template": lambda s, p: {"in root": one("39", napas(s, p))},
    "VNPAY template beside": lambda _, _p: {"in root": one("26", VNPAY)},
    "card number beside": lambda s, _: {"in root": one("02", "4" + text_of(s, DIGITS, 15))},
    "unreserved template beside": lambda _, _p: {"in root": one("80", VNPAY)},
    "template inside 62": lambda _, _p: {"in 62": one("50", VNPAY)},
    "fixed fee on top": lambda s, _: {"in root": one("55", "02") + one("56", text_of(s, "123", 5))},
    "currency": lambda _, _p: {"currency": "840"},
    "country": lambda _, _p: {"country": "TH"},
}
"""Alterations that the account book alone must show, checksum repaired."""

BILL: dict[str, Change] = {
    "last digit of the amount": other_amount,
    "ten times the amount": lambda _, p: {"amount": p["amount"] + "0"},
    "full-width digits in the amount": lambda _, p: {"amount": p["amount"].translate(FULL_WIDTH)},
    "no amount": lambda _, _p: {"amount": ""},
    "another purpose": lambda s, _: {"purpose": "HVX" + text_of(s, REFERENCE, 9) + "Z"},
    "no purpose": lambda _, _p: {"purpose": ""},
    "Cyrillic letters in the purpose": lambda _, p: {"purpose": p["purpose"].translate(CYRILLIC)},
    "static": lambda _, _p: {"initiation": "11"},
    "static without amount and purpose": lambda _, _p: {
        "initiation": "11",
        "amount": "",
        "purpose": "",
    },
    "amount twice": lambda s, p: {"in root": one("54", other_amount(s, p)["amount"])},
    "label added": lambda s, _: {"in 62": one("05", text_of(s, CAPITALS, 6))},
}
"""Alterations that only the issued code shows, checksum repaired."""

BROKEN: dict[str, Callable[[random.Random, VietQR], str]] = {
    "account changed, checksum not": lambda s, c: (
        payload(parts_of(c) | last_digit(s, parts_of(c)))[:-4] + c.encode()[-4:]
    ),
    "length of the account one more": lambda _, c: emvco.append_crc(
        c.encode()[:-8].replace(
            f"01{len(c.account.number):02}0", f"01{len(c.account.number) + 1:02}0"
        )
    ),
    "length of the account one less": lambda _, c: emvco.append_crc(
        c.encode()[:-8].replace(
            f"01{len(c.account.number):02}0", f"01{len(c.account.number) - 1:02}0"
        )
    ),
    "length of 38 zero": lambda _, c: emvco.append_crc(
        c.encode()[:12] + "3800" + c.encode()[16:-8]
    ),
    "length of 38 to the end": lambda _, c: emvco.append_crc(
        c.encode()[:12] + "3899" + c.encode()[16:-8]
    ),
    "text behind the checksum": lambda s, c: c.encode() + text_of(s, DIGITS, 4),
    "a second code behind the first": lambda s, c: c.encode() + issued(s).encode(),
    "a digit of a length in full width": lambda _, c: "0002０1" + c.encode()[6:],
}
"""Texts that are broken, or half altered."""


def alterations(source: random.Random) -> Iterator[tuple[str, str, VietQR, bool]]:
    """Name, text, the code as issued, and whether the book alone must show it."""
    while True:
        for name, change in (PAYEE | BILL).items():
            code = issued(source)
            parts = parts_of(code)
            yield name, payload(parts | change(source, parts)), code, name in PAYEE
        for name, write in BROKEN.items():
            code = issued(source)
            yield name, write(source, code), code, True


def book(source: random.Random) -> AccountBook:
    """Two plain accounts and a family of virtual ones at every bank."""
    rows = []
    for place, acquirer_id in enumerate(BINS):
        owner = (f"school-{place}",)
        plain = RegisteredAccount(
            id=f"{acquirer_id}-fees",
            acquirer_id=acquirer_id,
            number=text_of(source, DIGITS, source.randint(6, 19)),
            institution_ids=owner,
        )
        collection = RegisteredAccount(
            id=f"{acquirer_id}-meals",
            kind=AccountKind.COLLECTION,
            acquirer_id=acquirer_id,
            number=text_of(source, DIGITS + CAPITALS, source.randint(6, 19)),
            institution_ids=owner,
            valid_from=date(2025, 1, 1),
        )
        family = RegisteredAccount(
            id=f"{acquirer_id}-pupils",
            kind=AccountKind.VIRTUAL,
            acquirer_id=acquirer_id,
            pattern=NumberPattern(f"M{place:02}", 14, Alphabet.UPPER_ALPHANUMERIC),
            institution_ids=owner,
        )
        rows += [plain, collection, family]
    return AccountBook(rows)


def genuine(source: random.Random, row: RegisteredAccount) -> VietQR:
    """A code that pays into the account, or into one of the family."""
    number = row.number
    if row.pattern is not None:
        rest = row.pattern.length - len(row.pattern.prefix)
        number = row.pattern.prefix + text_of(source, DIGITS + CAPITALS, rest)
    return VietQR(
        account=Account(str(row.acquirer_id), str(number), row.kind),
        amount=source.choice([None, source.randint(1_000, 90_000_000)]),
        additional_data=AdditionalData(
            purpose=source.choice([None, "HVX" + text_of(source, REFERENCE, 10)]),
            store_label=source.choice([None, "QUAY 1"]),
        ),
        merchant_name=source.choice([None, "TRUONG THCS A"]),
    )


def missed(text: str, code: VietQR, *, by_book: bool) -> bool:
    """Whether an altered code passes for genuine."""
    registered = AccountBook(
        [
            RegisteredAccount(
                id="fees",
                acquirer_id=code.account.acquirer_id,
                number=code.account.number,
                institution_ids=("school",),
            )
        ]
    )
    answers = [vietqr.verify(text, expected=code, banks=BANKS, on=ON)]
    if by_book:
        answers.append(vietqr.verify(text, accounts=registered, banks=BANKS, on=ON))
    return any(answer.ok or answer.report.ok for answer in answers)


def alarmed(code: VietQR, accounts: AccountBook, institution_id: str) -> bool:
    """Whether a genuine code is flagged: as issued, and by the book."""
    text = code.encode()
    answers = (
        vietqr.verify(text, expected=code, banks=BANKS, on=ON),
        vietqr.verify(text, accounts=accounts, institution_id=institution_id, banks=BANKS, on=ON),
    )
    return not all(answer.ok and answer.report.ok for answer in answers)


def run() -> int:
    source = seeded(SEED)
    altered = alterations(source)
    failed = 0
    for number in range(1, ALTERED + 1):
        name, text, code, by_book = next(altered)
        if missed(text, code, by_book=by_book):
            failed += 1
            print(f"alteration {number} passes for genuine: {name}")
    print(f"{ALTERED} altered codes, {ALTERED - failed} flagged")
    accounts, false = book(source), 0
    for number in range(1, GENUINE + 1):
        row = accounts.accounts[number % len(accounts.accounts)]
        code = genuine(source, row)
        if alarmed(code, accounts, row.institution_ids[0]):
            false += 1
            print(f"genuine code {number} is flagged: {row.id}")
    print(f"{GENUINE} genuine codes of {len(BINS)} banks, {false} false alarms")
    failed += false
    print(f"{ALTERED + GENUINE - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run())
