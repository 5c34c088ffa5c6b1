"""All commands, and how mistakes end."""

from collections.abc import Sequence

import typer

from cashless_edu_health import __version__
from cashless_edu_health.cli import _banks, _dataset, _plans, _qr, _report, _statement
from cashless_edu_health.cli._assess import EXAMPLE as ASSESS_EXAMPLE
from cashless_edu_health.cli._assess import assess
from cashless_edu_health.cli._demo import demo
from cashless_edu_health.cli._readiness import readiness
from cashless_edu_health.cli._reconcile import EXAMPLE as RECONCILE_EXAMPLE
from cashless_edu_health.cli._reconcile import reconcile
from cashless_edu_health.cli._sheet import sheet
from cashless_edu_health.cli._show import Exit, console
from cashless_edu_health.cli._slips import EXAMPLE as SLIPS_EXAMPLE
from cashless_edu_health.cli._slips import slips
from cashless_edu_health.errors import CashlessError, DataError, DecodeError, LedgerError
from cashless_edu_health.findings import FindingsError

app = typer.Typer(
    name="cashless",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cashless payments for schools and hospitals / Thanh toán không dùng tiền mặt.",
)
app.add_typer(_qr.app, name="qr")
app.add_typer(_banks.app, name="banks")
app.add_typer(_plans.app, name="plans")
app.add_typer(_statement.app, name="statement")
app.add_typer(_report.app, name="report")
app.command("assess", epilog=ASSESS_EXAMPLE)(assess)
app.command("demo", epilog="Ví dụ / Example: cashless demo --out ket-qua")(demo)
app.command("readiness", epilog="Ví dụ / Example: cashless readiness DN24 so-lieu/")(readiness)
app.command("reconcile", epilog=RECONCILE_EXAMPLE)(reconcile)
app.command("slips", epilog=SLIPS_EXAMPLE)(slips)
app.command("sheet", epilog="Ví dụ / Example: cashless sheet --html phieu.html")(sheet)
app.add_typer(_dataset.app, name="dataset")
app.command("requirements", epilog="Ví dụ / Example: cashless requirements DN24 --form bieu.xlsx")(
    _dataset.requirements
)


@app.command("version", epilog="Ví dụ / Example: cashless version")
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a mistake is one line on standard error."""
    try:
        app(list(arguments))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else Exit.OK
    except (CashlessError, OSError) as error:
        console(stderr=True).print(f"cashless: {error}", soft_wrap=True)
        return _exit_code(error)
    return Exit.OK


def _exit_code(error: Exception) -> int:
    if isinstance(error, DataError | LedgerError | OSError):
        return Exit.UNREADABLE
    if isinstance(error, FindingsError | DecodeError):
        return Exit.FINDINGS
    return Exit.USAGE
