"""Plans of a file, loaded and evaluated: ``python plans.py FILE``.

The file is JSON with a list ``plans``. Each plan must load through ``documents``, read back as
itself when written, and give an outcome for every target and duty over a small invented dataset
and for every year of its life, the years around it included. Prints one line per failing plan
and last ``N passed, N failed``; exit status 1 on any failure.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cashless_edu_health import compliance, documents, plans, registry
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import Window, WindowKind
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Tally

SCHOOL_TYPES = ("preschool", "primary", "lower_secondary", "upper_secondary", "university")
HEALTH_TYPES = ("hospital", "district_health_centre", "commune_station")


def invented(first: int, last: int) -> compliance.Dataset:
    """Ten institutions with cash, cashless and unknown payments in every year; all invented."""
    institutions = [
        Institution(
            id=f"i{index}",
            name=f"Đơn vị {index}",
            sector=Sector.EDUCATION if index < len(SCHOOL_TYPES) else Sector.HEALTH,
            type=kind,
            tier="provincial" if kind == "hospital" else None,
            area_class=("urban", "rural", None)[index % 3],
            ownership="public",
            tags=frozenset({"examination_treatment"}),
            methods=(PaymentMethod(kind=("qr_payment", "cash")[index % 2]),),
            facts=(Fact(name="digital_platform", value=index % 2 == 0),),
        )
        for index, kind in enumerate(SCHOOL_TYPES + HEALTH_TYPES)
    ]
    years = range(first, last + 1)
    receipts = [
        Receipt(
            id=f"{row.id}-{year}",
            institution_id=row.id,
            gross=100_000 * (index + 1),
            paid_on=date(year, 10, 1),
            method=("qr_transfer", "cash", None)[(index + year) % 3],
            payer_class=PayerClass.HOUSEHOLD,
            source=ReceiptSource.COUNTER,
            recorded_at=datetime(year, 10, 1, tzinfo=UTC),
        )
        for year in years
        for index, row in enumerate(institutions)
    ]
    tallies = [
        Tally(
            institution_id="i0",
            method="cash",
            payer_class=PayerClass.HOUSEHOLD,
            count=3,
            value=3_000_000,
            paid_from=date(year, 1, 1),
            paid_to=date(year, 12, 31),
        )
        for year in years
    ]
    return compliance.Dataset(
        institutions=tuple(institutions), receipts=tuple(receipts), tallies=tuple(tallies)
    )


def windows(plan: plans.Plan) -> list[int | Window]:
    first, last = plan.period.first.year, plan.period.last.year
    schools = [
        Window(date(year, 9, 1), date(year + 1, 8, 31), WindowKind.SCHOOL_YEAR)
        for year in range(first, last + 1)
    ]
    return [*range(first - 1, last + 2), *schools]


def check(table: Mapping[str, Any], vocabulary: plans.Vocabulary) -> None:
    name = str(table.get("id", "?"))
    plan = documents.plan_from_table(table, vocabulary=vocabulary, file=name)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "plan.json"
        written.write_text(documents.write_plan(plan), encoding="utf-8")
        if documents.read_plan(written, vocabulary=vocabulary) != plan:
            raise ValueError("written and read back, the plan is another")
    dataset = invented(plan.period.first.year - 1, plan.period.last.year + 1)
    for window in windows(plan):
        end = date(window, 12, 31) if isinstance(window, int) else window.last
        answered = compliance.assess(plan, dataset, period=window, as_of=end, known_at=end)
        for row in (*answered.results, *answered.duties):
            if not isinstance(row.outcome, compliance.Outcome):
                raise TypeError("an answer is no outcome")
            row.explanation("vi")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    tables = json.loads(options.file.read_text(encoding="utf-8"))["plans"]
    failed = 0
    for table in tables:
        try:
            check(table, registry.vocabulary())
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the plan has failed
            failed += 1
            print(f"{table.get('id', '?')}: {type(error).__name__}: {error}")
    print(f"{len(tables) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
