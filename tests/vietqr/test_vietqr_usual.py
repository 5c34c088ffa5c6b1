"""The quick ways say what the long ways say: reading, writing, and the prepared account."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod
from cashless_edu_health.errors import DecodeError, EncodeError
from cashless_edu_health.vietqr import AdditionalData, Payee, Profile, ServiceCode, VietQR
from cashless_edu_health.vietqr._fields import joined
from cashless_edu_health.vietqr._parse import parse_objects
from cashless_edu_health.vietqr._usual import usual

ACCOUNT = Account("970436", "0000123456789")
PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
ACCOUNTS = st.builds(
    Account,
    acquirer_id=st.from_regex(r"[0-9]{6}", fullmatch=True),
    number=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True)
    # Numbers that look like what follows them.
    | st.sampled_from(["0208QRIBFTTA5303704", "5802VN6304", "01020208QRIBFTTC", "6304ABCD"]),
)
PURPOSES = st.text(PRINTABLE, min_size=1, max_size=25) | st.sampled_from(
    ["6304ABCD", "5802VN62", "08056304", "***"]
)
USUAL = st.builds(
    VietQR,
    account=ACCOUNTS,
    service_code=st.sampled_from(ServiceCode),
    amount=st.none() | st.integers(1, 9_999_999_999_999),
    additional_data=st.builds(AdditionalData, purpose=st.none() | PURPOSES),
    initiation=st.sampled_from(PointOfInitiationMethod),
)
OTHER = st.builds(
    VietQR,
    account=ACCOUNTS,
    amount=st.none() | st.integers(1, 10**13 - 1),
    additional_data=st.builds(AdditionalData, bill_number=PURPOSES, purpose=PURPOSES),
    merchant_category_code=st.none() | st.just("8211"),
    merchant_name=st.none() | st.just("TRUONG THCS ABC"),
    merchant_city=st.none() | st.just("DONG NAI"),
    extra=st.sampled_from([(), (DataObject("80", "046"),), (DataObject("02", "4111"),)]),
)


@st.composite
def mutated(draw):
    """A genuine text with a few characters changed, and perhaps its checksum mended."""
    text = draw(USUAL | OTHER).encode()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        kept = draw(st.sampled_from([0, 1, 1, 1, 2]))
        put = draw(st.sampled_from(["", "0", "1", "9", "A", "a", " ", ".", "é", "٣", "0208"]))
        text = text[:at] + put + text[at + kept :]
    return emvco.append_crc(text[:-8]) if draw(st.booleans()) else text


TEXTS = st.one_of(
    USUAL.map(VietQR.encode), OTHER.map(VietQR.encode), mutated(), st.text(max_size=300)
)


def answer(read, *arguments):
    try:
        return read(*arguments)
    except (DecodeError, EncodeError) as error:
        return type(error), str(error)


@settings(max_examples=400)
@given(TEXTS)
def test_reading_at_a_glance_equals_reading_by_objects_refusals_included(text):
    for profile in (Profile.TRANSFER, Profile.AUTO):
        long_way = answer(parse_objects, text, profile)
        assert answer(lambda given, p=profile: vietqr.parse(given, profile=p), text) == long_way


@given(USUAL)
def test_the_usual_shape_is_recognised_whatever_stands_in_it(code):
    text = code.encode()
    recognised = usual(text)
    assert recognised in {code, None}
    # Only a number or purpose that looks like the objects behind it is left to the long way.
    if not set(string.ascii_uppercase) & set(code.account.number):
        assert recognised == code


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
        lambda text: text.lower(),
        lambda text: text + "\n",
        lambda text: emvco.append_crc(text[:-8].replace("540579000", "5406079000")),
        lambda text: emvco.append_crc(text[:-8].replace("540579000", "54010")),
        lambda text: emvco.append_crc(text[:-8].replace("0208QRIB", "0209QRIB")),
        lambda text: emvco.append_crc(text[:-8].replace("62120808", "62120807")),
    ],
)
def test_a_text_that_is_not_what_its_value_writes_is_not_recognised(changed):
    text = VietQR(ACCOUNT, amount=79_000, additional_data=AdditionalData(purpose="HP9A 001"))
    assert usual(text.encode()) == text
    assert usual(changed(text.encode())) is None


@given(USUAL | OTHER)
def test_a_code_is_written_as_its_objects_in_ascending_order(code):
    assert code.encode() == emvco.append_crc(joined(code._pairs(), code.extra))


@given(
    ACCOUNTS,
    st.sampled_from(ServiceCode),
    st.none() | st.integers(-1, 10**13) | st.booleans(),
    st.none() | PURPOSES | st.sampled_from(["", "đ", "A" * 26, 5]),
)
def test_a_prepared_account_writes_what_a_value_writes_refusals_included(
    account, service, amount, purpose
):
    def by_value():
        return VietQR(account, service, amount, AdditionalData(purpose=purpose))

    payee = Payee(account, service)
    expected = answer(by_value)
    assert answer(lambda: payee.code(amount=amount, purpose=purpose)) == expected
    written = expected.encode() if isinstance(expected, VietQR) else expected
    assert answer(lambda: payee.payload(amount=amount, purpose=purpose)) == written


def test_payees_are_equal_by_account_and_service_and_hide_the_number():
    payee = Payee(ACCOUNT)
    assert payee == Payee(Account("970436", "0000123456789"))
    assert payee != Payee(ACCOUNT, ServiceCode.CARD)
    assert "0000123456789" not in repr(payee)
    assert payee.payload() == VietQR(ACCOUNT).encode()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Payee("970436"), "account: must be Account, not str"),
        (lambda: Payee(ACCOUNT, "QRIBFTTA"), "service_code: must be ServiceCode, not str"),
    ],
)
def test_a_payee_is_an_account_and_a_service(make, words):
    with pytest.raises(EncodeError) as caught:
        make()
    assert str(caught.value) == words
