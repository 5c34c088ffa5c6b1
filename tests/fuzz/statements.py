"""Throw files at the readers of statements: ``python statements.py [COUNT] [SEED]``.

A seeded loop over mutations of invented statements in every format and over bytes put together from
pieces, now and then of 64 KiB. Of each is asked: only the library's own errors leave; a reader
reads exactly when its inspection finds no error; what is read has ids of its own, and the same
ones again; no finding and no error repeats what a cell said. Prints the count by outcome and the
slowest file by format, at its best of four; exit code 1 at the first breach.
"""

import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable

from openpyxl import Workbook

from cashless_edu_health import registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError
from cashless_edu_health.statements import Inspection

LONGEST = 65_536
SECRET = "ZZ" + "SECRET" + "ZZ"
SCHOOL = Account("970436", "0071000123456")
ROWS = [
    ["Số tài khoản", SCHOOL.number],
    ["Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả"],
    ["04/11/2026", "5389 - 82579", "", "600,000", f"HVX7K3M2P9X5H {SECRET}"],
    ["05/11/2026", "5389 - 82580", "1,000", "", f"PHI {SECRET}"],
    ["Tổng", "", "1,000", "600,000"],
]
CSV = (
    "credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source\n"
    f"C1,7,VCB,0071000123456,FT1,2026-11-01T14:29:09+07:00,477000,{SECRET},w\n"
    f'C2,,970415,0071,,2026-11-01T00:00:00Z,-5,"{SECRET}, x",\n'
).encode()
CAMT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S'
    "</Id><Acct><Id><Othr><Id>0071000123456</Id></Othr></Id></Acct><Ntry>"
    '<Amt Ccy="VND">550000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt>'
    "<DtTm>2026-11-01T08:05:00+07:00</DtTm></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>"
    f"{SECRET}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
).encode()
MT940 = (
    ":20:S1\n:25:0071000123456\n:28C:12/1\n:60F:C261101VND1000000,\n"
    f":61:2611011102C550000,NTRFNONREF//FT1\n:86:{SECRET}\n:62F:C261102VND1550000,\n-\n"
).encode()
PIECES = [
    *(b"", b",", b";", b'"', b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"<", b">", b"&"),
    *(b"<!DOCTYPE a>", b"<Ntry>", b"</Ntry>", b"</Stmt>", b"<a>", b":61:", b":86:", b":20:"),
    *(b"0", b"9" * 20, b"1.000.000,5", b"-5", b"2026-11-31", b"=1+1", b"PK\x03\x04", b"\xd0\xcf"),
    *("٣".encode(), "Đồng".encode(), b"VND", b"USD", b"C", b"RC", b" " * 50, b"A" * 300),
]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_layout(name: str) -> Callable[[bytes], Inspection]:
    layout = registry.layout(name)
    return lambda data: statements.inspect_bytes(data, file="f", layout=layout)


READERS: dict[str, tuple[bytes, Callable[[bytes], Inspection]]] = {
    "csv": (CSV, by_layout("cashless-csv")),
    "xlsx": (workbook(ROWS), by_layout("vcb-account-xlsx")),
    "camt": (
        CAMT,
        lambda data: statements.inspect_camt(
            data, file="f", accounts=[SCHOOL], utc_offset="+07:00"
        ),
    ),
    "mt940": (
        MT940,
        lambda data: statements.inspect_mt940(data, accounts=[SCHOOL], utc_offset="+07:00"),
    ),
}


def mutation(source: random.Random, genuine: bytes) -> bytes:
    data = genuine
    for _ in range(source.randint(0, 4)):
        at = source.randrange(len(data) + 1)
        cut = source.randint(0, 6)
        data = data[:at] + source.choice([b"", data[at:], *PIECES]) + data[at + cut :]
    if source.random() < 0.02:
        piece = source.choice([genuine, *PIECES[1:]])
        data = data + piece * (LONGEST // len(piece))
    return data[:LONGEST]


def random_sheet(source: random.Random) -> bytes:
    """A workbook whose cells are of any kind, in the places of the genuine one."""
    cells = [*ROWS[2], None, 5, 1.5, -7, "=1+1", "x" * 40, "01/11/2026", True, *ROWS[1]]
    rows = [list(row) for row in ROWS]
    for _ in range(source.randint(0, 6)):
        row = source.choice(rows)
        row[source.randrange(len(row))] = source.choice(cells)
    return workbook(rows)


def breach_of(data: bytes, reader: Callable[[bytes], Inspection]) -> tuple[str, str | None]:
    """``read`` or ``refused``, and what was wrong with that, if anything."""
    try:
        inspection = reader(data)
        again = reader(data)
    except Exception as error:  # noqa: BLE001 - what leaves is what is looked for
        return "left", f"{type(error).__name__} left"
    try:
        inspection.raise_for_errors(file="f")
    except DataError as error:
        said = f"{error} {[(f.path, f.message('vi')) for f in inspection.report.findings]}"
        if SECRET in said:
            return "refused", "a message repeats a cell"
        return "refused", "half read" if inspection.entries else None
    ids = [entry.id for entry in inspection.entries]
    if len(set(ids)) < len(ids) or ids != [entry.id for entry in again.entries]:
        return "read", "ids that repeat or change"
    return "read", None


def run(count: int, seed: int) -> tuple[Counter[str], dict[str, float], str | None]:
    """Outcomes, seconds of the slowest file by format, and the first breach."""
    source = random.Random(seed)  # noqa: S311 - no secret
    outcomes: Counter[str] = Counter()
    slowest = dict.fromkeys(READERS, 0.0)
    for number in range(count):
        kind = source.choice(list(READERS))
        genuine, reader = READERS[kind]
        sheet = kind == "xlsx" and source.random() < 0.7
        data = random_sheet(source) if sheet else mutation(source, genuine)
        begun = time.perf_counter()
        outcome, breach = breach_of(data, reader)
        spent = (time.perf_counter() - begun) / 2
        if spent > slowest[kind]:
            slowest[kind] = max(slowest[kind], min(spent, *(_timed(reader, data) for _ in "123")))
        outcomes[f"{kind} {outcome}"] += 1
        if breach:
            return outcomes, slowest, f"file {number} ({kind}): {breach}: {data[:200]!r}"
    return outcomes, slowest, None


def _timed(reader: Callable[[bytes], Inspection], data: bytes) -> float:
    begun = time.perf_counter()
    reader(data)
    return time.perf_counter() - begun


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    outcomes, slowest, breach = run(count, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for outcome, times in sorted(outcomes.items()):
        print(f"{outcome}: {times}")
    for kind, seconds in slowest.items():
        print(f"slowest {kind}: {1000 * seconds:.1f} ms")
    print(breach or "no breach")
    return bool(breach)


if __name__ == "__main__":
    raise SystemExit(main())
