import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from cashless_edu_health import money
from cashless_edu_health.money import MAX_AMOUNT

AMOUNTS = st.integers(-MAX_AMOUNT, MAX_AMOUNT)


@pytest.mark.parametrize("amount", [0, 1, 50_000, MAX_AMOUNT])
def test_whole_dong_pass_as_they_are(amount: int) -> None:
    assert money.validate(amount) == amount


@pytest.mark.parametrize(
    ("amount", "bounds", "words"),
    [
        (True, {}, "not bool"),
        (False, {}, "not bool"),
        (5.0, {}, "not float"),
        (float("nan"), {}, "not float"),
        ("5", {}, "not str"),
        (None, {}, "not NoneType"),
        (-1, {}, "less than 0 dong"),
        (0, {"minimum": 1}, "less than 1 dong"),
        (MAX_AMOUNT + 1, {}, "more than 9999999999999 dong"),
        (500_000_000, {"maximum": 499_999_999}, "more than 499999999 dong"),
    ],
)
def test_what_is_no_amount_is_refused_without_being_quoted(
    amount: object, bounds: dict[str, int], words: str
) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        money.validate(amount, **bounds)
    assert amount in (True, False, 0, None) or str(amount) not in str(caught.value) or amount == -1


@pytest.mark.parametrize(
    ("text", "thousands", "amount"),
    [
        ("0", "", 0),
        ("000050000", "", 50_000),
        ("  79000\n", "", 79_000),
        ("9999999999999", "", MAX_AMOUNT),
        ("950", ".", 950),
        ("1250000", ".", 1_250_000),
        ("1.250.000", ".", 1_250_000),
        ("1,250,000", ",", 1_250_000),
        ("1 250 000", " ", 1_250_000),
        ("12.000", ".", 12_000),
    ],
)
def test_amounts_are_read_as_the_source_writes_them(text: str, thousands: str, amount: int) -> None:
    assert money.parse(text, thousands=thousands) == amount


@pytest.mark.parametrize(
    ("text", "thousands"),
    [
        *((text, "") for text in ("", " ", "-", "+5", "1e6", "0x10", "1_000", "1.0", "50000.")),
        *(
            (text, "")
            for text in ("1,000", "1.000", "NaN", "inf", "５００", "٣", "²", "1 000", "--1")
        ),
        *((text, ".") for text in ("1.20", "1.0000", "1,000", "1.000,00", ".500", "1..000")),
        *((text, ".") for text in ("0.500", "00.500", "000.500", "1.000.", "1 000", "1.000-")),
        *((text, ",") for text in ("1.000", "1,00", "1,000.00", "0,500")),
        ("1\u00a0000", " "),
        ("-5", ""),
        ("9" * 14, ""),
        ("9" * 27, ""),
        ("1.000", "'"),
    ],
)
def test_anything_else_is_refused_and_not_quoted(text: str, thousands: str) -> None:
    with pytest.raises(ValueError, match=r"amount|separator") as caught:
        money.parse(text, thousands=thousands)
    assert len(text) < 4 or text not in str(caught.value)


def test_a_negative_amount_needs_a_negative_bound() -> None:
    assert money.parse("-1.500", thousands=".", minimum=-2000) == -1500
    with pytest.raises(ValueError, match="less than -1000 dong"):
        money.parse("-1.500", thousands=".", minimum=-1000)


@given(amount=AMOUNTS, separator=st.sampled_from([".", ",", " "]))
def test_what_is_grouped_is_read_back(amount: int, separator: str) -> None:
    text = f"{amount:,}".replace(",", separator)
    assert money.parse(text, thousands=separator, minimum=-MAX_AMOUNT) == amount


@given(text=st.text(max_size=30))
def test_only_a_value_error_leaves_the_parser(text: str) -> None:
    for thousands in ("", ".", ",", " "):
        try:
            amount = money.parse(text, thousands=thousands)
        except ValueError:
            continue
        assert 0 <= amount <= MAX_AMOUNT
        assert text.strip().replace(thousands, "").lstrip("0").isascii()


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (0, "0 ₫", "0 VND"),
        (999, "999 ₫", "999 VND"),
        (1_250_000, "1.250.000 ₫", "1,250,000 VND"),
        (-50_000, "-50.000 ₫", "-50,000 VND"),
    ],
)
def test_amounts_are_shown_as_each_language_writes_them(
    amount: int, vietnamese: str, english: str
) -> None:
    assert (money.format_vnd(amount), money.format_vnd(amount, "en")) == (vietnamese, english)


def test_amounts_are_not_shown_in_a_language_we_do_not_have() -> None:
    with pytest.raises(ValueError, match="vi and en"):
        money.format_vnd(1, "fr")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (10, "Mười đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (10_000, "Mười nghìn đồng"),
        (550_000, "Năm trăm năm mươi nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_005_021, "Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
        (-50_000, "Âm năm mươi nghìn đồng"),
    ],
)
def test_amounts_are_spelled_as_forms_ask(amount: int, words: str) -> None:
    assert money.in_words(amount) == words


def spoken(number: int) -> str:
    """The oracle's words, in our spelling, up to the ``tỷ``, which it counts in another way."""
    billions, rest = divmod(number, 10**9)
    words = f"{num2words(billions, lang='vi')} tỷ " if billions else ""
    words += num2words(rest, lang="vi") if rest or not billions else ""
    for theirs, ours in (("lẻ", "linh"), ("ngàn", "nghìn"), ("tỉ", "tỷ"), ("mươi bốn", "mươi tư")):
        words = words.replace(theirs, ours)
    return without_zeros(words)


def without_zeros(words: str) -> str:
    """Without the words for empty hundreds and tens: the oracle leaves most of them out."""
    return " ".join(words.replace("không trăm", "").replace("linh", "").split())


def ours(number: int) -> str:
    words = money.in_words(number).removesuffix(" đồng")
    return without_zeros(words[0].lower() + words[1:])


def test_small_amounts_agree_with_an_independent_speller() -> None:
    numbers = [*range(3_000), *range(9_900, 10_200), *range(99_990, 100_120)]
    assert [number for number in numbers if ours(number) != spoken(number)] == []


@given(number=st.integers(0, MAX_AMOUNT))
def test_all_amounts_agree_with_an_independent_speller(number: int) -> None:
    assert ours(number) == spoken(number)


@given(left=AMOUNTS, right=AMOUNTS)
def test_two_amounts_are_never_spelled_alike(left: int, right: int) -> None:
    assert (left == right) == (money.in_words(left) == money.in_words(right))


@pytest.mark.parametrize("amount", [MAX_AMOUNT + 1, -MAX_AMOUNT - 1, True, 1.5])
def test_what_is_no_amount_is_not_spelled(amount: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        money.in_words(amount)
