"""Attacks that broke other readers and writers, each with the one answer it gets here.

Every text carries a correct checksum unless its name says otherwise; every account is invented.
"""

import time

import pytest

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import ChecksumError, DecodeError, EncodeError
from cashless_edu_health.vietqr import AdditionalData, Payee, Profile, VietQR

ACCOUNT = Account("970436", "0000123456789")
FRAME = "000201010211"
PAYEE = "38570010A00000072701270006970436011300001234567890208QRIBFTTA"
OTHER_PAYEE = PAYEE.replace("1234567", "7654321")
VIETNAM = "53037045802VN"
GENUINE = emvco.append_crc(FRAME + PAYEE + VIETNAM)


def sealed(*parts):
    return emvco.append_crc("".join(parts))


READING = [
    ("length -4", sealed(FRAME, PAYEE, VIETNAM, "80-4"), "QR-03", ""),
    ("length -4 alone", "80-4", "QR-03", ""),
    ("length -4 again and again", "80-4" * 33, "QR-03", ""),
    ("length -4 inside 38", sealed(FRAME, "38100010-4ABCD", VIETNAM), "QR-24", "38"),
    ("length -4 inside 62", sealed(FRAME, PAYEE, VIETNAM, "620408-4"), "QR-24", "62"),
    ("2,000 small objects", "8000" * 2_000, "QR-01", ""),
    ("100 small objects of one id", sealed("000201", "8000" * 100), "QR-06", "80"),
    ("second payee", sealed(FRAME, PAYEE, OTHER_PAYEE, VIETNAM), "QR-06", "38"),
    (
        "second account inside the payee",
        sealed(
            FRAME,
            "38740010A0000007270144000697043601130000123456789",
            "011300007654321890208QRIBFTTA",
            VIETNAM,
        ),
        "QR-06",
        "38.01.01",
    ),
    ("second amount", sealed(FRAME, PAYEE, "540410005404", "2000", VIETNAM), "QR-06", "54"),
    ("length +5", sealed(FRAME, PAYEE, VIETNAM, "80+5ABCDE"), "QR-03", ""),
    ("length of Arabic-Indic digits", sealed(FRAME, PAYEE, VIETNAM, "80٠٥ABCDE"), "QR-03", ""),
    ("length of full-width digits", sealed(FRAME, PAYEE, VIETNAM, "80０５ABCDE"), "QR-03", ""),
    ("length with a blank", sealed(FRAME, PAYEE, VIETNAM, "80 5ABCDE"), "QR-03", ""),
    (
        "account one digit longer than its length",
        sealed(FRAME, PAYEE.replace("01130000", "01120000"), VIETNAM),
        "QR-24",
        "38.01",
    ),
    ("empty text", "", "QR-07", "00"),
    ("amount 0", sealed(FRAME, PAYEE, "54010", VIETNAM), "QR-17", "54"),
    ("amount -5", sealed(FRAME, PAYEE, "5402-5", VIETNAM), "QR-16", "54"),
    ("amount 79,000", sealed(FRAME, PAYEE, "540679,000", VIETNAM), "QR-16", "54"),
    ("amount abc", sealed(FRAME, PAYEE, "5403abc", VIETNAM), "QR-16", "54"),
    ("amount 1e9", sealed(FRAME, PAYEE, "54031e9", VIETNAM), "QR-16", "54"),
    ("amount of Arabic-Indic digits", sealed(FRAME, PAYEE, "5402٠٥", VIETNAM), "QR-16", "54"),
    ("dollars", sealed(FRAME, PAYEE, "53038405802VN"), "QR-14", "53"),
    ("initiation 13", sealed("000201010213", PAYEE, VIETNAM), "QR-13", "01"),
    ("no payee", sealed(FRAME, VIETNAM), "QR-12", "38"),
    ("id of letters", sealed(FRAME, PAYEE, VIETNAM, "AB02CD"), "QR-03", ""),
    ("overrun at the root", sealed(FRAME, PAYEE, VIETNAM)[:-4] + "99", "QR-04", "63"),
    ("overrun inside", sealed(FRAME, "38040099", VIETNAM), "QR-24", "38"),
    ("line end behind the checksum", GENUINE + "\n", "QR-05", ""),
    ("a second code behind the first", GENUINE + GENUINE, "QR-06", "00"),
    ("checksum not padded", GENUINE[:-8] + "6303E6F", "QR-09", "63"),
    ("checksum of blanks", GENUINE[:-4] + "    ", "QR-09", "63"),
    ("lone surrogate", GENUINE[:20] + "\ud800" + GENUINE[21:], "QR-02", ""),
    ("look-alike letter in the service", GENUINE.replace("QRIBFTTA", "QRIBFTTА"), "QR-09", "63"),
    ("lengths in bytes", sealed(FRAME, PAYEE, VIETNAM, "62110807hóa đ"), "QR-03", ""),
]


@pytest.mark.parametrize(("name", "text", "rule", "path"), READING, ids=lambda value: value)
def test_what_breaks_other_readers_is_refused_by_rule_and_path(name, text, rule, path):
    first = vietqr.check(text).errors[0]
    assert (first.rule.id, first.path) == (rule, path)
    with pytest.raises(DecodeError) as caught:
        vietqr.parse(text)
    assert isinstance(caught.value, ChecksumError) == (rule == "QR-09")
    for profile in Profile:
        assert not vietqr.check(text, profile=profile).ok


WRITING = [
    ("purpose of 96 characters", {"purpose": "A" * 96}, "character 26 is one too many"),
    ("emoji in the purpose", {"purpose": "HP 🎒"}, "character 4 is not printable ASCII"),
    ("composed diacritics", {"purpose": "Học"}, "character 2 is not printable ASCII"),
    ("decomposed diacritics", {"purpose": "Ho\u0323c"}, "character 3 is not printable ASCII"),
    ("amount 10^14", {"amount": 10**14}, "the amount is more than 9999999999999 dong"),
    ("amount 1e15", {"amount": 1e15}, "not float"),
    ("amount NaN", {"amount": float("nan")}, "not float"),
    ("amount infinity", {"amount": float("inf")}, "not float"),
    ("amount True", {"amount": True}, "not bool"),
    ("amount 0.1 + 0.2", {"amount": 0.1 + 0.2}, "not float"),
    ("amount in digits", {"amount": "79000"}, "not str"),
    ("amount None in words", {"amount": "None"}, "not str"),
    ("amount negative", {"amount": -1_000}, "the amount is less than 1 dong"),
    ("amount 0", {"amount": 0}, "the amount is less than 1 dong"),
]


@pytest.mark.parametrize(("name", "given", "words"), WRITING, ids=lambda value: str(value)[:40])
def test_what_other_writers_break_or_cut_is_refused(name, given, words):
    for write in (Payee(ACCOUNT).payload, Payee(ACCOUNT).code):
        with pytest.raises(EncodeError) as caught:
            write(**given)
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("acquirer_id", "number"),
    [("VCB", "1"), ("97043", "1"), ("970436", "1" * 80), ("970436", "1" * 20), ("970436", "1 2")],
)
def test_accounts_that_would_be_cut_or_written_broken_are_refused(acquirer_id, number):
    with pytest.raises(EncodeError):
        Account(acquirer_id, number)


def test_no_checksum_of_20_000_is_short_of_a_digit():
    payee = Payee(ACCOUNT)
    payloads = [payee.payload(amount=amount) for amount in range(1, 20_001)]
    small = [text for text in payloads if text[-4] == "0"]
    assert len(small) > 1_000
    assert all(text[-8:-4] == "6304" for text in payloads)
    assert all(text[-4:] == emvco.crc16(text[:-4]) for text in small)


def test_no_name_is_invented_and_every_object_comes_back():
    code = VietQR(ACCOUNT, amount=79_000, additional_data=AdditionalData(purpose="HP9A 001"))
    ids = [item.id for item in emvco.decode(code.encode())]
    assert ids == ["00", "01", "38", "53", "54", "58", "62", "63"]
    text = sealed(FRAME, PAYEE, VIETNAM, "6400", "8003046")
    assert vietqr.parse(text).encode() == text


HUGE = [
    "0" * 65_536,
    "80-4" * 16_384,
    "8000" * 16_384,
    GENUINE * 500,
    GENUINE[:-8] + "A" * 65_000,
    "đ" * 65_536,
    "\ud800" * 65_536,
    "99" + "99" * 32_767,
    sealed("000201", *(f"{i:02}00" for i in range(1, 63)), *(f"{i}00" for i in range(64, 100))),
    sealed("000201", PAYEE, "62990895" + "9" * 95, "64990095" + "9" * 95, "8199" + "0" * 99),
]


@pytest.mark.parametrize("text", HUGE, ids=lambda text: f"{len(text)} characters")
def test_any_text_of_up_to_64_kib_is_answered_within_50_milliseconds(text):
    for profile in Profile:
        spent = []
        for _ in range(3):
            begin = time.perf_counter()
            report = vietqr.check(text, profile=profile)
            with pytest.raises(DecodeError):
                vietqr.parse(text, profile=profile)
            spent.append(time.perf_counter() - begin)
        assert not report.ok
        assert min(spent) < 0.05
