"""Returned forms joined: who answered, who did not, what contradicts. All of it is invented."""

import random
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from cashless_edu_health import compliance, documents, intake, registry
from cashless_edu_health.compliance import Outcome
from cashless_edu_health.documents import Change, Correction
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Report
from cashless_edu_health.institutions import Fact, PaymentMethod, payer_fee
from cashless_edu_health.periods import Window, calendar_year
from cashless_edu_health.receipts import (
    POOLED_CASHLESS,
    PayerClass,
    PayerCount,
    Tally,
    Unreported,
)

FORMS = Path(__file__).parents[1] / "data" / "forms"
FILES = sorted((FORMS / "returned").iterdir())
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)


def form_of(key, year=2022):
    return documents.form(compliance.requirements(registry.plan(key), calendar_year(year)))


REGISTER = documents.read_institutions(FORMS / "register.json")
READINGS = [documents.read_form(path) for path in FILES]
PREVIOUS = [documents.read_form(FORMS / "previous" / "bieu-2021.csv")]
FORM = form_of("DN24")
MERGED = documents.merge_forms(READINGS, register=REGISTER, previous=PREVIOUS, form=FORM)
BY_ID = {one.id: one for one in MERGED.dataset.institutions}


def found(merged):
    return [(f.rule.id, f.path) for f in merged.report.findings if f.rule.id.startswith("MRG")]


def test_every_row_of_every_file_ends_in_the_dataset_or_in_a_list():
    assert MERGED.answered == ("H01", "S01", "S02", "S04", "S05", "S08")
    assert MERGED.missing == ("H02", "S03", "S06", "S07", "S09", "S10")
    assert MERGED.disputed == ("S03",)
    assert MERGED.corrected == (
        Correction(institution_id="S01", version=2, replaced=(1,)),
        Correction(institution_id="S08", version=2, replaced=(1,)),
    )
    assert MERGED.repeated == ("S02",)
    assert MERGED.refused == ("10-nhieu-loi.csv",)
    assert MERGED.unregistered == ("07-phong-giao-duc.csv, line 5",)
    assert MERGED.unused == ("12-ke-hoach-khac.csv, line 3", "09-ma-mau-thuan.csv, line 3")
    assert set(BY_ID) == {one.id for one in REGISTER}
    assert (MERGED.plan_id, MERGED.window) == ("dong-nai-24-kh-ubnd-2022", Window(FIRST, LAST))


def test_what_is_odd_between_files_is_named():
    assert found(MERGED) == [
        ("MRG-09", "12-ke-hoach-khac.csv, line 3"),
        ("MRG-07", ""),
        ("MRG-04", "07-phong-giao-duc.csv, line 5"),
        ("MRG-05", "09-ma-mau-thuan.csv, line 3"),
        ("MRG-03", "S01"),
        ("MRG-02", "S02"),
        ("MRG-01", "S03"),
        ("MRG-03", "S08"),
        ("MRG-12", "S08"),
        ("MRG-06", "S08"),
        ("MRG-11", "H01"),
        ("MRG-08", "S02"),
        ("MRG-08", "S08"),
        *(("MRG-10", id_) for id_ in MERGED.missing),
    ]


def test_what_changed_since_the_last_report_is_told_by_institution_and_field():
    assert MERGED.changes == tuple(
        Change(institution_id="S01", column=column, before=before, after=after)
        for column, before, after in [
            ("fact.digital_platform", False, True),
            ("fact.payment_module_integrated", False, True),
            ("method.mobile_money", "no", "yes"),
            ("method.qr_transfer", None, "yes"),
            ("payments.cash.count", 40, 50),
            ("payments.cash.value", 20_000_000, 25_000_000),
            ("payments.cashless.value", 30_000_000, 80_000_000),
        ]
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_files_never_matters(seed):
    shuffled = random.Random(seed).sample(READINGS, len(READINGS))  # noqa: S311 - no secret
    again = documents.merge_forms(shuffled, register=REGISTER[::-1], previous=PREVIOUS, form=FORM)
    assert again == MERGED


def test_an_answer_becomes_dated_facts_methods_and_sums():
    assert BY_ID["S05"].facts == tuple(
        Fact(name=name, value=value, evidence=EVIDENCE, valid_from=date(2022, 9, 1))
        for name, value in [
            ("digital_platform", True),
            ("cashless_in_use", True),
            ("payment_module_integrated", False),
            ("support_contact", True),
        ]
    )
    assert BY_ID["S05"].methods == tuple(
        PaymentMethod(kind=kind, evidence=EVIDENCE, valid_from=date(2022, 9, 1))
        for kind in ("bank_transfer", "qr_transfer")
    )
    assert BY_ID["S05"].codes == {"ma_truong": "75-0005", "mst": "0100109106"}
    assert [row for row in MERGED.dataset.tallies if row.institution_id == "S01"] == [
        Tally(
            institution_id="S01",
            method=method,
            payer_class=PayerClass.HOUSEHOLD,
            count=count,
            value=value,
            paid_from=FIRST,
            paid_to=LAST,
            evidence="dong-nai-24-kh-ubnd-2022 v2 2022-12-31",
        )
        for method, count, value in [
            ("cash", 50, 25_000_000),
            (POOLED_CASHLESS, 160, 80_000_000),
        ]
    ]


EVIDENCE = "dong-nai-24-kh-ubnd-2022 v1 2022-12-31"


def test_an_answer_ends_what_the_register_said_and_a_blank_ends_nothing():
    assert BY_ID["S04"].facts == (
        Fact(
            name="digital_platform",
            value=True,
            valid_from=date(2020, 1, 1),
            valid_to=date(2022, 12, 30),
        ),
        Fact(name="digital_platform", value=False, evidence=EVIDENCE, valid_from=LAST),
        Fact(name="cashless_in_use", value=False, evidence=EVIDENCE, valid_from=LAST),
    )
    assert BY_ID["S04"].unknown_methods == KINDS
    assert BY_ID["H02"].methods == (PaymentMethod(kind="card_pos"),)


KINDS = frozenset(
    c.key.removeprefix("method.") for c in FORM.columns if c.key.startswith("method.")
)


def test_who_has_not_answered_is_in_the_denominator_with_what_is_not_known():
    assert BY_ID["S09"].unknown_methods == KINDS
    assert BY_ID["H02"].unknown_methods == KINDS - {"card_pos"}
    assert BY_ID["S11"].unknown_methods == frozenset()  # closed before the period
    assert MERGED.dataset.unreported == tuple(
        Unreported(institution_id=id_, paid_from=FIRST, paid_to=LAST)
        for id_ in sorted((*MERGED.missing, "S05"))  # S05 left the amounts blank
    )
    assessment = compliance.assess(
        registry.plan("DN24"),
        MERGED.dataset,
        period=calendar_year(2022),
        as_of=LAST,
        known_at=LAST,
    )
    adoption = assessment["DN24-Q3"].part
    assert (adoption.low, adoption.high, adoption.denominator) == (
        Fraction(4, 10),
        Fraction(9, 10),
        10,
    )
    assert assessment["DN24-Q5"].outcome is Outcome.INSUFFICIENT_DATA


def test_the_dataset_survives_its_files(tmp_path):
    documents.write_dataset(MERGED.dataset, tmp_path / "out")
    assert documents.read_dataset(tmp_path / "out") == MERGED.dataset
    assert documents.check_dataset(tmp_path / "out").report.errors[0].rule.id == "DST-14"


def test_without_a_register_who_answers_is_all_there_is():
    merged = documents.merge_forms(READINGS)
    assert merged.answered == ("H01", "S01", "S02", "S06", "S08", "X99")
    # The row without an id has the tax code of S04, so that S04 seems to answer twice.
    assert merged.disputed == merged.missing == ("S03", "S04")
    assert {one.id for one in merged.dataset.institutions} == {*merged.answered, "S03", "S04"}
    assert merged.unregistered == ()


def test_rows_without_an_id_are_told_apart_by_their_codes(tmp_path):
    reading = returned(
        tmp_path,
        {"id": "", "code.ma_truong": "75-1", "code.mst": "0100109106"},
        {"id": "", "code.ma_truong": "75-2"},
        {"id": "", "code.mst": "0100109106", "version": "2"},
    )
    merged = documents.merge_forms([reading])
    assert merged.answered == ("ma_truong:75-1", "ma_truong:75-2")
    assert [one.version for one in merged.corrected] == [2]


def test_no_form_at_all_is_an_error_unless_the_form_is_known():
    with pytest.raises(DataError, match="no form that can be read"):
        documents.merge_forms([])
    merged = documents.merge_forms([], register=REGISTER, form=FORM)
    assert merged.missing == tuple(sorted(one.id for one in REGISTER if one.id != "S11"))
    assert merged.report.checked == Report(checked=("returns", "codes", "register")).checked


# Single rows


ROW = {
    "plan": "x",
    "paid_from": "01/01/2022",
    "paid_to": "31/12/2022",
    "id": "S01",
    "name": "Trường Ví Dụ",
    "sector": "giáo dục",
    "type": "tiểu học",
    "reporter": "Trường Ví Dụ",
    "as_of": "30/11/2022",
    "version": "1",
}


def returned(folder, *rows, name="bieu.csv", plan="x"):
    rows = [ROW | {"plan": plan} | row for row in rows]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    text = intake.csv_text(keys, [[row.get(key, "") for key in keys] for row in rows])
    (folder / name).write_text(text, encoding="utf-8", newline="")
    reading = documents.read_form(folder / name)
    assert [f.rule.id for f in reading.report.findings] == []
    return reading


def test_purposes_payers_and_charges_of_a_form_are_kept(tmp_path):
    reading = returned(
        tmp_path,
        {
            "method.qr_transfer": "tuition",
            "method.card_pos": "có, cho khoản khác",
            "method.e_wallet": "không",
            "method.web_payment": "",
            "fee.qr_transfer": "1.1%",
            "fee.cash": "0",
            "payments.cash.count": "10",
            "payments.cash.value": "1000",
            "payments.cash.count@tuition": "4",
            "payments.cash.value@tuition": "400",
            "payments.cashless.count": "5",
            "payments.cashless.value": "500",
            "payments.cashless.count@tuition": "",
            "payments.cashless.value@tuition": "",
            "payers.total@tuition": "9",
            "payers.cashless@tuition": "3",
        },
    )
    merged = documents.merge_forms([reading])
    (school,) = merged.dataset.institutions
    assert [(m.kind, m.purposes, m.payer_fee) for m in school.methods] == [
        ("qr_transfer", frozenset({"tuition"}), payer_fee("1.1%")),
        ("card_pos", frozenset({"other"}), None),
        ("cash", None, payer_fee("0")),
    ]
    assert school.unknown_methods == {"web_payment"}
    assert [(t.method, t.count, t.value, t.purposes) for t in merged.dataset.tallies] == [
        ("cash", 4, 400, frozenset({"tuition"})),
        ("cash", 6, 600, frozenset({"other"})),
        (POOLED_CASHLESS, 5, 500, frozenset()),
    ]
    assert merged.dataset.unreported == ()
    assert merged.dataset.payer_counts == (
        PayerCount(
            institution_id="S01",
            total=9,
            cashless=3,
            paid_from=FIRST,
            paid_to=date(2022, 11, 30),
            purposes=frozenset({"tuition"}),
            evidence="x v1 2022-11-30",
        ),
    )


@pytest.mark.parametrize(
    ("cells", "unreported"),
    [
        ({"payments.cash.count": "", "payments.cash.value": ""}, True),
        ({"payments.cash.count@tuition": "", "payments.cash.value@tuition": ""}, True),
        ({"payments.cash.count@tuition": "0", "payments.cash.value@tuition": "0"}, False),
        ({"fact.digital_platform": "có"}, False),
    ],
)
def test_payments_that_were_asked_for_and_left_blank_are_not_known(tmp_path, cells, unreported):
    merged = documents.merge_forms([returned(tmp_path, cells)])
    assert bool(merged.dataset.unreported) is unreported


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("2023-01-01", None, True)], [("2023-01-01", None), ("2022-11-30", "2022-12-31")]),
        (
            [("2021-01-01", "2021-12-31", True)],
            [("2021-01-01", "2021-12-31"), ("2022-11-30", None)],
        ),
        ([("2022-11-30", None, True)], [("2022-11-30", None)]),
        ([(None, None, True)], [(None, "2022-11-29"), ("2022-11-30", None)]),
    ],
)
def test_an_answer_holds_from_its_day_until_the_register_says_otherwise(tmp_path, stated, expected):
    def day(text):
        return None if text is None else date.fromisoformat(text)

    facts = tuple(
        Fact(name="digital_platform", value=value, valid_from=day(first), valid_to=day(last))
        for first, last, value in stated
    )
    school = evolve(REGISTER[0], facts=facts)
    reading = returned(tmp_path, {"fact.digital_platform": "không"})
    merged = documents.merge_forms([reading], register=[school])
    spans = [(f.valid_from, f.valid_to) for f in merged.dataset.institutions[0].facts]
    assert spans == [(day(first), day(last)) for first, last in expected]


def test_a_later_day_of_the_same_number_counts_and_what_the_register_leaves_open_is_filled(
    tmp_path,
):
    reading = returned(
        tmp_path,
        {"as_of": "30/06/2022", "fact.digital_platform": "không"},
        {"as_of": "30/11/2022", "fact.digital_platform": "có", "tier": "tỉnh", "tag.x": "có"},
    )
    merged = documents.merge_forms([reading], register=REGISTER[:1])
    (school,) = merged.dataset.institutions
    assert school.fact("digital_platform", date(2022, 12, 1)) is True
    assert school.tier == "provincial"
    assert [rule for rule, _ in found(merged)] == ["MRG-03", "MRG-11"]


def test_a_code_that_two_registered_institutions_share_finds_neither(tmp_path):
    twins = [evolve(one, codes={"mst": "0100109106"}) for one in REGISTER[:2]]
    by_code = returned(tmp_path, {"id": "", "code.mst": "0100109106"})
    merged = documents.merge_forms([by_code], register=twins)
    assert merged.unused == ("bieu.csv, line 2",)
    by_id = returned(tmp_path, {"id": "S01", "code.mst": "0100109106"})
    merged = documents.merge_forms([by_id], register=twins)
    assert merged.answered == ("S01",)
    assert [rule for rule, _ in found(merged)] == ["MRG-07", "MRG-10"]


def test_a_form_asks_only_the_sector_that_the_plan_asks(tmp_path):
    asked = form_of("XL83", 2025)
    merged = documents.merge_forms([], register=REGISTER, form=asked)
    assert merged.dataset.unreported == ()
