"""How fast codes are made and read, beside floors and peers in the same run.

    python payloads.py [--n 20000] [--npm FOLDER]

Every entrant makes, or reads, the same payloads in turns: nine interleaved rounds, of which the
median is printed as microseconds per payload and as a ratio to the floor. The floors are the
least that can be written by hand: an f-string and slices, with the checksum by ``binascii`` and no
other check. Peers that are not installed are skipped by name; FOLDER holds ``node_modules`` with
the npm peer, which is timed by node over the same payloads.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from binascii import crc_hqx
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cashless_edu_health import vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.vietqr import AdditionalData, Payee, VietQR

ROUNDS = 9
BIN, NUMBER = "970415", "0000123456789"
ACCOUNT = Account(BIN, NUMBER)
PAYEE = Payee(ACCOUNT)
Row = tuple[int, str]
Entrant = Callable[[Any], object]

NPM = """
const { createRequire } = require("node:module");
const { QRPay } = createRequire(process.argv[1] + "/")("vietnam-qr-pay");
const rows = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const time = (f, items) => { const from = process.hrtime.bigint();
  for (const item of items) f(item);
  return Number(process.hrtime.bigint() - from) / 1000 / items.length; };
const build = ([amount, purpose]) =>
  QRPay.initVietQR({ bankBin: "970415", bankNumber: "0000123456789",
    amount: String(amount), purpose }).build();
const parse = (text) => { const code = new QRPay(text); if (!code.isValid) throw Error("invalid");
  return code.consumer.bankNumber; };
const payloads = rows.map(build);
const rounds = { build: [], parse: [], first: payloads[0] };
for (let i = 0; i < 9; i++) { rounds.build.push(time(build, rows));
  rounds.parse.push(time(parse, payloads)); }
console.log(JSON.stringify(rounds));
"""


def floor_build(row: Row) -> str:
    amount, purpose = str(row[0]), row[1]
    owner = f"0006{BIN}01{len(NUMBER):02}{NUMBER}"
    payee = f"0010A00000072701{len(owner):02}{owner}0208QRIBFTTA"
    text = (
        f"00020101021238{len(payee):02}{payee}530370454{len(amount):02}{amount}"
        f"5802VN62{len(purpose) + 4:02}08{len(purpose):02}{purpose}6304"
    )
    return f"{text}{crc_hqx(text.encode(), 0xFFFF):04X}"


def floor_split(text: str) -> dict[str, str]:
    objects, at = {}, 0
    while at < len(text):
        end = at + 4 + int(text[at + 2 : at + 4])
        objects[text[at : at + 2]] = text[at + 4 : end]
        at = end
    return objects


def floor_parse(text: str) -> tuple[str, str, str, str]:
    if crc_hqx(text[:-4].encode(), 0xFFFF) != int(text[-4:], 16):
        raise ValueError
    root = floor_split(text)
    owner = floor_split(floor_split(root["38"])["01"])
    return owner["00"], owner["01"], root["54"], floor_split(root["62"])["08"]


def value_build(row: Row) -> str:
    return VietQR(ACCOUNT, amount=row[0], additional_data=AdditionalData(purpose=row[1])).encode()


def payee_build(row: Row) -> str:
    return PAYEE.payload(amount=row[0], purpose=row[1])


def our_parse(text: str) -> tuple[str, str, int | None, str | None]:
    code = vietqr.parse(text)
    account = code.account
    return account.acquirer_id, account.number, code.amount, code.additional_data.purpose


def pypi_peer() -> tuple[Entrant, Entrant] | None:
    try:
        from vietnam_qr_pay import QRPay
    except ImportError:
        return None

    def build(row: Row) -> object:
        return QRPay.init_viet_qr(BIN, NUMBER, str(row[0]), row[1]).build()

    def parse(text: str) -> object:
        code = QRPay(text)
        if not code.is_valid:
            raise ValueError
        return code.consumer.bank_bin, code.consumer.bank_number, code.amount

    return build, parse


def rounds_of(entrants: Mapping[str, Entrant], items: Sequence[Any]) -> dict[str, float]:
    """Median microseconds per item of each entrant; the rounds are interleaved."""
    spent: dict[str, list[float]] = {name: [] for name in entrants}
    for _ in range(ROUNDS):
        for name, entrant in entrants.items():
            begin = time.perf_counter()
            for item in items:
                entrant(item)
            spent[name].append((time.perf_counter() - begin) * 1e6 / len(items))
    return {name: statistics.median(times) for name, times in spent.items()}


def npm_peer(folder: Path | None, rows: Sequence[Row]) -> dict[str, Any] | str:
    node = shutil.which("node")
    if folder is None or node is None:
        return "npm vietnam-qr-pay: skipped, " + ("no --npm FOLDER" if node else "no node")
    done = subprocess.run(
        [node, "-e", NPM, str(folder.resolve())],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"npm vietnam-qr-pay: skipped, node ended with {done.returncode}"
    return dict(json.loads(done.stdout))


def show(job: str, times: Mapping[str, float], *, faster: bool) -> None:
    floor = times["floor"]
    print(
        f"{job}: microseconds per payload, {'speed' if faster else 'time'} as a ratio to the floor"
    )
    for name, spent in times.items():
        ratio = floor / spent if faster else spent / floor
        print(f"  {name:28} {spent:8.2f}  {ratio:6.2f}")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--npm", type=Path)
    given = parser.parse_args(arguments)
    rows = [(1_000 + 7 * i, f"HP {i:06} LOP 9A") for i in range(given.n)]
    payloads = [floor_build(row) for row in rows]
    makers: dict[str, Entrant] = {
        "floor": floor_build,
        "Payee.payload": payee_build,
        "VietQR(...).encode()": value_build,
    }
    readers: dict[str, Entrant] = {"floor": floor_parse, "vietqr.parse": our_parse}
    notes = []
    if (peer := pypi_peer()) is None:
        notes.append("PyPI vietnam-qr-pay: skipped, not installed")
    else:
        makers["PyPI vietnam-qr-pay"], readers["PyPI vietnam-qr-pay"] = peer
    for name, maker in makers.items():
        if [maker(row) for row in rows[:99]] != payloads[:99]:
            sys.exit(f"{name} makes other payloads")
    made, read = rounds_of(makers, rows), rounds_of(readers, payloads)
    npm = npm_peer(given.npm, rows)
    if isinstance(npm, str):
        notes.append(npm)
    else:
        made["npm vietnam-qr-pay"] = statistics.median(npm["build"])
        read["npm vietnam-qr-pay"] = statistics.median(npm["parse"])
    show("build", made, faster=False)
    show("parse", read, faster=True)
    for name in [name for name in read if "vietnam" in name]:
        print(f"parse is {read[name] / read['vietqr.parse']:.1f} times as fast as {name}")
    for note in notes:
        print(note)


if __name__ == "__main__":
    main(sys.argv[1:])
