"""Shapes, check characters, and what they detect."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import references
from cashless_edu_health.errors import ChecksumError, DecodeError
from cashless_edu_health.references import ALPHABET, LONG, SHORT, ReferenceScheme

CODES = ("HVX7K3M2P9X5H", "HVX000000011H", "HX7K3M2K3", "HXXXXXX0P")
PREFIX_LETTERS = "CFHJKMNPQRTVX"


def payloads(scheme):
    return st.text(ALPHABET, min_size=scheme.payload_length, max_size=scheme.payload_length)


def references_of(scheme):
    bodies = payloads(scheme).map(lambda payload: scheme.prefix + payload)
    return bodies.map(lambda body: body + references.check_characters(body))


def passes(code):
    """Whether both sums hold, computed here from their definition."""
    values = [ALPHABET.index(character) for character in code]
    return (
        sum(values) % 23 == 0
        and sum(place * value for place, value in enumerate(values, start=1)) % 23 == 0
    )


@pytest.mark.parametrize("code", ["HVX7K3M2P9X5H", "HVX000000011H", "HX7K3M2K3"])
def test_the_published_references_hold(code):
    assert references.validate(code) == code
    assert references.check_characters(code[:-2]) == code[-2:]
    assert passes(code)


def test_the_alphabet_has_23_characters_and_no_vowel():
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set("AEIOUYDWOILSZBG") & set(ALPHABET)


@pytest.mark.parametrize(
    ("scheme", "length", "capacity"),
    [(LONG, 13, 78_310_985_281), (SHORT, 9, 6_436_343), (ReferenceScheme("CF", 5), 9, 6_436_343)],
)
def test_the_two_forms_have_their_length_and_capacity(scheme, length, capacity):
    assert (scheme.length, scheme.capacity) == (length, capacity)


@pytest.mark.parametrize(
    ("prefix", "payload_length", "words"),
    [
        ("HX", 8, "prefix: 3 letters in the long form"),
        ("HVX", 5, "prefix: 3 letters in the long form"),
        ("HV", 6, "payload_length: 8"),
        ("HVX", 0, "payload_length: 8"),
        ("HX", True, "payload_length: 8"),
        ("H", 5, "prefix: 2 or 3 letters"),
        ("HVXX", 8, "prefix: 2 or 3 letters"),
        ("hvx", 8, "prefix: 2 or 3 letters"),
        ("H0X", 8, "prefix: 2 or 3 letters"),
        ("HOC", 8, "prefix: 2 or 3 letters"),
        ("HVX\n", 8, "prefix: 2 or 3 letters"),
        (None, 8, "prefix: 2 or 3 letters"),
    ],
)
def test_other_shapes_are_refused(prefix, payload_length, words):
    with pytest.raises(ValueError, match=words):
        ReferenceScheme(prefix, payload_length)


@given(st.sampled_from([LONG, SHORT]).flatmap(references_of))
def test_every_completed_body_holds(code):
    assert passes(code)
    assert references.is_valid(code)


@pytest.mark.parametrize("code", CODES)
def test_every_single_substitution_is_detected(code):
    missed = [
        (place, other)
        for place in range(len(code))
        for other in ALPHABET
        if other != code[place] and references.is_valid(code[:place] + other + code[place + 1 :])
    ]
    assert passes(code)
    assert missed == []


@pytest.mark.parametrize("code", CODES)
def test_every_exchange_of_two_characters_is_detected(code):
    missed = []
    for left, right in combinations(range(len(code)), 2):
        swapped = list(code)
        swapped[left], swapped[right] = code[right], code[left]
        if code[left] != code[right] and passes(swapped):
            missed.append((left, right))
    assert missed == []


def test_every_double_substitution_in_a_reference_is_detected():
    values = [ALPHABET.index(character) for character in "HVX7K3M2P9X5H"]
    missed = 0
    for left, right in combinations(range(len(values)), 2):
        for first in range(1, 23):
            for second in range(1, 23):
                plain = first + second
                weighted = (left + 1) * first + (right + 1) * second
                missed += plain % 23 == 0 and weighted % 23 == 0
    assert missed == 0


@given(st.data(), st.sampled_from([LONG, SHORT]))
def test_double_substitutions_are_refused_by_validate(data, scheme):
    code = list(data.draw(references_of(scheme)))
    places = data.draw(
        st.lists(
            st.integers(len(scheme.prefix), len(code) - 1), min_size=2, max_size=2, unique=True
        )
    )
    for place in places:
        code[place] = data.draw(st.sampled_from([c for c in ALPHABET if c != code[place]]))
    with pytest.raises(ChecksumError):
        references.validate("".join(code))


@given(st.data(), st.sampled_from([LONG, SHORT]), st.text(" -", max_size=3))
def test_validate_reads_what_format_writes(data, scheme, blanks):
    code = data.draw(references_of(scheme))
    assert references.validate(blanks + references.format(code).lower() + blanks) == code


def test_format_groups_by_prefix_and_fours():
    assert references.format("hvx7k3m2p9x5h") == "HVX 7K3M 2P9X 5H"
    assert references.format("HX7K3M2K3") == "HX 7K3M 2K3"


def test_format_refuses_what_does_not_hold():
    with pytest.raises(ChecksumError):
        references.format("HVX7K3M2P9X5J")


def test_the_length_tells_schemes_apart_when_one_prefix_begins_another():
    short = ReferenceScheme("HV", 5)
    code = references.issue(5, key=bytes(16), scheme=short)
    assert references.validate(code, schemes=(LONG, short)) == code
    with pytest.raises(DecodeError, match="has 10 characters, not 13 or 9"):
        references.validate("HVX0000000", schemes=(LONG, short))


@given(st.text(max_size=40))
def test_validate_only_ever_raises_decode_errors(text):
    try:
        compact = references.validate(text)
    except DecodeError as error:
        assert 0 <= error.offset <= len(text)  # noqa: PT017 - both ways out are looked at
    else:
        assert passes(compact)
