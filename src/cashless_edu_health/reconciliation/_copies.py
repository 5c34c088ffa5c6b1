"""Reports of a credit that was reported before."""

import re
from typing import Final

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule
from cashless_edu_health.reconciliation._decision import Decision, Evidence, EvidenceKind, Verdict
from cashless_edu_health.reconciliation._memo import folded
from cashless_edu_health.reconciliation._rules import (
    CONFLICTING_COPY,
    COPY_BY_BANK_REFERENCE,
    COPY_BY_NOTIFICATION,
)

# Feeds write one reference in several ways: "REF845726", "FT26164000000071\\BNK", "FT26... - 1".
_DRESSING: Final = re.compile(r"\\[A-Z]{3}$| - [0-9]$|^REF(?=[ .:]*[0-9])")
# "0", "N/A" and the like fill the cell of credits that have none.
_TELLING: Final = re.compile(r"[1-9]")
_SHORTEST: Final = 4
_NOISE: Final = re.compile(r"[^A-Z0-9]")

_Key = tuple[object, ...]


def canonical_bank_reference(reference: str) -> str:
    r"""A bank reference without what feeds put around it.

    >>> {canonical_bank_reference(r) for r in ("706033", "REF706033", "706033\\BNK", "706033 - 1")}
    {'706033'}
    """
    return _NOISE.sub("", _DRESSING.sub("", reference.strip().upper()))


class Copies:
    """The identities of the credits seen so far.

    A repeated notification id of one channel is a copy. Without one, a credit of the same
    account, bank reference, day, amount and memo is. The same identity with other content is a
    conflict: either report may be wrong, and a short bank reference may be used twice.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[_Key, CreditEntry] = {}

    def add(self, entry: CreditEntry) -> None:
        """Remember a credit; the first of an identity stays."""
        for key, _ in _keys(entry):
            self._seen.setdefault(key, entry)

    def decide(self, entry: CreditEntry) -> Decision | None:
        """The decision when this is a copy, or in conflict with one seen; else ``None``."""
        seen = [(self._seen[key], rule) for key, rule in _keys(entry) if key in self._seen]
        if not seen:
            return None
        strangers = [original for original, _ in seen if _content(original) != _content(entry)]
        original, rule = (strangers[0], CONFLICTING_COPY) if strangers else seen[0]
        return Decision(
            entry=entry,
            verdict=Verdict.REVIEW if strangers else Verdict.DUPLICATE,
            rule=rule,
            evidence=(Evidence(kind=EvidenceKind.COPY_OF, entry_id=original.id),),
        )


def _keys(entry: CreditEntry) -> list[tuple[_Key, Rule]]:
    keys: list[tuple[_Key, Rule]] = []
    if entry.delivery is not None and entry.delivery.id is not None:
        keys.append((("id", entry.delivery.channel, entry.delivery.id), COPY_BY_NOTIFICATION))
    reference = canonical_bank_reference(entry.bank_reference or "")
    if _TELLING.search(reference) and len(reference) >= _SHORTEST:
        account = (entry.account.acquirer_id, entry.account.number)
        key = ("bank", account, reference, entry.booked_on, entry.amount)
        keys.append((key, COPY_BY_BANK_REFERENCE))
    return keys


def _content(entry: CreditEntry) -> _Key:
    """What two reports of one credit have in common, whatever the feed did to the memo."""
    memo, _ = folded(entry.remittance_information)
    account = (entry.account.acquirer_id, entry.account.number)
    return (account, entry.booked_on, entry.amount, memo)
