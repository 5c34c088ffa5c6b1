"""Figures of one institution that a text wants to see rise."""

from collections.abc import Callable, Iterator
from datetime import date

from attrs import evolve, frozen

from cashless_edu_health.compliance._books import Books
from cashless_edu_health.compliance._checks import MethodsFigure, ShareFigure
from cashless_edu_health.compliance._condition_checks import of_methods
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._placing import Sheet
from cashless_edu_health.compliance._shares import Count
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import (
    Indicator,
    MethodSet,
    MethodsOffered,
    ShareOfTransactions,
    Weight,
)

Figure = ShareFigure | MethodsFigure


def figures(
    indicator: Indicator, inquiry: Inquiry, purposes: frozenset[str]
) -> Callable[[Institution], tuple[Figure, ...]]:
    """Each share with that of the window before, then the categories of methods offered.

    The payments are those of the targets ("trong tổng số lượng và giá trị thanh toán"), under
    the same readings. The window before is the same days of the year before, and as much of it
    as has gone by of this one: January to August is held against January to August.
    """
    earlier = _earlier(inquiry.head(None), _years(inquiry.window))
    before = evolve(
        inquiry,
        window=window_before(inquiry.window),
        as_of=earlier,
        traced=False,
        placements={},
        ledgers={},
        books_cache={},
    )
    now, then = _Side.of(inquiry), _Side.of(before)

    def shown(institution: Institution) -> tuple[Figure, ...]:
        shares = (_share(one, institution, now, then, purposes) for one in indicator.shares)
        return (*shares, *_methods(indicator.method_set, institution, inquiry, purposes))

    return shown


@frozen
class _Side:
    """The days counted of a window, and the payments on them."""

    window: Window
    books: Books

    @classmethod
    def of(cls, inquiry: Inquiry) -> "_Side":
        """Up to the day of counting; the first day alone when it is not reached."""
        window, head = inquiry.window, inquiry.head(None)
        last = max(head, window.first)
        # A year of which a part has gone by is no calendar year any more.
        counted = window if last >= window.last else Window(window.first, last)
        return cls(counted, inquiry.books(head))

    def count(self, institution: Institution, weight: Weight, purposes: frozenset[str]) -> Count:
        sheet = Sheet(self.books.lens, purposes, traced=False)
        sheet.add(self.books.of(institution.id), lambda day: (institution.covers(day), "inactive"))
        placement = sheet.placement()
        return placement.number if weight is Weight.COUNT else placement.value


def _share(
    share: ShareOfTransactions,
    institution: Institution,
    now: _Side,
    then: _Side,
    purposes: frozenset[str],
) -> ShareFigure:
    wanted = purposes | share.purposes
    return ShareFigure(
        weight=share.weight,
        purposes=wanted,
        window=now.window,
        count=now.count(institution, share.weight, wanted),
        before_window=then.window,
        before=then.count(institution, share.weight, wanted),
    )


def _methods(
    method_set: MethodSet | None,
    institution: Institution,
    inquiry: Inquiry,
    purposes: frozenset[str],
) -> Iterator[MethodsFigure]:
    if method_set is not None:
        head = inquiry.head(None)
        view = inquiry.view(institution, head, head=head, purposes=purposes)
        of_set = MethodsOffered(at_least=1, method_set=method_set)
        offered = of_set.counted(view)
        yield MethodsFigure(
            offered=offered,
            listed=tuple(method_set.categories),
            unknown=of_set.most(view) - len(offered),
            evidence=of_methods(method_set.kinds, view),
        )


def window_before(window: Window) -> Window:
    """The same days of the year before; of as many years before as do not overlap.

    >>> from cashless_edu_health.periods import reporting_year
    >>> str(window_before(reporting_year(2022)).first)
    '2020-12-15'
    """
    years = _years(window)
    return Window(_earlier(window.first, years), _earlier(window.last, years), window.kind)


def _years(window: Window) -> int:
    years = 1
    while _earlier(window.last, years) >= window.first:
        years += 1
    return years


def _earlier(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
