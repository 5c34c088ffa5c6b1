"""Made-up invoices, bank credits and their truth, in the format that ``reconcile.py`` reads.

    python made_up_credits.py DIR [SEED [CREDITS]]

Writes ``invoices.csv``, ``bank_credits.csv`` and ``truth.csv`` (default: seed 1, 100,000 credits).
``truth.csv`` says of each credit: the invoices that it pays, its kind, and what can be expected of
a program: ``auto`` (it can be told without a person), ``review``, or ``none`` (pays nothing). A
slip in a code without check characters is drawn as it comes: it may give another pupil's code.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from made_up_world import START, Bill, World, plain

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NOT_OURS = [
    *("CONG TY TNHH SACH {} TT HOP DONG 118/2026", "luong thang 10 {}", "BHXH chi tra dot 2 {}"),
    *("LAI TIEN GUI {}", "{} hoan ung", "rut tien {} ATM", "UBND xa chuyen kinh phi {}"),
    *("DH{}", "SEVQR{}", "tra no anh Tuan {}", "tien dien PE{}", "VNPAY doi soat ngay {}"),
]


@dataclass
class Credit:
    """One report of a credit, with its truth."""

    bill: Bill
    at: datetime
    amount: int
    memo: str
    kind: str
    expect: str
    pays: tuple[str, ...] = ()
    virtual_account: str = ""
    told: datetime = START
    notification: str = ""
    number: str = ""
    source: str = ""
    copy_of: "Credit | None" = None
    undoes: "Credit | None" = None
    id: str = ""


class Maker:
    """Credits for the bills of a world, one kind after the other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.rng

    def credit(self, bill: Bill, memo: str, kind: str, expect: str = "auto", **other) -> Credit:
        at = START + timedelta(seconds=self.rng.randrange(29 * 86_400))
        whole = self.world.wrapped(bill.pupil.school, memo)
        made = Credit(bill, at, bill.amount, whole, kind, expect, (bill.id,))
        return replace(made, **other)

    def make(self, kind: str, bill: Bill) -> list[Credit]:
        return list(getattr(self, kind)(bill))

    # Codes that are there.

    def code_exact(self, bill: Bill) -> Iterator[Credit]:
        yield self.credit(bill, self.world.words(bill, bill.ref), "code_exact")

    def code_spaced(self, bill: Bill) -> Iterator[Credit]:
        size = self.rng.choice([2, 3, 4, 5])
        parts = [bill.ref[i : i + size] for i in range(0, len(bill.ref), size)]
        code = self.rng.choice([" ", " ", " ", "-", ".", " - ", "_"]).join(parts)
        yield self.credit(bill, self.world.words(bill, code), "code_spaced")

    def code_glued(self, bill: Bill) -> Iterator[Credit]:
        rng, code, name = self.rng, bill.ref, plain(bill.pupil.name).replace(" ", "")
        behind = [name, "T11", ""]
        if bill.pupil.school.style == "alnum":
            behind = ["", " "]
        elif bill.pupil.school.style != "free":
            behind += [bill.pupil.phone, self.world.digits(6)]
            behind += [bill.pupil.group.replace("/", "").replace(" ", "")]
        before = rng.choice(["hocphi", "NOP", "T11", "CK", name, ""])
        if before[-1:].isdigit() and code[0].isdigit():
            before = "CK"
        yield self.credit(bill, before + code + rng.choice(behind), "code_glued")

    def code_typo1(self, bill: Bill) -> Iterator[Credit]:
        code = self.slip(bill.ref)
        expect = "auto" if bill.checked else "review"
        yield self.credit(bill, self.world.words(bill, code), "code_typo1", expect)

    def code_typo2(self, bill: Bill) -> Iterator[Credit]:
        code = self.slip(self.slip(bill.ref))
        if code == bill.ref or code in set(self.slips(bill.ref)):
            yield from self.code_typo1(bill)
        else:
            yield self.credit(bill, self.world.words(bill, code), "code_typo2", "review")

    def code_cut(self, bill: Bill) -> Iterator[Credit]:
        lost = self.rng.choice([1, 2, 3, 4])
        code = bill.ref[:-lost] if self.rng.random() < 0.7 else bill.ref[lost:]
        expect = "auto" if bill.checked and lost == 1 else "review"
        yield self.credit(bill, self.world.words(bill, code), "code_cut", expect)

    def slip(self, code: str) -> str:
        return self.rng.choice([seen for seen in self.slips(code) if seen != code])

    def slips(self, code: str) -> Iterator[str]:
        for i in range(len(code)):
            for character in CHARACTERS:
                yield code[:i] + character + code[i + 1 :]
            # Each kind of slip as often as a replaced character.
            for _ in range(len(CHARACTERS) // 2):
                yield code[:i] + code[i + 1 :]
                if i + 1 < len(code):
                    yield code[:i] + code[i + 1] + code[i] + code[i + 2 :]
                yield code[:i] + CHARACTERS[_ * 2 % 36] + code[i:]

    # Other amounts, further payments.

    def under(self, bill: Bill) -> Iterator[Credit]:
        less = self.rng.choice([1100, 3300, 5500, 11_000, 50_000, 100_000])
        yield self.credit(
            bill, self.world.words(bill, bill.ref), "under", amount=max(bill.amount - less, 20_000)
        )

    def over(self, bill: Bill) -> Iterator[Credit]:
        more = self.rng.choice([1000, 2000, 5000, 11_000, 50_000, 100_000])
        yield self.credit(bill, self.world.words(bill, bill.ref), "over", amount=bill.amount + more)

    def split(self, bill: Bill) -> Iterator[Credit]:
        parts = self.rng.choice([2, 2, 3])
        share = bill.amount // parts // 1000 * 1000
        for amount in [share] * (parts - 1) + [bill.amount - share * (parts - 1)]:
            yield self.credit(bill, self.world.words(bill, bill.ref), "split", amount=amount)

    def twins(self, bill: Bill) -> Iterator[Credit]:
        """Two true payments on one day that differ in nothing but the bank's own numbers."""
        first = self.credit(
            bill, self.world.words(bill, bill.ref), "twins", amount=bill.amount // 2
        )
        first = replace(first, at=first.at.replace(hour=9))
        yield first
        yield replace(first, at=first.at + timedelta(seconds=self.rng.choice([0, 40, 4000])))

    def double_pay(self, bill: Bill) -> Iterator[Credit]:
        yield self.credit(bill, self.world.words(bill, bill.ref), "double_pay")
        yield self.credit(bill, self.world.words(bill, bill.ref), "double_pay")

    # Families.

    def two_codes(self, _: Bill) -> Iterator[Credit]:
        for one, other in self.family():
            words = f"{one.ref}{self.rng.choice([' ', ' va ', ', ', '-', ' + '])}{other.ref}"
            amount = one.amount + other.amount
            yield self.credit(one, words, "two_codes", amount=amount, pays=(one.id, other.id))

    def siblings_one_code(self, _: Bill) -> Iterator[Credit]:
        for one, other in self.family():
            amount, pays = one.amount + other.amount, (one.id, other.id)
            words = self.world.words(one, one.ref) + self.rng.choice([" 2 con", " ca 2 be", ""])
            yield self.credit(one, words, "siblings_one_code", "review", amount=amount, pays=pays)

    def family(self) -> Iterator[tuple[Bill, Bill]]:
        while self.world.siblings:
            one, other = self.world.siblings.pop()
            if one.id not in self.taken and other.id not in self.taken:
                self.taken |= {one.id, other.id}
                yield one, other
                return

    # No code of the bill.

    def name_only(self, bill: Bill) -> Iterator[Credit]:
        rng, pupil = self.rng, bill.pupil
        lead = rng.choice(["", "hoc phi ", "nop tien cho con ", "ck tien hoc ", "tien an "])
        with_group = bool(pupil.group) and rng.random() < 0.6
        parts = [lead + pupil.name]
        parts += [self.world.group(pupil.group)] * with_group
        month = self.world.month(bill)
        glued = rng.random() < 0.08
        parts += [month] * (rng.random() < 0.5 and not (glued and month[0].isdigit()))
        alone = self.world.same_name[self.world.call(bill)] == 1
        certain = with_group and alone and sum(map(str.isalpha, pupil.name)) >= 6
        words = "".join(parts).replace(" ", "") if glued else " ".join(parts)
        yield self.credit(bill, words, "name_only", "auto" if certain else "review")

    def payer_only(self, bill: Bill) -> Iterator[Credit]:
        words = f"{plain(self.world.name()).upper()} {self.rng.choice(['chuyen tien', 'ck', ''])}"
        yield self.credit(bill, words, "payer_only", "review")

    def stale_code(self, bill: Bill) -> Iterator[Credit]:
        before = self.world.closed.get(bill.id)
        if before is None:
            yield from self.code_exact(bill)
        else:
            words = self.world.words(before, before.ref)
            yield self.credit(bill, words, "stale_code", "review")

    def wrong_school(self, bill: Bill) -> Iterator[Credit]:
        other = self.rng.choice(self.world.bills)
        while other.pupil.school.account == bill.pupil.school.account:
            other = self.rng.choice(self.world.bills)
        words = self.world.words(other, other.ref)
        yield self.credit(bill, words, "wrong_school", "review", amount=other.amount, pays=())

    def unrelated(self, bill: Bill) -> Iterator[Credit]:
        words = self.rng.choice(NOT_OURS).format(self.world.digits(self.rng.choice([4, 6, 9])))
        amount = self.rng.choice([bill.amount, self.rng.randint(50, 9000) * 1000])
        yield self.credit(bill, words, "unrelated", "none", amount=amount, pays=())

    def reversed(self, bill: Bill) -> Iterator[Credit]:
        paid = self.credit(bill, self.world.words(bill, bill.ref), "reversed")
        yield paid
        words = f"{self.rng.choice(['HUY GD', 'HOAN TIEN', 'TRA LAI'])} {bill.ref}"
        yield self.credit(
            bill,
            words,
            "reversal",
            "none",
            amount=-paid.amount,
            at=paid.at + timedelta(hours=self.rng.randint(1, 90)),
            pays=(),
            undoes=paid,
        )

    # What is told without a code.

    def virtual(self, bill: Bill) -> Iterator[Credit]:
        """The virtual account says whose it is; the memo says what it likes."""
        words = self.rng.choice(
            [bill.pupil.name, "chuyen tien", self.world.words(bill, bill.ref), "nop hoc phi"]
        )
        expect, amount = "auto", bill.amount
        if self.rng.random() < 0.08:
            amount -= 50_000
            expect = "auto" if bill.pupil.school.virtual == "request" else "review"
        yield self.credit(
            bill,
            words,
            "virtual_account",
            expect,
            amount=amount,
            virtual_account=bill.virtual_account,
        )

    def customer(self, bills: list[Bill]) -> Iterator[Credit]:
        """The pupil's own code: the oldest bills first, the last of them perhaps in part."""
        paid = bills[: self.rng.randint(1, len(bills))]
        amount = sum(bill.amount for bill in paid)
        if len(paid) > 1 and self.rng.random() < 0.2:
            amount -= 33_000
        words = self.world.words(paid[-1], paid[0].ref)
        pays = tuple(bill.id for bill in paid)
        yield self.credit(paid[-1], words, "customer_code", amount=amount, pays=pays)

    # The feeds.

    def told(self, made: list[Credit], target: int) -> list[Credit]:
        """Every credit as its bank tells of it, some more than once, in the order told."""
        reports = []
        for credit in made:
            school = credit.bill.pupil.school
            credit.source = school.channel
            credit.notification = self.world.digits(14)
            credit.number = self.bank_number(credit) if school.numbered else ""
            late = self.rng.choice([1, 60, 4000])
            if credit.undoes is not None and self.rng.random() < 0.3:
                late = -100 * 3600  # before the credit that it undoes
            credit.told = credit.at + timedelta(seconds=late)
            reports.append(credit)
            if self.rng.random() < self.world.repeated:
                reports.append(self.repeated(credit))
        return sorted(reports, key=lambda credit: credit.told)[:target]

    def bank_number(self, credit: Credit) -> str:
        if self.rng.random() < 0.6:
            return f"FT{credit.at:%y%j}{self.world.digits(9)}"
        return self.world.digits(6)

    def repeated(self, credit: Credit) -> Credit:
        """The same report again, or another channel's report of the same credit."""
        rng = self.rng
        copy = replace(
            credit, kind="duplicate", expect="none", pays=(), copy_of=credit, undoes=None
        )
        copy.told = credit.told + timedelta(seconds=rng.choice([0, 7, 3600, 90_000]))
        if rng.random() < 0.4:
            return copy  # the notification was sent twice
        copy.notification = self.world.digits(14)
        copy.source = "statement" if credit.source == "webhook" else "webhook"
        if credit.number and rng.random() < 0.5:
            copy.number = rng.choice(
                [f"REF{credit.number}", f"{credit.number}\\BNK", f"{credit.number} - 1"]
            )
        elif rng.random() < 0.3:
            copy.number = ""
        if rng.random() < 0.15:
            copy.memo = copy.memo[: rng.randint(40, 90)].rstrip()
        elif rng.random() < 0.5:
            at = rng.randrange(len(copy.memo))
            copy.memo = f"{copy.memo[:at]} {copy.memo[at:]}"
        return copy

    # All of it.

    def all(self, target: int) -> list[Credit]:
        rng, made = self.rng, list[Credit]()
        self.taken = set[str]()
        kinds, weights = list(self.world.weights), list(self.world.weights.values())
        by_pupil: dict[str, list[Bill]] = {}
        for bill in self.world.bills:
            if bill.status == "open":
                by_pupil.setdefault(bill.pupil.id, []).append(bill)
        pupils = list(by_pupil.values())
        rng.shuffle(pupils)
        for bills in pupils:
            bill = bills[0]
            if len(made) >= target or any(one.id in self.taken for one in bills):
                continue
            self.taken |= {one.id for one in bills}
            if bill.pupil.school.customers:
                made += self.customer(bills)
            elif bill.virtual_account and rng.random() < 0.8:
                made += self.virtual(bill)
            else:
                made += self.make(rng.choices(kinds, weights)[0], bill)
        return self.told(made, target)


def invoice_row(bill: Bill) -> tuple[object, ...]:
    pupil, school = bill.pupil, bill.pupil.school
    return (
        *(bill.id, school.id, school.account, bill.ref, school.style, pupil.id, pupil.name),
        *(pupil.group, pupil.phone, bill.period, bill.amount, bill.status, bill.virtual_account),
    )


def credit_row(credit: Credit) -> tuple[object, ...]:
    school = credit.bill.pupil.school
    return (
        *(credit.id, credit.notification, school.bank, school.account, credit.number),
        *(credit.at.isoformat(), credit.amount, credit.memo, credit.source),
        credit.virtual_account,
    )


def truth_row(credit: Credit) -> tuple[object, ...]:
    copy_of = credit.copy_of.id if credit.copy_of else ""
    undoes = credit.undoes.id if credit.undoes else ""
    return credit.id, "|".join(credit.pays), credit.kind, credit.expect, copy_of, undoes


def write(path: Path, head: str, lines: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(lines)


def main(folder: Path, seed: int, target: int) -> None:
    world = World(seed, target)
    reports = Maker(world).all(target)
    for number, report in enumerate(reports):
        report.id = f"C{number:08}"
    folder.mkdir(parents=True, exist_ok=True)
    write(
        folder / "invoices.csv",
        "invoice_id,school_id,account,ref,ref_style,pupil_id,pupil_name,class,guardian_phone,period,"
        "amount,status,virtual_account",
        map(invoice_row, world.bills),
    )
    write(
        folder / "bank_credits.csv",
        "credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source,virtual_account",
        map(credit_row, reports),
    )
    write(
        folder / "truth.csv",
        "credit_id,invoice_ids,kind,expect,duplicate_of,reverses",
        map(truth_row, reports),
    )


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    seed, target = (int(one) for one in (*sys.argv[2:], *("1", "100000")[len(sys.argv) - 2 :]))
    main(Path(sys.argv[1]), seed, target)
