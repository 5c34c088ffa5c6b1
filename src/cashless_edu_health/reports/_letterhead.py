"""The frame of an administrative report in words; what is not known is a marked blank."""

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.documents import ReportFrame
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._document import Paragraph, Style


@frozen(kw_only=True)
class Head:
    """What stands above the title.

    Attributes:
        left: The body above, the issuing body, number and symbol, in that order.
        right: National name, motto, place and day.
        to: Whom it is sent to: one line, or a line each below the words.
    """

    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]
    to: tuple[Paragraph, ...]


@frozen(kw_only=True)
class Foot:
    """What stands below the last part.

    Attributes:
        copies: "Nơi nhận" and a line each.
        above: By what right and in what position it is signed.
        signer: The name below the signature.
    """

    copies: tuple[Paragraph, ...]
    above: tuple[Paragraph, ...]
    signer: Paragraph


def blank(name: str, lang: Language) -> Paragraph:
    """A blank that says what belongs there."""
    what = messages.text(f"report-blank.{name}", lang)
    return Paragraph(messages.text("report.blank", lang, what=what), Style.BLANK)


def head_of(letterhead: ReportFrame, lang: Language) -> Head:
    """The lines above the title."""
    above = () if letterhead.parent is None else (Paragraph(letterhead.parent.upper()),)
    issuer = letterhead.issuer
    return Head(
        left=(
            *above,
            blank("issuer", lang) if issuer is None else Paragraph(issuer.upper()),
            _number(letterhead, lang),
        ),
        right=(
            Paragraph(messages.text("report.nation", lang)),
            Paragraph(messages.text("report.motto", lang)),
            _place(letterhead, lang),
        ),
        to=_to(letterhead.to, lang),
    )


def _number(letterhead: ReportFrame, lang: Language) -> Paragraph:
    """The number waits for the register; its symbol is what the body chose."""
    symbol = letterhead.symbol or messages.text("report.symbol", lang)
    number = (letterhead.number or "…").zfill(2) if letterhead.number else "……"
    line = messages.text("report.number", lang, number=number, symbol=symbol)
    open_ = letterhead.number is None or letterhead.symbol is None
    return Paragraph(line, Style.BLANK if open_ else Style.PLAIN)


def _place(letterhead: ReportFrame, lang: Language) -> Paragraph:
    place, day = letterhead.place, letterhead.day
    words = place or messages.text("report-blank.place", lang)
    if day is None:
        line = messages.text("report.place-blank", lang, place=words)
    else:
        # Days below 10 and the months 1 and 2 are written with a 0, other months without.
        month = f"{day.month:02}" if day.month <= 2 else str(day.month)
        values = {"day": f"{day.day:02}", "month": month, "year": day.year}
        line = messages.text("report.place-day", lang, place=words, **values)
    open_ = place is None or day is None
    return Paragraph(line, Style.BLANK if open_ else Style.PLAIN)


def _to(receivers: tuple[str, ...], lang: Language) -> tuple[Paragraph, ...]:
    word = messages.text("report.to", lang)
    if not receivers:
        return (Paragraph(f"{word} {blank('to', lang).text}", Style.BLANK),)
    if len(receivers) == 1:
        return (Paragraph(f"{word} {receivers[0]}"),)
    return (Paragraph(word), *_listed(receivers))


def _listed(names: tuple[str, ...]) -> tuple[Paragraph, ...]:
    """A line each, all but the last ended by a semicolon."""
    ends = [";"] * (len(names) - 1) + ["."]
    return tuple(
        Paragraph(f"- {name}{end}", Style.ITEM) for name, end in zip(names, ends, strict=True)
    )


def signature_of(letterhead: ReportFrame, lang: Language) -> Foot:
    """The lines below the last part."""
    filed = letterhead.filed or messages.text("report.filed-blank", lang)
    others = (messages.text("report.as-above", lang), *letterhead.copies)
    kept = messages.text("report.filed", lang, filed=filed)
    copies = _listed((*others, kept))
    if letterhead.filed is None:
        copies = (*copies[:-1], Paragraph(copies[-1].text, Style.BLANK))
    right = () if letterhead.authority is None else (Paragraph(letterhead.authority.upper()),)
    position, signer = letterhead.position, letterhead.signer
    return Foot(
        copies=(Paragraph(messages.text("report.copies", lang)), *copies),
        above=(
            *right,
            blank("position", lang) if position is None else Paragraph(position.upper()),
        ),
        signer=blank("signer", lang) if signer is None else Paragraph(signer),
    )
