"""Checks of the merchant, of template 62, and of what a profile has no field for."""

from collections.abc import Iterator

from cashless_edu_health import emvco
from cashless_edu_health.emvco import DataObject, Template
from cashless_edu_health.findings import Finding
from cashless_edu_health.vietqr import _rules
from cashless_edu_health.vietqr._additional_data import ADDITIONAL_DATA_IDS
from cashless_edu_health.vietqr._fields import CATEGORY_CODE, CONSUMER_DATA
from cashless_edu_health.vietqr._frame import absent
from cashless_edu_health.vietqr._profiles import Demands

_CASH_CATEGORY = "6011"


def merchant(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """52, 59 and 60, which a transfer may carry and a payment must."""
    for object_id in ("52", "59", "60"):
        item = tree.get(object_id)
        if item is None or (item.text == "" and object_id in demands.mandatory):
            yield from _nothing(demands, object_id)
        elif object_id != "52":
            yield from _label(item, object_id, emvco.ROOT[object_id])
        elif item.text == "":
            yield Finding(_rules.EMPTY, path="52")
        elif not CATEGORY_CODE.fullmatch(item.text):
            yield Finding(_rules.CATEGORY_CODE, path="52")


def cash_merchant(tree: Template, text: str, demands: Demands) -> Iterator[Finding]:
    """As :func:`merchant`; a withdrawal has a category code of its own, and is dynamic."""
    yield from merchant(tree, text, demands)
    code, method = tree.get("52"), tree.get("01")
    if code is not None and CATEGORY_CODE.fullmatch(code.text) and code.text != _CASH_CATEGORY:
        yield Finding(_rules.CASH_CATEGORY, path="52")
    if method is not None and method.text == emvco.PointOfInitiationMethod.STATIC:
        yield Finding(_rules.CASH_STATIC, path="01")


def _nothing(demands: Demands, path: str) -> Iterator[Finding]:
    if path in demands.mandatory:
        yield Finding(demands.missing, path=path, values={"id": path})


def _label(item: DataObject, path: str, spec: emvco.ObjectSpec) -> Iterator[Finding]:
    """Text that a value of this library has a field for."""
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    if spec.is_too_long(item.text):
        yield Finding(_rules.TEXT_LENGTH, path=path, values={"limit": spec.max_length})
    foreign = spec.foreign_at(item.text)
    if foreign is not None:
        yield Finding(_rules.TEXT_ASCII, path=path, values={"position": foreign + 1})


def additional_data(tree: Template, _: str, demands: Demands) -> Iterator[Finding]:
    """Template 62."""
    item = tree.get("62")
    for path in ("62.05", "62.07"):
        yield from absent(tree, demands, path)
    if item is None:
        return
    if isinstance(item.value, str):
        yield Finding(_rules.NOT_TEMPLATE, path="62")
        return
    if not item.value:
        yield Finding(_rules.EMPTY, path="62")
    for part in item.value:
        path = f"62.{part.id}"
        if part.id == "09":
            yield from _consumer_data(part, path)
        elif part.id in ADDITIONAL_DATA_IDS.values():
            yield from _label(part, path, emvco.ADDITIONAL_DATA[part.id])
        else:
            yield from _kept(part, path, emvco.ADDITIONAL_DATA.get(part.id), demands)


def _consumer_data(item: DataObject, path: str) -> Iterator[Finding]:
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    elif not CONSUMER_DATA.fullmatch(item.text):
        yield Finding(_rules.CONSUMER_DATA, path=path)


def others(tree: Template, text: str, demands: Demands) -> Iterator[Finding]:
    """What the profile has no field for; kept, and named."""
    for item in tree:
        if item.id not in demands.own:
            yield from _kept(item, item.id, emvco.ROOT.get(item.id), demands)
    if not text.isascii():
        yield Finding(_rules.NOT_ASCII)


def _kept(
    item: DataObject, path: str, spec: emvco.ObjectSpec | None, demands: Demands
) -> Iterator[Finding]:
    if "02" <= path <= "51":
        yield Finding(_rules.OTHER_ACCOUNT, path=path)
    elif path in {"55", "56", "57"}:
        yield Finding(demands.fee, path=path)
    else:
        yield Finding(demands.kept, path=path)
    if item.text == "":
        yield Finding(_rules.EMPTY, path=path)
    if spec is not None and spec.is_too_long(item.text):
        yield Finding(_rules.OTHER_LENGTH, path=path, values={"limit": spec.max_length})
