"""A reference alone, as a program or a person at a counter hands it in."""

from collections.abc import Sequence

from cashless_edu_health.errors import ChecksumError, DecodeError
from cashless_edu_health.references._scheme import SCHEMES, ReferenceScheme, holds, in_alphabet

_PATH = "reference"


def validate(text: str, *, schemes: Sequence[ReferenceScheme] = SCHEMES) -> str:
    """The reference in its compact form: upper case, without spaces and hyphens.

    Nothing else is changed. Letters that look like characters of a reference (``O``, ``I``) are
    refused here; only :func:`find` replaces them, and says so.

    Args:
        text: One reference; ASCII spaces and hyphens anywhere.
        schemes: Schemes that it may be of.

    Raises:
        DecodeError: Another character, prefix or length; ``offset`` is the place in ``text``.
        ChecksumError: The check characters do not hold.

    >>> validate("hvx 7k3m-2p9x 5h")
    'HVX7K3M2P9X5H'
    >>> validate("HVX7K3M2P9X5J")
    Traceback (most recent call last):
        ...
    cashless_edu_health.errors.ChecksumError: reference (character 11): check characters do not hold
    """
    return read(text, schemes)[0]


def is_valid(text: str, *, schemes: Sequence[ReferenceScheme] = SCHEMES) -> bool:
    """Whether :func:`validate` takes the text.

    >>> is_valid("HX7K3M2K3"), is_valid("HX7K3M2K4")
    (True, False)
    """
    try:
        validate(text, schemes=schemes)
    except DecodeError:
        return False
    return True


def format(  # noqa: A001 - read as references.format
    reference: str, *, schemes: Sequence[ReferenceScheme] = SCHEMES
) -> str:
    """The reference in groups for people: the prefix, then fours. :func:`validate` reads it back.

    Raises:
        DecodeError: Not a reference of these schemes.

    >>> format("HVX7K3M2P9X5H"), format("HX7K3M2K3")
    ('HVX 7K3M 2P9X 5H', 'HX 7K3M 2K3')
    """
    compact, scheme = read(reference, schemes)
    rest = compact[len(scheme.prefix) :]
    return " ".join((scheme.prefix, *(rest[i : i + 4] for i in range(0, len(rest), 4))))


def read(text: str, schemes: Sequence[ReferenceScheme]) -> tuple[str, ReferenceScheme]:
    """The compact form and its scheme, or the error of :func:`validate`."""
    compact, places = _compact(text)
    if not in_alphabet(compact):
        wrong = next(p for p, c in zip(places, compact, strict=True) if not in_alphabet(c))
        reason = "not a character of references; look-alikes are not replaced here"
        raise DecodeError(reason, path=_PATH, offset=wrong)
    scheme = _scheme_of(compact, schemes)
    if not holds(compact):
        raise ChecksumError("check characters do not hold", path=_PATH, offset=places[-2])
    return compact, scheme


def _compact(text: str) -> tuple[str, Sequence[int]]:
    """ASCII letters raised, spaces and hyphens left out, with the place of each character."""
    if text.isalnum() and text.isascii():
        return text.upper(), range(len(text))
    places = tuple(place for place, character in enumerate(text) if character not in " -")
    kept = (text[place] for place in places)
    return "".join(c.upper() if c.isascii() else c for c in kept), places


def _scheme_of(compact: str, schemes: Sequence[ReferenceScheme]) -> ReferenceScheme:
    prefixed = []
    for scheme in schemes:
        if compact.startswith(scheme.prefix):
            if len(compact) == scheme.length:
                return scheme
            prefixed.append(scheme)
    if not prefixed:
        raise DecodeError("begins with no known prefix", path=_PATH)
    lengths = " or ".join(str(scheme.length) for scheme in prefixed)
    raise DecodeError(f"has {len(compact)} characters, not {lengths}", path=_PATH)
