"""Readiness of institutions by one plan's duties. Every school and hospital is invented."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    Dataset,
    Evidence,
    FactCheck,
    MethodsCheck,
    Ready,
    State,
    readiness,
)
from cashless_edu_health.institutions import (
    Fact,
    Institution,
    PaymentMethod,
    Sector,
    payer_fee,
)
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource

END = date(2022, 12, 31)
READY = ("qr_transfer", "web_payment", "card_pos")


def institution(id_="a", *, sector=Sector.EDUCATION, kinds=READY, facts=(), **extra):
    return Institution(
        id=id_,
        name=f"Cơ sở {id_} (bịa)",
        sector=sector,
        type="primary",
        methods=tuple(PaymentMethod(kind=kind) for kind in kinds),
        facts=tuple(Fact(name=name, value=value) for name, value in dict(facts).items()),
        **extra,
    )


def asked(plan, *rows, as_of=END, **data):
    found = compliance.assess(
        plan if not isinstance(plan, str) else registry.plan(plan),
        Dataset(institutions=rows or (institution(),), **data),
        period=as_of.year,
        as_of=as_of,
        known_at=as_of,
    )
    return readiness(found)


def plan_of(*duties):
    rows = [
        {"id": f"D{i}", "cite": "IV", "pop": "edu", "force": "must", "quote": "x", **duty}
        for i, duty in enumerate(duties)
    ]
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu (bịa)",
        "issuer": "UBND tỉnh Mẫu (bịa)",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [],
        "duties": rows,
    }
    return documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")


def paid(carried):
    return Receipt(
        id="r",
        institution_id="a",
        gross=100,
        paid_on=date(2022, 10, 3),
        method="qr_transfer",
        payer_class=PayerClass.HOUSEHOLD,
        source=ReceiptSource.BANK,
        recorded_at=datetime(2022, 10, 3, 5, tzinfo=UTC),
        carried=carried,
    )


def test_a_school_lacks_one_method_and_has_a_module_with_its_evidence():
    school = Institution(
        id="thcs-a",
        name="Trường THCS A (bịa)",
        sector=Sector.EDUCATION,
        type="lower_secondary",
        methods=(
            PaymentMethod(kind="qr_transfer", evidence="hợp đồng 1", valid_from=date(2022, 9, 5)),
            PaymentMethod(kind="qr_payment"),
            PaymentMethod(kind="mobile_money"),
        ),
        facts=(Fact(name="payment_module_integrated", value=True, evidence="biên bản 7"),),
    )
    found = asked("DN24", school)
    assert (found.plan.key, found.on, found.known_at) == ("DN24", END, END)
    assert found.window == calendar_year(2022)
    row = found["thcs-a"]
    assert row.state is Ready.NOT_READY
    methods, module, template, contact = row.items[:4]
    assert methods.check == MethodsCheck(
        offered=("qr", "mobile_money"),
        needed=3,
        candidates=("website", "card"),
        satisfied=False,
        evidence=(
            Evidence(of="mobile_money"),
            Evidence(of="qr_payment"),
            Evidence(of="qr_transfer", text="hợp đồng 1", valid_from=date(2022, 9, 5)),
        ),
    )
    assert methods.check.missing_at_least == 1
    assert (methods.duty.citation.pinpoint, methods.quote[:32]) == (
        "IV.1.b.1",
        "Các trường học, cơ sở giáo dục s",
    )
    assert module.check.evidence == (Evidence(of="payment_module_integrated", text="biên bản 7"),)
    assert [item.state for item in (methods, module, template, contact)] == [
        State.NO,
        State.YES,
        State.NOT_APPLICABLE,
        State.UNKNOWN,
    ]
    assert template.check.evidence == ()
    assert row.missing == (methods, contact)


def test_a_health_facility_is_asked_for_staff_and_a_school_is_not():
    found = asked("DN24", institution("s"), institution("h", sector=Sector.HEALTH))

    def facts(row):
        return [item.check.fact for item in row.items if isinstance(item.check, FactCheck)]

    assert facts(found["s"]) == ["payment_module_integrated", "support_contact"]
    assert facts(found["h"]) == ["payment_module_integrated", "support_contact", "support_staff"]


ALL_FACTS = {"payment_module_integrated": True, "support_contact": True}
FIELDS = frozenset({"payer_name", "beneficiary_name", "reason", "invoice_ref"})


@pytest.mark.parametrize(
    ("kinds", "facts", "rows", "state"),
    [
        (READY, ALL_FACTS, (), Ready.READY),
        (READY, ALL_FACTS, (paid(FIELDS),), Ready.READY),
        (READY, ALL_FACTS, (paid(FIELDS - {"reason"}),), Ready.NOT_READY),
        (READY, ALL_FACTS, (paid(None),), Ready.UNKNOWN),
        (READY, {"payment_module_integrated": True}, (), Ready.UNKNOWN),
        (READY, ALL_FACTS | {"support_contact": False}, (), Ready.NOT_READY),
        (READY[:2], ALL_FACTS, (), Ready.NOT_READY),
        (READY[:2], {}, (), Ready.NOT_READY),
        (("qr_transfer", "qr_payment", "web_payment"), ALL_FACTS, (), Ready.NOT_READY),
        ((*READY, "qr_payment"), ALL_FACTS, (), Ready.READY),
        ((*READY[:2], "bank_transfer", "e_wallet"), ALL_FACTS, (), Ready.NOT_READY),
    ],
)
def test_an_institution_is_ready_not_ready_or_not_known(kinds, facts, rows, state):
    found = asked("DN24", institution(kinds=kinds, facts=facts), receipts=rows)
    assert found["a"].state is state


KINDS = st.lists(
    st.sampled_from(["qr_transfer", "qr_payment", "web_transfer", "mobile_money", "card_pos"]),
    max_size=5,
)


@given(KINDS, st.data())
def test_a_second_method_of_a_category_never_changes_readiness(kinds, data):
    twin = {"qr_transfer": "qr_payment", "qr_payment": "qr_transfer", "web_transfer": "web_payment"}
    more = [kind if data.draw(st.booleans()) else twin.get(kind, kind) for kind in kinds]
    one = asked("DN24", institution(kinds=kinds, facts=ALL_FACTS))["a"]
    other = asked("DN24", institution(kinds=[*kinds, *more], facts=ALL_FACTS))["a"]
    assert one.state is other.state
    assert one.items[0].check.offered == other.items[0].check.offered


def test_only_what_is_a_must_or_should_decides():
    encouraged = {"each": {"fact": "y"}, "force": "encourage"}
    mentioned = {"each": {"fact": "y"}, "force": "indicative"}
    fee = {"fee": {"cashless_not_above_cash": "minimise"}}
    figure = {"indicator": {"methods": "four"}}
    by_hand = {"manual": "x"}
    must = {"each": {"fact": "x"}, "force": "strive"}
    school = institution(facts={"x": True, "y": False}, kinds=())
    found = asked(plan_of(must, encouraged, mentioned, fee, figure, by_hand), school)["a"]
    assert [item.decides for item in found.items] == [True, *(False,) * 5]
    assert found.state is Ready.READY
    others = asked(plan_of(encouraged, mentioned, fee, figure, by_hand), school)["a"]
    assert others.state is Ready.NOT_ASKED


def test_a_charge_is_shown_to_be_looked_at_and_makes_nobody_unready():
    school = Institution(
        id="a",
        name="Trường A (bịa)",
        sector=Sector.EDUCATION,
        type="primary",
        methods=(PaymentMethod(kind="card_pos", payer_fee=payer_fee("1.1%")),),
        facts=(Fact(name="x", value=True),),
    )
    fee = {"fee": {"cashless_not_above_cash": "minimise"}}
    row = asked(plan_of({"each": {"fact": "x"}}, fee), school)["a"]
    assert (row.state, row.missing[0].state) == (Ready.READY, State.ATTENTION)


@pytest.mark.parametrize(
    ("value", "state"),
    [(True, Ready.READY), (False, Ready.UNKNOWN), (None, Ready.UNKNOWN)],
)
def test_what_may_not_be_asked_of_an_institution_cannot_make_it_unready(value, state):
    facts = {} if value is None else {"x": value}
    urban = {"each": {"fact": "x"}, "pop": {"sector": "education", "area_class": "urban"}}
    assert asked(plan_of(urban), institution(facts=facts))["a"].state is state


def test_when_the_plan_has_ended_nothing_is_asked_and_everything_is_shown():
    found = asked("DN24", as_of=date(2026, 11, 22))
    assert (found.in_force, found["a"].state) == (False, Ready.NOT_ASKED)
    assert found["a"].items[0].check.offered == ("qr", "website", "card")


def test_everybody_active_has_a_row_and_the_others_are_named():
    closed = institution("z", valid_to=date(2022, 6, 30))
    found = asked("LD22", institution("a"), institution("b"), closed)
    assert [(row.institution.id, row.state) for row in found] == [
        ("a", Ready.NOT_ASKED),
        ("b", Ready.NOT_ASKED),
    ]
    assert (len(found), found.inactive) == (2, ("z",))
    with pytest.raises(KeyError):
        found["z"]
