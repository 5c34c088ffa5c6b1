"""Every profile on texts of its own and of others: what fits, what is wrong, what is read."""

import json
import pickle
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import DecodeError, EncodeError
from cashless_edu_health.findings import Skipped
from cashless_edu_health.vietqr import (
    AdditionalData,
    CashWithdrawal,
    MerchantPayment,
    Profile,
    ServiceCode,
    VietQR,
    VNPayQR,
)

DYNAMIC = PointOfInitiationMethod.DYNAMIC
STATIC = PointOfInitiationMethod.STATIC

# Everything below is invented: merchants, machines, accounts, names.
MACHINE = Account("970403", "00012345678")
SHOP = Account("970403", "1234567890123456")
T38 = "38{}0010A0000007270130000697040301161234567890123456{}"
PUSH = T38.format("58", "0206QRPUSH")
BARE = T38.format("48", "")
CASH = T38.format("58", "0206QRCASH")
VNPAY = "26280010A00000077501100123456789"
NAMED = "5912NHA SACH ABC6006HA NOI"


def sealed(*parts):
    return emvco.append_crc("000201" + "".join(parts))


def found(text, profile, **options):
    return [(f.rule.id, f.path) for f in vietqr.check(text, profile=profile, **options).findings]


READ = [
    (
        Profile.TRANSFER,
        VietQR(MACHINE).encode(),
        VietQR(MACHINE),
        [],
        ("QR-44", "38.00"),
    ),
    (
        Profile.PAYMENT,
        sealed("010211", PUSH, "52049999", "53037045802VN", NAMED, "62110307NPS6869"),
        MerchantPayment(
            account=SHOP,
            merchant_category_code="9999",
            merchant_name="NHA SACH ABC",
            merchant_city="HA NOI",
            additional_data=AdditionalData(store_label="NPS6869"),
        ),
        [],
        ("QR-44", "38.02"),
    ),
    (
        Profile.PAYMENT,
        sealed("010212", BARE, "52049999", "530370454061800005802VN", NAMED),
        MerchantPayment(
            account=SHOP,
            merchant_category_code="9999",
            merchant_name="NHA SACH ABC",
            merchant_city="HA NOI",
            amount=180_000,
        ),
        [],
        ("QR-44", "38.00"),
    ),
    (
        Profile.PAYMENT,
        sealed("010211", PUSH, "52049999", "53037045502025605100005802VN", NAMED, "6105100008000"),
        MerchantPayment(
            account=SHOP,
            merchant_category_code="9999",
            merchant_name="NHA SACH ABC",
            merchant_city="HA NOI",
            extra=[
                DataObject("55", "02"),
                DataObject("56", "10000"),
                DataObject("61", "10000"),
                DataObject("80", Template()),
            ],
        ),
        [("QR-59", "55"), ("QR-59", "56"), ("QR-58", "61"), ("QR-58", "80"), ("QR-35", "80")],
        ("QR-44", "38.02"),
    ),
    (
        Profile.CASH,
        sealed("010212", CASH, "52046011", "53037045802VN", "62150504R0010703T01"),
        CashWithdrawal(
            account=SHOP,
            additional_data=AdditionalData(reference_label="R001", terminal_label="T01"),
        ),
        [("QR-22", "01")],
        ("QR-44", "38.02"),
    ),
    (
        Profile.CASH,
        sealed(
            *("010211", CASH, "52046011", "5303704", "540550000", "5802VN"),
            *(NAMED, "62150504R0010703T01", "6500"),
        ),
        CashWithdrawal(
            account=SHOP,
            additional_data=AdditionalData(reference_label="R001", terminal_label="T01"),
            initiation=STATIC,
            merchant_name="NHA SACH ABC",
            merchant_city="HA NOI",
            amount=50_000,
            extra=(DataObject("65", ""),),
        ),
        [("QR-23", "01"), ("QR-57", "01"), ("QR-58", "65"), ("QR-35", "65")],
        ("QR-44", "38.02"),
    ),
    (
        Profile.VNPAY,
        sealed("010211", VNPAY, "5303704", "54041000", "5802VN", "5912NHA SACH ABC"),
        VNPayQR(
            merchant_id="0123456789",
            merchant_name="NHA SACH ABC",
            amount=1_000,
            initiation=STATIC,
        ),
        [("QR-23", "01")],
        ("QR-44", "26.00"),
    ),
    (
        Profile.VNPAY,
        sealed(
            *("010212", "26340010A000000775010701234AB0205LEVEL", "52048062", "53037045802VN"),
            *("5908BENH XA ", "6006HA NOI", "62070703T01", "64060002VI"),
        ),
        VNPayQR(
            merchant_id="01234AB",
            merchant_category_code="8062",
            merchant_name="BENH XA ",
            merchant_city="HA NOI",
            additional_data=AdditionalData(terminal_label="T01"),
            initiation=DYNAMIC,
            merchant_data=(DataObject("02", "LEVEL"),),
            extra=(DataObject("64", Template([DataObject("00", "VI")])),),
        ),
        [("QR-58", "26.02"), ("QR-22", "01"), ("QR-58", "64")],
        ("QR-44", "26.00"),
    ),
    (
        Profile.EMV,
        sealed("02044111260500011", "52048211", "5303764", "5405100.55802TH", NAMED, "5502016200"),
        Template(
            [
                DataObject("00", "01"),
                DataObject("02", "4111"),
                DataObject("26", Template([DataObject("00", "1")])),
                DataObject("52", "8211"),
                DataObject("53", "764"),
                DataObject("54", "100.5"),
                DataObject("58", "TH"),
                DataObject("59", "NHA SACH ABC"),
                DataObject("60", "HA NOI"),
                DataObject("55", "01"),
                DataObject("62", Template()),
                DataObject("63", "2965"),
            ]
        ),
        [("QR-35", "62"), ("QR-59", "55")],
        ("QR-45", ""),
    ),
]


@pytest.mark.parametrize(("profile", "text", "value", "leniencies", "fitting"), READ)
def test_a_code_is_read_by_its_own_profile_and_by_auto(profile, text, value, leniencies, fitting):
    assert vietqr.parse(text, profile=profile) == value
    assert vietqr.parse(text, profile="auto") == value
    assert found(text, profile) == leniencies
    assert found(text, "auto") == [fitting, *leniencies]
    first = vietqr.check(text, profile="auto").findings[0]
    assert first.values["profile"] == profile.value
    assert profile.value in first.message("vi")
    assert profile.value in first.message("en")


@pytest.mark.parametrize(("profile", "text", "value", "leniencies", "fitting"), READ)
def test_a_code_of_another_profile_is_refused(profile, text, value, leniencies, fitting):
    others = set(Profile) - {Profile.AUTO, Profile.EMV, profile}
    for other in others:
        assert not vietqr.check(text, profile=other).ok
        with pytest.raises(DecodeError):
            vietqr.parse(text, profile=other)


EMV = ("020441115204821153037645802TH", NAMED)

REFUSED = [
    (
        "vietqr-payment",
        sealed("010211", PUSH, "5303704", "5802VN"),
        "52 59 60",
        "QR-12 QR-12 QR-12",
    ),
    (
        "vietqr-payment",
        sealed("010211", PUSH, "52005303704", "5802VN", "59006000"),
        "52 59 60",
        "QR-12 QR-12 QR-12",
    ),
    (
        "vietqr-payment",
        sealed("010211", CASH, "520499995303704", "5802VN", NAMED),
        "38.02",
        "QR-46",
    ),
    ("vietqr-payment", VietQR(MACHINE).encode(), "38.02 52 59 60", "QR-46 QR-12 QR-12 QR-12"),
    (
        "vietqr-payment",
        sealed("010211", PUSH, "520499995303704", "5502025704", "0.50", "5802VN", NAMED),
        "55",
        "QR-53",
    ),
    (
        "vietqr-payment",
        sealed("010211", PUSH, "520499995303704", "55020457050.000", "5802VN", NAMED),
        "55 57",
        "QR-53 QR-53",
    ),
    (
        "vietqr-payment",
        sealed("010211", PUSH, "520499995303704", "5502025605100,0", "5802VN", NAMED),
        "56",
        "QR-53",
    ),
    ("vietqr-payment", sealed("010211", VNPAY, "520499995303704", "5802VN", NAMED), "38", "QR-12"),
    (
        "vietqr-payment",
        sealed("010211", "3803ABC", "520499995303704", "5802VN", NAMED),
        "38",
        "QR-24",
    ),
    (
        "vietqr-payment",
        sealed(
            *("010211", "38620010A00000072701300006970403011612345678901234560206QRPUSH0300"),
            *("520499995303704", "5802VN", NAMED),
        ),
        "38.03",
        "QR-32",
    ),
    (
        "vietqr-cash",
        sealed("010212", CASH, "520482115303704", "5802VN"),
        "52 62.05 62.07",
        "QR-56 QR-12 QR-12",
    ),
    (
        "vietqr-cash",
        sealed("010212", CASH, "5303704", "5802VN", "62150504R0010703T01"),
        "52",
        "QR-12",
    ),
    ("vnpay", VietQR(MACHINE).encode(), "26", "QR-60"),
    ("vnpay", sealed("010211", "2603ABC", "53037045802VN"), "26", "QR-24"),
    ("vnpay", sealed("010211", "26090005AAAAA", "53037045802VN"), "26.00", "QR-47"),
    ("vnpay", sealed("010211", "26040100", "53037045802VN"), "26.00", "QR-47"),
    ("vnpay", sealed("010211", VNPAY[:2] + "14" + VNPAY[4:18], "53037045802VN"), "26.01", "QR-60"),
    (
        "vnpay",
        sealed("010211", "26180010A0000007750100", "53037045802VN"),
        "26.01",
        "QR-48",
    ),
    ("vnpay", sealed(VNPAY, "53037645802TH"), "01 53 58", "QR-60 QR-14 QR-15"),
    ("emv", VietQR(MACHINE).encode(), "52 59 60", "QR-49 QR-49 QR-49"),
    ("emv", sealed("52048211530376458", "02TH", NAMED), "", "QR-50"),
    ("emv", sealed("0200260052048211530376458", "02TH", NAMED), "", "QR-50"),
    ("emv", sealed("2603ABC", "52048211530376458", "02TH", NAMED), "26", "QR-24"),
    ("emv", sealed("26050101A", "52048211530376458", "02TH", NAMED), "26.00", "QR-49"),
    (
        "emv",
        sealed("0102130204411152048A1153037X45802th", NAMED),
        "01 53 58 52",
        "QR-13 QR-51 QR-51 QR-36",
    ),
    ("emv", sealed("02044111520482115303764", NAMED), "58", "QR-49"),
    ("emv", sealed(*EMV, "54051,000"), "54", "QR-52"),
    ("emv", sealed(*EMV, "5401."), "54", "QR-52"),
    ("emv", sealed(*EMV, "54040.00"), "54", "QR-17"),
    ("emv", sealed(*EMV, "541412345678901.99"), "54", "QR-18"),
    ("emv", sealed(*EMV, "560510000"), "55", "QR-53"),
    ("emv", sealed(*EMV, "550203", "570500.00"), "57", "QR-53"),
    ("emv", sealed(*EMV, "550202", "561412345678901234"), "56", "QR-53"),
    ("emv", sealed(*EMV, "6203ABC"), "62", "QR-24"),
    ("emv", sealed(*EMV, "62070903AMA"), "62.09", "QR-54"),
    ("emv", sealed(*EMV, "62090805A\tBCD"), "62.08", "QR-34"),
    ("emv", sealed(*EMV, "64070203ABC"), "64.00 64.01", "QR-49 QR-49"),
    ("emv", sealed(*EMV, "6403ABC"), "64", "QR-24"),
    ("emv", sealed(*EMV, "6101\n"), "61", "QR-34"),
    ("vietqr-transfer", VietQR(MACHINE).encode()[:-8] + "63040000", "63", "QR-09"),
]


@pytest.mark.parametrize(("profile", "text", "paths", "rules"), REFUSED)
def test_what_a_profile_refuses_is_named_by_rule_and_path(profile, text, paths, rules):
    report = vietqr.check(text, profile=profile)
    named = [(f.rule.id, f.path) for f in report.errors]
    assert named == list(zip(rules.split(), paths.split() or [""], strict=True))
    with pytest.raises(DecodeError):
        vietqr.parse(text, profile=profile)


LENIENT_EMV = [
    (sealed(*EMV, "6111ABCDEFGHIJK"), [("QR-41", "61")]),
    (sealed(*EMV, "540610000."), [("QR-19", "54")]),
    (sealed(*EMV, "54040100"), [("QR-20", "54")]),
    (sealed(*EMV, "54040.50"), []),
    (sealed(*EMV, "5402.5"), []),
    (sealed(*EMV, "550203", "570510.55"), [("QR-59", "55"), ("QR-59", "57")]),
    (sealed(*EMV, "62050901A"), []),
    (sealed(*EMV, "62040900"), [("QR-35", "62.09")]),
    (sealed(*EMV, "62071203ABC"), []),
    (sealed(*EMV, "64180002ZH0108最佳运输最佳运输"), [("QR-40", "")]),
    (sealed(*EMV, "6503ABC", "8003046"), [("QR-58", "65"), ("QR-58", "80")]),
    (sealed(*EMV, "2600"), [("QR-35", "26")]),
    (sealed(*EMV[:1], "5926ABCDEFGHIJKLMNOPQRSTUVWXYZ6001A"), [("QR-41", "59")]),
]


@pytest.mark.parametrize(("text", "findings"), LENIENT_EMV)
def test_what_the_standard_alone_lets_pass_is_named(text, findings):
    assert found(text, "emv") == findings
    assert vietqr.parse(text, profile="emv") == emvco.decode(text)
    assert found(text, "auto") == [("QR-45", ""), *findings]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (sealed(*EMV, "6111ABCDEFGHIJK"), "QR-41", " 10 "),
        (sealed(*EMV, "6103AB\t"), "QR-34", "character 3 "),
        (sealed(*EMV[:1]), "QR-49", "object 59"),
        (sealed(*EMV, "64060002ZH"), "QR-49", "object 64.01"),
        (sealed(VNPAY, "53037045802VN"), "QR-60", "object 01"),
        (sealed("010212", CASH, "5303704", "5802VN"), "QR-12", "62.05"),
        (sealed("010211", PUSH, "5303704", "5802VN"), "QR-12", "52"),
    ],
)
def test_messages_name_the_object_the_limit_or_the_character(text, rule, words):
    said = [
        f.message("en") for f in vietqr.check(text, profile="auto").findings if f.rule.id == rule
    ]
    assert any(words in message for message in said)


def test_the_service_that_is_wanted_is_named():
    for profile, service in (("vietqr-payment", "QRPUSH"), ("vietqr-cash", "QRCASH")):
        report = vietqr.check(VietQR(MACHINE).encode(), profile=profile)
        assert report.errors[0].message("en") == f"the service (38.02) is not {service}"


def test_every_rule_has_a_text_that_breaks_it_in_some_profile():
    texts = [text for _, text, *_ in READ] + [text for _, text, *_ in REFUSED]
    texts += [text for text, _ in LENIENT_EMV]
    texts += [sealed("010211", "38520010A00000072701240006970403011012345678900204QRXX")]
    texts += [VietQR(MACHINE, amount=10_000_001).encode()]
    ids = {
        f.rule.id
        for text in texts
        for profile in Profile
        for f in vietqr.check(text, profile=profile).findings
    }
    assert {f"QR-{number}" for number in range(44, 61)} <= ids


def test_a_text_that_does_not_split_skips_the_choice_of_profile_too():
    report = vietqr.check("80-4", profile="auto")
    assert report.checked == ("structure",)
    assert report.skipped[0] == Skipped("profile", "not-split")
    assert Skipped("biometric-threshold", "not-split") in report.skipped


@pytest.mark.parametrize("profile", Profile)
def test_parse_refuses_exactly_what_check_finds_an_error_in(profile, data_dir):
    vectors = json.loads((data_dir / "vectors_invented.json").read_text("utf-8"))["vectors"]
    texts = [vector["payload"] for vector in vectors]
    texts += [text for _, text, *_ in READ] + [text for _, text, *_ in REFUSED]
    for text in texts:
        try:
            vietqr.parse(text, profile=profile)
        except DecodeError:
            assert not vietqr.check(text, profile=profile).ok
        else:
            assert vietqr.check(text, profile=profile).ok


def test_a_profile_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="'vietqr' is not a valid Profile"):
        vietqr.check("", profile="vietqr")
    with pytest.raises(ValueError, match="'vietqr' is not a valid Profile"):
        vietqr.parse("", profile="vietqr")


@pytest.mark.parametrize(
    ("amount", "on", "rules", "skipped"),
    [
        (10_000_000, date(2024, 7, 1), [], []),
        (10_000_001, date(2024, 7, 1), ["QR-55"], []),
        (10_000_001, date(2024, 6, 30), [], ["biometric-threshold"]),
        (10_000_001, None, ["QR-55"], []),
        (499_999_999, date(2026, 11, 22), ["QR-55"], []),
        (500_000_000, date(2026, 11, 22), ["QR-21", "QR-55"], []),
        (500_000_000, date(2024, 6, 30), ["QR-21"], ["biometric-threshold"]),
        (500_000_000, date(2021, 8, 31), [], ["amount-cap", "biometric-threshold"]),
        (None, date(2026, 11, 22), [], []),
    ],
)
def test_thresholds_hold_from_the_day_of_their_source(amount, on, rules, skipped):
    report = vietqr.check(VietQR(MACHINE, amount=amount).encode(), on=on)
    assert [f.rule.id for f in report.findings] == rules
    before = [s.check for s in report.skipped if s.reason == "before-source"]
    assert before == skipped
    assert report.ok


def test_thresholds_of_transfers_are_not_applied_to_payments():
    text = READ[2][1].replace("5406180000", "5409600000000")[:-8]
    report = vietqr.check(emvco.append_crc(text), profile="auto", on=date(2026, 11, 22))
    assert report.ok
    assert Skipped("amount-cap", "not-transfer") in report.skipped
    assert Skipped("biometric-threshold", "not-transfer") in report.skipped


LABELS = st.from_regex(r"[ -~]{1,15}", fullmatch=True)
COMMON = {
    "merchant_category_code": st.from_regex(r"[0-9]{4}", fullmatch=True),
    "merchant_name": LABELS,
    "merchant_city": LABELS,
    "amount": st.none() | st.integers(1, 9_999_999_999_999),
    "additional_data": st.builds(
        AdditionalData,
        purpose=st.none() | LABELS,
        consumer_data_request=st.none() | st.sampled_from(["A", "EM", "MAE"]),
    ),
    "initiation": st.sampled_from(PointOfInitiationMethod),
    "extra": st.sampled_from([(), (DataObject("61", "76000"),), (DataObject("99", "046"),)]),
}
PAYMENTS = st.builds(
    MerchantPayment,
    account=st.builds(
        Account,
        acquirer_id=st.from_regex(r"[0-9]{6}", fullmatch=True),
        number=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    ),
    **COMMON,
)
VNPAYS = st.builds(
    VNPayQR,
    merchant_id=st.from_regex(r"[0-9A-Za-z]{1,40}", fullmatch=True),
    merchant_data=st.sampled_from([(), (DataObject("05", "X"),)]),
    **COMMON,
)


@given(PAYMENTS | VNPAYS)
def test_every_payment_that_exists_is_read_back_as_itself(code):
    text = code.encode()
    assert vietqr.parse(text, profile="auto") == code
    assert vietqr.parse(text, profile="auto").encode() == text


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda **f: MerchantPayment(**f, account=SHOP), None),
        (lambda **f: MerchantPayment(**f, account="SHOP"), "account: must be Account, not str"),
        *(
            (
                lambda name=name, **f: MerchantPayment(**f | {name: None}, account=SHOP),
                f"{name}: must be str, not NoneType",
            )
            for name in ("merchant_category_code", "merchant_name", "merchant_city")
        ),
        (
            lambda **f: MerchantPayment(**f | {"merchant_city": "x" * 16}, account=SHOP),
            "merchant_city: character 16 is one too many",
        ),
        (
            lambda **f: MerchantPayment(**f | {"merchant_name": "Nhà"}, account=SHOP),
            "merchant_name: character 3 is not printable ASCII",
        ),
        (
            lambda **f: MerchantPayment(**f | {"merchant_category_code": "82"}, account=SHOP),
            "merchant_category_code: a merchant category code is 4 digits",
        ),
        (
            lambda **f: MerchantPayment(**f, account=SHOP, amount=0),
            "amount: the amount is less than 1 dong",
        ),
        (
            lambda **f: MerchantPayment(**f, account=SHOP, additional_data="x"),
            "additional_data: must be AdditionalData, not str",
        ),
        (
            lambda **f: MerchantPayment(**f, account=SHOP, initiation="11"),
            "initiation: must be PointOfInitiationMethod, not str",
        ),
        (
            lambda **f: MerchantPayment(**f, account=SHOP, extra=[DataObject("38", "x")]),
            "extra, 38: the object has a field of its own",
        ),
        (lambda **f: VNPayQR(**f, merchant_id=""), "merchant_id: is letters A-Z, a-z and digits"),
        (lambda **f: VNPayQR(**f, merchant_id=12), "merchant_id: is letters A-Z, a-z and digits"),
        (lambda **f: VNPayQR(**f, merchant_id="A" * 81), None),
        (
            lambda **f: VNPayQR(**f, merchant_id="A" * 82),
            "merchant_id: template 26 would be longer than 99 characters",
        ),
        *(
            (
                lambda i=i, **f: VNPayQR(**f, merchant_id="1", merchant_data=[DataObject(i, "x")]),
                f"merchant_data, {i}: the object has a field of its own",
            )
            for i in ("00", "01")
        ),
        *(
            (lambda given=given, **f: VNPayQR(**f | given, merchant_id="1"), words)
            for given, words in (
                (
                    {"merchant_category_code": "82"},
                    "merchant_category_code: a merchant category code is 4 digits",
                ),
                ({"merchant_name": 5}, "merchant_name: is text (str), not int"),
                ({"merchant_city": "x" * 16}, "merchant_city: character 16 is one too many"),
                ({"additional_data": "x"}, "additional_data: must be AdditionalData, not str"),
                ({"initiation": "11"}, "initiation: must be PointOfInitiationMethod, not str"),
            )
        ),
        (
            lambda **f: VNPayQR(**f, merchant_id="1", merchant_data=[DataObject("62", "0101A")]),
            None,
        ),
        (
            lambda **f: VNPayQR(**f, merchant_id="1", extra=[DataObject("26", "x")]),
            "extra, 26: the object has a field of its own",
        ),
        (
            lambda **f: VNPayQR(**f, merchant_id="1", amount=1.5),
            "amount: an amount is a whole number of dong (int), not float",
        ),
        (
            lambda **_: AdditionalData(consumer_data_request="AA"),
            "consumer_data_request: is made of the letters A, M, E, each once",
        ),
        (
            lambda **_: AdditionalData(consumer_data_request=1),
            "consumer_data_request: is made of the letters A, M, E, each once",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_by_field(make, words):
    fields = {
        "merchant_category_code": "8211",
        "merchant_name": "NHA SACH ABC",
        "merchant_city": "HA NOI",
    }
    if words is None:
        code = make(**fields)
        assert vietqr.parse(code.encode(), profile="auto") == code
        return
    with pytest.raises(EncodeError) as caught:
        make(**fields)
    assert str(caught.value) == words


def test_reprs_of_payments_hide_who_and_how_much():
    shown = "".join(repr(value) for profile, _, value, *_ in READ if profile is not Profile.EMV)
    for secret in ("NHA SACH", "1234567890123456", "0123456789", "180000"):
        assert secret not in shown


@pytest.mark.parametrize("value", [value for _, _, value, *_ in READ])
def test_values_survive_pickle_and_evolve(value):
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
    assert attrs.evolve(value) == value


def test_a_changed_copy_of_additional_data_is_written_anew():
    changed = attrs.evolve(AdditionalData(purpose="HP 1"), purpose="HP 22")
    assert changed.encode() == "0805HP 22"


def test_a_card_transfer_is_a_transfer_to_auto():
    text = VietQR(MACHINE, ServiceCode.CARD).encode()
    assert found(text, Profile.AUTO) == [("QR-44", "38.00")]


def test_objects_of_template_26_are_kept_unopened_and_in_order():
    given_objects = [DataObject("62", "0101A"), DataObject("26", "0001A")]
    code = VNPayQR(merchant_id="0123456789", merchant_data=given_objects)
    assert code.merchant_data == (DataObject("26", "0001A"), DataObject("62", "0101A"))
