"""Checks of texts by the standard alone, for codes that this library reads as trees.

Nothing is taken out of such a code, so a text that is too long is a warning here and an error
where it would become a value.
"""

from collections.abc import Iterator, Mapping

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject, ObjectSpec, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._fields import CATEGORY_CODE, CONSUMER_DATA
from cashless_edu_health.vietqr._profiles import Demands


def merchant(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """52, 59, 60 and 61."""
    for object_id in ("52", "59", "60", "61"):
        item = tree.get(object_id)
        if (item is None or item.text == "") and object_id in demands.mandatory:
            yield Finding(demands.missing, path=object_id, values={"id": object_id})
        elif item is not None and object_id == "52" and not CATEGORY_CODE.fullmatch(item.text):
            yield Finding(_rules.CATEGORY_CODE, path="52")
        elif item is not None and object_id != "52":
            yield from _text(item, object_id, emvco.ROOT)


def templates(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """62, additional data, and 64, the merchant in another language."""
    for object_id, specs in (("62", emvco.ADDITIONAL_DATA), ("64", emvco.LANGUAGE)):
        item = tree.get(object_id)
        if item is None:
            continue
        if isinstance(item.value, str):
            yield Finding(_rules.NOT_TEMPLATE, path=object_id)
            continue
        if not item.value:
            yield Finding(_rules.EMPTY, path=object_id)
        for spec in specs.values():
            part, path = item.value.get(spec.id), f"{object_id}.{spec.id}"
            if part is None and spec.presence is emvco.Presence.MANDATORY:
                yield Finding(demands.missing, path=path, values={"id": path})
        for part in item.value:
            yield from _text(part, f"{object_id}.{part.id}", specs)
    request = tree.find("62.09")
    if request is not None and request.text and not CONSUMER_DATA.fullmatch(request.text):
        yield Finding(_rules.CONSUMER_DATA, path="62.09")


def others(tree: Template, text: str, demands: Demands) -> Iterator[Finding]:
    """Fees, and objects beyond the standard's own."""
    for item in tree:
        if item.id in {"55", "56", "57"}:
            yield Finding(demands.fee, path=item.id)
        elif item.id >= "65":
            yield Finding(demands.kept, path=item.id)
            yield from _text(item, item.id, emvco.ROOT)
    if not text.isascii():
        yield Finding(_rules.NOT_ASCII)


def _text(item: DataObject, path: str, specs: Mapping[str, ObjectSpec]) -> Iterator[Finding]:
    spec = specs.get(item.id)
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    if spec is None:
        return
    if spec.is_too_long(item.text):
        yield Finding(_rules.OTHER_LENGTH, path=path, values={"limit": spec.max_length})
    foreign = spec.foreign_at(item.text)
    if foreign is not None:
        yield Finding(_rules.TEXT_ASCII, path=path, values={"position": foreign + 1})
