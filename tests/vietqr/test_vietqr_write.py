"""Values become payloads byte for byte; what cannot be written is refused when it is made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.vietqr import AdditionalData, ServiceCode, VietQR

# Published examples: NAPAS's document, and wallet layouts with invented accounts.
NAPAS_ACCOUNT = Account("970403", "0011012345678")
NAPAS_CARD = Account("970403", "9704031101234567")
NAPAS_ORDER = AdditionalData(bill_number="NPS6869", purpose="thanh toan don hang")
INVENTED = Account("970436", "0000123456789")

BUILT = [
    (
        VietQR(NAPAS_ACCOUNT),
        (
            "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA"
            "53037045802VN63049E6F"
        ),
    ),
    (
        VietQR(NAPAS_CARD, ServiceCode.CARD),
        (
            "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC"
            "53037045802VN63044F52"
        ),
    ),
    (
        VietQR(NAPAS_ACCOUNT, amount=180_000, additional_data=NAPAS_ORDER),
        (
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
            "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
        ),
    ),
    (
        VietQR(NAPAS_CARD, ServiceCode.CARD, 180_000, NAPAS_ORDER),
        (
            "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC"
            "530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203"
        ),
    ),
    (
        VietQR(
            Account("970423", "00000000001"),
            amount=5_000,
            additional_data=AdditionalData(purpose="HS7K2M9QA"),
            merchant_category_code="8211",
            merchant_name="TRUONG THCS ABC",
            merchant_city="DONG NAI",
        ),
        (
            "00020101021238550010A000000727012500069704230111000000000010208QRIBFTTA"
            "520482115303704540450005802VN5915TRUONG THCS ABC6008DONG NAI62130809HS7K2M9QA63041561"
        ),
    ),
    (
        VietQR(
            Account("971025", "PSP123456789000000"),
            additional_data=AdditionalData(reference_label="MOMOW2W12345678"),
        ),
        (
            "00020101021138620010A000000727013200069710250118PSP1234567890000000208QRIBFTTA"
            "53037045802VN62190515MOMOW2W123456786304821F"
        ),
    ),
    # The order that seven peers agree on; the account is their common example.
    (
        VietQR(
            Account("970415", "113366668888"),
            amount=79_000,
            additional_data=AdditionalData(purpose="HP9A 001"),
        ),
        (
            "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA"
            "53037045405790005802VN62120808HP9A 00163046FE0"
        ),
    ),
    # An object that transfers do not use is written in its place.
    (
        VietQR(INVENTED, extra=[DataObject("80", "000")]),
        emvco.append_crc(
            "00020101021138570010A00000072701270006970436011300001234567890208QRIBFTTA"
            "53037045802VN8003000"
        ),
    ),
]


@pytest.mark.parametrize(("code", "payload"), BUILT)
def test_published_payloads_are_built_and_read_byte_for_byte(code, payload):
    assert code.encode() == payload
    assert vietqr.parse(payload) == code


@pytest.mark.parametrize(
    ("amount", "told", "method"),
    [
        (None, {}, PointOfInitiationMethod.STATIC),
        (1, {}, PointOfInitiationMethod.DYNAMIC),
        (1, {"initiation": PointOfInitiationMethod.STATIC}, PointOfInitiationMethod.STATIC),
        (None, {"initiation": PointOfInitiationMethod.DYNAMIC}, PointOfInitiationMethod.DYNAMIC),
    ],
)
def test_an_amount_makes_a_code_dynamic_unless_told_otherwise(amount, told, method):
    assert VietQR(INVENTED, amount=amount, **told).initiation is method


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: VietQR(INVENTED, amount=0), "amount: the amount is less than 1 dong"),
        (lambda: VietQR(INVENTED, amount=-5), "amount: the amount is less than 1 dong"),
        (
            lambda: VietQR(INVENTED, amount=1.5),
            "amount: an amount is a whole number of dong (int), not float",
        ),
        (
            lambda: VietQR(INVENTED, amount=True),
            "amount: an amount is a whole number of dong (int), not bool",
        ),
        (
            lambda: VietQR(INVENTED, amount="79,000"),
            "amount: an amount is a whole number of dong (int), not str",
        ),
        (
            lambda: VietQR(INVENTED, amount=10**14),
            "amount: the amount is more than 9999999999999 dong",
        ),
        (
            lambda: AdditionalData(purpose="A" * 26),
            "purpose: character 26 is one too many",
        ),
        (
            lambda: AdditionalData(purpose="tiền học"),
            "purpose: character 3 is not printable ASCII",
        ),
        (lambda: AdditionalData(purpose="đ"), "purpose: character 1 is not printable ASCII"),
        (lambda: AdditionalData(purpose="HP 🎒"), "purpose: character 4 is not printable ASCII"),
        (lambda: AdditionalData(bill_number="A\n"), "bill_number: character 2 is not printable"),
        (lambda: AdditionalData(store_label=""), "store_label: is empty; None leaves it out"),
        (lambda: AdditionalData(purpose=17), "purpose: is text (str), not int"),
        (
            lambda: AdditionalData("A" * 25, None, "B" * 25, "C" * 25, "D" * 25),
            "additional_data: all together are written in more than 99 characters",
        ),
        (
            lambda: AdditionalData(extra=[DataObject("08", "HP1")]),
            "extra, 08: the object has a field of its own",
        ),
        (
            lambda: AdditionalData(extra=[DataObject("09", "A"), DataObject("09", "M")]),
            "extra, 09: the id stands twice in one template",
        ),
        (
            lambda: VietQR(INVENTED, extra=[DataObject("54", "1")]),
            "extra, 54: the object has a field of its own",
        ),
        (
            lambda: VietQR(INVENTED, extra=[DataObject("80", "01000100")]),
            "extra, 80.01: the id stands twice in one template",
        ),
        (
            lambda: VietQR(INVENTED, extra=[DataObject(str(i), "A" * 99) for i in range(81, 86)]),
            "extra, root: the payload is longer than 512 characters",
        ),
        (
            lambda: VietQR(INVENTED, extra=[DataObject(str(i), "A" * 98) for i in range(81, 86)]),
            "extra: the payload is longer than 512 characters",
        ),
        (
            lambda: VietQR(INVENTED, merchant_category_code="821"),
            "merchant_category_code: a merchant category code is 4 digits",
        ),
        (
            lambda: VietQR(INVENTED, merchant_city="A" * 16),
            "merchant_city: character 16 is one too many",
        ),
        (lambda: VietQR("0000123456789"), "account: must be Account, not str"),
        (
            lambda: VietQR(INVENTED, additional_data="HP1"),
            "additional_data: must be AdditionalData, not str",
        ),
        (
            lambda: VietQR(INVENTED, initiation="12"),
            "initiation: must be PointOfInitiationMethod, not str",
        ),
        (
            lambda: VietQR(INVENTED, merchant_name="Bệnh viện"),
            "merchant_name: character 2 is not printable ASCII",
        ),
        (lambda: VietQR(INVENTED, merchant_name=""), "merchant_name: is empty"),
        (
            lambda: VietQR(INVENTED, service_code="QRIBFTTA"),
            "service_code: must be ServiceCode, not str",
        ),
        (lambda: VietQR(Account("970436", "0" * 20)), "number: an account number is 1 to 19"),
        (lambda: VietQR(Account("97043", "1")), "acquirer_id: a BIN is 6 digits"),
    ],
)
def test_what_cannot_be_written_is_refused_by_field_and_position(make, words):
    with pytest.raises(EncodeError) as caught:
        make()
    assert str(caught.value).startswith(words)


def test_the_longest_of_everything_fits():
    code = VietQR(
        Account("970436", "9" * 19),
        amount=9_999_999_999_999,
        additional_data=AdditionalData(
            bill_number="A" * 25, mobile_number="***", store_label="B" * 25, purpose="C" * 25
        ),
        merchant_category_code="8211",
        merchant_name="D" * 25,
        merchant_city="E" * 15,
    )
    assert vietqr.parse(code.encode()) == code


def test_a_code_of_exactly_512_characters_is_written():
    room = 512 - len(VietQR(INVENTED).encode()) - 5 * 4
    sizes = [99, 99, 99, 99, room - 4 * 99]
    extra = [DataObject(f"{80 + i}", "A" * size) for i, size in enumerate(sizes)]
    code = VietQR(INVENTED, extra=extra)
    assert len(code.encode()) == 512
    assert vietqr.parse(code.encode()) == code


def test_extra_objects_are_kept_as_a_reader_will_open_them():
    given_objects = [DataObject("99", "0102AB"), DataObject("81", ""), DataObject("61", "76000")]
    assert VietQR(INVENTED, extra=given_objects).extra == (
        DataObject("61", "76000"),
        DataObject("81", Template()),
        DataObject("99", Template([DataObject("01", "AB")])),
    )


def test_reprs_hide_account_amount_and_memo():
    code = VietQR(INVENTED, amount=550_000, additional_data=AdditionalData(purpose="LE THI MINH"))
    shown = repr(code)
    assert "amount=***" in shown
    assert "purpose=***" in shown
    assert not any(secret in shown for secret in ("550", "MINH", "0000123456789"))
    assert "amount=None" in repr(VietQR(INVENTED))
    assert "purpose=None" in repr(VietQR(INVENTED))


def optional(strategy):
    return st.none() | strategy


def ascii_text(longest):
    printable = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
    return st.text(printable, min_size=1, max_size=longest)


ACCOUNTS = st.builds(
    Account,
    acquirer_id=st.from_regex(r"[0-9]{6}", fullmatch=True),
    number=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
)
OTHERS = st.lists(
    st.builds(
        DataObject,
        st.sampled_from(["02", "26", "55", "61", "64", "70", "80", "99"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    ),
    max_size=3,
    unique_by=lambda item: item.id,
)


@st.composite
def codes(draw):
    labels = {
        name: draw(optional(ascii_text(25)))
        for name in draw(
            st.lists(
                st.sampled_from(["bill_number", "mobile_number", "store_label", "purpose"]),
                max_size=3,
                unique=True,
            )
        )
    }
    try:
        return VietQR(
            draw(ACCOUNTS),
            draw(st.sampled_from(ServiceCode)),
            draw(optional(st.integers(1, 9_999_999_999_999))),
            AdditionalData(**labels),
            draw(st.sampled_from(PointOfInitiationMethod)),
            merchant_category_code=draw(optional(st.from_regex(r"[0-9]{4}", fullmatch=True))),
            merchant_name=draw(optional(ascii_text(25))),
            merchant_city=draw(optional(ascii_text(15))),
            extra=draw(OTHERS),
        )
    except EncodeError as error:
        # Only an extra object that no reader would open may be refused here.
        assert error.path.startswith("extra")  # noqa: PT017
        return VietQR(draw(ACCOUNTS))


@given(codes())
def test_every_code_that_exists_is_read_back_as_itself(code):
    assert vietqr.parse(code.encode()) == code
    assert vietqr.check(code.encode()).ok


@given(st.text(max_size=40))
def test_a_purpose_is_written_whole_or_refused(purpose):
    try:
        code = VietQR(INVENTED, additional_data=AdditionalData(purpose=purpose))
    except EncodeError:
        fits = 1 <= len(purpose) <= 25 and purpose.isascii() and purpose.isprintable()
        assert not fits
    else:
        assert emvco.decode(code.encode()).find("62.08") == DataObject("08", purpose)
