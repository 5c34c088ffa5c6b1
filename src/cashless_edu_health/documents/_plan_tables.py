"""The shape of plan and vocabulary files: closed tables, before any name in them is looked up.

A file of this shape is not a plan yet: its names must be defined, which
:mod:`cashless_edu_health.documents._plan_values` sees to.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from cashless_edu_health.documents._model import Document
from cashless_edu_health.institutions import Sector
from cashless_edu_health.periods import Frequency
from cashless_edu_health.plans import (
    Force,
    GrowthKind,
    Part,
    Presence,
    Scope,
    SourceKind,
    Weight,
)


class Table(BaseModel):
    """A table of a file: no key that is not named here."""

    model_config = Document.model_config


def _exactly_one(table: Table, *names: str) -> None:
    given = [name for name in names if getattr(table, name) is not None]
    if len(given) != 1:
        listed = ", ".join(name.rstrip("_") for name in names)
        raise ValueError(f"exactly one of {listed} is needed, not {len(given)}")


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError('a bound is never a float: write "50%", "25x" or a whole number')  # noqa: TRY004 - pydantic turns ValueErrors alone into findings
    return value


def _listed(value: object) -> object:
    """One word or part alone is a list of one."""
    return value if isinstance(value, list) else [value]


Text = Annotated[str, StringConstraints(min_length=1)]
BoundText = Annotated[str | int, BeforeValidator(_no_float)]
_Kind = Discriminator(lambda value: "name" if isinstance(value, str) else "table")
PopulationRef = Annotated[
    Annotated[str, Tag("name")] | Annotated["PopulationTable", Tag("table")], _Kind
]
ConditionRef = Annotated[
    Annotated[str, Tag("name")] | Annotated["ConditionTable", Tag("table")], _Kind
]
MeasureRef = Annotated[Annotated[str, Tag("name")] | Annotated["MeasureTable", Tag("table")], _Kind]


class PopulationTable(Table):
    """A population written in place."""

    entity: Text = "institution"
    sector: Sector | list[Sector] = Field(default_factory=list)
    types: list[Text] = []
    tier: Text | None = None
    area_class: Text | None = None
    ownership: Text | None = None
    tags: list[Text] = []
    minus: PopulationRef | None = None
    union: list[PopulationRef] = []


class MethodsTable(Table):
    """``methods = { at_least = 3, set = "four" }``."""

    at_least: int
    set_: str | None = Field(default=None, alias="set")
    kinds: list[Text] = []


class ConditionTable(Table):
    """A condition written in place."""

    fact: Text | None = None
    methods: MethodsTable | None = None
    all_: list[ConditionRef] | None = Field(default=None, alias="all")
    any_: list[ConditionRef] | None = Field(default=None, alias="any")
    no: Annotated[list[ConditionRef], BeforeValidator(_listed)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, "fact", "methods", "all_", "any_", "no")
        return self


class SeriesTable(Table):
    """``{ series = "gdp" }``."""

    series: Text


class RatioTable(Table):
    """One series over another."""

    num: SeriesTable
    den: SeriesTable


class GrowthTable(Table):
    """Growth of a series."""

    of: SeriesTable
    kind: GrowthKind
    base: int | None = None
    end: int | None = None


class MeasureTable(Table):
    """A measure written in place."""

    share_of: Literal["entities", "transactions", "payers"] | None = None
    weight: Weight | None = None
    where: ConditionRef | None = None
    purposes: list[Text] = []
    series: Text | None = None
    ratio: RatioTable | None = None
    growth: GrowthTable | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, "share_of", "series", "ratio", "growth")
        if (self.where is not None) is not (self.share_of is not None):
            raise ValueError("a share says where, and only a share does")
        if (self.weight is not None) is not (self.share_of == "transactions"):
            raise ValueError("a share of transactions has a weight, and only that has")
        if self.share_of in ("transactions", "payers") and self.where != "cashless":
            raise ValueError('payments and payers are counted where they are "cashless"')
        if self.purposes and self.share_of is None:
            raise ValueError("a reported series has no purposes")
        return self


class YearsTable(Table):
    """``{ from = 2022, to = 2025 }``."""

    from_: int = Field(alias="from")
    to: int


class PointTable(Table):
    """One entry of a schedule: when, and how much."""

    period: int | Literal["undated"] | None = None
    school_year: int | None = None
    by: date | None = None
    starts: date | None = None
    each_year: YearsTable | None = None
    at_least: BoundText | None = None
    more_than: BoundText | None = None
    at_most: BoundText | None = None
    range_: Annotated[list[BoundText], Field(min_length=2, max_length=2)] | None = Field(
        default=None, alias="range"
    )
    about: BoundText | None = None
    increase: Literal["strict"] | None = None
    unquantified: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        dates = "by" if self.by is not None else "starts"
        _exactly_one(self, "period", "school_year", dates, "each_year")
        _exactly_one(
            self,
            "at_least",
            "more_than",
            "at_most",
            "range_",
            "about",
            "increase",
            "unquantified",
        )
        return self


class RampTable(Table):
    """A share that grows by the same points every year; ``ends_at`` is its checksum."""

    start: int
    at_least: BoundText
    add: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}(\.[0-9]{1,4})?pp$")]
    until: int
    ends_at: BoundText


class RowTable(Table):
    """What targets, duties and reporting duties share."""

    id: Text
    cite: Text
    quote: Text | None = None
    quote_of: Text | None = None
    quote_en: Text | None = None

    @model_validator(mode="after")
    def _quoted(self) -> Self:
        _exactly_one(self, "quote", "quote_of", "quote_en")
        return self


class TargetTable(RowTable):
    """One sentence of a plan that asks for a figure."""

    pop: PopulationRef | None = None
    each_of: Annotated[list[PopulationRef], Field(min_length=2)] | None = None
    measure: MeasureRef | None = None
    all_of: Annotated[list[MeasureRef], Field(min_length=2)] | None = None
    any_of: Annotated[list[MeasureRef], Field(min_length=2)] | None = None
    among: ConditionRef | None = None
    purposes: list[Text] = []
    force: Force
    scope: Scope = Scope.CORE
    schedule: list[PointTable] | None = None
    ramp: RampTable | None = None
    defers_to: Text | None = None
    part_of: Text | None = None
    conflict: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _arms(self) -> Self:
        _exactly_one(self, "schedule", "ramp", "defers_to")
        if self.defers_to is None:
            _exactly_one(self, "measure", "all_of", "any_of")
        if self.pop is not None and self.each_of is not None:
            raise ValueError("a target has pop or each_of, not both")
        return self


class IndicatorTable(Table):
    """``indicator = { shares = ["count_share", "value_share"], methods = "four" }``."""

    shares: list[MeasureRef] = []
    methods: Text | None = None


class DutyTable(RowTable):
    """A duty without a percentage."""

    pop: PopulationRef | None = None
    force: Force
    each: ConditionRef | None = None
    template: dict[str, Presence] | None = None
    fee: Annotated[dict[str, Text], Field(min_length=1, max_length=1)] | None = None
    indicator: IndicatorTable | None = None
    manual: Text | None = None
    purposes: list[Text] = []
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, "each", "template", "fee", "indicator", "manual")
        return self


_MonthDay = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[0-9]{2}$")]


class DueTable(Table):
    """When a report is due."""

    before: list[_MonthDay] = []
    every: Literal["year"] | None = None
    frequency: list[Frequency] = []
    ad_hoc: bool = False
    as_regulated: bool = False

    @model_validator(mode="after")
    def _every(self) -> Self:
        if bool(self.before) is not (self.every is not None):
            raise ValueError("dates recur every year: before and every stand together")
        return self


class ReportingTable(RowTable):
    """A report that somebody owes somebody."""

    by: Annotated[list[Text], BeforeValidator(_listed)]
    to: Annotated[list[Text], BeforeValidator(_listed)]
    via: Text | None = None
    due: DueTable
    content: list[Text] = []


class OutOfScopeTable(RowTable):
    """A duty of the text that this library does not carry."""

    reason: Text


class PeriodTable(Table):
    """``{ from = 2022-06-02, to = 2025-12-31 }``."""

    from_: date = Field(alias="from")
    to: date


class SourceTable(Table):
    """Where the words were read."""

    kind: SourceKind
    complete: bool
    unseen: list[Part] = []
    file: Text | None = None
    url: Text | list[Text] = []


class PlanTable(Document["PlanTable"]):
    """A plan file."""

    id: Text
    key: Text | None = None
    title: Text
    number: Text | None = None
    issuer: Text
    level: Text
    area: Text
    issued: date | None = None
    period: PeriodTable
    source: SourceTable
    implements: list[Text] = Field(default_factory=list)
    targets: list[TargetTable] = Field(default_factory=list)
    duties: list[DutyTable] = Field(default_factory=list)
    reporting: list[ReportingTable] = Field(default_factory=list)
    out_of_scope: list[OutOfScopeTable] = Field(default_factory=list)
    method_sets: dict[str, dict[str, list[Text]]] = Field(default_factory=dict)
    populations: dict[str, PopulationTable] = Field(default_factory=dict)
    conditions: dict[str, ConditionTable] = Field(default_factory=dict)
    measures: dict[str, MeasureTable] = Field(default_factory=dict)
    readings: dict[str, Text] = Field(default_factory=dict)
    extensions_beyond_seed_algebra: list[Text] = Field(default_factory=list)
    notes: str = ""

    def _to_value(self) -> "PlanTable":
        # Its names are looked up outside, with the vocabulary at hand.
        return self


class KindByReadingTable(Table):
    """``{ reading = "cash_at_agent", cashless = "as_cashless" }``."""

    reading: Text
    cashless: Text


class MethodKindsTable(Table):
    """Kinds of method, with and without cash."""

    cashless: list[Text]
    cash: list[Text]
    by_reading: dict[Text, KindByReadingTable] = Field(default_factory=dict)


class LeafNamesTable(Table):
    """Words that need no definition."""

    facts: list[Text] = Field(default_factory=list)
    series: list[Text] = Field(default_factory=list)
    types: list[Text] = Field(default_factory=list)
    tags: list[Text] = Field(default_factory=list)
    purposes: list[Text] = Field(default_factory=list)
    fields: list[Text] = Field(default_factory=list)
    fees: list[Text] = Field(default_factory=list)


class VocabularyTable(Document["VocabularyTable"]):
    """The vocabulary file."""

    methods: MethodKindsTable
    method_sets: dict[str, dict[str, list[Text]]] = Field(default_factory=dict)
    populations: dict[str, PopulationTable] = Field(default_factory=dict)
    conditions: dict[str, ConditionTable] = Field(default_factory=dict)
    measures: dict[str, MeasureTable] = Field(default_factory=dict)
    readings: dict[str, list[Text]] = Field(default_factory=dict)
    leaves: LeafNamesTable = LeafNamesTable()

    def _to_value(self) -> "VocabularyTable":
        return self
