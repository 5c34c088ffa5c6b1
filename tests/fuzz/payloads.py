"""Throw texts at the readers and values at the writers: ``python payloads.py [COUNT] [SEED]``.

A seeded loop over mutations of genuine codes, texts put together from pieces, random text, and
now and then a text of up to 64 KiB. Of each is asked, by a profile drawn for it: only the
documented exceptions leave; ``decode`` loses nothing; ``parse`` refuses exactly what ``check``
finds an error in; what is read is read back from what it writes; findings say their message.
Prints the count by outcome and the time of the slowest text, at its best of four; exit code 1 at
the first breach.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DecodeError, EncodeError
from cashless_edu_health.vietqr import (
    AdditionalData,
    AnyCode,
    MerchantPayment,
    Payee,
    Profile,
    ServiceCode,
    VietQR,
    VNPayQR,
)

LONGEST = 65_536
ACCOUNT = Account("970436", "0000123456789")
MERCHANT = {"merchant_category_code": "8211", "merchant_name": "TRUONG A", "merchant_city": "HUE"}
GENUINE = [
    VietQR(ACCOUNT).encode(),
    VietQR(ACCOUNT, ServiceCode.CARD, 79_000, AdditionalData(purpose="HP9A 001")).encode(),
    VietQR(Account("971025", "PSP123456789000000"), amount=5, **MERCHANT).encode(),
    MerchantPayment(account=ACCOUNT, amount=79_000, **MERCHANT).encode(),
    VNPayQR(merchant_id="0123456789", amount=79_000, **MERCHANT).encode(),
    emvco.append_crc(
        "00020101021238540010A0000007270126000697043601120000123456780206QRCASH52046011"
        "53037045802VN62150504R0010703T01"
    ),
    emvco.append_crc("00020102044111520482115303764540510.505802TH5901A6001B64110002ZH0101C"),
]
PIECES = [
    *("000201", "010211", "010212", "01", "5303704", "5802VN", "6304", "80-4", "62", "38", "26"),
    *("0010A000000727", "0010A000000775", "0208QRIBFTTA", "0206QRPUSH", "54065000.", "6200"),
    *("00", "99", "é", "đ", "٣", "０", "\ud83d", "\ud83d\ude00", "\x00", "\n", " ", "A", "***"),
]


def mutation(source: random.Random) -> str:
    text = source.choice(GENUINE)
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(text) + 1)
        text = (
            text[:at] + source.choice(["", *PIECES, text[at:]]) + text[at + source.randint(0, 3) :]
        )
    return emvco_sealed(text[:-8]) if source.random() < 0.6 else text


def emvco_sealed(text: str) -> str:
    try:
        return emvco.append_crc(text)
    except UnicodeEncodeError:
        return text


def rearrangement(source: random.Random) -> str:
    """A genuine code with whole objects changed, dropped, added or moved, lengths kept right."""
    objects = [(item.id, item.text) for item in emvco.decode(source.choice(GENUINE))][:-1]
    for _ in range(source.randint(0, 2)):
        at = source.randrange(1, len(objects) + 1)
        change = source.random()
        if change < 0.3:
            objects[at:at] = [(f"{source.randrange(64, 100)}", source.choice(PIECES))]
        elif change < 0.5 and at < len(objects):
            objects[at] = (objects[at][0], source.choice([*PIECES, "1", "12"]))
        elif change < 0.6:
            del objects[at:][:1]
        elif change < 0.8 and "62" not in dict(objects):
            purpose = "".join(source.choices("AZaz09 .*-/", k=source.randint(0, 27)))
            objects[at:at] = [("62", f"08{len(purpose):02}{purpose}")]
        else:
            tail = objects[1:]
            source.shuffle(tail)
            objects[1:] = tail
    return emvco_sealed("".join(f"{i}{len(value):02}{value}" for i, value in objects))


def patchwork(source: random.Random) -> str:
    pieces = [
        source.choice(PIECES) if source.random() < 0.5 else piece_of(source)
        for _ in range(source.randint(0, 14))
    ]
    return emvco_sealed("000201" + "".join(pieces))


def piece_of(source: random.Random) -> str:
    value = "".join(source.choice("0123456789AZaz. ") for _ in range(source.randint(0, 20)))
    return f"{source.randrange(100):02}{len(value):02}{value}"


def noise(source: random.Random) -> str:
    longest = LONGEST if source.random() < 0.001 else 200
    letters = source.choice(["0123456789", "".join(PIECES), "8004-"])
    return "".join(source.choices(letters, k=source.randint(0, longest)))


KINDS: list[Callable[[random.Random], str]] = [
    *(rearrangement, rearrangement, mutation, mutation, patchwork, noise),
]


def read_breach(text: str, profile: Profile) -> tuple[str, str | None]:
    """The outcome of one text, and what is wrong about it, if anything."""
    report = vietqr.check(text, profile=profile)
    for finding in report.findings:
        if not finding.message("vi") or not finding.message("en"):
            return "breach", "a finding has no message"
    try:
        code = vietqr.parse(text, profile=profile)
    except DecodeError:
        return "refused", "parse refuses what check passes" if report.ok else None
    if not report.ok:
        return "breach", "parse reads what check refuses"
    if emvco.decode(text).encode() != text:
        return "breach", "decode loses something"
    return "read", None if reads_back(code) else "a value reads back as another"


def reads_back(code: AnyCode) -> bool:
    if not isinstance(code, VietQR | MerchantPayment | VNPayQR):
        return True
    return vietqr.parse(code.encode(), profile=Profile.AUTO) == code


def again(text: str, profile: Profile) -> float:
    """Seconds that a text takes at best, so that another program's turn is not counted."""
    spent = []
    for _ in range(3):
        begin = time.perf_counter()
        read_breach(text, profile)
        spent.append(time.perf_counter() - begin)
    return min(spent)


def write_breach(source: random.Random, text: str) -> str | None:
    """What is wrong about writing pieces of a text, if anything."""
    amount = source.choice([None, 0, 1, 10**13, source.randrange(10**13), 1.5, text[:5], True])
    purpose = source.choice([None, text[:30], text[-20:], text[4:9]])
    try:
        payload = Payee(ACCOUNT).payload(amount=amount, purpose=purpose)
    except EncodeError:
        return None
    code = vietqr.parse(payload)
    same = (code.amount, code.additional_data.purpose) == (amount, purpose)
    return None if same else "a payload reads back as another"


def run(count: int, seed: int) -> tuple[Counter[str], float, str | None]:
    """Outcomes, seconds of the slowest text, and the first breach."""
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    profiles = (*Profile, Profile.AUTO, Profile.AUTO, Profile.AUTO)
    read_breach("8004", Profile.AUTO)  # loads the messages before the clock runs
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        text = source.choice(KINDS)(source)
        profile = source.choice(profiles)
        try:
            begin = time.perf_counter()
            outcome, breach = read_breach(text, profile)
            spent = time.perf_counter() - begin
            breach = breach or write_breach(source, text)
            if spent > slowest:
                slowest = max(slowest, min(spent, again(text, profile)))
        except Exception as error:  # noqa: BLE001 - a foreign exception is what is looked for
            outcome, breach = "breach", f"{type(error).__name__} left"
        outcomes[outcome] += 1
        if breach is not None:
            return outcomes, slowest, f"input {number}, {profile}: {breach}: {text!r}"
    return outcomes, slowest, None


if __name__ == "__main__":
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    counted, longest, first_breach = run(inputs, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items())))
    print(f"slowest text: {longest * 1000:.1f} ms")
    sys.exit(first_breach)
