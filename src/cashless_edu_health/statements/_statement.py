"""What a file holds, whatever its format: statements, and what was found about them."""

from datetime import date

from attrs import field, frozen

from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Report


@frozen(kw_only=True)
class Statement:
    """The movements of one account over some days.

    Attributes:
        account: Whose statement it is.
        entries: In the order of the file.
        opening: Balance before the first movement in dong, if told.
        closing: Balance after the last one, if told.
        from_day: First day that it covers, if told.
        to_day: Last day that it covers, if told.
        id: The bank's id of the statement, if any.
        number: The bank's running number of the statement, if any.
    """

    account: Account
    entries: tuple[CreditEntry, ...]
    opening: int | None = field(default=None, repr=False)
    closing: int | None = field(default=None, repr=False)
    from_day: date | None = None
    to_day: date | None = None
    id: str | None = None
    number: int | None = None


@frozen(kw_only=True)
class Inspection:
    """What was read of a file, and what was found.

    Attributes:
        report: Every fault of the file, in its order; warnings about balances.
        statements: What it holds; empty when the report has an error: all is read or nothing.
    """

    report: Report
    statements: tuple[Statement, ...] = ()

    @property
    def entries(self) -> tuple[CreditEntry, ...]:
        """The entries of all statements, in order."""
        return tuple(entry for one in self.statements for entry in one.entries)

    def raise_for_errors(self, *, file: str, reason: DataError | None = None) -> None:
        """Do nothing when the report is ok.

        Raises:
            DataError: ``reason`` if given, else the first error with its place and how many more
                there are.
        """
        if self.report.ok:
            return
        if reason is not None and len(self.report.errors) == 1 and not reason.path:
            raise reason
        first, *rest = self.report.errors
        more = f" (and {len(rest)} more)" if rest else ""
        raise DataError(f"{first.message('en')}{more}", file=file, path=first.path)
