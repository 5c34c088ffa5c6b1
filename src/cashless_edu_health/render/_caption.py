"""What stands in words beneath a code, so that a payer can compare it with the app."""

from html import escape
from textwrap import wrap
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health import money, vietqr
from cashless_edu_health.errors import DecodeError, EncodeError
from cashless_edu_health.messages import Language
from cashless_edu_health.render._xml import check_xml
from cashless_edu_health.text import nfc

_MOST: Final = 60
"""Characters of a line; more would be too small to read."""

_WRAPPED: Final = 25
"""Characters of the bank's name in one line."""

_LINE: Final = 4
"""Height of a line, in modules."""

_SIZE: Final = 3
"""Largest type, in modules."""

_NARROW: Final = frozenset(" .,-0123456789")

_SANS: Final = "'Be Vietnam Pro','Noto Sans','Segoe UI',Roboto,Arial,sans-serif"
_MONO: Final = "ui-monospace,'DejaVu Sans Mono',Consolas,monospace"


def _is_line(_: object, attribute: "Attribute[str]", value: str | None) -> None:
    path = f"caption.{attribute.name}"
    if value is None:
        return
    if not value.strip():
        raise EncodeError("is blank", path=path)
    if len(value) > _MOST:
        raise EncodeError(f"is longer than {_MOST} characters", path=path)
    check_xml(value, path)


@frozen(kw_only=True)
class Caption:
    """Lines beneath a code: where the money goes, how much, under which reference; no names.

    :meth:`of` takes them from the code itself. A picture is refused when its caption says
    something else than its code.

    Attributes:
        bank: Name of the bank, as its customers know it, at most 60 characters.
        account: Number of the account or card.
        amount: Dong; ``None`` leaves the line out.
        reference: What the payer's app fills in as remittance text; ``None`` leaves it out.
        lang: How the amount is written.

    Raises:
        EncodeError: A line is blank, longer than 60 characters, or has characters that XML
            cannot carry.

    >>> from cashless_edu_health.accounts import Account
    >>> from cashless_edu_health.vietqr import VietQR
    >>> code = VietQR(account=Account(acquirer_id="970436", number="0000123456789"), amount=79_000)
    >>> Caption.of(code, bank="Vietcombank").lines
    ('Vietcombank', '0000123456789', '79.000 ₫')
    """

    bank: str = field(validator=_is_line)
    account: str = field(validator=_is_line)
    amount: int | None = None
    reference: str | None = field(default=None, validator=_is_line)
    lang: Language = "vi"

    @classmethod
    def of(cls, code: vietqr.VietQR, *, bank: str, lang: Language = "vi") -> "Caption":
        """The caption of a code; its bank is named as the caller names it."""
        return cls(
            bank=bank,
            account=code.account.number,
            amount=code.amount,
            reference=code.additional_data.purpose,
            lang=lang,
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines from top to bottom; a long name of a bank takes two."""
        amount = None if self.amount is None else money.format_vnd(self.amount, self.lang)
        lines = (*wrap(nfc(self.bank), _WRAPPED), self.account, amount, self.reference)
        return tuple(line for line in lines if line is not None)


def check_caption(caption: Caption, code: vietqr.VietQR | str) -> None:
    """Refuse a caption that says something else than the code.

    Raises:
        EncodeError: The account, the amount or the reference differs, or the code is no
            transfer code.
    """
    try:
        read = vietqr.parse(code) if isinstance(code, str) else code
    except DecodeError:
        raise EncodeError("stands under transfer codes only", path="caption") from None
    said = {
        "account": (caption.account, read.account.number),
        "amount": (caption.amount, read.amount),
        "reference": (caption.reference, read.additional_data.purpose),
    }
    for name, (shown, coded) in said.items():
        if shown is not None and shown != coded:
            raise EncodeError("is not what the code says", path=f"caption.{name}")


def caption_svg(caption: Caption, side: int) -> tuple[str, int]:
    """The lines as SVG text beneath a square of ``side`` modules, and their height in modules."""
    mono = {caption.account, caption.reference}
    fitting = [(side - 2) / _width(line, 0.6 if line in mono else None) for line in caption.lines]
    first = len(wrap(nfc(caption.bank), _WRAPPED))
    sizes = [min(fitting[:first])] * first + fitting[first:]  # the bank's lines are alike
    drawn = [
        f'<text x="{side / 2:g}" y="{side + _LINE * number + _SIZE}" '
        f'font-size="{min(_SIZE, round(size, 2)):g}" '
        f'font-family="{_MONO if line in mono else _SANS}" font-weight="600" '
        f'text-anchor="middle" fill="#000">{escape(line)}</text>'
        for number, (line, size) in enumerate(zip(caption.lines, sizes, strict=True))
    ]
    return "".join(drawn), _LINE * len(drawn) + 1


def _width(line: str, each: float | None) -> float:
    """About how wide a line is, in parts of its size; ``each`` where all letters are alike."""
    if each is not None:
        return each * len(line)
    return sum(0.7 if c.islower() or c in _NARROW else 0.9 for c in line)
