"""Throw requests at the webhooks and the VNPAY reader: ``python webhooks.py [COUNT] [SEED]``.

A seeded loop over the published vectors: genuine requests altered by bytes or by values, signed
anew with our secret or not, headers changed, and noise of up to 64 KiB. Of each is asked: only
``SignatureError`` and ``DataError`` leave; what was not signed anew and says something else than
a genuine request is refused; what is taken keeps its delivery. Prints the count by outcome and
the time of the slowest request, at its best of three; exit code 1 at the first breach.
"""

import hashlib
import hmac
import json
import random
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from importlib import resources
from urllib.parse import quote_plus

from cashless_edu_health import notifications, settlements
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, SignatureError

LONGEST = 65_536
FILE = resources.files("cashless_edu_health").joinpath("data", "vectors", "webhook_signatures.json")
VECTORS = json.loads(FILE.read_text("utf-8"))
ACCOUNTS = tuple(Account(**row) for row in VECTORS["accounts"])
ROWS = [
    (group["type"], row)
    for group in VECTORS["groups"]
    for row in group["tests"]
    if row["result"] == "valid"
]
VALUES = [
    *(None, True, False, 0, -1, 1, 10**13, 10**40, 1.5, 550000.0, 1e300, "", " ", "0", "550000"),
    *("in", "out", "VND", "USD", "00", "2026-11-22 14:02:37", "2026-13-40 99:00:00", "\x00"),
    *("0071000123456", "a&b=c", "đ", "\U0001f600", [], {}, [[]], {"a": {"b": None}}, "x" * 5000),
    *("9999-12-31 23:59:59", "2099-12-31 23:59:59", [1, "a&b=1"], "null", "\u0661"),
]
PIECES = [
    *(b"", b"{", b"}", b"[", b'"', b":", b",", b"null", b"1e999", b"-0", b"NaN", b"\xff", b"\x00"),
    *(b"\xef\xbb\xbf", b"\\ud800", b'"id":1,', b"9" * 5000, b"[" * 3000, b"&", b"=", b"%", b"%FF"),
]


def signed_anew(scheme: str, body: bytes, row: dict, moment: datetime) -> tuple[bytes, dict]:
    """The request with the proof that a sender who knows our secret would give."""
    key = row["secrets"][0].encode()
    headers = dict(row["headers"])
    if scheme == "sepay":
        stamp = str(int(moment.timestamp()))
        mac = hmac.new(key, stamp.encode() + b"." + body, "sha256").hexdigest()
        return body, {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={mac}"}
    if scheme in {"sepay_key", "casso_token"}:
        return body, headers
    try:
        value = json.loads(body)
        if scheme == "casso":
            stamp = str(int(moment.timestamp() * 1000))
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            mac = hmac.new(key, f"{stamp}.{text}".encode(), "sha512").hexdigest()
            return body, {"X-Casso-Signature": f"t={stamp},v1={mac}"}
        data = value["data"]
        text = "&".join(f"{k}={'' if data[k] is None else data[k]}" for k in sorted(data))
        value["signature"] = hmac.new(key, text.encode(), "sha256").hexdigest()
        return json.dumps(value).encode(), {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return body, headers


def altered_value(value: object, source: random.Random) -> object:
    """A value with one part changed, dropped or added, somewhere in it."""
    if isinstance(value, dict) and value and source.random() < 0.9:
        changed = dict(value)
        key = source.choice(sorted(changed))
        kind = source.random()
        if kind < 0.2:
            del changed[key]
        elif kind < 0.3:
            changed[source.choice(["later", "", "a&b", "__class__", "model_config", "data"])] = (
                source.choice(VALUES)
            )
        elif isinstance(changed[key], dict | list) and kind < 0.9:
            changed[key] = altered_value(changed[key], source)
        else:
            changed[key] = source.choice(VALUES)
        return changed
    if isinstance(value, list) and value:
        return [altered_value(part, source) for part in value] * source.choice([1, 1, 2])
    return source.choice(VALUES)


def altered_bytes(body: bytes, source: random.Random) -> bytes:
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(body) + 1)
        body = body[:at] + source.choice([*PIECES, body[at:]]) + body[at + source.randint(0, 3) :]
    return body


def noise(source: random.Random) -> bytes:
    longest = LONGEST if source.random() < 0.01 else 200
    if source.random() < 0.5:
        return source.randbytes(source.randint(0, longest))
    return b"".join(source.choices(PIECES[:14], k=source.randint(0, longest // 3)))


def body_of(row: dict, source: random.Random) -> bytes:
    body = row["body"].encode()
    kind = source.random()
    if kind < 0.6:
        return json.dumps(altered_value(json.loads(body), source)).encode()
    return altered_bytes(body, source) if kind < 0.9 else noise(source)


def header_noise(headers: dict, source: random.Random) -> dict:
    changed = dict(headers)
    for name, given in headers.items():
        if source.random() < 0.3:
            at = source.randrange(len(given) + 1)
            piece = source.choice(["", "9", " ", "\ud800", "đ", "\u0661", ",v1=", "x" * 3000])
            changed[name] = given[:at] + piece + given[at + 1 :]
        if source.random() < 0.05:
            del changed[name]
    return changed


def query_of(row: dict, source: random.Random) -> str:
    query = row["query"]
    if source.random() < 0.4:
        return altered_bytes(query.encode(), source).decode("utf-8", "replace")
    pairs = dict(part.partition("=")[::2] for part in query.split("&"))
    pairs.pop("vnp_SecureHash", None)
    name = source.choice([*pairs, "later", "vnp_SecureHashType"])
    pairs[name] = quote_plus(str(source.choice(VALUES)))
    text = "&".join(f"{key}={pairs[key]}" for key in sorted(pairs))
    key = row["secrets"][0].encode()
    return f"{text}&vnp_SecureHash={hmac.new(key, text.encode(), hashlib.sha512).hexdigest()}"


def call(scheme: str, sent: tuple, row: dict, moment: datetime) -> object:
    known = {"secrets": row["secrets"], "received_at": moment}
    if scheme == "vnpay":
        return settlements.vnpay(sent[0], merchant_code=row["merchant_code"], **known)
    if scheme == "payos":
        return notifications.payos(sent[0], accounts=ACCOUNTS, **known)
    return getattr(notifications, scheme)(*sent, accounts=ACCOUNTS, **known)


def drawn(scheme: str, row: dict, source: random.Random, moment: datetime) -> tuple[tuple, bool]:
    """A request, and whether our secret proves it."""
    if scheme == "vnpay":
        return (query_of(row, source),), True
    body, ours = body_of(row, source), source.random() < 0.6
    if ours:
        return signed_anew(scheme, body, row, moment), True
    headers = header_noise(row["headers"], source)
    return (body, headers), scheme in {"sepay_key", "casso_token"}


def is_genuine(scheme: str, body: bytes, row: dict) -> bool:
    """Whether a body says what the genuine one says, as far as the scheme signs it."""
    if scheme == "sepay":
        return body == row["body"].encode()
    try:
        said, genuine = json.loads(body), json.loads(row["body"])
        if scheme == "casso":
            return said == genuine
        return signed_part(said) == signed_part(genuine)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def signed_part(value: dict) -> object:
    texts = {"null": "", "undefined": "", "None": "", "True": "true"}
    parts = {}
    for key, part in value["data"].items():
        whole = isinstance(part, float) and part.is_integer()  # 5.0 is signed as 5
        text = str(int(part) if whole else part)
        parts[key] = texts.get(text, text)
    return parts, value["signature"]


def breach_of(result: object, scheme: str, sent: tuple, row: dict, ours: object) -> str | None:
    """What is wrong about a request that was taken, if anything."""
    if "SECRET" in repr(result):
        return "a repr shows a memo"
    if result.delivery.received_at is None:
        return "a delivery without its time"
    if not ours and not is_genuine(scheme, sent[0], row):
        return "a request that nobody signed was taken"
    return None


def run(count: int, seed: int) -> tuple[Counter[str], float, str | None]:
    """Outcomes, seconds of the slowest request, and the first breach."""
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        scheme, row = source.choice(ROWS)
        moment = datetime.fromisoformat(row["received_at"])
        sent, ours = drawn(scheme, row, source, moment)
        if source.random() < 0.05:
            moment += timedelta(seconds=source.randint(-400, 400))
        spent, outcome, breach = timed(scheme, sent, row, moment, ours)
        if spent > slowest:
            again = [timed(scheme, sent, row, moment, ours)[0] for _ in range(2)]
            slowest = max(slowest, min(spent, *again))
        outcomes[outcome] += 1
        if breach is not None:
            return outcomes, slowest, f"input {number}, {scheme}: {breach}: {sent!r:.2000}"
    return outcomes, slowest, None


def timed(
    scheme: str, sent: tuple, row: dict, moment: datetime, ours: object
) -> tuple[float, str, str | None]:
    begin = time.perf_counter()
    breach = None
    try:
        result = call(scheme, sent, row, moment)
        outcome = "taken"
        breach = breach_of(result, scheme, sent, row, ours)
    except SignatureError:
        outcome = "not proven"
    except DataError:
        outcome = "not as described"
        if not ours and not is_genuine(scheme, sent[0], row):
            breach = "an unproven body was read"
    except Exception as error:  # noqa: BLE001 - a foreign exception is what is looked for
        outcome, breach = "breach", f"{type(error).__name__} left: {error}"
    return time.perf_counter() - begin, outcome, breach


if __name__ == "__main__":
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    counted, longest, first_breach = run(inputs, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counted.items())))
    print(f"slowest request: {longest * 1000:.1f} ms")
    sys.exit(first_breach)
