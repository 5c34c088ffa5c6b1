"""Yes, no and unknown (Kleene): an unknown decides nothing that a yes or no has not decided."""

from collections.abc import Iterable


def every(values: Iterable[bool | None]) -> bool | None:
    """No if any is no, else unknown if any is unknown, else yes."""
    seen = tuple(values)
    if False in seen:
        return False
    return None if None in seen else True


def some(values: Iterable[bool | None]) -> bool | None:
    """Yes if any is yes, else unknown if any is unknown, else no."""
    seen = tuple(values)
    if True in seen:
        return True
    return None if None in seen else False


def negated(value: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is the subject
    """The other one; unknown stays unknown."""
    return None if value is None else not value
