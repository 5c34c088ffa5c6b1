"""What several statements hold together, and what lies between them."""

from datetime import UTC, date, datetime

import pytest

from cashless_edu_health import statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.statements import Overview, Statement

SCHOOL = Account("970436", "0071000123456")
OTHER = Account("970415", "117000000001")


def held(day: int, *amounts: int, account: Account = SCHOOL, **told: object) -> Statement:
    entries = tuple(
        CreditEntry(
            id=f"{account.number}-{day}-{n}",
            account=account,
            amount=amount,
            booked_at=datetime(2026, 11, day, 3, tzinfo=UTC),
            remittance_information="",
        )
        for n, amount in enumerate(amounts)
    )
    return Statement(account=account, entries=entries, **told)


def test_statements_are_summed_up_by_account():
    rows = statements.overview(
        [
            held(3, 5, opening=8, closing=13),
            held(1, 10, -2, opening=0, closing=8),
            held(2, account=OTHER),
        ]
    )
    assert rows == (
        Overview(
            account=SCHOOL,
            statements=2,
            first_day=date(2026, 11, 1),
            last_day=date(2026, 11, 3),
            credits=2,
            credited=15,
            debits=1,
            debited=2,
            opening=0,
            closing=13,
        ),
        Overview(
            account=OTHER,
            statements=1,
            first_day=None,
            last_day=None,
            credits=0,
            credited=0,
            debits=0,
            debited=0,
            opening=None,
            closing=None,
        ),
    )


@pytest.mark.parametrize(
    ("given", "gaps"),
    [
        ([], []),
        ([held(1, closing=5), held(2, opening=5)], []),
        ([held(1, 1, closing=5), held(2, 1, opening=6)], ["statement 2"]),
        ([held(2, 1, opening=6), held(1, 1, closing=5)], ["statement 1"]),
        ([held(1, closing=5), held(2, opening=6, account=OTHER)], []),
        ([held(1, number=1), held(2, number=2)], []),
        ([held(1, number=1), held(2, number=3)], ["statement 2"]),
        ([held(1, number=3), held(2, number=1)], ["statement 1"]),
        ([held(1, closing=5, number=1), held(2, opening=5, number=3)], []),
        ([held(1), held(2)], []),
        ([held(1, number=1), held(2)], []),
        (
            [
                held(1, closing=1, from_day=date(2026, 11, 9)),
                held(2, opening=1, closing=1, from_day=date(2026, 11, 8)),
            ],
            [],
        ),
    ],
)
def test_a_statement_that_does_not_follow_is_a_gap(given, gaps):
    assert [one.path for one in statements.gaps(given)] == gaps


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">', ("camt",)),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02">', ()),
        (b"{1:F01}{4:\r\n:20:X\r\n:25:1\r\n:28C:1\r\n", ("mt940",)),
        (b":20:X\n:32A:1\n", ()),
        (b"", ()),
    ],
)
def test_a_message_is_known_by_how_it_begins(data, kinds):
    assert statements.message_kinds(data) == kinds


def test_no_repr_shows_a_balance():
    assert "987654" not in repr(held(1, 5, opening=987654, closing=987654))
    (row,) = statements.overview([held(1, 5, opening=987654, closing=987654)])
    assert "987654" not in repr(row).replace(SCHOOL.number, "")
