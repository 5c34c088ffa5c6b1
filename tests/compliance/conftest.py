"""Short ways to make invented records and to ask one question about them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.institutions import Fact, HeadCount, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    PayerCount,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
)

DAY = date(2022, 10, 1)


def noon(on):
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


def school(id_="a", *kinds, facts=(), **extra):
    row = {"sector": Sector.EDUCATION, "type": "primary"} | extra
    return Institution(
        id=id_,
        name=id_,
        methods=tuple(PaymentMethod(kind=kind) for kind in kinds),
        facts=tuple(Fact(name=name, value=value) for name, value in dict(facts).items()),
        **row,
    )


def paid(id_, method, gross=100, *parts, on=DAY, at="a", **extra):
    """A receipt; ``parts`` are its allocations as (invoice, amount, purpose, on_behalf)."""
    row = {"payer_class": PayerClass.HOUSEHOLD, "recorded_at": noon(on)} | extra
    return Receipt(
        id=id_,
        institution_id=at,
        gross=gross,
        paid_on=on,
        method=method,
        source=ReceiptSource.BANK,
        allocations=tuple(Allocation(*part) for part in parts),
        **row,
    )


def back(id_, receipt_id, amount, invoice_id=None, on=DAY):
    return Reversal(
        id=id_,
        receipt_id=receipt_id,
        amount=amount,
        reversed_on=on,
        recorded_at=noon(on),
        invoice_id=invoice_id,
    )


def tallied(method, count=1, value=100, first=DAY, last=DAY, at="a", **extra):
    row = {"payer_class": PayerClass.HOUSEHOLD} | extra
    return Tally(
        institution_id=at,
        method=method,
        count=count,
        value=value,
        paid_from=first,
        paid_to=last,
        **row,
    )


def payers(total, cashless, first=date(2022, 1, 1), last=date(2022, 12, 31), at="a", **extra):
    return PayerCount(
        institution_id=at, total=total, cashless=cashless, paid_from=first, paid_to=last, **extra
    )


def heads(id_, total, having=(), **extra):
    row = {"sector": Sector.EDUCATION, "type": "preschool"} | extra
    return HeadCount(id=id_, total=total, having=dict(having), **row)


def dataset(*institutions, **parts):
    rows = institutions or (school(),)
    return compliance.Dataset(
        institutions=rows,
        **{name: rows if name == "series" else tuple(rows) for name, rows in parts.items()},
    )


def plan_of(measure, at_least="50%", schedule=None, pop="edu", conditions=None, **extra):
    """A plan of one target ``T``."""
    target = {"id": "T", "cite": "I", "quote": "x", "force": "must"}
    if "ramp" not in extra:
        target["schedule"] = schedule or [{"period": 2022, "at_least": at_least}]
    measures = {"all_of": measure} if isinstance(measure, list) else {"measure": measure}
    target |= measures | ({"pop": pop} if pop else {})
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu",
        "issuer": "UBND tỉnh Mẫu",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [target | extra],
        "conditions": conditions or {},
    }
    return documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")


def assess(plan, data, period=2022, as_of=None, known_at=None, **readings):
    window = calendar_year(period) if isinstance(period, int) else period
    as_of = as_of or window.last
    return compliance.assess(
        plan, data, period=period, as_of=as_of, known_at=known_at or as_of, readings=readings
    )


def ask(plan, data, **question):
    return assess(plan, data, **question)["T"]


@pytest.fixture(scope="session")
def make():
    """The functions of this file."""
    functions = (school, paid, back, tallied, payers, heads, dataset, plan_of, assess, ask)
    return SimpleNamespace(**{function.__name__: function for function in functions})
