"""JSON Schemas of the file formats, made from the models that read them."""

from collections.abc import Mapping
from typing import Any, Final

from cashless_edu_health.documents._account_book import AccountBookFile
from cashless_edu_health.documents._areas import AreasFile
from cashless_edu_health.documents._bank import BankDirectoryDocument
from cashless_edu_health.documents._customer import CustomersFile, OpeningBalancesFile
from cashless_edu_health.documents._dataset import SeriesFile
from cashless_edu_health.documents._decision import DecisionsFile
from cashless_edu_health.documents._institution import HeadCountsFile, InstitutionsFile
from cashless_edu_health.documents._invoice import FeeRow, InvoiceFile, InvoicesFile
from cashless_edu_health.documents._layout import LayoutDocument
from cashless_edu_health.documents._legal import LegalFile
from cashless_edu_health.documents._merchant_category import MerchantCategoriesDocument
from cashless_edu_health.documents._model import Document
from cashless_edu_health.documents._plan_tables import PlanTable, VocabularyTable
from cashless_edu_health.documents._receipt import (
    PayerCountsFile,
    ReceiptsFile,
    ReversalsFile,
    TalliesFile,
    UnreportedFile,
)
from cashless_edu_health.documents._report_words import ReportWordsFile
from cashless_edu_health.documents._request import RequestsFile
from cashless_edu_health.documents._settlement import SettlementFile, SettlementLayoutDocument
from cashless_edu_health.documents._template import TemplateDocument
from cashless_edu_health.documents._template_channel import TemplateChannelsDocument

_MODELS: Final[Mapping[str, type[Document[Any]]]] = {
    "account-book/1": AccountBookFile,
    "areas/1": AreasFile,
    "bank-directory/1": BankDirectoryDocument,
    "customers/1": CustomersFile,
    "decisions/1": DecisionsFile,
    "fee-list-row": FeeRow,
    "head_counts/1": HeadCountsFile,
    "institutions/1": InstitutionsFile,
    "invoice/1": InvoiceFile,
    "invoices/1": InvoicesFile,
    "layout": LayoutDocument,
    "legal/1": LegalFile,
    "merchant-categories/1": MerchantCategoriesDocument,
    "opening-balances/1": OpeningBalancesFile,
    "payer_counts/1": PayerCountsFile,
    "payment-requests/1": RequestsFile,
    "plan": PlanTable,
    "receipts/1": ReceiptsFile,
    "report-words/1": ReportWordsFile,
    "reversals/1": ReversalsFile,
    "series/1": SeriesFile,
    "settlement-layout": SettlementLayoutDocument,
    "settlement/1": SettlementFile,
    "tallies/1": TalliesFile,
    "template": TemplateDocument,
    "template-channels/1": TemplateChannelsDocument,
    "unreported/1": UnreportedFile,
    "vocabulary": VocabularyTable,
}


def schema_names() -> tuple[str, ...]:
    """Every format that has a schema: of files by their ``format``, of TOML tables by a word.

    >>> "payment-requests/1" in schema_names(), "plan" in schema_names()
    (True, True)
    """
    return tuple(_MODELS)


def schema(name: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of a format.

    It holds types, names and limits; what holds between fields is checked when a file is read.

    Args:
        name: One of :func:`schema_names`.

    Raises:
        ValueError: No such format.

    >>> schema("payment-requests/1")["required"]
    ['format', 'requests']
    """
    if name not in _MODELS:
        raise ValueError(f"there is no format {name!r}; there are: {', '.join(_MODELS)}")
    made = _MODELS[name].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made | {"title": name}
