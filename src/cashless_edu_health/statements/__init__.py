r"""Bank statements and exports become credit entries, by layouts that are data.

:func:`read` gives every entry of a file or raises; nothing is skipped and nothing is half
imported. :func:`check` lists every broken line.

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

from cashless_edu_health.statements._layout import Columns, Confidence, FileFormat, Layout
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
    "Statement",
    "check",
    "check_bytes",
    "fitting",
    "inspect_bytes",
    "read",
    "read_bytes",
]
