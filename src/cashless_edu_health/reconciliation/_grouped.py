"""Values by a key that most of them have to themselves."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Grouped(Generic[K, V]):
    """Lists of values, none made for a single one.

    A hundred thousand lists of one are a hundred thousand things for the collector to look at.
    """

    __slots__ = ("_first", "_more")

    def __init__(self) -> None:
        self._first: dict[K, V] = {}
        self._more: dict[K, list[V]] = {}

    def add(self, key: K, value: V) -> None:
        """Put a value behind those of its key."""
        first = self._first.setdefault(key, value)
        if first is not value:
            self._more.setdefault(key, [first]).append(value)

    def get(self, key: K) -> Sequence[V]:
        """The values of a key, in the order added."""
        more = self._more.get(key)
        if more is not None:
            return more
        first = self._first.get(key)
        return () if first is None else (first,)

    def __contains__(self, key: K) -> bool:
        return key in self._first

    def __iter__(self) -> Iterator[K]:
        return iter(self._first)
