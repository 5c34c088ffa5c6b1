"""``cashless slips``: payment slips to print, from files of invoices and requests."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from cashless_edu_health import documents, intake, invoices, registry, render
from cashless_edu_health.cli._options import HtmlOption
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    progress,
    show_json,
)
from cashless_edu_health.errors import DataError
from cashless_edu_health.institutions import Institution
from cashless_edu_health.invoices import Invoice, PaymentRequest
from cashless_edu_health.render import Slip, SlipSheet


def slips(  # noqa: PLR0913, PLR0917 - the options of a command
    invoices_: Annotated[Path, typer.Option("--invoices")],
    requests: Annotated[Path, typer.Option("--requests")],
    institutions: Annotated[Path, typer.Option("--institutions")],
    pdf: Annotated[Path | None, typer.Option("--pdf")] = None,
    html: HtmlOption = None,
    sheet: Annotated[SlipSheet, typer.Option("--sheet")] = SlipSheet.A4_4,
    logo: Annotated[Path | None, typer.Option("--logo")] = None,
    template: Annotated[Path | None, typer.Option("--template")] = None,
    strings: Annotated[Path | None, typer.Option("--strings")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print payment slips as PDF or as a page."""
    if pdf is None and html is None:
        raise UsageError("--pdf, --html", "one-or-both")
    if template is not None and pdf is None:
        raise UsageError("--template", "needs-pdf")
    look: Mapping[str, Any] = {
        "lang": lang.code,
        "sheet": sheet,
        "logo": None if logo is None else intake.file_bytes(logo),
        "strings": None if strings is None else _strings(strings),
    }
    found = slips_of(
        documents.read_requests(requests),
        documents.read_invoices(invoices_),
        documents.read_institutions(institutions),
    )
    if html is not None:
        with counted(found, lang) as taken:
            page = render.slips_html(taken, **look)
        intake.write_whole(html, page.encode())
    if pdf is not None:
        with counted(found, lang) as taken:
            data = render.slips_pdf(taken, template=template, **look)
        intake.write_whole(pdf, data)
    _show(found, pdf=pdf, html=html, sheet=sheet, lang=lang, format_=format_)


def slips_of(
    requests: Iterable[PaymentRequest],
    found: Iterable[Invoice],
    institutions: Iterable[Institution],
) -> tuple[Slip, ...]:
    """A slip for each request, its invoices checked against the minimum template.

    Raises:
        FindingsError: An invoice lacks what the template of its sector demands.
        UnknownBankError: An account of an unknown bank.
        UsageError: A request whose invoice or institution is not there.
    """
    by_id = {invoice.id: invoice for invoice in found}
    asking = {institution.id: institution for institution in institutions}
    return tuple(_slip(request, by_id, asking) for request in requests)


def _slip(
    request: PaymentRequest, by_id: Mapping[str, Invoice], asking: Mapping[str, Institution]
) -> Slip:
    institution = asking.get(request.institution_id)
    if institution is None:
        place = {"institution": request.institution_id, "reference": request.reference}
        raise UsageError("--institutions", "not-among-institutions", **place)
    missing = [one for one in request.invoice_ids if one not in by_id]
    if missing:
        place = {"invoice": missing[0], "reference": request.reference}
        raise UsageError("--invoices", "not-among-invoices", **place)
    covered = tuple(by_id[one] for one in request.invoice_ids)
    template = registry.template(institution.sector)
    for invoice in covered:
        invoices.check(invoice, template, at="request").raise_for_errors()
    return Slip(
        request=request,
        invoices=covered,
        institution=institution,
        bank=registry.banks().by_bin(request.account.acquirer_id),
    )


@contextmanager
def counted(found: Sequence[Slip], lang: Lang) -> Iterator[Iterator[Slip]]:
    """The slips, with a bar that goes on turning past the last while the pages are laid out."""
    with progress(label("slips.doing", lang), len(found)) as step:
        yield _each(found, step)


def _each(found: Iterable[Slip], step: Callable[[], None]) -> Iterator[Slip]:
    for slip in found:
        yield slip
        step()


def _strings(file: Path) -> Mapping[str, str]:
    """The words of a TOML file, with the names of tables before their keys."""
    words = dict(_flat(intake.toml_table(intake.file_bytes(file), file=file.name)))
    for key, value in words.items():
        if not isinstance(value, str):
            raise DataError("is not a text", file=file.name, path=intake.named(key))
    return {key: str(value) for key, value in words.items()}


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _show(
    found: tuple[Slip, ...],
    *,
    pdf: Path | None,
    html: Path | None,
    sheet: SlipSheet,
    lang: Lang,
    format_: Format,
) -> None:
    written = [str(file) for file in (pdf, html) if file is not None]
    total = sum(slip.request.amount for slip in found)
    if format_ is Format.JSON:
        show_json({"slips": len(found), "amount": total, "sheet": sheet.value, "files": written})
        return
    done = label("slips.done", lang, number=len(found), files=", ".join(written))
    console().print(done, soft_wrap=True)
