"""A made-up world of schools, hospitals, people and bills, for ``made_up_credits.py``.

Every school, person, account, phone and reference is invented; the layouts of memos are those of
``tests/references/memo_shapes.json``. What differs from seed to seed: rates of each kind, banks,
styles of codes, classes and feeds.
"""

import json
import random
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cashless_edu_health import references, text

ZONE = timezone(timedelta(hours=7))
START = datetime(2026, 11, 1, tzinfo=ZONE)
SHAPES = json.loads(
    (Path(__file__).parent.parent / "references" / "memo_shapes.json").read_text("utf-8")
)["shapes"]
SEEN_AT = {
    "VCB": "VCB",
    "MB": "MB",
    "CTG": "VietinBank",
    "BIDV": "BIDV",
    "ACB": "ACB",
    "VPB": "VPBank",
    "STB": "Sacombank",
    "AGR": "Agribank",
}
SURNAMES = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Huỳnh Võ Đặng Đỗ Bùi Hồ Ngô Dương Lý Đinh K'"
MIDDLES = "Văn Thị Thị Ngọc Minh Gia Bảo Thanh Hoài Phước Quỳnh Khánh Tường Đăng Thảo Ánh Như"
GIVENS = (
    "An Ân Anh Bình Châu Chi Diễm Duy Dũng Đạt Đức Giang Hà Hạnh Hân Hiếu Huy Hương Khang Khoa "
    "Khôi Lam Linh Long Mai My Nam Ngân Nghi Nhi Như Oanh Phát Phong Phúc Quân Quý Sang Sơn Tâm "
    "Thảo Thiên Thư Tiên Trâm Trí Trinh Tuấn Uyên Vân Vy Xuân Yến"
)
LEADS = [
    *("", "", "", "hoc phi", "HP", "nop tien", "thanh toan", "tien an ban tru", "dong tien hoc"),
    *("CK", "BHYT va hoc phi", "tien ban tru", "phi xe dua ruoc", "Đóng học phí"),
]
CARE_LEADS = ["", "vien phi", "tam ung vien phi", "TT vien phi", "kham benh", "nop tien"]
FREE = "0123456789ABCDEFGHKLMNPQRSTUVXY"
LEGACY = ["HP", "HD", "TT", "KCB", "BV", "DHP", "THU", "MHS", "PT", "QLT"]
WEIGHTS = {
    "code_exact": 50, "code_glued": 6, "code_spaced": 6, "code_typo1": 3, "code_typo2": 0.7,
    "code_cut": 1.4, "name_only": 9, "payer_only": 2, "under": 1.5, "over": 1.4, "split": 2.2,
    "twins": 0.5, "double_pay": 1.3, "two_codes": 1, "siblings_one_code": 0.6, "stale_code": 1,
    "wrong_school": 0.6, "unrelated": 2, "reversed": 0.6,
}  # fmt: skip


@dataclass(frozen=True)
class School:
    id: str
    care: bool
    bank: str
    account: str
    style: str
    prefix: str
    digits: int
    classes: str
    virtual: str
    customers: bool
    channel: str
    numbered: bool


@dataclass(frozen=True)
class Pupil:
    id: str
    name: str
    group: str
    phone: str
    school: School


@dataclass(frozen=True)
class Bill:
    id: str
    pupil: Pupil
    ref: str
    period: str
    amount: int
    status: str
    virtual_account: str

    @property
    def checked(self) -> bool:
        return self.pupil.school.style in ("v23", "short", "rf")


def plain(words: str) -> str:
    return text.fold(words)


class World:
    """Everything of one seed."""

    def __init__(self, seed: int, size: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a repeatable sample, no secret
        rng = self.rng
        self.key = rng.randbytes(16)
        self.weights = {kind: w * rng.uniform(0.6, 1.6) for kind, w in WEIGHTS.items()}
        self.repeated = rng.uniform(0.01, 0.04)
        self.schools = self._schools(max(6, min(60, size // 1500)))
        self.bills: list[Bill] = []
        self.closed: dict[str, Bill] = {}
        self.siblings: list[tuple[Bill, Bill]] = []
        self.count = 0
        self.shapes = self._shapes()
        self._pupils(int(size * 1.15))
        self.same_name: dict[tuple[str, str, str, int], int] = {}
        for bill in self.bills:
            if bill.status == "open":
                key = self.call(bill)
                self.same_name[key] = self.same_name.get(key, 0) + 1

    @staticmethod
    def call(bill: Bill) -> tuple[str, str, str, int]:
        pupil = bill.pupil
        return pupil.school.account, plain(pupil.name), pupil.group, bill.amount

    def digits(self, n: int) -> str:
        return "".join(self.rng.choices("0123456789", k=n))

    def _schools(self, n: int) -> list[School]:
        rng, schools = self.rng, list[School]()
        legacy = rng.sample(LEGACY, 5)
        lengths = {prefix: rng.choice([7, 8, 9, 10, 11]) for prefix in legacy}
        for i in range(n):
            care = rng.random() < 0.2
            style = rng.choices(
                ["v23", "short", "rf", "seq", "free", "alnum"], [45, 8, 12, 25, 4, 6]
            )[0]
            school = School(
                id=f"S{i:04}",
                care=care,
                bank=rng.choice(list(SEEN_AT)),
                account=self.digits(rng.choice([8, 10, 12, 13])),
                style=style,
                prefix=(prefix := rng.choice(legacy)),
                digits=lengths[prefix],
                classes=rng.choice(["ward", ""])
                if care
                else rng.choice(["10A1", "10A1", "6/2", "leaf", "3B"]),
                virtual=rng.choices(["", "request", "pupil"], [80, 10, 10])[0],
                customers=rng.random() < 0.1,
                channel=rng.choice(["webhook", "statement"]),
                numbered=rng.random() < 0.85,
            )
            if schools and rng.random() < 0.08:
                with_ = rng.choice(schools)
                school = replace(school, bank=with_.bank, account=with_.account)
            schools.append(school)
        return schools

    def name(self) -> str:
        rng = self.rng
        middles = rng.sample(MIDDLES.split(), rng.choices([0, 1, 2], [8, 70, 22])[0])
        return " ".join([rng.choice(SURNAMES.split()), *middles, rng.choice(GIVENS.split())])

    def _group(self, school: School) -> str:
        rng = self.rng
        if rng.random() < 0.04:
            return ""
        if school.classes == "10A1":
            return f"{rng.choice([10, 11, 12])}A{rng.randint(1, 12)}"
        if school.classes == "6/2":
            return f"{rng.randint(6, 9)}/{rng.randint(1, 11)}"
        if school.classes == "leaf":
            return f"{rng.choice(['Lá', 'Chồi', 'Mầm'])} {rng.randint(1, 5)}"
        if school.classes == "3B":
            return f"{rng.randint(1, 5)}{rng.choice('ABCD')}"
        return (
            f"P{rng.randint(1, 5)}{rng.randint(0, 1)}{rng.randint(1, 9)}" if school.classes else ""
        )

    def reference(self, school: School) -> str:
        self.count += 1
        number = self.count
        if school.style == "v23":
            return references.issue(number, key=self.key)
        if school.style == "short":
            return references.issue(number, key=self.key, scheme=references.SHORT)
        if school.style == "rf":
            body = f"{26}{number:010}"
            return f"RF{98 - int(body + '271500') % 97:02}{body}"
        if school.style == "free":  # numbers as they come, not padded
            return f"{school.prefix}{number + 9000}"
        if school.style == "alnum":
            return school.prefix + "".join(self.rng.choices(FREE, k=8))
        return f"{school.prefix}{26_11 * 10 ** (school.digits - 4) + number:0{school.digits}}"

    def _pupils(self, bills: int) -> None:
        rng = self.rng
        usual = {s.id: [rng.randint(8, 40) * 25_000 for _ in range(4)] for s in self.schools}
        open_ = 0
        while open_ < bills:
            school, phone = rng.choice(self.schools), "09" + self.digits(8)
            family = []
            for _ in range(rng.choices([1, 2, 3], [88, 10, 2])[0]):
                pupil = Pupil(
                    f"P{len(self.bills):07}", self.name(), self._group(school), phone, school
                )
                odd = rng.random() < (0.7 if school.care else 0.25)
                amount = rng.randint(180, 1900) * 1000 if odd else rng.choice(usual[school.id])
                added = self._bills_of(pupil, amount)
                family.append(added[-1])
                open_ += len(added)
            if len(family) > 1 and not school.customers:
                self.siblings.append((family[0], family[1]))

    def _bills_of(self, pupil: Pupil, amount: int) -> list[Bill]:
        rng, school = self.rng, pupil.school
        number = f"{rng.choice(['M789', '9624', 'VQR'])}{self.digits(9)}" if school.virtual else ""
        if school.customers:
            ref = self.reference(school)
            months = ["2026-09", "2026-10", "2026-11"][-rng.choice([1, 2, 3]) :]
            return [
                self._bill(pupil, ref, month, amount + 7000 * place, "open", number)
                for place, month in enumerate(months)
            ]
        if rng.random() < 0.2:
            before = self._bill(pupil, self.reference(school), "2026-10", amount, "paid", "")
        else:
            before = None
        bill = self._bill(pupil, self.reference(school), "2026-11", amount, "open", number)
        if before is not None:
            self.closed[bill.id] = before
        return [bill]

    def _bill(self, pupil: Pupil, ref: str, period: str, amount: int, status: str, va: str) -> Bill:
        bill = Bill(f"INV{len(self.bills):08}", pupil, ref, period, amount, status, va)
        self.bills.append(bill)
        return bill

    def _shapes(self) -> dict[str, list[str]]:
        texts = {bank: list[str]() for bank in SEEN_AT}
        for shape in SHAPES:
            if "{code" in shape["text"]:
                for bank, label in SEEN_AT.items():
                    if shape["seen_at"].startswith((label, "any", "SePay")):
                        texts[bank].append(shape["text"])
        return texts

    def wrapped(self, school: School, memo: str) -> str:
        """A memo as the bank delivers it."""
        rng = self.rng
        shape = rng.choice(self.shapes[school.bank])
        shape = re.sub(r"[0-9]{5,}", lambda found: self.digits(len(found[0])), shape)
        shape = shape.replace("LE THI MINH", plain(self.name()).upper())
        if rng.random() < 0.93:
            memo = plain(memo)
        got = shape.replace("{code_lower}", memo.lower()).replace("{code}", memo)
        if rng.random() < 0.3:
            got = got.upper()
        for _ in range(rng.choices([0, 1, 2], [88, 8, 4])[0]):
            at = rng.randrange(len(got))
            got = f"{got[:at]} {got[at:]}"
        return got

    def month(self, bill: Bill) -> str:
        n = int(bill.period[-2:])
        written = [
            f"thang {n}",
            f"T{n}",
            f"T.{n}",
            f"thang{n}",
            f"T{n}/2026",
            f"{n}/2026",
            f"th {n}",
        ]
        return self.rng.choice(written)

    def group(self, group: str) -> str:
        rng = self.rng
        if "/" in group:
            group = group.replace("/", rng.choice(["/", "/", ".", "-", ""]))
        elif rng.random() < 0.2:
            group = group.replace(" ", "")
        return rng.choice(["", "", "lop ", "L", "Lop "]) + group if group[:1].isdigit() else group

    def words(self, bill: Bill, code: str) -> str:
        """What a payer writes around a code."""
        rng, pupil = self.rng, bill.pupil
        parts = [rng.choice(CARE_LEADS if pupil.school.care else LEADS), code]
        if rng.random() < 0.35:
            parts.append(" ".join(pupil.name.split()[-2:]))
        if pupil.group and rng.random() < 0.35:
            parts.append(self.group(pupil.group))
        if rng.random() < 0.3:
            parts.append(self.month(bill))
        return rng.choice([" ", " ", " ", "-", "; "]).join(part for part in parts if part)
