"""One question put to a dataset: which plan, which period, seen from which day, read how."""

from collections.abc import Mapping
from datetime import date

from attrs import evolve, field, frozen

from cashless_edu_health.compliance._books import Books, View
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._lens import Lens
from cashless_edu_health.compliance._payments import Ledger
from cashless_edu_health.compliance._placing import Placement
from cashless_edu_health.compliance._readings import AS_STATED, BASE_YEAR
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import Condition, Growth, Plan, Point, Population, Target


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
        indifferent: Readings about payments that these data hold nothing for: every option gives
            the same figures.
        changing: Whether institutions open or close within the window.
        traced: Whether results say what became of each row; other readings do not.
        placements: Payments already placed, by target, population, purposes and day.
    """

    plan: Plan
    dataset: Dataset
    window: Window
    as_of: date
    known_at: date
    choices: Mapping[str, str]
    indifferent: frozenset[str] = frozenset()
    changing: bool = False
    traced: bool = True
    placements: dict[tuple[str, Population, frozenset[str], date], Placement] = field(
        factory=dict, repr=False
    )
    _ledgers: dict[date, Ledger] = field(factory=dict, repr=False, alias="ledgers")
    _books: dict[tuple[date, Lens], Books] = field(factory=dict, repr=False, alias="books_cache")

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
        end = min(self.as_of, self.window.last)
        return end if point is None else min(end, point.due)

    def is_due(self, point: Point) -> bool:
        """Whether the day to meet it has come, and the figures reach so far."""
        return min(self.as_of, self.window.last) >= point.due

    def books(self, head: date) -> Books:
        """Payments from the start of the window to that day, as the chosen readings see them."""
        lens = Lens.of(self.plan.methods, self.choices)
        if (head, lens) not in self._books:
            if head not in self._ledgers:
                self._ledgers[head] = Ledger(self.dataset, self.window.first, head, self.known_at)
            self._books[head, lens] = Books(self._ledgers[head], lens)
        return self._books[head, lens]

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
