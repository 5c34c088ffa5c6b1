"""What populations, conditions, measures and method sets have in common: a name, or none."""

from attrs import frozen


@frozen(kw_only=True)
class Named:
    """A part of a plan that may be defined once, under a name.

    Attributes:
        name: Its name in the vocabulary or in the plan's own tables; ``None`` when it is
            written in place.
    """

    name: str | None = None
