"""Many codes of one account: what they share is made once."""

from attrs import field, frozen

from cashless_edu_health import emvco
from cashless_edu_health.accounts import Account
from cashless_edu_health.emvco import Prefix
from cashless_edu_health.vietqr._additional_data import AdditionalData
from cashless_edu_health.vietqr._code import COUNTRY_OBJECT, ServiceCode, VietQR, prefix_of
from cashless_edu_health.vietqr._fields import (
    require_amount,
    require_kind,
    require_label,
    written,
)

_PURPOSE = emvco.ADDITIONAL_DATA["08"]


@frozen
class Payee:
    """An account that codes are made for by the thousand.

    Attributes:
        account: Who is paid.
        service_code: Transfer to an account or to a card.

    Raises:
        EncodeError: The account or the service is none.

    >>> payee = Payee(Account("970436", "0000123456789"))
    >>> payee.payload(amount=79_000, purpose="HP9A 001")[74:]
    '3037045405790005802VN62120808HP9A 001630448F9'
    """

    account: Account
    service_code: ServiceCode = ServiceCode.ACCOUNT
    _static: Prefix = field(init=False, eq=False, repr=False)
    _dynamic: Prefix = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        require_kind(self.account, Account, "account")
        require_kind(self.service_code, ServiceCode, "service_code")
        for name, static in (("_static", True), ("_dynamic", False)):
            prefix = prefix_of(
                self.account.acquirer_id,
                self.account.number,
                to_account=self.service_code is ServiceCode.ACCOUNT,
                static=static,
            )
            object.__setattr__(self, name, prefix)

    def code(self, *, amount: int | None = None, purpose: str | None = None) -> VietQR:
        """The code for an amount and a remittance text, as a value.

        Raises:
            EncodeError: As :class:`VietQR` and :class:`AdditionalData`.
        """
        return VietQR(
            account=self.account,
            service_code=self.service_code,
            amount=amount,
            additional_data=AdditionalData(purpose=purpose),
        )

    def payload(self, *, amount: int | None = None, purpose: str | None = None) -> str:
        """The text of :meth:`code`, with the same checks and without the value.

        Raises:
            EncodeError: As :meth:`code`.
        """
        behind = COUNTRY_OBJECT
        if purpose is not None:
            require_label(purpose, _PURPOSE, "purpose")
            behind += written("62", written("08", purpose))
        if amount is None:
            return self._static.close(behind)
        require_amount(amount)
        return self._dynamic.close(written("54", str(amount)) + behind)
