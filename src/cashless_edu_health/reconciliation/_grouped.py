"""Requests by a key that most of them have to themselves."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from cashless_edu_health.invoices import PaymentRequest

K = TypeVar("K", bound=Hashable)


class Grouped(Generic[K]):
    """Lists of requests, none made for a single one.

    A hundred thousand lists of one are a hundred thousand things for the collector to look at.
    """

    __slots__ = ("_first", "_more")

    def __init__(self) -> None:
        self._first: dict[K, PaymentRequest] = {}
        self._more: dict[K, list[PaymentRequest]] = {}

    def add(self, key: K, request: PaymentRequest) -> None:
        """Put a request behind those of its key."""
        first = self._first.setdefault(key, request)
        if first is not request:
            self._more.setdefault(key, [first]).append(request)

    def get(self, key: K) -> Sequence[PaymentRequest]:
        """The requests of a key, in the order added."""
        more = self._more.get(key)
        if more is not None:
            return more
        first = self._first.get(key)
        return () if first is None else (first,)

    def __contains__(self, key: K) -> bool:
        return key in self._first

    def __iter__(self) -> Iterator[K]:
        return iter(self._first)
