"""Rankings by given criteria, worked by hand. Every institution is invented."""

from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    Criterion,
    Dataset,
    NotRanked,
    Order,
    Place,
    Standing,
    rank,
    readiness,
    standings,
)
from cashless_edu_health.institutions import Institution, PaymentMethod, Sector
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource

UP, DOWN = Order.ASCENDING, Order.DESCENDING


def rows(**figures):
    return [Standing(id=id_, name=id_.upper(), values=values) for id_, values in figures.items()]


def order(found):
    return [(place.place, place.standing.id, place.tied) for place in found.places]


SCHOOLS = rows(
    d={"share": Fraction(1, 2), "methods": 3},
    a={"share": Fraction(3, 4), "methods": 2},
    c={"share": Fraction(2, 4), "methods": 4},
    b={"share": Fraction(3, 4), "methods": 2},
    e={"share": None, "methods": 4},
    f={"methods": 1},
)


def test_the_first_criterion_decides_and_the_next_among_equals():
    found = rank(SCHOOLS, [Criterion("share"), Criterion("methods")])
    assert order(found) == [(1, "a", True), (1, "b", True), (3, "c", False), (4, "d", False)]
    a = next(row for row in SCHOOLS if row.id == "a")
    assert found.places[0] == Place(place=1, tied=True, standing=a)
    assert found.criteria == (Criterion("share"), Criterion("methods"))
    assert found.not_ranked == (
        NotRanked(standing=SCHOOLS[4], missing=("share",)),
        NotRanked(standing=SCHOOLS[5], missing=("share",)),
    )


def test_a_criterion_can_want_the_least():
    found = rank(SCHOOLS, [Criterion("methods", UP), Criterion("share", DOWN)])
    assert order(found) == [(1, "a", True), (1, "b", True), (3, "d", False), (4, "c", False)]


def test_weights_are_the_callers_and_nothing_is_scaled():
    """Score 4 x share + 1 x methods: a and b 5, c 6, d 5."""
    weighted = [Criterion("share", DOWN, Fraction(4)), Criterion("methods", DOWN, Fraction(1))]
    found = rank(SCHOOLS, weighted)
    assert order(found) == [(1, "c", False), (2, "a", True), (2, "b", True), (2, "d", True)]
    assert [place.score for place in found.places] == [6, 5, 5, 5]
    against = [Criterion("share", UP, Fraction(4)), Criterion("methods", DOWN, Fraction(1))]
    assert [place.score for place in rank(SCHOOLS, against).places] == [2, 1, -1, -1]


def test_a_figure_of_zero_is_known():
    found = rank(rows(a={"x": 0}, b={"x": 1}), [Criterion("x")])
    assert (order(found), found.not_ranked) == ([(1, "b", False), (2, "a", False)], ())


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ([], "needs criteria: no plan gives any"),
        ([Criterion("share"), Criterion("share", UP)], "a criterion stands twice"),
        ([Criterion("share", DOWN, Fraction(1)), Criterion("methods")], "or none has"),
        ([Criterion("shares")], "nobody has the figure 'shares'; there are: methods, share"),
    ],
)
def test_criteria_that_make_no_order_are_refused(criteria, words):
    with pytest.raises(ValueError, match=words):
        rank(SCHOOLS, criteria)


def test_nothing_to_rank_is_an_empty_order_and_what_has_no_figures_says_so():
    assert rank([], [Criterion("x")]).places == ()
    with pytest.raises(ValueError, match="there are: none"):
        rank(rows(a={}), [Criterion("x")])
    with pytest.raises(ValueError, match="an institution stands twice"):
        rank([*rows(a={"x": 1}), *rows(a={"x": 1})], [Criterion("x")])


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(-1)])
def test_a_weight_is_above_zero(weight):
    with pytest.raises(ValueError, match="weight"):
        Criterion("x", DOWN, weight)


VALUES = st.one_of(st.none(), st.integers(0, 3))


@given(st.lists(st.tuples(VALUES, VALUES), max_size=8), st.randoms())
def test_nobody_is_lost_the_order_of_rows_is_nothing_and_equals_share_a_place(figures, random):
    all_rows = [Standing(id=str(i), name="", values={"x": x, "y": y})
                for i, (x, y) in enumerate(figures)]  # fmt: skip
    criteria = [Criterion("x"), Criterion("y", UP)]
    found = rank(all_rows, criteria)
    shuffled = random.sample(all_rows, len(all_rows))
    assert rank(shuffled, criteria) == found
    listed = [place.standing.id for place in found.places]
    listed += [one.standing.id for one in found.not_ranked]
    assert sorted(listed) == [str(i) for i in range(len(figures))]
    for one, other in pairwise(found.places):
        same = one.standing.values == other.standing.values
        assert (one.place == other.place) is same
        assert not same or (one.tied and other.tied)


def ranked_data():
    """a: 1 of 2 cashless, 300 of 400 dong; b: 1 of 2, 100 of 400 dong; c: one of unknown method."""

    def school(id_, *kinds):
        methods = tuple(PaymentMethod(kind=kind) for kind in kinds)
        return Institution(
            id=id_, name=f"Trường {id_} (bịa)", sector=Sector.EDUCATION, type="primary",
            methods=methods,
        )  # fmt: skip

    def paid(id_, at, method, gross, year=2022):
        return Receipt(
            id=id_, institution_id=at, gross=gross, paid_on=date(year, 10, 3), method=method,
            payer_class=PayerClass.HOUSEHOLD, source=ReceiptSource.BANK,
            recorded_at=datetime(year, 10, 3, 5, tzinfo=UTC),
        )  # fmt: skip

    return Dataset(
        institutions=(
            school("a", "qr_transfer", "card_pos"),
            school("b", "qr_transfer", "qr_payment", "mobile_money"),
            school("c", "qr_transfer"),
        ),
        receipts=(
            paid("a1", "a", "qr_transfer", 300),
            paid("a2", "a", "cash", 100),
            paid("b1", "b", "qr_transfer", 100),
            paid("b2", "b", "cash", 300),
            paid("c1", "c", None, 100),
            paid("a0", "a", "cash", 100, 2021),
        ),
    )


def assessed(duties, data=None):
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu (bịa)",
        "issuer": "UBND tỉnh Mẫu (bịa)",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [],
        "duties": [
            {"id": f"D{i}", "cite": "IV", "pop": "edu", "force": "must", "quote": "x", **duty}
            for i, duty in enumerate(duties)
        ],
    }
    plan = documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")
    end = date(2022, 12, 31)
    data = data or ranked_data()
    found = compliance.assess(plan, data, period=2022, as_of=end, known_at=end)
    return standings(readiness(found))


SHARES = {"indicator": {"shares": ["count_share", "value_share"], "methods": "four"}}


def test_figures_of_a_plan_come_from_receipts_and_registers():
    a, b, c = assessed([{"each": {"methods": {"at_least": 2, "set": "four"}}}, SHARES])
    half = Fraction(1, 2)
    assert a == Standing(
        id="a",
        name="Trường a (bịa)",
        values={
            "ready": 1,
            "methods": 2,
            "cashless_count": half,
            "cashless_count_change": half,
            "cashless_value": Fraction(3, 4),
            "cashless_value_change": Fraction(3, 4),
        },
    )
    assert b.values["cashless_value"] == Fraction(1, 4)
    assert b.values["cashless_value_change"] is None  # nothing was paid in 2021
    assert (c.values["ready"], c.values["methods"], c.values["cashless_count"]) == (0, 1, None)


def test_schools_are_ranked_by_figures_of_a_plan_with_a_tie_and_a_gap_in_the_data():
    found = rank(assessed([SHARES]), [Criterion("cashless_count"), Criterion("methods")])
    assert order(found) == [(1, "a", True), (1, "b", True)]
    assert [(one.standing.id, one.missing) for one in found.not_ranked] == [
        ("c", ("cashless_count",))
    ]


def test_a_figure_that_two_duties_answer_differently_is_not_known():
    cards = {"each": {"methods": {"at_least": 1, "kinds": ["card_pos"]}}}
    a, b, c = assessed([cards, SHARES])
    assert [row.values["methods"] for row in (a, b, c)] == [None, None, None]
    tuition = {"indicator": {"shares": ["count_share"]}, "purposes": ["tuition"]}
    row = assessed([tuition])[0]
    assert set(row.values) == {
        "ready", "cashless_count[tuition]", "cashless_count_change[tuition]",
    }  # fmt: skip


def test_a_change_is_the_share_less_that_of_the_year_before():
    """2021: 1 of 4 payments cashless; 2022: 1 of 2."""
    days = [date(2021, 3, 1)] * 4 + [date(2022, 3, 1)] * 2
    methods = ["qr_transfer", "cash", "cash", "cash", "qr_transfer", "cash"]
    receipts = tuple(
        Receipt(
            id=f"r{i}", institution_id="x", gross=100, paid_on=day, method=method,
            payer_class=PayerClass.HOUSEHOLD, source=ReceiptSource.BANK,
            recorded_at=datetime(2022, 3, 1, 5, tzinfo=UTC), purposes=frozenset({"tuition"}),
        )
        for i, (day, method) in enumerate(zip(days, methods, strict=True))
    )  # fmt: skip
    school = Institution(id="x", name="X (bịa)", sector=Sector.EDUCATION, type="primary")
    shares = {"indicator": {"shares": ["count_share"]}, "purposes": ["tuition", "meals"]}
    (row,) = assessed([shares], Dataset(institutions=(school,), receipts=receipts))
    assert row.values == {
        "ready": None,  # nothing that decides was asked
        "cashless_count[meals,tuition]": Fraction(1, 2),
        "cashless_count_change[meals,tuition]": Fraction(1, 4),
    }


def test_a_number_of_methods_that_unknown_kinds_could_change_is_not_known():
    two = {"each": {"methods": {"at_least": 2, "set": "four"}}}
    table = assessed([two])
    assert [row.values["methods"] for row in table] == [2, 2, 1]
    strange = Institution(
        id="x", name="X (bịa)", sector=Sector.EDUCATION, type="primary",
        methods=(PaymentMethod(kind="qr_transfer"), PaymentMethod(kind="seashells")),
    )  # fmt: skip
    end = date(2022, 12, 31)
    found = compliance.assess(
        registry.plan("DN24"), Dataset(institutions=(strange,)), period=2022, as_of=end,
        known_at=end,
    )  # fmt: skip
    assert standings(readiness(found))[0].values["methods"] is None
