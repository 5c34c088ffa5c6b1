"""How ready each institution is, by the duties that one plan lays on it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from cashless_edu_health.compliance._checks import Check, State
from cashless_edu_health.compliance._results import Assessment, DutyResult, InstitutionDuty
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import Duty, Each, Force, Plan, Template

_BINDING: Final = (Force.MUST, Force.STRIVE)


class Ready(StrEnum):
    """How an institution stands as a whole."""

    READY = "ready"
    NOT_READY = "not_ready"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    """The plan asks nothing of it on that day that could be answered with yes or no."""


@frozen(kw_only=True)
class ReadinessItem:
    """One thing that the plan asks of an institution.

    Attributes:
        duty: The duty, with its clause.
        quote: The words that it rests on.
        check: What was found, with its evidence.
        certain: Whether it is certain that the duty binds the institution.
        decides: Whether it has a say in the whole: what institutions must or should have
            ("phải", "phấn đấu") and what every payment must carry, while the plan is in force.
            What a text only encourages, what payers are charged ("hạn chế tối đa"), figures and
            what a person answers are shown and decide nothing.
    """

    duty: Duty
    quote: str
    check: Check
    certain: bool
    decides: bool

    @property
    def state(self) -> State:
        """How it stands."""
        return self.check.state


@frozen(kw_only=True)
class InstitutionReadiness:
    """One institution and everything that the plan asks of it.

    Attributes:
        institution: The institution.
        items: What is asked, in the plan's order.
    """

    institution: Institution
    items: tuple[ReadinessItem, ...]

    @property
    def state(self) -> Ready:
        """Not ready if anything that decides is missing, else unknown if any is not known."""
        asked = [item for item in self.items if item.decides]
        states = {_decided(item) for item in asked if item.state is not State.NOT_APPLICABLE}
        for state, ready in _WHOLE:
            if state in states:
                return ready
        return Ready.NOT_ASKED

    @property
    def missing(self) -> tuple[ReadinessItem, ...]:
        """What is not there, not known to be, or wants a look."""
        open_ = (State.NO, State.UNKNOWN, State.ATTENTION)
        return tuple(item for item in self.items if item.state in open_)


_WHOLE: Final = (
    (State.NO, Ready.NOT_READY),
    (State.UNKNOWN, Ready.UNKNOWN),
    (State.YES, Ready.READY),
)


def _decided(item: ReadinessItem) -> State:
    """What is missing counts against an institution only if the duty is known to bind it."""
    return State.UNKNOWN if item.state is State.NO and not item.certain else item.state


@frozen(kw_only=True)
class Readiness:
    """Every active institution of a register, held against one plan.

    Attributes:
        plan: The plan.
        on: Day of the judgement.
        window: Days from which payments are looked at.
        known_at: What had been recorded by the end of that day.
        in_force: Whether the plan applies on that day; if not, it asks nothing of anybody.
        rows: One row for each active institution, in the register's order, those of which the
            plan asks nothing included.
        inactive: Ids of institutions that are not active on that day.
    """

    plan: Plan
    on: date
    window: Window
    known_at: date
    in_force: bool
    rows: tuple[InstitutionReadiness, ...]
    inactive: tuple[str, ...] = ()
    _by_id: dict[str, InstitutionReadiness] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        # attrs' own way to set a field of a frozen class after its inputs are there.
        object.__setattr__(self, "_by_id", {row.institution.id: row for row in self.rows})

    def __iter__(self) -> Iterator[InstitutionReadiness]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, institution_id: str) -> InstitutionReadiness:
        return self._by_id[institution_id]


def readiness(assessment: Assessment) -> Readiness:
    """What each institution has and lacks of what the plan asks of it, with clause and evidence.

    Only the duties of that plan count, and only those that bind the institution: a school is not
    asked for what health facilities are. Kinds of method that fill one category count once.

    >>> from datetime import date
    >>> from cashless_edu_health import registry
    >>> from cashless_edu_health.compliance import Dataset, assess
    >>> from cashless_edu_health.institutions import PaymentMethod, Sector
    >>> school = Institution(
    ...     id="thcs-a", name="Trường THCS A (bịa)", sector=Sector.EDUCATION,
    ...     type="lower_secondary",
    ...     methods=(PaymentMethod(kind="qr_transfer"), PaymentMethod(kind="qr_payment")),
    ... )
    >>> end = date(2022, 12, 31)
    >>> plan = registry.plan("DN24")
    >>> data = Dataset(institutions=(school,))
    >>> row = readiness(assess(plan, data, period=2022, as_of=end, known_at=end))["thcs-a"]
    >>> row.state, row.items[0].check.offered, row.items[0].check.missing_at_least
    (<Ready.NOT_READY: 'not_ready'>, ('qr',), 2)
    """
    on = min(assessment.as_of, assessment.window.last)
    in_force = on in assessment.plan.period
    items: dict[str, list[ReadinessItem]] = {}
    for duty in assessment.duties:
        for row in duty.institutions:
            found = items.setdefault(row.institution_id, [])
            found.extend(_items(duty, row, assessment.plan, in_force=in_force))
    return Readiness(
        plan=assessment.plan,
        on=on,
        window=assessment.window,
        known_at=assessment.known_at,
        in_force=in_force,
        rows=tuple(
            InstitutionReadiness(institution=one, items=tuple(items.get(one.id, ())))
            for one in assessment.institutions
            if one.covers(on)
        ),
        inactive=tuple(one.id for one in assessment.institutions if not one.covers(on)),
    )


def _items(
    result: DutyResult, row: InstitutionDuty, plan: Plan, *, in_force: bool
) -> Iterator[ReadinessItem]:
    duty = result.duty
    decides = in_force and duty.force in _BINDING and isinstance(duty.asks, Each | Template)
    for check in row.checks:
        yield ReadinessItem(
            duty=duty,
            quote=plan.words(duty),
            check=check,
            certain=row.certain,
            decides=decides,
        )
