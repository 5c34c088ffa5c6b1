"""Cases worked by hand, from receipts and dated facts to the answer; everything is invented.

Each test says in words what was paid and works the figures out; what is expected are the whole
figures, not the verdict alone. Amounts are dong.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NamedTuple

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import Dataset, Gap, GapUnit, Outcome, Steps
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.plans import BoundUnit
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal, Tally

END = date(2022, 12, 31)
HALF = Fraction(1, 2)
TUITION, MEALS = frozenset({"tuition"}), frozenset({"meals"})
SCHOOL, HEALTH = Sector.EDUCATION, Sector.HEALTH
ROBUST, FLIPS = True, False
"""Whether every other reading of the text gives the same answer."""
MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA


class Figure(NamedTuple):
    """Everything that one figure says; a share that is known is its own least and greatest."""

    outcome: Outcome
    numerator: int | None
    denominator: int | None
    low: Fraction | None
    high: Fraction | None
    gap: Gap | None
    reason: str = ""


class Answer(NamedTuple):
    """Everything that one target says."""

    outcome: Outcome
    bound: Fraction | None
    robust: bool | None
    figures: list[Figure]
    reason: str = ""
    provisional: Outcome | None = None


def figure(outcome, numerator, denominator, gap, *, high=None, low=None, reason=""):
    """A figure; known, hence with its share at both ends, unless another end is given."""
    low = Fraction(numerator, denominator) if low is None else low
    high = low if high is None else high
    return Figure(outcome, numerator, denominator, low, high, gap, reason)


def found(result):
    for leaf in result.part.leaves():
        assert leaf.share == (leaf.low if leaf.low == leaf.high else None)
    return Answer(
        result.outcome,
        result.bound and result.bound.value,
        result.robust,
        [
            Figure(p.outcome, p.numerator, p.denominator, p.low, p.high, p.gap, p.reason)
            for p in result.part.leaves()
        ],
        result.reason,
        result.provisional,
    )


def heads(least, most=None):
    return Gap(GapUnit.INSTITUTIONS, convert=steps(least, most))


def payments(convert, add):
    return Gap(GapUnit.PAYMENTS, convert=steps(*convert), add=steps(*add))


def dong(convert, add):
    return Gap(GapUnit.DONG, convert=steps(*convert), add=steps(*add))


def steps(least, most=None):
    return Steps(least, least if most is None else most)


def place(id_, sector, *kinds, type_=None, tags=(), since=None, purposes=None, **facts):
    methods = [PaymentMethod(kind=k, valid_from=since, purposes=purposes) for k in kinds]
    return Institution(
        id=id_,
        name=f"{id_} (hư cấu)",
        sector=sector,
        type=type_ or {SCHOOL: "primary", HEALTH: "hospital"}[sector],
        tags=frozenset(tags),
        methods=tuple(methods),
        facts=tuple(Fact(name=name, value=value) for name, value in facts.items()),
    )


def paid(id_, method, gross, on=date(2022, 10, 3), payer=PayerClass.HOUSEHOLD, purposes=()):
    """A receipt; what stands before the dash of its id is the institution."""
    return Receipt(
        id=id_,
        institution_id=id_.split("-")[0],
        gross=gross,
        paid_on=on,
        method=method,
        payer_class=payer,
        source=ReceiptSource.COUNTER if method == "cash" else ReceiptSource.BANK,
        recorded_at=datetime(on.year, on.month, on.day, 3, tzinfo=UTC),
        purposes=frozenset(purposes),
    )


def summed(at, method, count, value, first=date(2022, 1, 1), last=END):
    return Tally(
        institution_id=at,
        method=method,
        payer_class=PayerClass.HOUSEHOLD,
        count=count,
        value=value,
        paid_from=first,
        paid_to=last,
    )


def given_back(receipt_id, amount, on):
    return Reversal(
        id=f"back-{receipt_id}",
        receipt_id=receipt_id,
        amount=amount,
        reversed_on=on,
        recorded_at=datetime(on.year, on.month, on.day, 3, tzinfo=UTC),
    )


def ask(row_id, data, period=2022, *, as_of=None, known_at=None, plan=None):
    window = calendar_year(period) if isinstance(period, int) else period
    return compliance.assess(
        plan or registry.plan(row_id.split("-")[0]),
        data,
        period=window,
        as_of=as_of or window.last,
        known_at=known_at or window.last,
    )[row_id]


def test_a_refund_of_january_changes_last_years_report_once_it_is_known():
    """School a: 400,000 cash; 600,000 by QR in December, given back on 05/01/2023. b: 500,000 cash.

    Known at 31/12/2022. Q3: a uses its QR, b does not: 1/2, met. Q5: number 1/3, 2 needed;
    convert 1, add 1 (2/4). Value 600,000/1,500,000 = 2/5, 750,000 needed: convert 150,000,
    add 300,000 (900,000/1,800,000).
    Known at 31/01/2023 the QR payment is gone. Q3: 0/2, 1 missing; if installing were enough,
    still 1/2. Q5: 0/2: convert 1, add 2; 0/900,000: convert 450,000, add 900,000.
    """
    data = Dataset(
        institutions=(place("a", SCHOOL, "qr_transfer"), place("b", SCHOOL)),
        receipts=(
            paid("a-1", "cash", 400_000),
            paid("a-2", "qr_transfer", 600_000, date(2022, 12, 20)),
            paid("b-1", "cash", 500_000),
        ),
        reversals=(given_back("a-2", 600_000, date(2023, 1, 5)),),
    )
    assert found(ask("DN24-Q3", data)) == Answer(MET, HALF, ROBUST, [figure(MET, 1, 2, heads(0))])
    assert found(ask("DN24-Q5", data)) == Answer(
        NOT_MET,
        HALF,
        ROBUST,
        [
            figure(NOT_MET, 1, 3, payments([1], [1])),
            figure(NOT_MET, 600_000, 1_500_000, dong([150_000], [300_000])),
        ],
    )
    later = {"known_at": date(2023, 1, 31)}
    assert found(ask("DN24-Q3", data, **later)) == Answer(
        NOT_MET, HALF, FLIPS, [figure(NOT_MET, 0, 2, heads(1))]
    )
    assert found(ask("DN24-Q5", data, **later)) == Answer(
        NOT_MET,
        HALF,
        ROBUST,
        [
            figure(NOT_MET, 0, 2, payments([1], [2])),
            figure(NOT_MET, 0, 900_000, dong([450_000], [900_000])),
        ],
    )


def test_unknown_methods_make_bounds_and_the_insurance_fund_stays_outside():
    """Households: 1,000,000 by card, 3 x 2,000,000 cash, 3,000,000 unknown. Fund: 40,000,000.

    Q4: the hospital uses its card terminal: 1/1 >= 30 %, met.
    Q6, number: between 1/5 and 2/5, both at least 20 %: met, nothing missing.
    Q6, value: between 1/10 and 4/10 of 10,000,000: open. At worst 1,000,000 must convert, or
    1,250,000 be added (2,250,000/11,250,000 = 20 %).
    With the fund: number 2/6 to 3/6, value 41/50 to 44/50: met. So not robust.
    """
    data = Dataset(
        institutions=(place("h", HEALTH, "card_pos"),),
        receipts=(
            paid("h-1", "card_pos", 1_000_000),
            *(paid(f"h-{n}", "cash", 2_000_000) for n in (2, 3, 4)),
            paid("h-5", None, 3_000_000),
            paid("h-6", "bank_transfer", 40_000_000, payer=PayerClass.INSURER),
        ),
    )
    bound = Fraction(3, 10)
    assert found(ask("DN24-Q4", data)) == Answer(MET, bound, ROBUST, [figure(MET, 1, 1, heads(0))])
    q6 = ask("DN24-Q6", data)
    assert found(q6) == Answer(
        OPEN,
        Fraction(1, 5),
        FLIPS,
        [
            figure(MET, 1, 5, payments([0], [0]), high=Fraction(2, 5)),
            figure(
                OPEN,
                1_000_000,
                10_000_000,
                dong([0, 1_000_000], [0, 1_250_000]),
                high=Fraction(2, 5),
                reason="unknown-rows",
            ),
        ],
        "unknown-rows",
    )
    (wide,) = [r for r in q6.readings if r.option == "all_payers"]
    assert [(p.low, p.high, p.outcome) for p in wide.part.parts] == [
        (Fraction(2, 6), Fraction(3, 6), MET),
        (Fraction(41, 50), Fraction(44, 50), MET),
    ]


def ramp_data(year):
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Dataset(
        institutions=(place("s", SCHOOL, "qr_payment"), place("h", HEALTH, "card_pos")),
        tallies=(
            summed("s", "qr_payment", 60, 30_000_000, first, last),
            summed("s", "cash", 40, 10_000_000, first, last),
            summed("h", "card_pos", 7, 2_000_000, first, last),
            summed("h", "cash", 3, 8_000_000, first, last),
        ),
    )


def test_value_or_number_is_enough_in_each_sector_of_khanh_hoa():
    """2024 asks for 50 % + 2 x 10 points = 70 %, of value or of number, in each sector.

    Schools: value 30/40 = 75 %, met; number 60/100, 10 missing, or 34 more ((60+34)/134 = 70.1 %,
    93/133 = 69.9 %). Hospitals: value 2/10, 5,000,000 missing; number 7/10, met on the line.
    To add to the hospitals: (7,000,000 - 2,000,000)/0.3 = 16,666,666.7, so 16,666,667.
    One pool would miss both: value 32/50 = 64 %, number 67/110 = 60.9 %. So not robust.
    """
    value_s = figure(MET, 30_000_000, 40_000_000, dong([0], [0]))
    count_s = figure(NOT_MET, 60, 100, payments([10], [34]))
    value_h = figure(NOT_MET, 2_000_000, 10_000_000, dong([5_000_000], [16_666_667]))
    count_h = figure(MET, 7, 10, payments([0], [0]))
    result = ask("KH4205-Q5", ramp_data(2024), 2024)
    assert found(result) == Answer(
        MET, Fraction(7, 10), FLIPS, [value_s, count_s, value_h, count_h]
    )
    assert [(p.label, p.outcome) for p in result.parts] == [("edu", MET), ("health", MET)]


def test_a_year_later_the_ramp_has_gone_past_the_same_figures():
    """2025 asks for 80 %: schools 75 % and 60 %, hospitals 20 % and 70 %: no arm holds.

    Schools: 32,000,000 needed, 2,000,000 missing, or (32 - 30)/0.2 = 10,000,000 more; number
    20 missing, or 20/0.2 = 100 more. Hospitals: 6,000,000 or 30,000,000; 1 payment, or 5 more.
    In 2026 the plan asks for nothing: the same shares, no verdict.
    """
    result = ask("KH4205-Q5", ramp_data(2025), 2025)
    assert found(result) == Answer(
        NOT_MET,
        Fraction(4, 5),
        ROBUST,
        [
            figure(NOT_MET, 30_000_000, 40_000_000, dong([2_000_000], [10_000_000])),
            figure(NOT_MET, 60, 100, payments([20], [100])),
            figure(NOT_MET, 2_000_000, 10_000_000, dong([6_000_000], [30_000_000])),
            figure(NOT_MET, 7, 10, payments([1], [5])),
        ],
    )
    after = ask("KH4205-Q5", ramp_data(2026), 2026)
    silent = {"reason": "silent"}
    assert found(after) == Answer(
        Outcome.NO_TARGET,
        None,
        None,
        [
            figure(Outcome.NO_TARGET, 30_000_000, 40_000_000, None, **silent),
            figure(Outcome.NO_TARGET, 60, 100, None, **silent),
            figure(Outcome.NO_TARGET, 2_000_000, 10_000_000, None, **silent),
            figure(Outcome.NO_TARGET, 7, 10, None, **silent),
        ],
        "silent",
    )


def test_only_adopting_schools_count_from_the_day_they_adopt():
    """QR from 01/07; until June 100 cash payments, 100,000,000. Then 3 QR, 2 cash, 1,000,000 each.

    At the day of payment: 3/5 and 3,000,000/5,000,000, both at least 50 %, met. A second school
    that takes cash only is not among those "có áp dụng": its 9,000,000 are outside. Judged at
    the end of the year the first half counts: 3/105 and 3/105, missed. So not robust.
    """
    data = Dataset(
        institutions=(
            place("s", SCHOOL, "qr_transfer", since=date(2022, 7, 1)),
            place("t", SCHOOL),
        ),
        receipts=(
            *(paid(f"s-{m}", "qr_transfer", 1_000_000, date(2022, m, 5)) for m in (7, 8, 9)),
            paid("s-10", "cash", 1_000_000, date(2022, 10, 5)),
            paid("s-11", "cash", 1_000_000, date(2022, 11, 5)),
            paid("t-1", "cash", 9_000_000),
        ),
        tallies=(summed("s", "cash", 100, 100_000_000, last=date(2022, 6, 30)),),
    )
    q7 = ask("DT153-Q7", data)
    assert found(q7) == Answer(
        MET,
        HALF,
        FLIPS,
        [
            figure(MET, 3, 5, payments([0], [0])),
            figure(MET, 3_000_000, 5_000_000, dong([0], [0])),
        ],
    )
    (end,) = [r for r in q7.readings if r.option == "at_period_end"]
    assert [(p.numerator, p.denominator) for p in end.part.parts] == [
        (3, 105),
        (3_000_000, 105_000_000),
    ]


def test_where_nobody_adopts_nothing_over_nothing_is_no_share():
    """One school, its books hold cash alone: nobody is "có áp dụng", 0/0 is neither 0 nor 100 %."""
    data = Dataset(institutions=(place("t", SCHOOL),), receipts=(paid("t-1", "cash", 9_000_000),))
    nothing = Figure(Outcome.UNDEFINED, 0, 0, None, None, None, "nobody-among")
    assert found(ask("DT153-Q7", data)) == Answer(
        Outcome.UNDEFINED, HALF, ROBUST, [nothing, nothing], "nobody-among"
    )


def test_tuition_alone_counts_and_colleges_are_nested_at_100_percent():
    """Five institutions of Đồng Tháp, what they take tuition with:

    p (primary): QR, used for tuition: yes. m: QR for meals only: no. n: cash: no.
    c (college): card, used for tuition: yes. u (university): has QR, tuition came in cash: no.
    Q2: 2/5, 3 needed, 1 missing. Q3, colleges and universities: 1/2, 1 missing.
    If installing were enough u counts too: 3/5 and 2/2, both met. So neither is robust.
    """
    data = Dataset(
        institutions=(
            place("p", SCHOOL, "qr_transfer"),
            place("m", SCHOOL, "qr_transfer", purposes=MEALS),
            place("n", SCHOOL),
            place("c", SCHOOL, "card_pos", type_="college"),
            place("u", SCHOOL, "qr_payment", type_="university"),
        ),
        receipts=(
            paid("p-1", "qr_transfer", 200_000, purposes=TUITION),
            paid("m-1", "qr_transfer", 300_000, purposes=MEALS),
            paid("m-2", "cash", 200_000, purposes=TUITION),
            paid("n-1", "cash", 200_000, purposes=TUITION),
            paid("c-1", "card_pos", 4_000_000, purposes=TUITION),
            paid("u-1", "cash", 9_000_000, purposes=TUITION),
        ),
    )
    assert found(ask("DT153-Q2", data)) == Answer(
        NOT_MET, HALF, FLIPS, [figure(NOT_MET, 2, 5, heads(1))]
    )
    assert found(ask("DT153-Q3", data)) == Answer(
        NOT_MET, Fraction(1), FLIPS, [figure(NOT_MET, 1, 2, heads(1))]
    )


def portals(**third):
    known = {"pay_on_national_portal": True, "pay_on_provincial_portal": True}
    return Dataset(
        institutions=(
            place("h", HEALTH, "card_pos", tags=["examination_treatment"],
                  **known, pay_on_one_stop=True),
            place("k", HEALTH, "card_pos", tags=["examination_treatment"], **known, **third),
            place("x", HEALTH, type_="other_health"),
        ),
        receipts=(paid("h-1", "card_pos", 100_000), paid("k-1", "card_pos", 100_000)),
    )  # fmt: skip


def test_lam_dong_asks_for_all_three_portals():
    """Two facilities that treat use their card terminals; x treats nobody and is not counted.

    h is on all three portals; nobody said whether k is on the one-stop system: 1/2 to 2/2 against
    100 %, open, at most 1 missing. Said to be no: 1/2, 1 missing. Said to be yes: 2/2, met.
    """
    bound = Fraction(1)
    assert found(ask("LD22-Q3", portals())) == Answer(
        OPEN,
        bound,
        ROBUST,
        [figure(OPEN, 1, 2, heads(0, 1), high=Fraction(1), reason="unknown-rows")],
        "unknown-rows",
    )
    assert found(ask("LD22-Q3", portals(pay_on_one_stop=False))) == Answer(
        NOT_MET, bound, ROBUST, [figure(NOT_MET, 1, 2, heads(1))]
    )
    assert found(ask("LD22-Q3", portals(pay_on_one_stop=True))) == Answer(
        MET, bound, ROBUST, [figure(MET, 2, 2, heads(0))]
    )


def test_each_sector_of_lam_dong_must_pass_and_49_995_percent_does_not():
    """Schools: 1 QR and 1 cash of 1,000,000: 1/2 and 1/2, met. Hospital: 9,999,000 by card,
    10,001,000 in cash: number 1/2, met; value 9,999,000/20,000,000 = 49.995 %, missed by 1,000
    to convert or 2,000 to add (10,001,000/20,002,000). One pool: 10,999,000/22,000,000, missed too.
    """
    data = Dataset(
        institutions=(place("s", SCHOOL, "qr_transfer"), place("h", HEALTH, "card_pos")),
        receipts=(
            paid("s-1", "qr_transfer", 1_000_000),
            paid("s-2", "cash", 1_000_000),
            paid("h-1", "card_pos", 9_999_000),
            paid("h-2", "cash", 10_001_000),
        ),
    )
    q4 = ask("LD22-Q4", data)
    assert found(q4) == Answer(
        NOT_MET,
        HALF,
        ROBUST,
        [
            figure(MET, 1, 2, payments([0], [0])),
            figure(MET, 1_000_000, 2_000_000, dong([0], [0])),
            figure(MET, 1, 2, payments([0], [0])),
            figure(NOT_MET, 9_999_000, 20_000_000, dong([1_000], [2_000])),
        ],
    )
    value = q4.parts[1].parts[1]
    assert compliance.percent(value.share, missed=HALF) == "49,995"


def acceptance():
    """Ten schools of the district; what the eighth to tenth accept is said in the test."""
    full = [place(f"s{n}", SCHOOL, "qr_transfer") for n in range(1, 8)]
    return Dataset(
        institutions=(
            *full,
            place("s8", SCHOOL, "card_pos", purposes=TUITION | MEALS),
            place("s9", SCHOOL),
            place("s10", SCHOOL, "qr_transfer", purposes=MEALS),
        ),
        receipts=(paid("s9-1", "qr_transfer", 500_000, date(2025, 9, 8), purposes=TUITION),),
    )


def test_xuan_loc_asks_for_acceptance_and_its_range_binds_at_the_lower_end():
    """s1 to s7 accept QR for anything, s8 cards for tuition; s9 has no register entry but took
    tuition by QR on 08/09/2025, which shows that it does; s10 accepts QR for meals only.

    9/10 by 31/12/2025: 90 % is reached, met; 100 % is wished for: 1 more school. Cash paid in at
    an agent counts in one reading and not in another; nobody here offers that, so the answer is
    the same. In 2024 nothing is asked, and s9 had not begun.
    """
    q11 = ask("XL83-Q11", acceptance(), 2025)
    bound = Fraction(9, 10)
    assert found(q11) == Answer(MET, bound, ROBUST, [figure(MET, 9, 10, heads(0))])
    assert (q11.part.distance, q11.part.aspiration_reached) == (0, False)
    assert q11.part.aspiration_gap == heads(1)
    early = ask("XL83-Q11", acceptance(), 2024)
    assert found(early) == Answer(
        Outcome.NO_TARGET,
        None,
        None,
        [figure(Outcome.NO_TARGET, 8, 10, None, reason="silent")],
        "silent",
    )


def test_facilities_that_treat_are_fewer_than_health_facilities():
    """Five that treat, 3 accept a card or a wallet: 3/5 = 60 %, met. One that does not treat
    accepts all and is outside; without the third it is 2/5 and one is missing.
    """
    treats = {"tags": ["examination_treatment"]}
    three = (
        place("h1", HEALTH, "card_pos", **treats),
        place("h2", HEALTH, "e_wallet", type_="clinic", **treats),
        place("h3", HEALTH, "mobile_money", type_="commune_station", **treats),
    )
    rest = (
        place("h4", HEALTH, **treats),
        place("h5", HEALTH, "cash", **treats),
        place("h6", HEALTH, "card_pos", type_="other_health"),
    )
    bound = Fraction(3, 5)
    assert found(ask("XL83-Q12", Dataset(institutions=three + rest), 2025)) == Answer(
        MET, bound, ROBUST, [figure(MET, 3, 5, heads(0))]
    )
    without = (*three[:2], place("h3", HEALTH, **treats))
    assert found(ask("XL83-Q12", Dataset(institutions=without + rest), 2025)) == Answer(
        NOT_MET, bound, ROBUST, [figure(NOT_MET, 2, 5, heads(1))]
    )


def units(add):
    return Gap(GapUnit.UNITS, add=steps(add))


def test_growth_of_20_percent_over_five_years_is_2_48832_times():
    """Number: 1,000 in 2020, 2,488 in 2025; 1.2^5 = 2.48832, so 2,489 are needed: 1 short.
    Value: 10^9 to 2,488,320,000: exactly 20 % a year, met, and 25 % (3.0517578125) not reached.
    From 2021 (1,200): 1.2^4 x 1,200 = 2,488.32, from 2022 (1,440) too: 1 short. The mean of
    yearly rates needs 2023 and 2024, which nobody reported: open. So not robust.
    """
    numbers = {"2020": 1_000, "2021": 1_200, "2022": 1_440, "2025": 2_488}
    values = {year: figure * 10**6 for year, figure in numbers.items()} | {"2025": 2_488_320_000}
    series = {"cashless_count": numbers, "cashless_value": values}
    q5 = ask("XL83-Q5", Dataset(institutions=(), series=series), 2025)
    assert [(p.outcome, p.numerator, p.denominator, p.share, p.gap) for p in q5.parts] == [
        (NOT_MET, 2_488, 1_000, Fraction(2_488, 1_000), units(1)),
        (MET, 2_488_320_000, 10**9, Fraction(12, 10) ** 5, units(0)),
    ]
    assert [p.aspiration_reached for p in q5.parts] == [False, False]
    assert (q5.outcome, q5.bound.value, q5.bound.unit) == (
        NOT_MET,
        Fraction(1, 5),
        BoundUnit.PERCENT,
    )
    others = {r.option: (r.outcome, [p.denominator for p in r.part.parts]) for r in q5.readings}
    assert others == {
        "arithmetic": (OPEN, [None, None]),
        "2021": (NOT_MET, [1_200, 1_200_000_000]),
        "2022": (NOT_MET, [1_440, 1_440_000_000]),
    }
    missing = ["cashless_count@2023", "cashless_count@2024"]
    assert [list(r.part.parts[0].missing) for r in q5.readings if r.option == "arithmetic"] == [
        missing
    ]
    assert q5.robust is False


def test_every_year_must_have_more_points_than_the_year_before():
    """Points in the communes: 10, 12, 12, 15 in 2021 to 2024. Asked in 2024, all years since 2022
    count: 12 > 10, 12 = 12 (1 short), 15 > 12: not met. Asked in 2022 alone: met.
    """
    points = {"acceptance_points_in_communes": {"2021": 10, "2022": 12, "2023": 12, "2024": 15}}
    data = Dataset(institutions=(), series=points)
    q3 = ask("XL83-Q3", data, 2024)
    assert [(p.label, p.outcome, p.numerator, p.denominator, p.gap) for p in q3.parts] == [
        ("2022", MET, 12, 10, units(0)),
        ("2023", NOT_MET, 12, 12, units(1)),
        ("2024", MET, 15, 12, units(0)),
    ]
    assert (q3.outcome, ask("XL83-Q3", data, 2022).outcome) == (NOT_MET, MET)


def test_half_way_through_the_year_the_answer_is_provisional():
    """Judged on 30/06/2022: 1 QR of 300,000 in March, 1 cash of 100,000 in May; what was paid in
    July is not there yet. Number 1/2, value 3/4: so far met.
    At the end of the year 3 cash payments of 100,000 more: 1/5 and 3/7: missed. 2.5 payments are
    half of 5: 2 to convert, or 3 more (4/8); 350,000: 50,000 to convert, or 100,000 more.
    """
    data = Dataset(
        institutions=(place("s", SCHOOL, "qr_transfer"),),
        receipts=(
            paid("s-1", "qr_transfer", 300_000, date(2022, 3, 1)),
            paid("s-2", "cash", 100_000, date(2022, 5, 1)),
            *(paid(f"s-{n}", "cash", 100_000, date(2022, 7, n)) for n in (3, 4, 5)),
        ),
    )
    assert found(ask("DN24-Q5", data, as_of=date(2022, 6, 30))) == Answer(
        Outcome.NOT_DUE,
        HALF,
        ROBUST,
        [
            figure(MET, 1, 2, payments([0], [0])),
            figure(MET, 300_000, 400_000, dong([0], [0])),
        ],
        "not-over",
        MET,
    )
    assert found(ask("DN24-Q5", data)) == Answer(
        NOT_MET,
        HALF,
        ROBUST,
        [
            figure(NOT_MET, 1, 5, payments([2], [3])),
            figure(NOT_MET, 300_000, 700_000, dong([50_000], [100_000])),
        ],
    )


SCHOOL_YEAR = {
    "id": "school-year",
    "key": "SY",
    "title": "Kế hoạch mẫu (hư cấu)",
    "issuer": "UBND tỉnh Mẫu",
    "level": "province",
    "area": "mau",
    "period": {"from": "2020-01-01", "to": "2029-12-31"},
    "source": {"kind": "official_text", "complete": True},
    "targets": [
        {
            "id": "SY-Q1",
            "cite": "I",
            "quote": "năm học 2022-2023",
            "force": "must",
            "pop": "edu",
            "measure": "value_share",
            "schedule": [{"school_year": 2022, "more_than": "50%"}],
        }
    ],
}


def test_a_school_year_is_a_window_of_its_own():
    """05/09/2022 to 31/05/2023: 500,000 by QR in May 2023, 500,000 cash in September 2022; cash of
    August 2022 and of June 2023 is outside. 1/2 is not more than 50 %: 1 dong to convert, 1 to
    add. The calendar year 2022 is silent, and so is Đồng Nai's plan in a school year.
    """
    plan = documents.plan_from_table(
        SCHOOL_YEAR, vocabulary=registry.vocabulary(), file="school-year"
    )
    data = Dataset(
        institutions=(place("s", SCHOOL, "qr_transfer"),),
        receipts=(
            paid("s-1", "cash", 700_000, date(2022, 8, 31)),
            paid("s-2", "cash", 500_000, date(2022, 9, 5)),
            paid("s-3", "qr_transfer", 500_000, date(2023, 5, 31)),
            paid("s-4", "cash", 700_000, date(2023, 6, 1)),
        ),
    )
    window = Window(date(2022, 9, 5), date(2023, 5, 31), WindowKind.SCHOOL_YEAR)
    result = ask("SY-Q1", data, window, plan=plan)
    assert found(result) == Answer(
        NOT_MET, HALF, ROBUST, [figure(NOT_MET, 500_000, 1_000_000, dong([1], [1]))]
    )
    assert result.due == date(2023, 5, 31)
    for silent in (ask("SY-Q1", data, 2022, plan=plan), ask("DN24-Q5", data, window)):
        assert (silent.outcome, silent.reason) == (Outcome.NO_TARGET, "silent")


def test_a_figure_summed_over_new_year_may_be_inside_or_not():
    """2022: 6 QR payments of 600,000, 4 cash of 400,000; and one figure of 10 cash payments,
    1,000,000, from 01/12/2022 to 31/01/2023. Number: 6/20 if all of it is of 2022, 6/10 if none.
    At worst 10 of 20 are needed: 4 to convert, or 8 to add (14/28). Value the same in 100,000s.
    """
    data = Dataset(
        institutions=(place("s", SCHOOL, "qr_transfer"),),
        tallies=(
            summed("s", "qr_transfer", 6, 600_000),
            summed("s", "cash", 4, 400_000),
            summed("s", "cash", 10, 1_000_000, date(2022, 12, 1), date(2023, 1, 31)),
        ),
    )
    open_ = {"low": Fraction(6, 20), "high": Fraction(6, 10), "reason": "unknown-rows"}
    assert found(ask("DN24-Q5", data)) == Answer(
        OPEN,
        HALF,
        ROBUST,
        [
            figure(OPEN, 6, 10, payments([0, 4], [0, 8]), **open_),
            figure(OPEN, 600_000, 1_000_000, dong([0, 400_000], [0, 800_000]), **open_),
        ],
        "unknown-rows",
    )


def test_one_percentage_over_one_list_is_one_pool_and_a_platform_must_be_there_on_the_day():
    """Đồng Tháp, digital platform on 31/12/2022: schools p and q yes; r until the end of 2022 no,
    from 2023 yes; hospital h no. 2/4 = 50 %, met. Each sector alone: 2/3 and 0/1. Not robust.
    """
    turning = (
        Fact(name="digital_platform", value=False, valid_to=END),
        Fact(name="digital_platform", value=True, valid_from=date(2023, 1, 1)),
    )
    r = Institution(id="r", name="r (hư cấu)", sector=SCHOOL, type="primary", facts=turning)
    data = Dataset(
        institutions=(
            place("p", SCHOOL, digital_platform=True),
            place("q", SCHOOL, digital_platform=True),
            r,
            place("h", HEALTH, digital_platform=False),
        )
    )
    q1 = ask("DT153-Q1", data)
    assert found(q1) == Answer(MET, HALF, FLIPS, [figure(MET, 2, 4, heads(0))])
    (each,) = q1.readings
    assert [(p.label, p.outcome, p.share) for p in each.part.parts] == [
        ("education", MET, Fraction(2, 3)),
        ("health", NOT_MET, Fraction(0)),
    ]


def test_a_partial_refund_lowers_the_value_and_leaves_the_number():
    """Two hospitals pooled: 4 card payments of 500,000, 300,000 of one given back; 6 cash ones too.

    Number 4/10 >= 20 %; value (2,000,000 - 300,000)/(5,000,000 - 300,000) = 17/47. Met, nothing
    missing. The average of the two hospitals' rates would be another figure and is nowhere.
    """
    data = Dataset(
        institutions=(place("h", HEALTH, "card_pos"), place("k", HEALTH, "card_pos")),
        receipts=(
            *(paid(f"h-{n}", "card_pos", 500_000) for n in range(4)),
            *(paid(f"k-{n}", "cash", 500_000) for n in range(6)),
        ),
        reversals=(given_back("h-0", 300_000, date(2022, 10, 4)),),
    )
    assert found(ask("DN24-Q6", data)) == Answer(
        MET,
        Fraction(1, 5),
        ROBUST,
        [
            figure(MET, 4, 10, payments([0], [0])),
            figure(MET, 1_700_000, 4_700_000, dong([0], [0])),
        ],
    )
