"""From the lines of a file to settlements, all or none."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar

from attrs import Factory, define, frozen

from cashless_edu_health import intake, money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Delivery
from cashless_edu_health.errors import DataError
from cashless_edu_health.settlements._layout import SettlementLayout
from cashless_edu_health.settlements._settlement import Refund, Settlement, SettlementItem

ValueT = TypeVar("ValueT")

_NO_DAY: Final = "is not a day as the layout writes it"
_NO_AMOUNT: Final = "is not an amount in whole dong as the layout writes it"


def read(
    path: Path,
    *,
    layout: SettlementLayout,
    provider: str,
    account: Account,
    received_at: datetime | None = None,
) -> tuple[Settlement, ...]:
    """The settlements of a file, in the order in which each is first named.

    Args:
        path: The file.
        layout: How it is written.
        provider: Who settles, a stable word.
        account: Where the provider pays the lumps.
        received_at: When the file came, if that is kept, with a time zone.

    Returns:
        Settlements whose delivery names the layout, the provider and the provider's id: the
        same file again brings the same deliveries.

    Raises:
        DataError: The file cannot be read, a line is broken (its number and column are named),
            or a settlement has not exactly one line of sums. Nothing is read then.
        ValueError: A blank provider, or ``received_at`` without a zone.
    """
    return read_bytes(
        intake.file_bytes(path),
        file=path.name,
        layout=layout,
        provider=provider,
        account=account,
        received_at=received_at,
    )


def read_bytes(
    data: bytes,
    *,
    file: str,
    layout: SettlementLayout,
    provider: str,
    account: Account,
    received_at: datetime | None = None,
) -> tuple[Settlement, ...]:
    """The settlements of a file already in memory.

    Raises:
        DataError: As :func:`read`.
        ValueError: As :func:`read`.
    """
    rows = intake.csv_table(
        data,
        file=file,
        required=layout.columns.names,
        delimiter=layout.delimiter,
        encoding=layout.encoding,
    )
    parts: dict[str, _Parts] = {}
    for line, cells in rows:
        row = _Line(cells, layout, file, line)
        _take(row, parts.setdefault(row.needed(layout.columns.settlement), _Parts()))
    settled = []
    for name, part in parts.items():
        delivery = Delivery(channel=layout.name, id=f"{provider}/{name}", received_at=received_at)
        settled.append(_settlement(name, part, provider, account, delivery, file=file))
    return tuple(settled)


@define
class _Parts:
    items: list[SettlementItem] = Factory(list)
    refunds: list[Refund] = Factory(list)
    totals: list["_Line"] = Factory(list)


@frozen
class _Line:
    cells: Mapping[str, str]
    layout: SettlementLayout
    file: str
    number: int

    def fault(self, reason: str, column: str | None) -> DataError:
        return DataError(reason, file=self.file, path=f"line {self.number}, {column}")

    def cell(self, column: str | None) -> str | None:
        return (self.cells[column].strip() or None) if column else None

    def needed(self, column: str | None) -> str:
        cell = self.cell(column)
        if cell is None:
            raise self.fault("is empty", column)
        return cell

    def amount(self, column: str, *, minimum: int = 0) -> int:
        cell = self.needed(column)
        return self.converted(
            lambda: money.parse(cell, thousands=self.layout.thousands, minimum=minimum),
            _NO_AMOUNT,
            column,
        )

    def day(self) -> date:
        column = self.layout.columns.day
        cell = self.needed(column)
        if not cell.isascii():
            raise self.fault(_NO_DAY, column)
        read_day = datetime.strptime  # a day alone: no zone is involved
        return self.converted(
            lambda: read_day(cell, self.layout.day_format).date(), _NO_DAY, column
        )

    def word(self, column: str | None, words: Mapping[str, str]) -> str | None:
        cell = self.cell(column)
        if cell is not None and cell not in words:
            raise self.fault("is no word of the layout", column)
        return None if cell is None else words[cell]

    def converted(self, convert: Callable[[], ValueT], reason: str, column: str) -> ValueT:
        try:
            return convert()
        except ValueError:
            raise self.fault(reason, column) from None


def _take(row: _Line, parts: _Parts) -> None:
    layout, columns = row.layout, row.layout.columns
    row.needed(columns.kind)
    kind = row.word(columns.kind, layout.kinds)
    if kind == "total":
        parts.totals.append(row)
    elif kind == "refund":
        parts.refunds.append(
            Refund(
                id=row.needed(columns.id),
                amount=row.amount(columns.amount, minimum=1),
                refunded_on=row.day(),
                item_id=row.cell(columns.item),
            )
        )
    else:
        parts.items.append(
            SettlementItem(
                id=row.needed(columns.id),
                gross=row.amount(columns.amount, minimum=1),
                paid_on=row.day(),
                method=row.word(columns.method, layout.methods),
                order_id=row.cell(columns.order),
                reference=row.cell(columns.reference),
                fee=None if row.cell(columns.fee) is None else row.amount(columns.fee),
                bank_reference=row.cell(columns.bank_reference),
            )
        )


def _settlement(
    name: str, parts: _Parts, provider: str, account: Account, delivery: Delivery, *, file: str
) -> Settlement:
    if len(parts.totals) != 1:
        reason = "a settlement has not exactly one line of sums"
        line = parts.totals[1].number if parts.totals else None
        raise DataError(reason, file=file, path=f"line {line}" if line else "")
    total = parts.totals[0]
    columns = total.layout.columns
    return Settlement(
        id=name,
        provider=provider,
        account=account,
        paid_on=total.day(),
        items=tuple(parts.items),
        refunds=tuple(parts.refunds),
        gross=total.amount(columns.amount),
        fee=total.amount(columns.fee),
        net=total.amount(columns.net, minimum=-money.MAX_AMOUNT),
        payout_reference=total.cell(columns.payout_reference),
        delivery=delivery,
    )
