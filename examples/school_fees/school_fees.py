"""One fee notice through the whole library: asked for, recognised, accounted for.

Run it from anywhere; it writes its picture and prints what it found:

    python examples/school_fees/school_fees.py [OUTPUT_FOLDER]

All people and accounts in ``files/`` are invented.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from cashless_edu_health import (
    accounts,
    compliance,
    documents,
    invoices,
    payments,
    periods,
    reconciliation,
    registry,
    render,
    statements,
    vietqr,
)

FILES = Path(__file__).parent / "files"
TODAY = date(2022, 11, 22)


def ask(out: Path) -> invoices.PaymentRequest:
    """Check the fee notice, make its payment code, check the code as a phone would see it."""
    bank = registry.banks().find("Vietcombank", on=TODAY)
    school = accounts.Account(acquirer_id=bank.bin, number="0071000123456")
    invoice = documents.read_invoice(FILES / "hp-0017.json")

    report = invoices.check(invoice, registry.template("education"), at="request")
    for finding in report.findings:
        print(finding.rule.id, finding.path, finding.message("vi"))
        if finding.rule.citation is not None:
            print("  ", registry.legal().describe(finding.rule.citation))
    report.raise_for_errors()

    request = invoices.PaymentRequest.for_invoice(
        invoice, account=school, reference="HVX7K3M2P9X5H"
    )
    code = payments.request(request)  # an amount makes it dynamic
    render.svg(code, out / "hp-0017.svg")

    scan = vietqr.check(code.encode(), banks=registry.banks(), on=TODAY)
    print("QR", "ok" if scan.ok else [f.message("vi") for f in scan.findings])
    return request


def recognise(request: invoices.PaymentRequest) -> reconciliation.Reconciliation:
    """Read the bank's file; every credit ends in exactly one list."""
    entries = statements.read(FILES / "credits.csv", layout=registry.layout("cashless-csv"))
    result = reconciliation.reconcile(
        entries,
        [request],
        recorded_at=datetime(2022, 11, 22, 1, 0, tzinfo=UTC),
        method="qr_transfer",  # this school's notices carry nothing but a QR code
    )
    for decision in result.decisions:
        print(decision.entry.id, decision.verdict.value, decision.rule.id, decision.message("vi"))
    return result


def account_for(result: reconciliation.Reconciliation) -> compliance.Assessment:
    """Hold Đồng Nai's plan against the receipts and the survey of the district."""
    survey = documents.read_dataset(FILES / "survey")
    dataset = compliance.Dataset(
        institutions=survey.institutions,
        receipts=(*survey.receipts, *result.receipts),
        tallies=survey.tallies,
    )
    assessment = compliance.assess(
        registry.plan("DN24"),
        dataset,
        period=periods.calendar_year(2022),
        as_of=date(2022, 12, 31),
        known_at=date(2022, 12, 31),
    )
    for row in assessment:
        print(row.target.id, row.outcome.value, row.share, row.gap)
        print("  ", registry.legal().describe(row.target.citation))
    return assessment


def main() -> None:
    """All three, in order."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    request = ask(out)
    account_for(recognise(request))


if __name__ == "__main__":
    main()
