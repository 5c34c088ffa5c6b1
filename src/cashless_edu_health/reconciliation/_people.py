"""Pupils and patients as payers write them: a name, a class, a month; marks and blanks lost."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from cashless_edu_health import text
from cashless_edu_health.invoices import Party, PaymentRequest
from cashless_edu_health.reconciliation._grouped import Grouped
from cashless_edu_health.reconciliation._memo import Memo, any_of, is_digit, letters_of, runs_of

_ANCHOR: Final = 5
_MONTH: Final = re.compile(r"T(?<![A-Z0-9]T)(?:HANG)? ?(0?[1-9]|1[0-2])(?! ?[0-9])")
_JOINED_MONTH: Final = re.compile(r"THANG(0[1-9]|1[0-2]|[1-9])(?![0-9])")
_PERIOD: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_GOES_ON: Final = re.compile(
    r"THANG|LOP|[TL][0-9]|[0-9]|$|NOP|DONG|HOC|HP|CK|CHUYEN|TIEN|THANH|TAM|VIEN|CHO|ME|BO|GD|FT"
)
"""What may follow a name or class without a blank between."""
_CLASS_WORDS: Final = ("LOP", "L")
_SHORTEST: Final = 6
"""Letters of a whole name; a shorter one is met by accident."""


class Named(NamedTuple):
    """A person named in a memo.

    Attributes:
        request: An open request for this person.
        start: Index of the name's first letter in the memo.
        end: Index behind its last.
        group: Whether the memo names the person's class: ``False`` when it names another,
            ``None`` when it names none.
        month: The same of the request's month.
    """

    request: PaymentRequest
    start: int
    end: int
    group: bool | None
    month: bool | None


class _Taken:
    """Letters of a memo that are parts of names, and the last of each name."""

    __slots__ = ("ends", "letters")

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        spans = [range(first, first + len(name)) for first, name in names]
        self.letters = frozenset(chain.from_iterable(spans))
        self.ends = frozenset(span[-1] for span in spans)


class PeopleIndex:
    """Requests of one account by the name of the person that they are for."""

    __slots__ = ("_anchors", "_groups", "_known", "_names", "_pattern", "_runs", "_sizes")

    def __init__(self, requests: Iterable[PaymentRequest]) -> None:
        self._names = Grouped[str, PaymentRequest]()
        names: dict[str, str] = {}  # many people have several requests
        groups: dict[str, str] = {}
        for request in requests:
            person = person_of(request)
            if person is None:
                continue
            name = names.get(person.name)
            if name is None:
                name = names[person.name] = letters_of(person.name)
            if len(name) >= _SHORTEST:
                self._names.add(name, request)
            if person.group is not None and person.group not in groups:
                groups[person.group] = letters_of(person.group)
        self._anchors: dict[str, list[int]] = {}
        for anchor, size in sorted({(n[:_ANCHOR], len(n)) for n in self._names}, reverse=True):
            self._anchors.setdefault(anchor, []).append(size)
        self._runs = runs_of(self._anchors, _ANCHOR)
        self._groups = groups
        self._known = set(groups.values()) - {""}
        self._sizes = sorted({len(group) for group in self._known}, reverse=True)
        self._pattern = any_of({group[:3] for group in self._known})

    def look(self, memo: Memo) -> tuple[Named, ...]:
        """Every request whose person is named in full; the longest name at each place."""
        names = list(self._named(memo))
        if not names:
            return ()
        taken = _Taken(names)
        groups, months = set(self._groups_in(memo, taken)), _months_in(memo)
        found: dict[str, Named] = {}
        for first, name in names:
            for request in self._names.get(name):
                if request.reference not in found:
                    said = self._says(groups, request), _says_month(months, request)
                    place = memo.span(first, first + len(name) - 1)
                    found[request.reference] = Named(request, *place, *said)
        return tuple(found.values())

    def _named(self, memo: Memo) -> Iterator[tuple[int, str]]:
        letters, end, anchors = memo.letters, 0, self._anchors
        places = [
            at
            for run in self._runs.finditer(letters)
            for at in range(run.start(), run.end() - _ANCHOR + 1)
            if letters[at : at + _ANCHOR] in anchors
        ]
        for first in places:
            for size in anchors[letters[first : first + _ANCHOR]]:
                name = letters[first : first + size]
                if name in self._names and first + size > end and self._ends(memo, first, name):
                    end = first + size
                    yield first, name
                    break

    def _ends(self, memo: Memo, first: int, name: str) -> bool:
        """Whether the name ends there: "NGUYEN VAN AN" does not stand in "NGUYEN VAN ANH".

        It does where a blank or a usual word follows, or the class of one who has that name.
        """
        behind = first + len(name)
        if not memo.touches(behind - 1) or _GOES_ON.match(memo.letters, behind):
            return True
        people = map(person_of, self._names.get(name))
        return any(
            memo.letters.startswith(self._groups[person.group], behind)
            for person in people
            if person is not None and person.group is not None and self._groups[person.group]
        )

    def contradicts(self, request: PaymentRequest, memo: Memo) -> bool:
        """Whether the memo names a class of the account's, and another than the request's."""
        return self._says(set(self._groups_in(memo, _Taken(()))), request) is False

    def _says(self, seen: set[str], request: PaymentRequest) -> bool | None:
        person = person_of(request)
        group = "" if person is None else letters_of(person.group or "")
        return None if not seen or not group else seen == {group}

    def _groups_in(self, memo: Memo, taken: _Taken) -> Iterator[str]:
        end = 0
        for found in self._pattern.finditer(memo.letters):
            if found.start() >= end:
                group = self._group_at(memo, found.start(), taken)
                end = found.start() + len(group)
                if group:
                    yield group

    def _group_at(self, memo: Memo, first: int, taken: _Taken) -> str:
        """The longest class that stands there; one whose digits a blank parts only at need."""
        parted = ""
        for size in self._sizes:
            group, last = memo.letters[first : first + size], first + size - 1
            if last >= len(memo.letters) or group not in self._known:
                continue
            if not _stands_alone(memo, first, last, taken):
                continue
            if not memo.parts_digits(first, last):
                return group
            parted = parted or group
        return parted


def person_of(request: PaymentRequest) -> Party | None:
    """The one person that a request is for; ``None`` when there is none, or are several."""
    first = request.covers[0].paid_for
    alone = len(request.covers) == 1 or all(c.paid_for == first for c in request.covers)
    return first if alone else None


def _months_in(memo: Memo) -> set[int]:
    plain = memo.text if memo.text.isascii() else text.fold(memo.text)
    written = (*_MONTH.findall(plain.upper()), *_JOINED_MONTH.findall(memo.letters))
    return {int(found) for found in written}


def _says_month(months: set[int], request: PaymentRequest) -> bool | None:
    periods = {cover.period for cover in request.covers}
    period = _PERIOD.fullmatch(request.covers[0].period or "") if len(periods) == 1 else None
    return None if not months or period is None else int(period[1]) in months


def _stands_alone(memo: Memo, first: int, last: int, taken: _Taken) -> bool:
    """Whether a class is written there, and not a piece of something longer.

    ``8A`` stands in "lop 8A", "L8A", "8A T11" and right behind a name, not in ``8A2``, ``18A``
    or the middle of a bank's own number.
    """
    letters = memo.letters
    if not taken.letters.isdisjoint(range(first, last + 1)):
        return False
    if memo.touches(last):
        behind = letters[last + 1]
        ends = is_digit(letters[last]) and not is_digit(behind)
        if is_digit(behind) or not (ends or _GOES_ON.match(letters, last + 1)):
            return False
    while first > 0 and memo.touches(first - 1):
        if first - 1 in taken.ends:
            return True
        word = next((w for w in _CLASS_WORDS if letters.endswith(w, 0, first)), None)
        if word is None:
            return False
        first -= len(word)
    return True
