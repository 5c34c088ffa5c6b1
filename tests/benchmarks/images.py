"""How many pictures of codes a second, beside segno's own calls in the same run.

    python images.py [--n 10000] [--rounds 5]

The floor is `segno.make_qr(payload, error="m", boost_error=False)` and `save` as SVG and PNG, one
code after the other. Beside it stands `render.images` with one process and with two, the start of
the processes counted. Rounds are interleaved; printed is the median of pictures a second by the
clock on the wall, its ratio to the floor, and the ratio by the processor time of all processes
together, which other work on the machine disturbs less: two that waste nothing cost what one does.
The floor of PNG is timed at segno's default of 1 pixel a module, which no camera reads well, and
at the size that `render` makes.

Then every picture of N codes, SVG and PNG, is read back with zxing-cpp; exit code 1 if one is not.
"""

import argparse
import io
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import resvg_py
import segno
import zxingcpp
from PIL import Image

from cashless_edu_health import references, render
from cashless_edu_health.accounts import Account
from cashless_edu_health.vietqr import Payee

BANKS = ("970436", "970415", "970418", "970422", "970405")
KEY = bytes(range(32))
WORDS = ("", " AN 3A T11", " BAN TRU", " HK1")
FLOOR, PEER, ONE, TWO = "segno", "segno, 8 pixels", "images", "images, 2 processes"


def payloads(count: int) -> list[str]:
    """Codes of made-up schools: five banks, amounts and references that differ."""
    payees = [Payee(Account(bank, f"00710{n:08}")) for n, bank in enumerate(BANKS)]
    return [
        payees[n % 5].payload(
            amount=50_000 + 1_000 * (n % 4_000),
            purpose=references.issue(n, key=KEY) + WORDS[n % 4],
        )
        for n in range(count)
    ]


def segnos(codes: Iterable[str], kind: str, **size: int) -> Iterator[bytes]:
    for code in codes:
        out = io.BytesIO()
        segno.make_qr(code, error="m", boost_error=False).save(out, kind=kind, **size)
        yield out.getvalue()


def processor_time() -> float:
    """Seconds of this process, and of its children that have ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def timed(pictures: Callable[[], Iterable[object]], count: int) -> tuple[float, float]:
    """Pictures a second: by the clock on the wall, and by processor time, of children too."""
    wall, spent = time.perf_counter(), processor_time()
    made = sum(1 for _ in pictures())
    wall, spent = time.perf_counter() - wall, processor_time() - spent
    if made != count:
        sys.exit("a picture is missing")
    return count / wall, count / spent


def measure(kind: str, codes: Sequence[str], rounds: int) -> None:
    few, some = codes[: max(1, len(codes) // 20)], codes[: max(1, len(codes) // 5)]
    entrants: dict[str, tuple[Sequence[str], Callable[[Sequence[str]], Iterable[object]]]] = {
        FLOOR: (few, lambda part: segnos(part, kind)),
        ONE: (some, lambda part: render.images(part, kind)),
        TWO: (codes, lambda part: render.images(part, kind, workers=2)),
    }
    if kind == "png":
        entrants[PEER] = (few, lambda part: segnos(part, kind, scale=render.PRINT_SCALE))
    walls, processors = defaultdict(list), defaultdict(list)
    for _ in range(rounds):
        for name, (part, make) in entrants.items():
            wall, processor = timed(lambda make=make, part=part: make(part), len(part))
            walls[name].append(wall)
            processors[name].append(processor)
    wall = {name: statistics.median(rates) for name, rates in walls.items()}
    processor = {name: statistics.median(rates) for name, rates in processors.items()}
    print(f"{kind}: pictures a second, ratio to the floor by wall, by processor time")
    for name in entrants:
        by_wall = f"{wall[name]:8.0f}  {wall[name] / wall[FLOOR]:5.2f}"
        by_processor = f"{processor[name] / processor[FLOOR]:5.2f}"
        print(f"  {name:20} {by_wall}  {by_processor}")


def read_back(pair: tuple[str, str | bytes]) -> bool:
    code, picture = pair
    if isinstance(picture, str):
        picture = bytes(resvg_py.svg_to_bytes(svg_string=picture, skip_system_fonts=True))
    found = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(picture)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode
    )
    return [one.text for one in found] == [code]


def show_read_back(kind: str, codes: Sequence[str], pool: ProcessPoolExecutor) -> bool:
    pairs = zip(codes, render.images(codes, kind), strict=True)
    read = sum(pool.map(read_back, pairs, chunksize=100))
    print(f"{kind}: {read} of {len(codes)} read back")
    return read == len(codes)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    codes = payloads(given.n)
    for kind in ("svg", "png"):
        measure(kind, codes, given.rounds)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        read = [show_read_back(kind, codes, pool) for kind in ("svg", "png")]
    if not all(read):
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
