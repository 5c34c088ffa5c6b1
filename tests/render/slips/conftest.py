"""Invented slips, and the programs that look at what is made of them."""

import io
import random
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image

from cashless_edu_health import references, registry, render
from cashless_edu_health.accounts import Account
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.invoices import Invoice, Line, Party, PaymentRequest

SCHOOL = Institution(
    id="thcs-a", name="Trường THCS Hoa Sen (bịa)", sector=Sector.EDUCATION, type="lower_secondary"
)
HOSPITAL = Institution(
    id="bv-a", name="Bệnh viện Sông Ray (bịa)", sector=Sector.HEALTH, type="hospital"
)
ACCOUNT = Account(acquirer_id="970436", number="0071000123456")
BANK = registry.banks().by_bin("970436")
KEY = bytes(range(16))
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
MIDDLE = ["Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Quốc", "Thùy", "Bảo", "Khánh"]
GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Đạt",
    "Giang",
    "Hà",
    "Hiếu",
    "Khôi",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Vy",
    "Yến",
]
# Every letter of the Vietnamese alphabet with every tone, in both cases.
LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
LETTERS += LETTERS.upper()

TALLY = (
    Line(amount=156_000, purpose="tuition", period="2022-11"),
    Line(amount=366_000, purpose="meals", period="2022-11"),
    Line(amount=-50_000, purpose="meals", period="2022-10", reason="nghỉ 2 ngày"),
)
BILL = (
    Line(amount=1_250_000, purpose="hospital_fee"),
    Line(amount=350_000, purpose="medical_service", reason="xét nghiệm"),
    Line(amount=-1_000_000, purpose="hospital_fee", reason="80 %", funded_by="insurer"),
)


def made_up_name(number):
    """A name; the first ones hold all letters between them."""
    chooser = random.Random(number)  # noqa: S311 - names
    name = f"{chooser.choice(FAMILY)} {chooser.choice(MIDDLE)} {chooser.choice(GIVEN)}"
    extra = LETTERS[number * 6 : number * 6 + 6]
    return f"{name} {extra}".strip()


def invoice(number, *, institution=SCHOOL, name=None, lines=None, **more):
    lines = lines or (TALLY if institution is SCHOOL else BILL)
    group = "3A" if institution is SCHOOL else "Khoa Nội"
    person = Party(
        name=made_up_name(number) if name is None else name, id=f"P{number}", group=group
    )
    more = {"paid_for": person, "due_on": date(2022, 11, 30)} | more
    return Invoice(id=f"HD-{number:06d}", institution_id=institution.id, lines=lines, **more)


def slip(number=17, *invoices, institution=SCHOOL, reference=None, expires_on=None, **more):
    """A slip of these invoices, or of one made up by its number."""
    asked = invoices or (invoice(number, institution=institution, **more),)
    request = PaymentRequest.for_invoices(
        asked,
        account=ACCOUNT,
        reference=reference or references.issue(number, key=KEY),
        expires_on=expires_on,
    )
    return render.Slip(request=request, invoices=asked, institution=institution, bank=BANK)


def tool(name):
    """The path of a program, or a skip that names it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def words_of(document):
    """The text of a PDF, in reading order."""
    done = subprocess.run(
        [tool("pdftotext"), "-", "-"], input=document, capture_output=True, check=True
    )
    return done.stdout.decode()


def pictures_of(document, *, dpi=150):
    """The pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [tool("pdftoppm"), "-r", str(dpi), "-png", "-gray", "-", f"{folder}/page"]
        subprocess.run(command, input=document, check=True, capture_output=True)
        pages = sorted(Path(folder).iterdir())
        return [Image.open(io.BytesIO(page.read_bytes())).convert("L") for page in pages]


def codes_of(document, *, dpi=150):
    """What a camera reads off each page of a PDF."""
    return [
        sorted(
            found.text
            for found in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
        )
        for page in pictures_of(document, dpi=dpi)
    ]


@pytest.fixture(scope="session")
def samples():
    """Made-up slips and invoices, and ways to read PDFs."""
    return SimpleNamespace(
        ACCOUNT=ACCOUNT,
        HOSPITAL=HOSPITAL,
        LETTERS=LETTERS,
        SCHOOL=SCHOOL,
        codes_of=codes_of,
        invoice=invoice,
        made_up_name=made_up_name,
        pictures_of=pictures_of,
        slip=slip,
        tool=tool,
        words_of=words_of,
    )
