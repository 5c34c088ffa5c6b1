"""Reports of a credit that was reported before."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase
from typing import Final

from attrs import define, field

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.reconciliation._decision import Decision, Evidence, EvidenceKind, Verdict
from cashless_edu_health.reconciliation._memo import Memo, letters_of
from cashless_edu_health.reconciliation._rules import (
    CONFLICTING_COPY,
    COPY_BY_BANK_REFERENCE,
    COPY_BY_CONTENT,
    COPY_BY_NOTIFICATION,
)

# Feeds write one reference in several ways: "REF845726", "FT26164000000071\\BNK", "FT26... - 1".
_DRESSING: Final = re.compile(r"\\[A-Z]{3}$| - [0-9]$|^REF(?=[ .:]*[A-Z]{0,4}[0-9]{4})")
# "0", "N/A" and the like fill the cell of credits that have none.
_NOT_TELLING: Final = ascii_uppercase + "0"
_SHORTEST: Final = 4
_CUT: Final = 20
"""Letters of the shortest memo that can be told to be another one's beginning."""
_NOISE: Final = re.compile(r"[^A-Z0-9]")

_Posting = tuple[str, str, date, int]
_Content = tuple[str, str, str, date, int]


def canonical_bank_reference(reference: str) -> str:
    r"""A bank reference without what feeds put around it.

    >>> {canonical_bank_reference(r) for r in ("706033", "REF706033", "706033\\BNK", "706033 - 1")}
    {'706033'}
    >>> canonical_bank_reference("REFFT26164000000071")
    'FT26164000000071'
    """
    upper = reference.strip().upper()
    if upper.isalnum() and upper.isascii() and not upper.startswith("REF"):
        return upper
    return _NOISE.sub("", _DRESSING.sub("", upper))


@define(eq=False)
class _Seen:
    """A credit seen before: its first report, and by which channels it came."""

    entry: CreditEntry
    reference: str
    channels: set[str] = field(factory=set)


class _Firsts:
    """The first credit of each text, account, day and amount.

    Most texts are met once and tell their credit alone: the rest is looked at when one is met
    again.
    """

    __slots__ = ("_alone", "_shared")

    def __init__(self) -> None:
        self._alone: dict[str, CreditEntry] = {}
        self._shared: dict[_Content, CreditEntry] = {}

    def first(self, text: str, entry: CreditEntry) -> CreditEntry:
        """The first credit like this one, which may be itself."""
        alone = self._alone.setdefault(text, entry)
        if alone is entry:
            return entry
        self._shared.setdefault((text, *_posting(alone)), alone)
        return self._shared.setdefault((text, *_posting(entry)), entry)


class Copies:
    """The credits seen so far.

    A repeated notification id of one channel is a copy, and so is a report of an earlier run.
    So is a credit of the same account, bank reference, day, amount and memo. Where one of two
    reports has no telling bank reference, each channel is taken to report a credit once: the
    second report of equal content is a copy when it came by another channel, and a credit of its
    own when it came by the same. A memo may be cut in one of the reports. The same identity with
    other content is a conflict: either report may be wrong, and a short bank reference may be
    used twice.
    """

    __slots__ = ("_by_content", "_by_notification", "_by_reference", "_known", "_repeated")

    def __init__(self) -> None:
        self._known: dict[str, CreditEntry] = {}
        self._by_notification = defaultdict[str, dict[str, CreditEntry]](dict)
        self._by_reference = _Firsts()
        self._by_content = _Firsts()
        self._repeated: dict[_Content, list[_Seen]] = {}

    def remember(self, entry: CreditEntry) -> None:
        """Take in a report of an earlier run, to be known again by its id."""
        self.take(entry, Memo(entry.remittance_information))
        self._known[entry.id] = entry

    def take(self, entry: CreditEntry, memo: Memo) -> Decision | None:
        """Remember a credit; the decision when it is a copy or in conflict, else ``None``."""
        if entry.id in self._known:
            return self._copy(entry, [(self._known[entry.id], COPY_BY_NOTIFICATION)], memo)
        reference = telling_reference(entry)
        told = self._told(entry)
        named = self._by_reference.first(reference, entry) if reference else entry
        counted = self._count(entry, memo, reference) if told is entry else None
        if told is entry and named is entry and counted is None:
            return None
        ways = (
            (told, COPY_BY_NOTIFICATION),
            (named, COPY_BY_BANK_REFERENCE),
            (counted or entry, COPY_BY_CONTENT),
        )
        return self._copy(entry, [way for way in ways if way[0] is not entry], memo)

    def _told(self, entry: CreditEntry) -> CreditEntry:
        """The first credit of the same notification."""
        delivery = entry.delivery
        if delivery is None or delivery.id is None:
            return entry
        return self._by_notification[delivery.channel].setdefault(delivery.id, entry)

    @staticmethod
    def _copy(
        entry: CreditEntry, found: Sequence[tuple[CreditEntry, Rule]], memo: Memo
    ) -> Decision:
        """A copy of the first original, unless one of them had other content."""
        original, rule = found[0]
        for one, _ in found:
            letters = letters_of(one.remittance_information)
            if _posting(one) != _posting(entry) or not _is_cut(letters, memo.letters):
                original, rule = one, CONFLICTING_COPY
                break
        return Decision(
            entry=entry,
            verdict=Verdict.REVIEW if rule is CONFLICTING_COPY else Verdict.DUPLICATE,
            rule=rule,
            evidence=(Evidence(kind=EvidenceKind.COPY_OF, entry_id=original.id),),
        )

    def _count(self, entry: CreditEntry, memo: Memo, reference: str) -> CreditEntry | None:
        """The credit of equal content that this is another channel's report of, if any."""
        first = self._by_content.first(memo.letters, entry)
        if first is entry:
            return None
        channel = _channel(entry)
        before = self._repeated.setdefault(
            (memo.letters, *_posting(entry)),
            [_Seen(first, telling_reference(first), {_channel(first)})],
        )
        for seen in before:
            if seen.reference and reference:
                if seen.reference == reference:
                    seen.channels.add(channel)
                    return None
            elif channel not in seen.channels:
                seen.channels.add(channel)
                seen.reference = seen.reference or reference
                return seen.entry
        before.append(_Seen(entry, reference, {channel}))
        return None


def _channel(entry: CreditEntry) -> str:
    return "" if entry.delivery is None else entry.delivery.channel


def telling_reference(entry: CreditEntry) -> str:
    """A credit's bank reference, canonical; ``""`` where it has none that tells credits apart."""
    if entry.bank_reference is None:
        return ""
    reference = canonical_bank_reference(entry.bank_reference)
    return reference if len(reference) >= _SHORTEST and reference.strip(_NOT_TELLING) else ""


def _is_cut(one: str, other: str) -> bool:
    """Whether two memos are one, the shorter perhaps cut: channels carry different lengths."""
    if one == other:
        return True
    return min(len(one), len(other)) >= _CUT and (one.startswith(other) or other.startswith(one))


def may_be_one(one: CreditEntry, other: CreditEntry) -> bool:
    """Whether two channels may have reported one credit, though their memos differ."""
    return (
        one.booked_on == other.booked_on
        and one.amount == other.amount
        and _channel(one) != _channel(other)
        and not (telling_reference(one) and telling_reference(other))
    )


def _posting(entry: CreditEntry) -> _Posting:
    """What two reports of one credit have in common, whatever the feed did to the memo."""
    return entry.account.acquirer_id, entry.account.number, entry.booked_on, entry.amount
