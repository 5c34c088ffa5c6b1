"""One direction of imports, third parties with one owner each, and what the library never does.

A checker takes a module's name and source and returns what it breaks; it is tried on sources that
break each rule before it is trusted with the package.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import cashless_edu_health

PACKAGE = "cashless_edu_health"
ROOT = Path(str(cashless_edu_health.__file__)).parent

ROWS = (
    ("errors",),
    ("money", "text", "periods", "legal", "areas", "messages", "intake", "signatures"),
    ("findings", "references"),
    ("emvco", "banks", "accounts", "institutions"),
    ("vietqr", "invoices", "credits", "receipts", "merchant_categories"),
    ("payments", "links", "settlements", "statements", "notifications", "reconciliation", "plans"),
    ("compliance",),
    ("documents",),
    ("registry",),
    ("render", "reports", "scan", "testing"),
    ("cli",),
)
ROW_OF = {unit: number for number, row in enumerate(ROWS) for unit in row}

OWNERS = {
    "segno": {"render"},
    "typst": {"render"},
    "pydantic": {"documents", "notifications"},
    "dateutil": {"periods"},
    "typer": {"cli"},
    "rich": {"cli"},
    "openpyxl": {"intake"},
    "defusedxml": {"statements"},
    "mt940": {"statements"},
    "docx": {"reports"},
    "xlsxwriter": {"documents", "reports"},
    "icalendar": {"reports"},
    "zxingcpp": {"scan"},
    "PIL": {"scan"},
    "sqlalchemy": {"reconciliation"},
    "hypothesis": {"testing"},
    "pytest": {"testing"},
}
MONEY = {
    *("money", "receipts", "invoices", "credits", "payments", "reconciliation"),
    *("statements", "settlements", "compliance", "plans", "vietqr"),
}
NETWORK = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "webbrowser", "subprocess"}
CLOCK = {"today", "now", "utcnow"}
VAGUE = {"utils", "helpers", "manager", "service", "common"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 40


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, those for type checkers and in functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            if base == PACKAGE:
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base


def unit_of(module: str) -> str:
    """``cashless_edu_health.intake._csv`` is of the unit ``intake``; the root is ``""``."""
    return [*module.split("."), ""][1]


def import_breaches(module: str, source: str) -> list[str]:
    unit = unit_of(module)
    if unit and unit not in ROW_OF:
        return [f"{module}: {unit} has no row in the table"]
    found = []
    for line, name in imported(ast.parse(source)):
        parts = name.split(".")
        if parts[0] == PACKAGE and unit_of(name) != unit:
            found += [f"{module}:{line}: {why}" for why in inner_breaches(unit, parts)]
        elif name.startswith("."):
            found.append(f"{module}:{line}: relative import")
        elif parts[0] in OWNERS and unit not in OWNERS[parts[0]]:
            found.append(f"{module}:{line}: {parts[0]} belongs to {min(OWNERS[parts[0]])}")
        elif parts[0] not in {PACKAGE, "attrs", *OWNERS, *sys.stdlib_module_names}:
            found.append(f"{module}:{line}: unknown third party {parts[0]}")
    return found


def inner_breaches(unit: str, parts: list[str]) -> Iterator[str]:
    other = parts[1] if len(parts) > 1 else ""
    if other == "__version__":
        return
    if other not in ROW_OF:
        yield f"imports {other or 'the root'}, which has no row"
    elif not unit:
        yield f"the root imports {other}"
    elif ROW_OF[other] > ROW_OF[unit]:
        yield f"imports the higher {other}"
    elif ROW_OF[other] == ROW_OF[unit]:
        yield f"imports its sibling {other}"
    if any(part.startswith("_") for part in parts[2:]):
        yield f"imports a private module of {other}"


def banned_breaches(module: str, source: str) -> list[str]:
    """The clock, ``print``, the environment and the network; ``float`` and ``/`` near money."""
    unit = unit_of(module)
    found = []
    for node in ast.walk(ast.parse(source)):
        if unit != "cli":
            found += [(node, why) for why in outside_breaches(node)]
        if unit in MONEY:
            found += [(node, why) for why in float_breaches(node)]
    for line, name in imported(ast.parse(source)):
        if name.split(".")[0] in NETWORK and name != "urllib.parse":
            found.append((ast.Pass(lineno=line), f"{name}: the library has no network"))
        if name == "time" and unit != "cli":
            found.append((ast.Pass(lineno=line), "the clock"))
    return [f"{module}:{getattr(node, 'lineno', 0)}: {why}" for node, why in found]


def outside_breaches(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and node.attr in CLOCK:
        yield "the clock"
    if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
        yield "the environment"
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        yield from (
            "the environment" for alias in node.names if alias.name in {"environ", "getenv"}
        )
    if isinstance(node, ast.Name) and node.id == "print":
        yield "print"


def float_breaches(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and node.id == "float":
        yield "float"
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield "a float literal"
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        yield "true division"


def size_breaches(module: str, source: str) -> list[str]:
    """Files over 400 lines; functions over 40 from ``def`` to end, docstring not counted."""
    found = []
    if len(source.splitlines()) > MOST_LINES:
        found.append(f"{module}: over {MOST_LINES} lines")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            if lines > MOST_FUNCTION_LINES:
                found.append(f"{module}:{node.lineno}: {node.name} has {lines} lines of code")
    return found


def name_breaches(module: str, _source: str) -> list[str]:
    words = set(re.split(r"[._]", module.removeprefix(PACKAGE)))
    return [f"{module}: the name says nothing"] if words & VAGUE else []


CHECKS: tuple[Callable[[str, str], list[str]], ...] = (
    import_breaches,
    banned_breaches,
    size_breaches,
    name_breaches,
)


def modules() -> dict[str, str]:
    """Every module of the package with its source."""
    sources = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        dotted = ".".join((PACKAGE, *(part for part in parts if part != "__init__")))
        sources[dotted] = path.read_text(encoding="utf-8")
    return sources


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_package_keeps_the_rule(check: Callable[[str, str], list[str]]) -> None:
    assert [why for name, source in modules().items() for why in check(name, source)] == []


def test_the_modules_looked_at_are_the_ones_python_finds() -> None:
    found = {info.name for info in pkgutil.walk_packages([str(ROOT)], f"{PACKAGE}.")}
    assert found | {PACKAGE} == set(modules())


@pytest.mark.parametrize(
    ("check", "module", "source", "why"),
    [
        (import_breaches, "money", "from cashless_edu_health import registry", "higher registry"),
        (import_breaches, "money", "import cashless_edu_health.text", "sibling text"),
        (import_breaches, "money", "from cashless_edu_health.text import nfc", "sibling text"),
        (
            import_breaches,
            "findings",
            "if TYPE_CHECKING:\n    from cashless_edu_health import cli",
            "higher cli",
        ),
        (import_breaches, "cli", "from cashless_edu_health.intake._csv import x", "private module"),
        (import_breaches, "cli", "import cashless_edu_health", "the root"),
        (import_breaches, "cli", "from cashless_edu_health import wallets", "no row"),
        (import_breaches, "wallets", "", "wallets has no row"),
        (import_breaches, "", "from cashless_edu_health import money", "the root imports money"),
        (import_breaches, "intake._csv", "from . import _bytes", "relative import"),
        (import_breaches, "cli._app", "import segno", "segno belongs to render"),
        (import_breaches, "vietqr", "from pydantic import BaseModel", "belongs to documents"),
        (import_breaches, "plans", "from dateutil.rrule import rrule", "belongs to periods"),
        (import_breaches, "reports", "def f():\n    import rich", "belongs to cli"),
        (import_breaches, "money", "import numpy", "unknown third party numpy"),
        (banned_breaches, "plans", "d = date.today()", "the clock"),
        (banned_breaches, "plans", "d = datetime.now(UTC)", "the clock"),
        (banned_breaches, "plans", "import time", "the clock"),
        (banned_breaches, "plans", "from time import monotonic", "the clock"),
        (banned_breaches, "render", "print('x')", "print"),
        (banned_breaches, "render", "os.environ['X']", "the environment"),
        (banned_breaches, "render", "from os import getenv", "the environment"),
        (banned_breaches, "cli", "import urllib.request", "no network"),
        (banned_breaches, "render", "from http import client", "no network"),
        (banned_breaches, "render", "import socket", "no network"),
        (banned_breaches, "money", "x = float(1)", "float"),
        (banned_breaches, "compliance._share", "x = 0.5", "a float literal"),
        (banned_breaches, "receipts", "x = a / b", "true division"),
        (banned_breaches, "receipts", "x /= b", "true division"),
        (size_breaches, "money", "\n" * 401, "over 400 lines"),
        (size_breaches, "money", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
        (
            size_breaches,
            "money",
            'class A:\n  async def f(self):\n    """D."""\n' + "    x = 1\n" * 40,
            "f has 41 lines",
        ),
        (name_breaches, "invoices._helpers", "", "says nothing"),
        (name_breaches, "common", "", "says nothing"),
    ],
)
def test_the_checker_sees_the_breach(
    check: Callable[[str, str], list[str]], module: str, source: str, why: str
) -> None:
    found = check(f"{PACKAGE}.{module}".removesuffix("."), source)
    assert len(found) == 1, found
    assert why in found[0]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("cli", "from datetime import date\nprint(date.today())\nimport rich\nx = 1 / 2"),
        ("vietqr._links", "from urllib.parse import quote"),
        ("periods", "from dateutil.rrule import rrule\nfrom datetime import time"),
        ("money", "from attrs import frozen\nfrom cashless_edu_health.errors import X\nx = 7 // 2"),
        ("intake._csv", "from cashless_edu_health.intake._bytes import decoded"),
        ("cli", "from cashless_edu_health import __version__"),
        ("render", "x = 0.5 * 2 / 3"),
        ("money", 'def f():\n    """D.\n' + "\n" * 60 + '    """\n' + "    x = 1\n" * 39),
    ],
)
def test_the_checker_lets_pass_what_is_allowed(module: str, source: str) -> None:
    assert [why for check in CHECKS for why in check(f"{PACKAGE}.{module}", source)] == []


def as_ruff_sorts(name: str) -> tuple[int, list[tuple[int, str]]]:
    """Constants, then classes, then the rest; digits inside names by value."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2
    pieces = re.findall(r"[0-9]+|[^0-9]+", name)
    return kind, [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]


def public_modules() -> list[str]:
    return [name for name in modules() if not any(p.startswith("_") for p in name.split("."))]


@pytest.mark.parametrize("name", public_modules())
def test_every_public_module_lists_what_it_exports(name: str) -> None:
    module = importlib.import_module(name)
    listed = list(module.__all__)
    assert [entry for entry in listed if not hasattr(module, entry)] == []
    assert listed == sorted(set(listed), key=as_ruff_sorts)
    assert (module.__doc__ or "").strip()


def test_the_order_of_exports_is_ruffs() -> None:
    assert sorted(["parse", "V2", "V10", "MAX", "Bank"], key=as_ruff_sorts) == [
        *("MAX", "V2", "V10", "Bank", "parse"),
    ]
