"""How long slips take as PDF, beside saving the same codes as segno does it by default.

    python slips.py [--slips 2000] [--sheet a4-4]

Both entrants work on the same made-up requests in one process, one after the other: the slips as
one PDF, from requests to bytes, and ``segno.make_qr(payload, error="m", boost_error=False)`` saved
as SVG, which looks for the best mask. Printed are processor and wall time of both, their ratios,
the most memory that the process ever held, before and behind the PDF, and the size of the file.
The PDF goes first: what it needs for the first time counts for it.
"""

import argparse
import io
import resource
import sys
import time
from collections.abc import Callable, Sequence

import segno

from cashless_edu_health import payments, references, registry, render
from cashless_edu_health.accounts import Account
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.invoices import Invoice, Line, Party, PaymentRequest
from cashless_edu_health.render import Slip, SlipSheet

MOST = 0.8
"""The ratio of processor times that must not be passed."""

ACCOUNT = Account(acquirer_id="970436", number="0071000123456")
SCHOOL = Institution(
    id="thcs-a", name="Trường THCS Hoa Sen (bịa)", sector=Sector.EDUCATION, type="lower_secondary"
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Bùi")
GIVEN = ("Ngọc Ánh", "Đức Bình", "Thùy Dương", "Quốc Khôi", "Bảo Uyên")


def made_up_slip(number: int) -> Slip:
    """A slip of a pupil with two charges and a reduction."""
    name = f"{FAMILY[number % 7]} {GIVEN[number % 5]}"
    invoice = Invoice(
        id=f"HD-{number:06d}",
        institution_id=SCHOOL.id,
        lines=(
            Line(amount=156_000 + 1_000 * (number % 90), purpose="tuition", period="2022-11"),
            Line(amount=366_000, purpose="meals", period="2022-11"),
            Line(amount=-50_000, purpose="meals", period="2022-10", reason="nghỉ 2 ngày"),
        ),
        paid_for=Party(name, id=f"P{number:06d}", group=f"{number % 4 + 6}/{number % 9 + 1}"),
    )
    reference = references.issue(number, key=bytes(range(16)))
    request = PaymentRequest.for_invoice(invoice, account=ACCOUNT, reference=reference)
    bank = registry.banks().by_bin(ACCOUNT.acquirer_id)
    return Slip(request=request, invoices=(invoice,), institution=SCHOOL, bank=bank)


def saved_by_segno(payloads: Sequence[str]) -> None:
    """The floor: each code with segno's own choices, saved as SVG."""
    for payload in payloads:
        segno.make_qr(payload, error="m", boost_error=False).save(io.BytesIO(), kind="svg")


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """What came of it, processor seconds, wall seconds."""
    processor, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, time.process_time() - processor, time.perf_counter() - wall


def peak_mb() -> float:
    """The most memory that this process ever held."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--slips", type=int, default=2_000)
    parser.add_argument("--sheet", type=SlipSheet, default=SlipSheet.A4_4)
    chosen = parser.parse_args(arguments)
    slips = [made_up_slip(number) for number in range(chosen.slips)]
    payloads = [payments.request(slip.request).encode() for slip in slips]
    before = peak_mb()
    document, processor, wall = timed(lambda: render.slips_pdf(slips, sheet=chosen.sheet))
    behind = peak_mb()
    _, floor, floor_wall = timed(lambda: saved_by_segno(payloads))
    each = 1000 / chosen.slips
    print(f"{chosen.slips} slips, {chosen.sheet.value}")
    print(f"  slips as PDF: {processor:.2f} s processor, {wall:.2f} s wall", end="")
    print(f" ({processor * each:.2f} ms each)")
    print(f"  codes by segno: {floor:.2f} s processor, {floor_wall:.2f} s wall", end="")
    print(f" ({floor * each:.2f} ms each)")
    print(f"  ratio: {processor / floor:.2f} processor, {wall / floor_wall:.2f} wall", end="")
    print(f"; at most {MOST}")
    print(f"  memory: {behind:.0f} MB at most, {before:.0f} MB before")
    size = len(document) if isinstance(document, bytes) else 0
    print(f"  file: {size / 1e6:.2f} MB, {size / chosen.slips / 1e3:.1f} kB each")
    return 0 if processor / floor <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
