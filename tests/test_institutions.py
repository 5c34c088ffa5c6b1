from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector, Validity

MID, LATE = date(2022, 6, 1), date(2022, 12, 31)
DAY = st.dates(date(2020, 1, 1), date(2020, 2, 15))


def span(first: date | None, last: date | None) -> Validity:
    return Validity(valid_from=first, valid_to=last)


SPANS = (
    st.tuples(st.none() | DAY, st.none() | DAY)
    .filter(lambda ends: ends[0] is None or ends[1] is None or ends[0] <= ends[1])
    .map(lambda ends: span(*ends))
)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (None, None, (True, True, True)),
        (MID, None, (False, True, True)),
        (None, MID, (True, True, False)),
        (MID, MID, (False, True, False)),
    ],
)
def test_a_span_includes_both_ends(
    first: date | None, last: date | None, covered: tuple[bool, ...]
) -> None:
    days = (date(2022, 5, 31), MID, date(2022, 6, 2))
    assert tuple(span(first, last).covers(day) for day in days) == covered


@given(left=SPANS, right=SPANS)
def test_spans_overlap_exactly_when_a_day_is_in_both(left: Validity, right: Validity) -> None:
    days = [date(2019, 12, 31), *(date(2020, 1, d) for d in range(1, 32))]
    days += [*(date(2020, 2, d) for d in range(1, 17))]
    shared = any(left.covers(day) and right.covers(day) for day in days)
    assert left.overlaps(right) == right.overlaps(left) == shared


def test_a_span_that_ends_first_is_refused() -> None:
    with pytest.raises(ValueError, match="valid_to is before valid_from"):
        span(LATE, MID)


def school(**changes: Any) -> Institution:
    fields = {"id": "a", "name": "Trường A", "sector": Sector.EDUCATION, "type": "primary"}
    return Institution(**(fields | changes))


METHODS = (
    PaymentMethod(kind="qr_transfer", purposes=frozenset({"tuition"}), valid_from=MID),
    PaymentMethod(kind="cash"),
    PaymentMethod(kind="card_pos", valid_to=date(2022, 5, 31)),
    PaymentMethod(kind="card_pos", valid_from=LATE),
)


@pytest.mark.parametrize(
    ("on", "purpose", "kinds"),
    [
        (date(2022, 5, 31), None, {"cash", "card_pos"}),
        (MID, None, {"cash", "qr_transfer"}),
        (MID, "tuition", {"cash", "qr_transfer"}),
        (MID, "meals", {"cash"}),
        (LATE, "tuition", {"cash", "qr_transfer", "card_pos"}),
    ],
)
def test_methods_are_those_of_the_day_and_the_purpose(
    on: date, purpose: str | None, kinds: set[str]
) -> None:
    assert school(methods=METHODS).method_kinds(on, purpose=purpose) == kinds


def test_a_fact_never_stated_is_unknown_not_no() -> None:
    facts = (
        Fact(name="platform", value=False, valid_to=date(2022, 5, 31)),
        Fact(name="platform", value=True, valid_from=MID),
        Fact(name="platform", value=True, valid_from=LATE),
    )
    asked = school(facts=facts)
    assert [asked.fact("platform", day) for day in (date(2022, 5, 31), MID, LATE)] == [
        *(False, True, True),
    ]
    assert asked.fact("module", MID) is None


def test_facts_that_contradict_each_other_are_refused() -> None:
    facts = (
        Fact(name="platform", value=True, valid_to=MID),
        Fact(name="module", value=False),
        Fact(name="platform", value=False, valid_from=MID),
    )
    with pytest.raises(ValueError, match="'platform' is both yes and no on some day"):
        school(facts=facts)


@pytest.mark.parametrize("changes", [{"id": ""}, {"type": ""}])
def test_an_institution_has_an_id_and_a_type(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        school(**changes)


@pytest.mark.parametrize("value", [1, 0, "true", None])
def test_a_fact_is_yes_or_no_and_nothing_like_it(value: bool) -> None:  # noqa: FBT001
    with pytest.raises(TypeError, match="value"):
        Fact(name="platform", value=value)


def test_a_name_is_needed() -> None:
    with pytest.raises(ValueError, match="kind"):
        PaymentMethod(kind="")
    with pytest.raises(ValueError, match="name"):
        Fact(name="", value=True)


@pytest.mark.parametrize(
    "codes", [{"mst": ""}, {"mst": "01 02"}, {"mst": "a|b"}, {"mst": "a=b"}, {"Mã": "1"}, {"": "1"}]
)
def test_a_code_is_one_word_under_a_plain_name(codes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not one word"):
        Institution(id="a", name="A", sector=Sector.HEALTH, type="hospital", codes=codes)
