import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.accounts import MAX_NUMBER_LENGTH, Account, AccountKind
from cashless_edu_health.errors import EncodeError


@pytest.mark.parametrize("number", ["1", "0071000123456", "99MM24011M34875080", "Z" * 19])
def test_an_account_is_what_napas_can_carry(number: str) -> None:
    account = Account("970436", number)
    assert (account.acquirer_id, account.number, account.kind) == (
        *("970436", number),
        AccountKind.BANK,
    )


@pytest.mark.parametrize(
    "acquirer_id",
    [
        "",
        "97043",
        "9704361",
        "97043a",
        "970436\n",
        " 97043",
        "９７０４３６",
        "٩٧٠٤٣٦",
        970436,
        None,
    ],
)
def test_a_bin_is_six_ascii_digits(acquirer_id: str) -> None:
    with pytest.raises(EncodeError, match=r"^acquirer_id: a BIN is 6 digits$"):
        Account(acquirer_id, "0071000123456")


@pytest.mark.parametrize(
    "number",
    ["", "1" * 20, "0071 000", "0071-000", "0071\n", "tàikhoản", "００７１", "007١", 71, None],
)
def test_a_number_is_letters_and_digits_and_is_never_quoted(number: str) -> None:
    with pytest.raises(EncodeError) as caught:
        Account("970436", number)
    assert str(caught.value) == (
        f"number: an account number is 1 to {MAX_NUMBER_LENGTH} letters A-Z, a-z and digits"
    )


@given(st.from_regex(r"[0-9A-Za-z]{4,19}", fullmatch=True))
def test_the_repr_hides_the_middle(number: str) -> None:
    shown = repr(Account("970436", number, AccountKind.VIRTUAL))
    assert f"'{number}'" not in shown
    assert "***" in shown


def test_accounts_are_values() -> None:
    assert Account("970436", "1") == Account("970436", "1")
    assert len({Account("970436", "1"), Account("970436", "1"), Account("970436", "01")}) == 2
