"""``cashless sheet``: which payment channel carries which field of the minimum template."""

from cashless_edu_health import intake, messages, registry, reports
from cashless_edu_health.cli._options import HtmlOption
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    show_json,
    show_table,
)


def sheet(
    html: HtmlOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Show what each channel tells of a payment."""
    channels = registry.template_channels()
    if html is not None:
        page = reports.channel_sheet_html(channels, lang=lang.code)
        intake.write_whole(html, page.encode())
    if format_ is Format.JSON:
        show_json(sheet_json(lang))
        return
    rows = reports.channel_rows(channels, lang.code)
    out = console()
    out.print(messages.text("sheet.title", lang.code), style="bold")
    show_table(
        reports.channel_columns(lang.code),
        (
            (row.name, *("\n".join(t for t in (c.carriage, c.how) if t) for c in row.cells))
            for row in rows
        ),
        lines=True,
    )
    blanks = sum(cell.blank for row in rows for cell in row.cells)
    out.print(messages.text("sheet.to-fill", lang.code, count=blanks))
    if html is not None:
        out.print(label("written", lang, file=html))


def sheet_json(lang: Lang) -> list[dict[str, object]]:
    """The channels for programs: what each does with each field, by stable words."""
    channels = registry.template_channels()
    rows = reports.channel_rows(channels, lang.code)
    return [
        {
            "id": channel.id,
            "name": row.name,
            "kinds": list(channel.kinds),
            "fields": {
                name.value: {
                    "carriage": field.carriage.value,
                    "how": cell.how or None,
                    "source": field.source or None,
                    "basis": field.basis and field.basis.value,
                }
                for (name, field), cell in zip(channel.fields.items(), row.cells, strict=True)
            },
        }
        for channel, row in zip(channels, rows, strict=True)
    ]
