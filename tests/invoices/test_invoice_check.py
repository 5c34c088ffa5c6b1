"""The minimum template, at the request and at settlement."""

from pathlib import Path

import attrs
import pytest

from cashless_edu_health import invoices, messages, registry
from cashless_edu_health.invoices import (
    RULES,
    Invoice,
    Line,
    MinimumTemplate,
    NameSource,
    Party,
    Presence,
    TemplateField,
    TemplateItem,
    check,
)
from cashless_edu_health.legal import Citation

FULL = Invoice(
    id="HD-1",
    institution_id="thcs-a",
    lines=(Line(amount=550_000, purpose="meals"),),
    payer=Party(name="Lý Văn Bình (bịa)"),
    payer_source=NameSource.RECORD,
    paid_for=Party(name="Trần Thị An (bịa)"),
)
EDUCATION = registry.template("education")
HEALTH = registry.template("health")
PLANS = Path(invoices.__file__).parents[1] / "data" / "plans"
CHECKED = ("payer_name", "beneficiary_name", "reason", "invoice_ref", "total")
BLANKS = [Party(name=""), Party(name="\u00a0"), Party(name="\u200b \ufeff"), None]


def found(invoice: Invoice, template: MinimumTemplate, at: str) -> list[tuple[str, str, str]]:
    report = check(invoice, template, at=at)
    assert report.checked == CHECKED
    assert report.skipped == ()
    return [(f.rule.id, f.rule.severity.value, f.path) for f in report.findings]


@pytest.mark.parametrize("template", [EDUCATION, HEALTH], ids=lambda t: t.id)
@pytest.mark.parametrize("at", ["request", "settlement"])
def test_a_full_invoice_has_no_findings(template, at):
    assert found(FULL, template, at) == []


@pytest.mark.parametrize("payer", BLANKS)
@pytest.mark.parametrize("template", [EDUCATION, HEALTH], ids=lambda t: t.id)
def test_an_unknown_payer_is_completed_at_payment_and_missed_at_settlement(template, payer):
    invoice = attrs.evolve(FULL, payer=payer, payer_source=None)
    assert found(invoice, template, "request") == [("INV-01", "info", "payer.name")]
    assert found(invoice, template, "settlement") == [("INV-02", "error", "payer.name")]
    assert check(invoice, template, at="request").ok is True


def test_a_payer_from_nowhere_is_an_error_at_settlement_only():
    invoice = attrs.evolve(FULL, payer_source=None)
    assert found(invoice, EDUCATION, "request") == []
    assert found(invoice, EDUCATION, "settlement") == [("INV-03", "error", "payer_source")]


@pytest.mark.parametrize("paid_for", BLANKS)
@pytest.mark.parametrize("at", ["request", "settlement"])
def test_the_beneficiary_is_demanded_of_schools_and_never_of_hospitals(paid_for, at):
    invoice = attrs.evolve(FULL, paid_for=paid_for)
    assert found(invoice, EDUCATION, at) == [("INV-04", "error", "paid_for.name")]
    assert found(invoice, HEALTH, at) == []


@pytest.mark.parametrize("template", [EDUCATION, HEALTH], ids=lambda t: t.id)
def test_reason_and_number_are_demanded_of_both(template):
    lines = (Line(amount=1, purpose="meals"), Line(amount=1, purpose="\u00a0"))
    invoice = attrs.evolve(FULL, lines=lines, id="\u200b")
    assert found(invoice, template, "request") == [
        ("INV-05", "error", "lines[1].purpose"),
        ("INV-06", "error", "id"),
    ]


@pytest.mark.parametrize(("back", "rule"), [(-550_000, "INV-07"), (-550_001, "INV-08")])
def test_a_total_that_asks_for_nothing_is_said(back, rule):
    lines = (*FULL.lines, Line(amount=back, purpose="meals", reason="miễn giảm"))
    invoice = attrs.evolve(FULL, lines=lines)
    assert found(invoice, EDUCATION, "request") == [(rule, "info", "lines")]


def test_a_field_that_a_template_does_not_demand_is_not_missed():
    lenient = attrs.evolve(
        EDUCATION,
        items=tuple(attrs.evolve(item, presence=Presence.IF_ANY) for item in EDUCATION.items),
    )
    bare = Invoice(id="-", institution_id="thcs-a", lines=(Line(amount=1, purpose=""),))
    assert found(bare, lenient, "settlement") == []


def test_another_moment_is_refused():
    with pytest.raises(ValueError, match="at is 'request' or 'settlement'"):
        check(FULL, EDUCATION, at="later")


def test_the_templates_differ_in_the_beneficiary_alone():
    presence = {item.field: item.presence for item in EDUCATION.items}
    assert set(presence.values()) == {Presence.REQUIRED}
    assert {item.field: item.presence for item in HEALTH.items} == presence | {
        TemplateField.BENEFICIARY_NAME: Presence.IF_ANY
    }


@pytest.mark.parametrize("template", [EDUCATION, HEALTH], ids=lambda t: t.id)
def test_what_templates_and_rules_cite_is_registered(template):
    cited = {c.document for c in template.citations}
    cited |= {rule.citation.document for rule in RULES if rule.citation is not None}
    plans = {path.stem for path in PLANS.glob("*.toml")}
    assert cited - {document.id for document in registry.legal()} - plans == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_rule_speaks(rule, lang):
    assert messages.text(f"rule.{rule.id}", lang)


@pytest.mark.parametrize(
    ("items", "citations", "words"),
    [
        (EDUCATION.items[:3], EDUCATION.citations, "each of the four fields once"),
        ((*EDUCATION.items, EDUCATION.items[0]), EDUCATION.citations, "each of the four"),
        (EDUCATION.items, (), "citations"),
    ],
)
def test_a_template_has_four_fields_and_a_source(items, citations, words):
    with pytest.raises(ValueError, match=words):
        MinimumTemplate(id="x", items=items, citations=citations)


def test_a_sector_that_does_not_exist_has_no_template():
    with pytest.raises(ValueError, match="tax"):
        registry.template("tax")
    item = TemplateItem(TemplateField.REASON, Presence.REQUIRED, "Lý do thanh toán")
    assert EDUCATION.items[2] == item
    assert EDUCATION.citations[2] == Citation("dong-nai-24-kh-ubnd-2022", "IV.1.b.2")
