r"""Bank statements and exports become credit entries, by layouts that are data.

:func:`read` gives every entry of a file or raises; nothing is skipped and nothing is half
imported. :func:`check` lists every broken line. Messages that a standard describes need no layout:
:func:`read_camt` reads ISO 20022 statements and notifications, :func:`read_mt940` SWIFT's.

>>> layout = Layout(
...     name="tiny", thousands="", time_formats=("iso8601",), utc_offset=None, header_row=1,
...     source="this example", confidence=Confidence.OWN,
...     columns=Columns(
...         id="id", bank="bank", account="account", booked_at="at", amount="vnd", memo="memo"
...     ),
... )
>>> data = b"id,bank,account,at,vnd,memo\n1,970436,0071,2026-11-01T08:00:00+07:00,5.5,HP\n"
>>> for finding in check_bytes(data, file="a.csv", layout=layout).findings:
...     print(finding.path, "-", finding.message("en"))
line 2, vnd - is not an amount in whole dong as the layout writes it
"""

from cashless_edu_health.statements._balances import gaps
from cashless_edu_health.statements._camt import inspect_camt, read_camt
from cashless_edu_health.statements._layout import Columns, Confidence, FileFormat, Layout, zone_of
from cashless_edu_health.statements._mt940 import inspect_mt940, read_mt940
from cashless_edu_health.statements._overview import Overview, message_kinds, overview
from cashless_edu_health.statements._read import (
    check,
    check_bytes,
    fitting,
    inspect_bytes,
    read,
    read_bytes,
)
from cashless_edu_health.statements._rules import RULES
from cashless_edu_health.statements._statement import Inspection, Statement

__all__ = [
    "RULES",
    "Columns",
    "Confidence",
    "FileFormat",
    "Inspection",
    "Layout",
    "Overview",
    "Statement",
    "check",
    "check_bytes",
    "fitting",
    "gaps",
    "inspect_bytes",
    "inspect_camt",
    "inspect_mt940",
    "message_kinds",
    "overview",
    "read",
    "read_bytes",
    "read_camt",
    "read_mt940",
    "zone_of",
]
