"""Texts become trees or a decode error with its place; trees write the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject, Fault, Template
from cashless_edu_health.errors import DecodeError, EncodeError

BENEFICIARY = Template([DataObject("00", "970436"), DataObject("01", "0123456789")])


def transfer_account(value):
    return Template(
        [
            DataObject("00", "A000000727"),
            DataObject("01", value),
            DataObject("02", "QRIBFTTA"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Template()),
        ("0000", Template([DataObject("00", "")])),
        ("5802VN", Template([DataObject("58", "VN")])),
        ("62000300", Template([DataObject("62", Template()), DataObject("03", "")])),
        ("5915TRƯỜNG THCS ABC", Template([DataObject("59", "TRƯỜNG THCS ABC")])),
        (
            "38540010A00000072701240006970436011001234567890208QRIBFTTA",
            Template([DataObject("38", transfer_account(BENEFICIARY))]),
        ),
        # The network declares the beneficiary a template; this one does not split.
        (
            "38540010A00000072701240006970436010901234567890208QRIBFTTA",
            Template([DataObject("38", transfer_account("000697043601090123456789"))]),
        ),
        # A merchant id that would split is no template: its network declares none.
        (
            "26280010A00000077501100106273448",
            Template(
                [
                    DataObject(
                        "26",
                        Template([DataObject("00", "A000000775"), DataObject("01", "0106273448")]),
                    )
                ]
            ),
        ),
        # Without object 00 no network says what 01 is.
        ("38080104ABCD", Template([DataObject("38", Template([DataObject("01", "ABCD")]))])),
        # An account that would split is text: nothing below the beneficiary is a template.
        (
            "38360010A0000007270118000697043601040000",
            Template(
                [
                    DataObject(
                        "38",
                        Template(
                            [
                                DataObject("00", "A000000727"),
                                DataObject(
                                    "01",
                                    Template(
                                        [DataObject("00", "970436"), DataObject("01", "0000")]
                                    ),
                                ),
                            ]
                        ),
                    )
                ]
            ),
        ),
        # 02-25 hold plain values, 80-99 are templates, and wallets put text there.
        ("020858020158", Template([DataObject("02", "58020158")])),
        ("8003046", Template([DataObject("80", "046")])),
        ("8006010304", Template([DataObject("80", "010304")])),
        ("80060102AB", Template([DataObject("80", Template([DataObject("01", "AB")]))])),
        # 62.50-99 are templates of payment systems; 62.08 is text.
        (
            "622050060102AB08060102AB",
            Template(
                [
                    DataObject(
                        "62",
                        Template(
                            [
                                DataObject("50", Template([DataObject("01", "AB")])),
                                DataObject("08", "0102AB"),
                            ]
                        ),
                    )
                ]
            ),
        ),
        ("62030AB", Template([DataObject("62", "0AB")])),
    ],
)
def test_templates_are_opened_by_declaration_and_never_by_looks(text, tree):
    assert emvco.decode(text) == tree
    assert tree.encode() == text


@pytest.mark.parametrize(
    ("text", "fault", "path", "offset"),
    [
        ("8", Fault.LEFT_OVER, "", 0),
        ("5802VN630", Fault.LEFT_OVER, "", 6),
        ("5802VN\n", Fault.LEFT_OVER, "", 6),
        ("5802VNAB04ABCD", Fault.HEADER, "", 6),
        ("580+5VNVNV", Fault.HEADER, "", 0),
        ("80-4", Fault.HEADER, "", 0),
        ("58٠٢VN", Fault.HEADER, "", 0),
        ("58²3VNN", Fault.HEADER, "", 0),
        (" 5802VN", Fault.HEADER, "", 0),
        ("5802VN5403AB", Fault.OVERRUN, "54", 6),
        ("5499", Fault.OVERRUN, "54", 0),
        ("5802VN5802VN", Fault.REPEATED, "58", 6),
        ("62120802HI0802HO", Fault.REPEATED, "62.08", 10),
        ("58\ud802", Fault.NOT_UNICODE, "", 2),
        ("5902V\udfff", Fault.NOT_UNICODE, "", 5),
        ("0099" + "A" * 99 + "9" * 410, Fault.TOO_LONG, "", 512),
        (
            "38400010A000000727012200069704030102AB0102CD",
            Fault.REPEATED,
            "38.01.01",
            38,
        ),
    ],
)
def test_a_text_that_does_not_split_is_refused_with_its_place(text, fault, path, offset):
    with pytest.raises(DecodeError) as caught:
        emvco.decode(text)
    assert (caught.value.reason, caught.value.path, caught.value.offset) == (fault, path, offset)


def test_512_characters_are_read_and_513_are_not():
    objects = [DataObject(f"{i:02}", "A" * 99) for i in range(2, 6)]
    tree = Template([*objects, DataObject("06", "B" * 96)])
    assert len(tree.encode()) == 512
    assert emvco.decode(tree.encode()) == tree
    with pytest.raises(EncodeError, match="longer than 512"):
        Template([*objects, DataObject("06", "B" * 97)]).encode()


def test_a_path_is_looked_up_object_by_object():
    tree = emvco.decode("00020162150804HOME0103ABC")
    assert tree.find("62.01") == DataObject("01", "ABC")
    assert [tree.find(path) for path in ("63", "63.01", "00.01", "62.09")] == [None] * 4
    assert tree.get("00") == DataObject("00", "01")
    assert [item.id for item in tree] == ["00", "62"]
    assert len(tree) == 2


@pytest.mark.parametrize(
    ("path", "offset"),
    [("00", 4), ("62", 10), ("62.08", 14), ("62.01", 22), ("62.05", 10), ("63", 0), ("00.01", 4)],
)
def test_an_offset_is_where_the_value_begins_or_the_one_that_should_hold_it(path, offset):
    tree = emvco.decode("00020162150804HOME0103ABC")
    assert tree.offset(path) == offset


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: DataObject("5", "VN"), "id: the id of a data object is 2 digits"),
        (lambda: DataObject("٥٨", "VN"), "id: the id of a data object is 2 digits"),
        (lambda: DataObject("58", "V" * 100), "58: a value is at most 99 characters"),
        (
            lambda: DataObject("58", "V\ud800"),
            "58: character 2: half of a surrogate pair is not a character",
        ),
        (
            lambda: Template([DataObject("08", "A"), DataObject("08", "B")]),
            "08: the id stands twice in one template",
        ),
        (
            lambda: DataObject(
                "62", Template([DataObject("01", "A" * 50), DataObject("08", "B" * 50)])
            ),
            "62: a value is at most 99 characters",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_when_it_is_made(make, words):
    with pytest.raises(EncodeError) as caught:
        make()
    assert str(caught.value) == words


def test_reprs_give_lengths_and_no_text():
    tree = emvco.decode("5907AN BINH62150811NGUYEN AN 1")
    assert repr(tree) == (
        "Template(objects=(DataObject(id='59', value=<7 characters>), "
        "DataObject(id='62', value=Template(objects=(DataObject(id='08', "
        "value=<11 characters>),)))))"
    )


def read(text):
    try:
        return emvco.decode(text)
    except DecodeError as error:
        return error


LIKELY = st.one_of(
    st.text(alphabet="0123456789AĐ\ud800٣+-", max_size=40),
    st.lists(
        st.tuples(st.sampled_from(["00", "01", "38", "62", "80", "08"]), st.text(max_size=30)),
        max_size=5,
    ).map(lambda pairs: "".join(f"{i}{len(v):02}{v}" for i, v in pairs)),
)


@given(st.one_of(st.text(max_size=600), LIKELY))
def test_decode_is_total_and_lossless(text):
    tree = read(text)
    if isinstance(tree, DecodeError):
        assert tree.reason in set(Fault)
        assert 0 <= tree.offset <= len(text)
    else:
        assert tree.encode() == text


IDS = st.integers(0, 99).map(lambda number: f"{number:02}")
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(IDS, VALUES), max_size=8, unique_by=lambda pair: pair[0]))
def test_every_sequence_of_different_ids_is_read_in_its_order(pairs):
    text = "".join(f"{i}{len(v):02}{v}" for i, v in pairs)
    tree = read(text)
    if isinstance(tree, DecodeError):
        assert tree.reason == Fault.REPEATED
        assert "." in tree.path
    else:
        assert [(item.id, item.text) for item in tree] == pairs
