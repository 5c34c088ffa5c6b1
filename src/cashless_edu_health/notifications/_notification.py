"""What a proven message says."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from cashless_edu_health.credits import CreditEntry, Delivery


class Proof(StrEnum):
    """What was shown before the message was read."""

    MESSAGE = "message"
    """The provider signed these values: nobody changed them on the way."""
    SENDER = "sender"
    """The sender knows a secret of ours. Whoever saw one request can send any other."""


def _frozen_mapping(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


def _count(names: tuple[str, ...]) -> str:
    return f"<{len(names)} names>"  # a name can be anything


def _names_only(values: Mapping[str, object]) -> str:
    return f"<{len(values)} fields>"


@frozen(kw_only=True)
class Movement:
    """One movement that a message tells of.

    Attributes:
        entry: The movement; negative when money left the account.
        fields: Everything that the message says of the movement, as received. It holds names
            and accounts: the repr gives only their number.
        unknown: Names of the fields that this library does not know, in the message's order.
    """

    entry: CreditEntry
    fields: Mapping[str, object] = field(converter=_frozen_mapping, repr=_names_only, hash=False)
    unknown: tuple[str, ...] = field(default=(), repr=_count)

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; messages travel through queues.
        parts: dict[str, Any] = {
            "entry": self.entry,
            "unknown": self.unknown,
        }
        return partial(type(self), fields=dict(self.fields), **parts), ()


@frozen(kw_only=True)
class Notification:
    """One message of a provider.

    Attributes:
        delivery: By what it came, its id there, and when.
        proof: What was shown about it.
        movements: What moved; empty when the message reports no success.
        status: The provider's own word for the outcome (``"00"``, ``"0"``), where it has one.
        unsigned: Names of the fields that the provider's signature does not cover. They were
            not used.
    """

    delivery: Delivery
    proof: Proof
    movements: tuple[Movement, ...]
    status: str | None = None
    unsigned: tuple[str, ...] = field(default=(), repr=_count)

    @property
    def entries(self) -> tuple[CreditEntry, ...]:
        """The movements as :func:`~cashless_edu_health.reconciliation.reconcile` takes them."""
        return tuple(movement.entry for movement in self.movements)
