"""Every obligation of the source texts has its row: a transcription of the reading by hand.

The left side was written from the texts: what is asked, in which document and clause. The right
side names the rows of the plan files that carry it.
"""

import pytest

from cashless_edu_health import plans, registry

OBLIGATIONS = [
    ("N1 module", "DN24", "IV.1.b.1", "DN24-D1"),
    ("N1 module", "DN24", "IV.2.b.1", "DN24-D2"),
    ("N1 module", "KH4205", "III.1.b.1", "KH4205-D1"),
    ("N1 module", "KH4205", "III.2.b.1", "KH4205-D2"),
    ("N1b module", "DT153", "II.1.b", "DT153-D1"),
    ("N2 template, education", "DN24", "IV.1.b.2", "DN24-D3"),
    ("N2 template, education", "KH4205", "III.1.b.2", "KH4205-D3"),
    ("N3 template, health", "DN24", "IV.2.b.2", "DN24-D4"),
    ("N3b template, health", "KH4205", "III.2.b.2", "KH4205-D4"),
    ("N4 one template, health", "DN24", "V.2", "DN24-D7"),
    ("N4 one template, education", "DN24", "V.3", "DN24-D8"),
    ("N5 contact, school", "DN24", "IV.1.b.3", "DN24-D5"),
    ("N5 contact, school", "KH4205", "III.1.b.3", "KH4205-D5"),
    ("N6 contact and staff, hospital", "DN24", "IV.2.b.3", "DN24-D6"),
    ("N6 contact and staff, hospital", "KH4205", "III.2.b.3", "KH4205-D6"),
    ("N7 maximise", "DN24", "IV.1.b.3", "DN24-D9"),
    ("N7 maximise", "DN24", "IV.2.b.3", "DN24-D10"),
    ("N7 maximise", "KH4205", "III.1.b.3", "KH4205-D7"),
    ("N7 maximise", "KH4205", "III.2.b.3", "KH4205-D8"),
    ("N8 cost to the payer", "DT153", "I.3", "DT153-D2"),
    ("N8b cost", "DT153", "II.1.b", "DT153-D5"),
    ("N9 priority groups", "DT153", "II.1.b", "DT153-D3"),
    ("N10 incentives", "DT153", "II.1.b", "DT153-D6"),
    ("N11 fee cuts by providers", "DN24", "IV.3.a.4", "DN24-D11"),
    ("N11 fee cuts by providers", "KH4205", "III.3.a.4", "KH4205-D9"),
    ("N12 reuse existing means", "DT153", "II.1.b", "DT153-D4"),
    ("N13 several channels", "DT153", "II.1.b", "DT153-D7"),
    ("N14 Vietnamese platforms", "DT153", "II.1.a", "DT153-D8"),
    ("N14 evaluate and recommend", "DN24", "IV.1.a", "DN24-X1"),
    ("N14 evaluate and recommend", "KH4205", "III.1.a.1", "KH4205-X1"),
    ("N15 ranking", "DN24", "IV.3.a.3", "DN24-D12"),
    ("N15 ranking", "KH4205", "III.3.a.3", "KH4205-D10"),
    ("N16 fraud warnings", "DN24", "IV.3.d.2", "DN24-D13"),
    ("N16 fraud warnings", "KH4205", "III.3.d.2", "KH4205-D11"),
    ("N16 fraud warnings", "KH4205", "VI.1.b", "KH4205-D12"),
    ("N17 disputes", "DN24", "IV.3.d.1", "DN24-D14"),
    ("N17 disputes", "KH4205", "III.3.d.1", "KH4205-D13"),
    ("N18 national portal", "XL83", "III.5.1", "XL83-D4"),
    ("N18b national portal", "DN24", "V.6", "DN24-D15"),
    ("N19 share, trace, reconcile", "XL83", "III.5", "XL83-D1"),
    ("N20 connect fee database", "XL83", "IV.6", "XL83-D2"),
    ("N21 safe, open, kept", "XL83", "IV.6", "XL83-D3"),
    ("N22 interoperability", "DT153", "I.3", "DT153-D9"),
    ("N23 personal data", "DT153", "I.3", "DT153-D10"),
    ("N23 personal data", "XL83", "IV.5", "XL83-D5"),
    ("N24 devices at facilities", "XL83", "IV.7", "XL83-D6"),
    ("N25 statistics supplied", "XL83", "IV.11", "XL83-D8"),
    ("N26 own plan", "XL83", "VI.1", "XL83-D9"),
    ("N26 own plan", "XL83", "IV.15", "XL83-D10"),
    ("N27 sibling plan", "XL83", "IV (câu dẫn)", "XL83-X1"),
    ("N28 platforms, telehealth", "DN24", "IV.2.a.1", "DN24-X2"),
    ("N28 platforms, telehealth", "DN24", "IV.2.a.2", "DN24-X3"),
    ("N28 infrastructure", "DN24", "IV.2.a.3", "DN24-X4"),
    ("N28 e-records", "DN24", "IV.2.a.4", "DN24-X5"),
    ("N28 communication", "DN24", "IV.3.a.1", "DN24-X6"),
    ("N28 training", "DN24", "IV.3.b", "DN24-X7"),
    ("N28 training", "DN24", "IV.3.c", "DN24-X8"),
    ("N28 bank networks", "DN24", "V.1", "DN24-X9"),
    ("N28 policing", "DN24", "V.4", "DN24-X10"),
    ("N28 platforms", "KH4205", "III.1.a", "KH4205-X2"),
    ("N28 platforms", "KH4205", "III.2.a.1", "KH4205-X3"),
    ("N28 telehealth", "KH4205", "III.2.a.2", "KH4205-X4"),
    ("N28 e-records", "KH4205", "III.2.a.4", "KH4205-X5"),
    ("N28 communication", "KH4205", "III.3.a.1", "KH4205-X6"),
    ("N28 training", "KH4205", "III.3.b", "KH4205-X7"),
    ("N28 STEM", "KH4205", "III.3.b", "KH4205-X8"),
    ("N28 training", "KH4205", "III.3.c", "KH4205-X9"),
    ("N28 platforms", "DT153", "II.1.a", "DT153-X1"),
    ("N28 communication", "XL83", "III.1.1", "XL83-X2"),
    ("N28 core banking", "XL83", "III.3.2", "XL83-X3"),
    ("N28 administrative fines", "XL83", "IV.5", "XL83-X4"),
    ("N28 tax", "XL83", "IV.10", "XL83-X5"),
    ("N29 devices in the network", "XL83", "III.5.3", "XL83-D7"),
    ("N30 devices in public services", "DN24", "V.1", "DN24-D16"),
    ("N31 access to payment services", "XL83", "II.3", "XL83-D11"),
    ("N32 who follows up", "XL83", "VI.3", "XL83-D12"),
    ("N33 difficulties reported", "DN24", "V (đoạn kết)", "DN24-D17"),
    ("N34 difficulties reported", "KH4205", "VI (đoạn kết)", "KH4205-D14"),
    ("difficulties reported, as N33", "XL83", "VI (đoạn kết)", "XL83-D13"),
    ("online teaching", "KH4205", "III.1.a", "KH4205-Q6"),
    ("online teaching", "DT153", "II.1.a", "DT153-Q8"),
]
KINDS = {
    "each": "DN24-D1 DN24-D2 DN24-D5 DN24-D6 KH4205-D1 KH4205-D2 KH4205-D5 KH4205-D6 DT153-D1"
    " DT153-D3 DT153-D6 XL83-D2",
    "template": "DN24-D3 DN24-D4 KH4205-D3 KH4205-D4",
    "fee": "DT153-D2 DT153-D5",
    "indicator": "DN24-D9 DN24-D10 DN24-D16 KH4205-D7 KH4205-D8 DT153-D7 XL83-D6 XL83-D7",
    "manual": "DN24-D7 DN24-D8 DN24-D11 DN24-D12 DN24-D13 DN24-D14 DN24-D15 DN24-D17 KH4205-D9"
    " KH4205-D10 KH4205-D11 KH4205-D12 KH4205-D13 KH4205-D14 DT153-D4 DT153-D8 DT153-D9 DT153-D10"
    " XL83-D1 XL83-D3 XL83-D4 XL83-D5 XL83-D8 XL83-D9 XL83-D10 XL83-D11 XL83-D12 XL83-D13",
}


def rows(plan):
    return {row.id: row for row in (*plan.targets, *plan.duties, *plan.out_of_scope)}


@pytest.mark.parametrize(
    ("what", "document", "clause", "row_id"), OBLIGATIONS, ids=[row[3] for row in OBLIGATIONS]
)
def test_an_obligation_has_its_row_with_its_clause(what, document, clause, row_id):
    row = rows(registry.plan(document))[row_id]
    assert row.citation.pinpoint == clause, what


def test_the_list_names_every_number_and_every_row_that_is_no_figure():
    numbers = {what.split()[0].rstrip("b") for what, *_ in OBLIGATIONS}
    assert {f"N{number}" for number in range(1, 35)} <= numbers
    listed = {row_id for *_, row_id in OBLIGATIONS}
    assert len(listed) == len(OBLIGATIONS)
    assert listed - {"KH4205-Q6", "DT153-Q8"} == {
        row.id for plan in registry.plans() for row in (*plan.duties, *plan.out_of_scope)
    }


def test_each_duty_is_asked_in_the_way_that_its_words_allow():
    found = {
        duty.id: type(duty.asks).__name__.lower()
        for plan in registry.plans()
        for duty in plan.duties
    }
    assert found == {row_id: kind for kind, ids in KINDS.items() for row_id in ids.split()}


def test_an_indicator_shows_both_shares_or_counts_a_list_of_methods():
    found = {
        duty.id: (
            tuple(share.weight.value for share in duty.asks.shares),
            None if duty.asks.method_set is None else duty.asks.method_set.name,
        )
        for plan in registry.plans()
        for duty in plan.duties
        if isinstance(duty.asks, plans.Indicator)
    }
    shares = (("count", "value"), None)
    assert found == {
        "DN24-D9": shares,
        "DN24-D10": shares,
        "DN24-D16": ((), "four"),
        "KH4205-D7": shares,
        "KH4205-D8": shares,
        "DT153-D7": ((), "four"),
        "XL83-D6": ((), "card_and_qr"),
        "XL83-D7": ((), "card_qr_mobile_money"),
    }
