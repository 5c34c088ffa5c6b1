"""The look-ups."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from attrs import field, frozen

from cashless_edu_health.banks._model import Bank, Confidence, FormerName, Source, Standing, key
from cashless_edu_health.errors import UnknownBankError

_NEAR: Final = 0.6
"""Likeness from which a name is offered as a candidate (``difflib``'s own default)."""

_VERY_NEAR: Final = 0.8
"""Likeness from which a name goes before longer names that hold the text: one letter in five."""

_CANDIDATES: Final = 5
"""Most candidates that are offered."""

_SHORTEST_NAME: Final = 2
_LONGEST_NAME: Final = 120
"""Lengths of text, in characters, for which near names are sought; the search is not linear."""


@frozen
class BankMatch:
    """What a name stands for on a day.

    Attributes:
        bank: The bank.
        name: The name that answered, as the directory spells it.
        standing: Whether the bank bore that name on the day.
        confidence: Of the statement that the bank bears that name.
    """

    bank: Bank
    name: str
    standing: Standing
    confidence: Confidence

    @property
    def bin(self) -> str:
        """The BIN to write into a payment code."""
        return self.bank.writable_bin


class _Name(NamedTuple):
    """A name, and the changes that began and ended it."""

    text: str
    confidence: Confidence
    began: FormerName | None = None
    ended: FormerName | None = None

    def standing(self, bank: Bank, on: date) -> Standing:
        """The row's own standing where the row does not hold, otherwise that of the name."""
        if (of_row := bank.standing(on)) is not Standing.CURRENT:
            return of_row
        if self.began and self.began.changed_from and on < self.began.changed_from:
            return Standing.LATER
        if self.ended and (self.ended.changed_to is None or on > self.ended.changed_to):
            return Standing.FORMER
        return Standing.CURRENT


@frozen
class BankDirectory:
    """Banks by BIN, code and name.

    Attributes:
        banks: The rows. A BIN may stand in several whose days do not meet.
        sources: The lists that rows may name; rows are held to them when there are any.
        as_of: Day as of which the rows were looked at.

    Raises:
        ValueError: A BIN twice on one day, or a BIN or source that a row names and nothing
            defines.
    """

    banks: tuple[Bank, ...] = field(
        converter=tuple[Bank, ...], repr=lambda banks: f"<{len(banks)} banks>"
    )
    sources: tuple[Source, ...] = ()
    as_of: date | None = None
    _by_bin: Mapping[str, tuple[Bank, ...]] = field(init=False, eq=False, repr=False)
    _by_key: Mapping[str, tuple[tuple[Bank, _Name], ...]] = field(init=False, eq=False, repr=False)

    @_by_bin.default
    def _index_bins(self) -> Mapping[str, tuple[Bank, ...]]:
        table: dict[str, tuple[Bank, ...]] = {}
        for place, bank in enumerate(self.banks):
            for number in (bank.bin, *(other.bin for other in bank.other_bins)):
                rows = table.get(number, ())
                if any(bank.overlaps(row) for row in rows):
                    raise ValueError(f"banks[{place}]: the BIN {number} stands twice")
                table[number] = tuple(sorted((*rows, bank), key=_first_day))
        _check_bins_used(self.banks)
        _check_sources_used(self.banks, {source.id for source in self.sources})
        return table

    @_by_key.default
    def _index_names(self) -> Mapping[str, tuple[tuple[Bank, _Name], ...]]:
        table: dict[str, tuple[tuple[Bank, _Name], ...]] = {}
        for bank in self.banks:
            for name in _names(bank):
                compared = key(name.text)
                table[compared] = (*table.get(compared, ()), (bank, name))
        return table

    def __iter__(self) -> Iterator[Bank]:
        return iter(self.banks)

    def __len__(self) -> int:
        return len(self.banks)

    def get(self, bin: str, *, on: date | None = None) -> Bank | None:  # noqa: A002 - its name
        """The bank that these six digits mean when read, other BINs included, or ``None``.

        Args:
            bin: Six digits.
            on: The day on which they were read; ``None``: whenever, and of several rows the last.
        """
        rows = self._by_bin.get(bin, ())
        if on is not None:
            rows = tuple(row for row in rows if row.covers(on))
        return rows[-1] if rows else None

    def by_bin(self, bin: str, *, on: date | None = None) -> Bank:  # noqa: A002 - its name
        """As :meth:`get`.

        Raises:
            UnknownBankError: No bank has that BIN (on that day).
        """
        bank = self.get(bin, on=on)
        if bank is None:
            raise UnknownBankError(bin)
        return bank

    def find(self, query: str, *, on: date) -> BankMatch:
        """The bank that a BIN, code, BIC or name means on that day.

        Case, Vietnamese marks, spaces and punctuation do not matter. A name that a bank bore on
        the day goes before one that it bore earlier, and that before one that it bears later;
        ``standing`` tells which it is. Where a source dates a change by month or year, old and
        new name are both current throughout it. Codes, BICs and undated names answer on any day.

        Args:
            query: What a person or another system calls the bank.
            on: The day on which it was called so.

        Raises:
            UnknownBankError: Nothing has that name, or more than one bank has it (``BVB``); with
                candidates.
        """
        wanted = key(query)
        matches = [
            BankMatch(bank, name.text, name.standing(bank, on), name.confidence)
            for bank, name in self._by_key.get(wanted, ())
        ]
        for standing in Standing:
            standing_so = [match for match in matches if match.standing is standing]
            if len({match.bin for match in standing_so}) > 1:
                labels = tuple(dict.fromkeys(_label(match.bank) for match in standing_so))
                raise UnknownBankError(query, labels, ambiguous=True)
            if standing_so:
                return next((m for m in standing_so if m.bank.bin == m.bin), standing_so[0])
        raise UnknownBankError(query, self._near(wanted))

    def _near(self, wanted: str) -> tuple[str, ...]:
        """Banks with a name very like this, with a longer one that holds it, with one like it.

        None for digits, where likeness means nothing, and for long texts.
        """
        if not _SHORTEST_NAME <= len(wanted) <= _LONGEST_NAME or not re.search("[A-Z]", wanted):
            return ()
        holding = sorted((name for name in self._by_key if wanted in name), key=len)
        alike = difflib.get_close_matches(wanted, self._by_key, n=_CANDIDATES, cutoff=_NEAR)
        very = difflib.get_close_matches(wanted, alike, n=_CANDIDATES, cutoff=_VERY_NEAR)
        rows = (bank for name in (*very, *holding, *alike) for bank, _ in self._by_key[name])
        return tuple(dict.fromkeys(_label(bank) for bank in rows))[:_CANDIDATES]


def _first_day(bank: Bank) -> date:
    return bank.valid_from or date.min


def _check_bins_used(banks: Iterable[Bank]) -> None:
    bins = {bank.bin for bank in banks}
    for place, bank in enumerate(banks):
        for attribute, number in (("parent_bin", bank.parent_bin), ("write_as", bank.write_as)):
            if number is not None and number not in bins:
                raise ValueError(f"banks[{place}].{attribute}: no bank has the BIN {number}")


def _check_sources_used(banks: Iterable[Bank], sources: set[str]) -> None:
    """Every list that a row names is defined, when any is."""
    for place, bank in enumerate(banks):
        used = {*bank.sources, *(listed.source for listed in bank.codes)}
        used |= {source for other in bank.other_bins for source in other.sources}
        used |= {source for former in bank.former_names for source in former.sources}
        if sources and used - sources:
            unknown = min(used - sources)
            raise ValueError(f"banks[{place}].sources: {unknown!r} is not a source")


def _names(bank: Bank) -> Iterator[_Name]:
    """Everything that the bank answers to, best founded first, with what began and ended it."""
    now = bank.former_names[-1] if bank.former_names else None
    yield _Name(bank.bin, bank.confidence)
    yield _Name(bank.short_name, bank.confidence, began=now)
    yield _Name(bank.name_vi, bank.name_vi_confidence or bank.confidence, began=now)
    yield from (_Name(other.bin, other.confidence) for other in bank.other_bins)
    if bank.swift is not None:
        yield _Name(bank.swift, bank.swift_confidence)
    yield from _codes(bank, now)
    yield from (_Name(alias, Confidence.ONE_SOURCE) for alias in bank.aliases)
    began: FormerName | None = None
    for former in bank.former_names:
        yield from (_Name(text, bank.confidence, began, former) for text in former.names)
        began = former
    yield _Name(bank.name_en, bank.name_en_confidence, began=now)


def _codes(bank: Bank, now: FormerName | None) -> Iterator[_Name]:
    """The codes; one that is the bank's name began with the name, the others are undated."""
    names = {key(bank.short_name), key(bank.name_vi)}
    confidences = {bank.code: bank.confidence}
    for code, lists in Counter(listed.code for listed in bank.codes).items():
        several = Confidence.VERIFIED if lists > 1 else Confidence.ONE_SOURCE
        confidences.setdefault(code, several)
    for code, confidence in confidences.items():
        yield _Name(code, confidence, began=now if key(code) in names else None)


def _label(bank: Bank) -> str:
    return f"{bank.short_name} ({bank.bin})"
