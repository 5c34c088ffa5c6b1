"""What a read code says, for people and programs."""

from cashless_edu_health import emvco, messages, money, registry, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.cli._show import Lang, label

_Transfer = vietqr.VietQR | vietqr.MerchantPayment | vietqr.CashWithdrawal


def code_fields(code: vietqr.AnyCode, lang: Lang) -> tuple[tuple[str, str, str], ...]:
    """(key, label, value) of what a person compares with what they expect; blanks left out.

    Of a scheme that is not known here, its objects by their ids.
    """
    if isinstance(code, emvco.Template):
        return tuple((item.id, item.id, item.text) for item in code)
    values = {
        **_payee(code, lang),
        "merchant_name": code.merchant_name,
        "merchant_city": code.merchant_city,
        "amount": _amount(code, lang),
        "bill_number": code.additional_data.bill_number,
        "purpose": code.additional_data.purpose,
        "initiation": code.initiation.name.lower(),
    }
    return tuple((key, label(f"qr.{key}", lang), value) for key, value in values.items() if value)


def _payee(code: _Transfer | vietqr.VNPayQR, lang: Lang) -> dict[str, str]:
    if isinstance(code, vietqr.VNPayQR):
        return {"merchant_id": code.merchant_id}
    found = vietqr.wallet(code) if isinstance(code, vietqr.VietQR) else None
    wallet = {} if found is None else {"wallet": found.wallet.value}
    return _account(code.account, lang) | wallet


def _account(account: Account, lang: Lang) -> dict[str, str]:
    bank = registry.banks().get(account.acquirer_id)
    unknown = messages.text("cli.unknown", lang.code)
    return {
        "bank": bank.short_name if bank else unknown,
        "bin": account.acquirer_id,
        "account": account.number,
    }


def _amount(code: _Transfer | vietqr.VNPayQR, lang: Lang) -> str:
    if code.amount is None:
        return label("payer-fills-in", lang)
    return money.format_vnd(code.amount, lang.code)
