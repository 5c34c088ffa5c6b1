"""Scanned texts: what is refused and why, what is read leniently and named."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco, messages, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import DataObject, PointOfInitiationMethod, Template
from cashless_edu_health.errors import ChecksumError, DecodeError
from cashless_edu_health.findings import Report, Severity, Skipped
from cashless_edu_health.vietqr import AdditionalData, VietQR

BAD = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "bad" / "vietqr.toml").read_text(encoding="utf-8")
)["payload"]

ACCOUNT = Account("970436", "0000123456789")
BENEFICIARY = "38570010A00000072701270006970436011300001234567890208QRIBFTTA"
STATIC = f"000201010211{BENEFICIARY}53037045802VN"
DYNAMIC = f"000201010212{BENEFICIARY}53037045802VN"


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["name"])
def test_bad_payloads_are_refused_in_the_words_of_their_defect(bad):
    with pytest.raises(DecodeError) as caught:
        vietqr.parse(bad["text"])
    assert bad["words"] in str(caught.value)
    assert isinstance(caught.value, ChecksumError) == (bad["rule"] == "QR-09")
    first = vietqr.check(bad["text"]).errors[0]
    assert (first.rule.id, first.path) == (bad["rule"], bad["path"])


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["name"])
def test_no_message_quotes_the_payload(bad):
    with pytest.raises(DecodeError) as caught:
        vietqr.parse(bad["text"])
    said = [str(caught.value)]
    said += [f.message(lang) for f in vietqr.check(bad["text"]).findings for lang in ("vi", "en")]
    secrets = ("0000123456789", "79000", "79,000", "HP1", "HP lớp")
    assert not [s for s in said if any(secret in s for secret in secrets)]


LENIENT = [
    (emvco.append_crc(STATIC), VietQR(ACCOUNT), []),
    (
        emvco.append_crc(STATIC)[:-4] + emvco.append_crc(STATIC)[-4:].lower(),
        VietQR(ACCOUNT),
        [("QR-10", "63")],
    ),
    (
        emvco.append_crc(DYNAMIC + "540650000."),
        VietQR(ACCOUNT, amount=50_000),
        [("QR-19", "54")],
    ),
    (
        emvco.append_crc(DYNAMIC + "5406050000"),
        VietQR(ACCOUNT, amount=50_000),
        [("QR-20", "54")],
    ),
    (
        emvco.append_crc(DYNAMIC + "5409500000000"),
        VietQR(ACCOUNT, amount=500_000_000),
        [("QR-21", "54"), ("QR-55", "54")],
    ),
    (
        emvco.append_crc(DYNAMIC + "5409499999999"),
        VietQR(ACCOUNT, amount=499_999_999),
        [("QR-55", "54")],
    ),
    (
        emvco.append_crc(DYNAMIC + "540810000000"),
        VietQR(ACCOUNT, amount=10_000_000),
        [],
    ),
    (
        emvco.append_crc(DYNAMIC),
        VietQR(ACCOUNT, initiation=PointOfInitiationMethod.DYNAMIC),
        [("QR-22", "01")],
    ),
    (
        emvco.append_crc(STATIC + "540550000"),
        VietQR(ACCOUNT, amount=50_000, initiation=PointOfInitiationMethod.STATIC),
        [("QR-23", "01")],
    ),
    (
        emvco.append_crc(STATIC + "5200590060006200"),
        VietQR(ACCOUNT),
        [("QR-35", "52"), ("QR-35", "59"), ("QR-35", "60"), ("QR-35", "62")],
    ),
    (
        emvco.append_crc(STATIC + "621108000703T01"),
        VietQR(ACCOUNT, additional_data=AdditionalData(terminal_label="T01")),
        [("QR-35", "62.08")],
    ),
    (
        emvco.append_crc(STATIC + "62040900"),
        VietQR(ACCOUNT),
        [("QR-35", "62.09")],
    ),
    (
        emvco.append_crc(STATIC + "62215005000111201X0803HP1"),
        VietQR(
            ACCOUNT,
            additional_data=AdditionalData(
                purpose="HP1",
                extra=[
                    DataObject("12", "X"),
                    DataObject("50", Template([DataObject("00", "1")])),
                ],
            ),
        ),
        [("QR-37", "62.50"), ("QR-37", "62.12")],
    ),
    (
        emvco.append_crc(STATIC + "61051000083008003046"),
        VietQR(
            ACCOUNT,
            extra=[
                DataObject("61", "10000"),
                DataObject("80", "046"),
                DataObject("83", Template()),
            ],
        ),
        [("QR-37", "61"), ("QR-37", "83"), ("QR-35", "83"), ("QR-37", "80")],
    ),
    (
        emvco.append_crc(STATIC + "26120008ABCDEFGH550201560510000"),
        VietQR(
            ACCOUNT,
            extra=[
                DataObject("26", Template([DataObject("00", "ABCDEFGH")])),
                DataObject("55", "01"),
                DataObject("56", "10000"),
            ],
        ),
        [("QR-38", "26"), ("QR-39", "55"), ("QR-39", "56")],
    ),
    (
        emvco.append_crc(STATIC + "6111TRƯỜNG HỌC 62050901A"),
        VietQR(
            ACCOUNT,
            additional_data=AdditionalData(consumer_data_request="A"),
            extra=[DataObject("61", "TRƯỜNG HỌC ")],
        ),
        [("QR-37", "61"), ("QR-41", "61"), ("QR-40", "")],
    ),
]


def test_extra_objects_of_template_62_are_written_in_their_place():
    data = AdditionalData(extra=[DataObject("50", "0001A"), DataObject("00", "X")], purpose="HP1")
    assert data.encode() == "0001X0803HP150050001A"


@pytest.mark.parametrize(("text", "code", "found"), LENIENT)
def test_leniencies_are_read_and_named(text, code, found):
    assert vietqr.parse(text) == code
    report = vietqr.check(text)
    assert [(f.rule.id, f.path) for f in report.findings] == found
    assert report.ok


CHECKS = (
    "checksum",
    "constants",
    "beneficiary",
    "amount",
    "merchant",
    "additional-data",
    "other-objects",
)
THRESHOLDS = ("amount-cap", "biometric-threshold")


@frozen
class KnownBank:
    writable_bin: str


class Directory:
    """Two BINs of one invented bank."""

    def get(self, bin: str, *, on: date | None = None) -> KnownBank | None:  # noqa: A002, ARG002
        return KnownBank("970436") if bin in {"970436", "970437"} else None


def test_a_clean_code_names_what_was_checked_and_what_was_not():
    assert vietqr.check(emvco.append_crc(STATIC)) == Report(
        checked=("structure", *CHECKS, *THRESHOLDS),
        skipped=(Skipped("bank-directory", "no-banks"),),
    )


def test_a_text_that_does_not_split_skips_everything_else_by_name():
    report = vietqr.check("80-4", banks=Directory())
    assert report.checked == ("structure",)
    assert report.skipped == tuple(
        Skipped(name, "not-split") for name in (*CHECKS, *THRESHOLDS, "bank-directory")
    )


@pytest.mark.parametrize(
    ("acquirer_id", "found"),
    [
        ("970436", []),
        ("970437", [("QR-43", "38.01.00", {"bin": "970436"})]),
        ("999999", [("QR-42", "38.01.00", {})]),
    ],
)
def test_a_bin_is_looked_up_when_there_is_a_directory(acquirer_id, found):
    text = VietQR(Account(acquirer_id, "0000123456789")).encode()
    report = vietqr.check(text, banks=Directory())
    assert [(f.rule.id, f.path, dict(f.values)) for f in report.findings] == found
    assert report.checked[-1] == "bank-directory"
    assert report.ok


def test_without_a_bin_the_directory_is_not_asked():
    report = vietqr.check(emvco.append_crc("00020101021153037045802VN"), banks=Directory())
    assert Skipped("bank-directory", "no-bin") in report.skipped


def test_the_cap_is_not_applied_to_days_before_its_source():
    text = VietQR(ACCOUNT, amount=500_000_000).encode()
    before = vietqr.check(text, on=date(2021, 8, 31))
    since = vietqr.check(text, on=date(2021, 9, 1))
    assert before.findings == ()
    assert Skipped("amount-cap", "before-source") in before.skipped
    assert [f.rule.id for f in since.findings] == ["QR-21"]


def test_all_findings_are_listed_and_the_error_counts_them():
    text = emvco.append_crc("00020101021353038405802US")
    report = vietqr.check(text)
    assert [f.rule.id for f in report.findings] == ["QR-13", "QR-14", "QR-15", "QR-12"]
    with pytest.raises(DecodeError) as caught:
        vietqr.parse(text)
    assert caught.value.reason.endswith("(and 3 more)")
    assert (caught.value.path, caught.value.offset) == ("01", 10)


def test_rules_are_numbered_without_gaps_and_speak_both_languages():
    ids = [rule.id for rule in vietqr.RULES if rule.id.startswith("QR-")]
    assert ids == [f"QR-{number:02}" for number in range(1, len(ids) + 1)]
    said = {messages.keys(lang) & {f"rule.{i}" for i in ids} for lang in messages.LANGUAGES}
    assert said == {frozenset(f"rule.{i}" for i in ids)}
    in_tables = {key for key in messages.keys("vi") if key.startswith("rule.QR-")}
    assert in_tables == {f"rule.{i}" for i in ids}


def read(text):
    try:
        return vietqr.parse(text)
    except DecodeError as error:
        return error


PIECES = st.sampled_from(
    [
        *("000201", "010211", "010212", "010213", BENEFICIARY, "5303704", "5303840", "5802VN"),
        *("540550000", "540650000.", "54010", "62120808HP9A 001", "6200", "62050800X", "6203ABC"),
        *("5915TRUONG THCS ABC", "5903TH Đ", "52048211", "520482A1", "8003046", "550201", "X"),
        "38570010A00000072701270006970436011200001234567890208QRIBFTTA",
        "38550010A00000072701270006970436011300001234567890206QRPUSH",
    ]
)
SEALED = st.lists(PIECES, max_size=9).map(lambda parts: emvco.append_crc("".join(parts)))


ANY_TEXT = st.text(st.characters() | st.sampled_from("\ud800\udfff"), max_size=600)


@given(st.one_of(SEALED, ANY_TEXT))
def test_check_has_an_error_exactly_when_parse_refuses(text):
    assert vietqr.check(text).ok == isinstance(read(text), VietQR)


@given(st.permutations(["010212", BENEFICIARY, "5303704", "5802VN", "54043000", "62070803HP1"]))
def test_the_order_between_first_and_last_is_free(parts):
    text = emvco.append_crc("000201" + "".join(parts))
    assert read(text) == VietQR(
        ACCOUNT, amount=3_000, additional_data=AdditionalData(purpose="HP1")
    )


GENUINE = VietQR(ACCOUNT, amount=550_000, additional_data=AdditionalData(purpose="HVX7K3M2P9X5H"))


def test_any_one_changed_character_is_refused_or_only_the_case_of_the_checksum():
    text = GENUINE.encode()
    for position, genuine in enumerate(text):
        for other in "0123456789ABCDEFabcdefXx é٣\n":
            changed = text[:position] + other + text[position + 1 :]
            if other == genuine:
                continue
            if position >= len(text) - 4 and other.upper() == genuine:
                assert read(changed) == GENUINE
            else:
                assert isinstance(read(changed), DecodeError), (position, other)


@given(st.integers(0, 119), st.characters())
def test_any_one_character_of_unicode_is_noticed(position, other):
    text = GENUINE.encode()
    position %= len(text) - 4
    changed = text[:position] + other + text[position + 1 :]
    assert changed == text or isinstance(read(changed), DecodeError)


def test_every_rule_has_a_text_that_breaks_it():
    texts = [bad["text"] for bad in BAD] + [text for text, _, _ in LENIENT] + ["58\ud802"]
    texts += [VietQR(Account(acquirer_id, "1")).encode() for acquirer_id in ("970437", "999999")]
    broken = {f.rule for text in texts for f in vietqr.check(text, banks=Directory()).findings}
    # Rules of the other profiles, and of verify, are broken in their own tests.
    here = {f"QR-{number:02}" for number in [*range(1, 44), 54, 55]}
    assert {rule.id for rule in broken} == here
    assert {rule.severity for rule in broken} == set(Severity)
