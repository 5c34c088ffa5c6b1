"""An assessment or a reconciliation as text and tables that people read.

>>> from cashless_edu_health import registry
>>> plan = registry.plan("KH4205")
>>> asks_text(plan.targets[0], plan, "vi")
'cơ sở giáo dục: dùng nền tảng số; 2022: 50%, 2023: 60%, 2024: 70%, 2025: 80%'
"""

from cashless_edu_health.reports._as_docx import as_docx
from cashless_edu_health.reports._as_html import as_html
from cashless_edu_health.reports._as_text import as_text
from cashless_edu_health.reports._as_xlsx import as_xlsx
from cashless_edu_health.reports._assessment import AssessmentRow, assessment_rows
from cashless_edu_health.reports._assessment_report import assessment_html, assessment_report
from cashless_edu_health.reports._calendar import (
    CalendarLine,
    calendar_lines,
    calendar_note_text,
    day_text,
    period_text,
    receiver_text,
)
from cashless_edu_health.reports._calendar_file import calendar_ics
from cashless_edu_health.reports._channels import (
    ChannelCell,
    ChannelRow,
    channel_columns,
    channel_rows,
    channel_sheet_html,
)
from cashless_edu_health.reports._demands import (
    asks_text,
    demand_text,
    schedule_text,
    subject_text,
)
from cashless_edu_health.reports._document import (
    Answer,
    Bar,
    BarChart,
    Column,
    ColumnKind,
    Document,
    Line,
    LineChart,
    Paragraph,
    Section,
    Share,
    Style,
    Table,
)
from cashless_edu_health.reports._ledger import (
    AGES,
    age_of,
    decisions_csv,
    open_items_csv,
    waiting_csv,
)
from cashless_edu_health.reports._ledger_report import Books, reconciliation_report
from cashless_edu_health.reports._ranking import RankingTable, ranking_table
from cashless_edu_health.reports._readiness import (
    InstitutionRow,
    ReadinessRow,
    readiness_heading,
    readiness_rows,
)
from cashless_edu_health.reports._reconciliation import reconciliation_csv
from cashless_edu_health.reports._requirements import (
    RequirementRow,
    requirement_rows,
    requirement_text,
)

__all__ = [
    "AGES",
    "Answer",
    "AssessmentRow",
    "Bar",
    "BarChart",
    "Books",
    "CalendarLine",
    "ChannelCell",
    "ChannelRow",
    "Column",
    "ColumnKind",
    "Document",
    "InstitutionRow",
    "Line",
    "LineChart",
    "Paragraph",
    "RankingTable",
    "ReadinessRow",
    "RequirementRow",
    "Section",
    "Share",
    "Style",
    "Table",
    "age_of",
    "as_docx",
    "as_html",
    "as_text",
    "as_xlsx",
    "asks_text",
    "assessment_html",
    "assessment_report",
    "assessment_rows",
    "calendar_ics",
    "calendar_lines",
    "calendar_note_text",
    "channel_columns",
    "channel_rows",
    "channel_sheet_html",
    "day_text",
    "decisions_csv",
    "demand_text",
    "open_items_csv",
    "period_text",
    "ranking_table",
    "readiness_heading",
    "readiness_rows",
    "receiver_text",
    "reconciliation_csv",
    "reconciliation_report",
    "requirement_rows",
    "requirement_text",
    "schedule_text",
    "subject_text",
    "waiting_csv",
]
