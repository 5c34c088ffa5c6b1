"""The file formats of this library: strict pydantic models at the door, attrs values inside.

``read_*`` takes a path and returns a value or raises
:class:`~cashless_edu_health.errors.DataError` with file and place; ``write_*`` returns the text
of a file that reads back as the same value.
"""

from typing import Final

from cashless_edu_health.documents._account_book import (
    read_account_book,
    write_account_book,
)
from cashless_edu_health.documents._areas import read_areas
from cashless_edu_health.documents._bank import read_banks, write_banks
from cashless_edu_health.documents._customer import (
    read_customers,
    read_opening_balances,
    write_customers,
    write_opening_balances,
)
from cashless_edu_health.documents._dataset import (
    read_dataset,
    read_series,
    write_dataset,
    write_series,
)
from cashless_edu_health.documents._dataset_check import (
    DATASET_RULES,
    DatasetCheck,
    check_dataset,
)
from cashless_edu_health.documents._decision import read_decisions, write_decisions
from cashless_edu_health.documents._form import ColumnKind, Form, FormColumn, form
from cashless_edu_health.documents._form_read import FormReading, Return, read_form
from cashless_edu_health.documents._form_rules import FORM_RULES
from cashless_edu_health.documents._form_write import write_form_csv, write_form_xlsx
from cashless_edu_health.documents._institution import (
    read_head_counts,
    read_institutions,
    write_head_counts,
    write_institutions,
)
from cashless_edu_health.documents._invoice import (
    read_fee_list,
    read_invoice,
    read_invoices,
    write_invoice,
    write_invoices,
)
from cashless_edu_health.documents._layout import read_layout
from cashless_edu_health.documents._legal import read_legal
from cashless_edu_health.documents._merchant_category import read_merchant_categories
from cashless_edu_health.documents._merge import merge_forms
from cashless_edu_health.documents._merge_values import MERGE_RULES, Change, Correction, Merge
from cashless_edu_health.documents._plan import (
    plan_from_table,
    read_plan,
    read_vocabulary,
    write_plan,
)
from cashless_edu_health.documents._receipt import (
    read_payer_counts,
    read_receipts,
    read_reversals,
    read_tallies,
    read_unreported,
    write_payer_counts,
    write_receipts,
    write_reversals,
    write_tallies,
    write_unreported,
)
from cashless_edu_health.documents._report_words import (
    ReportFrame,
    ReportWords,
    read_report_words,
    write_report_words,
)
from cashless_edu_health.documents._request import read_requests, write_requests
from cashless_edu_health.documents._schema import schema, schema_names
from cashless_edu_health.documents._settlement import (
    read_settlement,
    read_settlement_layout,
    write_settlement,
)
from cashless_edu_health.documents._template import read_template
from cashless_edu_health.documents._template_channel import read_template_channels

RULES: Final = (*DATASET_RULES, *FORM_RULES, *MERGE_RULES)
"""Every rule that a reader of files applies beside its format."""

__all__ = [
    "RULES",
    "Change",
    "ColumnKind",
    "Correction",
    "DatasetCheck",
    "Form",
    "FormColumn",
    "FormReading",
    "Merge",
    "ReportFrame",
    "ReportWords",
    "Return",
    "check_dataset",
    "form",
    "merge_forms",
    "plan_from_table",
    "read_account_book",
    "read_areas",
    "read_banks",
    "read_customers",
    "read_dataset",
    "read_decisions",
    "read_fee_list",
    "read_form",
    "read_head_counts",
    "read_institutions",
    "read_invoice",
    "read_invoices",
    "read_layout",
    "read_legal",
    "read_merchant_categories",
    "read_opening_balances",
    "read_payer_counts",
    "read_plan",
    "read_receipts",
    "read_report_words",
    "read_requests",
    "read_reversals",
    "read_series",
    "read_settlement",
    "read_settlement_layout",
    "read_tallies",
    "read_template",
    "read_template_channels",
    "read_unreported",
    "read_vocabulary",
    "schema",
    "schema_names",
    "write_account_book",
    "write_banks",
    "write_customers",
    "write_dataset",
    "write_decisions",
    "write_form_csv",
    "write_form_xlsx",
    "write_head_counts",
    "write_institutions",
    "write_invoice",
    "write_invoices",
    "write_opening_balances",
    "write_payer_counts",
    "write_plan",
    "write_receipts",
    "write_report_words",
    "write_requests",
    "write_reversals",
    "write_series",
    "write_settlement",
    "write_tallies",
    "write_unreported",
]
