"""The data that ship with the library, read once and cached.

What lies below this module takes such data as arguments (``banks=``, ``layout=``); callers
fetch them here.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from cashless_edu_health import documents
from cashless_edu_health.accounts import RULES as ACCOUNT_RULES
from cashless_edu_health.areas import AreaRegister
from cashless_edu_health.banks import BankDirectory
from cashless_edu_health.compliance import RULES as COMPLIANCE_RULES
from cashless_edu_health.documents import RULES as DOCUMENT_RULES
from cashless_edu_health.errors import UnknownLayoutError, UnknownPlanError
from cashless_edu_health.findings import Rule
from cashless_edu_health.institutions import Sector
from cashless_edu_health.invoices import RULES as INVOICE_RULES
from cashless_edu_health.invoices import MinimumTemplate, TemplateChannel
from cashless_edu_health.legal import LegalRegister
from cashless_edu_health.merchant_categories import MerchantCategory
from cashless_edu_health.plans import RULES as PLAN_RULES
from cashless_edu_health.plans import Plan, Vocabulary
from cashless_edu_health.reconciliation import RULES as RECONCILIATION_RULES
from cashless_edu_health.settlements import RULES as SETTLEMENT_RULES
from cashless_edu_health.settlements import SettlementLayout
from cashless_edu_health.statements import RULES as STATEMENT_RULES
from cashless_edu_health.statements import Layout
from cashless_edu_health.vietqr import RULES as VIETQR_RULES

__all__ = [
    "DATA_VERSION",
    "areas",
    "banks",
    "layout",
    "layouts",
    "legal",
    "merchant_categories",
    "plan",
    "plan_starter",
    "plans",
    "rules",
    "settlement_layout",
    "template",
    "template_channels",
    "vocabulary",
]

DATA_VERSION: Final = "2026-11-22"
"""Day as of which the bundled data were last looked at."""

_WORDS: Final = "vocabulary"


@cache
def areas() -> AreaRegister:
    """Administrative units that the bundled plans are measured on, and what followed on them.

    >>> from datetime import date
    >>> [area.name for area in areas().standing("dong-nai@2022", on=date(2025, 7, 1))]
    ['tỉnh Đồng Nai']
    >>> areas()["dong-nai@2022"].successor(on=date(2025, 7, 1)).to
    ('dong-nai@2025',)
    """
    return documents.read_areas(_data("areas", "areas.toml"))


@cache
def banks() -> BankDirectory:
    """Banks and wallets of the NAPAS rail, with the lists that each row rests on.

    >>> from datetime import date
    >>> banks().find("Vietcombank", on=date(2026, 11, 22)).bin
    '970436'
    """
    return documents.read_banks(_data("banks", "banks.json"))


@cache
def legal() -> LegalRegister:
    """Every document that a rule or a bundled plan cites, and every bundled plan itself.

    A plan that is also cited by that id stands here once, as the register of law describes it.

    >>> legal()["law-91-2025"].number, legal()["dong-nai-24-kh-ubnd-2022"].number
    ('91/2025/QH15', '24/KH-UBND')
    """
    cited = documents.read_legal(_data("legal", "documents.toml"))
    known = {document.id for document in cited}
    own = (plan.legal_document() for plan in plans())
    return LegalRegister((*cited, *(document for document in own if document.id not in known)))


@cache
def layout(name: str) -> Layout:
    """The statement layout of that name.

    Raises:
        UnknownLayoutError: There is none; near names are its candidates.

    >>> layout("cashless-csv").columns.memo
    ('memo',)
    """
    names = _layout_names()
    if name not in names:
        raise UnknownLayoutError(name, tuple(get_close_matches(name, names, cutoff=0.4)))
    return documents.read_layout(_data("layouts", f"{name}.toml"))


def layouts() -> tuple[Layout, ...]:
    """Every bundled statement layout, by name.

    >>> "cashless-csv" in [one.name for one in layouts()]
    True
    """
    return tuple(layout(name) for name in _layout_names())


def _layout_names() -> list[str]:
    return sorted(path.stem for path in _data("layouts").glob("*.toml"))


@cache
def settlement_layout(name: str) -> SettlementLayout:
    """The layout of settlement files of that name.

    Raises:
        UnknownLayoutError: There is none; the bundled names are its candidates.

    >>> settlement_layout("cashless-settlement-csv").columns.payout_reference
    'payout_ref'
    """
    names = {path.stem: path for path in sorted(_data("settlement_layouts").glob("*.toml"))}
    if name not in names:
        raise UnknownLayoutError(name, tuple(names))
    return documents.read_settlement_layout(names[name])


@cache
def merchant_categories() -> tuple[MerchantCategory, ...]:
    """Merchant category codes that may fit a school or health facility; nothing fills one in.

    >>> from cashless_edu_health.merchant_categories import suggestions
    >>> fits = suggestions(merchant_categories(), sector=Sector.HEALTH, type="hospital")
    >>> [(fit.code, fit.confidence.value) for fit in fits]
    [('8062', 'one_source')]
    """
    return documents.read_merchant_categories(_data("merchant_categories", "suggestions.toml"))


@cache
def vocabulary() -> Vocabulary:
    """The words that plans share.

    >>> vocabulary().method_sets["four"].of(frozenset({"qr_transfer", "qr_payment"}))
    ('qr',)
    """
    return documents.read_vocabulary(_data("plans", f"{_WORDS}.toml"))


@cache
def plans() -> tuple[Plan, ...]:
    """Every bundled plan, by id.

    >>> [plan.key for plan in plans()]
    ['QD1813', 'DN24', 'DT153', 'KH4205', 'LD22', 'MIC781', 'XL83']
    """
    files = sorted(_data("plans").glob("*.toml"))
    read = (documents.read_plan(f, vocabulary=vocabulary()) for f in files if f.stem != _WORDS)
    return tuple(sorted(read, key=lambda plan: plan.id))


def plan(id_or_key: str) -> Plan:
    """The bundled plan of that id or key.

    Raises:
        UnknownPlanError: There is none; near ids and keys are its candidates.

    >>> plan("DN24") is plan("dong-nai-24-kh-ubnd-2022")
    True
    """
    named = {name: found for found in plans() for name in (found.id, found.key)}
    if id_or_key not in named:
        raise UnknownPlanError(id_or_key, tuple(get_close_matches(id_or_key, named, cutoff=0.4)))
    return named[id_or_key]


def plan_starter(*, id: str, key: str, sectors: Iterable[Sector]) -> str:  # noqa: A002 - its name
    """Text of a plan file to start from: it loads as it is, and its examples are comments.

    Args:
        id: Id of the plan to be.
        key: Its short name, which begins the ids of its rows.
        sectors: Whose examples it shows.

    >>> text = plan_starter(id="tinh-toi-2026", key="TT", sectors=[Sector.HEALTH])
    >>> 'key = "TT"' in text, 'pop = "health"' in text, 'pop = "edu"' in text
    (True, True, False)
    """
    parts = ("plan", *(f"plan-{sector.value}" for sector in dict.fromkeys(sectors)))
    files = [_data("starters", f"{part}.toml") for part in (*parts, "plan-reporting")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return Template(text).substitute(id=id, key=key, file=f"{id}.toml")


@cache
def template(sector: Sector | str) -> MinimumTemplate:
    """The minimum payment template of a sector.

    Raises:
        ValueError: No such sector.

    >>> [item.field.value for item in template("health").items if item.presence == "required"]
    ['payer_name', 'reason', 'invoice_ref']
    """
    return documents.read_template(_data("templates", f"{Sector(sector).value}.toml"))


@cache
def template_channels() -> tuple[TemplateChannel, ...]:
    """What each way to pay does with the four fields of the minimum template.

    >>> [(one.id, len(one.open_fields)) for one in template_channels()][:3]
    [('vietqr_plain', 0), ('vietqr_memo', 0), ('transfer_by_hand', 0)]
    """
    return documents.read_template_channels(_data("channels", "template_fields.toml"))


def rules() -> tuple[Rule, ...]:
    """Every rule that a check of this library applies, by id.

    >>> [rule.id for rule in rules() if rule.id.startswith("PLN")]
    ['PLN-01']
    """
    joined = (
        *ACCOUNT_RULES,
        *COMPLIANCE_RULES,
        *DOCUMENT_RULES,
        *INVOICE_RULES,
        *PLAN_RULES,
        *RECONCILIATION_RULES,
        *SETTLEMENT_RULES,
        *STATEMENT_RULES,
        *VIETQR_RULES,
    )
    return tuple(sorted(joined, key=lambda rule: rule.id))


def demo_folder() -> Path:
    """Folder of the made-up books that ``cashless demo`` and the example work on."""
    return _data("demo")


def _data(*parts: str) -> Path:
    """Path of a bundled file or folder; the package is always installed as plain files."""
    return Path(str(resources.files(__package__).joinpath("data", *parts)))
