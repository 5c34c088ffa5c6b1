"""The lump credits among an account's entries, taken out before anything is matched."""

import re
from collections.abc import Iterable
from typing import Final

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.findings import Rule, Severity
from cashless_edu_health.messages import Language
from cashless_edu_health.settlements._settlement import Settlement

_CLOSES: Final = Rule(id="SET-08", severity=Severity.INFO)
_OTHER_AMOUNT: Final = Rule(id="SET-09", severity=Severity.WARNING)
_OTHER_ACCOUNT: Final = Rule(id="SET-10", severity=Severity.WARNING)
_AGAIN: Final = Rule(id="SET-11", severity=Severity.WARNING)
_SEVERAL: Final = Rule(id="SET-12", severity=Severity.WARNING)

RULES: Final = (_CLOSES, _OTHER_AMOUNT, _OTHER_ACCOUNT, _AGAIN, _SEVERAL)
"""Every rule of :func:`close`."""

_NOISE: Final = re.compile(r"[^A-Z0-9]")
_SHORTEST: Final = 6
"""Shortest payout reference that is looked for; a shorter one is met by accident."""


@frozen(kw_only=True)
class Lump:
    """A credit that carries a provider's payout reference; it pays no invoice.

    Attributes:
        entry: The credit.
        rule: What was found: it closes the settlement, or why a person looks.
        settlements: The settlements whose reference it carries.
    """

    entry: CreditEntry
    rule: Rule
    settlements: tuple[Settlement, ...]

    @property
    def closes(self) -> bool:
        """Whether it closes its settlement."""
        return self.rule is _CLOSES

    def message(self, lang: Language) -> str:
        """Why, in words."""
        return messages.text(f"rule.{self.rule.id}", lang)


@frozen(kw_only=True)
class Closing:
    """Every entry in exactly one of ``lumps`` and ``rest``; every settlement closed or open.

    Attributes:
        lumps: Credits that carry a payout reference, in the order given.
        rest: All other entries, in the order given: what is left to match with requests.
        open: Settlements whose lump was not found, in the order given.
    """

    lumps: tuple[Lump, ...]
    rest: tuple[CreditEntry, ...]
    open: tuple[Settlement, ...]


def close(settlements: Iterable[Settlement], entries: Iterable[CreditEntry]) -> Closing:
    """Take the lump credits of settlements out of an account's entries.

    A credit is a settlement's when its memo or bank reference holds the payout reference,
    however it is spaced; it closes the settlement when it is also on the account and of the net
    to the dong. The first such credit closes it; a further one is a copy, or paid twice, and a
    person looks. An amount alone decides nothing: a settlement whose payout reference is not
    known, or is shorter than 6 letters and digits, stays open.

    Raises:
        ValueError: Two settlements of one provider share an id.
    """
    known = tuple(settlements)
    names = [(one.provider, one.id) for one in known]
    if len(set(names)) < len(names):
        raise ValueError("two settlements of one provider have one id")
    marks = [(_letters(one.payout_reference or ""), one) for one in known]
    closed: set[tuple[str, str]] = set()
    lumps: list[Lump] = []
    rest: list[CreditEntry] = []
    for entry in entries:
        texts = (_letters(entry.remittance_information), _letters(entry.bank_reference or ""))
        named = tuple(
            one
            for mark, one in marks
            if len(mark) >= _SHORTEST and any(mark in written for written in texts)
        )
        if not named:
            rest.append(entry)
            continue
        rule = _judged(entry, named, closed)
        if rule is _CLOSES:
            closed.add((named[0].provider, named[0].id))
        lumps.append(Lump(entry=entry, rule=rule, settlements=named))
    return Closing(
        lumps=tuple(lumps),
        rest=tuple(rest),
        open=tuple(one for one in known if (one.provider, one.id) not in closed),
    )


def _judged(
    entry: CreditEntry, named: tuple[Settlement, ...], closed: set[tuple[str, str]]
) -> Rule:
    if len(named) > 1:
        return _SEVERAL
    one = named[0]
    place = (one.account.acquirer_id, one.account.number)
    if (entry.account.acquirer_id, entry.account.number) != place:
        return _OTHER_ACCOUNT
    if entry.amount != one.net:
        return _OTHER_AMOUNT
    return _AGAIN if (one.provider, one.id) in closed else _CLOSES


def _letters(text: str) -> str:
    return _NOISE.sub("", text.upper())
