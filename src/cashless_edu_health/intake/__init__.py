"""Bytes from outside become plain values, each with its place; the only door for files.

Duplicate keys, numbers that JSON cannot carry exactly, wrong encodings, broken quoting and
files over their limit are refused with :class:`~cashless_edu_health.errors.DataError`.

>>> json_value(b'{"amount": 1, "amount": 2}', file="invoice.json")
Traceback (most recent call last):
    ...
cashless_edu_health.errors.DataError: invoice.json: the key 'amount' stands twice in one object
"""

from cashless_edu_health.intake._bytes import MAX_BYTES, file_bytes, named
from cashless_edu_health.intake._csv import (
    CsvLine,
    csv_lines,
    csv_rearmed,
    csv_table,
    csv_text,
)
from cashless_edu_health.intake._json import json_value
from cashless_edu_health.intake._toml import toml_table
from cashless_edu_health.intake._whole import write_whole
from cashless_edu_health.intake._xlsx import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellKind,
    Sheet,
    SheetCell,
    SheetLine,
    xlsx_sheet,
)
from cashless_edu_health.intake._xlsx_lines import xlsx_lines

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "CellKind",
    "CsvLine",
    "Sheet",
    "SheetCell",
    "SheetLine",
    "csv_lines",
    "csv_rearmed",
    "csv_table",
    "csv_text",
    "file_bytes",
    "json_value",
    "named",
    "toml_table",
    "write_whole",
    "xlsx_lines",
    "xlsx_sheet",
]
