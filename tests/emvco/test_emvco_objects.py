"""The tables of data objects."""

import pytest

from cashless_edu_health import emvco
from cashless_edu_health.emvco import Format, ObjectSpec, Presence


def test_every_id_of_the_root_is_in_the_table_once_and_in_order():
    assert list(emvco.ROOT) == [f"{number:02}" for number in range(100)]
    assert all(spec.id == object_id for object_id, spec in emvco.ROOT.items())


def test_mandatory_objects_are_those_of_the_standard():
    mandatory = [i for i, spec in emvco.ROOT.items() if spec.presence is Presence.MANDATORY]
    assert mandatory == ["00", "52", "53", "58", "59", "60", "63"]


def test_templates_of_the_root_are_those_of_the_standard():
    templates = {int(i) for i, spec in emvco.ROOT.items() if spec.template}
    assert templates == {*range(26, 52), 62, 64, *range(80, 100)}


@pytest.mark.parametrize(
    ("table", "object_id", "spec"),
    [
        (emvco.ROOT, "54", ObjectSpec("54", "Transaction Amount", Format.ANS, 13,
                                      Presence.CONDITIONAL)),
        (emvco.ROOT, "59", ObjectSpec("59", "Merchant Name", Format.ANS, 25, Presence.MANDATORY)),
        (emvco.ADDITIONAL_DATA, "08", ObjectSpec("08", "Purpose of Transaction", Format.ANS, 25)),
        (emvco.LANGUAGE, "01", ObjectSpec("01", "Merchant Name - Alternate Language", Format.S, 25,
                                          Presence.MANDATORY)),
    ],
)  # fmt: skip
def test_rows_say_what_the_standard_says(table, object_id, spec):
    assert table[object_id] == spec


@pytest.mark.parametrize(
    ("object_id", "value", "foreign", "too_long"),
    [
        ("52", "8211", None, False),
        ("52", "82A1", 2, False),
        ("52", "٨211", 0, False),
        ("59", " ~", None, False),
        ("59", "ABC\n", 3, False),
        ("59", "Đ", 0, False),
        ("59", "A" * 26, None, True),
        ("64", "Đồng Nai", None, False),
    ],
)
def test_values_are_measured_against_format_and_length(object_id, value, foreign, too_long):
    spec = emvco.ROOT[object_id]
    assert (spec.foreign_at(value), spec.is_too_long(value)) == (foreign, too_long)
