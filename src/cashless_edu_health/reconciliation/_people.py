"""Pupils and patients as payers write them: a name, a class, a month; marks and blanks lost."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cashless_edu_health.invoices import Party, PaymentRequest
from cashless_edu_health.reconciliation._memo import Memo, is_digit, letters_of

_ANCHOR: Final = 5
_MONTH: Final = re.compile(r"(?<![A-Z0-9])(?:T|THANG) ?(0?[1-9]|1[0-2])(?! ?[0-9])")
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


class PeopleIndex:
    """Requests of one account by the name of the person that they are for."""

    __slots__ = ("_anchors", "_groups", "_names", "_pattern", "_sizes")

    def __init__(self, requests: Iterable[PaymentRequest]) -> None:
        self._names: dict[str, list[PaymentRequest]] = {}
        self._groups: set[str] = set()
        for request in requests:
            person = person_of(request)
            if person is None:
                continue
            name = letters_of(person.name)
            if len(name) >= _SHORTEST:
                self._names.setdefault(name, []).append(request)
            if person.group is not None:
                self._groups.add(letters_of(person.group))
        self._anchors: dict[str, list[int]] = {}
        for name in self._names:
            sizes = self._anchors.setdefault(name[:_ANCHOR], [])
            if len(name) not in sizes:
                sizes.append(len(name))
        for sizes in self._anchors.values():
            sizes.sort(reverse=True)
        self._sizes = sorted({len(group) for group in self._groups}, reverse=True)
        listed = "|".join(map(re.escape, sorted(self._groups)))
        self._pattern = re.compile(f"(?={listed})" if listed else r"(?!)")

    def look(self, memo: Memo) -> tuple[Named, ...]:
        """Every request whose person is named in full; the longest name at each place."""
        found: dict[str, Named] = {}
        for first, name in self._named(memo):
            last = first + len(name) - 1
            for request in self._names[name]:
                person = person_of(request)
                group = None if person is None else self.group(person.group, memo, (first, last))
                named = Named(request, *memo.span(first, last), group, month(request, memo))
                found.setdefault(request.reference, named)
        return tuple(found.values())

    def _named(self, memo: Memo) -> Iterator[tuple[int, str]]:
        letters, end = memo.letters, 0
        for first in range(len(letters) - _ANCHOR + 1):
            for size in self._anchors.get(letters[first : first + _ANCHOR], ()):
                name = letters[first : first + size]
                if name in self._names and first + size > end and _ends(memo, first + size - 1):
                    end = first + size
                    yield first, name
                    break

    def group(
        self, group: str | None, memo: Memo, name: tuple[int, int] | None = None
    ) -> bool | None:
        """Whether the memo names this class: no when it names another of the account's."""
        seen = set(self._groups_in(memo, name))
        if not seen or not group:
            return None
        return seen == {letters_of(group)}

    def _groups_in(self, memo: Memo, name: tuple[int, int] | None) -> Iterator[str]:
        letters = memo.letters
        for found in self._pattern.finditer(letters):
            first = found.start()
            for size in self._sizes:
                group, last = letters[first : first + size], first + size - 1
                if group in self._groups and _stands_alone(memo, first, last, name):
                    yield group
                    break


def person_of(request: PaymentRequest) -> Party | None:
    """The one person that a request is for; ``None`` when there is none, or are several."""
    first = request.covers[0].paid_for
    alone = len(request.covers) == 1 or all(c.paid_for == first for c in request.covers)
    return first if alone else None


def month(request: PaymentRequest, memo: Memo) -> bool | None:
    """Whether the memo names the request's month, or another, or none."""
    periods = {cover.period for cover in request.covers}
    period = _PERIOD.fullmatch(request.covers[0].period or "") if len(periods) == 1 else None
    written = (*_MONTH.findall(memo.text.upper()), *_JOINED_MONTH.findall(memo.letters))
    seen = {int(found) for found in written}
    if not seen or period is None:
        return None
    return int(period[1]) in seen


def _ends(memo: Memo, last: int) -> bool:
    """Whether a word ends there: "NGUYEN VAN AN" does not stand in "NGUYEN VAN ANH"."""
    if not memo.touches(last):
        return True
    return _GOES_ON.match(memo.letters, last + 1) is not None


def _stands_alone(memo: Memo, first: int, last: int, name: tuple[int, int] | None) -> bool:
    """Whether a class is written there, and not a piece of something longer.

    ``8A`` stands in "lop 8A", "L8A", "8A T11" and right behind a name, not in ``8A2``, ``18A``
    or the middle of a bank's own number.
    """
    letters = memo.letters
    if name is not None and first <= name[1] and last >= name[0]:
        return False
    if memo.touches(last):
        behind = letters[last + 1]
        ends = is_digit(letters[last]) and not is_digit(behind)
        if is_digit(behind) or not (ends or _GOES_ON.match(letters, last + 1)):
            return False
    while first > 0 and memo.touches(first - 1):
        if name is not None and first - 1 == name[1]:
            return True
        word = next((w for w in _CLASS_WORDS if letters[:first].endswith(w)), None)
        if word is None:
            return False
        first -= len(word)
    return True
