"""Payment codes as pictures; the only package that knows how a QR symbol is drawn.

>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.vietqr import VietQR
>>> code = VietQR(account=Account(acquirer_id="970436", number="0000123456789"), amount=79_000)
>>> "<title>HP-0017</title>" in svg(code, title="HP-0017")
True
"""

from cashless_edu_health.render._batch import Kind, images, write_images
from cashless_edu_health.render._caption import Caption
from cashless_edu_health.render._png import PHONE_SCALE, PRINT_SCALE, png
from cashless_edu_health.render._slips import Slip, slips_html
from cashless_edu_health.render._svg import svg
from cashless_edu_health.render._terminal import terminal

__all__ = [
    "PHONE_SCALE",
    "PRINT_SCALE",
    "Caption",
    "Kind",
    "Slip",
    "images",
    "png",
    "slips_html",
    "svg",
    "terminal",
    "write_images",
]
