import copy
import pickle

import pytest

from cashless_edu_health import errors
from cashless_edu_health.errors import (
    CashlessError,
    ChecksumError,
    DataError,
    DecodeError,
    EncodeError,
    MissingExtraError,
    SignatureError,
    UnknownBankError,
    UnknownLayoutError,
    UnknownPlanError,
)

TABLE = [
    (DecodeError("is cut short"), ValueError, "root (character 0): is cut short"),
    (
        DecodeError("runs past the end", path="38.01", offset=26),
        ValueError,
        "38.01 (character 26): runs past the end",
    ),
    (
        ChecksumError("does not hold", path="63", offset=4),
        DecodeError,
        "63 (character 4): does not hold",
    ),
    (EncodeError("is too long", path="62.08"), ValueError, "62.08: is too long"),
    (DataError("is empty", file="a.csv"), ValueError, "a.csv: is empty"),
    (
        DataError("is empty", file="a.csv", path="line 3, id"),
        ValueError,
        "a.csv: line 3, id: is empty",
    ),
    (
        SignatureError("the signature does not hold", channel="sepay"),
        ValueError,
        "sepay: the signature does not hold",
    ),
    (UnknownBankError("xcb"), LookupError, "unknown bank 'xcb'"),
    (
        UnknownBankError("bvb", ("970438", "970454"), ambiguous=True),
        LookupError,
        "ambiguous bank 'bvb'; candidates: 970438, 970454",
    ),
    (
        UnknownPlanError("DN25", ("DN24",)),
        LookupError,
        "unknown plan 'DN25'; candidates: DN24",
    ),
    (UnknownLayoutError("x"), LookupError, "unknown statement layout 'x'"),
    (
        MissingExtraError("cli"),
        ImportError,
        "this needs an extra: pip install 'cashless-edu-health[cli]'",
    ),
]


@pytest.mark.parametrize(("error", "base", "text"), TABLE)
def test_an_error_says_where_and_what(
    error: CashlessError, base: type[Exception], text: str
) -> None:
    assert str(error) == text
    assert isinstance(error, CashlessError)
    assert isinstance(error, base)


@pytest.mark.parametrize(("error", "_base", "text"), TABLE)
def test_an_error_survives_the_way_out_of_a_worker(
    error: CashlessError, _base: type[Exception], text: str
) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 - our own bytes
        assert type(twin) is type(error)
        assert (str(twin), twin.args, vars(twin)) == (text, error.args, vars(error))


def test_the_fields_are_there_for_programs() -> None:
    error = DataError("is empty", file="a.csv", path="line 3")
    assert (error.reason, error.file, error.path) == ("is empty", "a.csv", "line 3")
    decode = DecodeError("x", path="62", offset=9)
    assert (decode.reason, decode.path, decode.offset) == ("x", "62", 9)
    bank = UnknownBankError("b", ("c",), ambiguous=True)
    assert (bank.query, bank.candidates, bank.ambiguous) == ("b", ("c",), True)
    assert MissingExtraError("cli").extra == "cli"


def test_every_public_error_is_in_the_tree_of_the_docstring() -> None:
    tree = errors.__doc__ or ""
    assert [name for name in errors.__all__ if name not in tree] == []
    assert all(issubclass(getattr(errors, name), CashlessError) for name in errors.__all__)
