"""What a duty asks of one institution, in words."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from cashless_edu_health import messages, money
from cashless_edu_health.compliance import (
    Charge,
    Check,
    CompoundCheck,
    Count,
    Evidence,
    FactCheck,
    FeeCheck,
    ManualCheck,
    MethodsCheck,
    MethodsFigure,
    ShareFigure,
    TemplateCheck,
    percent,
)
from cashless_edu_health.institutions import PayerFee
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Weight

_ASKS: Final[dict[type, str]] = {
    TemplateCheck: "template",
    FeeCheck: "fee",
    MethodsFigure: "categories",
}


def asked_text(check: Check, lang: Language) -> str:
    """What is asked, in a few words."""
    match check:
        case FactCheck(fact=fact):
            text = _upper(messages.named("fact", fact, lang))
        case MethodsCheck(needed=needed):
            text = _say("methods", lang, needed=needed)
        case CompoundCheck(asks=asks, parts=parts):
            text = _say(f"compound-{asks}", lang, parts=_joined(asked_text(p, lang) for p in parts))
        case ShareFigure(weight=weight, purposes=purposes):
            text = _say(f"share-{weight.value}", lang)
            names = _joined(messages.named("purpose", name, lang) for name in sorted(purposes))
            text = _say("purposes", lang, what=text, purposes=names) if names else text
        case ManualCheck(task=task):
            text = _say("manual", lang, task=messages.named("manual-task", task, lang))
        case _:
            text = _say(_ASKS[type(check)], lang)
    return text


def found_text(check: Check, lang: Language) -> tuple[str, ...]:
    """What there is and what is missing, one phrase each."""
    return tuple(_found(check, lang))


def _found(check: Check, lang: Language) -> Iterator[str]:
    match check:
        case MethodsCheck():
            yield from _methods(check, lang)
        case CompoundCheck(parts=parts):
            for part in parts:
                yield from _found(part, lang)
        case TemplateCheck():
            yield from _template(check, lang)
        case FeeCheck():
            yield from _fees(check, lang)
        case ShareFigure():
            yield _share(check, lang)
        case MethodsFigure(offered=offered, listed=listed):
            names = (
                _joined(messages.named("method-category", name, lang) for name in offered) or "—"
            )
            yield _say("of-list", lang, count=len(offered), whole=len(listed), names=names)


def missing_text(check: Check, lang: Language) -> tuple[str, ...]:
    """What is missing or wants a look, short enough for a list of institutions."""
    match check:
        case FactCheck(fact=fact, satisfied=satisfied):
            key = "fact-unknown" if satisfied is None else "fact-no"
            return (
                messages.text(f"assessment.{key}", lang, fact=messages.named("fact", fact, lang)),
            )
        case MethodsCheck(offered=offered, needed=needed):
            values = {"offered": len(offered), "needed": needed}
            return (messages.text("assessment.methods", lang, **values),)
        case TemplateCheck():
            return tuple(_gaps(check, lang))
        case FeeCheck():
            return tuple(_charge(one, lang) for one in check.charges if one.dearer is not False)
        case _:
            return (asked_text(check, lang),)


def evidence_text(evidence: Evidence, lang: Language, *, named: bool = True) -> str:
    """What something rests on: the register's words and days, or a payment."""
    if evidence.paid_on is not None:
        text = _say("paid-on", lang, day=f"{evidence.paid_on:%d/%m/%Y}")
    else:
        text = evidence.text or _say("not-said", lang)
    span = _span(evidence, lang)
    text = f"{text}, {span}" if span else text
    if not named:
        return text
    table = "fact" if messages.has(f"fact.{evidence.of}") else "method-kind"
    return _say("evidence", lang, what=messages.named(table, evidence.of, lang), text=text)


def _span(evidence: Evidence, lang: Language) -> str:
    first = f"{evidence.valid_from:%d/%m/%Y}" if evidence.valid_from else ""
    last = f"{evidence.valid_to:%d/%m/%Y}" if evidence.valid_to else ""
    if first and last:
        return _say("span", lang, first=first, last=last)
    if first:
        return _say("since", lang, first=first)
    return _say("until", lang, last=last) if last else ""


def number(value: int, lang: Language) -> str:
    """A whole number with its thousands set apart."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if lang == "vi" else grouped


def _methods(check: MethodsCheck, lang: Language) -> Iterator[str]:
    names = _joined(_method(name, lang) for name in check.offered)
    has = _say("has", lang, count=len(check.offered), names=names)
    yield has if names else _say("has-none", lang)
    if check.missing_at_least:
        yield lacks_text(check, lang)


def lacks_text(check: MethodsCheck, lang: Language) -> str:
    """How many more methods are needed, and from which to choose."""
    wanted = _joined(_method(name, lang) for name in check.candidates)
    if not wanted:
        return _say("lacks-any", lang, count=check.missing_at_least)
    return _say("lacks", lang, count=check.missing_at_least, names=wanted)


def _method(name: str, lang: Language) -> str:
    table = "method-category" if messages.has(f"method-category.{name}") else "method-kind"
    return messages.named(table, name, lang)


def _template(check: TemplateCheck, lang: Language) -> Iterator[str]:
    if check.payments:
        complete, payments = number(check.complete, lang), number(check.payments, lang)
        yield _say("payments", lang, complete=complete, payments=payments)
    yield from _gaps(check, lang)


def _gaps(check: TemplateCheck, lang: Language) -> Iterator[str]:
    payments = number(check.payments, lang)
    for name, count in check.by_field.items():
        if count:
            field = messages.named("template-field", name, lang)
            shown = number(count, lang)
            yield _say("lacking", lang, count=shown, payments=payments, field=field)
    if check.undecided:
        yield _say("undecided", lang, count=number(check.undecided, lang), payments=payments)


def _fees(check: FeeCheck, lang: Language) -> Iterator[str]:
    yield from (_charge(charge, lang) for charge in check.charges)
    if check.charges and not check.cash:
        yield _say("cash-not-listed", lang)


def _charge(charge: Charge, lang: Language) -> str:
    fee = _say("fee-unstated", lang) if charge.fee is None else fee_text(charge.fee, lang)
    text = _say("fee-of", lang, method=messages.named("method-kind", charge.kind, lang), fee=fee)
    if charge.dearer:
        return _say("fee-dearer", lang, charge=text)
    if charge.dearer is None and charge.fee is not None:
        return _say("fee-perhaps", lang, charge=text)
    return text


def fee_text(fee: PayerFee, lang: Language) -> str:
    """A charge as people read it.

    >>> fee_text(PayerFee(fixed=2_200, rate=Fraction(1, 200)), "en")
    '2,200 VND + 0.5 %'
    """
    fixed = money.format_vnd(fee.fixed, lang)
    rate = str(PayerFee(rate=fee.rate)).removesuffix("%")
    rate = rate.replace(".", ",") if lang == "vi" else rate
    if not fee.rate:
        return _say("fee-fixed", lang, fixed=fixed) if fee.fixed else _say("fee-none", lang)
    if not fee.fixed:
        return _say("fee-rate", lang, rate=rate)
    return _say("fee-both", lang, fixed=fixed, rate=rate)


def _share(check: ShareFigure, lang: Language) -> str:
    now = _counted(check.count, check.weight, lang)
    before = _bounds(check.before, lang)
    trend = messages.text(f"trend.{check.trend.value}", lang)
    return _say("share", lang, share=now, before=before, trend=trend)


def _counted(count: Count, weight: Weight, lang: Language) -> str:
    if count.share is None:
        return _bounds(count, lang)
    parts = (count.yes, count.denominator)
    by_value = weight is Weight.VALUE
    part, whole = (money.format_vnd(n, lang) if by_value else number(n, lang) for n in parts)
    return _say("counted", lang, part=part, whole=whole, share=percent(count.share, lang=lang))


def _bounds(count: Count, lang: Language) -> str:
    if count.share is not None:
        return f"{percent(count.share, lang=lang)} %"
    if not count.total:
        return _say("share-none", lang)
    low, high = count.bounds or (Fraction(0), Fraction(1))
    return _say("between", lang, low=percent(low, lang=lang), high=percent(high, lang=lang))


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"readiness.{key}", lang, **values)
