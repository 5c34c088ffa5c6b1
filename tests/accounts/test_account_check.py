"""Everything that is found wrong with an account book."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health import accounts, registry
from cashless_edu_health.accounts import (
    AccountBook,
    AccountKind,
    Alphabet,
    NumberPattern,
    RegisteredAccount,
)
from cashless_edu_health.findings import Severity, Skipped

BANKS = registry.banks()
ON = date(2026, 11, 22)
PATTERN = NumberPattern("M789", 12)


def row(name, **fields):
    given = {
        "acquirer_id": "970436",
        "institution_ids": ("thcs-a",),
        "signed_by": "Kế toán A",
        "approved_by": "Hiệu trưởng A",
    }
    if "pattern" not in fields:
        given["number"] = "0071000123456"
    return RegisteredAccount(id=name, **(given | fields))


def family(name, **fields):
    return row(name, **({"kind": AccountKind.VIRTUAL, "pattern": PATTERN} | fields))


def pupil(name, **fields):
    virtual = {"kind": AccountKind.VIRTUAL, "number": "M78900000123"}
    return row(name, **(virtual | fields))


OTHER = ("thcs-b",)
SHARED = {"institution_ids": OTHER, "shared": True}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], []),
        ([row("a")], []),
        ([row("a"), row("b", number="1")], []),
        # Two owners.
        ([row("a"), row("b", institution_ids=OTHER)], [("ACC-01", "accounts[1]")]),
        ([row("a", institution_ids=("thcs-a", "thcs-b"))], [("ACC-01", "accounts[0]")]),
        ([row("a", institution_ids=("thcs-a", "thcs-b"), shared=True)], []),
        ([row("a", shared=True), row("b", **SHARED)], []),
        ([row("a"), row("b", **SHARED)], [("ACC-01", "accounts[1]")]),
        (
            [
                row("a", valid_to=date(2027, 1, 1)),
                row("b", institution_ids=OTHER, valid_from=date(2027, 1, 2)),
            ],
            [],
        ),
        ([row("a"), row("b", institution_ids=OTHER, acquirer_id="970415")], []),
        (
            [
                row("a", acquirer_id="422589"),
                row("b", institution_ids=OTHER, acquirer_id="970459"),
            ],
            [("ACC-01", "accounts[1]"), ("ACC-08", "accounts[1].acquirer_id")],
        ),
        (
            [pupil("a", customer_id="HS-1"), pupil("b", customer_id="HS-2")],
            [("ACC-01", "accounts[1]")],
        ),
        ([row("a"), row("b")], [("ACC-09", "accounts[1]")]),
        (
            [row("a"), row("b"), row("c")],
            [("ACC-09", "accounts[1]"), ("ACC-09", "accounts[2]"), ("ACC-09", "accounts[2]")],
        ),
        # Days, banks, treasury, people.
        ([row("a", valid_to=date(2026, 11, 21))], [("ACC-02", "accounts[0]")]),
        ([row("a", valid_to=ON)], []),
        ([row("a", valid_from=date(2027, 1, 1))], []),
        ([row("a", acquirer_id="999999")], [("ACC-03", "accounts[0].acquirer_id")]),
        (
            [row("a", kind=AccountKind.TREASURY, acquirer_id=None)],
            [("ACC-04", "accounts[0]")],
        ),
        ([row("a", approved_by=None)], [("ACC-07", "accounts[0]")]),
        ([row("a", signed_by=None)], [("ACC-07", "accounts[0]")]),
        ([row("a", signed_by=None, approved_by=None)], [("ACC-07", "accounts[0]")]),
        ([row("a", approved_by="  kế  TOÁN a ")], [("ACC-07", "accounts[0]")]),
        # Families.
        ([family("a"), family("b")], []),
        ([family("a"), family("b", institution_ids=OTHER)], [("ACC-05", "accounts[1]")]),
        ([family("a", shared=True), family("b", **SHARED)], []),
        ([family("a"), family("b", institution_ids=OTHER, acquirer_id="970418")], []),
        (
            [
                family("a"),
                family(
                    "b",
                    institution_ids=OTHER,
                    pattern=NumberPattern("M78", 12, Alphabet.UPPER_ALPHANUMERIC),
                ),
            ],
            [("ACC-05", "accounts[1]")],
        ),
        ([family("a"), family("b", institution_ids=OTHER, pattern=NumberPattern("M789", 13))], []),
        ([family("a"), pupil("b", customer_id="HS-1")], []),
        ([family("a"), pupil("b", institution_ids=OTHER)], [("ACC-06", "accounts[1]")]),
        ([pupil("b", institution_ids=OTHER), family("a")], [("ACC-06", "accounts[0]")]),
        ([family("a", shared=True), pupil("b", **SHARED)], []),
        ([family("a"), pupil("b", institution_ids=OTHER, acquirer_id="970418")], []),
        ([family("a"), row("b", institution_ids=OTHER)], []),
    ],
)
def test_a_book_is_found_wrong_row_by_row(rows, found):
    report = accounts.check(AccountBook(rows), banks=BANKS, on=ON)
    assert [(f.rule.id, f.path) for f in report.findings] == found
    assert report.checked == ("owners", "families", "treasury", "two-people", "banks", "expiry")
    assert report.skipped == (Skipped("trail", "no-earlier-book"),)


def test_what_was_not_asked_is_skipped_by_name():
    report = accounts.check(AccountBook([row("a", acquirer_id="999999", valid_to=ON)]))
    assert report.ok
    assert report.findings == ()
    assert report.skipped == (
        Skipped("banks", "no-banks"),
        Skipped("expiry", "no-date"),
        Skipped("trail", "no-earlier-book"),
    )
    assert all(skipped.message(lang) for skipped in report.skipped for lang in ("vi", "en"))


BEFORE = row("a")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([BEFORE], []),
        ([BEFORE, row("b", number="1")], []),
        ([evolve(BEFORE, valid_to=date(2027, 1, 1))], []),
        ([], [("ACC-10", "")]),
        ([row("b")], [("ACC-10", "")]),
        ([evolve(BEFORE, number="0071000123457")], [("ACC-10", "accounts[0]")]),
        ([evolve(BEFORE, approved_by="Người khác")], [("ACC-10", "accounts[0]")]),
        ([row("b", number="1"), evolve(BEFORE, shared=True)], [("ACC-10", "accounts[1]")]),
    ],
)
def test_rows_of_the_earlier_book_may_only_end(rows, found):
    report = accounts.check(AccountBook(rows), earlier=AccountBook([BEFORE]))
    assert [(f.rule.id, f.path) for f in report.findings] == found
    assert report.checked[-1] == "trail"


def test_a_row_that_ended_stays_ended():
    ended = evolve(BEFORE, valid_to=date(2026, 1, 1))
    for end in (None, date(2027, 1, 1)):
        now = AccountBook([evolve(BEFORE, valid_to=end)])
        report = accounts.check(now, earlier=AccountBook([ended]))
        assert [f.rule.id for f in report.findings] == ["ACC-10"]
    assert accounts.check(AccountBook([ended]), earlier=AccountBook([ended])).findings == ()


def test_a_row_moved_behind_its_earlier_end_is_a_finding_too():
    earlier = row("a", valid_to=date(2026, 1, 1))
    moved = row("a", valid_from=date(2026, 6, 1))
    report = accounts.check(AccountBook([moved]), earlier=AccountBook([earlier]))
    assert [f.rule.id for f in report.findings] == ["ACC-10"]


def test_no_message_quotes_an_account_or_a_person():
    rows = [
        row("a", approved_by=None),
        row("b", institution_ids=OTHER),
        row("c", acquirer_id="999999", valid_to=date(2026, 1, 1)),
    ]
    report = accounts.check(AccountBook(rows), banks=BANKS, on=ON)
    said = " ".join(f.message(lang) for f in report.findings for lang in ("vi", "en"))
    assert len(report.findings) >= 4
    assert not any(secret in said for secret in ("0071000123456", "Kế toán", "999999"))


def test_severities_say_what_must_not_be_used():
    errors = {rule.id for rule in accounts.RULES if rule.severity is Severity.ERROR}
    assert errors == {"ACC-01", "ACC-05", "ACC-06", "ACC-10"}
