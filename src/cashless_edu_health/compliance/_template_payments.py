"""What payments arrived with, held against a template."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Final

from attrs import frozen

from cashless_edu_health.compliance._checks import TemplateCheck
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.institutions import Institution
from cashless_edu_health.plans import Template
from cashless_edu_health.receipts import PayerClass, Receipt, Tally

_VIET_NAM: Final = timezone(timedelta(hours=7))


@frozen
class _Seen:
    """Payments that arrived alike: how many, with what, surely within the question or not."""

    count: int
    carried: frozenset[str] | None
    paid_on: date
    certain: bool


def template_checks(
    template: Template, inquiry: Inquiry, purposes: frozenset[str]
) -> Callable[[Institution], TemplateCheck]:
    """How many of an institution's payments carry every required field.

    The template is for every payment ("mẫu thông tin thanh toán tối thiểu" makes no exception),
    so cash at the counter counts as a transfer does. Looked at are settled household payments of
    the window from the first day of the plan on, up to the day of counting, known by then and
    not given back in full; no reading changes that. Of summed figures nobody knows what each
    payment carried: they count whole as undecided when any of them may be of these days.
    """
    groups: dict[str, list[_Seen]] = {}
    for institution_id, seen in _payments(inquiry, purposes):
        groups.setdefault(institution_id, []).append(seen)

    def check(institution: Institution) -> TemplateCheck:
        return _check(template, institution, groups.get(institution.id, []))

    return check


def _check(template: Template, institution: Institution, group: list[_Seen]) -> TemplateCheck:
    required = template.missing(())
    by_field = dict.fromkeys(required, 0)
    lacking = undecided = 0
    for seen in group:
        missing = template.missing(seen.carried or ())
        certain = seen.certain and institution.covers(seen.paid_on)
        if missing and (seen.carried is None or not certain):
            undecided += seen.count
        elif missing:
            lacking += seen.count
            for name in missing:
                by_field[name] += seen.count
    return TemplateCheck(
        required=required,
        payments=sum(seen.count for seen in group),
        lacking=lacking,
        by_field=by_field,
        undecided=undecided,
    )


def _payments(inquiry: Inquiry, purposes: frozenset[str]) -> Iterator[tuple[str, _Seen]]:
    first = max(inquiry.window.first, inquiry.plan.period.first)
    last = min(inquiry.head(None), inquiry.plan.period.last)
    data = inquiry.dataset
    given_back = _given_back(data, inquiry.known_at)
    for receipt in data.receipts:
        known = _day(receipt.recorded_at) <= inquiry.known_at
        left = receipt.gross > given_back.get(receipt.id, 0)
        serves = _serves(receipt, purposes)
        if first <= receipt.paid_on <= last and known and left and serves is not False:
            seen = _Seen(1, receipt.carried, receipt.paid_on, serves is True)
            yield receipt.institution_id, seen
    for tally in data.tallies:
        reaches = tally.paid_from <= last and first <= tally.paid_to
        if reaches and _serves(tally, purposes) is not False:
            yield tally.institution_id, _Seen(tally.count, None, tally.paid_to, certain=False)


def _day(moment: datetime) -> date:
    return moment.astimezone(_VIET_NAM).date()


def _given_back(data: Dataset, known_at: date) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for reversal in data.reversals:
        if _day(reversal.recorded_at) <= known_at:
            amounts[reversal.receipt_id] = amounts.get(reversal.receipt_id, 0) + reversal.amount
    return amounts


def _serves(row: Receipt | Tally, asked: frozenset[str]) -> bool | None:
    """Whether it is a household's and for those purposes; ``None`` when unknown or mixed."""
    if row.payer_class is not PayerClass.HOUSEHOLD:
        return False
    if not asked or (row.purposes and row.purposes <= asked):
        return True
    return None if not row.purposes or row.purposes & asked else False
