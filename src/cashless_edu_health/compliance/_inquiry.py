"""One question put to a dataset: which plan, which period, seen from which day, read how."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import evolve, field, frozen

from cashless_edu_health.compliance._books import Books, PayerScope, Payment, View
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import Condition, Growth, Plan, Point, Population, Target

BASE_YEAR: Final = "average_growth_base"
"""The reading that moves the year which average growth starts from."""

AS_STATED: Final = "as_stated"
"""The year that the plan's file gives."""


Placement = tuple[Payment, bool | None, str]
"""A payment, whether it is in the denominator, and why not."""


@frozen(kw_only=True)
class Inquiry:
    """What stays the same for every target of an assessment.

    Attributes:
        plan: The plan.
        dataset: The data.
        window: The period asked about.
        as_of: State of the world judged.
        known_at: What had been recorded by then.
        choices: The option chosen for every reading.
        traced: Whether results say what became of each row; other readings do not.
        placements: Payments already placed, by target, population, purposes and day.
    """

    plan: Plan
    dataset: Dataset
    window: Window
    as_of: date
    known_at: date
    choices: Mapping[str, str]
    traced: bool = True
    placements: dict[tuple[str, Population, frozenset[str], date], list[Placement]] = field(
        factory=dict, repr=False
    )
    _books: dict[tuple[date, str], Books] = field(factory=dict, repr=False, alias="books_cache")

    def under(self, reading: str, option: str) -> "Inquiry":
        """The same question under another reading."""
        chosen = {**self.choices, reading: option}
        return evolve(self, choices=chosen, traced=False, placements={})

    def base_year(self, measure: Growth) -> int:
        """The year that average growth starts from: the plan's, unless a reading moves it."""
        moved = self.choices[BASE_YEAR]
        return int(measure.base or 0) if moved == AS_STATED else int(moved)

    def point(self, target: Target) -> Point | None:
        """What the target asks for in the window; nothing after the plan's end."""
        if target.schedule is None or self.window.first > self.plan.period.last:
            return None
        return target.schedule.point(self.window)

    def head(self, point: Point | None) -> date:
        """The day on which heads are counted and after which payments are not."""
        return min(self.as_of, self.window.last if point is None else point.due)

    def books(self, head: date) -> Books:
        """Payments from the start of the window to that day."""
        scope = self.choices["payer_scope"]
        if (head, scope) not in self._books:
            self._books[head, scope] = Books(
                self.dataset,
                self.plan.methods,
                self.window.first,
                head,
                self.known_at,
                PayerScope(scope),
            )
        return self._books[head, scope]

    def holds(
        self,
        condition: Condition,
        institution: Institution,
        day: date,
        *,
        head: date,
        purposes: frozenset[str],
    ) -> bool | None:
        """Whether the condition holds for an institution on a day."""
        return condition.holds(self.view(institution, day, head=head, purposes=purposes))

    def view(
        self, institution: Institution, day: date, *, head: date, purposes: frozenset[str]
    ) -> View:
        """The institution on a day, as conditions ask it."""
        return View(
            institution,
            day,
            purposes,
            self.books(head),
            installed_only=self.choices["adoption"] == "installed_only",
        )

    def belongs(
        self,
        institution: Institution,
        among: Condition | None,
        day: date,
        *,
        member: bool | None,
        head: date,
        purposes: frozenset[str],
    ) -> tuple[bool | None, str]:
        """Whether a member of the population is in the denominator on a day, and why not."""
        if not institution.covers(day):
            return False, "inactive"
        if member is False:
            return False, "not-in-population"
        if among is None:
            return member, ""
        inside = self.holds(among, institution, day, head=head, purposes=purposes)
        if inside is False:
            return False, "not-among"
        return (None if None in (member, inside) else True), ""
